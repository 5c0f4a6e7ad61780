"""Shanghai's town insurance, closed to new entries in July 2011."""
