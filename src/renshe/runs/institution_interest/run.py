"""Credit a year's interest to accounts of public bodies' staff that are not drawn, at the published rate (人社部发〔2017〕31号).

The rate is published after the year: until then the run refuses with the parameter's name. Run again it finds what was
done; accounts that came late get theirs with the next call under another month of the books.
"""

from __future__ import annotations

from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.institution_staff import api as staff
from renshe.flows import institution_to_ledger as ledger
from renshe.runs.context import RunContext, begin

KIND = "institution_interest"


def run(context: RunContext, *, year: int) -> dict[str, Any]:
    """Credit the interest of `year`; returns how many accounts got how much. Raises Refusal while its rate is not published."""
    key, done = begin(context, KIND, str(year))
    if done:
        return dict(audit.run_by_key(key=key).totals)
    hand = staff.ByHand(by=context.by, at=context.at, today=context.today, reference=key[:64])
    totals: dict[str, Any] = ledger.year_interest_credited(year=year, hand=hand)
    audit.finish(key=key, at=context.at, totals=totals)
    return totals
