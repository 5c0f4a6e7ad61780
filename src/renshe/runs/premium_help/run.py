"""Every open programme of a place: compare what was paid with the registers, take back what was upheld, claim the month.

A programme's claim and return are one transaction; what refuses one (budget, law) is told to people and holds up no other. Run
again in the same month it claims only for people who joined since, so that nobody is paid twice.
"""

from __future__ import annotations

from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.premium_help import api as premium_help
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "premium_help"


def run(context: RunContext, *, part: str = "") -> dict[str, Any]:
    """Claim the period; the totals say how many people, yuan and returns. `part` names a further run of the same month."""
    key, done = begin(context, KIND, part)
    if done:
        return dict(audit.run_by_key(key=key).totals)
    recorded = premium_help.Recorded(by=context.by, at=context.at, today=context.today)
    totals = dict.fromkeys(
        ("programmes", "people", "claimed_fen", "returned_fen", "findings", "left_out", "refused"),
        0,
    )
    found = list(premium_help.programmes(place=context.place, on=context.period))
    for number, programme in enumerate(found, 1):
        _programme(programme, context, key, recorded, totals)
        context.progress("资助 premium help", number, len(found))
    audit.finish(key=key, at=context.at, totals=totals)
    return totals


def _programme(
    programme: premium_help.HelpProgramme, context: RunContext, key: str, recorded: premium_help.Recorded,
    totals: dict[str, int],
) -> None:  # fmt: skip
    totals["programmes"] += 1
    totals["findings"] += premium_help.compare(programme_id=programme.pk, recorded=recorded)
    try:
        made = premium_help.make_claims(
            programme_id=programme.pk, month=context.period, explain=library.explain, recorded=recorded
        )  # fmt: skip
    except Refusal as refusal:
        # A month in which nobody is due is no fault: yearly programmes have eleven of them.
        if refusal.reason.code != "help_nobody_due":
            totals["refused"] += 1
            reason = refusal.reason
            audit.attention(
                key=key, code=reason.code, zh=f"{programme.name}：{reason.zh}", en=f"{programme.name}: {reason.en}",
                subject=f"programme={programme.pk}",
            )  # fmt: skip
        return
    if made.claim is not None:
        totals["people"] += made.claim.people
        totals["claimed_fen"] += made.claim.amount_fen
    if made.returned is not None:
        totals["returned_fen"] -= made.returned.amount_fen
    totals["left_out"] += len(made.left_out)
    for code in sorted({code for _, code in made.left_out}):
        zh, en = premium_help.LEFT_OUT[code]
        people = sum(1 for _, one in made.left_out if one == code)
        audit.attention(
            key=key, code=f"help_left_out_{code}", zh=f"{programme.name}：{people}人{zh}，本期没有申请，请核对名单",
            en=f"{programme.name}: {people} people left out, who: {en}; check the list", subject=f"programme={programme.pk}",
        )  # fmt: skip
