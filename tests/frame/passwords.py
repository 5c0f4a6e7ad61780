"""Passwords in tests are kept by the product's algorithm at the least cost, so that opening accounts is not what tests do.

What a password costs in the product stands in its settings and is proved in test_frame.py.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.test import override_settings


class QuickScrypt(ScryptPasswordHasher):
    """scrypt as in the product, in a thousandth of the time."""

    work_factor = 2**4


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """For the whole run of this process; commands that tests start as processes keep the product's cost."""
    hasher = f"{QuickScrypt.__module__}.{QuickScrypt.__qualname__}"
    with override_settings(PASSWORD_HASHERS=[hasher]):
        yield
