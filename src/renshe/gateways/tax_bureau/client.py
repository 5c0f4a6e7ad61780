"""The way to the tax bureau and back: a shared folder, or the simulator behind the same door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Protocol

from renshe.gateways.file_drop import FileDrop
from renshe.gateways.tax_bureau.simulator import SimulatedTaxBureau


class TaxChannel(Protocol):
    """What a run needs of the line to a tax bureau."""

    def send_plan(self, *, file_name: str, content: bytes) -> None:
        """Hand over a plan; the same bytes again change nothing."""
        ...

    def receipt_files(self) -> list[tuple[str, bytes]]:
        """Every receipt file that has come, with its name, in the order of its number; taken ones included."""
        ...


class DropFolderChannel:
    """The tax bureau behind a shared folder."""

    def __init__(self, *, root: Path) -> None:
        self._drop = FileDrop(root=root)

    def send_plan(self, *, file_name: str, content: bytes) -> None:
        """Write `out/<file_name>`. Raises Refused `sent_differently`."""
        self._drop.send(file_name=file_name, content=content)

    def receipt_files(self) -> list[tuple[str, bytes]]:
        """Read every `in/receipts_*`."""
        return [
            (name, self._drop.fetch(file_name=name))
            for name in self._drop.received(prefix="receipts_")
        ]


class SimulatedChannel:
    """The simulator behind the same door: each plan brings one file in time and one that is late."""

    def __init__(
        self, *, bureau: SimulatedTaxBureau, place: str, on_time: dt.date, late_on: dt.date
    ) -> None:
        self._bureau, self._place = bureau, place
        self._on_time, self._late_on = on_time, late_on
        self._plans: dict[str, bytes] = {}

    def send_plan(self, *, file_name: str, content: bytes) -> None:
        """The bureau takes the plan in; the same again changes nothing."""
        self._plans.setdefault(file_name, content)

    def receipt_files(self) -> list[tuple[str, bytes]]:
        """The files of both days of every plan, numbered from 1; a day without money has none."""
        files: list[tuple[str, bytes]] = []
        for plan in self._plans.values():
            paid = self._bureau.payments(plan, on_time=self._on_time, late_on=self._late_on)
            for day, rows in sorted(paid.items()):
                if rows:
                    number = len(files) + 1
                    content = self._bureau.receipt_file(
                        place=self._place, sequence_no=number, day=day, rows=rows
                    )
                    files.append((f"receipts_{self._place}_{number:06d}.txt", content))
        return files
