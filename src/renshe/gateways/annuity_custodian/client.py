"""Files of custodians that have come into a shared folder, in the order of their numbers; taken ones included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from renshe.gateways.file_drop import FileDrop


@dataclass(frozen=True)
class DropFolder:
    """The folder of one custodian."""

    root: Path

    def value_files(self) -> list[tuple[str, bytes]]:
        """Every `in/unit_values_*` with its name."""
        drop = FileDrop(root=self.root)
        names = drop.received(prefix="unit_values_")
        return [(name, drop.fetch(file_name=name)) for name in names]
