"""Nothing of its own: the frame is loaded by the root conftest, for tests beside the code too."""
