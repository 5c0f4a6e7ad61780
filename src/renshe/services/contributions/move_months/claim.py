"""Taking a claim down that months were paid for the wrong person: whose they are, and what moves with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Asked, CorrectionRequest, Hand, refused
from renshe.domains.documents import api as documents
from renshe.domains.enrolment import api as enrolment
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.account_interest import interest_on
from renshe.flows.correction_requests import benefits_drawn, by_fund
from renshe.kernel.periods import Month, format_month

GROUND = "wrong_person"


@dataclass(frozen=True)
class MoveClaim:
    """Months that an employer paid for `person_id` and meant for `right_person_id`."""

    person_id: int
    right_person_id: int
    employer_id: int
    periods: Sequence[Month]
    evidence_id: int
    reason: str
    instrument: str = ""


@dataclass(frozen=True)
class Examined:
    """What moves: principal by fund, account credit and its interest (fen), and months on which a pension of the right
    person rests, which is then determined again."""

    moved_fen: dict[str, int]
    account_fen: int
    interest_fen: int
    redetermine: tuple[Month, ...]

    @property
    def amount_fen(self) -> int:
        """Principal that will stand under the right name."""
        return sum(self.moved_fen.values())


def examine(*, claim: MoveClaim, month: Month) -> Examined:
    """What a claim comes to if it were posted in a month of the books; nothing is written.

    Raises Refusal: `same_person`, `ground_not_shown` (the right person is not enrolled there), `nothing_paid`,
    `already_paid`, `benefits_drawn`, `account_year_over`, `evidence_needed`.
    """
    if registry.resolve(person_id=claim.person_id) == registry.resolve(
        person_id=claim.right_person_id
    ):
        raise refused("same_person", subject=f"{claim.person_id}, {claim.right_person_id}")
    if not documents.File.objects.filter(pk=claim.evidence_id).exists():
        raise refused("evidence_needed", subject=str(claim.evidence_id))
    _enrolled(claim)
    lines = contributions.movable_lines(
        employer_id=claim.employer_id,
        wrong_person_id=claim.person_id,
        right_person_id=claim.right_person_id,
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
    return Examined(
        moved_fen=by_fund(lines),
        account_fen=interest.principal_fen,
        interest_fen=interest.interest_fen,
        redetermine=tuple(
            pension.months_in_award(person_id=claim.right_person_id, periods=claim.periods)
        ),
    )


def claim_move(*, claim: MoveClaim, month: Month, hand: Hand) -> CorrectionRequest:
    """Take a claim down as handled. Raises what `examine` does, and Refusal `asked_already`."""
    found = examine(claim=claim, month=month)
    return contributions.ask(
        asked=Asked(
            kind="month_move",
            ground=GROUND,
            claimed_by="employer",
            amount_fen=found.amount_fen,
            evidence_id=claim.evidence_id,
            reason=claim.reason,
            instrument=claim.instrument,
            employer_id=claim.employer_id,
            person_id=claim.person_id,
            right_person_id=claim.right_person_id,
            periods=claim.periods,
            totals={
                "moved_fen": found.moved_fen,
                "account_fen": found.account_fen,
                "interest_fen": found.interest_fen,
                "redetermine": list(found.redetermine),
            },
        ),
        hand=hand,
    )


def _enrolled(claim: MoveClaim) -> None:
    missing = [
        period
        for period in claim.periods
        if not enrolment.is_member(
            employer_id=claim.employer_id, person_id=claim.right_person_id, month=period
        )
    ]
    if missing:
        months = ", ".join(format_month(period) for period in missing)
        raise refused("ground_not_shown", subject=f"{GROUND}: {months}")
