"""An employer files its annuity plan (年金方案备案)."""
