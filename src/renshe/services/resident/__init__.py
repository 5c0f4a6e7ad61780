"""Service items of the rural and resident pension: join, change the tier, pay missing years, refund, inherit."""
