"""对金额有异议: whoever thinks an amount is wrong says which one and why, and the way to correct it is opened at once."""
