"""Sending messages to subscribers: https to declared hosts at public addresses, and nowhere else."""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from renshe.domains.exchange.api import Outgoing, require_receiver
from renshe.gateways.webhooks.contract import headers_of
from renshe.kernel.codes.problem import Refused

PATIENCE_SECONDS = 10
MOST_READ = 2048


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said: its status, 0 where nobody answered, and a few words."""

    status: int
    said: str


class Channel(Protocol):
    """What a run needs of the line to subscribers."""

    def send(self, outgoing: Outgoing, *, at: dt.datetime) -> Answer:
        """Send one message; never raises for what the other side does."""
        ...


def is_public(address: str) -> bool:
    """Whether an internet address is nobody's private, loopback, link-local, multicast or reserved one."""
    read = ipaddress.ip_address(address)
    mapped = getattr(read, "ipv4_mapped", None)
    if mapped is not None:
        read = mapped
    return read.is_global and not read.is_multicast and not read.is_reserved


def resolve(host: str) -> list[str]:
    """All addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return sorted({str(one[4][0]) for one in found})


@dataclass(frozen=True)
class HttpsChannel:
    """The real line. `resolving`, `allowing`, `trusting` and `port` are the world's; a test brings its own."""

    hosts: Sequence[str]
    resolving: Callable[[str], list[str]] = resolve
    allowing: Callable[[str], bool] = is_public
    trusting: Callable[[], ssl.SSLContext] = ssl.create_default_context
    port: int = 443

    def send(self, outgoing: Outgoing, *, at: dt.datetime) -> Answer:
        """Send one message to the address that was checked, following no redirect."""
        try:
            require_receiver(outgoing.url, hosts=self.hosts)
            parts = urlsplit(outgoing.url)
            host = str(parts.hostname)
            address = self._checked(host)
        except Refused as refusal:
            return Answer(0, refusal.reason.zh)
        except OSError:
            return Answer(0, "域名无法解析 / the name cannot be resolved")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = _Pinned(host, address=address, port=self.port, context=self.trusting())
        try:
            connection.request(
                "POST", target, body=outgoing.body, headers=headers_of(outgoing, at=at)
            )
            response = connection.getresponse()
            return Answer(response.status, _words(response.read(MOST_READ)))
        except (OSError, http.client.HTTPException) as problem:
            return Answer(0, type(problem).__name__)
        finally:
            connection.close()

    def _checked(self, host: str) -> str:
        """One address of the host, after proof that all of them may be reached. Raises OSError."""
        found = self.resolving(host)
        if not found or not all(self.allowing(one) for one in found):
            raise _NotPublic(host)
        return found[0]


class _NotPublic(OSError):
    """A declared host resolves to an address inside."""


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, with the certificate of the host's name."""

    def __init__(self, host: str, *, address: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=PATIENCE_SECONDS, context=context)
        self._address, self._ssl = address, context

    def connect(self) -> None:
        """Reach the address that was checked; the name is only proved against the certificate."""
        plain = socket.create_connection((self._address, self.port), PATIENCE_SECONDS)
        self.sock = self._ssl.wrap_socket(plain, server_hostname=self.host)


def _words(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    return "".join(one if one.isprintable() else " " for one in text).strip()[:200]


@dataclass(frozen=True)
class SimulatedLine:
    """A line that leads to the simulator for one host and to the real world for every other."""

    host: str
    receiver: Channel
    outside: Channel

    def send(self, outgoing: Outgoing, *, at: dt.datetime) -> Answer:
        """Send to whoever answers for the host."""
        here = urlsplit(outgoing.url).hostname == self.host
        return (self.receiver if here else self.outside).send(outgoing, at=at)


@dataclass(frozen=True)
class SimulatedChannel:
    """The simulator behind the same door."""

    receive: Callable[[str, dict[str, str], bytes], tuple[int, str]]

    def send(self, outgoing: Outgoing, *, at: dt.datetime) -> Answer:
        """Hand the message over as it would arrive."""
        return Answer(*self.receive(outgoing.url, headers_of(outgoing, at=at), outgoing.body))
