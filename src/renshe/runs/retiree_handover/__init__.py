"""退休人员移交（月）: the newly retired go to their communities."""
