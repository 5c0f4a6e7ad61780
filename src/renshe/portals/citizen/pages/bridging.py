"""My bridging of the two pension schemes: which account joined which, how far its money is, what counts and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.registry.api import Person
from renshe.domains.resident import api as resident
from renshe.flows.bridging import explained
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page


@dataclass(frozen=True, kw_only=True)
class RefundLine:
    """What came back of a year that both schemes had."""

    year: int
    months: int
    source: str
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class BridgingLine:
    """One bridging; `claim_url` leads to the claim that it was made for, "" until the money has arrived."""

    title: str
    state: str
    tone: str
    decided_on: date
    settled_on: date | None
    moved: Amount
    total: Amount
    employee_months: int
    resident_years: int
    counted_months: int
    counted_url: str
    direction_url: str
    refunds: tuple[RefundLine, ...]
    case_url: str
    claim_url: str


@dataclass(frozen=True, kw_only=True)
class BridgingPage:
    """What `citizen/pages/bridging.html` may use. `may_ask` is whether none is under way or done."""

    bridgings: tuple[BridgingLine, ...]
    may_ask: bool
    guide_url: str


@CITIZEN.page(template="citizen/pages/bridging.html", access=PENSION)
def my_bridging(visit: Visit) -> BridgingPage:
    """Show every one of the person's, the newest first."""
    found = resident.bridgings_of(person_id=myself(visit).pk)
    return BridgingPage(
        bridgings=tuple(_line(one) for one in found),
        may_ask=all(one.state in resident.Bridging.GONE for one in found),
        guide_url=reverse("public:guide", kwargs={"code": "pension.bridge_schemes"}),
    )


@CITIZEN.page(template=EXPLANATION, access=PENSION)
def bridging_explanation(visit: Visit, *, number: int, part: str) -> ExplanationPage:
    """Why the direction, the months, the account or a refund is what it is."""
    told = explain_bridging(myself(visit), number=number, part=part)
    if told is None:
        raise Http404
    return explanation_page(
        request=visit.request, explanation=told, about=_("职工和居民养老保险衔接"), back_url=reverse("citizen:bridging"),
        back_title=_("我的制度衔接"),
    )  # fmt: skip


def explain_bridging(person: Person, *, number: int, part: str) -> Explanation | None:
    """One explanation of a person's own, None where there is none."""
    own = [one for one in resident.bridgings_of(person_id=person.pk) if one.pk == number]
    return explained(own[0], part) if own else None


def source_of(source: str) -> str:
    """Whose money came back."""
    return {"own": _("本人缴费"), "collective": _("集体补助")}[source]


def _line(one: resident.Bridging) -> BridgingLine:
    to_employee = one.direction == resident.TO_EMPLOYEE
    claim = "pension.claim_old_age_pension" if to_employee else "resident.claim_pension"
    state, tone = {
        "decided": (_("资金划转中"), "warn"), "moved": (_("已到账"), "good"), "withdrawn": (_("已撤销"), ""),
        "returning": (_("认定有误，资金划回中"), "warn"), "returned": (_("认定有误，已划回"), ""),
    }[one.state]  # fmt: skip
    total = library.explain("bridged_account", _facts(one), place=one.place, on=one.decided_on)
    return BridgingLine(
        title=_("居民养老转入职工养老") if to_employee else _("职工养老转入居民养老"),
        state=state, tone=tone, decided_on=one.decided_on, settled_on=one.settled_on,
        moved=Amount(fen=one.account_fen, explain_url=_explained(one, "account")),
        total=Amount(fen=int(total.value), explain_url=_explained(one, "account")),
        employee_months=int(one.facts["employee_months"]), resident_years=int(one.facts["resident_years"]),
        counted_months=one.counted_months, counted_url=_explained(one, "months"), direction_url=_explained(one, "direction"),
        refunds=tuple(
            RefundLine(
                year=row["year"], months=row["months"], source=source_of(row["source"]),
                amount=Amount(fen=row["fen"], explain_url=_explained(one, f"refund-{row['year']}-{row['source']}")),
            )
            for row in one.facts["refunds"]
        ),
        case_url=reverse("applying:case", kwargs={"number": one.case_number}),
        claim_url=reverse("public:guide", kwargs={"code": claim}) if one.state == "moved" else "",
    )  # fmt: skip


def _facts(one: resident.Bridging) -> dict[str, object]:
    return {name: value for name, value in one.facts.items() if name != "refunds"}


def _explained(one: resident.Bridging, part: str) -> str:
    return reverse("citizen:explain_bridging", kwargs={"number": one.pk, "part": part})
