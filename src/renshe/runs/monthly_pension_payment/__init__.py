"""The month's pensions: frozen, checked, planned, reviewed, funded, filed, answered, closed."""
