"""The yearly adjustment of all pensions in payment."""
