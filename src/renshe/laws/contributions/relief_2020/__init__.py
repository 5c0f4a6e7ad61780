"""The employer's share that the state did not collect in 2020."""
