"""The office's phrase lists, read from `phrases.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from renshe.kernel.yaml_files import read_yaml
from renshe.portals.layout.casefile.words import either

FILE = Path(__file__).with_name("phrases.yaml")


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """One sentence: `words` in the clerk's language; what is written to the applicant is always `zh`."""

    key: str
    words: str
    zh: str


@cache
def _read() -> dict[str, list[dict[str, str]]]:
    told: dict[str, list[dict[str, str]]] = read_yaml(FILE.read_text(encoding="utf-8"))
    return told


def phrases_for(list_name: str) -> tuple[Phrase, ...]:
    """The sentences of one list; none for an act that has no list."""
    return tuple(
        Phrase(key=one["key"], words=either(one["zh"], one["en"]), zh=one["zh"])
        for one in _read().get(list_name, ())
    )


def composed(list_name: str, chosen: list[str], typed: str) -> str:
    """The chosen sentences in the order of the list, then what was typed, one to a line."""
    said = [one.zh for one in phrases_for(list_name) if one.key in chosen]
    return "\n".join([*said, *([typed.strip()] if typed.strip() else [])])
