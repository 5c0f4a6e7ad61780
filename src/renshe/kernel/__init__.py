"""What everything shares: money, periods, codes, the rule engine.

Pure: no Django, no database, no clock.
"""
