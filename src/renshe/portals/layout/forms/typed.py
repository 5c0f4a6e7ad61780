"""What somebody typed, read: whole numbers, days, months and yuan; what is none reads as what every act refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from renshe.kernel.periods import LAST_MONTH, Month


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An act on a numbered record with what was typed, as a form or a program gives it."""

    act: str
    record: int
    typed: Mapping[str, str]

    def text(self, name: str) -> str:
        """A text, without the blanks around it."""
        return str(self.typed.get(name, "")).replace("\x00", "").strip()

    def number(self, name: str) -> int:
        """A whole number, or −1 where there is none, which no record has."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else -1

    def day(self, name: str) -> dt.date:
        """A day, or the last one there is, which every act refuses."""
        try:
            return dt.date.fromisoformat(self.text(name))
        except ValueError:
            return dt.date.max

    def month(self, name: str) -> Month:
        """A month written 2025-10, or the last one there is, which every act refuses."""
        year, _, month = self.text(name).partition("-")
        if not (year.isascii() and year.isdigit() and len(year) == 4 and month.isascii() and month.isdigit()):  # fmt: skip
            return LAST_MONTH
        if not (1900 <= int(year) <= 2200 and 1 <= int(month) <= 12):
            return LAST_MONTH
        return int(year) * 12 + int(month) - 1

    def fen(self, name: str) -> int:
        """Yuan with at most two decimals as fen; 0 where it is none, which no act takes."""
        whole, _, part = self.text(name).replace(",", "").partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) < 12 and len(part) < 3):
            return 0
        if part and not (part.isascii() and part.isdigit()):
            return 0
        return int(whole) * 100 + int((part or "0").ljust(2, "0"))
