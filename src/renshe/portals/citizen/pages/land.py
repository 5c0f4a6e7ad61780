"""My land security: the projects I was placed by, my account, my town insurance, my allowance, my medical cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.land.pages.explanations import explained
from renshe.portals.land.words import group_words, scheme_words, state_words
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page

TOWN_PARTS = ("town_months_carried", "town_account_carried")


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A project that placed me: as what, and what I have from it."""

    name: str
    approval_number: str
    approved_on: date
    state: str
    group: str
    age: int
    has: str


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One movement of my account."""

    booked_on: date
    what: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class TownPart:
    """My town insurance, and what would go over or went over to the employee scheme."""

    state: str
    months: int
    months_paid: int
    account_fen: int
    converted_on: date | None
    carried_months: int
    carried_fen: int
    months_url: str
    account_url: str
    convert_url: str
    claim_url: str


@dataclass(frozen=True, kw_only=True)
class LandPage:
    """What `citizen/pages/land.html` may use; everything is empty for whoever was never placed."""

    placed: tuple[Membership, ...]
    balance_fen: int
    movements: tuple[Movement, ...]
    town: TownPart | None
    allowance: Amount | None
    elder: Amount | None
    starts_month: int | None
    claim_url: str


@CITIZEN.page(template="citizen/pages/land.html", access=PENSION)
def land(visit: Visit) -> LandPage:
    """Show it."""
    person = myself(visit)
    placed = expropriation.memberships(person_id=person.pk)
    granted = expropriation.allowance_of(person_id=person.pk)
    entries = expropriation.account_entries(person_id=person.pk)
    claims = granted is None and expropriation.old_member(person_id=person.pk) is not None
    return LandPage(
        placed=tuple(_membership(one) for one in placed),
        balance_fen=sum(one.amount_fen for one in entries),
        movements=tuple(
            Movement(booked_on=one.booked_on, what=_kind(one.kind), fen=one.amount_fen) for one in entries
        ),
        town=_town(visit, person.pk),
        allowance=_amount(granted, "land_allowance_first"),
        elder=_amount(granted, "land_elder_allowance"),
        starts_month=granted.starts_month if granted else None,
        claim_url=_guide("claim_allowance") if claims else "",
    )  # fmt: skip


@CITIZEN.page(template=EXPLANATION, access=PENSION)
def land_explanation(visit: Visit, *, part: str) -> ExplanationPage:
    """Why a part of my allowance, or what of my town insurance goes over, is what it is."""
    person = myself(visit)
    back = {"back_url": reverse("citizen:land"), "back_title": _("我的征地保障")}
    if part in TOWN_PARTS:
        record = expropriation.town_record(person_id=person.pk)
        if record is None:
            raise Http404
        on = record.converted_on or visit.today
        told = expropriation.carried_by_law(record=record, on=on, explain=library.explain)
        return explanation_page(
            request=visit.request, explanation=told.explanations[part], about=_("镇保转入职工养老保险"), **back
        )  # fmt: skip
    granted = expropriation.allowance_of(person_id=person.pk)
    if granted is None or part not in expropriation.PARTS:
        raise Http404
    return explained(visit, granted, part, about=_("本人"), **back)


def _amount(granted: expropriation.LandAllowance | None, part: str) -> Amount | None:
    if granted is None:
        return None
    fen = granted.amount_fen if part == "land_allowance_first" else granted.elder_fen
    return Amount(fen=fen, explain_url=reverse("citizen:explain_land", kwargs={"part": part}))


def _membership(one: expropriation.ProjectMember) -> Membership:
    project = one.project
    has = {
        "minor": _("用地单位一次性补偿"),
        "working": _("{scheme}{months}个月，另有个人账户").format(
            scheme=scheme_words(project.scheme), months=project.months_bought
        ),
        "old": _("按月领取征地养老生活费"),
    }[one.group]
    return Membership(
        name=project.name, approval_number=project.approval_number, approved_on=project.approved_on,
        state=state_words(project.state), group=group_words(one.group), age=one.age, has=has,
    )  # fmt: skip


def _town(visit: Visit, person_id: int) -> TownPart | None:
    record = expropriation.town_record(person_id=person_id)
    if record is None:
        return None
    words = {"kept": _("保留"), "drawing": _("领取中"), "converted": _("已转入职工养老保险")}
    told = expropriation.carried_by_law(
        record=record, on=record.converted_on or visit.today, explain=library.explain
    )
    urls = {part: reverse("citizen:explain_land", kwargs={"part": part}) for part in TOWN_PARTS}
    return TownPart(
        state=words[record.state], months=record.months, months_paid=record.months_paid, account_fen=record.account_fen,
        converted_on=record.converted_on, carried_months=told.months, carried_fen=told.account_fen,
        months_url=urls["town_months_carried"], account_url=urls["town_account_carried"],
        convert_url=_guide("convert_town_insurance") if record.state == "kept" else "",
        claim_url=_guide("claim_town_pension") if record.state == "kept" else "",
    )  # fmt: skip


def _guide(name: str) -> str:
    return reverse("public:guide", kwargs={"code": f"expropriation.{name}"})


def _kind(kind: str) -> str:
    return {
        "taken_over": _("旧系统迁入"),
        "credit": _("征地项目记入"),
        "interest": _("年度计息"),
        "reversal": _("冲正"),
    }[kind]
