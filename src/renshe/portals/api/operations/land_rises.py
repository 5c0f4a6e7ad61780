"""Allowances granted together and the rises of a year: each figure with its explanation, and whoever waits with the reason."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from django.http import Http404
from ninja import Path, Query, Schema

from renshe.domains.expropriation import api as expropriation
from renshe.flows.land_rises import Rises, age_run, rise_due, rises_of
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.land import GROUP, LOOK
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.shapes import Fen, Number, TwoWords
from renshe.portals.land.owed import figure_of, row_of
from renshe.portals.layout.explaining_pensions import explain_adjustment

MOST = 500
Year = Annotated[int, Query(ge=2006, le=2100, description="年度 / year")]
Member = Annotated[int, Path(ge=1, le=2**53, description="名单上的人 / somebody on the list")]
Figure = Annotated[
    str,
    Path(
        max_length=32,
        description="monthly、owed、land_allowance_first、land_elder_allowance、rise_0 …",
    ),
]
Rule = Annotated[str, Path(max_length=40, description="land_increase、land_elder_allowance")]
Since = Annotated[str, Path(max_length=7, description="月份 / month, 2026-01")]
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class WithoutRiseOut(Schema):
    """Somebody without a rise: what is drawn before it, and by how much it rises, or why the law gives none."""

    award: int
    before_fen: Fen
    rise_fen: Fen | None
    why: TwoWords | None


class LandRiseOut(Schema):
    """One rule in one month: how many have the rise, and up to five hundred who have not."""

    rule: str
    month: str
    done: int
    due: int
    waiting: int
    people: list[WithoutRiseOut]


class AgeRunOut(Schema):
    """The run of the part by age: of which month the last was and what it did, when the next is, whether it is late."""

    month: str | None
    at: dt.datetime | None
    raised: int
    waiting: int
    next_on: dt.date
    late: bool


@GROUP.get(
    "/land/projects/{id}/awards/{member}/{part}", id="explain_land_award", access=LOOK, answer=Answer,
    title=("批量核定金额的解释", "Why an amount of the list is so"),
    says=("提交或核定时的解释。", "As proposed or granted."),
)  # fmt: skip
def explain_land_award(call: Call, id: Number, member: Member, part: Figure) -> Answer:
    """Of the latest list of a project of the caller's places."""
    project = expropriation.project_row(project_id=id) if _is_project(id) else None
    if project is None or not call.may_at(action="pension.look", place=project.place):
        raise Http404
    told, _recorded = figure_of(row_of(project_id=id, member=member), part, place=project.place[:6])
    return answer_of(told)


@GROUP.get(
    "/land/rises", id="list_land_rises", access=LOOK, answer=list[LandRiseOut],
    title=("征地养老待遇增加", "Rises of the living allowance"),
    says=("一年里谁已增加、谁应增加、谁等依据。", "In a year: who has it, who is due it, who waits for law."),
)  # fmt: skip
def list_land_rises(call: Call, year: Year) -> list[LandRiseOut]:
    """At the first of the caller's places; a year that has not begun has none."""
    if year > call.today.year:
        return []
    place = call.place("pension.look")
    return [_rises(one) for one in rises_of(place=place, year=year, today=call.today)]


@GROUP.get(
    "/land/age-run", id="read_land_age_run", access=LOOK, answer=AgeRunOut,
    title=("按年龄增加办理情况", "The run of the part by age"),
    says=("上次办理的月份和结果，下次办理日期。", "When it ran last with what result, and when it runs next."),
)  # fmt: skip
def read_land_age_run(call: Call) -> AgeRunOut:
    """At the first of the caller's places."""
    found = age_run(place=call.place("pension.look"), today=call.today)
    return AgeRunOut(
        month=format_month(found.month) if found.month is not None else None, at=found.at, raised=found.raised,
        waiting=found.waiting, next_on=found.next_on, late=found.late,
    )  # fmt: skip


@GROUP.get(
    "/land/rises/{id}/{rule}/{month}", id="explain_land_rise", access=LOOK, answer=Answer,
    title=("应增加金额的解释", "Why somebody is due a rise"), says=("按今天已知的规定。", "By what is known today."),
)  # fmt: skip
def explain_land_rise(call: Call, id: Number, rule: Rule, month: Since) -> Answer:
    """Of an award at the caller's places; a refusal of the law answers why there is none."""
    read = _MONTH.fullmatch(month)
    if read is None:
        raise Http404
    ordinal = int(read[1]) * 12 + int(read[2]) - 1
    found = rise_due(award_id=id, rule=rule, month=ordinal, today=call.today)
    if found is None or not call.may_at(action="pension.look", place=found.award.place):
        raise Http404
    return answer_of(explain_adjustment(adjustment=found))


def _is_project(number: int) -> bool:
    return expropriation.ExpropriationProject.objects.filter(pk=number).exists()


def _rises(one: Rises) -> LandRiseOut:
    return LandRiseOut(
        rule=one.rule, month=format_month(one.month), done=one.done, due=len(one.due), waiting=len(one.waiting),
        people=[
            WithoutRiseOut(
                award=each.award_id, before_fen=each.before_fen, rise_fen=None if each.refusal else each.rise_fen,
                why=TwoWords(zh=each.refusal.describe("zh"), en=each.refusal.describe("en")) if each.refusal else None,
            )
            for each in (*one.waiting, *one.due)[:MOST]
        ],
    )  # fmt: skip
