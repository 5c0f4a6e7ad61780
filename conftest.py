"""Tests lie beside the code and in tests/; what they all share is in tests/frame/.

Latent bugs are loud by configuration (pyproject.toml): every warning is an error, so is a naive
datetime, an unordered page, and a template variable that is not there.
"""

from hypothesis import settings

pytest_plugins = ("tests.frame.database", "tests.frame.law", "tests.frame.passwords")

# A shared machine is slow at times; an example that is slow is not for that reason wrong.
settings.register_profile("renshe", deadline=None, print_blob=True)
settings.load_profile("renshe")
