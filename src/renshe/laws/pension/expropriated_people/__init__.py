"""Who of an expropriated village group is placed, into which group each belongs, and the allowance of the old."""
