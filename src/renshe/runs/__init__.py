"""WHAT does the calendar ask? One folder for each batch run."""
