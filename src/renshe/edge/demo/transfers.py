"""Transfers of the demonstration city: some came last month, one is under way, other provinces ask for people who left.

Everything invented. The letters went out weeks before the city's day and the simulated provinces answered in the shared
folder, so that months, money, double months and a refusal are there by the same run that works every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import connection

from renshe.domains.registry import api as registry
from renshe.domains.transfers import api as transfers
from renshe.edge.demo.office.wanted_transfers import AGENCIES
from renshe.edge.home import home
from renshe.gateways.provincial_platform.client import SimulatedExchange
from renshe.gateways.provincial_platform.simulator import SimulatedProvinces
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.provincial_transfers.run import hand_over, run

BY = "take_over"
_ZONE = ZoneInfo("Asia/Shanghai")
_WEEKS_AGO, _DAYS_AGO = 30, 3
_NOBODY = "510104198503057779"
_PEOPLE_PER_TRANSFER, _FEWEST, _MOST = 250, 8, 60
_AT_WORK = """SELECT p.id FROM registry_person p WHERE p.died_on IS NULL AND p.birth_on BETWEEN '1978-01-01' AND '1995-12-31'
   AND p.sex = 'M' AND NOT EXISTS (SELECT FROM pension_award a WHERE a.person_id = p.id)
   AND EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1 AND s.status = 'active'
                AND s.span @> %s::date) ORDER BY p.id DESC LIMIT %s"""
_LEFT = """SELECT p.id FROM registry_person p WHERE p.died_on IS NULL
   AND NOT EXISTS (SELECT FROM pension_award a WHERE a.person_id = p.id)
   AND EXISTS (SELECT FROM contributions_year y WHERE y.person_id = p.id AND y.paid_months > 0)
   AND NOT EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1
                    AND s.status IN ('active', 'suspended') AND s.span @> %s::date) ORDER BY p.id LIMIT %s"""


def platform() -> SimulatedExchange:
    """The shared folder with simulated provinces behind it."""
    return SimulatedExchange(root=home() / "platform", provinces=SimulatedProvinces())


def move_relations(
    *, place: str, people: int, as_of: dt.date, shown: Iterable[int], spared: Iterable[int]
) -> dict[str, int]:
    """Everything of a city; `shown` are people whom one signs in as, with a transfer under way. Django is the runner."""
    size = min(max(people // _PEOPLE_PER_TRANSFER, _FEWEST), _MOST)
    exchange, eve = platform(), as_of - dt.timedelta(days=1)
    left_alone = set(spared)
    first = list(shown)
    wanted = [*first, *(one for one in _ids(_AT_WORK, eve, size + 60) if one not in left_alone)]
    opened = 0
    for number, person_id in enumerate(dict.fromkeys(wanted)):
        under_way = opened % 4 == 3 or number < len(first)
        ago = _DAYS_AGO if under_way else _WEEKS_AGO
        opened += _asked(person_id, number, place=place, on=as_of - dt.timedelta(days=ago))
        if opened >= size:
            break
    hand_over(exchange=exchange, recorded=_hand(eve))
    _letters(place=place, on=eve, count=max(size // 3, 5), spared=left_alone)
    _not_followed(place=place, on=eve)
    month = eve.year * 12 + eve.month - 1
    context = RunContext(place=place, period=month, accounting_month=month, at=_hand(eve).at, by=BY)
    totals = run(context, exchange=exchange)
    _proposed(place=place, on=eve)
    return totals


def _asked(person_id: int, number: int, *, place: str, on: dt.date) -> int:
    code = list(AGENCIES)[number % len(AGENCIES)]
    recorded, person = _hand(on), registry.person(person_id=person_id)
    wanted = transfers.Wanted(
        person_id=person.pk, place=person.residence_place[:6], other_code=code, other_agency=AGENCIES[code], posted=False,
        case_number="",
    )  # fmt: skip
    try:
        opened = transfers.ask_for_relation(
            wanted=wanted, recorded=recorded, explain=library.explain, letter_id=f"L{place}OLD{number:05d}"
        )  # fmt: skip
    except Refusal:
        # Who first enrolled here after fifty, say: another one comes in his place.
        return 0
    transfers.write_due(transfer_id=opened.pk, recorded=recorded, explain=library.explain)
    return 1


def _letters(*, place: str, on: dt.date, count: int, spared: set[int]) -> None:
    """Contact letters of other provinces for people who left, in the folder as they would come."""
    folder = home() / "platform" / "in"
    folder.mkdir(parents=True, exist_ok=True)
    own = transfers.province_of(place)
    asked_for = [one for one in _ids(_LEFT, on, count + 30) if one not in spared][:count]
    for number, person_id in enumerate(asked_for):
        code = list(AGENCIES)[number % len(AGENCIES)]
        person, name = registry.person(person_id=person_id), f"L{code}{place}{number:05d}"
        who = {"id_number": person.id_number, "name": person.name, "agency": AGENCIES[code]}
        content = SimulatedProvinces().letter(
            number=name, sender=code, receiver=own, made_on=on, who=who
        )
        (folder / f"transfer_{name}.txt").write_bytes(content)


def _not_followed(*, place: str, on: dt.date) -> None:
    """Two letters that wait for an answer: one for nobody of this city, one for somebody who is still insured here."""
    insured = [registry.person(person_id=one) for one in _ids(_AT_WORK, on, 1)]
    nobody = {"id_number": _NOBODY, "name": "邹远行"}
    wanted = [nobody, *({"id_number": one.id_number, "name": one.name} for one in insured)]
    for number, who in enumerate(wanted):
        code = list(AGENCIES)[number]
        name = f"L{code}{place}{90000 + number}"
        content = SimulatedProvinces().letter(
            number=name, sender=code, receiver=transfers.province_of(place), made_on=on,
            who={**who, "agency": AGENCIES[code]},
        )  # fmt: skip
        (home() / "platform" / "in" / f"transfer_{name}.txt").write_bytes(content)


def _proposed(*, place: str, on: dt.date) -> None:
    """The one of somebody who is still insured is proposed to be refused; a reviewer sends it."""
    letters = transfers.letter_of(
        transfer_ids=[
            one.pk for one in transfers.transfers_at(place=place, states=("letter_received",))
        ]
    )
    at = dt.datetime.combine(on, dt.time(18), tzinfo=_ZONE)
    for number in letters.values():
        letter = transfers.letter_by(number=number)
        told = letter and transfers.standing(letter=letter, today=on)
        if told and told.holds["still_insured"]:
            transfers.propose_refusal(
                number=number, reason="still_insured", words="本月仍由现单位参保缴费，停保后请再来函", explain=library.explain,
                recorded=transfers.Recorded(by="counter", at=at, today=on),
            )  # fmt: skip
            return


def _ids(query: str, on: dt.date, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, [on, most])
        return [int(one) for (one,) in cursor.fetchall()]


def _hand(day: dt.date) -> transfers.Recorded:
    return transfers.Recorded(
        by=BY, at=dt.datetime.combine(day, dt.time(18), tzinfo=_ZONE), today=day
    )
