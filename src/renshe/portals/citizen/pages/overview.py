"""An insured person's first page: what needs him, what is coming, and the three figures he comes for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import Timeline, timeline_of
from renshe.domains.funds.api import account_years
from renshe.domains.identity.api import emergencies_about, mask_id_number, mask_name, record_look
from renshe.domains.pension.api import PersonPayment, PersonPension, person_pension
from renshe.domains.registry.api import Person, everybody_who_is
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal
from renshe.portals.applying.brief import Brief, brief_of
from renshe.portals.applying.shortcuts import Shortcut, shortcuts_to
from renshe.portals.citizen.due import bills_not_yet_due
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.pages.looks import TOLD_FOR
from renshe.portals.citizen.portal import CITIZEN, MYSELF, UNMASK
from renshe.portals.citizen.retirement import legal_retirement
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.bank_reasons import payment_note
from renshe.portals.layout.formats import month as month_text
from renshe.portals.layout.formats import months_long
from renshe.portals.layout.proof import require_proof

TEMPLATE = "citizen/pages/overview.html"
OFTEN_INSURED = (
    "information.certificate_of_insurance", "information.rights_record", "registration.change_contact",
    "registration.enrol_flexible", "registration.correct_person", "labour.complain",
)  # fmt: skip
OFTEN_DRAWING = (
    "information.certificate_of_pension", "pension.change_bank_account", "registration.change_contact",
    "pension.survivors_benefit",
)  # fmt: skip
"""What is asked for most before a pension is drawn, and after."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Something worth the person's attention: what, why, and where to see it. `tone` colours it."""

    title: str
    detail: str
    url: str
    action: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """What `citizen/pages/overview.html` may use. `pension` is absent before the award, `paid` until a month
    has arrived."""

    name: str
    id_number: str
    unmasked: bool
    matters: tuple[Matter, ...]
    paid_months: int
    last_paid: int | None
    account_year: int | None
    account: Amount | None
    pension: Amount | None
    pension_period: int | None
    paid: Amount | None
    paid_on: date | None
    retirement_month: int | None
    contributions_url: str
    account_url: str
    pension_url: str
    brief: Brief
    shortcuts: tuple[Shortcut, ...]


@CITIZEN.page(template=TEMPLATE, access=MYSELF)
def overview(visit: Visit) -> OverviewPage:
    """Show the person's own page, masked like every page."""
    return _page(visit, unmasked=False)


@CITIZEN.page(template=TEMPLATE, access=UNMASK)
def unmasked(visit: Visit) -> OverviewPage | HttpResponse:
    """Show one's own name and number in full, once. One's own looks are recorded like anybody's."""
    if visit.request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    assert visit.account is not None
    require_proof(visit.request)
    record_look(
        account=visit.account,
        subject_kind="person",
        subject_id=myself(visit).pk,
        purpose=_("本人查看"),
        fields=["name", "id_number"],
        looked_at=visit.now,
    )
    return _page(visit, unmasked=True)


def _page(visit: Visit, *, unmasked: bool) -> OverviewPage:
    person = myself(visit)
    everybody = everybody_who_is(person_id=person.pk)
    timeline = timeline_of(person_id=person.pk)
    pension = person_pension(person_ids=everybody, month=month_containing(visit.today), limit=1)
    years = account_years(person_id=person.pk)
    arrived = bool(pension.payments) and pension.payments[0].outcome == "paid"
    paid = [month.period for month in timeline.months if month.state == "paid"]
    return OverviewPage(
        name=person.name if unmasked else mask_name(person.name),
        id_number=person.id_number if unmasked else mask_id_number(person.id_number),
        unmasked=unmasked,
        matters=tuple(_matters(visit, timeline=timeline, payments=pension.payments)),
        paid_months=timeline.months_paid,
        last_paid=max(paid, default=None),
        account_year=years[-1].year if years else None,
        account=_account(years[-1].year, years[-1].closing_fen) if years else None,
        pension=_pension(pension) if pension.current else None,
        pension_period=pension.payments[0].period if pension.payments else None,
        paid=_paid(pension.payments[0]) if arrived else None,
        paid_on=pension.payments[0].settled_on if arrived else None,
        retirement_month=None if pension.current else _retirement_month(visit, person),
        contributions_url=reverse("citizen:contributions"),
        account_url=reverse("citizen:account"),
        pension_url=reverse("citizen:pension"),
        brief=brief_of(visit),
        shortcuts=shortcuts_to(visit, OFTEN_DRAWING if pension.current else OFTEN_INSURED),
    )


def _matters(
    visit: Visit, *, timeline: Timeline, payments: Sequence[PersonPayment]
) -> list[Matter]:
    matters = _glass_broken(visit)
    not_yet_due = bills_not_yet_due(timeline.months, today=visit.today)
    paid = {month.period for month in timeline.months if month.state == "paid"}
    owed = {
        month.period
        for month in timeline.months
        if month.state == "owed" and month.bill_id not in not_yet_due and month.period not in paid
    }
    if owed:
        matters.append(
            Matter(
                title=_("有{months}的养老保险费没有到账").format(months=months_long(len(owed))),
                detail=_("最近的是{month}。没有到账的月份不计缴费年限，补缴到账后补记。").format(
                    month=month_text(max(owed))
                ),
                url=reverse("citizen:contributions"),
                action=_("看缴费记录"),
                tone="bad",
            )
        )
    for payment in payments:
        if payment.outcome in ("failed", "stopped"):
            matters.append(
                Matter(
                    title=_("{month}的养老金没有发到账").format(month=month_text(payment.period)),
                    detail=payment_note(payment),
                    url=reverse("citizen:pension"),
                    action=_("看发放记录"),
                    tone="bad",
                )
            )
    return matters


def _glass_broken(visit: Visit) -> list[Matter]:
    """Whoever's record was opened outside an office's powers is told here for thirty days."""
    since = visit.now - TOLD_FOR
    if visit.person_id is None or not emergencies_about(person_id=visit.person_id, since=since):
        return []
    return [
        Matter(
            title=_("有人在紧急情况下打开过您的记录"),
            detail=_("谁、什么时候、为什么，都写给您看；审计管理员逐件评判。"),
            url=reverse("citizen:looks"),
            action=_("看是谁"),
            tone="warn",
        )
    ]


def _account(year: int, fen: int) -> Amount:
    parts = {"year": year, "part": "closing"}
    return Amount(fen=fen, explain_url=reverse("citizen:explain_account", kwargs=parts))


def _pension(pension: PersonPension) -> Amount:
    address = reverse("citizen:explain_pension", kwargs={"part": "total"})
    return Amount(fen=pension.monthly_fen, explain_url=address)


def _paid(payment: PersonPayment) -> Amount:
    """What arrived last, with its explanation."""
    parts = {"batch": payment.batch_id, "line_no": payment.line_no}
    address = reverse("citizen:explain_payment", kwargs=parts)
    return Amount(fen=payment.net_fen, explain_url=address)


def _retirement_month(visit: Visit, person: Person) -> int | None:
    try:
        return int(legal_retirement(person=person, on=visit.today).value)
    except Refusal:
        return None
