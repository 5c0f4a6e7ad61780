"""Sends and fetches messages over a folder that the districts share; offline, a simulator answers in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from renshe.domains.retirees import api as retirees
from renshe.gateways.district_register import contract
from renshe.gateways.district_register.simulator import SimulatedDistricts
from renshe.gateways.file_drop import FileDrop
from renshe.kernel.codes.problem import Refused


@dataclass(frozen=True)
class DropFolderLine:
    """The folder: `out/` for ours, `in/` for theirs. What cannot be read is left and named again each day."""

    root: Path

    def send(self, message: retirees.Message) -> None:
        """Hand a message over; the same again changes nothing. Raises Refused `sent_differently`."""
        self._drop.send(
            file_name=contract.file_name(message.message_id), content=contract.write(message)
        )

    def fetch(self, *, today: dt.date) -> Sequence[retirees.Message]:
        """Every message that came, also those of earlier days; files that keep no rule are left out (`unreadable`)."""
        return [one for _name, one in self._read() if one is not None]

    def unreadable(self) -> list[str]:
        """Names of files that keep no rule."""
        return [name for name, one in self._read() if one is None]

    def _read(self) -> list[tuple[str, retirees.Message | None]]:
        drop, found = self._drop, []
        for name in drop.received(prefix=contract.PREFIX):
            try:
                found.append((name, contract.read(drop.fetch(file_name=name))))
            except Refused:
                found.append((name, None))
        return found

    @property
    def _drop(self) -> FileDrop:
        return FileDrop(self.root)


@dataclass(frozen=True)
class SimulatedLine(DropFolderLine):
    """The same folder with simulated districts behind it: they answer when their day has come."""

    districts: SimulatedDistricts

    def fetch(self, *, today: dt.date) -> Sequence[retirees.Message]:
        """Let them answer what is due by today, then read."""
        self.districts.work(root=self.root, today=today)
        return super().fetch(today=today)
