"""The line to the paying bank, as pages and runs are handed it: its file format and the way there and back.

In the demonstration the simulated bank answers at once; in production files go into the drop folder that the bank's own
transfer program watches (`bank/out`, `bank/in` in the home).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from renshe.gateways.bank.client import DropFolder, NotAnsweredYet, SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank

SEED = 1
"""The simulated bank's temper, that of `renshe month run` too, so that its statement tells the same."""


@dataclass(frozen=True)
class BankLine:
    """What whoever pays needs of a bank: a format, a way out, and the answers that are there."""

    format: Any
    channel: Any

    def answers(self, *, file_name: str, content: bytes) -> list[bytes]:
        """The first return and the supplementary one, as far as the bank has given them."""
        self.channel.send(file_name=file_name, content=content)
        found = []
        for supplementary in (False, True):
            try:
                found.append(
                    self.channel.fetch_return(file_name=file_name, supplementary=supplementary)
                )
            except NotAnsweredYet:
                break
        return found


def line(*, settled_on: dt.date) -> BankLine:
    """The line in use; what the simulated bank pays, it pays on `settled_on`."""
    if settings.PRODUCTION:
        return BankLine(RensheBankFormat(), DropFolder(settings.HOME / "bank"))
    bank = SimulatedBank(SEED)
    return BankLine(RensheBankFormat(), SimulatedChannel(bank=bank, settled_on=settled_on))
