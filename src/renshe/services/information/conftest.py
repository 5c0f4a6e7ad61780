"""Pensioners with accounts and payments, and an office that reads their papers, for the items that tell something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.test_printing import text_of
from renshe.services.conftest import Office
from renshe.services.pension.conftest import pensioners

TODAY = dt.date(2025, 11, 20)
ADDRESS = "https://renshe.example"


def printed(case: cases.Case, *, kind: str = "certificate", language: str = "zh") -> str:
    """What the last paper of a kind says in print, without blanks."""
    paper = next(one for one in reversed(cases.papers_of(case=case)) if one.kind == kind)
    pdf = cases.render_paper(paper, address=ADDRESS, language=language)
    assert f"/URI({ADDRESS}/verify/{paper.code}/)".encode() in pdf
    said = text_of(pdf).replace(" ", "")
    assert paper.number in said
    return said


@pytest.fixture
def about_pensioners(pensioners, fresh_database) -> Callable[[str], Office]:
    """The office of an item in Minhang on a day in November 2025, among three pensioners."""
    fresh_database.become("app")
    return lambda code: Office(code, place="310112", today=TODAY)


__all__ = ["pensioners"]
