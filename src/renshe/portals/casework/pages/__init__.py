"""One module and one template per page of the casework portal."""
