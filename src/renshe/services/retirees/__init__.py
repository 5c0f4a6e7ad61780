"""退休人员社会化管理: items of retirees under the care of communities."""
