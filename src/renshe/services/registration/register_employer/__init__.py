"""单位登记: a unit is entered in the register by its unified social credit code."""
