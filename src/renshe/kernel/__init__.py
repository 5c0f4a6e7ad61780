"""What everything shares: money, periods, codes and the rule engine. Pure: no Django, no database, no clock."""
