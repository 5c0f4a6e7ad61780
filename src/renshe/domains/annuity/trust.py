"""Every movement of an account is posted in its plan's trust at the same moment: what people have is held somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from renshe.domains.annuity.models import Account, Movement
from renshe.domains.annuity.models_paying import TrustEntry
from renshe.domains.annuity.recording import Recorded
from renshe.kernel.periods import Month

CUSTODY, BUDGET, ENTERPRISE, PAYABLE = (
    TrustEntry.Code.CUSTODY, TrustEntry.Code.BUDGET, TrustEntry.Code.ENTERPRISE, TrustEntry.Code.PAYABLE,
)  # fmt: skip
ASSETS = (CUSTODY, BUDGET)


@dataclass(frozen=True, kw_only=True)
class TrustBalance:
    """One account of a trust on its own side: what is held (assets), or for whom (the others). Fen."""

    code: str
    balance_fen: int


def move(movements: Iterable[Movement], *, recorded: Recorded) -> int:
    """Write movements and post them, a sum for each plan, month, kind and part; how many movements there were."""
    rows = Movement.objects.bulk_create(movements)
    plans = dict(
        Account.objects.filter(pk__in={row.account_id for row in rows}).values_list("pk", "plan_id")
    )
    sums: dict[tuple[int, Month, str, str], int] = {}
    for row in rows:
        key = (plans[row.account_id], row.period, row.kind, row.part)
        sums[key] = sums.get(key, 0) + row.amount_fen
    TrustEntry.objects.bulk_create(
        _entry(plan, period, kind, _against(kind, part), part, fen, recorded)
        for (plan, period, kind, part), fen in sums.items()
        if fen
    )
    return len(rows)


def paid_out(*, plan_id: int, period: Month, amount_fen: int, recorded: Recorded) -> None:
    """The bank paid what was drawn: the custodian holds less, and nothing of it is owed any more."""
    _entry(plan_id, period, "paid", CUSTODY, PAYABLE, -amount_fen, recorded).save()


def trust_balances(*, plan_id: int) -> list[TrustBalance]:
    """Every account of a plan's trust as it stands, in the order of the codes."""
    rows = TrustEntry.objects.filter(plan_id=plan_id)
    debits = dict(rows.values_list("debit").annotate(Sum("amount_fen")))
    credits = dict(rows.values_list("credit").annotate(Sum("amount_fen")))
    found = []
    for code in TrustEntry.Code:
        fen = debits.get(code, 0) - credits.get(code, 0)
        found.append(TrustBalance(code=code, balance_fen=fen if code in ASSETS else -fen))
    return found


def _against(kind: str, part: str) -> str:
    """The account on the other side: the budget for what is only noted, else the custodian, the plan or what is owed."""
    if part == Movement.Part.NOTIONAL:
        return BUDGET
    return {Movement.Kind.FORFEITURE: ENTERPRISE, Movement.Kind.PAYOUT: PAYABLE}.get(
        Movement.Kind(kind), CUSTODY
    )


def _entry(
    plan_id: int, period: Month, cause: str, against: str, part: str, fen: int, recorded: Recorded
) -> TrustEntry:
    """More in a part is a credit of it, less a debit."""
    debit, credit = (against, part) if fen > 0 else (part, against)
    return TrustEntry(
        plan_id=plan_id, period=period, debit=debit, credit=credit, amount_fen=abs(fen), cause=cause,
        recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
