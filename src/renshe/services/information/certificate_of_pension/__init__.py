"""养老待遇领取证明: that somebody receives an old-age pension, how much and since when."""
