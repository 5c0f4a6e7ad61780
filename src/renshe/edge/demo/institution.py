"""Public bodies of the demonstration city: established staff, their years since the reform, and who retired in the transition.

The people are of the city's and in no other scheme; staff on labour contracts stay employees of the same bodies. Pensions are the
law's, determined for the month of retirement, without the yearly rises since; all amounts of wages are invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection

from renshe.domains.institution_staff import api as staff
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.edge.demo.accounts import Login
from renshe.edge.demo.city import City
from renshe.flows import institution_to_ledger as ledger
from renshe.flows.institution_undo import undo_asked
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library

BY = "take_over"
BODIES, FEWEST, MOST, ASKED = 2, 18, 120, 6
"""Bodies with established staff, how many people at least and at most, and how many are only asked onto a register."""
UNDO_WHY = "单位来函：该人员为合同制，登记时误选编制内（演示）"
_LEGAL = {"M60": 720, "F55": 660, "F50": 600}
_FIRST_RETIRED, _LAST_RETIRED = 2020 * 12, 2024 * 12 + 11
_POSTS = (
    ("civil_servant", "科员", "一级主任科员", 12_000), ("institution", "中学一级教师", "薪级25级", 11_000),
    ("institution", "主治医师", "薪级22级", 12_800), ("civil_servant", "副处长", "四级调研员", 15_200),
    ("institution", "高级工程师", "薪级36级", 13_600),
)  # fmt: skip
"""Kind, post, rank, and the index of the post in ten-thousandths."""
_BODIES = """SELECT id FROM registry_employer WHERE kind IN ('government', 'institution') AND closed_on IS NULL
ORDER BY kind, id LIMIT %s"""
_PEOPLE = """
SELECT p.id FROM registry_person p
WHERE p.died_on IS NULL AND p.id_kind = 'resident_id' AND p.birth_on BETWEEN %(oldest)s AND %(youngest)s
  AND NOT p.id = ANY(%(spared)s)
  AND NOT EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id)
  AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)
  AND NOT EXISTS (SELECT FROM contributions_year y WHERE y.person_id = p.id)
  AND NOT EXISTS (SELECT FROM resident_participation t WHERE t.person_id = p.id)
  AND NOT EXISTS (SELECT FROM expropriation_member m WHERE m.person_id = p.id)
  AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE p.id IN (a.merged_id, a.person_id))
ORDER BY hashint8extended(p.id, %(seed)s) LIMIT %(most)s"""


class Scheme:
    """The city's public bodies in the making; `accounts` is what the old system hands over in accounts (fen)."""

    def __init__(self, *, city: City) -> None:
        self.city, self.place, self.as_of = city, city.plan.place, city.as_of
        self.at = dt.datetime.combine(city.as_of, dt.time(9), ZoneInfo("Asia/Shanghai"))
        self.accounts = 0

    def hand(self, by: str = BY) -> staff.ByHand:
        """Somebody on the city's day."""
        return staff.ByHand(by=by, at=self.at, today=self.as_of, reference="旧系统")

    def draw(self, stream: str, person: int, bound: int) -> int:
        """A number below `bound` of a person, the same each time."""
        return int(self.city.draws.integers(f"institution {stream}", np.array([person]), bound)[0])

    def enter(self, person: registry.Person, body: int) -> str:
        """One person with the whole history; what became of it: working, retired, or left out."""
        birth = month_containing(person.birth_on)
        legal = birth + _LEGAL[person.retirement_category]
        if legal > month_containing(self.as_of):
            self._join(person, body)
            self._years(person, until=self.as_of.year, months=self.as_of.month - 2)
            self._account(person)
            return "working"
        if not _FIRST_RETIRED <= legal <= _LAST_RETIRED:
            return ""
        self._join(person, body)
        self._years(person, until=legal // 12, months=legal % 12 + 1)
        self._retired(person, legal)
        return "retired"

    def _post(self, person: registry.Person) -> tuple[str, str, str, int]:
        return _POSTS[self.draw("post", person.pk, len(_POSTS))]

    def wanted(self, person: registry.Person) -> staff.Wanted | None:
        """Somebody whom a body asks onto its register from last month on; None where the legal month is over."""
        month = month_containing(self.as_of)
        if month_containing(person.birth_on) + _LEGAL[person.retirement_category] <= month:
            return None
        kind, post, rank, index = self._post(person)
        hired = dt.date(min(person.birth_on.year + 22, self.as_of.year - 1), 7, 1)
        before = min(480, staff.REFORM - month_containing(hired))
        service = staff.Service(
            deemed_months=before, deemed_index=index, basic_wage_fen=180_000 + 100 * self.draw("basic wage", person.pk, 900),
            old_method_percent=9_000 if before >= 420 else 7_000, living_subsidy_fen=210_000, added_pay_fen=46_000,
            hardship_fen=0,
        )  # fmt: skip
        return staff.Wanted(
            person_id=person.pk, kind=kind, post=post, rank=rank, hired_on=hired, from_month=month - 1,
            service=service if before > 0 else None, basis="调任通知和干部人事档案（演示）",
        )  # fmt: skip

    def _wage(self, person: registry.Person, year: int) -> int:
        """The month's base of a year (fen)."""
        start = 480_000 + 100 * self.draw("wage", person.pk, 2_400)
        return start + (year - 2014) * 42_000

    def _join(self, person: registry.Person, body: int) -> None:
        kind, post, rank, index = self._post(person)
        hired = dt.date(min(person.birth_on.year + 22, self.as_of.year - 1), 7, 1)
        first = max(staff.REFORM, month_containing(hired))
        staff.join(
            person_id=person.pk,
            employer_id=body,
            from_month=first,
            hand=self.hand(),
            post=staff.Post(kind=kind, post=post, rank=rank, hired_on=hired),
        )
        before = staff.REFORM - month_containing(hired)
        if before <= 0:
            return
        percent = (
            9_000
            if before >= 420
            else 8_500
            if before >= 360
            else 8_000
            if before >= 240
            else 7_000
        )
        staff.recognise(
            person_id=person.pk,
            reviewed_by="take_over_review",
            hand=self.hand(),
            before=staff.Before(
                post=post,
                rank=rank,
                deemed_months=min(480, before),
                deemed_index=index,
                basic_wage_fen=180_000 + 100 * self.draw("basic wage", person.pk, 900),
                old_method_percent=percent,
                living_subsidy_fen=190_000 + 100 * self.draw("subsidy", person.pk, 500),
                added_pay_fen=46_000,
                hardship_fen=0,
                basis="干部人事档案和2014年9月工资审批表（演示）",
            ),
        )

    def _years(self, person: registry.Person, *, until: int, months: int) -> None:
        member = staff.last_member(person_id=person.pk)
        assert member is not None
        rows = []
        for year in range(member.from_month // 12, until + 1):
            first = member.from_month % 12 if year == member.from_month // 12 else 0
            counted = (months if year == until else 12) - first
            if counted > 0:
                rows.append(
                    staff.PastYear(
                        person_id=person.pk,
                        year=year,
                        months=counted,
                        base_sum_fen=self._wage(person, year) * counted,
                        source="take_over",
                        reference="旧系统",
                        recorded_by=BY,
                        recorded_at=self.at,
                    )
                )
        staff.PastYear.objects.bulk_create(rows)

    def _saved(self, person: registry.Person, *, until: int) -> int:
        """The account at the end of a year: eight percent of the bases, with the rates of the law that are known."""
        held = 0
        for year, (_months, bases) in staff.paid_years(person_id=person.pk, until=until).items():
            rate = 600 if year < 2020 else 450
            held += held * rate // 10_000 + bases * 8 // 100
        return held

    def _entry(self, person: int, month: Month, kind: str, fen: int) -> staff.AccountEntry:
        self.accounts += fen
        return staff.AccountEntry(
            person_id=person,
            year=month // 12,
            month=month,
            kind=kind,
            amount_fen=fen,
            cause=f"{BY}:{ledger.FUND}",
            recorded_by=BY,
            recorded_at=self.at,
        )

    def _account(self, person: registry.Person) -> None:
        """What the old system leaves: the balance of last year, and this year's months one by one."""
        last = self.as_of.year - 1
        rows = []
        opening = self._saved(person, until=last)
        if opening:
            rows.append(self._entry(person.pk, last * 12 + 11, "opening", opening))
        own = self._wage(person, self.as_of.year) * 8 // 100
        member = staff.last_member(person_id=person.pk)
        first = max(self.as_of.year * 12, member.from_month if member else 0)
        rows += [
            self._entry(person.pk, month, "payment", own)
            for month in range(first, month_containing(self.as_of) - 1)
        ]
        staff.AccountEntry.objects.bulk_create(rows)

    def _retired(self, person: registry.Person, month: Month) -> None:
        """The award as the law determined it then, and what is left in the account after the months drawn."""
        known = dt.date(month // 12 + 1, 12, 31)
        facts = staff.award_facts(
            person_id=person.pk,
            retirement_month=month,
            annuity_fen=0,
            known_on=self.as_of,
            explain=library.explain,
        ) | {"account_balance": self._saved(person, until=month // 12)}
        drawn = pension.determine(
            facts=facts,
            place=self.place,
            known_on=min(known, self.as_of),
            explain=library.explain,
            kind=ledger.KIND,
            starts_month=month + 1,
        )
        pension.Award.objects.create(
            person_id=person.pk,
            kind=ledger.KIND,
            state="final",
            starts_month=month + 1,
            place=self.place,
            total_fen=drawn.total_fen,
            facts=drawn.facts,
            receipt=drawn.receipt,
            decided_by=BY,
            decided_at=self.at,
            **drawn.amounts,
        )
        number = f"620000{person.pk * 7 % 1000:03d}{person.pk * 997 % 10_000_000_000:010d}"
        pension.change_payee_account(
            person_id=person.pk,
            bank_code="102",
            account_number=number,
            account_name=person.name,
            verified_on=self.as_of,
            valid_from=self.as_of,
        )
        staff.leave(person_id=person.pk, last_month=month, why="retired", hand=self.hand())
        drawn_months = month_containing(self.as_of) - month - 1
        left = facts["account_balance"] - drawn.amounts["account_fen"] * drawn_months
        if left > 0:
            staff.AccountEntry.objects.bulk_create([self._entry(person.pk, month, "opening", left)])


def staff_public_bodies(*, city: City, spared: Sequence[int]) -> list[Login]:
    """Two public bodies with staff and pensioners, the fund's books, one month declared and paid; as whom to sign in."""
    bodies, people = _chosen(city=city, spared=spared)
    if not bodies or not people:
        return []
    scheme, asked = Scheme(city=city), people[-ASKED:] if len(people) > 2 * ASKED else []
    became: dict[str, list[registry.Person]] = {"working": [], "retired": []}
    for turn, number in enumerate(people[: len(people) - len(asked)]):
        person = registry.person(person_id=number)
        found = scheme.enter(person, bodies[turn % len(bodies)])
        if found:
            became[found].append(person)
    ledger.taken_over(
        cash_fen={"1003": scheme.accounts * 3, "1004": scheme.accounts // 2 + 100_000_000},
        accounts_fen=scheme.accounts,
        opened_on=city.as_of - dt.timedelta(days=1),
        month=month_containing(city.as_of) - 1,
        by=BY,
    )
    for turn, body in enumerate(bodies):
        _declared(scheme, body, paid=turn == 0)
    _ask(scheme, bodies[0], asked)
    return _shown(scheme, bodies, became)


def _chosen(*, city: City, spared: Sequence[int]) -> tuple[list[int], list[int]]:
    most = min(MOST, max(FEWEST, city.people // 250))
    year = city.as_of.year
    with connection.cursor() as cursor:
        cursor.execute(_BODIES, [BODIES])
        bodies = [number for (number,) in cursor.fetchall()]
        values = {
            "oldest": dt.date(year - 65, 1, 1), "youngest": dt.date(year - 26, 12, 31), "spared": list(spared),
            "seed": city.draws.seed, "most": most,
        }  # fmt: skip
        cursor.execute(_PEOPLE, values)
        return bodies, [number for (number,) in cursor.fetchall()]


def _ask(scheme: Scheme, body: int, people: Sequence[int]) -> None:
    """People whom the body's clerk asks onto the register: one waits, of one the office has compared the file, and one stands
    and is asked to be taken back."""
    wanted = [scheme.wanted(registry.person(person_id=number)) for number in people]
    for turn, one in enumerate(one for one in wanted if one is not None):
        (made,) = staff.ask_for(
            employer_id=body, rows=[one], recognised=False, hand=scheme.hand("public_hr")
        )
        if turn % 3:
            staff.recognise_proposal(proposal_id=made.pk, hand=scheme.hand("counter"))
        if turn % 3 == 2:
            staff.review_proposal(proposal_id=made.pk, hand=scheme.hand("reviewer"))
            undo_asked(proposal_id=made.pk, why=UNDO_WHY, hand=scheme.hand("counter2"))


def _declared(scheme: Scheme, body: int, *, paid: bool) -> None:
    """Last month of a body as it sent it on the city's day; of the first one the money came the same day."""
    period = month_containing(scheme.as_of) - 1
    people = staff.members_in(employer_id=body, month=period)
    if not people:
        return
    rows = tuple(
        staff.DeclaredWage(
            person_id=one, wage_fen=scheme._wage(registry.person(person_id=one), scheme.as_of.year)
        )
        for one in people
    )
    try:
        file = ledger.month_declared(
            employer_id=body,
            period=period,
            read=staff.ReadMonth(rows=rows, errors=(), sha256=""),
            file_name="机关事业养老申报（旧系统）",
            hand=scheme.hand(),
        )
    except Refusal:
        # A place whose bounds of the base are not in the law yet declares nothing.
        return
    if paid:
        money = staff.Money(
            amount_fen=file.due_fen,
            received_on=scheme.as_of,
            external_ref=f"JG{scheme.as_of:%Y%m%d}{body}",
        )
        ledger.month_received(file_id=file.pk, money=money, hand=scheme.hand("take_over_cashier"))


def _shown(
    scheme: Scheme, bodies: list[int], became: dict[str, list[registry.Person]]
) -> list[Login]:
    """The clerk of the first body, who is nearest to retirement, and the first who retired."""
    unit = registry.employer(employer_id=bodies[0])
    logins = [
        Login("public_hr", "employer_clerk", f"{unit.name} 人事（演示）", employer_id=unit.pk)
    ]
    if became["working"]:
        who = min(
            became["working"],
            key=lambda one: (
                month_containing(one.birth_on) + _LEGAL[one.retirement_category],
                one.pk,
            ),
        )
        logins.append(Login("official", "insured_person", who.name, person_id=who.pk))
    if became["retired"]:
        who = became["retired"][0]
        logins.append(Login("official_retired", "insured_person", who.name, person_id=who.pk))
    return logins
