"""Invariants of stored files, re-proved by `renshe prove`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

INVARIANTS = (
    Invariant(
        "documents_files_unaltered",
        "文件内容与其摘要一致",
        "every stored file still has the hash and the size it was stored under",
        "电子签名法 五",
        """
        SELECT id::text, name FROM documents_file
        WHERE encode(sha256(content), 'hex') <> sha256 OR length(content) <> size
        """,
    ),
)
