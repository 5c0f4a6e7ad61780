"""Raise the part by age of living allowances (40 to 120 yuan in Minhang): whoever a birthday brought into the next band.

The law gives the amount by age alone, so nobody decides it: the calendar raises it before the month is paid. Who is raised
follows from what stands in the awards, not from which runs there were: after months without a run everybody is raised from
the month of his own birthday, and what the months between paid too little is owed. Where the law gives no amount the award
stays as it is, and a human is told the reason. Run again in a month, it finds what was done; killed on the way, the next
attempt raises the rest.
"""

from __future__ import annotations

from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.flows.land_rises import AGE_RUN, Rises, raised_by_age, rises_by_age
from renshe.runs.context import RunContext, begin

KIND = AGE_RUN
REVIEWED = "land_age_rises"
"""What stands beside whoever started it: the law's amount by age has no second hand of a human (owner-default)."""


def run(context: RunContext) -> dict[str, Any]:
    """Raise everybody of the context's place as of its month; the totals, in heads, rises, and fen a month and owed."""
    key, done = begin(context, KIND)
    if not done:
        found = rises_by_age(place=context.place, month=context.period, today=context.today)
        signed = pension.Signatures(
            determined_by=context.by, reviewed_by=REVIEWED, at=context.at, known_on=context.today
        )
        # Who waits is asked too: what the law gave before the month it does not know is his.
        made = raised_by_age(
            award_ids=[one.award_id for one in (*found.due, *found.waiting)], signed=signed
        )
        _tell(key, found)
        totals = {
            "seen": found.done + len(found.due) + len(found.waiting), "raised": made.raised, "rises": made.rises,
            "waiting": len(found.waiting), "monthly_fen": made.monthly_fen, "owed_fen": made.owed_fen,
        }  # fmt: skip
        audit.finish(key=key, at=context.at, totals=totals)
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _tell(key: str, found: Rises) -> None:
    """Each reason of the law once, with how many wait for it and where they are listed."""
    for refusal, heads in found.by_reason:
        audit.attention(
            key=key, code=refusal.code, subject=f"{refusal.code}: {heads}",
            zh=f"{heads}人按年龄增加的部分算不出：{refusal.describe('zh')}；名单在“征地保障·待遇增加”",
            en=f"the part by age of {heads} people has no amount: {refusal.describe('en')}; they are listed under land security,"
            " rises",
        )  # fmt: skip
