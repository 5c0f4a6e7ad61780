"""Have a pension determined again (待遇重核): final base, service found later, an error mended."""
