"""What the pages of residents' money share: payouts and lists as they are shown, and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.resident import api as resident
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount


@dataclass(frozen=True, kw_only=True)
class ResidentPayee:
    """Who gets a payout, for what and where to, masked; the amount leads to what it is made of."""

    number: int
    url: str
    what: str
    case_number: str
    name: str
    account: str
    amount: Amount


def payee_of(payout: resident.ResidentPayout, *, account_number: str = "") -> ResidentPayee:
    """A payout as lists show it; `account_number` is that of a line, which may be an earlier account."""
    url = payout_url(payout.pk)
    return ResidentPayee(
        number=payout.pk,
        url=url,
        what=payout_words(payout.kind),
        case_number=payout.case_number,
        name=mask_name(payout.account_name),
        account=f"…{mask_bank_account(account_number or payout.account_number)[-4:]}",
        amount=Amount(fen=payout.amount_fen, explain_url=url),
    )


def payout_words(kind: str) -> str:
    """What is paid."""
    return {
        "refund": _("重复缴费退费"),
        "inheritance": _("个人账户继承"),
        "returned": _("重复领取清理退还"),
        "taken_wrong": _("收错退费"),
    }[kind]


def direction_words(direction: str) -> str:
    """From which fund into which."""
    if direction == resident.TO_EMPLOYEE:
        return _("居民养老基金 → 职工养老基金")
    return _("职工养老基金 → 居民养老基金")


def source_words(source: str) -> str:
    """From whom money in an account came."""
    return {"own": _("个人缴费"), "government": _("政府补贴"), "collective": _("集体补助")}[source]


def batch_url(number: int) -> str:
    """The address of a batch of payouts."""
    return reverse("finance:resident_batch", kwargs={"number": number})


def payout_url(number: int) -> str:
    """The address of one payout."""
    return reverse("finance:resident_payout", kwargs={"number": number})


def list_url(number: int) -> str:
    """The address of a list of bridgings."""
    return reverse("finance:bridging_list", kwargs={"number": number})


def hand_of(visit: Visit, by: str) -> Any:
    """Somebody's hand, now."""
    return resident.ByHand(by=by, at=visit.now, today=visit.today)
