"""An employer declares its people and wages for a month (社会保险费月度申报)."""
