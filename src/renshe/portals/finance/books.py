"""What the finance pages share: months, funds by code, and the addresses that lead from one to the next."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse

from renshe.domains.funds.api import FundRow, funds
from renshe.kernel.periods import Month, MonthError, format_month, month_at, parse_month
from renshe.portals.layout.insurances import in_language

EARLIEST = month_at(year=1990, month=1)
LATEST = month_at(year=2099, month=12)
KIND_SLUGS = {
    "trial_balance": "trial-balance",
    "income": "income",
    "balance_sheet": "balance-sheet",
}


@dataclass(frozen=True)
class Funds:
    """The funds by code, read once for a page."""

    @cached_property
    def by_code(self) -> dict[str, FundRow]:
        """Funds in their order."""
        return {fund.code: fund for fund in funds()}

    def name(self, code: str | None) -> str:
        """A fund's name in the reader's language; empty for no fund."""
        if code is None or code not in self.by_code:
            return ""
        fund = self.by_code[code]
        return in_language(zh=fund.name_zh, en=fund.name_en)


def month_from(text: str) -> Month:
    """The month of an address such as 2025-10. Raises Http404."""
    try:
        found = parse_month(text)
    except MonthError:
        raise Http404 from None
    if not EARLIEST <= found <= LATEST:
        raise Http404
    return found


def month_address(month: Month) -> str:
    """The address of a month's overview."""
    return reverse("finance:month", kwargs={"slug": format_month(month)})


def statement_address(*, fund: str, book: str, kind: str, month: Month) -> str:
    """The address of a statement."""
    return reverse(
        "finance:statement",
        kwargs={"fund": fund, "book": book, "kind": KIND_SLUGS[kind], "slug": format_month(month)},
    )


def ledger_address(*, fund: str, book: str, code: str, month: Month) -> str:
    """The address of one account in a month."""
    return reverse(
        "finance:ledger",
        kwargs={"fund": fund, "book": book, "code": code, "slug": format_month(month)},
    )


def entry_address(number: int) -> str:
    """The address of an entry."""
    return reverse("finance:entry", kwargs={"number": number})


def batch_address(number: int | None) -> str:
    """The address of a batch; empty for none."""
    return reverse("finance:batch", kwargs={"number": number}) if number else ""
