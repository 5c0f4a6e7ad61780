"""The month's review of invalidity allowances: who is affected is put before a second person as one list.

Nothing changes here. Two people decide the list on its page; run again the same month, whoever stands on a waiting list is
not listed twice, and whoever a decided list left to do is found again.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.flows.pension_invalidity import LIST, reviewed
from renshe.kernel.periods import format_month, format_month_zh
from renshe.runs.context import RunContext, begin, by_reason
from renshe.runs.invalidity_review.finding import find

KIND = "invalidity_review"


def run(context: RunContext) -> dict[str, Any]:
    """Find, try and list; the totals with the list's number, 0 where nobody is affected.

    One run a day for each list of a month: once it is decided the next asks anew.
    """
    lists = pension.people_lists(place=context.place, kind=LIST)
    mine = lists.filter(source=_source(context))
    waiting = mine.filter(state="proposed").first()
    if waiting is not None:
        return _totals(waiting, 0)
    key, done = begin(context, KIND, f"{context.today.isoformat()}:{mine.count()}")
    if done:
        return dict(audit.run_by_key(key=key).totals)
    affected, refused = find(place=context.place, period=context.period)
    context.progress("复核 review", len(affected), len(affected))
    recorded = pension.Recorded(
        by=context.by, at=context.at, known_on=context.today, reason=_source(context)
    )
    # Killed before its end, nobody is listed, and the next attempt lists them.
    with transaction.atomic():
        made = None
        if affected:
            made = reviewed(
                place=context.place, source=_source(context), affected=affected, recorded=recorded
            )
        _tell(context, key, made, refused)
        totals = _totals(made, len(refused))
        audit.finish(key=key, at=context.at, totals=totals)
    return totals


def _source(context: RunContext) -> str:
    return format_month(context.period)


def _totals(made: pension.PeopleList | None, refused: int) -> dict[str, Any]:
    if made is None:
        nothing = dict.fromkeys(("list_id", "listed", "open", "left", "owed_fen", "claimed_fen"), 0)
        return nothing | {"refused": refused}
    sums = pension.list_sums(list_ids=[made.pk])[made.pk]
    causes = Counter(pension.list_rows(list_id=made.pk).values_list("cause", flat=True))
    return {
        "list_id": made.pk, "listed": sum(causes.values()), "open": sums.open, "left": sums.left, "refused": refused,
        "owed_fen": sums.owed_fen, "claimed_fen": sums.claimed_fen, **{name: causes[name] for name in sorted(causes)},
    }  # fmt: skip


def _tell(
    context: RunContext, key: str, made: pension.PeopleList | None, refused: list[Any]
) -> None:
    """What needs people: the list to decide, and whose legal age the law does not tell."""
    if made is not None:
        heads = pension.list_rows(list_id=made.pk).count()
        audit.attention(
            key=key, code="invalidity_list_waits", subject=str(made.pk),
            zh=f"{format_month_zh(context.period)}有{heads}份病残津贴要重新核算、转为养老金或者停发，名单在“办件—待遇名单”，由两人办理",
            en=f"{heads} invalidity allowances change in {format_month(context.period)}; the list is under casework, lists, and"
            " is decided by two people",
        )  # fmt: skip
    for name, cases in by_reason(refused).items():
        some = ", ".join(str(award) for award, _ in cases[:20])
        why = cases[0][1]
        audit.attention(
            key=key, code=why.code, subject=f"{name}: {len(cases)}",
            zh=f"{len(cases)}份病残津贴的法定退休年龄算不出：{why.describe('zh')}（核定 {some}）",
            en=f"{len(cases)} allowances have no legal retirement month: {why.describe('en')} (awards {some})",
        )  # fmt: skip
