"""One payout of an annuity: whose, how it is drawn, every payment with its amount explained, and the accounts it went to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.annuity import api as annuity
from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.kernel.periods import Month
from renshe.portals.finance.annuities import LOOK, PaymentRow, payment_row
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit, may_at

TEMPLATE = "finance/pages/annuity_payout.html"
ITEM = "pension.change_annuity_account"


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    """One account that the payout went or goes to, masked; `now` is where the next payment goes."""

    bank_code: str
    account: str
    name: str
    reason: str
    by: str
    at: datetime
    now: bool


@dataclass(frozen=True, kw_only=True)
class AnnuityPayoutPage:
    """What `finance/pages/annuity_payout.html` may use. `returned` counts payments that wait for another account, `ready`
    those that the next batch pays; `guide_url` says how another account is named."""

    number: int
    name: str
    plan: str
    employer: str
    trustee: str
    reason: str
    way: str
    starts_month: Month
    payments: int
    paid_fen: int
    left_fen: int
    cancelled: bool
    returned: int
    ready: int
    rows: tuple[PaymentRow, ...]
    targets: tuple[TargetRow, ...]
    guide_url: str


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def annuity_payout(visit: Visit, *, number: int) -> AnnuityPayoutPage:
    """Show it to whoever may look at the books of the plan's place."""
    payout = annuity.payout_by(payout_id=number)
    if payout is None:
        raise Http404
    plan = payout.account.plan
    if not may_at(visit, action=LOOK, place=plan.employer.place):
        raise PermissionDenied
    lines = annuity.lines_of_payout(payout_id=number)
    targets = annuity.targets_of(payout_id=number)
    newest = targets[0].pk if targets else 0
    tried_again = {one.line.attempt_of_id for one in lines}
    waiting = [
        one.line for one in lines if one.outcome == "failed" and one.line.pk not in tried_again
    ]
    ready = sum(1 for line in waiting if line.target_id != newest)
    return AnnuityPayoutPage(
        number=number,
        name=mask_name(payout.account.person.name),
        plan=plan.name,
        employer=plan.employer.name,
        trustee=plan.trustee,
        reason=reason_of(payout),
        way=way_of(payout),
        starts_month=payout.starts_month,
        payments=payout.months,
        paid_fen=sum(one.line.amount_fen for one in lines if one.outcome == "paid"),
        left_fen=annuity.balance_of(account_id=payout.account_id).total_fen,
        cancelled=hasattr(payout, "cancelled"),
        returned=len(waiting) - ready,
        ready=ready,
        rows=tuple(payment_row(one) for one in lines),
        targets=tuple(
            TargetRow(
                bank_code=one.bank_code,
                account=mask_bank_account(one.account_number),
                name=mask_name(one.account_name),
                reason=one.reason,
                by=one.recorded_by,
                at=one.recorded_at,
                now=one.pk == newest,
            )
            for one in targets
        ),
        guide_url=reverse("public:guide", kwargs={"code": ITEM}),
    )


def reason_of(payout: annuity.Payout) -> str:
    """Why an annuity is drawn, in words."""
    return {
        "retirement": _("退休"), "incapacity": _("完全丧失劳动能力"), "emigration": _("出国（境）定居"), "death": _("死亡"),
    }[payout.reason]  # fmt: skip


def way_of(payout: annuity.Payout) -> str:
    """How it is drawn, in words."""
    return {
        "monthly": _("按月领取"), "instalments": _("分次领取"), "lump": _("一次领取"), "insurance": _("购买商业养老保险"),
    }[payout.way]  # fmt: skip
