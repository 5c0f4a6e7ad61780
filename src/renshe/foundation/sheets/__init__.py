"""Tables as people send them: .xlsx and .csv read without trust, every bad cell told by row and column."""
