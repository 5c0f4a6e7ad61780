"""Premium help of the demonstration city: three programmes with lists, months claimed and paid, a return, and what is open.

Everything invented but the scale: one city once paid the medical insurance of 1,790 hard-pressed jobless out of the income of
its state assets; the demonstration has as many for its size, up to a few hundred. All of it goes through the office's own doors.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection

from renshe.domains.identity import api as identity
from renshe.domains.premium_help import api as premium_help
from renshe.domains.registry import api as registry
from renshe.edge.demo.accounts import Login
from renshe.edge.demo.office.powers import CIVIL_AFFAIRS
from renshe.flows import premium_help_to_ledger as ledger
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.laws import library

_ZONE = ZoneInfo("Asia/Shanghai")
HELPED, OF_CITY, FEWEST, MOST = 1_790, 1_450_000, 12, 200
"""So many were helped in a city of so many; the smallest demonstration still has a page to look at, and as each one comes
through the office's door, a large one has no more than a list that a person can read."""
MONTHS = 3
MEMBER = "civil"
"""A member of the civil-affairs bureau, who files its lists."""
CLERK, HEAD, ACCOUNTANT = "run_operator", "approver", "accountant"
_OUT_OF_WORK = """
SELECT p.id FROM registry_person p
WHERE p.died_on IS NULL AND p.id_kind = 'resident_id' AND p.residence_place LIKE %(area)s
  AND p.birth_on BETWEEN %(day)s::date - interval '55 years' AND %(day)s::date - interval '30 years'
  AND NOT EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.span && daterange(%(since)s, NULL))
  AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)
  AND NOT EXISTS (SELECT FROM resident_participation t WHERE t.person_id = p.id)
  AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id OR a.person_id = p.id)
  AND NOT p.id = ANY(%(spared)s)
ORDER BY hashint8extended(p.id, 17) LIMIT %(most)s"""
_RESIDENTS = """
SELECT t.person_id FROM resident_participation t JOIN registry_person p ON p.id = t.person_id
WHERE t.ended_on IS NULL AND p.died_on IS NULL AND p.residence_place LIKE %(area)s
  AND p.birth_on > %(day)s::date - interval '59 years'
  AND NOT EXISTS (SELECT FROM resident_payment y WHERE y.person_id = p.id AND y.year = EXTRACT(year FROM %(day)s::date))
  AND NOT EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.span && daterange(%(since)s, NULL))
  AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id OR a.person_id = p.id)
  AND NOT p.id = ANY(%(spared)s)
ORDER BY hashint8extended(p.id, 18) LIMIT %(most)s"""


@dataclass(frozen=True)
class _Plan:
    """A programme: name, insurance, groups, source, payer, instrument, days of publicity, and from where its list comes."""

    name: str
    insurance: str
    groups: tuple[str, ...]
    source: str
    payer: str
    instrument: str
    public_days: int
    origin: str


_LOCAL = {
    "440400": _Plan(
        "国企改革特困失业职工医疗资助", "medical", ("state_enterprise_jobless",), "state_assets", "市国资管理机构（演示）",
        "市属国有企业产权制度改革中特困失业人员医疗保障的意见（演示）", 0, "state_assets_office",
    ),
    "310112": _Plan(
        "区属企业改制特困失业人员医疗资助", "medical", ("state_enterprise_jobless",), "state_assets", "区国资管理机构（演示）",
        "区属企业改制特困失业人员医疗保障办法（演示）", 0, "state_assets_office",
    ),
}  # fmt: skip
_LOW = _Plan(
    "低保和重度残疾人医疗资助", "medical", ("minimum_living", "severely_disabled"), "district_budget", "区财政局（演示）",
    "困难群众参保资助办法（演示）", 7, "civil_affairs",
)  # fmt: skip
_RESIDENT = _Plan(
    "困难人员居民养老代缴", "resident_pension", ("minimum_living", "destitute", "severely_disabled"), "city_budget",
    "市财政局（演示）", "城乡居民养老保险代缴办法（演示）", 0, "disabled_federation",
)  # fmt: skip


def help_people(*, place: str, people: int, as_of: dt.date, spared: list[int]) -> list[Login]:
    """Three programmes at the city's day, and whom to sign in as: somebody whose premium is paid."""
    size = min(max(people * HELPED // OF_CITY, FEWEST), MOST)
    month = month_containing(as_of)
    jobless = _read(_OUT_OF_WORK, place, as_of, spared, 2 * size)
    residents = _read(_RESIDENTS, place, as_of, spared, size)
    first = _programme(_LOCAL[place], place, month, as_of, jobless[: len(jobless) // 2])
    _months(first, month, as_of)
    _open_ends(first, month, as_of)
    low = _programme(_LOW, place, month, as_of, jobless[len(jobless) // 2 :])
    _months(low, month, as_of)
    year = _programme(_RESIDENT, place, month, as_of, residents)
    _year(year, month, as_of)
    helped = premium_help.HelpedPerson.objects.filter(programme=first, last_month=None)
    found = helped.select_related("person").order_by("pk").first()
    if found is None:
        return []
    return [Login("helped", "insured_person", found.person.name, person_id=found.person_id)]


def _hand(by: str, day: dt.date) -> premium_help.Recorded:
    at = dt.datetime.combine(day, dt.time(10), tzinfo=_ZONE)
    return premium_help.Recorded(by=by, at=at, today=day)


def _read(sql: str, place: str, day: dt.date, spared: list[int], most: int) -> list[int]:
    since = dt.date(day.year, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {"area": f"{stem(place)}%", "day": day, "since": since, "spared": spared, "most": most},
        )
        return [row[0] for row in cursor.fetchall()]


def _programme(
    plan: _Plan, place: str, month: Month, as_of: dt.date, people: list[int]
) -> premium_help.HelpProgramme:
    """Proposed and opened at the year's start; its list filed, public where asked, approved in June."""
    year = as_of.year
    new = premium_help.NewProgramme(
        place=place, name=plan.name, insurance=plan.insurance, groups=plan.groups, source=plan.source, payer_name=plan.payer,
        fixed_fen=None, budget_fen=max(len(people), FEWEST) * 2_000_000, from_month=year * 12, to_month=year * 12 + 23,
        public_days=plan.public_days, instrument=plan.instrument,
    )  # fmt: skip
    made = premium_help.propose(new=new, recorded=_hand(CLERK, dt.date(year, 1, 6)))
    opened = premium_help.open_programme(
        programme_id=made.pk, recorded=_hand(HEAD, dt.date(year, 1, 8))
    )
    day = dt.date(year, 6, 10)
    named = []
    for at, number in enumerate(people):
        one = premium_help.Named(
            registry.person(person_id=number), plan.groups[at % len(plan.groups)]
        )
        if not premium_help.wrong_with(
            person=one.person, programme=opened, group=one.group, from_month=month - MONTHS
        ):
            named.append(one)
    if named:
        filed = premium_help.file_list(
            programme_id=opened.pk, people=named, recorded=_hand(CLERK, day),
            new=premium_help.NewList(origin=plan.origin, document=f"资助名单〔{year}〕1号（演示）", from_month=month - MONTHS),
        )  # fmt: skip
        if plan.public_days:
            premium_help.publish(list_id=filed.pk, recorded=_hand(CLERK, day))
        later = _hand(HEAD, day + dt.timedelta(days=plan.public_days + 1))
        ledger.list_approved(list_id=filed.pk, recorded=later)
    return opened


def _claim(programme: premium_help.HelpProgramme, month: Month, day: dt.date) -> premium_help.Made | None:  # fmt: skip
    try:
        return premium_help.make_claims(
            programme_id=programme.pk, month=month, explain=library.explain, recorded=_hand(CLERK, day)
        )  # fmt: skip
    except Refused:
        return None


def _settle(claim: premium_help.HelpClaim, received_on: dt.date, as_of: dt.date) -> None:
    """The money came on its day; the books of our system begin with the city's day."""
    premium_help.approve_claim(claim_id=claim.pk, recorded=_hand(HEAD, received_on))
    receipt = ledger.Receipt(
        amount_fen=abs(claim.amount_fen), received_on=received_on, bank_ref=f"CZBK{claim.number[2:]}"
    )  # fmt: skip
    ledger.claim_settled(
        claim_id=claim.pk,
        receipt=receipt,
        recorded=_hand(ACCOUNTANT, as_of),
        explain=library.explain,
    )


def _months(programme: premium_help.HelpProgramme, month: Month, as_of: dt.date) -> None:
    """Three months paid, the second of them late; the running month is claimed and waits."""
    for number in range(MONTHS):
        period = month - MONTHS + number
        day = first_day(period) + dt.timedelta(days=11)
        made = _claim(programme, period, day)
        if made is None or made.claim is None:
            return
        came = first_day(period) + dt.timedelta(days=33 if number == 1 else 24)
        _settle(made.claim, min(came, as_of), as_of)
    made = _claim(programme, month, as_of)
    if made is not None and made.claim is not None:
        premium_help.approve_claim(claim_id=made.claim.pk, recorded=_hand(HEAD, as_of))


def _open_ends(programme: premium_help.HelpProgramme, month: Month, as_of: dt.date) -> None:
    """Two left after the fact: one month is found and waits for a decision, another is upheld and goes back."""
    helped = list(premium_help.people_of(programme_id=programme.pk)[:2])
    for one, why in zip(helped, ("民政核对：家庭收入已超过标准", "本人说明：已随子女迁出本市"), strict=False):  # fmt: skip
        ledger.person_left(
            helped_id=one.pk, last_month=month - 2, why=why, recorded=_hand(CLERK, as_of)
        )
    premium_help.compare(programme_id=programme.pk, recorded=_hand(CLERK, as_of))
    upheld = (
        premium_help.findings_of(programme_id=programme.pk)
        .filter(state="open", line__claim__state="settled")
        .last()
    )
    if upheld is None:
        return
    premium_help.decide(
        finding_id=upheld.pk,
        uphold=True,
        reason="停止资助后的月份，退回资金来源",
        recorded=_hand(HEAD, as_of),
    )
    made = _claim(programme, month, as_of)
    if made is not None and made.returned is not None:
        _settle(made.returned, as_of, as_of)


def _year(programme: premium_help.HelpProgramme, month: Month, as_of: dt.date) -> None:
    """This year's lowest tier for everybody on the list, paid on the city's day."""
    made = _claim(programme, month, as_of)
    if made is not None and made.claim is not None:
        _settle(made.claim, as_of, as_of)


def published(*, now: dt.datetime) -> None:
    """What the running month brings to the low-income programme: a second list is public, and a neighbour objects; a third came
    from civil affairs through its portal and waits to be checked."""
    programme = premium_help.HelpProgramme.objects.filter(name=_LOW.name, state="open").first()
    day = now.astimezone(_ZONE).date()
    if programme is None or programme.lists.filter(state="public").exists():
        return
    listed = premium_help.HelpedPerson.objects.filter(programme__place=programme.place)
    spared = list(listed.values_list("person_id", flat=True))
    month = month_containing(day)
    people = _read(_OUT_OF_WORK, programme.place, day, spared, 7)
    everybody = [
        premium_help.Named(registry.person(person_id=one), "minimum_living") for one in people
    ]
    half = min(4, (len(everybody) + 1) // 2)
    named, sent = everybody[:half], everybody[half:]
    if not named:
        return
    _sent_by_civil_affairs(programme, sent, month=month, day=day)
    eve = day - dt.timedelta(days=1)
    new = premium_help.NewList(
        origin="street", document=f"资助名单〔{day.year}〕2号（演示）", from_month=month
    )
    filed = premium_help.file_list(
        programme_id=programme.pk, new=new, people=named, recorded=_hand("counter", eve)
    )
    premium_help.publish(list_id=filed.pk, recorded=_hand("counter", eve))
    premium_help.object_to(
        list_id=filed.pk,
        words="名单里有一户上个月刚买了车，请核对家庭收入。",
        recorded=_hand("counter", day),
    )


def _sent_by_civil_affairs(
    programme: premium_help.HelpProgramme, people: list[premium_help.Named], *, month: Month, day: dt.date
) -> None:  # fmt: skip
    """A list as the civil-affairs bureau of the demonstration files it through its portal; the office has not looked yet."""
    bureau = identity.institution_with_code(uscc=CIVIL_AFFAIRS)
    if bureau is None or not people:
        return
    new = premium_help.NewList(
        origin="civil_affairs", document=f"民救助〔{day.year}〕3号（演示）", from_month=month, institution_id=bureau.pk
    )  # fmt: skip
    premium_help.file_list(
        programme_id=programme.pk, new=new, people=people, recorded=_hand(MEMBER, day)
    )
