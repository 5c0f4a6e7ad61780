"""What three pillars would give at a chosen month of retirement, under assumptions that the asker sees and changes."""
