"""Who is insured through whom, in which insurance, from when to when."""
