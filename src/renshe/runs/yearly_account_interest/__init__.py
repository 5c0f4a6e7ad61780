"""Once a year every individual account is credited with interest at the published rate."""
