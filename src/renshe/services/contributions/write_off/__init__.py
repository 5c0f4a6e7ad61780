"""欠费核销与滞纳金减免: what can never come in is given up, on the papers that say so."""
