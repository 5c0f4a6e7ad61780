"""Sends and fetches messages over a folder that the platform's transfer program shares; offline, a simulator answers in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from renshe.domains.transfers import api as transfers
from renshe.gateways.file_drop import FileDrop
from renshe.gateways.provincial_platform import contract
from renshe.gateways.provincial_platform.simulator import SimulatedProvinces
from renshe.kernel.codes.problem import Refused


@dataclass(frozen=True)
class DropFolderExchange:
    """The folder of the platform: `out/` for ours, `in/` for theirs. What cannot be read is left and named again each day."""

    root: Path

    def send(self, message: transfers.Message) -> None:
        """Hand a message over; the same again changes nothing. Raises Refused `sent_differently`."""
        self._drop.send(
            file_name=contract.file_name(message.message_id), content=contract.write(message)
        )

    def fetch(self, *, today: dt.date) -> Sequence[transfers.Message]:
        """Every message that came, also those of earlier days; files that keep no rule are left out (`unreadable`)."""
        found = []
        for name in self._drop.received(prefix="transfer_"):
            try:
                found.append(contract.read(self._drop.fetch(file_name=name)))
            except Refused:
                continue
        return found

    def unreadable(self) -> list[str]:
        """Names of files that keep no rule."""
        wrong = []
        for name in self._drop.received(prefix="transfer_"):
            try:
                contract.read(self._drop.fetch(file_name=name))
            except Refused:
                wrong.append(name)
        return wrong

    @property
    def _drop(self) -> FileDrop:
        return FileDrop(self.root)


@dataclass(frozen=True)
class SimulatedExchange(DropFolderExchange):
    """The same folder with simulated provinces behind it: they answer when their day has come."""

    provinces: SimulatedProvinces

    def fetch(self, *, today: dt.date) -> Sequence[transfers.Message]:
        """Let them answer what is due by today, then read."""
        self.provinces.work(root=self.root, today=today)
        return super().fetch(today=today)
