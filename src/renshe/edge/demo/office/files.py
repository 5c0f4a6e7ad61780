"""Personal files that the demonstration's office reads in its month: in every state, with papers, questions and publicity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from renshe.domains.contributions.api import timeline_of
from renshe.domains.identity import api as identity
from renshe.domains.retirement_file import api as retirement_file
from renshe.edge.demo.office.course import Hands
from renshe.edge.demo.office.days import Days
from renshe.edge.demo.office.evidence import paper
from renshe.edge.demo.office.town import Town
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import first_day

MOST = 16
_ENDINGS = (
    "asked", "recognised", "public", "confirmed", "confirmed", "objected", "public_objected", "proposed",
    "public_ended", "open", "confirmed", "asked", "recognised", "public", "confirmed", "open",
)  # fmt: skip
_FURNACE = ("furnace", "滨海钢铁厂（演示）")
_DEEMED = "SELECT coalesce(sum(deemed_months), 0) FROM contributions_year WHERE person_id = %s"


@dataclass
class Desk:
    """One file on its way; `day` counts the office's days."""

    town: Town
    days: Days
    hands: Hands
    person: Any
    employer_id: int | None
    start: int

    def by(self, name: str, later: int = 0) -> retirement_file.By:
        """Somebody some working days after the file came, never after today."""
        at = self.days.at(min(self.start + later, self.days.last), 600 + later)
        return retirement_file.By(name=name, at=at, today=at.date())

    def clerk(self, later: int = 0) -> retirement_file.By:
        """Whoever reads the file."""
        return self.by(self.hands.clerk, later)


def review_files(
    *, town: Town, days: Days, staff: tuple[Hands, ...], employer_id: int | None
) -> None:
    """Read the files of the first on the list, those of the shown employer before the others."""
    rows = retirement_file.listed_at(place=town.place)
    listed = sorted(rows[:200], key=lambda one: (one.employer_id != employer_id, one.person_id))
    for turn, (one, ending) in enumerate(zip(listed[:MOST], _ENDINGS, strict=False)):
        if one.person_id in town.spared:
            continue
        start = max(days.last - 9 - turn % 3, 0)
        desk = Desk(town, days, staff[turn % len(staff)], one.person, one.employer_id, start)
        try:
            with transaction.atomic():
                _read(desk, ending)
        except Refused:
            continue


def _read(desk: Desk, ending: str) -> None:
    review = retirement_file.open_review(
        person_id=desk.person.pk, place=desk.person.residence_place[:6], by=desk.clerk()
    )
    if ending == "open":
        return
    paper_id = _paper(desk, review, "history", "履历表，记载出生时间和参加工作时间")
    birth = desk.person.birth_on_file or desk.person.birth_on
    _find(
        desk,
        review,
        kind="birth_date",
        paper_id=paper_id,
        by_file=birth,
        reason="档案首次记载，字迹清楚",
    )
    if desk.person.work_started_month is not None:
        _find(
            desk, review, kind="work_start", paper_id=paper_id,
            from_month=desk.person.work_started_month, reason="招工表和履历表一致",
        )  # fmt: skip
    _deemed(desk, review, paper_id)
    if ending.startswith("public"):
        _special(desk, review, ending)
        return
    if ending == "asked":
        if desk.employer_id is not None:
            retirement_file.ask_employer(
                review_id=review.pk, employer_id=desk.employer_id, by=desk.clerk(1),
                asked="请补送本人调入时的介绍信和首次定级的工资审批表，并加盖公章。",
            )  # fmt: skip
        return
    retirement_file.propose(review_id=review.pk, by=desk.clerk(2))
    if ending == "proposed":
        return
    retirement_file.recognise(review_id=review.pk, by=desk.by(desk.hands.approver, 3))
    if ending == "objected":
        retirement_file.object_to_recognition(
            review_id=review.pk, by=desk.by(_own(desk), 4),
            reason="我在农场的两年没有算进去，档案里有下乡登记表。",
        )  # fmt: skip
    if ending == "confirmed":
        retirement_file.confirm(review_id=review.pk, by=desk.by(_own(desk), 4), in_person=False)


def _own(desk: Desk) -> str:
    account: identity.Account = desk.town.account_of(desk.person)
    return str(account.username)


def _deemed(desk: Desk, review: retirement_file.FileReview, paper_id: int) -> None:
    """The months that the old system counted as deemed, just before the first that was paid."""
    with connection.cursor() as cursor:
        cursor.execute(_DEEMED, [desk.person.pk])
        months = int(cursor.fetchone()[0])
    paid = [one.period for one in timeline_of(person_id=desk.person.pk).months]
    if months and paid:
        first = min(paid)
        _find(
            desk, review, kind="deemed_service", paper_id=paper_id, from_month=first - months,
            to_month=first - 1, employer_name="国营单位（演示）", reason="建立缴费制度前的连续工龄",
        )  # fmt: skip


def _special(desk: Desk, review: retirement_file.FileReview, ending: str) -> None:
    record = _paper(desk, review, "special_work", "岗位登记和工资表上的高温津贴")
    work, employer_name = _FURNACE
    born = desk.person.birth_on
    first = (born.year + 20) * 12 + born.month - 1
    _find(
        desk, review, kind="special_work", paper_id=record, from_month=first, to_month=first + 119,
        work_type=work, employer_name=employer_name, reason="岗位登记、工资表和考勤一致，满九年",
    )  # fmt: skip
    later = 0 if ending == "public_ended" else 7
    shown = retirement_file.open_publicity(review_id=review.pk, by=desk.clerk(later))
    if ending == "public_objected":
        retirement_file.object_to(
            publicity_id=shown.pk, name="某同事", phone=desk.town.phone("objector"), by=desk.by("public", 8),
            words="他后来几年在厂办工作，请核对岗位。",
        )  # fmt: skip
    if ending == "public_ended":
        objection = retirement_file.object_to(
            publicity_id=shown.pk, name="某同事", phone=desk.town.phone("objector"), by=desk.by("public", 1),
            words="请核对是否连续在炉前。",
        )  # fmt: skip
        retirement_file.answer_objection(
            objection_id=objection.pk, upheld=False, by=desk.clerk(3),
            answer="已查工资表，九年间每月都有高温津贴。",
        )  # fmt: skip
        retirement_file.propose(review_id=review.pk, by=desk.clerk(7))


def _paper(desk: Desk, review: retirement_file.FileReview, kind: str, proves: str) -> int:
    day = _dated(desk)
    lines = (("姓名", str(desk.person.name)), ("内容", proves))
    made = paper(title=retirement_file.FilePaper.KINDS[kind], lines=lines, picture=False, day=day)
    listed = retirement_file.list_paper(
        review_id=review.pk, kind=kind, dated_on=day, proves=proves, by=desk.clerk(),
        file={"name": made.name, "media_type": made.media_type, "content": made.content},
    )  # fmt: skip
    return listed.pk


def _dated(desk: Desk) -> dt.date:
    """A paper of the person's twentieth year."""
    born = desk.person.birth_on
    return first_day((born.year + 20) * 12 + 8)


def _find(desk: Desk, review: retirement_file.FileReview, **shown: Any) -> None:
    retirement_file.record_finding(
        review_id=review.pk, shown=retirement_file.Shown(**shown), by=desk.clerk()
    )
