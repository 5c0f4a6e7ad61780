"""The golden stories: whole months of a small demonstration city."""
