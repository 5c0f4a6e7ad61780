"""The way to the bank and back: a drop folder as banks use it, or the simulator.

Sending is idempotent: a file has one name for life and is not written twice with other bytes.
Nothing here runs within a database transaction; the run stores the file first and sends it after
commit.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from renshe.gateways.bank.simulator import SimulatedBank


class SentDifferently(Exception):
    """A file of this name went out before with other bytes: somebody changed history. Stop and look."""

    def __init__(self, *, file_name: str):
        super().__init__(
            f"{file_name} 此前已以不同内容送出：请核对批次与文件留存，不得重发。"
            f" {file_name} was sent before with other bytes: compare with the stored file, do not resend."
        )


class NotAnsweredYet(Exception):
    """The bank has not answered; the run waits and asks again. It is no proof of anything."""

    def __init__(self, *, file_name: str):
        super().__init__(
            f"银行尚未回盘：{file_name}，稍后再取。 No answer yet for {file_name}; ask again later."
        )


class BankChannel(Protocol):
    """What a run needs of the line to a bank."""

    def send(self, *, file_name: str, content: bytes) -> None:
        """Hand over a payment file. The same bytes again change nothing."""
        ...

    def fetch_return(self, *, file_name: str, supplementary: bool = False) -> bytes:
        """The bank's answer to a payment file. Raises `NotAnsweredYet`."""
        ...


@dataclass(frozen=True)
class DropFolder:
    """A folder shared with the bank's transfer program: `out/` for ours, `in/` for theirs."""

    root: Path

    def send(self, *, file_name: str, content: bytes) -> None:
        """Write under a temporary name, flush to disk, then rename: the bank never sees half a file."""
        target = self.root / "out" / file_name
        if target.exists():
            if target.read_bytes() != content:
                raise SentDifferently(file_name=file_name)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own: two that send the same file at once must not write into one another.
        partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.rename(target)

    def fetch_return(self, *, file_name: str, supplementary: bool = False) -> bytes:
        """Read `in/<name>.return`, or `.return2` for the supplementary one."""
        source = self.root / "in" / f"{file_name}.return{'2' if supplementary else ''}"
        if not source.exists():
            raise NotAnsweredYet(file_name=file_name)
        return source.read_bytes()


class SimulatedChannel:
    """The simulator behind the same door; what was sent is kept in memory or given again by the run."""

    def __init__(self, *, bank: SimulatedBank, settled_on: date):
        self.bank, self.settled_on = bank, settled_on
        self.sent: dict[str, bytes] = {}

    def send(self, *, file_name: str, content: bytes) -> None:
        """Take a file as the bank would: refuse other bytes under a name already used."""
        if self.sent.setdefault(file_name, content) != content:
            raise SentDifferently(file_name=file_name)
        self.bank.receive(content)

    def fetch_return(self, *, file_name: str, supplementary: bool = False) -> bytes:
        """Answer from the seed."""
        if file_name not in self.sent:
            raise NotAnsweredYet(file_name=file_name)
        answer = self.bank.answer_unknown if supplementary else self.bank.answer
        return answer(self.sent[file_name], settled_on=self.settled_on)
