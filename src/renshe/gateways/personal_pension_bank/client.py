"""Reports of banks that have come into a shared folder, in the order of their numbers; taken ones included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from renshe.gateways.file_drop import FileDrop


@dataclass(frozen=True)
class DropFolder:
    """The folder of one bank."""

    root: Path

    def reports(self) -> list[tuple[str, bytes]]:
        """Every `in/personal_pension_*` with its name."""
        drop = FileDrop(root=self.root)
        names = drop.received(prefix="personal_pension_")
        return [(name, drop.fetch(file_name=name)) for name in names]
