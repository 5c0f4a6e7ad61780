"""A column as a template declares it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Heading(Protocol):
    """What finding a header and telling an error need to know of a column."""

    @property
    def key(self) -> str:
        """What the programs call it."""

    @property
    def zh(self) -> str:
        """Its Chinese header."""

    @property
    def en(self) -> str:
        """The English one under it."""

    @property
    def required(self) -> bool:
        """Whether a table without it cannot be used."""


@dataclass(frozen=True)
class TemplateColumn:
    """A column of texts, with its width in the template and a note in both languages."""

    key: str
    zh: str
    en: str
    required: bool
    width: int
    note_zh: str
    note_en: str
