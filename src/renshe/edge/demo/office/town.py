"""Whom the office serves: people and employers of the city by what they could ask for, in an order drawn from the seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection

from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.edge.demo.draws import Draws
from renshe.kernel.yaml_files import read_yaml

MOST = 400
"""How many of a pool are read: more than any city asks for."""

_AREA = {"3101": ("021", 7), "4404": ("0756", 6)}
"""Area code and how many digits follow the first one of a local number, by city."""
_LIVING = "p.died_on IS NULL AND p.id_kind = 'resident_id'"
_INSURED = """EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1 AND s.status <> 'cancelled'
                        AND s.span @> %(month)s::date)"""
_AT_WORK = """EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1 AND s.status = 'active'
                        AND s.employer_id IS NOT NULL AND s.span @> %(month)s::date)"""
_AWARDED = "EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)"
# What each pool holds; every query is a condition on people `p` or employers `e`.
_PEOPLE = {
    "employee": _AT_WORK,
    "young_employee": f"{_AT_WORK} AND p.birth_on BETWEEN '1975-01-01' AND '1995-12-31'",
    "uninsured": f"NOT {_INSURED} AND NOT {_AWARDED} AND p.birth_on BETWEEN '1972-01-01' AND '2004-12-31'",
    "pensioner": """EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id AND w.state = 'final'
                    AND w.kind = 'old_age')
                    AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id AND w.kind = 'resident')
                    AND EXISTS (SELECT FROM pension_payee_account b WHERE b.person_id = p.id AND b.valid_to IS NULL)
                    AND NOT EXISTS (SELECT FROM pension_hold h WHERE h.person_id = p.id)""",
    "old_enough": f"""NOT {_AWARDED} AND {_INSURED} AND (
                    (p.retirement_category = 'M60' AND p.birth_on BETWEEN '1965-06-01' AND '1965-09-30')
                 OR (p.retirement_category = 'F55' AND p.birth_on BETWEEN '1970-06-01' AND '1970-09-30')
                 OR (p.retirement_category = 'F50' AND p.birth_on BETWEEN '1975-03-01' AND '1975-07-31'))""",
    "unpaid_resident": """EXISTS (SELECT FROM resident_participation t WHERE t.person_id = p.id AND t.ended_on IS NULL)
                    AND p.birth_on > '1970-12-31' AND NOT EXISTS (SELECT FROM resident_payment y WHERE y.person_id = p.id
                    AND y.year = EXTRACT(year FROM %(day)s::date))""",
    "resident_at_sixty": f"""NOT {_AWARDED} AND NOT {_INSURED}
                    AND p.birth_on BETWEEN %(day)s::date - interval '61 years' AND %(day)s::date - interval '59 years 10 months'
                    AND EXISTS (SELECT FROM resident_participation t WHERE t.person_id = p.id AND t.ended_on IS NULL)
                    AND (SELECT count(DISTINCT y.year) FROM resident_payment y WHERE y.person_id = p.id) >= 15""",
    "two_pensions": """EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id AND w.kind = 'resident' AND w.state = 'final')
                    AND EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id AND w.kind = 'old_age'
                    AND w.state = 'final')""",
    "double_resident": """EXISTS (SELECT FROM resident_payment y WHERE y.person_id = p.id AND y.channel <> 'government'
                    AND y.year = EXTRACT(year FROM %(day)s::date)) AND EXISTS (SELECT FROM enrolment_spell s
                    WHERE s.person_id = p.id AND s.insurance = 1 AND s.status = 'active'
                    AND s.span && daterange(date_trunc('year', %(day)s::date)::date, %(day)s::date))""",
    "in_no_scheme": f"""NOT {_INSURED} AND NOT {_AWARDED} AND p.birth_on BETWEEN '1970-01-01' AND '2004-12-31'
                    AND left(p.household_place, 4) = left(p.residence_place, 4)
                    AND NOT EXISTS (SELECT FROM resident_participation t WHERE t.person_id = p.id)""",
    "short_of_years": f"""NOT {_AWARDED} AND NOT {_INSURED} AND p.birth_on < %(day)s::date - (CASE p.retirement_category
                    WHEN 'M60' THEN 61 WHEN 'F55' THEN 56 ELSE 51 END || ' years')::interval
                    AND left(p.household_place, 4) = left(p.residence_place, 4) AND (SELECT sum(bit_count(y.paid_months::bit(12)))
                    FROM contributions_year y WHERE y.person_id = p.id) BETWEEN 12 AND 150""",
    "listed_member": """EXISTS (SELECT FROM expropriation_member m JOIN expropriation_project j ON j.id = m.project_id
                    AND j.state IN ('listed', 'public') WHERE m.person_id = p.id AND m.removed_on IS NULL
                    AND m."group" = 'working')""",
    "cared_retiree": "EXISTS (SELECT FROM retirees_care c WHERE c.person_id = p.id AND c.until_on IS NULL)",
    "town_insured": """EXISTS (SELECT FROM expropriation_town_record t WHERE t.person_id = p.id AND t.state = 'kept'
                    AND t.months < 180)""",
    "town_old": """EXISTS (SELECT FROM expropriation_town_record t WHERE t.person_id = p.id AND t.state = 'kept'
                    AND t.months >= 180 AND t.months_paid >= 60)
                    AND p.birth_on < %(month)s::date - (CASE p.sex WHEN 'M' THEN 60 ELSE 55 END || ' years')::interval""",
    "land_old": """EXISTS (SELECT FROM expropriation_member m JOIN expropriation_project j ON j.id = m.project_id
                    AND j.state = 'settled' LEFT JOIN expropriation_allowance a ON a.member_id = m.id
                    WHERE m.person_id = p.id AND m.removed_on IS NULL AND m."group" = 'old' AND a.id IS NULL)""",
    "from_elsewhere": f"""{_AT_WORK} AND NOT {_AWARDED} AND p.birth_on BETWEEN '1978-01-01' AND '1995-12-31'
                    AND p.sex = 'M' AND NOT EXISTS (SELECT FROM transfers_transfer t WHERE t.person_id = p.id)""",
    "asked_for": """EXISTS (SELECT FROM transfers_transfer t WHERE t.person_id = p.id AND t.state = 'letter_received')""",
    "public_staff": """EXISTS (SELECT FROM institution_staff_member m WHERE m.person_id = p.id AND m.last_month IS NULL)""",
    "child": "p.birth_on BETWEEN '2012-01-01' AND '2022-12-31'",
}
_EMPLOYERS = {
    "owing": """EXISTS (SELECT FROM contributions_bill b WHERE b.employer_id = e.id AND b.due_on < %(day)s
                           AND b.state IN ('assessed', 'sent', 'part_received'))""",
    "employer": """EXISTS (SELECT FROM enrolment_spell s WHERE s.employer_id = e.id AND s.status = 'active'
                            AND s.span @> %(month)s::date)""",
    "without_annuity": """e.kind = 'enterprise' AND NOT EXISTS (SELECT FROM annuity_plan p WHERE p.employer_id = e.id)
                           AND EXISTS (SELECT FROM enrolment_spell s WHERE s.employer_id = e.id AND s.status = 'active'
                            AND s.span @> %(month)s::date)""",
}


@dataclass
class Town:
    """The city on the office's last day. `spared` are people whom the demonstration shows by themselves."""

    place: str
    draws: Draws
    today: dt.date
    opened_on: dt.date
    spared: frozenset[int] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)
    _pools: dict[str, Iterator[int]] = field(default_factory=dict)

    def draw(self, stream: str, bound: int) -> int:
        """The next number below `bound` of a stream; the same city draws the same ones."""
        number = self.counts[stream] = self.counts.get(stream, -1) + 1
        return int(self.draws.integers(f"office {stream}", np.array([number]), bound)[0])

    def turn(self, stream: str, bound: int) -> int:
        """Numbers below `bound` one after the other, round and round."""
        number = self.counts[stream] = self.counts.get(stream, -1) + 1
        return number % bound

    def one_of(self, stream: str, things: Any) -> Any:
        """One of several things, drawn."""
        return things[self.draw(stream, len(things))]

    def person(self, pool: str) -> registry.Person | None:
        """Somebody of a pool who was not served yet, or None where nobody is left."""
        number = next(self._pool(pool), None)
        return None if number is None else registry.person(person_id=number)

    def employer(self, pool: str) -> registry.Employer | None:
        """An employer of a pool that was not served yet, or None."""
        number = next(self._pool(pool), None)
        return None if number is None else registry.employer(employer_id=number)

    def dead(self) -> registry.Person | None:
        """Somebody who died this year and whose death is known."""
        return self.person("dead")

    def _pool(self, name: str) -> Iterator[int]:
        if name not in self._pools:
            self._pools[name] = iter(self._read(name))
        return self._pools[name]

    def _read(self, name: str) -> list[int]:
        if name in _EMPLOYERS:
            sql = f"SELECT e.id FROM registry_employer e WHERE e.closed_on IS NULL AND {_EMPLOYERS[name]}"
        elif name == "dead":
            sql = """SELECT p.id FROM registry_person p WHERE p.died_on BETWEEN %(day)s::date - 200 AND %(day)s
                        AND p.death_known_on IS NOT NULL"""
        elif name == "dead_resident":
            sql = """SELECT p.id FROM registry_person p WHERE p.died_on BETWEEN %(day)s::date - 200 AND %(day)s
                        AND EXISTS (SELECT FROM resident_participation t WHERE t.person_id = p.id AND t.ended_on IS NULL)"""
        else:
            sql = f"SELECT p.id FROM registry_person p WHERE {_LIVING} AND {_PEOPLE[name]}"
        key = "e.id" if name in _EMPLOYERS else "p.id"
        sql += f" ORDER BY hashint8extended({key}, %(seed)s) LIMIT {MOST}"
        stream = sum(name.encode()) + self.draws.seed
        with connection.cursor() as cursor:
            values = {"month": self.today.replace(day=1), "day": self.today, "seed": stream}
            cursor.execute(sql, values)
            return [
                number
                for (number,) in cursor.fetchall()
                if number not in self.spared or name in _EMPLOYERS
            ]

    @cached_property
    def texts(self) -> dict[str, Any]:
        """What people and the office say (`texts.yaml`)."""
        file = Path(__file__).with_name("texts.yaml")
        told: dict[str, Any] = read_yaml(file.read_text(encoding="utf-8"))
        return told

    def said(self, kind: str) -> dict[str, str]:
        """The next text of a kind; they come round again."""
        texts = self.texts[kind]
        told: dict[str, str] = texts[self.turn(kind, len(texts))]
        return told

    def phone(self, stream: str = "phone") -> str:
        """A number of the city that nobody can dial: in China no local number begins with 1."""
        area, digits = _AREA[self.place[:4]]
        return f"{area}-1{self.draw(stream, 10**digits):0{digits}d}"

    def account_of(self, person: registry.Person) -> identity.Account:
        """The person's own account, opened on first use; nobody signs in to it by password."""
        known = identity.Account.objects.filter(person_id=person.pk).first()
        if known is not None:
            return known
        account = identity.open_account(
            username=f"p{person.pk:07d}",
            display_name=person.name,
            password=None,
            person_id=person.pk,
        )
        identity.grant_role(
            account=account, role=identity.RoleCode.INSURED_PERSON, place=person.residence_place[:6],
            valid_from=self.opened_on,
        )  # fmt: skip
        return account
