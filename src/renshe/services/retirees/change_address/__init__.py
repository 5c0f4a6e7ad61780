"""退休人员居住地变更: the new community takes over."""
