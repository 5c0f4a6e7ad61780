"""Cases: what somebody asked for, who holds it, by when, and what was decided."""
