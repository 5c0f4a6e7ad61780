"""参保证明: that somebody is or was insured here, for whoever asks to see it."""
