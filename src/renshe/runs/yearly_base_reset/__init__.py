"""Once a year wages are declared anew; who declares none keeps last year's, and the bounds move."""
