"""An annuity follows its owner to the next employer (年金转移)."""
