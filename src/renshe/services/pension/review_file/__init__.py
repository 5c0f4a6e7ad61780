"""Ask for a personal file to be reviewed before retirement (档案预审)."""
