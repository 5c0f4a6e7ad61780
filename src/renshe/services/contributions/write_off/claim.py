"""Taking down what is to be given up: arrears of a payer that is no more, or surcharge that the law forgives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Asked, Bill, CorrectionRequest, Hand, refused
from renshe.domains.documents import api as documents
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.flows.giving_up import owed_by_fund, surcharge_to_waive
from renshe.kernel.periods import month_containing

WRITE_OFF_GROUNDS = {
    "bankruptcy_ended": ("破产程序终结", "bankruptcy ended"),
    "dissolved": ("注销且无承继", "dissolved without a successor"),
    "payer_dead": ("以个人身份缴费人员死亡", "own payer who died"),
}
WAIVER_GROUNDS = {
    "state_relief": ("国家减免文件", "relief notice of the state"),
    "court_ruling": ("法院裁定或判决", "ruling of a court"),
    "collector_error": ("征收机构差错", "error of the collector"),
}


@dataclass(frozen=True)
class WriteOffClaim:
    """All that one payer owes past its day: an employer, or a person who paid for himself."""

    ground: str
    instrument: str
    evidence_id: int
    reason: str
    employer_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class WaiverClaim:
    """Surcharge of some bills of one payer, up to and with a day, on an instrument."""

    ground: str
    instrument: str
    evidence_id: int
    reason: str
    bills: Sequence[int]
    until_on: dt.date


@dataclass(frozen=True)
class Examined:
    """What would be given up: the bills, and fen by fund."""

    bills: tuple[int, ...]
    given_up_fen: dict[str, int]

    @property
    def amount_fen(self) -> int:
        """All of it."""
        return sum(self.given_up_fen.values())


def examine_write_off(*, claim: WriteOffClaim, on: dt.date) -> Examined:
    """The payer's bills past their day and the principal they still owe, by fund; nothing is written.

    Raises Refusal: `instrument_needed`, `evidence_needed`, `employer_still_open`, `successor_owes`, `ground_not_shown`
    (a person who is not dead), `nothing_owed`; ValueError for a ground that there is not.
    """
    if claim.ground not in WRITE_OFF_GROUNDS:
        raise ValueError(f"no ground {claim.ground!r}; there are {', '.join(WRITE_OFF_GROUNDS)}")
    _papers(claim.instrument, claim.evidence_id)
    _is_no_more(claim, on=on)
    rows = Bill.objects.filter(
        employer_id=claim.employer_id, person_id=claim.person_id, due_on__lt=on,
        state__in=contributions.OPEN_STATES,
    ).exclude(kind="correction")  # fmt: skip
    bills = tuple(rows.order_by("pk").values_list("pk", flat=True))
    found = owed_by_fund(bill_ids=bills) if bills else {}
    if not found:
        raise refused("nothing_owed", subject=str(claim.employer_id or claim.person_id))
    return Examined(bills, found)


def claim_write_off(*, claim: WriteOffClaim, hand: Hand) -> CorrectionRequest:
    """Take a write-off down as handled. Raises what `examine_write_off` does, and Refusal `asked_already`."""
    found = examine_write_off(claim=claim, on=hand.at.date())
    return contributions.ask(
        asked=Asked(
            kind="write_off",
            ground=claim.ground,
            claimed_by="agency",
            amount_fen=found.amount_fen,
            evidence_id=claim.evidence_id,
            reason=claim.reason,
            instrument=claim.instrument,
            employer_id=claim.employer_id,
            person_id=claim.person_id,
            bills=found.bills,
            totals={"given_up_fen": found.given_up_fen},
        ),
        hand=hand,
    )


def examine_waiver(*, claim: WaiverClaim, on: dt.date) -> Examined:
    """Surcharge of the bills up to the day that is neither received nor waived, by fund; nothing is written.

    Raises Refusal: `waiver_without_law` (no ground of law), `instrument_needed`, `evidence_needed`, `nothing_owed` (also
    for a day to come: surcharge that has not arisen cannot be waived).
    """
    if claim.ground not in WAIVER_GROUNDS:
        raise refused("waiver_without_law", subject=claim.ground)
    _papers(claim.instrument, claim.evidence_id)
    if claim.until_on > on:
        raise refused("nothing_owed", subject=claim.until_on.isoformat())
    found: dict[str, int] = {}
    parts = surcharge_to_waive(bill_ids=claim.bills, until_on=claim.until_on)
    for fen in parts.values():
        for fund, amount in fen.items():
            found[fund] = found.get(fund, 0) + amount
    if not sum(found.values()):
        raise refused("nothing_owed", subject=", ".join(str(bill) for bill in claim.bills))
    return Examined(tuple(bill for bill, fen in parts.items() if sum(fen.values())), found)


def claim_waiver(*, claim: WaiverClaim, hand: Hand) -> CorrectionRequest:
    """Take a waiver down as handled. Raises what `examine_waiver` does, and Refusal `asked_already`."""
    found = examine_waiver(claim=claim, on=hand.at.date())
    bill = Bill.objects.get(pk=found.bills[0])
    return contributions.ask(
        asked=Asked(
            kind="surcharge_waiver",
            ground=claim.ground,
            claimed_by="employer" if bill.employer_id else "person",
            amount_fen=found.amount_fen,
            evidence_id=claim.evidence_id,
            reason=claim.reason,
            instrument=claim.instrument,
            employer_id=bill.employer_id,
            person_id=bill.person_id,
            bills=found.bills,
            totals={
                "waived_fen": found.given_up_fen,
                "until_on": claim.until_on.isoformat(),
            },
        ),
        hand=hand,
    )


def _papers(instrument: str, evidence_id: int) -> None:
    if not instrument.strip():
        raise refused("instrument_needed")
    if not documents.File.objects.filter(pk=evidence_id).exists():
        raise refused("evidence_needed", subject=str(evidence_id))


def _is_no_more(claim: WriteOffClaim, *, on: dt.date) -> None:
    """The register says that the payer has ended, and that nobody pays in its place."""
    if claim.employer_id is not None:
        employer = registry.employer(employer_id=claim.employer_id)
        if employer.successor_id is not None:
            raise refused("successor_owes", subject=employer.name)
        if claim.ground == "payer_dead":
            raise refused("ground_not_shown", subject=claim.ground)
        if not _has_ended(claim, closed_on=employer.closed_on, on=on):
            raise refused("employer_still_open", subject=employer.name)
        return
    if claim.person_id is None or claim.ground != "payer_dead":
        raise refused("ground_not_shown", subject=claim.ground)
    if registry.person(person_id=claim.person_id).died_on is None:
        raise refused("ground_not_shown", subject=f"person {claim.person_id}")


def _has_ended(claim: WriteOffClaim, *, closed_on: dt.date | None, on: dt.date) -> bool:
    """Struck off the register; or bankrupt by a court and without anybody insured, since an employer that owes is struck
    off only once its arrears are settled (社会保险经办条例 10)."""
    assert claim.employer_id is not None
    if closed_on is not None and closed_on <= on:
        return True
    bankrupt = claim.ground == "bankruptcy_ended"
    return bankrupt and not enrolment.members(
        employer_id=claim.employer_id, month=month_containing(on)
    )
