"""Another account for an annuity that is drawn (年金收款账户变更)."""
