"""The year's contribution lines put together: one row per person, year and employer."""
