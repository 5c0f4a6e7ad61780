"""变更领取账户: a pension is paid into another account of the same person; the old one stays in the record."""
