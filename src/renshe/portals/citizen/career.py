"""The viewer's career as the law reads it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from renshe.domains.contributions.api import YearEntry, career_of
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Refusal
from renshe.laws import library


class PublishedCaps(Mapping[int, int]):
    """The pension base cap of each month at a place, looked up when it is asked for."""

    def __init__(self, *, place: str) -> None:
        self._place = place

    def __getitem__(self, month: int) -> int:
        try:
            answer = library.explain("pension_base_cap", {}, place=self._place, on=first_day(month))
        except Refusal:
            raise KeyError(month) from None
        return int(answer.value)

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0


def career(*, person_id: int, place: str) -> list[YearEntry]:
    """A person's years, oldest first. Raises Refusal where a cap is needed that nobody published."""
    return career_of(person_id=person_id, base_caps=PublishedCaps(place=place))


def as_facts(entries: list[YearEntry]) -> dict[str, Any]:
    """The facts `career` and `deemed_months`, every year between the first and the last listed."""
    by_year = {entry.year: entry for entry in entries if entry.months or entry.credit_fen}
    years = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    return {
        "career": [_year_fact(year, by_year.get(year)) for year in years],
        "deemed_months": sum(entry.deemed_months for entry in entries),
    }


def _year_fact(year: int, entry: YearEntry | None) -> dict[str, int]:
    return {
        "year": year,
        "months": entry.months if entry else 0,
        "base_sum": entry.base_sum_fen if entry else 0,
        "credit": entry.credit_fen if entry else 0,
        "credit_product": entry.credit_product_fen if entry else 0,
    }


def crediting_rate(*, year: int, place: str) -> Any:
    """The published crediting rate of a year as an exact ratio, or None where it is not published."""
    try:
        answer = library.explain(
            "account_rate_of_year", {"account_year": year}, place=place, on=date(year, 12, 31)
        )
    except Refusal:
        return None
    return answer.value
