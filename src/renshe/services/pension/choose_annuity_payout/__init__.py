"""Somebody chooses how an annuity is drawn (年金领取)."""
