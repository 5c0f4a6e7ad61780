"""Residents whom an old system pays when the city begins: years paid before sixty, an account drawn on since, an award, a bank
account and a proof. Basic parts are the law's of the city's day, account parts the law's of the account at sixty; the tier
of the years before 2018 is invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
from django.db import connection

from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.edge.demo.accounts import Login
from renshe.edge.demo.draws import DrawnFor, Draws
from renshe.foundation.bulk import copy_rows
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.laws import library

BY = "take_over"
OLD_TIER_FEN, OLD_SUBSIDY_FEN = 50_000, 3_000
"""What a year before 2018 came to: 500 yuan a year and the least subsidy that there was."""
OLDEST, OF_HUNDRED = 88, 80
_ELDERS = """
SELECT p.id, p.birth_on, p.residence_place FROM registry_person p
WHERE p.died_on IS NULL AND p.id_kind = 'resident_id' AND p.household_place LIKE %(area)s
  AND p.birth_on BETWEEN %(oldest)s AND %(youngest)s
  AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)
  AND NOT EXISTS (SELECT FROM contributions_year y WHERE y.person_id = p.id)
  AND NOT EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1)
  AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id)
ORDER BY p.id"""
# A few who draw an employee's pension as well, found by nobody yet: of those who came to sixty lately, by the seed.
_DOUBLE = """
SELECT p.id, p.birth_on, p.residence_place FROM registry_person p JOIN pension_award w ON w.person_id = p.id
WHERE p.died_on IS NULL AND p.id_kind = 'resident_id' AND p.household_place LIKE %(area)s AND w.kind = 'old_age'
  AND w.state = 'final' AND p.birth_on BETWEEN %(oldest)s AND %(youngest)s
  AND NOT EXISTS (SELECT FROM pension_hold h WHERE h.person_id = p.id)
  AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id OR a.person_id = p.id)
ORDER BY hashint8extended(p.id, 77) LIMIT (SELECT greatest(4, count(*) / 400) FROM pension_award)"""
_ACCOUNTS = """
INSERT INTO pension_payee_account (person_id, bank_code, account_number, account_name, verified_on, valid_from)
SELECT p.id, CASE p.id % 2 WHEN 0 THEN '103' ELSE '403' END,
       '620000' || lpad((p.id * 11 % 1000)::text, 3, '0') || lpad((p.id * 991 % 10000000000)::text, 10, '0'), p.name,
       make_date(w.starts_month / 12, w.starts_month % 12 + 1, 1), make_date(w.starts_month / 12, w.starts_month % 12 + 1, 1)
  FROM pension_award w JOIN registry_person p ON p.id = w.person_id
 WHERE w.kind = 'resident' AND NOT EXISTS (SELECT FROM pension_payee_account x WHERE x.person_id = p.id) ORDER BY p.id
"""
_PROOFS = """
INSERT INTO certification_proof (person_id, proved_on, source, evidence, reference, recorded_by, recorded_at)
SELECT w.person_id, %(eve)s::date - 1 - (w.person_id * 37 %% 300)::int, 'home_visit', '社区上门核实（旧系统）', '', 'take_over',
       %(at)s
  FROM pension_award w WHERE w.kind = 'resident'
   AND NOT EXISTS (SELECT FROM certification_proof c WHERE c.person_id = w.person_id) ORDER BY 1
"""


@dataclass(frozen=True)
class Elder:
    """Somebody past sixty: since when the pension runs, the years paid before, the account then,
    and whether an employee's pension is drawn as well."""

    person: int
    birth: dt.date
    community: str
    starts: Month
    years: tuple[int, ...]
    own_fen: int
    government_fen: int
    twice: bool


def elders(*, place: str, draws: Draws, as_of: dt.date) -> list[Elder]:
    """Who of the old is in the scheme: of every hundred with no other pension and no work on record, eighty; and a few of the
    employees' pensioners, who are one pension too many."""
    began = int(library.explain("resident_scheme_began", {}, place=place, on=as_of).value)
    with connection.cursor() as cursor:
        cursor.execute(
            _ELDERS,
            {
                "area": resident.area(place) + "%", "oldest": dt.date(as_of.year - OLDEST, 1, 1),
                "youngest": dt.date(as_of.year - 61, 12, 31),
            },
        )  # fmt: skip
        rows = cursor.fetchall()
        cursor.execute(
            _DOUBLE,
            {
                "area": resident.area(place) + "%", "oldest": dt.date(as_of.year - 68, 1, 1),
                "youngest": dt.date(as_of.year - 61, 12, 31),
            },
        )  # fmt: skip
        twice = cursor.fetchall()
    draw = DrawnFor(draws, [person for person, *_ in (*rows, *twice)], stream="resident")
    return [
        _elder(person, birth, community, began=began, draw=draw, twice=False)
        for person, birth, community in rows
        if draw("pensioner", person, 100) < OF_HUNDRED
    ] + [_elder(*row, began=began, draw=draw, twice=True) for row in twice]


def _elder(
    person: int, birth: dt.date, community: str, *, began: Month, draw: DrawnFor, twice: bool
) -> Elder:
    """Whoever was sixty when the scheme began paid nothing; the others each year they could, up to fifteen or one more."""
    sixty = month_containing(birth) + 720
    could = max(0, (sixty - began) // 12)
    count = min(could, 15 + draw("more years", person, 2))
    last = sixty // 12 - 1
    interest = 100 + draw("old interest", person, 60)
    own = count * OLD_TIER_FEN * (1000 + interest) // 1000
    return Elder(
        person=person, birth=birth, community=community, starts=max(sixty, began) + 1,
        years=tuple(range(last - count + 1, last + 1)), own_fen=own, government_fen=count * OLD_SUBSIDY_FEN, twice=twice,
    )  # fmt: skip


class Awards:
    """The awards of one city in the making."""

    def __init__(self, *, place: str, as_of: dt.date, recorded_at: str) -> None:
        self.place, self.as_of, self.recorded_at = place, as_of, recorded_at
        self.rows: list[dict[str, Any]] = []
        self.month = month_containing(as_of)

    @cache  # noqa: B019 - one city, which ends with the load
    def law(self, target: str, **facts: Any) -> int:
        """What the law of the city's day says (fen)."""
        return int(library.explain(target, facts, place=self.place, on=self.as_of).value)

    def award(self, elder: Elder) -> dict[int, int]:
        """Write the award; returns what the old system drew from the account by year (fen)."""
        age = resident_age(elder.birth, first_day(elder.starts))
        held = elder.own_fen + elder.government_fen
        years = len(elder.years)
        basic = self.law(
            "resident_basic_pension", resident_years=years, resident_age=resident_age(elder.birth, self.as_of)
        )  # fmt: skip
        account = self.law(
            "resident_account_pension", resident_account_balance=held, resident_age_at_claim=age
        )
        facts = (
            f'{{"taken_over": true, "birth_month": {month_containing(elder.birth)}, "assessment_month": {elder.starts}, '
            f'"resident_years": {years}, "resident_account_balance": {held}, "resident_age": {age}, '
            f'"resident_age_at_claim": {age}}}'
        )
        self.rows.append(
            {
                "person_id": elder.person, "kind": "resident", "state": "final", "starts_month": elder.starts,
                "place": self.place, "basic_fen": basic, "account_fen": account, "transitional_fen": 0, "other_fen": 0,
                "total_fen": basic + account, "facts": facts, "receipt": '{"taken_over": true}', "decided_by": BY,
                "decided_at": self.recorded_at,
            }
        )  # fmt: skip
        return _drawn_before(account, held, first=elder.starts, before=self.month)

    @property
    def monthly_fen(self) -> int:
        """What one month of them all comes to."""
        return sum(row["total_fen"] for row in self.rows)

    def copy(self, *, eve: dt.date) -> None:
        """Awards, bank accounts, proofs."""
        if not self.rows:
            return
        copy_rows(table="pension_award", data=pa.Table.from_pylist(self.rows))
        with connection.cursor() as cursor:
            cursor.execute(_ACCOUNTS)
            cursor.execute(_PROOFS, {"eve": eve, "at": self.recorded_at})


def _drawn_before(account: int, held: int, *, first: Month, before: Month) -> dict[int, int]:
    """What was drawn by year until the account was used up."""
    found: dict[int, int] = {}
    left = held
    for month in range(first, before):
        part = min(account, left)
        if not part:
            break
        found[month // 12] = found.get(month // 12, 0) + part
        left -= part
    return found


def resident_age(birth: dt.date, on: dt.date) -> int:
    """The age in whole years on a day."""
    return resident.whole_years(birth_on=birth, on=on)


def by_source(drawn: Iterable[int], held: dict[str, int]) -> list[dict[str, int]]:
    """What each drawing takes from each source, own money first."""
    taken = []
    for fen in drawn:
        left = resident.after_drawing(held, drawn_fen=fen)
        taken.append({source: held[source] - left[source] for source in held})
        held = left
    return taken


def shown_pensioner(old: list[Elder]) -> list[Login]:
    """Somebody to sign in as who draws the pension and still has money in the account: whoever began last and draws no other."""
    alone = [one for one in old if not one.twice]
    if not alone:
        return []
    who = registry.person(person_id=max(alone, key=lambda one: (one.starts, -one.person)).person)
    return [Login("resident_pensioner", "insured_person", who.name, person_id=who.pk)]
