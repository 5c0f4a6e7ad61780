"""多发待遇核销: what was paid too much and can never come back is given up, in three hands."""
