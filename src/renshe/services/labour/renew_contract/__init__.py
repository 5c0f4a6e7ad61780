"""Renewing a labour contract (劳动合同续订)."""
