"""Where an installation keeps what it makes: its database, its secret, its log."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PROJECT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The folder of this installation: `RENSHE_HOME`, else `.renshe` beside the project.

    It is made on first use. Others may pass through it (0711) but not list it: as root the database
    runs as another user and must reach its own folder below.
    """
    configured = os.environ.get("RENSHE_HOME")
    if configured:
        place = Path(configured).expanduser().resolve()
    elif (PROJECT / "pyproject.toml").exists():
        place = PROJECT / ".renshe"
    else:
        place = Path.cwd() / ".renshe"
    place.mkdir(mode=0o711, parents=True, exist_ok=True)
    return place


def secret_key() -> str:
    """The signing key: `RENSHE_SECRET_KEY`, else made once, 0600, in the home."""
    configured = os.environ.get("RENSHE_SECRET_KEY")
    if configured:
        return configured
    return _made_once("secret", lambda: secrets.token_urlsafe(48))


def sign_on_key() -> str:
    """The private key (PEM) that signs tokens of OpenID Connect: `RENSHE_SIGN_ON_KEY`, else made once in the home."""
    return os.environ.get("RENSHE_SIGN_ON_KEY") or _made_once("sign-on-key.pem", _private_key)


def _private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    pem = serialization.Encoding.PEM
    return key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _made_once(name: str, make: Callable[[], str]) -> str:
    """What a file of the home says, made at first use, readable by us alone (0600).

    It is written beside its place and linked into it, so that two processes that start at once read the same.
    """
    file = home() / name
    if not file.exists():
        unfinished = file.with_name(f"{name}.{os.getpid()}.new")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, file)
        unfinished.unlink()
    return file.read_text().strip()
