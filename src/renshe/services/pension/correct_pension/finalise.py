"""Provisional pensions of a year made final once its base is published (预发转正式): one by one, each by itself.

A pension is provisional because the base of its year was not published when it was determined; it is paid on the year
before's. `renshe year retroactive` finds the same people set by set, together with every other parameter that changed; this act
answers for one year alone, and says of each pension that stays provisional why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from renshe.domains.pension import api as pension
from renshe.flows import institution_to_pension
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal
from renshe.services.pension.correct_pension.decide import redetermine

Progress = Callable[[int, int], None]


@dataclass
class Finalised:
    """What became of a year's provisional pensions. Amounts in fen: a month's pension before and after of those made final,
    what is owed to people for past months, and what they were paid too much.

    `kept` are still provisional by law; `refused` those of whom the law says nothing, with its refusal; `elsewhere` kinds
    that are neither employees' nor government staff's, whose facts their own items determine again.
    """

    year: int
    final: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    before_fen: int = 0
    after_fen: int = 0
    arrears_fen: int = 0
    overpaid_fen: int = 0

    @property
    def totals(self) -> dict[str, int]:
        """Counts and sums as a run tells them."""
        return {
            "final": len(self.final),
            "kept_provisional": len(self.kept),
            "refused": len(self.refused),
            "other_kinds": len(self.elsewhere),
            "before_fen": self.before_fen,
            "after_fen": self.after_fen,
            "arrears_fen": self.arrears_fen,
            "overpaid_fen": self.overpaid_fen,
        }


def finalise_year(
    *,
    year: int,
    signed: pension.Signatures,
    explain: pension.Explain,
    accounting_month: Month,
    write: bool = True,
    progress: Progress = lambda done, total: None,
) -> Finalised:
    """Determine every provisional pension of a year again; keep what the law now calls final, take the rest back.

    Each commits by itself: killed and called again it goes on with those still provisional. Without `write` nothing stays.
    """
    found = Finalised(year)
    waiting = pension.provisional_awards(year=year)
    for done, award_id in enumerate(waiting, 1):
        _one(found, award_id, signed, explain, accounting_month, write)
        progress(done, len(waiting))
    return found


def _one(
    found: Finalised,
    award_id: int,
    signed: pension.Signatures,
    explain: pension.Explain,
    accounting_month: Month,
    write: bool,
) -> None:
    old = pension.Award.objects.get(pk=award_id)
    if old.kind not in ("old_age", "institution"):
        found.elsewhere.append(award_id)
        return
    try:
        with transaction.atomic():
            if old.kind == "institution":
                granted = institution_to_pension.redetermined(
                    award_id=award_id, cause="final_base", signed=signed
                )
            else:
                granted = redetermine(
                    award_id=award_id, cause="final_base", signed=signed, explain=explain,
                    accounting_month=accounting_month,
                )  # fmt: skip
            is_final = granted.award.state == "final"
            if not (write and is_final):
                transaction.set_rollback(True)
    except Refusal as refusal:
        found.refused.append((award_id, refusal))
        return
    if not is_final:
        found.kept.append(award_id)
        return
    found.final.append(award_id)
    found.before_fen += old.total_fen
    found.after_fen += granted.award.total_fen
    found.arrears_fen += sum(one.total_fen for one in granted.arrears)
    if granted.overpayment is not None:
        found.overpaid_fen += granted.overpayment.principal_fen
