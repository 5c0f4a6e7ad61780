"""欠费分期缴纳计划: an employer that cannot pay its arrears at once pays them by the month, on security."""
