"""The ways to a mail system: a mail server over SMTP, a shared folder, or the simulator behind the same door."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from renshe.gateways.email.contract import (
    SENDER,
    Returned,
    code_file_name,
    encode_code,
    encode_mail,
    file_name,
    read_report,
)
from renshe.gateways.email.simulator import SimulatedMail
from renshe.gateways.file_drop import FileDrop

SECONDS = 20
REPORTS = "report_"


class MailChannel(Protocol):
    """What a run needs of the line to a mail system."""

    def send(
        self, *, notice: int, attempt: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Hand over one message. The same notice and try again changes nothing. Raises OSError, Refused, ValueError."""
        ...

    def send_code(
        self, *, number: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Hand over the message with one code; the same again changes nothing. Raises OSError, Refused, ValueError."""
        ...

    def returned(self) -> list[Returned]:
        """Every report that came back so far, the same again each time; whoever asks keeps what he has seen."""
        ...


class DropFolderMail:
    """The mail system behind a shared folder: messages in `out/`, reports in `in/`."""

    def __init__(self, *, root: Path) -> None:
        self._drop = FileDrop(root=root)

    def send(
        self, *, notice: int, attempt: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Write the message's file."""
        content = encode_mail(
            notice=notice, attempt=attempt, address=address, zh=zh, en=en, made_at=made_at
        )
        self._drop.send(file_name=file_name(notice, attempt), content=content)

    def send_code(
        self, *, number: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Write the message's file."""
        content = encode_code(number=number, address=address, zh=zh, en=en, made_at=made_at)
        self._drop.send(file_name=code_file_name(number), content=content)

    def returned(self) -> list[Returned]:
        """Read the reports that lie in the folder; other mail is passed over."""
        names = self._drop.received(prefix=REPORTS)
        read = (read_report(self._drop.fetch(file_name=name)) for name in names)
        return [one for one in read if one is not None]


@dataclass
class SmtpMail:
    """A mail server over SMTP; reports come as files from whatever fetches the sender's mailbox.

    An address that the server refuses for good (5xx) is returned at once; a refusal for now (4xx) raises OSError.
    """

    host: str
    port: int
    root: Path
    encrypted: bool = True
    _refused: list[Returned] = field(default_factory=list)

    def send(
        self, *, notice: int, attempt: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Hand the message to the server. Raises OSError where it is not there or says to come again."""
        content = encode_mail(
            notice=notice, attempt=attempt, address=address, zh=zh, en=en, made_at=made_at
        )
        refused = self._hand_over(address, content)
        if refused is not None:
            status, said = refused
            self._refused.append(Returned(notice, attempt, True, status, said))

    def send_code(
        self, *, number: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Hand the message to the server; an address that it refuses for good never confirms. Raises OSError."""
        content = encode_code(number=number, address=address, zh=zh, en=en, made_at=made_at)
        self._hand_over(address, content)

    def _hand_over(self, address: str, content: bytes) -> tuple[str, str] | None:
        """Status and words where the server refuses the address for good. Raises OSError where it is to be tried again."""
        with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
            if self.encrypted:
                server.starttls(context=ssl.create_default_context())
            try:
                server.sendmail(SENDER, [address], content)
            except smtplib.SMTPRecipientsRefused as refused:
                status, words = refused.recipients[address]
                if status < 500:
                    raise
                return str(status), words.decode("utf-8", "replace")[:200]
        return None

    def returned(self) -> list[Returned]:
        """What the server refused, and the reports that came as files."""
        return [*self._refused, *DropFolderMail(root=self.root).returned()]


class SimulatedChannel:
    """The simulator behind the same door: the file goes out, the mail system takes it in at once and may send it back."""

    def __init__(self, *, root: Path, system: SimulatedMail) -> None:
        self._root, self._system = root, system
        self._folder = DropFolderMail(root=root)

    def send(
        self, *, notice: int, attempt: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Write the message's file and let the mail system read it. Raises ValueError where it would refuse the file."""
        self._folder.send(
            notice=notice, attempt=attempt, address=address, zh=zh, en=en, made_at=made_at
        )
        content = (self._root / "out" / file_name(notice, attempt)).read_bytes()
        report = self._system.take(content)
        if report is not None:
            back = self._root / "in" / f"{REPORTS}{notice:09d}_{attempt}.eml"
            back.parent.mkdir(parents=True, exist_ok=True)
            back.write_bytes(report)

    def send_code(
        self, *, number: int, address: str, zh: str, en: str, made_at: dt.datetime
    ) -> None:
        """Write the message's file and let the mail system read it; what it cannot deliver never confirms."""
        self._folder.send_code(number=number, address=address, zh=zh, en=en, made_at=made_at)
        self._system.take((self._root / "out" / code_file_name(number)).read_bytes())

    def returned(self) -> list[Returned]:
        """The reports that the mail system sent back."""
        return self._folder.returned()
