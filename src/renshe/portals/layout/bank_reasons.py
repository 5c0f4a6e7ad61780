"""Why a payment did not arrive, in words: the bank's reasons and our own stops."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from renshe.domains.pension.api import REASONS, PaymentBatch, PersonPayment

STOPS: dict[str, Any] = {
    "death": _("死亡后停发"),
    "custody": _("服刑或羁押期间停发"),
    "overdue_certification": _("逾期未做领取资格认证，认证后补发"),
    "manual": _("经办机构停发，详情请问窗口"),
    "no_account": _("没有有效的领取账户，请提供本人账户"),
    "name_unwritable": _("户名里有银行写不出的字，请联系窗口"),
    "account_in_doubt": _("领取账户有疑问，请联系窗口"),
    "already_paid": _("已经发过，本行不再重复发放"),
}


def reason_words(code: str) -> str:
    """The bank's reason in the reader's language; a reason we do not know is shown as it came."""
    reason = REASONS.get(code)
    if reason is None:
        return code
    chinese = (get_language() or "zh").startswith("zh")
    return reason.zh if chinese else reason.en


def stop_words(code: str) -> str:
    """Why we stopped a line. Raises KeyError for a reason nobody has put into words."""
    return str(STOPS[code])


def outcomes(payments: Sequence[PersonPayment]) -> dict[tuple[int, int], str]:
    """What became of each payment, by batch and line. One query.

    A batch is closed only when every result is known, so what it sent and nobody returned has arrived; old
    batches that were taken over have no other word on it.
    """
    sent = {one.batch_id for one in payments if one.outcome == "sent"}
    closed = set(
        PaymentBatch.objects.filter(batch_id__in=sent, state="closed").values_list(
            "batch_id", flat=True
        )
    )
    return {
        (one.batch_id, one.line_no): "paid"
        if one.outcome == "sent" and one.batch_id in closed
        else one.outcome
        for one in payments
    }


def payment_note(payment: PersonPayment) -> str:
    """What to tell the person about a payment that did not arrive; empty for one that did or is on its way."""
    if payment.outcome == "stopped":
        return stop_words(payment.reason)
    if payment.outcome == "failed":
        reason = reason_words(payment.reason)
        return gettext("{reason}。钱没有丢，更正账户后会再次发放。").format(reason=reason)
    return ""
