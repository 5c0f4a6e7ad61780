"""The platform over which agencies of two provinces tell each other of a pension relation."""
