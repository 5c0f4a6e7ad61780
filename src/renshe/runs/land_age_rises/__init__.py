"""Once a month, before the payments: whoever reached the next band of age gets more beside the living allowance."""
