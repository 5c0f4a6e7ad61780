"""Administration by three separate people: system, security, audit. Each sees only his own pages, and no business."""
