"""What is true: one Django app per subject. Tables live only here; outsiders use each domain's `api`."""
