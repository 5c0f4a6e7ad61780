"""A passkey in software, for tests: answers a browser's question as a security key would (WebAuthn level 2)."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT_AND_VERIFIED, WITH_CREDENTIAL = 0x05, 0x40


@dataclass
class SoftPasskey:
    """One passkey for one site. `counter` grows with each use; a copied key would show an old one."""

    host: str
    origin: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    counter: int = 1

    def registers(self, options: str) -> str:
        """The answer to registration options, as JSON."""
        challenge = json.loads(options)["challenge"]
        client = self._client("webauthn.create", challenge)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._made()})
        return self._answer(client, attestationObject=attestation)

    def proves(self, options: str) -> str:
        """The answer to an authentication question, as JSON."""
        self.counter += 1
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._head(PRESENT_AND_VERIFIED)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(client, authenticatorData=data, signature=signed)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _head(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.counter)

    def _made(self) -> bytes:
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        credential = struct.pack(">H", len(self.credential_id)) + self.credential_id + public
        return self._head(PRESENT_AND_VERIFIED | WITH_CREDENTIAL) + bytes(16) + credential

    def _answer(self, client: bytes, **parts: bytes) -> str:
        number = bytes_to_base64url(self.credential_id)
        response = {name: bytes_to_base64url(value) for name, value in parts.items()}
        response["clientDataJSON"] = bytes_to_base64url(client)
        return json.dumps(
            {"id": number, "rawId": number, "type": "public-key", "response": response}
        )
