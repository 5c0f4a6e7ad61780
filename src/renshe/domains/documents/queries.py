"""Fetching files."""

from __future__ import annotations

import hashlib

from renshe.domains.documents.models import File


class DamagedFile(Exception):
    """The bytes that came out of the database are not those that went in."""


def by_sha256(*, sha256: str) -> File | None:
    """The file's row without its content, or None. Tells whether a file was received before."""
    return File.objects.defer("content").filter(sha256=sha256).first()


def fetch(*, file_id: int) -> tuple[str, str, bytes]:
    """Name, media type and content. Raises File.DoesNotExist, and DamagedFile if altered."""
    found = File.objects.get(pk=file_id)
    content = bytes(found.content)
    if hashlib.sha256(content).hexdigest() != found.sha256:
        raise DamagedFile(f"file {file_id} no longer has the hash it was stored under")
    return found.name, found.media_type, content
