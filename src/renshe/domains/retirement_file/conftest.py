"""The man of Zhuhai before his pension, and the hands that read his file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from renshe.domains.conftest import evidence, make_employer, make_person
from renshe.domains.pension.conftest import PLACE, retiree
from renshe.domains.retirement_file import api as retirement_file

TODAY = dt.date(2025, 3, 3)
FILE = {"name": "档案.pdf", "media_type": "application/pdf", "content": b"%PDF file"}


@dataclass
class Reading:
    """One person's file being read, and short ways to act on it."""

    person: Any
    review: retirement_file.FileReview

    def by(self, name: str, *, days: int = 0) -> retirement_file.By:
        """Somebody, some days after the first."""
        day = TODAY + dt.timedelta(days=days)
        return retirement_file.By(
            name=name, at=dt.datetime.combine(day, dt.time(2), dt.UTC), today=day
        )

    def paper(self, kind: str = "history", content: bytes = b"%PDF file") -> int:
        """List a paper and give its number."""
        made = retirement_file.list_paper(
            review_id=self.review.pk, kind=kind, dated_on=dt.date(1983, 9, 1), proves="首次记载",
            file={**FILE, "content": content}, by=self.by("li"),
        )  # fmt: skip
        return made.pk

    def find(self, kind: str, **more: Any) -> retirement_file.FileFinding:
        """Write down a finding on the first paper."""
        first = self.review.papers.order_by("pk").first()
        paper = first.pk if first else self.paper()
        shown = retirement_file.Shown(
            **{"kind": kind, "reason": "原始记载清楚", "paper_id": paper, **more}
        )
        return retirement_file.record_finding(
            review_id=self.review.pk, shown=shown, by=self.by("li")
        )

    def special(self, **more: Any) -> retirement_file.FileFinding:
        """Ten years at a furnace from September 1984."""
        first = 1984 * 12 + 8
        return self.find("special_work", **{
            "from_month": first, "to_month": first + 119, "work_type": "furnace",
            "employer_name": "珠海某钢铁厂", **more,
        })  # fmt: skip

    def recognised(self, *, days: int = 0) -> retirement_file.FileReview:
        """Proposed by one, recognised by another."""
        retirement_file.propose(review_id=self.review.pk, by=self.by("li", days=days))
        return retirement_file.recognise(review_id=self.review.pk, by=self.by("zhao", days=days))


@pytest.fixture
def reading(retiree, fresh_database):
    """His file in March 2025, a month before the legal month, with nothing in it yet."""
    fresh_database.become("app")
    by = retirement_file.By(
        name="li", at=dt.datetime.combine(TODAY, dt.time(2), dt.UTC), today=TODAY
    )
    review = retirement_file.open_review(person_id=retiree.person.pk, place=PLACE, by=by)
    return Reading(retiree.person, review)


__all__ = ["evidence", "make_employer", "make_person", "reading", "retiree"]
