"""From the employee scheme to the residents' and back."""
