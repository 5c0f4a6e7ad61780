"""Allowances and town pensions that an old system pays when the city begins: awards, accounts, proofs, all set-based.

What they are paid now stands in the awards with the receipt of a take-over, as employees' pensions do; rises before the
city's day are in `other_fen`. People whom a hold stops are stopped here, too: one stop holds every benefit.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.db import connection

from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry import api as registry
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.expropriation_plans import TOWN_RISES
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.laws import library

_HELD = """EXISTS (SELECT FROM pension_hold h WHERE h.person_id = {person} AND h.cancelled_on IS NULL
            AND h.kind IN ('death', 'custody', 'overdue_certification', 'manual') AND h.to_month IS NULL)"""
_ALLOWANCES = f"""
INSERT INTO pension_award (person_id, kind, state, starts_month, place, basic_fen, account_fen, transitional_fen, other_fen,
                           total_fen, facts, receipt, decided_by, decided_at)
SELECT m.person_id, 'land_allowance', CASE WHEN {_HELD.format(person="m.person_id")} THEN 'suspended' ELSE 'final' END,
       a.starts_month, left(j.place, 6), a.amount_fen, 0, 0, a.elder_fen, a.amount_fen + a.elder_fen,
       a.facts || '{{"taken_over": true}}', '{{"taken_over": true}}', 'take_over', %(at)s
  FROM expropriation_allowance a JOIN expropriation_member m ON m.id = a.member_id
  JOIN expropriation_project j ON j.id = m.project_id
 WHERE a.ended_on IS NULL ORDER BY a.id
"""
_TOWN = f"""
INSERT INTO pension_award (person_id, kind, state, starts_month, place, basic_fen, account_fen, transitional_fen, other_fen,
                           total_fen, facts, receipt, decided_by, decided_at)
SELECT t.person, 'town', CASE WHEN {_HELD.format(person="t.person")} THEN 'suspended' ELSE 'final' END, t.starts, '310112',
       t.basic, 0, 0, t.risen, t.basic + t.risen, t.facts::jsonb || '{{"taken_over": true}}', '{{"taken_over": true}}',
       'take_over', %(at)s
  FROM unnest(%(person)s::bigint[], %(starts)s::int[], %(basic)s::bigint[], %(risen)s::bigint[], %(facts)s::text[])
    AS t (person, starts, basic, risen, facts) ORDER BY t.person
"""
# Nobody has two accounts: who draws another pension already is paid to the same one. No bank's cards begin with 620000.
_ACCOUNTS = """
INSERT INTO pension_payee_account (person_id, bank_code, account_number, account_name, verified_on, valid_from)
SELECT p.id, CASE p.id %% 3 WHEN 0 THEN '103' WHEN 1 THEN '102' ELSE '403' END,
       '620000' || lpad((p.id * 7 %% 1000)::text, 3, '0') || lpad((p.id * 997 %% 10000000000)::text, 10, '0'), p.name,
       w.since, w.since
  FROM (SELECT person_id, make_date(min(starts_month) / 12, min(starts_month) %% 12 + 1, 1) AS since FROM pension_award
         WHERE kind IN ('land_allowance', 'town') GROUP BY 1) w JOIN registry_person p ON p.id = w.person_id
 WHERE NOT EXISTS (SELECT FROM pension_payee_account x WHERE x.person_id = p.id) ORDER BY p.id
"""
_PROOFS = """
INSERT INTO certification_proof (person_id, proved_on, source, evidence, reference, recorded_by, recorded_at)
SELECT w.person_id, %(eve)s::date - 1 - (w.person_id * 31 %% 300)::int, 'counter', '窗口核对身份证（旧系统）', '',
       'take_over', %(at)s
  FROM (SELECT DISTINCT person_id FROM pension_award WHERE kind IN ('land_allowance', 'town')) w
 WHERE NOT EXISTS (SELECT FROM certification_proof c WHERE c.person_id = w.person_id) ORDER BY 1
"""
TOWN_AGES = {"M": 720, "F": 660}
"""Months of life from which the town pension is drawn: 沪府发〔2003〕65号; the generator's own, a test compares the law."""
_FIRST_START = 2015 * 12 + 7
"""No town pension of the city began before August 2015: earlier wages of the city are assumptions."""


def award_allowances(*, eve: dt.date, at: dt.datetime) -> None:
    """Whoever was granted the allowance draws it, paid to an account of his own."""
    _do(_ALLOWANCES, at=at)
    _do(_ACCOUNTS)
    _do(_PROOFS, eve=eve, at=at)


def award_town_pensions(*, draws: Draws, eve: dt.date, at: dt.datetime) -> int:
    """Town pensions of everybody whose record is drawn; returns how many."""
    rows = list(
        expropriation.TownInsuranceRecord.objects.filter(state="drawing")
        .select_related("person")
        .order_by("person_id")
    )
    made = [_town_pension(one, draws=draws, eve=eve) for one in rows]
    if made:
        columns = zip(*made, strict=True)
        names = ("person", "starts", "basic", "risen", "facts")
        _do(_TOWN, at=at, **dict(zip(names, map(list, columns), strict=True)))
    return len(made)


def old_enough_month(person: registry.Person) -> Month:
    """The month in which somebody reaches the age of the town pension."""
    return month_containing(person.birth_on) + TOWN_AGES[person.sex]


def _town_pension(
    record: expropriation.TownInsuranceRecord, *, draws: Draws, eve: dt.date
) -> tuple[int, Month, int, int, str]:
    """Person, first month, amount when granted, rises since, and the facts as text."""
    person = record.person
    late = int(draws.integers("town pension claimed", np.array([person.pk]), 6)[0])
    starts = min(max(old_enough_month(person) + 1 + late, _FIRST_START), month_containing(eve))
    facts = expropriation.town_award_facts(
        record=record, person=person, month=starts - 1, explain=library.explain
    )
    told = library.explain("town_pension", facts, place=record.place[:6], on=first_day(starts))
    risen = sum(yuan * 100 for year, yuan in TOWN_RISES.items() if year * 12 > starts)
    return person.pk, starts, int(told.value), risen, expropriation.facts_text(facts)


def _do(sql: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
