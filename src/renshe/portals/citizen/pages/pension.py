"""The pension: its components once awarded; before that, when it can be claimed and what is still needed."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_bank_account
from renshe.domains.institution_staff.api import last_member
from renshe.domains.pension.api import Award as AwardRow
from renshe.domains.pension.api import PersonPayment, PersonPension, person_pension
from renshe.domains.registry.api import Person, birth_date_for, everybody_who_is
from renshe.domains.retirement_file.api import sheet_of
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal
from renshe.portals.applying.shortcuts import Shortcut, shortcuts_to
from renshe.portals.citizen.benefits import MAIN, benefit_name, benefit_url, part_url
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.pages.overview import OFTEN_DRAWING
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.citizen.retirement import explain_retirement
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.bank_reasons import outcomes, payment_note
from renshe.portals.layout.casefile.words import either
from renshe.portals.layout.errors import problem_of
from renshe.portals.layout.explaining_pensions import parts_of
from renshe.portals.layout.formats import months_long

MOST_PAYMENTS = 24


@dataclass(frozen=True, kw_only=True)
class Component:
    """One component of the monthly pension, with one plain sentence on what it is."""

    title: str
    plain: str
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class PaymentMonth:
    """One payment, of the month `period` or of the months up to `last`; `note` says why it differs, if it does."""

    period: int
    last: int
    kind: str
    net: Amount
    deduction_fen: int
    state: str
    settled_on: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class Award:
    """An award in force, with the adjustments since as one component; `main` is the old-age pension itself."""

    name: str
    main: bool
    state: str
    starts: int
    total: Amount
    components: tuple[Component, ...]
    payments: tuple[PaymentMonth, ...]
    account_tail: str


@dataclass(frozen=True, kw_only=True)
class Other:
    """A further benefit that is drawn."""

    name: str
    state: str
    url: str


BEFORE = (
    "pension.claim_old_age_pension",
    "information.rights_record",
    "registration.correct_person",
)
"""What brings one nearer to a pension that is not drawn yet."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """One condition of the pension: what is required, what is there, whether it is met, and where it is explained."""

    title: str
    required: str
    present: str
    met: bool
    explain_url: str


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Before the award: the month from which one may retire and the conditions."""

    retirement_month: int | None
    explain_url: str
    needs: tuple[Need, ...]
    months_to_go: int


@dataclass(frozen=True, kw_only=True)
class PensionPage:
    """What `citizen/pages/pension.html` may use: an award or an outlook, or the reason why neither can be given.

    `of_public_body` says that there is a page of the scheme of public bodies to read on.
    """

    award: Award | None
    outlook: Outlook | None
    why_neither: str
    shortcuts: tuple[Shortcut, ...]
    others: tuple[Other, ...] = ()
    has_sheet: bool = False
    of_public_body: bool = False


@CITIZEN.page(template="citizen/pages/pension.html", access=PENSION)
def pension(visit: Visit, *, kind: str = "") -> PensionPage:
    """Show the award with its payments, or the outlook; with `kind` that benefit, for whoever draws it."""
    person = myself(visit)
    found = person_pension(
        person_ids=everybody_who_is(person_id=person.pk),
        month=month_containing(visit.today),
        limit=MOST_PAYMENTS,
        kind=kind,
    )
    if kind and found.current is None:
        raise Http404
    public = last_member(person_id=person.pk) is not None
    if found.current is not None:
        award = _award(found, found.current)
        after = shortcuts_to(visit, OFTEN_DRAWING)
        kept = sheet_of(award=found.current) is not None
        return PensionPage(
            award=award, outlook=None, why_neither="", shortcuts=after, has_sheet=kept,
            of_public_body=public,
            others=tuple(
                Other(name=benefit_name(one.kind), state=one.state, url=benefit_url(one.kind))
                for one in found.others
            ),
        )  # fmt: skip
    before = shortcuts_to(visit, BEFORE)
    try:
        outlook = _outlook(person, on=visit.today)
        return PensionPage(
            award=None, outlook=outlook, why_neither="", shortcuts=before, of_public_body=public
        )
    except Refusal as refusal:
        problem = problem_of(refusal)
        why = _("{reason}（{subject}）。{next_step}。").format(
            reason=problem.reason, subject=problem.subject, next_step=problem.next_step
        )
        return PensionPage(
            award=None, outlook=None, why_neither=why, shortcuts=before, of_public_body=public
        )


def _award(found: PersonPension, row: AwardRow) -> Award:
    adjusted = sum(fen for _year, fen in found.adjustments)
    account = found.account
    told = outcomes(found.payments)
    return Award(
        name=benefit_name(row.kind),
        main=row.kind == MAIN,
        state=row.state,
        starts=row.starts_month,
        total=_amount(row.kind, row.total_fen + adjusted, "total"),
        components=tuple(_components(row, adjusted=adjusted)),
        payments=tuple(
            _payment(one, told[one.batch_id, one.line_no])
            for one in found.payments
            if one.benefit == row.kind
        ),
        account_tail=mask_bank_account(account.account_number)[-4:] if account else "",
    )


def _components(row: AwardRow, *, adjusted: int) -> list[Component]:
    plain = {
        "basic": _("和缴费年限、缴费水平、社会平均工资有关"),
        "account": _("个人账户总额除以计发月数"),
        "transitional": _("对建立个人账户以前工作年限的补偿"),
        "other": _("地方规定的调节和加发"),
    }
    found = [
        Component(
            title=either(part.zh, part.en),
            plain=plain[code] if row.kind == MAIN else "",
            amount=_amount(row.kind, int(getattr(row, f"{code}_fen")), code),
        )
        for code, part in parts_of(row.kind).items()
        if code != "award" and (getattr(row, f"{code}_fen") or code in ("basic", "account"))
    ]
    if adjusted:
        later = _("开始领取以后每次调整增加的部分")
        found.append(
            Component(
                title=_("历年调整增加"), plain=later, amount=_amount(row.kind, adjusted, "total")
            )
        )
    return found


def _payment(one: PersonPayment, state: str) -> PaymentMonth:
    parts = {"batch": one.batch_id, "line_no": one.line_no}
    return PaymentMonth(
        period=one.period,
        last=one.period + one.months - 1,
        kind=one.kind,
        net=Amount(fen=one.net_fen, explain_url=reverse("citizen:explain_payment", kwargs=parts)),
        deduction_fen=one.deduction_fen,
        state=state,
        settled_on=one.settled_on,
        note=payment_note(one),
    )


def _outlook(person: Person, *, on: date) -> Outlook:
    legal = explain_retirement(person=person, target="legal_retirement_month", on=on)
    required = explain_retirement(person=person, target="minimum_contribution_months", on=on)
    present = explain_retirement(person=person, target="contribution_months", on=on)
    month = int(legal.value)
    now = month_containing(on)
    birth = month_containing(birth_date_for(person=person, purpose="retirement"))
    return Outlook(
        retirement_month=month,
        explain_url=_retirement("legal_retirement_month"),
        needs=(
            Need(
                title=_("到法定退休年龄"),
                required=_age(month - birth),
                present=_age(now - birth),
                met=now >= month,
                explain_url=_retirement("legal_retirement_month"),
            ),
            Need(
                title=_("缴费年限（含视同缴费）"),
                required=months_long(required.value),
                present=months_long(present.value),
                met=present.value >= required.value,
                explain_url=_retirement("missing_contribution_months"),
            ),
        ),
        months_to_go=max(month - now, 0),
    )


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    if rest:
        return _("{years}岁{months}个月").format(years=years, months=rest)
    return _("{years}岁").format(years=years)


def _amount(kind: str, fen: int, part: str) -> Amount:
    return Amount(fen=fen, explain_url=part_url(kind, part))


def _retirement(target: str) -> str:
    return reverse("citizen:explain_retirement", kwargs={"target": target})
