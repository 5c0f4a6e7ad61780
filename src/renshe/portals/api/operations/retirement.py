"""Files before retirement, determination sheets and publicities, for programs: what the pages show, read only."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from ninja import Path, Schema

from renshe.domains.identity.api import mask_name
from renshe.domains.pension.api import in_force
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.periods import format_month, month_containing
from renshe.portals.api.calling import Call
from renshe.portals.api.operations import employer, office, person
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.news import GROUP as PUBLIC
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Fen,
    Limit,
    Page,
    TwoWords,
    counted_page,
)
from renshe.portals.citizen.pages.sheet import explained_sheet
from renshe.portals.layout.access import ANYBODY, staff

SheetPart = Annotated[
    str, Path(max_length=40, description="核定表的一项；award 为合计 / a part, or award")
]
LOOK = staff("pension.look")


class FileFindingOut(Schema):
    """One thing that the file shows. Months are both included; empty where the kind has none."""

    kind: str
    by_id: str
    by_file: str
    from_month: str
    to_month: str
    work_type: str
    reason: str


class MyFileOut(Schema):
    """The review of the file before retirement; `state` is no_file where nobody has begun it."""

    state: str
    findings: list[FileFindingOut]
    open_questions: int
    public_until: str


class SheetPartOut(Schema):
    """One part of the sheet with its formula in words and its clause."""

    name: str
    title: TwoWords
    formula: TwoWords
    clause: str
    fen: Fen


class SheetOut(Schema):
    """The determination sheet as it was kept. `word` is confirmed, objected or empty."""

    starts: str
    total_fen: Fen
    parts: list[SheetPartOut]
    sha256: str
    word: str
    case_number: str


class RetiringOut(Schema):
    """Somebody who reaches the legal month within a year, masked, and how far the file is."""

    name: str
    retirement_month: str
    state: str
    questions_open: bool


class PublicPeriodOut(Schema):
    """One period of special work as everybody reads it."""

    employer: str
    work: TwoWords
    from_month: str
    to_month: str


class PublicityOut(Schema):
    """Special work that is public today; the name is masked."""

    number: int
    name: str
    starts_on: str
    ends_on: str
    periods: list[PublicPeriodOut]


class FileReviewOut(Schema):
    """A review at the office, masked."""

    number: int
    name: str
    state: str
    opened_on: str


@person.GROUP.get(
    "/me/retirement-file",
    id="read_my_file",
    access=person.PENSION,
    answer=MyFileOut,
    title=("我的退休档案", "My file before retirement"),
    says=("认定了什么、还缺什么；确认须本人在页面上办理。", "What was found and what is open; one confirms it on the page."),
)  # fmt: skip
def read_my_file(call: Call) -> MyFileOut:
    """The findings that stand."""
    review = retirement_file.review_of(person_id=person.me(call).pk)
    if review is None:
        return MyFileOut(
            state=retirement_file.NO_FILE, findings=[], open_questions=0, public_until=""
        )
    shown = retirement_file.publicity_of(review)
    return MyFileOut(
        state=review.state,
        findings=[
            FileFindingOut(
                kind=one.kind, by_id=_day(one.by_id), by_file=_day(one.by_file),
                from_month=_month(one.from_month), to_month=_month(one.to_month),
                work_type=one.work_type, reason=one.reason,
            )
            for one in retirement_file.standing(review).order_by("kind", "from_month", "pk")
        ],
        open_questions=review.questions.filter(answered_at__isnull=True).count(),
        public_until=_day(shown.ends_on) if shown else "",
    )  # fmt: skip


@person.GROUP.get(
    "/me/pension/sheet",
    id="read_my_sheet",
    access=person.PENSION,
    answer=SheetOut,
    title=("养老金核定表", "My determination sheet"),
    says=(
        "留存的核定表及其校验值；确认或异议须本人在页面上办理。",
        "The sheet as kept, with its hash; one answers it on the page.",
    ),
)  # fmt: skip
def read_my_sheet(call: Call) -> SheetOut:
    """The sheet of the award in force."""
    award = in_force(person_id=person.me(call).pk)
    kept = retirement_file.sheet_of(award=award) if award is not None else None
    if award is None or kept is None:
        raise Http404
    answer = getattr(kept, "answer", None)
    return SheetOut(
        starts=format_month(award.starts_month),
        total_fen=award.total_fen,
        parts=[
            SheetPartOut(
                name=one["name"], title=TwoWords(zh=one["zh"], en=one["en"]), fen=one["fen"],
                formula=TwoWords(zh=one["formula_zh"], en=one["formula_en"]), clause=one["clause"],
            )
            for one in kept.content["parts"]
        ],
        sha256=kept.sha256,
        word=answer.word if answer else "",
        case_number=answer.case_number if answer else "",
    )  # fmt: skip


@person.GROUP.get(
    "/me/pension/sheet/explanations/{part}",
    id="explain_my_sheet",
    access=person.PENSION,
    answer=Answer,
    title=("解释核定表的一项", "Explain a part of my sheet"),
    says=("这一项是怎么算的。", "How this part is computed."),
)
def explain_my_sheet(call: Call, part: SheetPart) -> Answer:
    """One part, or the whole amount."""
    explanation, _fen, _award = explained_sheet(person=person.me(call), part=part)
    return answer_of(explanation)


@employer.GROUP.get(
    "/employer/retiring",
    id="list_retiring_people",
    access=employer.LOOK,
    answer=Page[RetiringOut],
    title=("十二个月内退休的员工", "Who retires within a year"),
    says=("法定退休年月近的在前，姓名脱敏。", "The nearest month first, masked."),
)
def list_retiring_people(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """The employer's people on the list."""
    rows = retirement_file.listed_of_employer(
        employer_id=call.employer_id or 0, since=month_containing(call.today)
    )
    return counted_page(
        rows, cursor=cursor, limit=limit,
        show=lambda one: RetiringOut(
            name=mask_name(one.person.name), state=one.state, questions_open=one.asked,
            retirement_month=format_month(one.retirement_month),
        ),
    )  # fmt: skip


@PUBLIC.get(
    "/publicities",
    id="list_publicities",
    access=ANYBODY,
    answer=list[PublicityOut],
    title=("特殊工种公示", "Special work made public"),
    says=("今天正在公示的，姓名脱敏；异议在公示页面提出。", "What is public today, masked; objections are made on the page."),
)  # fmt: skip
def list_publicities(call: Call) -> list[PublicityOut]:
    """The first hundred to end."""
    return [
        PublicityOut(
            number=one.pk, name=one.shown["name"], starts_on=_day(one.starts_on),
            ends_on=_day(one.ends_on),
            periods=[
                PublicPeriodOut(
                    employer=row["employer"], work=TwoWords(zh=row["zh"], en=row["en"]),
                    from_month=_month(row["from"]), to_month=_month(row["to"]),
                )
                for row in one.shown["periods"]
            ],
        )
        for one in retirement_file.running_publicities(on=call.today)[:100]
    ]  # fmt: skip


@office.GROUP.get(
    "/office/retirement-files",
    id="list_file_reviews",
    access=LOOK,
    answer=Page[FileReviewOut],
    title=("退休档案预审", "Reviews of files"),
    says=(
        "先开始的在前，姓名脱敏；认定由两名工作人员在页面上作出。",
        "The oldest first, masked; two officers recognise on the page.",
    ),
)  # fmt: skip
def list_file_reviews(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """At the first place of the caller's role."""
    rows = retirement_file.reviews_at(place=call.place("pension.look"))
    return counted_page(
        rows, cursor=cursor, limit=limit,
        show=lambda one: FileReviewOut(
            number=one.pk, name=mask_name(one.person.name), state=one.state, opened_on=_day(one.opened_at.date()),
        ),
    )  # fmt: skip


def _day(day: Any) -> str:
    return day.isoformat() if day is not None else ""


def _month(month: int | None) -> str:
    return format_month(month) if month is not None else ""
