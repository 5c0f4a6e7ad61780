"""One person's pension for one month, as the payment batch holds it: down to the award, up to the books."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_bank_account
from renshe.domains.pension.api import (
    Award,
    PayeeAccount,
    PaymentLine,
    PersonPayment,
    person_pension,
)
from renshe.domains.registry.api import everybody_who_is, person
from renshe.kernel.periods import month_containing
from renshe.portals.finance.books import batch_address
from renshe.portals.finance.portal import FINANCE, PENSION
from renshe.portals.finance.words import decider
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.bank_reasons import outcomes, reason_words, stop_words
from renshe.portals.layout.explaining_pensions import explain_award
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.formats import month
from renshe.portals.layout.unmasking import ShownPerson, shown_person


@dataclass(frozen=True, kw_only=True)
class PaymentRowPage:
    """What `finance/pages/payment_row.html` may use."""

    batch_id: int
    batch_url: str
    line_no: int
    person: ShownPerson
    period: int
    kind: str
    components: tuple[tuple[str, Amount], ...]
    deduction_fen: int
    net_fen: int
    account: str
    result: str
    result_reason: str
    settled_on: date | None
    award_id: int
    award_state: str
    award_starts: int
    award_total: Amount
    decided_by: str


@FINANCE.page(template="finance/pages/payment_row.html", access=PENSION)
def payment_row(visit: Visit, *, number: int, line_no: int) -> PaymentRowPage:
    """Show one row, masked; a POST with a purpose shows the person in full and is recorded."""
    line = PaymentLine.objects.filter(batch_id=number, line_no=line_no).first()
    if line is None:
        raise Http404
    award = _award(visit, line.award_id)
    payment = _payment(visit, line)
    account = PayeeAccount.objects.filter(pk=line.payee_account_id).first()
    reason = ""
    if payment.reason:
        stopped = payment.outcome == "stopped"
        reason = stop_words(payment.reason) if stopped else reason_words(payment.reason)
    return PaymentRowPage(
        batch_id=number,
        batch_url=batch_address(number),
        line_no=line_no,
        person=shown_person(visit, person=person(person_id=line.person_id)),
        period=line.period,
        kind=line.kind,
        components=tuple(
            (title, _part(award, part, int(getattr(line, f"{part}_fen"))))
            for part, title in _titles().items()
        ),
        deduction_fen=line.deduction_fen,
        net_fen=line.net_fen,
        account=mask_bank_account(account.account_number) if account else "",
        result=outcomes([payment])[number, line_no],
        result_reason=reason,
        settled_on=payment.settled_on,
        award_id=award.pk,
        award_state=award.state,
        award_starts=award.starts_month,
        award_total=_part(award, "award", award.total_fen),
        decided_by=decider(award.decided_by),
    )


@FINANCE.page(template=TEMPLATE, access=PENSION)
def award_explanation(visit: Visit, *, number: int, part: str) -> ExplanationPage:
    """Explain an award or one of its parts, as it was decided."""
    award = _award(visit, number)
    explanation, decided = explain_award(award=award, part=part)
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=_("核定 {number}，{month}起").format(number=number, month=month(award.starts_month)),
        recorded_fen=decided,
        back_url=reverse("finance:batches"),
        back_title=_("批次"),
    )


def _titles() -> dict[str, str]:
    return {
        "basic": _("基础养老金"),
        "account": _("个人账户养老金"),
        "transitional": _("过渡性养老金"),
        "other": _("其他项目与调整"),
    }


def _award(visit: Visit, number: int) -> Award:
    """An award of a place whose staff the viewer is. Raises Http404 or PermissionDenied."""
    award = Award.objects.filter(pk=number).first()
    if award is None:
        raise Http404
    if not may_at(visit, action="pension.look", place=award.place):
        raise PermissionDenied
    return award


def _payment(visit: Visit, line: PaymentLine) -> PersonPayment:
    everybody = everybody_who_is(person_id=line.person_id)
    found = person_pension(
        person_ids=[*everybody, line.person_id],
        month=month_containing(visit.today),
        limit=600,
    )
    same = (line.batch_id, line.line_no)
    return next(one for one in found.payments if (one.batch_id, one.line_no) == same)


def _part(award: Award, part: str, fen: int) -> Amount:
    """A component as paid; it is explained by the award, to which adjustments were added since."""
    parts = {"number": award.pk, "part": part}
    return Amount(fen=fen, explain_url=reverse("finance:explain_award", kwargs=parts))
