"""Examine, propose, review and approve the write-off of an overpayment."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.domains.pension.api import Hand, Proposal
from renshe.domains.registry import api as registry
from renshe.flows.pension_overpayments import overpayment_written_off
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal
from renshe.kernel.yaml_files import read_yaml

GROUNDS = {
    "no_estate": ("死亡且无遗产", "died without an estate"),
    "uneconomic": ("追回成本高于欠款", "it would cost more than it brings"),
    "execution_ended": ("法院终结执行", "a court ended the enforcement"),
}
review = pension.review_decision
refuse = pension.refuse_decision


def examine(*, proposal: Proposal, on: date) -> int:
    """What would be given up (fen); nothing is written.

    Raises Refusal: `nothing_owed`, `evidence_needed`, `fraud_not_forgiven`, `set_off_possible`, `account_first`,
    `not_notified`, `ground_not_shown`; ValueError for a ground that there is not.
    """
    if proposal.ground not in GROUNDS:
        raise ValueError(f"no ground {proposal.ground!r}; there are {', '.join(GROUNDS)}")
    owed = pension.Overpayment.objects.get(pk=proposal.overpayment_id)
    fen = pension.open_fen(overpayment=owed)
    if fen == 0:
        raise Refusal(pension.NOTHING_OPEN, subject=str(owed.pk))
    paper = documents.File.objects.filter(pk=proposal.evidence_id).exists()
    if not proposal.instrument.strip() or not paper:
        raise Refusal(pension.EVIDENCE_NEEDED, subject=str(owed.pk))
    if owed.cause == "fraud" and proposal.ground == "uneconomic":
        raise Refusal(pension.NOT_FORGIVEN, subject=str(owed.pk))
    _nothing_else_left(owed, on=on)
    _shown(owed, ground=proposal.ground, fen=fen, on=on)
    return fen


def propose(*, proposal: Proposal, hand: Hand) -> pension.OverpaymentDecision:
    """Take a write-off down as handled. Raises what `examine` does, and Refusal `asked_already`."""
    examine(proposal=proposal, on=hand.at.date())
    return pension.propose_write_off(proposal=proposal, hand=hand)


@transaction.atomic
def approve(
    *, decision_id: int, accounting_month: Month, hand: Hand
) -> pension.OverpaymentDecision:
    """Approve as a third person and book it. Raises Refusal `state_forbids`, `two_people_needed`, `changed_meanwhile`."""
    decision = pension.approve_decision(
        decision_id=decision_id, accounting_month=accounting_month, hand=hand
    )
    overpayment_written_off(
        fund=decision.overpayment.fund,
        decision_id=decision.pk,
        accounting_month=accounting_month,
        entry_on=hand.at.date(),
        amount_fen=decision.amount_fen,
        posted_by=hand.by,
    )
    return decision


def _nothing_else_left(owed: pension.Overpayment, *, on: date) -> None:
    """Neither a pension that runs nor an account that was left could still bring it."""
    current = pension.all_in_force(person_id=owed.person_id)
    dead = registry.person(person_id=owed.person_id).died_on is not None
    if current and not dead:
        raise Refusal(pension.SET_OFF_POSSIBLE, subject=str(owed.person_id))
    if (
        dead
        and owed.fund == pension.EMPLOYEE_FUND
        and pension.account_standing(person_id=owed.person_id).left_fen > 0
    ):
        raise Refusal(pension.ACCOUNT_FIRST, subject=str(owed.person_id))
    if owed.notified_on is None or owed.notified_on > on:
        raise Refusal(pension.NOT_NOTIFIED, subject=str(owed.pk))


def _shown(owed: pension.Overpayment, *, ground: str, fen: int, on: date) -> None:
    dead = registry.person(person_id=owed.person_id).died_on is not None
    limit = _limit("uneconomic_below_fen", on=on)
    if (ground == "no_estate" and not dead) or (ground == "uneconomic" and fen >= limit):
        raise Refusal(pension.GROUND_NOT_SHOWN, subject=f"{ground}: {fen}")


def _limit(key: str, *, on: date) -> int:
    """The value of a limit on a day (`item.yaml`); 0, so that nothing is below it, before the first."""
    rows = [row for row in _item()["limits"] if row["key"] == key and row["from"] <= on]
    return int(max(rows, key=lambda row: row["from"])["value"]) if rows else 0


@cache
def _item() -> dict[str, Any]:
    text = Path(__file__).with_name("item.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = read_yaml(text)
    return loaded
