"""The rural and resident pension: joining, tiers, years paid, and accounts by source."""
