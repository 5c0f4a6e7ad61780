"""Messages reach a receiver over real TLS with a signature it can prove, and never an address inside."""

from __future__ import annotations

import datetime as dt
import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from renshe.domains.exchange.api import Outgoing
from renshe.gateways.webhooks.client import (
    HttpsChannel,
    SimulatedChannel,
    SimulatedLine,
    is_public,
)
from renshe.gateways.webhooks.simulator import HOST, SimulatedReceiver

AT = dt.datetime(2025, 10, 9, 12, tzinfo=dt.UTC)
SECRET = "whsec_secret"
BODY = b'{"id": "case-event:1", "type": "case.grant"}'


def outgoing(url: str = f"https://{HOST}/hooks", *, body: bytes = BODY) -> Outgoing:
    return Outgoing(7, url, "case.grant", body, SECRET, 1)


@dataclass
class Server:
    """A receiver on this machine."""

    port: int
    trust: ssl.SSLContext
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """An https server with a certificate for the receiver's name."""
    made, key = _certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(made))
    told = Server(0, trust)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.heard.append((dict(self.headers), body))
            self.send_response(told.status)
            self.send_header("Location", "https://127.0.0.1/inside")
            self.end_headers()
            self.wfile.write("好\n".encode())

        def log_message(self, *args: Any) -> None:
            return

    web = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    told.port = web.server_port
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield told
    web.shutdown()
    web.server_close()
    thread.join()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    made, private = folder / "cert.pem", folder / "key.pem"
    made.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    return made, private


def line_to(server: Server, **more: Any) -> HttpsChannel:
    """The real line, told that this machine is the world."""
    world = {
        "resolving": lambda host: ["127.0.0.1"],
        "allowing": lambda address: True,
        "trusting": lambda: server.trust,
    }
    return HttpsChannel((HOST,), port=server.port, **(world | more))


def test_a_message_arrives_over_tls_and_its_signature_can_be_proved(server: Server) -> None:
    answer = line_to(server).send(outgoing(), at=AT)
    assert (answer.status, answer.said) == (200, "好")
    ((headers, body),) = server.heard
    receiver = SimulatedReceiver(now=AT.timestamp, secret_for=lambda url: SECRET)
    assert receiver.receive(outgoing().url, headers, body) == (200, "taken")
    assert receiver.receive(outgoing().url, headers, body) == (200, "already taken")
    assert receiver.receive(outgoing().url, headers, body + b" ") == (401, "bad signature")
    late = SimulatedReceiver(now=lambda: AT.timestamp() + 301, secret_for=lambda url: SECRET)
    assert late.receive(outgoing().url, headers, body) == (401, "stale")


def test_a_redirect_is_a_failure_and_is_not_followed(server: Server) -> None:
    server.status = 302
    assert line_to(server).send(outgoing(), at=AT).status == 302
    assert len(server.heard) == 1


def test_a_certificate_nobody_vouches_for_hears_nothing(server: Server) -> None:
    line = line_to(server, trusting=ssl.create_default_context)
    assert line.send(outgoing(), at=AT).status == 0
    assert server.heard == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "0.0.0.0", "224.0.0.1",
     "100.64.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "ff02::1", "198.51.100.7"],
)  # fmt: skip
def test_no_address_inside_is_ever_reached(server: Server, address: str) -> None:
    assert not is_public(address)
    line = line_to(server, resolving=lambda host: ["203.0.114.9", address], allowing=is_public)
    assert line.send(outgoing(), at=AT).status == 0
    assert server.heard == []


def test_a_public_address_is_public() -> None:
    assert is_public("1.1.1.1")
    assert is_public("2606:4700:4700::1111")


@pytest.mark.parametrize(
    "url", ["http://receiver.renshe.invalid/", "https://127.0.0.1/", "https://elsewhere.example/"]
)
def test_an_address_that_is_not_declared_is_refused_even_at_the_last_moment(
    server: Server, url: str
) -> None:
    assert line_to(server).send(outgoing(url), at=AT).status == 0
    assert server.heard == []


def test_a_name_that_does_not_resolve_is_a_failure_in_words() -> None:
    def unknown(host: str) -> list[str]:
        raise socket.gaierror(-2, "unknown")

    answer = HttpsChannel((HOST,), resolving=unknown).send(outgoing(), at=AT)
    assert answer.status == 0
    assert "域名" in answer.said


def test_the_simulator_stands_for_its_own_host_alone() -> None:
    receiver = SimulatedReceiver(now=AT.timestamp, secret_for=lambda url: SECRET, failures=[503])
    outside = HttpsChannel(())
    line = SimulatedLine(HOST, SimulatedChannel(receiver.receive), outside)
    assert line.send(outgoing(), at=AT).status == 503
    assert line.send(outgoing(), at=AT).status == 200
    assert line.send(outgoing("https://elsewhere.example/"), at=AT).status == 0
