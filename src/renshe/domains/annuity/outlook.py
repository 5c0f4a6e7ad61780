"""What three pillars would give at each month in which somebody may retire, asked of the law for every one of them.

Everything is in the wages of today (`laws/pension/retirement_outlook`). What is assumed is handed in and shown; what is
known of the person is handed in too, so that a stranger's typed facts and an insured person's records go the same way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from renshe.kernel.periods import Month, first_day, month_containing, month_of, year_of
from renshe.kernel.rules import Explain, Explanation

TWELVE = 12
BASES = {"employee": "pension_base", "flexible": "flexible_pension_base"}
CREDITS = {"employee": "pension_personal", "flexible": "flexible_pension_account"}
KINDS = {"employee": "enterprise", "flexible": "flexible_pool"}
PROJECTED = ("projected_account", "projected_annuity", "projected_personal_pension")
TARGETS = (
    "retirement_income_estimate", "retirement_gap", "monthly_pension", "account_pension", *PROJECTED,
    "annuity_monthly_estimate", "personal_pension_monthly_estimate", "missing_contribution_months",
)  # fmt: skip
"""What a bar may be asked to explain."""


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What is assumed of the future, as ratios a year: wages, the crediting rate of accounts, the return of funds."""

    wage_growth: Fraction
    crediting_rate: Fraction
    returns: Fraction

    def facts(self) -> dict[str, Fraction]:
        """Under the names of the law."""
        return {
            "assumed_wage_growth": self.wage_growth,
            "assumed_crediting_rate": self.crediting_rate,
            "assumed_return": self.returns,
        }


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of somebody today; money in fen.

    `known` holds the facts of the pension law that do not change until retirement (birth, category, deemed months, local
    amounts) and `career` up to this month. `base_fen` is the monthly base from the next month on, 0 where nothing more is
    paid; `annuity_month_fen` goes into the annuity account each month in which base is paid, `personal_year_fen` into
    the personal pension each year.
    """

    place: str
    today: dt.date
    known: Mapping[str, Any]
    account_fen: int
    insured_as: str
    base_fen: int
    annuity_fen: int = 0
    annuity_month_fen: int = 0
    personal_fen: int = 0
    personal_year_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class Window:
    """The months in which somebody may retire, never before the present one."""

    earliest: Month
    legal: Month
    latest: Month


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One month of retirement: what each part would give a month (fen), or how many months are missing for the pension.

    `state` is the law's `pension_entitlement`. Where it is not `entitled`, `basic_fen` and `account_fen` are 0.
    """

    month: Month
    age_months: int
    state: str
    missing_months: int
    basic_fen: int
    account_fen: int
    annuity_fen: int
    personal_fen: int

    @property
    def pension_fen(self) -> int:
        """The basic pension of the first pillar, account part included."""
        return self.basic_fen + self.account_fen

    @property
    def total_fen(self) -> int:
        """All pillars together."""
        return self.pension_fen + self.annuity_fen + self.personal_fen


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """One way to come nearer to the goal: `later`, `base`, `personal`, or `all` of them to their limits.

    `standing` and `month` lead to the same calculation with the change made; `bar` is what it gives. `enough` says
    whether the goal is met. `amount_fen` is the base or the yearly payment that it takes, 0 for `later`.
    """

    kind: str
    bar: Bar
    month: Month
    amount_fen: int
    enough: bool


@dataclass(frozen=True)
class Outlook:
    """The calculator for one person under one set of assumptions."""

    standing: Standing
    assumptions: Assumptions
    explain: Explain
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def window(self) -> Window:
        """When one may retire, by the law in force today. Raises Refusal."""
        names = ("earliest_retirement_month", "legal_retirement_month", "latest_retirement_month")
        known = {name: self.standing.known[name] for name in ("birth_month", "retirement_category")}
        now = month_containing(self.standing.today)
        found = (
            int(self.explain(name, known, place=self.standing.place, on=self.standing.today).value)
            for name in names
        )
        earliest, legal, latest = (max(now, month) for month in found)
        return Window(earliest=earliest, legal=legal, latest=latest)

    def months(self, *, step: int) -> list[Month]:
        """The months that bars are drawn for: every `step` months from the legal one both ways, and both ends."""
        window = self.window()
        found = {window.earliest, window.legal, window.latest}
        found |= set(range(window.legal, window.latest, step))
        found |= set(range(window.legal, window.earliest, -step))
        return sorted(found)

    def facts(self, month: Month) -> dict[str, Any]:
        """Everything that the law asks about retirement in this month."""
        now = month_containing(self.standing.today)
        years = list(_years(now, month))
        credit = self._monthly_credit()
        paid = self._base() > 0
        facts: dict[str, Any] = {
            **self.standing.known, **self.assumptions.facts(),
            "retirement_month": month,
            "career": _career(self.standing.known["career"], years, base_fen=self._base()),
            "projected_years": [
                _projected(
                    year, months, account=credit,
                    annuity=self.standing.annuity_month_fen if paid else 0,
                    personal=self.standing.personal_year_fen // TWELVE, rises=year > year_of(now),
                )
                for year, months in years
            ],
            "account_balance_now": self.standing.account_fen,
            "annuity_balance_now": self.standing.annuity_fen,
            "personal_pension_balance_now": self.standing.personal_fen,
        }  # fmt: skip
        facts["account_balance"] = int(self._ask("projected_account", facts, month).value)
        return facts

    def explained(self, target: str, *, month: Month, goal_fen: int = 0) -> Explanation:
        """One of TARGETS at one month. Raises Refusal; ValueError for another target."""
        if target not in TARGETS:
            raise ValueError(target)
        facts = self.facts(month) | {"retirement_goal": goal_fen}
        return self._ask(target, facts, month)

    def bar(self, month: Month) -> Bar:
        """What that month gives. Raises Refusal where the law cannot say."""
        if month not in self._kept:
            self._kept[month] = self._bar(month)
        found: Bar = self._kept[month]
        return found

    def _bar(self, month: Month) -> Bar:
        facts = self.facts(month)
        state = str(self._ask("pension_entitlement", facts, month).value)
        missing = int(self._ask("missing_contribution_months", facts, month).value)
        pension = account = 0
        if state == "entitled":
            pension = int(self._ask("monthly_pension", facts, month).value)
            account = int(self._ask("account_pension", facts, month).value)
        return Bar(
            month=month, age_months=month - int(facts["birth_month"]), state=state,
            missing_months=missing, basic_fen=pension - account, account_fen=account,
            annuity_fen=int(self._ask("annuity_monthly_estimate", facts, month).value),
            personal_fen=int(self._ask("personal_pension_monthly_estimate", facts, month).value),
        )  # fmt: skip

    def _ask(self, target: str, facts: Mapping[str, Any], month: Month) -> Explanation:
        """The law in force in that month as far as it is known today."""
        return self.explain(
            target, facts, place=self.standing.place, on=first_day(month), known_on=self.standing.today
        )  # fmt: skip

    def _base(self) -> int:
        """The monthly base as the law bounds it."""
        if not self.standing.base_fen:
            return 0
        return self._of_wage(BASES)

    def _monthly_credit(self) -> int:
        return self._of_wage(CREDITS) if self.standing.base_fen else 0

    def _of_wage(self, targets: Mapping[str, str]) -> int:
        target = targets[self.standing.insured_as]
        if target not in self._kept:
            facts = {
                "declared_wage": self.standing.base_fen,
                "person_kind": self.standing.insured_as,
                "employer_kind": KINDS[self.standing.insured_as],
            }
            answer = self.explain(target, facts, place=self.standing.place, on=self.standing.today)
            self._kept[target] = int(answer.value)
        found: int = self._kept[target]
        return found

    def changed(self, **changes: int) -> Outlook:
        """The same person with another base or another yearly payment into the personal pension."""
        return Outlook(replace(self.standing, **changes), self.assumptions, self.explain)


def remedies(
    outlook: Outlook, *, goal_fen: int, base_cap_fen: int, personal_cap_fen: int
) -> list[Remedy]:
    """What would close the gap at the legal month, each way computed by the law. Empty where there is no gap.

    A way that is not enough alone is carried to its limit and says so; `all` carries the three of them together.
    """
    window = outlook.window()
    if outlook.bar(window.legal).total_fen >= goal_fen:
        return []
    found = [_later(outlook, window, goal_fen)]
    if 0 < outlook.standing.base_fen < base_cap_fen:
        found.append(_more(outlook, "base", "base_fen", window.legal, goal_fen, most=base_cap_fen))
    if outlook.standing.personal_year_fen < personal_cap_fen:
        found.append(
            _more(outlook, "personal", "personal_year_fen", window.legal, goal_fen, most=personal_cap_fen)
        )  # fmt: skip
    if not any(one.enough for one in found):
        most = {"personal_year_fen": personal_cap_fen}
        if outlook.standing.base_fen:
            most["base_fen"] = max(base_cap_fen, outlook.standing.base_fen)
        bar = outlook.changed(**most).bar(window.latest)
        found.append(
            Remedy(
                kind="all",
                bar=bar,
                month=window.latest,
                amount_fen=0,
                enough=bar.total_fen >= goal_fen,
            )
        )
    return found  # fmt: skip


def _later(outlook: Outlook, window: Window, goal_fen: int) -> Remedy:
    """The first later month that is enough, found by looking at each year and then at each month of that year."""
    ends = [*range(window.legal + TWELVE, window.latest, TWELVE), window.latest]
    start = window.legal
    for end in ends:
        if outlook.bar(end).total_fen >= goal_fen:
            months = range(start + 1, end + 1)
            month = next(one for one in months if outlook.bar(one).total_fen >= goal_fen)
            return Remedy(
                kind="later", bar=outlook.bar(month), month=month, amount_fen=0, enough=True
            )
        start = end
    bar = outlook.bar(window.latest)
    return Remedy(kind="later", bar=bar, month=window.latest, amount_fen=0, enough=False)


_STEP_FEN = 100_00
"""A base or a yearly payment is searched to the hundred yuan."""


def _more(
    outlook: Outlook, kind: str, name: str, month: Month, goal_fen: int, *, most: int
) -> Remedy:
    """The least amount, to the hundred yuan, at which the month's total reaches the goal; its limit where none does."""

    def bar_of(fen: int) -> Bar:
        return outlook.changed(**{name: fen}).bar(month)

    if (bar := bar_of(most)).total_fen < goal_fen:
        return Remedy(kind=kind, bar=bar, month=month, amount_fen=most, enough=False)
    low, high = getattr(outlook.standing, name) // _STEP_FEN, -(-most // _STEP_FEN)
    while high - low > 1:
        middle = (low + high) // 2
        if bar_of(middle * _STEP_FEN).total_fen >= goal_fen:
            high = middle
        else:
            low = middle
    fen = min(high * _STEP_FEN, most)
    return Remedy(kind=kind, bar=bar_of(fen), month=month, amount_fen=fen, enough=True)


def _years(now: Month, until: Month) -> Iterable[tuple[int, int]]:
    """Each calendar year from the month after `now` to `until`, with how many of its months lie between."""
    for year in range(year_of(now), year_of(until) + 1):
        first = month_of(now) + 1 if year == year_of(now) else 1
        last = month_of(until) if year == year_of(until) else TWELVE
        yield year, max(0, last - first + 1)


def _career(
    known: Sequence[Mapping[str, int]], years: Sequence[tuple[int, int]], *, base_fen: int
) -> list[dict[str, int]]:
    """The career so far, and each year to come at today's base."""
    by_year = {entry["year"]: dict(entry) for entry in known}
    empty = {"months": 0, "base_sum": 0, "credit": 0, "credit_product": 0}
    for year in range(min(by_year, default=years[0][0]), years[-1][0] + 1):
        by_year.setdefault(year, {"year": year, **empty})
    for year, months in years if base_fen else ():
        entry = by_year[year]
        entry["base_sum"] += base_fen * months
        entry["months"] = min(TWELVE, entry["months"] + months)
    return [by_year[year] for year in sorted(by_year)]


def _projected(
    year: int, months: int, *, account: int, annuity: int, personal: int, rises: bool
) -> dict[str, int]:
    """One year of savings: a payment each month, the first standing there for all months counted, the last for one."""
    stays = months * (months + 1) // 2
    entry = {"year": year, "months": months, "rises": int(rises)}
    for name, monthly in (("account", account), ("annuity", annuity), ("personal", personal)):
        entry[f"{name}_credit"] = monthly * months
        entry[f"{name}_product"] = monthly * stays
    return entry
