"""Taking a claim to a refund down: what goes back, what the individual account gives back, and what stands in the way.

Examining writes nothing, so that it may be tried as often as one likes; every refusal names its clause and next step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Asked, CorrectionRequest, Hand, refused
from renshe.domains.documents import api as documents
from renshe.domains.enrolment import api as enrolment
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.account_interest import interest_on
from renshe.flows.correction_requests import benefits_drawn, by_fund
from renshe.kernel.periods import Month, first_day, format_month, month_containing

MONTH_GROUNDS = {
    "after_death": ("死亡次月起的缴费", "paid for months after the month of death"),
    "after_retirement": ("领取养老金之月起的缴费", "paid for months in which the pension runs"),
    "paid_twice": ("同月重复缴费", "paid twice for one month"),
    "no_employment": ("无劳动关系的缴费", "paid without employment"),
}
MONEY_GROUNDS = {
    "overpaid": ("多缴款项", "more money than was owed"),
    "not_ours": ("非本地应缴款项", "money that belongs elsewhere"),
}


@dataclass(frozen=True)
class MonthClaim:
    """Months of one person at one employer (none: paid by himself) that should not have been paid, and why."""

    person_id: int
    employer_id: int | None
    periods: Sequence[Month]
    ground: str
    claimed_by: str
    evidence_id: int
    reason: str
    instrument: str = ""


@dataclass(frozen=True)
class MoneyClaim:
    """Money of one receipt that paid nothing, claimed back by the payer whose code is given. Fen."""

    receipt_id: int
    payer_code: str
    amount_fen: int
    ground: str
    claimed_by: str
    evidence_id: int
    reason: str


@dataclass(frozen=True)
class Examined:
    """What a claim comes to: principal by fund, account credit and interest taken back (fen). The interest is that of the
    month asked about; what is posted is that of its own month."""

    refund_fen: dict[str, int]
    account_fen: int = 0
    interest_fen: int = 0

    @property
    def amount_fen(self) -> int:
        """What goes back to the payer."""
        return sum(self.refund_fen.values())


def examine_months(*, claim: MonthClaim, month: Month) -> Examined:
    """What a claim about months comes to if it were posted in a month of the books; nothing is written.

    Raises Refusal: `ground_not_shown`, `still_insured`, `nothing_paid`, `not_fully_paid`, `benefits_drawn`,
    `account_year_over`, `evidence_needed`; ValueError for a ground that there is not.
    """
    if claim.ground not in MONTH_GROUNDS:
        raise ValueError(f"no ground {claim.ground!r}; there are {', '.join(MONTH_GROUNDS)}")
    _has_evidence(claim.evidence_id)
    _shown(claim)
    lines = contributions.reversible_lines(
        person_id=claim.person_id,
        employer_id=claim.employer_id,
        periods=claim.periods,
        benefits_drawn=benefits_drawn,
    )
    interest = interest_on(
        movements=contributions.account_movements(
            person_id=claim.person_id, employer_id=claim.employer_id, periods=claim.periods
        ),
        month=month,
        place=registry.person(person_id=claim.person_id).residence_place,
    )
    return Examined(by_fund(lines), interest.principal_fen, interest.interest_fen)


def claim_months(*, claim: MonthClaim, month: Month, hand: Hand) -> CorrectionRequest:
    """Take a claim about months down as handled. Raises what `examine_months` does, and Refusal `asked_already`."""
    found = examine_months(claim=claim, month=month)
    return contributions.ask(
        asked=Asked(
            kind="month_refund",
            ground=claim.ground,
            claimed_by=claim.claimed_by,
            amount_fen=found.amount_fen,
            evidence_id=claim.evidence_id,
            reason=claim.reason,
            instrument=claim.instrument,
            employer_id=claim.employer_id,
            person_id=claim.person_id,
            periods=claim.periods,
            totals={
                "refund_fen": found.refund_fen,
                "account_fen": found.account_fen,
                "interest_fen": found.interest_fen,
            },
        ),
        hand=hand,
    )


def claim_suspense(*, claim: MoneyClaim, hand: Hand) -> CorrectionRequest:
    """Take a claim to money in suspense down as handled.

    Raises Refusal: `not_the_payer`, `more_than_there_is`, `arrears_first`, `evidence_needed`, `asked_already`.
    """
    if claim.ground not in MONEY_GROUNDS:
        raise ValueError(f"no ground {claim.ground!r}; there are {', '.join(MONEY_GROUNDS)}")
    _has_evidence(claim.evidence_id)
    receipt = contributions.receipt_left(receipt_id=claim.receipt_id)
    if receipt is None or receipt.payer_uscc != claim.payer_code:
        raise refused("not_the_payer", subject=claim.payer_code)
    if not 0 < claim.amount_fen <= receipt.left_fen:
        raise refused("more_than_there_is", subject=f"{receipt.external_ref}: {receipt.left_fen}")
    owing = _owed_by(claim.payer_code)
    if owing:
        raise refused("arrears_first", subject=f"{claim.payer_code}: {owing}")
    holder = _holder(receipt.external_ref, on=hand.at.date())
    return contributions.ask(
        asked=Asked(
            kind="suspense_refund",
            ground=claim.ground,
            claimed_by=claim.claimed_by,
            amount_fen=claim.amount_fen,
            evidence_id=claim.evidence_id,
            reason=claim.reason,
            receipt_id=claim.receipt_id,
            totals={
                "refund_fen": {holder: claim.amount_fen},
                "holder": holder,
                "external_ref": receipt.external_ref,
            },
        ),
        hand=hand,
    )


def _shown(claim: MonthClaim) -> None:
    """The registers show the ground that is claimed, for every month."""
    checks = {
        "after_death": _dead_before,
        "after_retirement": _retired_before,
        "paid_twice": _paid_elsewhere,
        "no_employment": _not_enrolled,
    }
    missing = [period for period in claim.periods if not checks[claim.ground](claim, period)]
    if missing:
        months = ", ".join(format_month(period) for period in missing)
        raise refused("ground_not_shown", subject=f"{claim.ground}: {months}")


def _dead_before(claim: MonthClaim, period: Month) -> bool:
    died_on = registry.person(person_id=claim.person_id).died_on
    return died_on is not None and period > month_containing(died_on)


def _retired_before(claim: MonthClaim, period: Month) -> bool:
    began = pension.pension_began(person_id=claim.person_id)
    if began is None or period < began:
        return False
    months = contributions.timeline_of(person_id=claim.person_id).months
    return any(m.period == period and m.base_fen > 0 for m in months)


def _paid_elsewhere(claim: MonthClaim, period: Month) -> bool:
    _refuse_enrolled(claim, period)
    months = contributions.timeline_of(person_id=claim.person_id).months
    paid = {m.employer_id for m in months if m.period == period and m.state == "paid"}
    return bool(paid - {claim.employer_id}) or bool(claim.instrument)


def _not_enrolled(claim: MonthClaim, period: Month) -> bool:
    _refuse_enrolled(claim, period)
    return True


def _refuse_enrolled(claim: MonthClaim, period: Month) -> None:
    spells = enrolment.spells_of(person_id=claim.person_id).filter(
        employer_id=claim.employer_id, span__contains=first_day(period)
    )
    if spells.exists():
        raise refused("still_insured", subject=format_month(period))


def _has_evidence(evidence_id: int) -> None:
    if not documents.File.objects.filter(pk=evidence_id).exists():
        raise refused("evidence_needed", subject=str(evidence_id))


def _owed_by(payer_code: str) -> int:
    """What whoever has this code owes and could pay with the money (fen); 0 for a payer we do not know."""
    employer = registry.employer_by_uscc(uscc=payer_code)
    person = None if employer else registry.person_by_id_number(id_number=payer_code)
    if employer is not None:
        payer = registry.final_successor(employer_id=employer.pk)
    elif person is not None:
        payer = -registry.resolve(person_id=person.pk)
    else:
        return 0
    return int(contributions.open_dues(payers=[payer])["open_fen"].sum())


def _holder(external_ref: str, *, on: dt.date) -> str:
    """The fund whose suspense holds a receipt."""
    for fund in funds.funds():
        items = funds.open_items(fund=fund.code, account="2001", as_of=on)
        if any(item.subject == external_ref for item in items):
            return fund.code
    raise refused("more_than_there_is", subject=external_ref)
