"""A mail system that runs offline: it takes messages as files or over SMTP, keeps them, and sends back what it cannot deliver.

It shares no code with the writer. It was written from README.md, so that an error in one is seen by the other.
"""

from __future__ import annotations

import base64
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Delivered:
    """One message as it lies in somebody's mailbox."""

    identity: str
    address: str
    text: str


@dataclass
class SimulatedMail:
    """The mail system with every mailbox in one, by message, in the order in which they came."""

    delivered: dict[str, Delivered] = field(default_factory=dict)

    def take(self, content: bytes) -> bytes | None:
        """Read a message: keep it, or give back the report that it cannot be delivered. Raises ValueError for no message."""
        head, _empty, body = content.partition(b"\r\n\r\n")
        headers = _headers(head.decode("ascii"))
        for name in ("from", "to", "date", "message-id", "subject"):
            if name not in headers:
                raise ValueError(f"a message without {name}")
        if "auto-generated" not in headers.get("auto-submitted", ""):
            raise ValueError("the message does not say that a machine sent it")
        text = base64.b64decode(body).decode("utf-8")
        one = Delivered(headers["message-id"], headers["to"].strip("<>"), text)
        fault = fault_of(one.address)
        if fault:
            return _report(one, *fault)
        self.delivered.setdefault(one.identity, one)
        return None


def fault_of(address: str) -> tuple[str, str, str] | None:
    """Action, status and words for an address that cannot be reached; None for one that can."""
    name, _at, domain = address.partition("@")
    if domain.endswith(".invalid"):
        return "failed", "5.1.2", "the domain does not exist"
    if name == "full":
        return "delayed", "4.2.2", "the mailbox is full"
    return None


def _headers(head: str) -> dict[str, str]:
    unfolded = re.sub(r"\r\n[ \t]+", " ", head)
    rows = (line.partition(":") for line in unfolded.split("\r\n"))
    return {name.strip().lower(): value.strip() for name, _colon, value in rows}


def _report(one: Delivered, action: str, status: str, words: str) -> bytes:
    lines = (
        "From: MAILER-DAEMON@mail.invalid", "To: no-reply@renshe.invalid",
        "Subject: Undelivered mail", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=="', "",
        "--==", "Content-Type: text/plain; charset=us-ascii", "", "This message could not be delivered.", "",
        "--==", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mail.invalid", f"Original-Envelope-Id: {one.identity}", "",
        f"Final-Recipient: rfc822; {one.address}", f"Action: {action}", f"Status: {status}",
        f"Diagnostic-Code: smtp; {words}", "", "--==--", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode("ascii")


class _Session(socketserver.StreamRequestHandler):
    """One conversation over SMTP (RFC 5321): as much of it as a client needs."""

    def handle(self) -> None:
        self._say("220 mail.invalid")
        receiving = True
        while receiving and (line := self.rfile.readline()):
            receiving = self._answer(line.decode("ascii").strip())

    def _answer(self, line: str) -> bool:
        verb = line[:4].upper()
        if verb == "RCPT":
            fault = fault_of(line.partition("<")[2].partition(">")[0])
            if fault:
                self._say(f"{'550' if fault[0] == 'failed' else '450'} {fault[1]} {fault[2]}")
                return True
        if verb == "DATA":
            self._say("354 go on")
            self.server.system.take(self._message())  # type: ignore[attr-defined]
        self._say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode("ascii") + b"\r\n")


@contextmanager
def speaking_smtp(system: SimulatedMail) -> Iterator[int]:
    """The mail system on a port of this machine, which is given; it stops at the end."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.system = system  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
