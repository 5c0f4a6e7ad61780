"""Any number under which a person may be registered, whoever gave it."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from renshe.kernel.codes.foreign_id import ForeignId, read_foreign_id
from renshe.kernel.codes.national_id import NationalId, read_national_id
from renshe.kernel.codes.problem import Problem

IdNumber: TypeAlias = NationalId | ForeignId


def read_id_number(text: str, *, as_of: date) -> IdNumber | Problem:
    """What a number says, or what is wrong with it: one that begins with a letter is a foreigner's.

    A `NationalId` tells sex and birth date; with a `ForeignId` they must be asked for.
    """
    if text[:1].isascii() and text[:1].isalpha():
        return read_foreign_id(text)
    return read_national_id(text, as_of=as_of)
