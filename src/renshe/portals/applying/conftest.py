"""A town in which one service item is offered, and the office's people who handle it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import ITEM, Refunds
from renshe.portals.conftest import Town
from renshe.services import catalogue

TODAY = dt.date(2025, 10, 31)
CODE, COMPLAINT, EMPLOYERS = "testing.refund", "testing.complaint", "testing.employers"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


class Prefilled(Refunds):
    """The refund's code, which knows one month already."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The month that is being asked about most."""
        return {"month": "2025-08"}


@dataclass
class Desk:
    """The item with its code, and what the office does with a case of it."""

    item: cases.Item
    service: Prefilled

    def actor(self, username: str, *, days: int = 0) -> cases.Actor:
        """Somebody of staff, some days after today."""
        day = TODAY + dt.timedelta(days=days)
        at = dt.datetime.combine(day, dt.time(20), ZoneInfo("Asia/Shanghai"))
        return cases.Actor(username, at, day)

    def accept(self, number: str) -> None:
        """The clerk accepts."""
        cases.accept(number=number, item=self.item, actor=self.actor("li"))

    def ask_correction(self, number: str, *, missing: list[str], words: str) -> None:
        """The clerk asks once for what is missing."""
        cases.ask_correction(
            number=number, item=self.item, missing=missing, words=words, actor=self.actor("li")
        )

    def decide(self, number: str, *, grant: bool, words: str = "属实") -> None:
        """The clerk proposes, a reviewer signs."""
        told = {
            "number": number,
            "item": self.item,
            "service": self.service,
            "grant": grant,
            "words": words,
        }
        cases.propose(**told, actor=self.actor("li"))  # type: ignore[arg-type]
        cases.sign(**told, actor=self.actor("wang"))  # type: ignore[arg-type]


def read(folder: Path, text: str) -> cases.Item:
    """An item from its text."""
    path = folder / "service.yaml"
    path.write_text(text, encoding="utf-8")
    return cases.load_item(path)


@pytest.fixture
def desk(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A refund that a person asks for; an employer's item; and a complaint about an employer, which is not the employer's."""
    refund = read(tmp_path, ITEM)
    complaint = read(
        tmp_path,
        ITEM.replace(CODE, COMPLAINT).replace("subject: person", "subject: employer"),
    )
    employers = read(
        tmp_path,
        ITEM.replace(CODE, EMPLOYERS)
        .replace("subject: person", "subject: employer")
        .replace("insured_person", "employer_clerk"),
    )
    service = Prefilled()
    offered = {one.code: catalogue.Declared(one, service) for one in (refund, complaint, employers)}
    monkeypatch.setattr(catalogue, "catalogue", lambda: offered)
    return Desk(refund, service)
