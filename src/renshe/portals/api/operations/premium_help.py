"""Premium help: programmes, their figures and acts, months of a person, statements, public lists, and one's own."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from ninja import Query

from renshe.domains.cases.api import Words
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.premium_help import api as premium_help
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import me
from renshe.portals.api.operations.premium_help_shapes import (
    BY_PROGRAM,
    HelpAct,
    HelpClaimOut,
    HelpedOut,
    HelpFindingOut,
    HelpGroupOut,
    HelpListOut,
    HelpMonthOut,
    HelpProgrammeOut,
    HelpProgrammeWhole,
    HelpSourceOut,
    MyHelpOut,
    NewHelpProgramme,
    PublicHelpOut,
)
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import Number, TwoWords
from renshe.portals.helping.acts import NEEDS, SENSITIVE, act_on, propose
from renshe.portals.helping.fixed import explain_line
from renshe.portals.helping.portal import HANDLE
from renshe.portals.layout.access import ANYBODY, own_person, staff
from renshe.portals.layout.forms.typed import Asked

GROUP = Group("premium-help", Words("参保资助", "Premium help"))
LOOK = staff("pension.look")
MINE = own_person("pension.look")
Skip = Annotated[int, Query(ge=0, le=1_000_000, description="跳过几条 / skip so many")]


@GROUP.get(
    "/premium-help/programmes", id="list_help_programmes", access=LOOK, answer=list[HelpProgrammeOut],
    title=("参保资助项目", "Programmes of premium help"), says=("本机构范围内。", "Within the caller's places."),
)  # fmt: skip
def list_help_programmes(call: Call, after: Skip = 0) -> list[HelpProgrammeOut]:
    """Of the first of the caller's places, fifty at a time."""
    found = premium_help.programmes(place=call.place("pension.look"))[after : after + 50]
    keys = [one.pk for one in found]
    every = premium_help.standings(premium_help.HelpProgramme.objects.filter(pk__in=keys))
    return [HelpProgrammeOut(**_row(one)) for one in every]


@GROUP.post(
    "/premium-help/programmes", id="propose_help_programme", access=LOOK, answer=HelpProgrammeOut,
    title=("提出资助项目", "Propose a programme"), says=("由另一人启用。", "Another person opens it."),
)  # fmt: skip
def propose_help_programme(call: Call, body: NewHelpProgramme) -> HelpProgrammeOut:
    """At the first of the caller's places."""
    place = call.place("pension.look")
    if not call.may_at(action=HANDLE, place=place):
        raise Answered(403, "not_allowed", subject=HANDLE)
    asked = Asked(act="propose", record=0, typed=body.typed)
    made = propose(asked=asked, place=place, groups=tuple(body.groups), recorded=_recorded(call))
    return HelpProgrammeOut(**_row(premium_help.standing_of(programme_id=made.pk)))


@GROUP.get(
    "/premium-help/programmes/{id}", id="read_help_programme", access=LOOK, answer=HelpProgrammeWhole,
    title=("一个资助项目", "One programme"), says=("名单、申请、核查、受助人。", "Lists, claims, findings, people."),
)  # fmt: skip
def read_help_programme(call: Call, id: Number) -> HelpProgrammeWhole:
    """Of the caller's places."""
    return _whole(_own(call, id))


@GROUP.post(
    "/premium-help/programmes/{id}/acts", id="act_on_help_programme", access=LOOK, answer=HelpProgrammeWhole,
    title=("办理资助项目的一步", "Take a step of a programme"),
    says=(
        "启用、公示、批准、停止、核算、入账、比对、处理；名单文件在页面导入。",
        "Open, publish, approve, leave, compute, receive, compare, decide; the list's file is imported on the page.",
    ),
)  # fmt: skip
def act_on_help_programme(call: Call, id: Number, body: HelpAct) -> HelpProgrammeWhole:
    """With the power that the act needs at the programme's place."""
    found = _own(call, id)
    if body.act not in BY_PROGRAM:
        raise Answered(422, "no_such_choice", subject=body.act)
    if not call.may_at(action=NEEDS[body.act], place=found.place):
        raise Answered(403, "not_allowed", subject=NEEDS[body.act])
    if body.act in SENSITIVE:
        call.require_proof()
    try:
        act_on(Asked(act=body.act, record=found.pk, typed=body.typed), recorded=_recorded(call))
    except ObjectDoesNotExist:
        raise Http404 from None
    return _whole(found)


@GROUP.get(
    "/premium-help/people/{id}", id="list_help_months", access=LOOK, answer=list[HelpMonthOut],
    title=("受助人的各期", "Months of somebody"), says=("申请、到账、退回。", "Claimed, paid, taken back."),
)  # fmt: skip
def list_help_months(call: Call, id: Number) -> list[HelpMonthOut]:
    """Of a programme of the caller's places."""
    try:
        found = premium_help.helped(helped_id=id)
    except premium_help.HelpedPerson.DoesNotExist:
        raise Http404 from None
    _own(call, found.programme_id)
    return [_month(one) for one in premium_help.lines_of(helped_id=id)]


@GROUP.get(
    "/premium-help/months/{id}/why", id="explain_help_month", access=LOOK, answer=Answer,
    title=("资助金额的解释", "Why a month is so much"), says=("定额的见项目依据。", "A fixed sum has none: see the programme."),
)  # fmt: skip
def explain_help_month(call: Call, id: Number) -> Answer:
    """Of a programme of the caller's places."""
    line = _line(id)
    _own(call, line.helped.programme_id)
    return _why(line)


@GROUP.get(
    "/premium-help/statement", id="list_help_sources", access=LOOK, answer=list[HelpSourceOut],
    title=("资助资金来源", "Funding sources"), says=("按来源和年度。", "By source and year."),
)  # fmt: skip
def list_help_sources(call: Call) -> list[HelpSourceOut]:
    """Of the first of the caller's places."""
    return [
        HelpSourceOut(
            source=_two(premium_help.SOURCES[one.source]), year=one.year, programmes=one.programmes, claims=one.claims,
            paid_fen=one.paid_fen, back_fen=one.back_fen, late=one.late,
        )
        for one in premium_help.statement(place=call.place("pension.look"))
    ]  # fmt: skip


@GROUP.get(
    "/premium-help/public-lists", id="list_public_help", access=ANYBODY, answer=list[PublicHelpOut],
    title=("公示的资助名单", "Lists made public"), says=("姓名部分遮蔽。", "Names are masked."),
)  # fmt: skip
def list_public_help(call: Call) -> list[PublicHelpOut]:
    """While they are public."""
    return [
        PublicHelpOut(
            id=one.pk, programme=one.programme.name, document=one.document, until=str(one.public_to),
            people=[mask_name(p.person.name) for p in premium_help.people_on(list_id=one.pk)[:1000]],
        )
        for one in premium_help.public_lists(on=call.today)
    ]  # fmt: skip


@GROUP.get(
    "/me/premium-help", id="read_my_help", access=MINE, answer=MyHelpOut,
    title=("谁为我缴费", "Who pays my premium"), says=("资助项目和已缴各期。", "Programmes, and what they paid."),
)  # fmt: skip
def read_my_help(call: Call) -> MyHelpOut:
    """The caller's own."""
    person = me(call)
    paid = premium_help.paid_for(person_id=person.pk)
    return MyHelpOut(
        programmes=[one.programme.name for one in premium_help.help_of(person_id=person.pk)],
        months=[_month(one) for one in paid], total_fen=sum(one.amount_fen for one in paid),
    )  # fmt: skip


@GROUP.get(
    "/me/premium-help/{id}/why", id="explain_my_help", access=MINE, answer=Answer,
    title=("为我缴的金额的解释", "Why so much was paid for me"), says=("法定标准。", "By the law's amount."),
)  # fmt: skip
def explain_my_help(call: Call, id: Number) -> Answer:
    """The caller's own."""
    person = me(call)
    found = [one for one in premium_help.paid_for(person_id=person.pk) if one.pk == id]
    if not found:
        raise Http404
    return _why(found[0])


def _why(line: premium_help.HelpLine) -> Answer:
    return answer_of(explain_line(line))


def _line(number: int) -> premium_help.HelpLine:
    try:
        return premium_help.line(line_id=number)
    except premium_help.HelpLine.DoesNotExist:
        raise Http404 from None


def _own(call: Call, number: int) -> premium_help.HelpProgramme:
    """A programme of the caller's places. Raises Http404."""
    found = premium_help.HelpProgramme.objects.filter(pk=number).first()
    if found is None or not call.may_at(action="pension.look", place=found.place):
        raise Http404
    return found


def _recorded(call: Call) -> premium_help.Recorded:
    return premium_help.Recorded(by=call.username, at=call.now, today=call.today)


def _two(words: tuple[str, str]) -> TwoWords:
    return TwoWords(zh=words[0], en=words[1])


def _row(one: premium_help.Standing) -> dict[str, Any]:
    found = one.programme
    return {
        "id": found.pk, "name": found.name, "place": found.place, "insurance": _two(premium_help.INSURANCES[found.insurance]),
        "source": _two(premium_help.SOURCES[found.source]), "payer_name": found.payer_name, "instrument": found.instrument,
        "groups": found.groups, "from_month": format_month(found.from_month), "to_month": format_month(found.to_month),
        "fixed_fen": found.fixed_fen, "state": found.state, "people": one.people, "months": one.months,
        "budget_fen": found.budget_fen, "paid_fen": one.paid_fen, "back_fen": one.back_fen, "waiting_fen": one.waiting_fen,
        "left_fen": one.left_fen,
    }  # fmt: skip


def _month(one: premium_help.HelpLine) -> HelpMonthOut:
    return HelpMonthOut(
        id=one.pk, period=format_month(one.period), amount_fen=one.amount_fen, claim=one.claim.number,
        claim_state=one.claim.state, reason=one.reason,
    )  # fmt: skip


def _whole(found: premium_help.HelpProgramme) -> HelpProgrammeWhole:
    key = found.pk
    people = premium_help.people_of(programme_id=key)[:200]
    return HelpProgrammeWhole(
        **_row(premium_help.standing_of(programme_id=key)),
        covers=[
            HelpGroupOut(group=one.group, listed=one.listed, reached=one.reached, months=one.months, paid_fen=one.paid_fen)
            for one in premium_help.cover_of(programme_id=key)
        ],
        lists=[
            HelpListOut(
                id=one.pk, document=one.document, origin=one.origin, from_month=format_month(one.from_month),
                people=one.names, state=one.state, public_to=str(one.public_to) if one.public_to else None,  # type: ignore[attr-defined]
            )
            for one in premium_help.lists_of(programme_id=key)[:100]
        ],
        claims=[
            HelpClaimOut(
                id=one.pk, number=one.number, period=format_month(one.period), people=one.people, amount_fen=one.amount_fen,
                state=one.state, due_on=str(one.due_on), received_on=str(one.received_on) if one.received_on else None,
            )
            for one in premium_help.claims_of(programme_id=key)[:100]
        ],
        findings=[
            HelpFindingOut(
                id=one.pk, line=one.line_id, kind=one.kind, period=format_month(one.line.period),
                amount_fen=one.line.amount_fen, state=one.state, reason=one.reason,
            )
            for one in premium_help.findings_of(programme_id=key)[:100]
        ],
        helped=[_helped(one) for one in people],
    )  # fmt: skip


def _helped(one: premium_help.HelpedPerson) -> HelpedOut:
    return HelpedOut(
        id=one.pk, name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number), group=one.group,
        from_month=format_month(one.from_month), last_month=format_month(one.last_month) if one.last_month else None,
        months=one.months, paid_fen=int(one.fen or 0),  # type: ignore[attr-defined]
    )  # fmt: skip
