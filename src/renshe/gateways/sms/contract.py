"""The file of a message, written exactly as README.md says."""

from __future__ import annotations

import datetime as dt

import polars as pl

from renshe.gateways.sealed_text import Layout, seal

CHARACTERS_MAX = 500
LAYOUT = Layout(
    name="RENSHE-SMS",
    version="1",
    header=("made_at",),
    record={"notice": "code", "phone": "code", "characters": "count", "text": "text"},
    total="characters",
)


def encode_message(*, notice: int, phone: str, text: str, made_at: dt.datetime) -> bytes:
    """The file of one message; the same notice gives the same bytes."""
    said = one_line(text)
    records = pl.DataFrame(
        {"notice": [str(notice)], "phone": [phone], "characters": [len(said)], "text": [said]}
    )
    return seal(layout=LAYOUT, header=[f"{made_at:%Y%m%d%H%M%S}"], records=records)


def one_line(text: str) -> str:
    """The text as one line without separators, cut where a message would be too long."""
    said = "；".join(line.strip() for line in text.splitlines() if line.strip())
    said = "".join(letter for letter in said.replace("|", "／") if letter.isprintable())
    return said if len(said) <= CHARACTERS_MAX else said[: CHARACTERS_MAX - 1] + "…"


def file_name(notice: int) -> str:
    """The name that a notice's file has for life."""
    return f"sms_{notice:09d}.txt"
