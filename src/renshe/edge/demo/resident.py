"""The residents' scheme of the demonstration city: who is in it since when, years paid, what was added, accounts as taken over.

Amounts are the law's: a tier of the place's list, its subsidy, the year's rate on each source. Years with employee months are
left out, but for people who took a job this year after they had paid. What was paid before the city's day came with the old
system; on that day a few pay by orders of ours. Who draws the pension is `resident_awards.py`'s.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

import pyarrow as pa
from django.db import connection

from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.edge.demo.accounts import Login
from renshe.edge.demo.city import City
from renshe.edge.demo.draws import DrawnFor
from renshe.edge.demo.resident_awards import (
    OLD_SUBSIDY_FEN,
    OLD_TIER_FEN,
    Awards,
    Elder,
    by_source,
    elders,
    shown_pensioner,
)
from renshe.edge.demo.resident_payments import pay_some
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.resident_tiers import offered
from renshe.foundation.bulk import copy_rows
from renshe.foundation.connections import connect
from renshe.kernel.periods import month_containing
from renshe.laws import library

BY = "take_over"
FIRST_YEAR = 2018
"""Accounts are told year by year from here on: both places' lists of tiers are in the law since then."""
MONTHS_OF_MONEY = 24
"""For how many months the opening money pays everybody."""
PART = 20_000
"""So many people's rows wait in memory before they are copied."""
OLD_YEARS = range(2008, FIRST_YEAR)
"""Years that whoever is near sixty paid before; who is younger is told from 2018 on."""
_PEOPLE = """
SELECT p.id, p.birth_on, p.residence_place, p.died_on IS NOT NULL AS dead,
  EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1 AND s.status <> 'cancelled'
    AND s.span @> %(day)s::date) AS employed,
  EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1 AND s.status = 'active'
    AND lower(s.span) > %(spring)s::date AND s.span @> %(day)s::date) AS took_a_job
FROM registry_person p
WHERE (p.died_on IS NULL OR p.died_on BETWEEN %(lately)s AND %(day)s AND p.death_known_on <= %(day)s)
  AND p.id_kind = 'resident_id' AND p.household_place LIKE %(area)s
  AND p.birth_on BETWEEN %(oldest)s AND %(youngest)s
  AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)
  AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id)
ORDER BY p.id"""


@dataclass
class Rows:
    """What is to be copied next, table by table, and how many of those that others name have been made."""

    participations: list[tuple[Any, ...]] = field(default_factory=list)
    choices: list[tuple[Any, ...]] = field(default_factory=list)
    payments: list[tuple[Any, ...]] = field(default_factory=list)
    help: list[tuple[Any, ...]] = field(default_factory=list)
    credits: list[tuple[Any, ...]] = field(default_factory=list)
    balances: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("own", "government", "collective"), 0)
    )
    numbers: Counter[str] = field(default_factory=Counter)

    def next(self, what: str) -> int:
        """The number of one more participation, payment or listed help."""
        self.numbers[what] += 1
        return self.numbers[what]


_COLUMNS = {
    "resident_participation": (
        "id", "person_id", "place", "community", "joined_on", "ended_why", "reference", "recorded_by", "recorded_at",
    ),
    "resident_tier_choice": ("participation_id", "from_year", "tier", "reference", "chosen_by", "chosen_at"),
    "resident_payment": (
        "id", "participation_id", "person_id", "year", "tier", "amount_fen", "is_back_payment", "channel", "external_ref",
        "paid_on", "recorded_by", "recorded_at",
    ),
    "resident_named_help": (
        "id", "participation_id", "year", "kind", "amount_fen", "instrument", "listed_by", "listed_at",
    ),
    "resident_credit": (
        "person_id", "year", "source", "kind", "amount_fen", "accounting_month", "booked_on", "payment_id", "help_id",
        "cause", "recorded_by", "recorded_at",
    ),
}  # fmt: skip


class Scheme:
    """The city's scheme in the making."""

    def __init__(self, *, place: str, draw: DrawnFor, as_of: dt.date, recorded_at: str) -> None:
        self.place, self.draw, self.as_of, self.recorded_at = place, draw, as_of, recorded_at
        self.rows = Rows()
        self.tiers = cache(lambda year: offered(place=place, on=dt.date(year, 12, 1)))

    @cache  # noqa: B019 - one scheme for one city, which ends with the load
    def law(self, target: str, year: int, tier: int = 0) -> int:
        """What the law says of a tier in a year (fen)."""
        facts = {"resident_tier": tier, "resident_back_payment": False} if tier else {}
        return int(library.explain(target, facts, place=self.place, on=dt.date(year, 12, 1)).value)

    @cache  # noqa: B019
    def rate(self, year: int) -> Fraction:
        """The year's crediting rate."""
        row = (
            library.ruleset()
            .parameters["resident_account_rate"]
            .row(place=self.place, on=dt.date(year, 12, 31))
        )
        return Fraction(row.value)

    def enter(
        self, person: int, birth: dt.date, community: str, *, employed: set[int], double: bool
    ) -> None:
        """Somebody's whole history in the scheme."""
        sixteen, sixty = birth.year + 16, birth.year + 60
        first = max(FIRST_YEAR, sixteen, FIRST_YEAR + self.draw("joined", person, 6))
        if first >= self.as_of.year:
            first = max(sixteen, self.as_of.year - 1)
        number = self.rows.next("participation")
        joined = dt.date(first, 3 + self.draw("month", person, 8), 1 + self.draw("day", person, 27))
        joined = min(max(joined, birth.replace(year=sixteen, day=min(birth.day, 28))), self.as_of)
        near_sixty = sixty <= self.as_of.year + 2
        entered = joined.replace(year=OLD_YEARS[0]) if near_sixty else joined
        if near_sixty:
            joined = joined.replace(year=FIRST_YEAR)
        self.rows.participations.append(
            (number, person, community[:6], community, entered, "", "", BY, self.recorded_at)
        )
        in_need = self.draw("need", person, 40) == 0
        chosen, held = 0, {"own": 0, "government": 0, "collective": 0}
        level = self.draw("level", person, 100)
        if birth.year < 1975 and self.draw("old rural", person, 5) == 0:
            self._credit(
                person,
                first,
                "own",
                "converted",
                20_000 + 100 * self.draw("converted", person, 900),
                joined,
                held,
            )
        if near_sixty:
            for year in OLD_YEARS:
                if year not in employed:
                    self._old_year(person, number, year, held)
        for year in range(joined.year, self.as_of.year + 1):
            tiers = self.tiers(year)
            tier = tiers[min(len(tiers) - 1, (level * level * len(tiers)) // 10_000)]
            if tier != chosen:
                self.rows.choices.append((number, year, tier, "", BY, self.recorded_at))
                chosen = tier
            # What came in the year of joining bears no interest in it.
            opening = dict(held) if year > joined.year else {}
            if year < sixty and self._pays(person, year, employed=employed, double=double):
                self._year(person, number, year, tier, in_need, held)
            if year < self.as_of.year:
                self._interest(person, year, opening, held)
        for source, fen in held.items():
            self.rows.balances[source] += fen

    def pensioner(self, elder: Elder, *, drawn: dict[int, int]) -> None:
        """Somebody whom the old system pays: years paid before sixty, its interest, and what was drawn from the account."""
        number = self.rows.next("participation")
        joined = dt.date(elder.years[0] if elder.years else elder.starts // 12, 5, 10)
        self.rows.participations.append(
            (number, elder.person, elder.community[:6], elder.community, joined, "", "", BY, self.recorded_at)
        )  # fmt: skip
        self.rows.choices.append(
            (number, joined.year, OLD_TIER_FEN // 100, "", BY, self.recorded_at)
        )
        held = {"own": 0, "government": 0, "collective": 0}
        for year in elder.years:
            self._old_year(elder.person, number, year, held)
        interest = elder.own_fen - held["own"]
        if interest:
            day = dt.date(elder.years[-1] + 1, 1, 5)
            self._credit(elder.person, day.year, "own", "opening", interest, day, held)
        for (year, _), taken in zip(
            drawn.items(), by_source(drawn.values(), dict(held)), strict=True
        ):
            day = min(dt.date(year, 12, 31), self.as_of - dt.timedelta(days=1))
            for source, fen in taken.items():
                if fen:
                    self._credit(elder.person, year, source, "pension", -fen, day, held)
        for source, fen in held.items():
            self.rows.balances[source] += fen

    def _old_year(self, person: int, number: int, year: int, held: dict[str, int]) -> None:
        """A year before the law of tiers is told here, as the old system has it."""
        day, payment = dt.date(year, 6, 15), self.rows.next("payment")
        self._credit(person, year, "own", "payment", OLD_TIER_FEN, day, held, payment=payment)
        self._credit(
            person, year, "government", "subsidy", OLD_SUBSIDY_FEN, day, held, payment=payment
        )
        self.rows.payments.append(
            (payment, number, person, year, OLD_TIER_FEN // 100, OLD_TIER_FEN, False, "take_over", f"OLD-{payment}", day, BY,
             self.recorded_at)
        )  # fmt: skip

    def _pays(self, person: int, year: int, *, employed: set[int], double: bool) -> bool:
        if year == self.as_of.year:
            return double or (year not in employed and self.draw("pays now", person, 100) < 62)
        return year not in employed and self.draw(f"pays {year}", person, 100) < 93

    def _year(
        self, person: int, number: int, year: int, tier: int, in_need: bool, held: dict[str, int]
    ) -> None:
        """One year paid: by the person with its subsidy, or by the government for somebody in need; the village may add."""
        day = dt.date(
            year, 2 + self.draw(f"paid {year}", person, 8), 1 + self.draw("paid on", person, 27)
        )
        payment = self.rows.next("payment")
        if in_need:
            fen, channel = self.law("resident_help_payment", year), "government"
            listed = self._listed(number, year, "poor", fen, "民政部门困难人员名单")
            self._credit(
                person, year, "government", "help", fen, day, held, payment=payment, listed=listed
            )
        else:
            fen, channel = self.law("resident_year_due", year, tier), "take_over"
            self._credit(person, year, "own", "payment", fen, day, held, payment=payment)
            subsidy = self.law("resident_subsidy_credited", year, tier)
            later = min(dt.date(year, 12, 20), self.as_of - dt.timedelta(days=1))
            self._credit(
                person, year, "government", "subsidy", subsidy, later, held, payment=payment
            )
        self.rows.payments.append(
            (payment, number, person, year, fen // 100 if in_need else tier, fen, False, channel, f"OLD-{payment}", day, BY,
             self.recorded_at)
        )  # fmt: skip
        if person % 9 == 0 and self.draw(f"village {year}", person, 2):
            listed = self._listed(
                number, year, "collective", 10_000, f"村民会议决议〔{year}〕第{1 + person % 7}号"
            )
            self._credit(person, year, "collective", "collective", 10_000, day, held, listed=listed)

    def _listed(self, number: int, year: int, kind: str, fen: int, instrument: str) -> int:
        listed = self.rows.next("help")
        self.rows.help.append((listed, number, year, kind, fen, instrument, BY, self.recorded_at))
        return listed

    def _interest(
        self, person: int, year: int, opening: dict[str, int], held: dict[str, int]
    ) -> None:
        for source, fen in opening.items():
            earned = int(fen * self.rate(year) + Fraction(1, 2))
            if earned:
                self._credit(
                    person, year, source, "interest", earned, dt.date(year + 1, 1, 5), held
                )

    def _credit(
        self, person: int, year: int, source: str, kind: str, fen: int, day: dt.date, held: dict[str, int], *,
        payment: int | None = None, listed: int | None = None,
    ) -> None:  # fmt: skip
        self.rows.credits.append(
            (person, year, source, kind, fen, month_containing(day), day, payment, listed, f"{BY}:{ledger.FUND}", BY,
             self.recorded_at)
        )  # fmt: skip
        held[source] += fen

    def copy(self, *, least: int = 1) -> None:
        """What waits goes into its tables, once so many people wait."""
        if len(self.rows.participations) < least:
            return
        for table, rows in (
            ("resident_participation", self.rows.participations), ("resident_tier_choice", self.rows.choices),
            ("resident_named_help", self.rows.help), ("resident_payment", self.rows.payments),
            ("resident_credit", self.rows.credits),
        ):  # fmt: skip
            if rows:
                columns = zip(*rows, strict=True)
                data = {
                    name: pa.array(list(column))
                    for name, column in zip(_COLUMNS[table], columns, strict=True)
                }
                copy_rows(table=table, data=pa.table(data))
                rows.clear()

    def number_on(self) -> None:
        """Numbers given here are not given again. The owner's right, so on a connection of its own."""
        with connect(role="owner", autocommit=True) as owner, owner.cursor() as cursor:
            for table in ("resident_participation", "resident_payment", "resident_named_help"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(1, (SELECT max(id) FROM {table})))"
                )


def enter_residents(*, city: City) -> list[Login]:
    """Everybody of the scheme, the fund's books as taken over, and a few who pay on the city's day; as whom to sign in."""
    place, as_of = city.plan.place, city.as_of
    people = _people(place=place, as_of=as_of)
    draw = DrawnFor(city.draws, [person for person, *_ in people], stream="resident")
    scheme = Scheme(place=place, draw=draw, as_of=as_of, recorded_at=city.recorded_at)
    jobs = _employed_years()
    for person, birth, community, dead, employed, took_a_job in people:
        double = took_a_job and not dead and scheme.draw("double", person, 3) == 0
        if dead:
            # Whoever died lately had not paid the year of the death; the heirs may claim what is left.
            jobs.setdefault(person, set()).add(as_of.year)
        if double or dead or (not employed and scheme.draw("in", person, 100) < 72):
            scheme.enter(person, birth, community, employed=jobs.get(person, set()), double=double)
            scheme.copy(least=PART)
    awards = Awards(place=place, as_of=as_of, recorded_at=city.recorded_at)
    old = elders(place=place, draws=city.draws, as_of=as_of)
    for elder in old:
        scheme.pensioner(elder, drawn=awards.award(elder))
        scheme.copy(least=PART)
    scheme.copy()
    scheme.number_on()
    awards.copy(eve=as_of)
    balances = scheme.rows.balances
    total = sum(balances.values())
    money = total * 11 // 10 + awards.monthly_fen * MONTHS_OF_MONEY
    ledger.accounts_taken_over(
        cash_fen={"1003": money, "1004": total // 10 + 1_000_000}, accounts_fen=balances,
        opened_on=as_of - dt.timedelta(days=1), month=month_containing(as_of) - 1, by=BY,
    )  # fmt: skip
    return _shown(pay_some(as_of=as_of)) + shown_pensioner(old)


def _shown(ordered: list[int]) -> list[Login]:
    """Somebody to sign in as: who ordered this year's payment on the city's day and has the most years."""
    years = {one: len(resident.years_paid(person_id=one)) for one in ordered}
    if not years:
        return []
    who = registry.person(person_id=max(years, key=lambda one: (years[one], -one)))
    return [Login("resident", "insured_person", who.name, person_id=who.pk)]


def _people(*, place: str, as_of: dt.date) -> list[tuple[int, dt.date, str, bool, bool, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _PEOPLE,
            {
                "day": as_of, "lately": as_of - dt.timedelta(days=150),
                "spring": dt.date(as_of.year, 2, 1), "area": resident.area(place) + "%",
                "oldest": dt.date(as_of.year - 60, 1, 1), "youngest": dt.date(as_of.year - 17, 12, 31),
            },
        )  # fmt: skip
        return cursor.fetchall()


def _employed_years() -> dict[int, set[int]]:
    """The years in which each person was in the employee pension for a month at least."""
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT s.person_id, y FROM enrolment_spell s, generate_series(%s, 2025) y
               WHERE s.insurance = 1 AND s.status = 'active' AND s.span && daterange(make_date(y, 1, 1), make_date(y + 1, 1, 1))
               UNION SELECT person_id, year FROM contributions_year WHERE year >= %s AND paid_months > 0""",
            [FIRST_YEAR, FIRST_YEAR],
        )
        for person, year in cursor.fetchall():
            found.setdefault(person, set()).add(year)
    return found
