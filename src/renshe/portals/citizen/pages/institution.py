"""My pension of public bodies: register, account, both methods side by side, and what each year of the transition pays."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.institution_staff import api as staff
from renshe.flows.institution_compared import Compared, compare, explain_year
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page

PARTS = {
    "basic": "institution_basic", "account": "institution_account_pension",
    "transitional": "institution_transitional_pension", "annuity": "occupational_annuity_monthly",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Service:
    """What was recognised of service before October 2014."""

    post: str
    rank: str
    months: int
    index: str


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One year of the account (fen)."""

    year: int
    came_fen: int
    interest_fen: int
    closing_fen: int


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """What retiring in a year would pay of the same two amounts."""

    year: int
    percent: int
    total: Amount
    mine: bool
    later: bool


@dataclass(frozen=True, kw_only=True)
class Methods:
    """Both methods: the parts of the new one, the old one where it can be told, and what the fund pays."""

    drawn: bool
    month: Month
    months: int
    basic_fen: int
    account_fen: int
    transitional_fen: int
    annuity_fen: int
    new: Amount
    old: Amount | None
    paid: Amount
    years: tuple[YearRow, ...]


@dataclass(frozen=True, kw_only=True)
class InstitutionPage:
    """What `citizen/pages/institution.html` may use. `member` is False for whoever never was in the scheme."""

    member: bool
    employer: str
    kind: str
    post: str
    rank: str
    last_month: Month | None
    service: Service | None
    balance_fen: int
    account: tuple[AccountRow, ...]
    methods: Methods | None
    problem: Problem | None
    claim_url: str
    benefit_url: str


@CITIZEN.page(template="citizen/pages/institution.html", access=PENSION)
def institution(visit: Visit) -> InstitutionPage:
    """Show it."""
    person = myself(visit)
    found = staff.last_member(person_id=person.pk)
    if found is None:
        return InstitutionPage(
            member=False, employer="", kind="", post="", rank="", last_month=None, service=None, balance_fen=0,
            account=(), methods=None, problem=None, claim_url="", benefit_url="",
        )  # fmt: skip
    told, problem = _told(visit, person.pk, found.employer.place)
    years = staff.account_years(person_id=person.pk)
    return InstitutionPage(
        member=True, employer=found.employer.name, kind=kind_words(found.kind), post=found.post, rank=found.rank,
        last_month=found.last_month, service=_service(visit, person.pk), balance_fen=years[-1].closing_fen if years else 0,
        account=tuple(
            AccountRow(
                year=one.year, came_fen=one.closing_fen - one.opening_fen - one.came.get("interest", 0),
                interest_fen=one.came.get("interest", 0), closing_fen=one.closing_fen,
            )
            for one in reversed(years)
        ),
        methods=_methods(told) if told else None, problem=problem,
        claim_url="" if told and told.drawn else reverse("public:guide", args=["pension.claim_institution_pension"]),
        benefit_url=reverse("citizen:benefit", kwargs={"kind": "institution"}) if told and told.drawn else "",
    )  # fmt: skip


@CITIZEN.page(template=EXPLANATION, access=PENSION)
def institution_explanation(visit: Visit, *, part: str) -> ExplanationPage:
    """Why an amount of the comparison is what it is: total, old, annuity, or a year of the transition."""
    person = myself(visit)
    found = staff.last_member(person_id=person.pk)
    told = _told(visit, person.pk, found.employer.place)[0] if found else None
    if told is None:
        raise Http404
    if part == "total":
        explanation = told.new
    elif part == "old" and told.old is not None:
        explanation = told.old
    elif (
        part.startswith("year-")
        and part[5:].isdigit()
        and int(part[5:]) in {one.year for one in told.years}
    ):
        explanation = explain_year(told=told, year=int(part[5:]))
    else:
        raise Http404
    return explanation_page(
        request=visit.request, explanation=explanation, about=_("我的机关事业单位养老保险"),
        back_url=reverse("citizen:institution"), back_title=_("我的机关事业单位养老保险"),
    )  # fmt: skip


def _told(visit: Visit, person_id: int, place: str) -> tuple[Compared | None, Problem | None]:
    """Both methods, or why they cannot be told."""
    try:
        return compare(person_id=person_id, place=place[:6], on=visit.today), None
    except Refusal as refusal:
        return None, problem_of(refusal)


def _service(visit: Visit, person_id: int) -> Service | None:
    before = staff.service_before(person_id=person_id, known_on=visit.today)
    if before is None:
        return None
    return Service(
        post=before.post, rank=before.rank, months=before.deemed_months,
        index=staff.ten_thousandths(before.deemed_index),
    )  # fmt: skip


def _methods(told: Compared) -> Methods:
    parts = {name: told.value(rule) for name, rule in PARTS.items()}
    last = told.years[-1].year if told.years else 0
    return Methods(
        drawn=told.drawn, month=told.facts["retirement_month"], months=told.value("contribution_months"),
        basic_fen=parts["basic"], account_fen=parts["account"], transitional_fen=parts["transitional"],
        annuity_fen=parts["annuity"],
        new=_amount(sum(parts.values()), "total"),
        old=_amount(int(told.old.value), "old") if told.old is not None else None,
        paid=_amount(int(told.new.value), "total"),
        years=tuple(
            YearRow(
                year=one.year, percent=one.percent, total=_amount(one.total_fen, f"year-{one.year}"), mine=one.mine,
                later=one.year == last,
            )
            for one in told.years
        ),
    )  # fmt: skip


def _amount(fen: int, part: str) -> Amount:
    return Amount(
        fen=fen, explain_url=reverse("citizen:explain_institution", kwargs={"part": part})
    )


def kind_words(kind: str) -> str:
    """The kind of staff in the reader's language."""
    return {"civil_servant": _("公务员和参公人员"), "institution": _("事业单位编制内人员")}[kind]
