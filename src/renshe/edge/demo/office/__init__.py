"""What the demonstration city asks of its office, and what the office has done with it by today.

Every case goes through the doors that people use (`cases.open_case`, `submit`, `accept`, `sign` …, each item's own code);
nothing is written behind them. `renshe up` calls `build.open_office` once, after the city's first month.
"""
