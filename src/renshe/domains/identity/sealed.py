"""Secrets that must be read again, sealed with the installation's key; and codes kept as a keyed hash."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which people mistake for one another."""


def seal(secret: str) -> str:
    """Encrypt a secret for keeping: a copy of the database alone does not give it away."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Read a sealed secret. Raises cryptography.fernet.InvalidToken where the key is another."""
    return _box().decrypt(sealed.encode()).decode()


def new_code(*, groups: int) -> str:
    """A random code in groups of four characters, such as `7KQX-M2PA`; about twenty bits a group."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(groups))


def digest(code: str, *, purpose: str) -> str:
    """The keyed hash under which a random code is kept; blanks, dashes and case do not matter."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hmac.new(_key(purpose), plain.encode(), hashlib.sha256).hexdigest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("factor")))


def _key(purpose: str) -> bytes:
    derived = HKDF(
        algorithm=SHA256(), length=32, salt=None, info=f"renshe.identity.{purpose}".encode()
    )
    return derived.derive(settings.SECRET_KEY.encode())
