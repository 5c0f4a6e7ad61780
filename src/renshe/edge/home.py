"""Where an installation keeps what it makes: its database, its secret, its log."""

import os
import secrets
from pathlib import Path

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
    file = home() / "secret"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        key = secrets.token_urlsafe(48)
        handle.write(key)
    return key
