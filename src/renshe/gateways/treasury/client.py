"""Where the treasury's statements come from: a shared folder, or the simulator behind the same door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from renshe.gateways.file_drop import FileDrop
from renshe.gateways.treasury.simulator import SimulatedTreasury


class TreasuryChannel(Protocol):
    """What a run needs of the line to a treasury."""

    def statements(self) -> list[tuple[str, bytes]]:
        """Every statement that has come, with its name, in the order of its number."""
        ...


class DropFolderChannel:
    """The treasury behind a shared folder."""

    def __init__(self, *, root: Path) -> None:
        self._drop = FileDrop(root=root)

    def statements(self) -> list[tuple[str, bytes]]:
        """Read every `in/statement_*`."""
        return [
            (name, self._drop.fetch(file_name=name))
            for name in self._drop.received(prefix="statement_")
        ]


class SimulatedChannel:
    """The simulator behind the same door, fed with what the tax bureau collected, one file a day."""

    def __init__(
        self,
        *,
        treasury: SimulatedTreasury,
        place: str,
        receipt_files: Sequence[tuple[dt.date, bytes]],
    ) -> None:
        self._treasury, self._place, self._receipts = treasury, place, receipt_files

    def statements(self) -> list[tuple[str, bytes]]:
        """One statement for each receipt file, in their order."""
        return [
            (
                f"statement_{self._place}_{number:06d}.txt",
                self._treasury.day(receipts=content, place=self._place, sequence_no=number, on=day),
            )
            for number, (day, content) in enumerate(self._receipts, 1)
        ]
