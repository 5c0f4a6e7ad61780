"""误缴退费: contributions that should not have been paid go back to their payer."""
