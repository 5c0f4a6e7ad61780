"""Interest that goes with money taken out of an individual account, or put into it, for months long credited.

An account that held money it should not have held has earned interest on it. Years that are closed have booked that
interest: it is taken back as an amount. Years still open will book it: they are told by the monthly product on how many
fen for how many months too much they would. So the account closes as if the money had never been there (for the
one who should have had it: as if it had been there all the time). Law: 劳办发〔1997〕116号, monthly-product method; a year's
interest is rounded as the law rounds a year of the account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.kernel.periods import Month, first_day, month_of, year_of
from renshe.laws import library


@dataclass(frozen=True)
class Interest:
    """What money in an account has earned: fen of interest in closed years, and the product of each open year (fen ×
    months). `principal_fen` is the money itself."""

    principal_fen: int
    interest_fen: int
    products: dict[int, int]

    def changes(
        self, *, person_id: int, month: Month, sign: int
    ) -> list[contributions.AccountChange]:
        """The rows that take it out (`sign` −1) or give it (+1) in a month of the books, besides the lines.

        The lines bring the principal with the weight of that month; the product of its year is counted less by it.
        """
        year = year_of(month)
        found = []
        for of, product in sorted(self.products.items()):
            own = product - self.principal_fen * _weight(month) if of == year else product
            amount = self.interest_fen if of == year else 0
            found.append(contributions.AccountChange(person_id, of, sign * amount, sign * own))
        return found


def interest_on(
    *, movements: Sequence[contributions.AccountMovement], month: Month, place: str
) -> Interest:
    """What these movements of an account have earned up to a month of the books, year by year by the law.

    Raises Refusal `account_year_over` where the accounts' year of that month is closed already, and the law's own where
    a year's rate is missing.
    """
    closed = funds.last_account_year() or 0
    if closed >= year_of(month):
        raise contributions.refused("account_year_over", subject=str(closed))
    by_year: Counter[int] = Counter()
    product: Counter[int] = Counter()
    for one in movements:
        by_year[year_of(one.month)] += one.fen
        product[year_of(one.month)] += one.fen * _weight(one.month)
    held, interest = 0, 0
    products = {}
    for year in range(min(by_year, default=year_of(month)), year_of(month) + 1):
        if year <= closed:
            earned = _by_law(held, product[year], year=year, place=place)
            interest += earned
            held += by_year[year] + earned
        else:
            products[year] = held * 12 + product[year]
            held += by_year[year]
    return Interest(sum(by_year.values()), interest, products)


def _weight(month: Month) -> int:
    """Months of the year for which money booked in a month bears interest, that month included."""
    return 13 - month_of(month)


def _by_law(opening_fen: int, product_fen: int, *, year: int, place: str) -> int:
    # A year that took out more than it put in: the opening balance earns less by a twelfth, which is the same interest.
    lacking = max(0, -(product_fen // 12))
    opening_fen, product_fen = opening_fen - lacking, product_fen + lacking * 12
    facts = {
        "account_year": year,
        "account_opening_balance": opening_fen,
        "account_year_credit_product": product_fen,
    }
    answer = library.explain(
        "account_year_interest", facts, place=place, on=first_day(year * 12 + 11)
    )
    return int(answer.value)
