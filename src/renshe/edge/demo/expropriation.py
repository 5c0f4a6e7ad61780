"""Expropriated people of the demonstration city: settled, paying, listed projects, town insurance, cover.

Everything invented. Two projects were settled long ago and come from the old system, one waits for its last money, one has
its list drawn up and is made public by the office of the running month (`published`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection

from renshe.domains.expropriation import api as expropriation
from renshe.edge.demo.accounts import Login
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.expropriation_plans import PLANS, Plan
from renshe.edge.demo.land_awards import (
    award_allowances,
    award_town_pensions,
    old_enough_month,
)
from renshe.flows import expropriation_to_ledger as ledger
from renshe.kernel.periods import month_containing
from renshe.laws import library

BY = "take_over"
_ZONE = ZoneInfo("Asia/Shanghai")
_PEOPLE_PER_MEMBER, _FEWEST, _MOST = 120, 12, 150
_M2_A_HEAD = 900
_PARTS = (("old", 40), ("working", 50), ("minor", 10))
_SHARES = (("land_user", 700), ("government", 200), ("collective", 70), ("person", 30))
_PAYERS = {
    "land_user": "轨道交通建设有限公司（演示）", "government": "区财政局", "collective": "村民委员会", "person": "被征地人员",
}  # fmt: skip


def expropriate(
    *, place: str, people: int, draws: Draws, as_of: dt.date, spared: Sequence[int]
) -> list[Login]:
    """Everything of a city, and whom to sign in as: one of the old who draws the allowance."""
    hands = _Hands(as_of - dt.timedelta(days=1))
    size = min(max(people // _PEOPLE_PER_MEMBER, _FEWEST), _MOST)
    taken: set[int] = set(spared)
    streets = _streets(place)
    for plan in PLANS[place]:
        street = streets[plan.street % len(streets)]
        _project(
            plan, place=place, street=street, size=size, taken=taken, hands=hands, people=people
        )
    _books(hands)
    if place == "310112":
        _town(draws=draws, hands=hands)
        award_town_pensions(draws=draws, eve=hands.eve, at=hands.at(hands.eve).at)
    award_allowances(eve=hands.eve, at=hands.at(hands.eve).at)
    _covered(draws=draws, year=as_of.year, hands=hands)
    return _villager()


class _Hands:
    """Who acted when: the old system, on the eve of the city's day."""

    def __init__(self, eve: dt.date) -> None:
        self.eve, self.month = eve, month_containing(eve)

    def at(self, day: dt.date, by: str = BY) -> expropriation.Recorded:
        moment = dt.datetime.combine(day, dt.time(18), tzinfo=_ZONE)
        return expropriation.Recorded(by=by, at=moment, today=day)


def _streets(place: str) -> list[str]:
    """Streets and towns with the most residents first; the district itself where the register knows no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(residence_place, 9) FROM registry_person WHERE length(residence_place) >= 9 AND residence_place LIKE %s"
            " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 6",
            [f"{place.removesuffix('00')}%"],
        )
        return [row[0] for row in cursor.fetchall()] or [place]


def _candidates(
    street: str, *, approved_on: dt.date, taken: set[int], people: int
) -> list[tuple[int, dt.date, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, birth_on, sex FROM registry_person WHERE residence_place LIKE %s AND id_kind = 'resident_id'"
            "   AND died_on IS NULL AND id <= %s AND birth_on < %s ORDER BY id",
            [f"{street}%", people, approved_on],
        )
        return [row for row in cursor.fetchall() if row[0] not in taken]


def _project(
    plan: Plan, *, place: str, street: str, size: int, taken: set[int], hands: _Hands, people: int
) -> None:  # fmt: skip
    """Register a project, list its people and take it as far as it goes, through the same doors as the office."""
    first = hands.at(plan.approved_on)
    project = expropriation.register_project(
        new=expropriation.NewProject(
            approval_number=plan.number, name=plan.name, place=street, village_group="第三村民小组",
            approved_on=plan.approved_on, land_taken_m2=(size + 2) * _M2_A_HEAD, land_group_m2=size * 3 * _M2_A_HEAD,
            land_group_people=size * 3, scheme=plan.scheme, months_bought=plan.months, cost_working_fen=plan.working_fen,
            cost_old_fen=plan.old_fen, one_off_minor_fen=1_000_000, account_permille=400, reserve_permille=50,
            shares=tuple(
                expropriation.NewShare(
                    payer=payer, payer_name=_PAYERS[payer], permille=part, due_on=plan.approved_on + dt.timedelta(days=240)
                )
                for payer, part in _SHARES
            ),
        ),
        recorded=first, explain=library.explain,
    )  # fmt: skip
    for person in _chosen(plan, street=street, place=place, size=size, taken=taken, people=people):
        expropriation.add_member(
            project_id=project.pk, person_id=person, recorded=first, explain=library.explain
        )
        taken.add(person)
    if plan.end != "listed":
        _confirmed(plan, project, hands)


def _chosen(
    plan: Plan, *, street: str, place: str, size: int, taken: set[int], people: int
) -> list[int]:  # fmt: skip
    """People of the street by group, as many of each as a village has and as there are."""
    groups: dict[str, list[int]] = {"old": [], "working": [], "minor": []}
    known: dict[tuple[int, str], str] = {}
    for person, born, sex in _candidates(
        street, approved_on=plan.approved_on, taken=taken, people=people
    ):
        age = expropriation.age_on(born, plan.approved_on)
        if (age, sex) not in known:
            facts = {"age_at_expropriation": age, "sex": sex}
            known[age, sex], _ = expropriation.group_of(
                facts, place=place, on=plan.approved_on, explain=library.explain
            )
        groups[known[age, sex]].append(person)
    return [one for group, part in _PARTS for one in groups[group][: max(size * part // 100, 1)]]


def _confirmed(plan: Plan, project: expropriation.ExpropriationProject, hands: _Hands) -> None:
    """Public, confirmed, paid (all, or all but the land user's last part), certified and settled."""
    day = plan.approved_on + dt.timedelta(days=20)
    expropriation.publish_list(project_id=project.pk, recorded=hands.at(day))
    expropriation.confirm_by_street(
        project_id=project.pk, recorded=hands.at(day + dt.timedelta(days=9), "street")
    )
    late = plan.end == "paying"
    on = hands.at(hands.eve if late else day + dt.timedelta(days=20), "land_office")
    confirm = ledger.list_confirmed if late else expropriation.confirm_by_land
    confirm(project_id=project.pk, letter=f"自然资源函〔{day.year}〕{project.pk}号", recorded=on)
    for share in project.shares.order_by("pk"):
        fen = (share.amount_fen or 0) * (60 if late and share.payer == "land_user" else 100) // 100
        _paid(share, fen, late=late, on=on)
    for member in expropriation.members(project_id=project.pk, group="minor"):
        expropriation.record_minor_paid(member_id=member.pk, receipt=f"付{day.year}-{member.pk}")
    if not late:
        expropriation.certify(
            project_id=project.pk, recorded=hands.at(day + dt.timedelta(days=40), "chief")
        )
        expropriation.settle(project_id=project.pk, recorded=hands.at(day + dt.timedelta(days=41)))
        _allowances(project, hands)


def _paid(
    share: expropriation.ProjectShare, fen: int, *, late: bool, on: expropriation.Recorded
) -> None:
    given = {
        "share_id": share.pk, "amount_fen": fen, "received_on": on.today, "bank_ref": f"YH{share.pk:08d}", "recorded": on,
    }  # fmt: skip
    if late:
        ledger.money_received(**given)
    else:
        expropriation.record_receipt(**given, accounting_month=month_containing(on.today))


def _allowances(project: expropriation.ExpropriationProject, hands: _Hands) -> None:
    """All of the old but one have claimed; who did not waits for the office."""
    for member in expropriation.entitled_without_grant(project_id=project.pk)[1:]:
        expropriation.grant_allowance(
            person_id=member.person_id,
            reference="旧系统",
            recorded=hands.at(hands.eve),
            explain=library.explain,
            law_of=month_containing(hands.eve),
        )


def _books(hands: _Hands) -> None:
    """The land-security money as the old system hands it over: accounts and reserves whole, of the pool what is left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(account_fen), 0)::bigint, coalesce(sum(reserve_fen), 0)::bigint,"
            " coalesce(sum(pool_fen), 0)::bigint FROM expropriation_project WHERE state = 'settled'"
        )
        accounts, reserve, pool = cursor.fetchone()
    opening = ledger.Opening(
        fund=ledger.FUND, money_fen=accounts + reserve + pool * 7 // 10, accounts_fen=accounts, reserve_fen=reserve
    )  # fmt: skip
    ledger.funds_taken_over(opening=opening, month=hands.month, recorded=hands.at(hands.eve))


def _town(*, draws: Draws, hands: _Hands) -> None:
    """Town insurance of those of working age in the project that bought it: the oldest draw it, two of the others go over
    before the city's day."""
    rows = list(
        expropriation.ProjectMember.objects.filter(group="working", project__scheme="town_insurance")
        .select_related("person").order_by("pk")
    )  # fmt: skip
    index = np.array([one.person_id for one in rows], dtype=np.int64)
    months = 60 + draws.integers("town months", index, 150)
    paid = np.minimum(months, 28 + draws.integers("town months paid", index, 60))
    account = draws.integers("town account", index, 3_000_000) + 200_000
    drawing = np.array([old_enough_month(one.person) < hands.month - 4 for one in rows], dtype=bool)
    claims = np.array([old_enough_month(one.person) <= hands.month for one in rows], dtype=bool)
    months, paid = (
        np.where(claims, months + 120, months),
        np.where(claims, np.maximum(paid, 60), paid),
    )
    expropriation.TownInsuranceRecord.objects.bulk_create(
        expropriation.TownInsuranceRecord(
            person_id=one.person_id, place="310112", months=int(months[at]), months_paid=int(paid[at]),
            account_fen=int(account[at]), state="drawing" if drawing[at] else "kept", recorded_by=BY,
            recorded_at=hands.at(hands.eve).at,
        )
        for at, one in enumerate(rows)
    )  # fmt: skip
    total = int(account.sum())
    opening = ledger.Opening(
        fund=ledger.TOWN, money_fen=total * 5 + len(rows) * 20_000_000, accounts_fen=total
    )
    ledger.funds_taken_over(opening=opening, month=hands.month, recorded=hands.at(hands.eve))
    for one in [row for row, old in zip(rows, claims, strict=True) if not old][:2]:
        ledger.town_insurance_converted(
            person_id=one.person_id, reference="旧系统", recorded=hands.at(hands.eve)
        )


def _covered(*, draws: Draws, year: int, hands: _Hands) -> None:
    """Seven in ten of the group are in the residents' medical insurance by the medical bureau's list."""
    found = expropriation.ProjectMember.objects.filter(removed_on=None).order_by("person_id")
    people = np.array(sorted(set(found.values_list("person_id", flat=True))), dtype=np.int64)
    expropriation.ResidentMedicalYear.objects.bulk_create(
        expropriation.ResidentMedicalYear(
            person_id=int(one),
            year=year,
            source="居民医保参保名单（演示）",
            recorded_by=BY,
            recorded_at=hands.at(hands.eve).at,
        )
        for one in people[draws.chance("resident medical", people, 700)]
    )


def _villager() -> list[Login]:
    """The first of the old who draws the allowance, for whoever wants to see that page."""
    found = (
        expropriation.LandAllowance.objects.select_related("member__person").order_by("pk").first()
    )
    if found is None:
        return []
    person = found.member.person
    return [Login("villager", "insured_person", person.name, person_id=person.pk)]


def published(*, now: dt.datetime) -> None:
    """What the running month brings: the listed project's list is public, and somebody objects to it."""
    listed = (
        expropriation.ExpropriationProject.objects.filter(state="listed").order_by("pk").first()
    )
    if listed is None:
        return
    day = now.astimezone(_ZONE).date()
    two_days_ago = expropriation.Recorded(by="counter", at=now, today=day - dt.timedelta(days=2))
    expropriation.publish_list(project_id=listed.pk, recorded=two_days_ago)
    expropriation.object_to_list(
        project_id=listed.pk, words="我家祖宅在第三村民小组，户口2024年才因读书迁出，名单上没有我，请核对。",
        recorded=expropriation.Recorded(by="counter", at=now, today=day),
    )  # fmt: skip
