"""异地居住登记: another province or abroad, and how the pension is certified from there."""
