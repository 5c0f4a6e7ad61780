"""Once a year: interest on every resident account, source by source."""
