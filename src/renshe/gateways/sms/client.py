"""The way to the telephone company: a shared folder, or the simulator behind the same door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Protocol

from renshe.gateways.file_drop import FileDrop
from renshe.gateways.sms.contract import encode_message, file_name
from renshe.gateways.sms.simulator import SimulatedCompany


class SmsChannel(Protocol):
    """What a run needs of the line to a telephone company."""

    def send(self, *, notice: int, phone: str, text: str, made_at: dt.datetime) -> None:
        """Hand over one message. The same notice again changes nothing. Raises OSError, Refused."""
        ...


class DropFolderChannel:
    """The company behind a shared folder: one file in `out/` for each message."""

    def __init__(self, *, root: Path) -> None:
        self._drop = FileDrop(root=root)

    def send(self, *, notice: int, phone: str, text: str, made_at: dt.datetime) -> None:
        """Write the message's file."""
        content = encode_message(notice=notice, phone=phone, text=text, made_at=made_at)
        self._drop.send(file_name=file_name(notice), content=content)


class SimulatedChannel:
    """The simulator behind the same door: the file goes out, and the company takes it in at once."""

    def __init__(self, *, root: Path, company: SimulatedCompany) -> None:
        self._drop, self._company = FileDrop(root=root), company

    def send(self, *, notice: int, phone: str, text: str, made_at: dt.datetime) -> None:
        """Write the message's file and let the company read it. Raises ValueError where it would refuse the file."""
        content = encode_message(notice=notice, phone=phone, text=text, made_at=made_at)
        self._drop.send(file_name=file_name(notice), content=content)
        self._company.take(content)
