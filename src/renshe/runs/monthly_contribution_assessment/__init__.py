"""The month's contributions: everybody insured, computed by the law, billed and posted as owed."""
