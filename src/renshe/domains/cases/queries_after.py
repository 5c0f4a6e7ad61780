"""Reads of what follows a decision: checks to do, findings to answer, bad ratings to follow up, and counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from renshe.domains.cases.models import Case, QualityCheck, Rating, SampleDraw
from renshe.domains.cases.models_after import BAD
from renshe.domains.cases.queries import PAGE
from renshe.kernel.codes.divisions import stem

SHOWN_FROM = 10
"""Ratings of an item from which their average is shown: fewer say more about single raters than about the item, and could
be traced to them (owner-default, after the protection of raters in 国办发〔2019〕51号)."""


def _within(places: Sequence[str]) -> Q:
    found = Q(pk__in=())
    for place in places:
        if not stem(place):
            return Q()
        found |= Q(place__startswith=stem(place))
    return found


def _not_of(username: str) -> Q:
    """Cases in which this account had no hand."""
    by = Q(case__decision__by=username)
    return ~(
        Q(case__handler=username) | Q(case__reviewer=username) | Q(case__approver=username) | by
    )


def check_of(*, number: str) -> QualityCheck | None:
    """The quality check of a case, with the case; None where it was not drawn."""
    rows = QualityCheck.objects.select_related("case", "draw")
    return rows.filter(case__number=number).first()


def checks_to_do(*, username: str, places: Sequence[str], most: int = PAGE) -> list[QualityCheck]:
    """Checks that this account has, then those that nobody has and it may take; the oldest first."""
    rows = QualityCheck.objects.filter(_within(places), finding="").select_related("case", "draw")
    mine = rows.filter(checker=username)
    free = rows.filter(_not_of(username), checker="").exclude(case__applicant=username)
    found = list(mine.order_by("pk")[:most])
    return found + list(free.order_by("pk")[: most - len(found)])


def checks_unassigned(*, most: int = 1000) -> list[QualityCheck]:
    """Checks that nobody has, with their cases, the oldest first."""
    rows = QualityCheck.objects.filter(finding="", checker="").select_related("case")
    return list(rows.order_by("pk")[:most])


def checks_held() -> dict[str, int]:
    """How many checks without a finding each checker has, so that the next one goes to whom has fewest."""
    rows = QualityCheck.objects.filter(finding="").exclude(checker="").values_list("checker")
    return dict(rows.annotate(checks=Count("pk")).order_by("checker"))


def checks_to_answer(*, username: str, most: int = PAGE) -> list[QualityCheck]:
    """Findings about cases that this account handled and has not answered yet."""
    rows = _unsettled().filter(case__handler=username, answer="")
    return list(rows.order_by("pk")[:most])


def checks_to_correct(
    *, username: str, places: Sequence[str], most: int = PAGE
) -> list[QualityCheck]:
    """Findings of a wrong result that wait for self-correction or for a third person's word that it stands."""
    rows = _unsettled().filter(_within(places), _not_of(username), finding="wrong")
    return list(rows.exclude(checker=username).order_by("pk")[:most])


def _unsettled() -> QuerySet[QualityCheck]:
    rows = QualityCheck.objects.filter(settled_at__isnull=True).exclude(finding="")
    return rows.select_related("case", "draw")


def waiting_after(*, username: str, places: Sequence[str]) -> int:
    """How much waits for this account after decisions: checks it was given, findings about its cases, and, at the places
    where it signs, bad ratings."""
    mine = QualityCheck.objects.filter(checker=username, finding="").count()
    answers = _unsettled().filter(case__handler=username, answer="").count()
    if not places:
        return mine + answers
    return mine + answers + len(ratings_to_answer(username=username, places=places))


@dataclass(frozen=True, slots=True)
class QualityCount:
    """What was found of one item at one place: cases drawn, still to check, in order, with a formal fault, wrong.

    `unsettled` findings wait for an answer or a correction. Counts of an item and a place, never of a person.
    """

    item: str
    place: str
    drawn: int
    waiting: int
    ok: int
    formal: int
    wrong: int
    unsettled: int


def quality_counts(*, places: Sequence[str], first: int, last: int) -> list[QualityCount]:
    """Checks of cases decided in these months (ordinals, both included), by item and the place that handled them."""
    rows = QualityCheck.objects.filter(
        _within(places), draw__month__gte=first, draw__month__lte=last
    )
    counted = rows.values_list("item", "place").annotate(
        drawn=Count("pk"),
        waiting=Count("pk", filter=Q(finding="")),
        ok=Count("pk", filter=Q(finding="ok")),
        formal=Count("pk", filter=Q(finding="formal")),
        wrong=Count("pk", filter=Q(finding="wrong")),
        unsettled=Count("pk", filter=~Q(finding="") & Q(settled_at__isnull=True)),
    )
    return [QualityCount(*row) for row in counted.order_by("item", "place")]


def draws_of(*, first: int, last: int) -> list[SampleDraw]:
    """The draws of these months, so that anybody can repeat them."""
    rows = SampleDraw.objects.filter(month__gte=first, month__lte=last)
    return list(rows.order_by("-month", "item"))


def rating_of(*, case: Case) -> Rating | None:
    """The rating of a case, with its follow-up; None before there is one."""
    return Rating.objects.filter(case=case).first()


def ratings_to_answer(*, username: str, places: Sequence[str], most: int = PAGE) -> list[Rating]:
    """Bad ratings that nobody has followed up and this account may, the soonest due first."""
    rows = Rating.objects.filter(_within(places), _not_of(username), grade__lte=BAD)
    rows = rows.filter(answered_at__isnull=True).exclude(by=username).select_related("case")
    return list(rows.order_by("answer_due_on", "pk")[:most])


def ratings_overdue(*, today: dt.date) -> int:
    """Bad ratings whose day for an answer has passed."""
    rows = Rating.objects.filter(grade__lte=BAD, answered_at__isnull=True, answer_due_on__lt=today)
    return rows.count()


@dataclass(frozen=True, slots=True)
class RatingAverage:
    """How an item was rated: how often, how many of them badly, and the average grade in tenths (46 is 4.6 of 5)."""

    count: int
    bad: int
    tenths: int


def rating_average(*, item: str) -> RatingAverage | None:
    """The average of an item from `SHOWN_FROM` ratings on; None below."""
    counted = Rating.objects.filter(item=item).aggregate(
        count=Count("pk"), total=Sum("grade"), bad=Count("pk", filter=Q(grade__lte=BAD))
    )
    if counted["count"] < SHOWN_FROM:
        return None
    tenths = (counted["total"] * 20 + counted["count"]) // (2 * counted["count"])
    return RatingAverage(counted["count"], counted["bad"], tenths)


@dataclass(frozen=True, slots=True)
class RatingCount:
    """Ratings of an item in a time: how many of each grade (best first), bad ones not followed up yet."""

    item: str
    grades: tuple[int, int, int, int, int]
    waiting: int


def rating_counts(
    *, places: Sequence[str], start: dt.datetime, end: dt.datetime
) -> list[RatingCount]:
    """Ratings given between two moments at these places, by item."""
    rows = Rating.objects.filter(_within(places), at__gte=start, at__lt=end).values_list("item")
    counted = rows.annotate(
        **{f"g{grade}": Count("pk", filter=Q(grade=grade)) for grade in (5, 4, 3, 2, 1)},
        waiting=Count("pk", filter=Q(grade__lte=BAD, answered_at__isnull=True)),
    )
    return [RatingCount(one[0], tuple(one[1:6]), one[6]) for one in counted.order_by("item")]
