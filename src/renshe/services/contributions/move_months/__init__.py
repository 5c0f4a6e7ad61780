"""误缴更正: months paid for the wrong person become the right one's."""
