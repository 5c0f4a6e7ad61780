"""Invalidity allowances that are drawn when the city begins: one for each thing that can happen to one.

People without a job and with a record; each is determined by the law of a month of this year, from his own career. Whom the
law refuses is passed over: what is not known of an invented person is not invented for him.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows.determination_sheet import file_sheet
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library

KIND = "invalidity"
BY, REVIEWER = "determiner", "reviewer"
MOST_TRIED = 2_000
# Not insured now, drawing nothing, alive, of an age to which the notice speaks, with years of contributions.
_PEOPLE = """
SELECT p.id, p.name, coalesce(p.birth_on_file, p.birth_on), p.retirement_category,
       (SELECT coalesce(sum(bit_count(y.paid_months::bit(12))), 0)::int FROM contributions_year y WHERE y.person_id = p.id)
  FROM registry_person p
 WHERE p.died_on IS NULL AND p.birth_on BETWEEN %(first)s AND %(last)s AND p.id_kind = 'resident_id'
   AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)
   AND NOT EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1 AND upper_inf(s.span))
   AND NOT EXISTS (SELECT FROM pension_hold h WHERE h.person_id = p.id)
   AND NOT EXISTS (SELECT FROM identity_account i WHERE i.person_id = p.id)
   AND NOT (p.id = ANY(%(spared)s::bigint[]))
 ORDER BY hashint8extended(p.id, %(seed)s) LIMIT %(tried)s
"""


@dataclass(frozen=True)
class Wanted:
    """Somebody with so many months left to his legal month on the city's day (`left`) and paid (`paid`), who claimed so many
    months ago; `ends_ago` of an allowance that ended so many months ago, `worse_ago` of one that a re-examination of that
    month no longer supports."""

    left: range
    claimed_ago: int
    paid: range = range(200, 600)
    ends_ago: int | None = None
    worse_ago: int | None = None


WANTED = (
    Wanted(left=range(52, 61), claimed_ago=9),
    Wanted(left=range(52, 61), claimed_ago=9),
    Wanted(left=range(90, 240), claimed_ago=5),
    Wanted(left=range(90, 240), claimed_ago=7, worse_ago=1),
    Wanted(left=range(90, 240), claimed_ago=9, ends_ago=2, paid=range(60, 170)),
    Wanted(left=range(6, 48), claimed_ago=4),
    Wanted(left=range(-7, 1), claimed_ago=9),
)
"""One for each thing that can happen: five years are left, nothing happens, found otherwise, the months are over, at the age."""


@dataclass(frozen=True)
class Candidate:
    """Somebody without a job: how many months are left to his legal month, and how many he paid."""

    person_id: int
    name: str
    left: int
    paid: int


def grant_allowances(*, place: str, as_of: dt.date, seed: int, spared: list[int]) -> int:
    """The city's allowances; returns how many."""
    people = list(_candidates(place=place, as_of=as_of, seed=seed, spared=spared))
    granted: set[int] = set()
    for number, one in enumerate(WANTED):
        fitting = (
            person for person in people
            if person.left in one.left and person.paid in one.paid and person.person_id not in granted
        )  # fmt: skip
        done = next((who for who in fitting if _granted(one, who, number=number, place=place, as_of=as_of)), None)  # fmt: skip
        if done is not None:
            granted.add(done.person_id)
    return len(granted)


def _granted(one: Wanted, who: Candidate, *, number: int, place: str, as_of: dt.date) -> bool:
    """Grant it, unless the law refuses him."""
    try:
        with transaction.atomic():
            award = _award(one, who.person_id, place=place, as_of=as_of)
            _account(who.person_id, who.name, since=first_day(award.starts_month))
            _findings(one, who.person_id, number=number, as_of=as_of)
    except Refusal:
        return False
    return True


def _candidates(*, place: str, as_of: dt.date, seed: int, spared: list[int]) -> Iterator[Candidate]:
    year = as_of.year
    values: dict[str, Any] = {
        "first": as_of.replace(year=year - 63), "last": as_of.replace(year=year - 38), "spared": spared, "seed": seed,
        "tried": MOST_TRIED,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, values)
        rows = cursor.fetchall()
    for person, name, born, category, paid in rows:
        facts = {"birth_month": month_containing(born), "retirement_category": category}
        try:
            legal = library.explain("legal_retirement_month", facts, place=place, on=as_of).value
        except Refusal:
            continue
        yield Candidate(person, name, int(legal) - month_containing(as_of), int(paid))


def _award(one: Wanted, person: int, *, place: str, as_of: dt.date) -> pension.Award:
    month: Month = month_containing(as_of) - one.claimed_ago
    day = first_day(month).replace(day=12)
    at = dt.datetime.combine(day, dt.time(2), dt.UTC)
    pension.Recognition.objects.get_or_create(
        person_id=person, fact="local_addition", known_on=day,
        defaults={"value": 0, "basis": "演示：没有地方加发", "recognised_by": "department"},
    )  # fmt: skip
    facts = pension.award_facts(
        person_id=person, place=place, retirement_month=month, known_on=day, explain=library.explain
    ) | {"assessment_month": month}  # fmt: skip
    ends = month_containing(as_of) - one.ends_ago if one.ends_ago is not None else None
    award = pension.grant_benefit(
        kind=KIND, person_id=person, place=place, facts=facts, starts_month=month + 1, ends_month=ends,
        signed=pension.Signatures(BY, REVIEWER, at, day), explain=library.explain,
    ).award  # fmt: skip
    file_sheet(award=award, by=retirement_file.By(name=BY, at=at, today=day))
    return award


def _account(person: int, name: str, *, since: dt.date) -> None:
    """An account in his own name; no bank's cards begin with 620000."""
    pension.change_payee_account(
        person_id=person, bank_code="102", account_number=f"620000{person * 991 % 10**13:013d}", account_name=name,
        verified_on=since, valid_from=since,
    )  # fmt: skip


def _findings(one: Wanted, person: int, *, number: int, as_of: dt.date) -> None:
    """The committee's finding before the claim, and a later one that no longer supports it."""
    told = [("complete", one.claimed_ago + 1)]
    if one.worse_ago is not None:
        told.append(("most", one.worse_ago))
    for level, ago in told:
        day = first_day(month_containing(as_of) - ago).replace(day=20)
        at = dt.datetime.combine(day, dt.time(2), dt.UTC)
        paper = documents.store(
            name=f"鉴定结论书{number}-{level}.pdf", media_type="application/pdf",
            content=f"%PDF-1.4\n% 演示 {person} {level}\n".encode(), direction="in", at=at,
        )  # fmt: skip
        retirement_file.record_appraisal(
            person_id=person, by=retirement_file.By(name=BY, at=at, today=day),
            appraised=retirement_file.Appraised(
                level=level, cause="illness", issuer="劳动能力鉴定委员会（演示）", number=f"演鉴{day.year}-{number}{level[0]}",
                decided_on=day, file_id=paper.pk,
            ),
        )  # fmt: skip
