"""The register read: by place, by person, by month; what is owed. Nothing here touches the sensitive mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Left

from renshe.domains.registry import api as registry
from renshe.domains.retirees.enrolling import RETIREES
from renshe.domains.retirees.models import (
    CareHandOver,
    CareRateMonth,
    CommunityStation,
    GroupActivity,
    GroupMember,
    HomeVisit,
    MutualHelpGroup,
    RemoteResidence,
    RetireeCare,
    VisitFollowUp,
)
from renshe.kernel.codes.divisions import stem

EVERY_DAYS = {"over_80": 90, "ill": 30, "disabled": 30, "living_alone": 30}
"""So many days after the last visit somebody is on the plan again, by reason (owner-default)."""


def cared_for(*, place: str) -> QuerySet[RetireeCare]:
    """Whom the communities of a place look after, by community and number."""
    rows = RetireeCare.objects.filter(until_on=None, community__startswith=stem(place))
    return rows.select_related("person").order_by("community", "person_id")


def care_history(*, person_id: int) -> list[RetireeCare]:
    """Every care of somebody, the latest first."""
    people = registry.everybody_who_is(person_id=person_id)
    return list(RetireeCare.objects.filter(person_id__in=people).order_by("-from_on", "-pk"))


def hand_overs(*, place: str, state: str = "offered") -> QuerySet[CareHandOver]:
    """What waits at a place for communities of ours, list by list."""
    rows = CareHandOver.objects.filter(state=state, to_place__startswith=stem(place))
    rows = rows.filter(_ours() | Q(from_community=""))
    return rows.select_related("person", "from_employer").order_by("list_no", "pk")


def sent_on(*, place: str) -> QuerySet[CareHandOver]:
    """Whom the communities of a place have handed on, outside it or to a district that keeps its own register, first offered
    first."""
    return _outside(place, "offered")


def returned_to_us(*, place: str) -> QuerySet[CareHandOver]:
    """Whom another district sent back to the communities of a place; they go on looking after him until it is settled."""
    return _outside(place, "returned")


def taken_lately(*, place: str, since: date) -> QuerySet[CareHandOver]:
    """Whom another district took over from the communities of a place since a day, the latest first; `reason` is its receipt."""
    return _outside(place, "accepted").filter(decided_on__gte=since).order_by("-decided_on", "-pk")


def _outside(place: str, state: str) -> QuerySet[CareHandOver]:
    below = stem(place)
    rows = CareHandOver.objects.filter(state=state, from_community__startswith=below)
    rows = rows.exclude(Q(to_place__startswith=below) & _ours())
    return rows.select_related("person", "from_employer").order_by("offered_on", "pk")


def _ours() -> Q:
    """That a hand-over goes to a district whose communities are kept here. One statement."""
    codes = registry.Place.objects.filter(level="community").values_list(Left("code", 6), flat=True)
    asked = Q(pk__in=[])
    for code in sorted(set(codes)):
        asked |= Q(to_place__startswith=code)
    return asked


def hand_overs_of(*, person_id: int) -> list[CareHandOver]:
    """Every hand-over of somebody, the latest first."""
    people = registry.everybody_who_is(person_id=person_id)
    return list(CareHandOver.objects.filter(person_id__in=people).order_by("-offered_on", "-pk"))


def remote_residents(*, place: str) -> QuerySet[RemoteResidence]:
    """Retirees who last lived at a place by their care, and live elsewhere now."""
    left = RetireeCare.objects.filter(end="left", community__startswith=stem(place))
    rows = RemoteResidence.objects.filter(until_on=None, person_id__in=left.values("person_id"))
    return rows.select_related("person").order_by("pk")


def station(*, community: str) -> CommunityStation | None:
    """Where a community's retirees go, if it has told."""
    return CommunityStation.objects.filter(community=community).first()


def without_care(*, place: str) -> int:
    """How many retirees live at a place whom no community looks after and who do not live elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({RETIREES}) r JOIN registry_person p ON p.id = r.person_id"
            " WHERE p.residence_place LIKE %s AND NOT EXISTS (SELECT FROM retirees_care c"
            "   WHERE c.person_id = r.person_id AND c.until_on IS NULL) AND NOT EXISTS"
            " (SELECT FROM retirees_remote_residence e WHERE e.person_id = r.person_id AND e.until_on IS NULL)",
            [f"{stem(place)}%"],
        )
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Of one place at the end of a month: retirees, those looked after, and the rate in tenths of a per cent (None: nobody)."""

    place: str
    month: int
    retirees: int
    cared: int

    @property
    def permille(self) -> int | None:
        """The rate, rounded down, so that 100.0 % means everybody."""
        return self.cared * 1000 // self.retirees if self.retirees else None


def rate_months(*, place: str, most: int = 13) -> list[Rate]:
    """The rates of a place, the latest month first."""
    rows = CareRateMonth.objects.filter(place__startswith=stem(place)).values("month")
    summed = rows.annotate(r=Sum("retirees"), c=Sum("cared")).order_by("-month")[:most]
    return [
        Rate(place=place, month=one["month"], retirees=one["r"], cared=one["c"]) for one in summed
    ]


def rates_below(*, place: str, month: int) -> list[Rate]:
    """The rates of what lies within a place in a month; who is registered less precisely stands under the place itself."""
    digits = {2: 6, 4: 6, 6: 9, 9: 12}.get(len(stem(place)), 12)
    found: dict[str, list[int]] = {}
    rows = CareRateMonth.objects.filter(month=month, place__startswith=stem(place))
    for code, retirees, cared in rows.values_list("place", "retirees", "cared").order_by("place"):
        both = found.setdefault(code[:digits], [0, 0])
        both[0] += retirees
        both[1] += cared
    return [Rate(place=code, month=month, retirees=r, cared=c) for code, (r, c) in found.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """Somebody to be visited, and why: over_80, living_alone, ill, disabled. `last_on` is the last time he was seen or called."""

    person_id: int
    community: str
    name: str
    age: int
    reasons: tuple[str, ...]
    last_on: date | None


_PLAN = """
SELECT c.person_id, c.community, p.name, extract(year FROM age(%(today)s, p.birth_on))::int,
       array(SELECT x.kind FROM retirees_care_circumstance x WHERE x.person_id = c.person_id AND x.until_on IS NULL ORDER BY 1),
       v.last_on
  FROM retirees_care c JOIN registry_person p ON p.id = c.person_id
  LEFT JOIN LATERAL (SELECT max(visited_on) AS last_on FROM retirees_home_visit v
                      WHERE v.person_id = c.person_id AND v.outcome IN ('seen', 'called')) v ON true
 WHERE c.until_on IS NULL AND c.community LIKE %(stem)s AND p.died_on IS NULL
   AND (p.birth_on <= %(today)s::date - interval '80 years'
        OR EXISTS (SELECT FROM retirees_care_circumstance x WHERE x.person_id = c.person_id AND x.until_on IS NULL)
        OR c.person_id = ANY(%(also)s))
 ORDER BY v.last_on NULLS FIRST, p.birth_on, c.person_id
"""


def visit_plan(*, place: str, today: date, also: set[int]) -> list[PlannedVisit]:
    """Who is to be visited now: a reason holds and its days are over; `also` are due for a reason of their own.

    Never seen first, then the longest unseen.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLAN, {"today": today, "stem": f"{stem(place)}%", "also": sorted(also)})
        rows = cursor.fetchall()
    plan = []
    for person_id, community, name, age, kinds, last_on in rows:
        reasons = [*(["over_80"] if age >= 80 else []), *kinds]
        since = (today - last_on).days if last_on else 10**6
        due = [one for one in reasons if since >= EVERY_DAYS[one]]
        if due or person_id in also:
            plan.append(
                PlannedVisit(
                    person_id=person_id, community=community, name=name, age=age, reasons=tuple(due),
                    last_on=last_on,
                )
            )  # fmt: skip
    return plan


def visits_to(*, person_id: int) -> QuerySet[HomeVisit]:
    """Every visit to somebody, the latest first, with what was promised."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = HomeVisit.objects.filter(person_id__in=people).prefetch_related("follow_ups")
    return rows.order_by("-visited_on", "-pk")


def follow_ups_owed(*, place: str) -> QuerySet[VisitFollowUp]:
    """What was promised at a place and is not done, the first due first."""
    rows = VisitFollowUp.objects.filter(kept_on=None, visit__community__startswith=stem(place))
    return rows.select_related("visit", "visit__person").order_by("due_on", "pk")


def follow_up(*, follow_up_id: int) -> VisitFollowUp:
    """One follow-up with its visit. Raises VisitFollowUp.DoesNotExist."""
    return VisitFollowUp.objects.select_related("visit").get(pk=follow_up_id)


def groups_at(*, place: str, ended: bool = False) -> QuerySet[MutualHelpGroup]:
    """The groups of a place with how many are in them (`size`)."""
    rows = MutualHelpGroup.objects.filter(community__startswith=stem(place))
    rows = rows.exclude(ended_on=None) if ended else rows.filter(ended_on=None)
    size = Count("members", filter=Q(members__left_on=None))
    return rows.select_related("leader").annotate(size=size).order_by("community", "name")


def group(*, group_id: int) -> MutualHelpGroup:
    """One group. Raises MutualHelpGroup.DoesNotExist."""
    return MutualHelpGroup.objects.select_related("leader").get(pk=group_id)


def members_of(*, group_id: int) -> QuerySet[GroupMember]:
    """Who is in a group, as they joined."""
    rows = GroupMember.objects.filter(group_id=group_id, left_on=None)
    return rows.select_related("person").order_by("joined_on", "pk")


def activities_of(*, group_id: int, most: int = 20) -> list[GroupActivity]:
    """The last activities with how many were there (`there`)."""
    rows = GroupActivity.objects.filter(group_id=group_id).annotate(there=Count("attended"))
    return list(rows.order_by("-held_on", "-pk")[:most])


def groups_of(*, person_id: int) -> list[GroupMember]:
    """The groups that somebody is in."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = GroupMember.objects.filter(person_id__in=people, left_on=None)
    return list(rows.select_related("group", "group__leader").order_by("joined_on", "pk"))
