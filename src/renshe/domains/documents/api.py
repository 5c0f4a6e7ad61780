"""The door of documents: keep a file, fetch a file."""

from renshe.domains.documents.checks import INVARIANTS
from renshe.domains.documents.models import File
from renshe.domains.documents.operations import SIZE_MAX, store
from renshe.domains.documents.queries import DamagedFile, by_sha256, fetch

__all__ = ["INVARIANTS", "SIZE_MAX", "DamagedFile", "File", "by_sha256", "fetch", "store"]
