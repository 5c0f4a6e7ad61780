"""A telephone company that runs offline: it reads the files that come and keeps every message it was given.

It shares no code with the writer. It was written from README.md, so that an error in one is seen by the other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Taken:
    """One message as the company read it."""

    notice: str
    phone: str
    text: str


@dataclass
class SimulatedCompany:
    """The company with what it was given, by notice, in the order in which it came."""

    taken: dict[str, Taken] = field(default_factory=dict)

    def take(self, content: bytes) -> list[Taken]:
        """Read a file; the same notice again is kept once. Raises ValueError where the company would refuse it."""
        lines = content.decode("utf-8").split("\r\n")
        if lines[-1] != "" or len(lines) < 3:
            raise ValueError("the file has no end")
        head, body, tail = lines[0].split("|"), lines[1:-2], lines[-2].split("|")
        if head[:3] != ["H", "RENSHE-SMS", "1"]:
            raise ValueError("the company does not know this file")
        covered = content[: len(content) - len(lines[-2].encode()) - 2]
        if tail[0] != "T" or hashlib.sha256(covered).hexdigest() != tail[3]:
            raise ValueError("the hash is wrong")
        found = [self._message(line) for line in body]
        if int(head[4]) != len(found) or int(head[5]) != sum(len(one.text) for one in found):
            raise ValueError("the totals are wrong")
        for one in found:
            self.taken.setdefault(one.notice, one)
        return found

    def _message(self, line: str) -> Taken:
        mark, notice, phone, characters, text = line.split("|")
        digits = phone.replace("-", "")
        if mark != "D" or not digits.isdecimal() or len(text) != int(characters):
            raise ValueError(f"a message that cannot be sent: {line[:40]!r}")
        return Taken(notice, phone, text)
