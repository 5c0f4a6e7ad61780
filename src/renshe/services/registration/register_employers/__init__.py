"""Units are entered in the register (单位参保登记表)."""
