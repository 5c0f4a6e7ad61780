"""What stands in accounts: always the sum of their movements, by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from renshe.domains.annuity.models import Account, Movement
from renshe.kernel.periods import Month

EMPLOYER, PERSONAL, NOTIONAL = (
    Movement.Part.EMPLOYER,
    Movement.Part.PERSONAL,
    Movement.Part.NOTIONAL,
)


@dataclass(frozen=True, kw_only=True)
class Balance:
    """One account's three parts in fen."""

    employer_fen: int = 0
    personal_fen: int = 0
    notional_fen: int = 0

    @property
    def total_fen(self) -> int:
        """All of it, what is only noted included."""
        return self.employer_fen + self.personal_fen + self.notional_fen


def balance_of(*, account_id: int) -> Balance:
    """What stands in an account."""
    rows = Movement.objects.filter(account_id=account_id)
    sums = dict(rows.values_list("part").annotate(Sum("amount_fen")))
    return _balance(sums)


def balances_of(*, accounts: list[Account], before: Month | None = None) -> dict[int, Balance]:
    """The balances of several accounts, by account, in one statement; with `before` what stood there before that month."""
    sums: dict[int, dict[str, int]] = {one.pk: {} for one in accounts}
    rows = Movement.objects.filter(account_id__in=list(sums))
    if before is not None:
        rows = rows.filter(period__lt=before)
    for account, part, fen in rows.values_list("account_id", "part").annotate(Sum("amount_fen")):
        sums[account][part] = fen
    return {account: _balance(parts) for account, parts in sums.items()}


def _balance(sums: Mapping[str, int]) -> Balance:
    return Balance(
        employer_fen=sums.get(EMPLOYER, 0),
        personal_fen=sums.get(PERSONAL, 0),
        notional_fen=sums.get(NOTIONAL, 0),
    )
