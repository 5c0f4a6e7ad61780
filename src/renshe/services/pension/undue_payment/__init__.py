"""Finding a payment that did not arrive to have never been due (不应发认定)."""
