"""The office after a decision: quality checks, bad ratings, and what both come to by item and place.

Looking at a drawn case, answering for it and calling on whoever was not content are people's work: a program does it with the
session of the one who answers for it. The counts, which name nobody, are open to machines too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils.timezone import localtime
from ninja import Query, Schema
from pydantic import Field

from renshe.domains.cases import api as cases
from renshe.kernel.periods import Month, first_day, format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.office import GROUP, LOOK, case_at
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import MOST, CaseNumber, Term, month_of, term
from renshe.portals.casework.checking import role_in_check
from renshe.portals.layout.casefile.powers import is_own_affair, powers_of

FINDINGS = {
    "": ("待检查", "waits to be checked"),
    "ok": ("无问题", "nothing wrong"),
    "formal": ("形式瑕疵，结果正确", "a fault of form, the result is right"),
    "wrong": ("结果有误", "the result is wrong"),
    "none": ("不涉及", "does not apply"),
}
STRATA = {
    "promised": ("告知承诺件", "granted on a promise"),
    "immediate": ("一人办结件", "decided by one person"),
    "signed": ("复核审批件", "reviewed or approved"),
}
MOST_MONTHS = 24
From = Annotated[str, Query(max_length=10, description="第一个月，如 2025-07 / first month")]
To = Annotated[str, Query(max_length=10, description="最后一个月，如 2025-09 / last month")]


class CheckRow(Schema):
    """A decided case that was drawn for checking. `checker` is empty while nobody has it."""

    number: str
    item: str
    place: str
    stratum: Term
    finding: Term
    checker: str


class BadRatingRow(Schema):
    """A bad rating that waits for somebody to call; who gave it is not told."""

    number: str
    item: str
    place: str
    grade: int
    words: str
    due_on: str | None


class QualityWork(Schema):
    """What one has to do about cases that are decided already; at most two hundred of each."""

    to_check: list[CheckRow]
    to_answer: list[CheckRow]
    to_correct: list[CheckRow]
    ratings: list[BadRatingRow]


class MarkOut(Schema):
    """One line of the checker's list; `finding` is empty while nobody has looked."""

    key: str
    words_zh: str
    words_en: str
    finding: Term


class CheckOut(CheckRow):
    """A check whole. `role` is what the caller may do now: check, answer, correct, or empty."""

    marks: list[MarkOut]
    words: str
    answer: str
    settled_at: str | None
    settled_how: str
    role: str


class FindingIn(Schema, extra="forbid"):
    """Every line of the list with ok, formal, wrong or none; words where anything is wrong."""

    marks: dict[Annotated[str, Field(max_length=40)], Literal["ok", "formal", "wrong", "none"]] = (
        Field(max_length=40)
    )
    words: str = Field(default="", max_length=2000)


class Said(Schema, extra="forbid"):
    """Words, which have to be given."""

    words: str = Field(min_length=1, max_length=2000)


class CheckCount(Schema):
    """Cases of one item at one place: drawn, waiting to be checked, what was found, and findings that wait to be settled."""

    item: str
    place: str
    drawn: int
    waiting: int
    ok: int
    formal: int
    wrong: int
    unsettled: int


class RatingCount(Schema):
    """Ratings of one item: how many of each grade, the best first, and how many bad ones wait."""

    item: str
    grades: list[int]
    waiting: int


class StratumDrawn(Schema):
    """How many of how many cases of one kind were drawn, and at which rate for a hundred."""

    stratum: Term
    cases: int
    taken: int
    rate: int


class DrawOut(Schema):
    """A draw that anybody may repeat from its seed."""

    month: str
    item: str
    seed: str
    strata: list[StratumDrawn]


class QualitySummary(Schema):
    """Counts by item and place, never by person, and the draws behind them."""

    first: str
    last: str
    checks: list[CheckCount]
    ratings: list[RatingCount]
    draws: list[DrawOut]


@GROUP.get(
    "/office/quality",
    id="list_quality_work",
    access=LOOK,
    answer=QualityWork,
    title=("抽查与差评：我的", "Checks and bad ratings: mine"),
    says=("要检查的、要答复的、要纠正的，和要回访的差评。", "To check, to answer, to correct, and bad ratings to follow up."),
)  # fmt: skip
def list_quality_work(call: Call) -> QualityWork:
    """What waits for the caller himself, within his places."""
    require_person(call)
    powers = powers_of(call.seen)
    signing = tuple(dict.fromkeys((*powers.review, *powers.approve)))
    mine: dict[str, Any] = {"username": call.username}
    to_check = cases.checks_to_do(**mine, places=signing) if signing else []
    to_correct = cases.checks_to_correct(**mine, places=powers.approve) if powers.approve else []
    ratings = cases.ratings_to_answer(**mine, places=signing) if signing else []
    return QualityWork(
        to_check=[_row(one) for one in to_check[:MOST]],
        to_answer=[_row(one) for one in cases.checks_to_answer(**mine)[:MOST]],
        to_correct=[_row(one) for one in to_correct[:MOST]],
        ratings=[BadRatingRow(**rated(one)) for one in ratings[:MOST]],
    )


@GROUP.get(
    "/office/quality/checks/{number}",
    id="read_quality_check",
    access=LOOK,
    answer=CheckOut,
    title=("一件抽查", "One check"),
    says=("清单、发现、答复和了结。", "The list, the finding, the answer and how it was settled."),
)
def read_quality_check(call: Call, number: CaseNumber) -> CheckOut:
    """Of a case of one's place, never of one's own affair."""
    case, one = _check(call, number)
    return _whole(call, case, one)


def _step(
    name: str,
    *,
    role: str,
    body: Any,
    title: tuple[str, str],
    says: tuple[str, str],
    act: Callable[[Call, str, Any], Any],
) -> None:
    """One step of a check as an operation, for whoever has this role in it."""

    def view(call: Call, number: CaseNumber, body: Any) -> CheckOut:
        case, one = _check(call, number)
        if role_in_check(call.seen, case, one, powers_of(call.seen)) != role:
            raise Answered(403, "not_allowed", subject=role)
        act(call, number, body)
        return _whole(call, *_check(call, number))

    view.__annotations__["body"] = body
    GROUP.post(
        f"/office/quality/checks/{{number}}/{name}",
        id=f"office_check_{name}",
        access=LOOK,
        answer=CheckOut,
        title=title,
        says=says,
    )(view)


_step(
    "finding",
    role="check",
    body=FindingIn,
    title=("写检查结论", "Write the finding"),
    says=("清单每项都要填；由没有经手的人写，一次写定。", "Every line; by somebody who had no hand in the case, once."),
    act=lambda call, number, body: cases.report_finding(
        number=number, marks=body.marks, words=body.words, actor=call.actor()
    ),
)  # fmt: skip
_step(
    "answer",
    role="answer",
    body=Said,
    title=("答复检查结论", "Answer the finding"),
    says=("由经办人答复。", "By whoever handled the case."),
    act=lambda call, number, body: cases.answer_finding(
        number=number, words=body.words, actor=call.actor()
    ),
)
_step(
    "uphold",
    role="correct",
    body=Said,
    title=("复查后维持", "Uphold after a second look"),
    says=("由第三人认定原决定无误；有误的用 office_reverse 纠正。", "A third person finds the decision right."),
    act=lambda call, number, body: cases.uphold(
        number=number, words=body.words, actor=call.actor()
    ),
)  # fmt: skip


@GROUP.get(
    "/office/quality/summary",
    id="read_quality_summary",
    access=LOOK,
    answer=QualitySummary,
    title=("抽查与评价汇总", "Checks and ratings in sum"),
    says=("按事项和机构汇总，不按人。", "By item and place, never by person."),
)
def read_quality_summary(call: Call, first: From, last: To) -> QualitySummary:
    """Within the caller's places; at most twenty-four months."""
    start, end = month_of(first), month_of(last)
    if not 0 <= end - start < MOST_MONTHS:
        raise Answered(422, "invalid", subject="first / last")
    places = call.places("case.look")
    counts = cases.quality_counts(places=places, first=start, last=end)
    rated = cases.rating_counts(
        places=places, start=_begins(call, start), end=_begins(call, end + 1)
    )
    return QualitySummary(
        first=format_month(start),
        last=format_month(end),
        checks=[CheckCount(**_counted(one)) for one in counts],
        ratings=[
            RatingCount(item=one.item, grades=list(one.grades), waiting=one.waiting)
            for one in rated
        ],
        draws=[_draw(one) for one in cases.draws_of(first=start, last=end)],
    )


def require_person(call: Call) -> None:
    """Raise Answered 403 for a machine: it checks nobody's work and calls on nobody."""
    if call.account is None:
        raise Answered(403, "not_allowed", subject="case.look")


def seen(call: Call, number: str) -> cases.Case:
    """The case, for a person who decides nothing about himself by it. Raises Answered 403."""
    require_person(call)
    case = case_at(call, number)
    if is_own_affair(call.seen, case):
        raise Answered(403, "not_allowed", subject="case.look")
    return case


def _check(call: Call, number: str) -> tuple[cases.Case, cases.QualityCheck]:
    case = seen(call, number)
    one = cases.check_of(number=number)
    if one is None:
        raise Http404
    return case, one


def _base(one: cases.QualityCheck) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "item": one.item,
        "place": one.place,
        "stratum": term(one.stratum, STRATA),
        "finding": term(one.finding, FINDINGS),
        "checker": one.checker,
    }


def _row(one: cases.QualityCheck) -> CheckRow:
    return CheckRow(**_base(one))


def _whole(call: Call, case: cases.Case, one: cases.QualityCheck) -> CheckOut:
    return CheckOut(
        **_base(one),
        marks=[
            MarkOut(
                key=key, words_zh=zh, words_en=en, finding=term(one.marks.get(key, ""), FINDINGS)
            )
            for key, (zh, en) in cases.CHECKLIST.items()
        ],
        words=one.words,
        answer=one.answer,
        settled_at=one.settled_at.isoformat() if one.settled_at else None,
        settled_how=one.settled_how,
        role=role_in_check(call.seen, case, one, powers_of(call.seen)),
    )


def rated(one: cases.Rating) -> dict[str, Any]:
    """A rating as lists tell it, without who gave it."""
    return {
        "number": one.case.number,
        "item": one.item,
        "place": one.place,
        "grade": one.grade,
        "words": one.words,
        "due_on": one.answer_due_on.isoformat() if one.answer_due_on else None,
    }


def _begins(call: Call, month: Month) -> dt.datetime:
    """The first moment of a month where the office is."""
    return dt.datetime.combine(first_day(month), dt.time(), localtime(call.now).tzinfo)


def _counted(one: cases.QualityCount) -> dict[str, Any]:
    return {name: getattr(one, name) for name in CheckCount.model_fields}


def _draw(one: cases.SampleDraw) -> DrawOut:
    return DrawOut(
        month=format_month(one.month),
        item=one.item,
        seed=one.seed,
        strata=[
            StratumDrawn(stratum=term(code, STRATA), **part) for code, part in one.strata.items()
        ],
    )
