"""The message to a subscriber, exactly as README.md says."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from renshe.domains.exchange.api import Outgoing

SIGNATURE, EVENT, DELIVERY = "Renshe-Signature", "Renshe-Event", "Renshe-Delivery"


def headers_of(outgoing: Outgoing, *, at: dt.datetime) -> dict[str, str]:
    """The headers of a message that goes out at a moment."""
    seconds = int(at.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Renshe-Webhooks/1",
        EVENT: outgoing.kind,
        DELIVERY: str(outgoing.delivery_id),
        SIGNATURE: f"t={seconds},v1={signature(outgoing.body, secret=outgoing.secret, seconds=seconds)}",
    }


def signature(body: bytes, *, secret: str, seconds: int) -> str:
    """HMAC-SHA256 of `<seconds>.<body>`, in hexadecimal."""
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
