"""Once a year, when the rate is published: interest on the accounts of expropriated people."""
