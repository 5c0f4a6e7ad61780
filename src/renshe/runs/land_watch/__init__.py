"""Once a month, after the payments: what expropriated people draw beside others, their cover and their money."""
