"""A folder shared with a partner's transfer program: `out/` for our files, `in/` for theirs.

Sending is idempotent: a file has one name for life and is never written with other bytes. Nothing here runs within a
database transaction; a file is stored first and sent after commit.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from renshe.kernel.codes.problem import Problem, Refused


@dataclass(frozen=True)
class FileDrop:
    """The folder of one partner."""

    root: Path

    def send(self, *, file_name: str, content: bytes) -> None:
        """Hand over a file: written under another name, flushed to disk, renamed. The same bytes again change nothing.

        Raises Refused `sent_differently` where a file of this name went out with other bytes.
        """
        target = self._inside("out", file_name)
        if target.exists():
            if target.read_bytes() != content:
                raise _sent_differently(file_name)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own: two that send the same file at once must not write into one another.
        partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.rename(target)

    def received(self, *, prefix: str) -> list[str]:
        """Names of files that have come whole and begin so, in their order; they are never removed."""
        folder = self.root / "in"
        if not folder.is_dir():
            return []
        return sorted(
            path.name
            for path in folder.iterdir()
            if path.is_file() and path.name.startswith(prefix) and path.suffix != ".part"
        )

    def fetch(self, *, file_name: str) -> bytes:
        """The bytes of a file that came. Raises FileNotFoundError."""
        return self._inside("in", file_name).read_bytes()

    def _inside(self, folder: str, file_name: str) -> Path:
        if Path(file_name).name != file_name or file_name.startswith("."):
            raise ValueError(f"not a plain file name: {file_name!r}")
        return self.root / folder / file_name


def _sent_differently(file_name: str) -> Refused:
    return Refused(
        Problem(
            code="sent_differently",
            zh=f"{file_name} 此前已以不同内容送出",
            clause="",
            en=f"{file_name} was sent before with other bytes",
            next_step_zh="请与留存文件核对，不得重发",
            next_step_en="compare it with the stored file and do not resend",
        ),
        subject=file_name,
    )
