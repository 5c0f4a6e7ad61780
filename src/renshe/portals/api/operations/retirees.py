"""Retirees under the care of communities: the register, the plan, visits, hand-overs, groups, rates; and one's own community.

The sensitive mark of party membership has no operation, by design: it is read by a person, with a purpose, on a page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from django.http import Http404
from ninja import Query

from renshe.domains.cases.api import Words
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.flows import retiree_visits
from renshe.kernel.codes.divisions import lies_within
from renshe.kernel.periods import format_month
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.person import me
from renshe.portals.api.operations.retirees_shapes import (
    ActivityIn,
    CareRateOut,
    CareRatesOut,
    GroupIn,
    GroupOut,
    HandOverIn,
    HandOverOut,
    KeptIn,
    MyCommunityOut,
    PlanRow,
    PromiseOut,
    RetireeOut,
    RetireeRow,
    SentHandOverOut,
    VisitIn,
    VisitOut,
)
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Limit,
    Number,
    Page,
    day_of,
    key_of,
    page_of,
)
from renshe.portals.community.place import place_of
from renshe.portals.layout.access import own_person, staff

GROUP = Group("retirees", Words("退休人员", "Retirees"))
SEE, ACT = "retirees.look", "retirees.care"
LOOK, CARE, MINE = staff(SEE), staff(ACT), own_person("pension.look")
DECISIONS = ("accept", "return", "again", "taken")
Place = Annotated[str, Query(max_length=12, description="区划代码，空为本人的地区 / place, empty for one's own")]  # fmt: skip


@GROUP.get(
    "/retirees", id="list_retirees", access=LOOK, answer=Page[RetireeRow],
    title=("社区管理的退休人员", "Retirees in care"), says=("按编号，脱敏。", "By number, masked."),
)  # fmt: skip
def list_retirees(
    call: Call, place: Place = "", cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """Within the first of the caller's places."""
    (after,) = key_of(cursor, int) or (0,)
    rows = retirees.cared_for(place=_place(call, place)).order_by("pk").filter(pk__gt=after)
    return page_of(
        list(rows[: limit + 1]), limit=limit, key=lambda one: (one.pk,),
        show=lambda one: RetireeRow(
            id=one.person_id, name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number),
            place=one.community, from_on=one.from_on.isoformat(),
        ),
    )  # fmt: skip


@GROUP.get(
    "/retirees/visit-plan", id="read_visit_plan", access=LOOK, answer=list[PlanRow],
    title=("看望计划", "Plan of visits"), says=("最久没见的在前，最多二百人。", "The longest unseen first, two hundred at most."),
)  # fmt: skip
def read_visit_plan(call: Call) -> list[PlanRow]:
    """Of the first of the caller's places."""
    plan = retiree_visits.plan_for(place=_place(call, ""), today=call.today)
    return [
        PlanRow(
            id=one.person_id, name=mask_name(one.name), age=one.age, place=one.community, reasons=list(one.reasons),
            last_on=one.last_on.isoformat() if one.last_on else None,
        )
        for one in plan[:200]
    ]  # fmt: skip


@GROUP.get(
    "/retirees/people/{id}", id="read_retiree", access=LOOK, answer=RetireeOut,
    title=("一名退休人员", "One retiree"),
    says=("脱敏；电话地址在页面写明目的后看。", "Masked; telephone and address on the page, with a purpose."),
)  # fmt: skip
def read_retiree(call: Call, id: Number) -> RetireeOut:
    """Of the caller's places; circumstances and visits for whoever looks after him."""
    who = _own(call, id, SEE)
    place = place_of(who.pk)
    may = call.may_at(action=ACT, place=place)
    offer, remote = retirees.waiting(person_id=who.pk), retirees.remote_now(person_id=who.pk)
    return RetireeOut(
        id=who.pk, name=mask_name(who.name), id_number=mask_id_number(who.id_number), place=place,
        waits_for=offer.to_place if offer else None, lives_elsewhere=remote.where if remote else None,
        circumstances=[one.kind for one in retirees.circumstances(person_id=who.pk)] if may else [],
        visits=[_visit(one) for one in retirees.visits_to(person_id=who.pk)[:50]] if may else [],
    )  # fmt: skip


@GROUP.post(
    "/retirees/people/{id}/visits", id="record_home_visit", access=CARE, answer=VisitOut,
    title=("记一次看望", "Record a visit"), says=("不含资格认证。", "Without certification."),
)  # fmt: skip
def record_home_visit(call: Call, id: Number, body: VisitIn) -> VisitOut:
    """At the community that looks after the person."""
    who = _own(call, id, ACT)
    new = retirees.NewVisit(
        visited_on=day_of(body.visited_on), outcome=body.outcome, form_key=body.form_key, findings=body.findings,
        needs=body.needs, follow_up=body.follow_up, due_on=day_of(body.due_on) if body.due_on else None,
    )  # fmt: skip
    done = retiree_visits.visit(
        person_id=who.pk, community=place_of(who.pk), new=new, by=_by(call), explain=library.explain
    )
    return _visit(done.visit)


@GROUP.post(
    "/retirees/promises/{id}/keep", id="keep_visit_promise", access=CARE, answer=PromiseOut,
    title=("办结答应过的事", "Close what was promised"), says=("写明怎样办的。", "With how it was done."),
)  # fmt: skip
def keep_visit_promise(call: Call, id: Number, body: KeptIn) -> PromiseOut:
    """At the visit's community."""
    found = retirees.VisitFollowUp.objects.select_related("visit").filter(pk=id).first()
    if found is None:
        raise Http404
    call.require_at(action=ACT, place=found.visit.community)
    return _promise(retirees.keep_follow_up(follow_up_id=id, result=body.result, by=_by(call)))


@GROUP.get(
    "/retirees/hand-overs", id="list_hand_overs", access=LOOK, answer=list[HandOverOut],
    title=("待接收和退回的移交", "Hand-overs that wait"), says=("最多二百人，脱敏。", "Two hundred at most, masked."),
)  # fmt: skip
def list_hand_overs(call: Call) -> list[HandOverOut]:
    """Within the first of the caller's places."""
    place = _place(call, "")
    rows = [
        *retirees.hand_overs(place=place)[:200],
        *retirees.hand_overs(place=place, state="returned")[:200],
    ]
    return [_hand_over(one) for one in rows[:200]]


@GROUP.get(
    "/retirees/hand-overs/sent", id="list_sent_hand_overs", access=LOOK, answer=list[SentHandOverOut],
    title=("已发出的移交", "Hand-overs that were sent"),
    says=("最多二百人，脱敏；报文到哪一步，对方应在哪天前答复。",
          "Two hundred at most, masked; how far each message is, and its last day."),
)  # fmt: skip
def list_sent_hand_overs(call: Call) -> list[SentHandOverOut]:
    """From communities of the first of the caller's places: those that wait, and those that another district sent back."""
    place = _place(call, "")
    rows = [*retirees.sent_on(place=place)[:200], *retirees.returned_to_us(place=place)[:200]][:200]
    told = retirees.messages_of(hand_over_ids=[one.pk for one in rows])
    return [_sent(one, told.get(one.pk, [])) for one in rows]


@GROUP.post(
    "/retirees/hand-overs/{id}", id="decide_hand_over", access=CARE, answer=HandOverOut,
    title=("接收、退回、改交或登记对方接收", "Accept, return, offer again, or taken elsewhere"),
    says=("接收当天起由该社区管理。", "From that day the community looks after him."),
)  # fmt: skip
def decide_hand_over(call: Call, id: Number, body: HandOverIn) -> HandOverOut:
    """At the place that it is offered to; that another district took somebody, at the community so far."""
    found = retirees.CareHandOver.objects.filter(pk=id).first()
    if found is None:
        raise Http404
    taken = body.act == "taken" and found.from_community
    back = (
        found.state == "returned"
        and found.from_community
        and not retirees.is_ours(code=found.to_place)
    )
    call.require_at(action=ACT, place=found.from_community if taken or back else found.to_place)
    if taken:
        retirees.taken_elsewhere(hand_over_id=id, reference=body.reason, by=_by(call))
    elif body.act == "accept":
        retirees.accept(hand_over_id=id, community=body.community, by=_by(call))
    elif body.act == "again":
        return _hand_over(
            retirees.offer_again(hand_over_id=id, community=body.community, by=_by(call))
        )
    else:
        retirees.give_back(hand_over_id=id, reason=body.reason, by=_by(call))
    return _hand_over(retirees.CareHandOver.objects.select_related("person").get(pk=id))


@GROUP.get(
    "/retirees/groups", id="list_mutual_help_groups", access=LOOK, answer=list[GroupOut],
    title=("互助小组", "Mutual-help groups"), says=("本人的地区，最多二百个。", "Of the caller's place, two hundred at most."),
)  # fmt: skip
def list_mutual_help_groups(call: Call) -> list[GroupOut]:
    """Within the first of the caller's places."""
    return [_group(one) for one in retirees.groups_at(place=_place(call, ""))[:200]]


@GROUP.post(
    "/retirees/groups", id="begin_mutual_help_group", access=CARE, answer=GroupOut,
    title=("成立小组", "Begin a group"), says=("在自己的社区。", "In one's own community."),
)  # fmt: skip
def begin_mutual_help_group(call: Call, body: GroupIn) -> GroupOut:
    """At a community of the caller's."""
    call.require_at(action=ACT, place=body.community)
    made = retirees.begin_group(
        community=body.community, name=body.name, kind=body.kind, meets=body.meets, by=_by(call)
    )
    return _group(made)


@GROUP.post(
    "/retirees/groups/{id}/activities", id="record_group_activity", access=CARE, answer=GroupOut,
    title=("记一次活动", "Record an activity"), says=("谁来了在页面上记。", "Who was there is recorded on the page."),
)  # fmt: skip
def record_group_activity(call: Call, id: Number, body: ActivityIn) -> GroupOut:
    """Of a group of the caller's places."""
    try:
        found = retirees.group(group_id=id)
    except retirees.MutualHelpGroup.DoesNotExist:
        raise Http404 from None
    call.require_at(action=ACT, place=found.community)
    retirees.record_activity(
        group_id=id, held_on=day_of(body.held_on), what=body.what, members=(), by=_by(call)
    )
    return _group(found)


@GROUP.get(
    "/retirees/rates", id="read_care_rates", access=LOOK, answer=CareRatesOut,
    title=("社会化管理率", "Rate of care by communities"), says=("各月和下一级。", "Month by month, and what lies within."),
)  # fmt: skip
def read_care_rates(call: Call, place: Place = "") -> CareRatesOut:
    """Of a place within the caller's."""
    where = _place(call, place)
    months = retirees.rate_months(place=where)
    within = retirees.rates_below(place=where, month=months[0].month) if months else []
    return CareRatesOut(
        months=[_rate(one) for one in months], within=[_rate(one) for one in within]
    )


@GROUP.get(
    "/me/community", id="read_my_community", access=MINE, answer=MyCommunityOut,
    title=("我的社区", "My community"), says=("由谁管理、电话、小组。", "Who looks after me, the telephone, the groups."),
)  # fmt: skip
def read_my_community(call: Call) -> MyCommunityOut:
    """Of the caller, or of whom he acts for."""
    who = me(call)
    care, offer = retirees.care_now(person_id=who.pk), retirees.waiting(person_id=who.pk)
    remote = retirees.remote_now(person_id=who.pk)
    station = retirees.station(community=care.community) if care else None
    return MyCommunityOut(
        place=care.community if care else None, name=registry.place_name(code=care.community) if care else "",
        from_on=care.from_on.isoformat() if care else None, phone=station.phone if station else "",
        waits_for=offer.to_place if offer else None, lives_elsewhere=remote.where if remote else None,
        groups=[_group(one) for one in retirees.groups_at(place=care.community)[:50]] if care else [],
    )  # fmt: skip


@GROUP.post(
    "/me/community/groups/{id}/join", id="join_mutual_help_group", access=MINE, answer=MyCommunityOut,
    title=("参加小组", "Join a group"), says=("自己社区的。", "Of one's own community."),
)  # fmt: skip
def join_mutual_help_group(call: Call, id: Number) -> MyCommunityOut:
    """The caller, or whom he acts for."""
    _known(id)
    retirees.join_group(group_id=id, person_id=me(call).pk, by=_by(call))
    return read_my_community(call)


@GROUP.post(
    "/me/community/groups/{id}/leave", id="leave_mutual_help_group", access=MINE, answer=MyCommunityOut,
    title=("退出小组", "Leave a group"), says=("随时可以。", "At any time."),
)  # fmt: skip
def leave_mutual_help_group(call: Call, id: Number) -> MyCommunityOut:
    """The caller, or whom he acts for."""
    _known(id)
    retirees.leave_group(group_id=id, person_id=me(call).pk, by=_by(call))
    return read_my_community(call)


def _place(call: Call, asked: str) -> str:
    own = call.place(SEE)
    plain = asked.isascii() and asked.isdigit() and len(asked) in (6, 9, 12)
    return asked if plain and lies_within(asked, own) else own


def _own(call: Call, number: int, action: str) -> registry.Person:
    """A retiree at a place where the caller may do the action. Raises Http404, Answered 403."""
    found = registry.Person.objects.filter(pk=number).first()
    known = found is not None and (
        retirees.is_retiree(person_id=number) or retirees.care_history(person_id=number)
    )
    if found is None or not known:
        raise Http404
    call.require_at(action=action, place=place_of(found.pk))
    return registry.person(person_id=number)


def _known(group_id: int) -> None:
    if not retirees.MutualHelpGroup.objects.filter(pk=group_id).exists():
        raise Http404


def _by(call: Call) -> retirees.By:
    return retirees.By(name=call.username, at=call.now, today=call.today)


def _promise(one: retirees.VisitFollowUp) -> PromiseOut:
    return PromiseOut(
        id=one.pk, what=one.what, due_on=one.due_on.isoformat(),
        kept_on=one.kept_on.isoformat() if one.kept_on else None, result=one.result,
    )  # fmt: skip


def _visit(one: retirees.HomeVisit) -> VisitOut:
    return VisitOut(
        id=one.pk, visited_on=one.visited_on.isoformat(), outcome=one.outcome, findings=one.findings,
        certified=bool(one.checked), promises=[_promise(it) for it in one.follow_ups.all()],
    )  # fmt: skip


def _hand_over(one: retirees.CareHandOver) -> HandOverOut:
    return HandOverOut(
        id=one.pk, name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number), why=one.why,
        state=one.state, place=one.to_place, list_no=one.list_no, offered_on=one.offered_on.isoformat(),
        reason=one.reason,
    )  # fmt: skip


def _sent(
    one: retirees.CareHandOver, told: list[retirees.DistrictMessage]
) -> SentHandOverOut:  # fmt: skip
    offer = next((each for each in told if each.kind == "offer" and each.is_ours), None)
    answer_by = offer.made_on + timedelta(days=retirees.ANSWER_DAYS) if offer else None
    return SentHandOverOut(
        **_hand_over(one).model_dump(), messages=[each.kind for each in told],
        message_id=offer.message_id if offer else "", answer_by=answer_by.isoformat() if answer_by else None,
    )  # fmt: skip


def _group(one: retirees.MutualHelpGroup) -> GroupOut:
    return GroupOut(
        id=one.pk, name=one.name, kind=one.kind, place=one.community, meets=one.meets,
        members=retirees.members_of(group_id=one.pk).count(),
    )  # fmt: skip


def _rate(one: retirees.Rate) -> CareRateOut:
    return CareRateOut(
        place=one.place, month=format_month(one.month), retirees=one.retirees, cared=one.cared, permille=one.permille
    )  # fmt: skip
