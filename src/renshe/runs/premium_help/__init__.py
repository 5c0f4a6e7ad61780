"""What premium help owes for a month or year: a claim to each funding source."""
