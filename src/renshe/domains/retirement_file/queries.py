"""Reading: the list with what is missing, queues, one file, publicities that run, sheets that wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left

from renshe.domains.registry import api as registry
from renshe.domains.retirement_file.models import (
    DeterminationSheet,
    FilePaper,
    FileQuestion,
    FileReview,
    ListedPerson,
    Publicity,
    PublicityObjection,
)
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month

STREET_DIGITS = 9
"""Digits of a division code that name a street; what follows is a community."""
NO_FILE = "no_file"
"""The state of somebody on the list whose file nobody has begun to read."""


def listed_at(
    *, place: str, street: str = "", employer_id: int | None = None
) -> QuerySet[ListedPerson]:
    """Who is on the list at a place, the nearest month first, with `state` (of the review, or `no_file`)."""
    rows = ListedPerson.objects.filter(street__startswith=stem(street or place))
    if employer_id is not None:
        rows = rows.filter(employer_id=employer_id)
    return _with_state(rows).select_related("person", "employer")


def listed_of_employer(*, employer_id: int, since: Month) -> QuerySet[ListedPerson]:
    """An employer's people on the list whose month has not passed, the nearest first."""
    rows = ListedPerson.objects.filter(employer_id=employer_id, retirement_month__gte=since)
    return _with_state(rows).select_related("person")


def _with_state(rows: QuerySet[ListedPerson]) -> QuerySet[ListedPerson]:
    review = FileReview.objects.filter(person_id=OuterRef("person_id"))
    return rows.annotate(
        state=Coalesce(
            Subquery(review.values("state")[:1]), Value(NO_FILE), output_field=CharField()
        ),
        review_id=Subquery(review.values("pk")[:1]),
        asked=Exists(
            FileQuestion.objects.filter(
                review__person_id=OuterRef("person_id"), answered_at__isnull=True
            )
        ),
        has_papers=Exists(FilePaper.objects.filter(review__person_id=OuterRef("person_id"))),
    ).order_by("retirement_month", "person_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCount:
    """How many of an employer or a street are on the list, and how many of them are confirmed."""

    code: str
    name: str
    people: int
    confirmed: int


def counted_by_employer(*, place: str, most: int = 20) -> list[ListedCount]:
    """Employers with most people on the list."""
    rows = _with_state(ListedPerson.objects.filter(street__startswith=stem(place)))
    counted = (
        rows.order_by()
        .filter(employer__isnull=False)
        .values("employer_id", name=F("employer__name"))
        .annotate(people=Count("pk"), confirmed=Count("pk", filter=Q(state="confirmed")))
        .order_by("-people", "employer_id")
    )
    return [
        ListedCount(
            code=str(row["employer_id"]), name=row["name"], people=row["people"],
            confirmed=row["confirmed"],
        )
        for row in counted[:most]
    ]  # fmt: skip


def counted_by_street(*, place: str) -> list[ListedCount]:
    """Streets with people on the list, by code."""
    rows = _with_state(ListedPerson.objects.filter(street__startswith=stem(place)))
    counted = (
        rows.order_by()
        .annotate(of_street=Left("street", STREET_DIGITS))
        .values("of_street")
        .annotate(people=Count("pk"), confirmed=Count("pk", filter=Q(state="confirmed")))
        .order_by("of_street")
    )
    return [
        ListedCount(
            code=row["of_street"], name=row["of_street"], people=row["people"],
            confirmed=row["confirmed"],
        )
        for row in counted
    ]  # fmt: skip


def reviews_at(*, place: str, states: Iterable[str] = ()) -> QuerySet[FileReview]:
    """Reviews at a place, those that wait longest first."""
    rows = FileReview.objects.filter(place__startswith=stem(place)).select_related("person")
    wanted = list(states)
    if wanted:
        rows = rows.filter(state__in=wanted)
    return rows.order_by("opened_at", "pk")


def state_counts(*, place: str) -> dict[str, int]:
    """How many reviews of a place are in each state."""
    rows = FileReview.objects.filter(place__startswith=stem(place)).order_by()
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def review(*, review_id: int) -> FileReview:
    """One review. Raises FileReview.DoesNotExist."""
    return FileReview.objects.select_related("person").get(pk=review_id)


def review_of(*, person_id: int) -> FileReview | None:
    """The review of a human being, also under a merged number."""
    people = registry.everybody_who_is(person_id=person_id)
    return FileReview.objects.select_related("person").filter(person_id__in=people).first()


def questions_to(*, employer_id: int) -> QuerySet[FileQuestion]:
    """What was asked of an employer: open ones first by their day, then the answered, latest first."""
    rows = FileQuestion.objects.filter(employer_id=employer_id).select_related("review__person")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "due_on", "pk")


def running_publicities(*, on: date) -> QuerySet[Publicity]:
    """What is public on a day, the first to end first."""
    rows = Publicity.objects.filter(starts_on__lte=on, ends_on__gte=on)
    return rows.order_by("ends_on", "pk")


def ended_publicities(*, on: date, most: int = 20) -> list[Publicity]:
    """What was public last, with how many objections came, for the page that says what became of it."""
    rows = Publicity.objects.filter(ends_on__lt=on).annotate(raised=Count("objections"))
    return list(rows.order_by("-ends_on", "-pk")[:most])


def open_objections(*, place: str) -> QuerySet[PublicityObjection]:
    """Objections that nobody has answered at a place, the oldest first."""
    rows = PublicityObjection.objects.filter(
        answered_at__isnull=True, publicity__review__place__startswith=stem(place)
    )
    return rows.select_related("publicity__review__person").order_by("raised_at", "pk")


def sheets_unanswered(*, place: str) -> int:
    """How many sheets of awards of a place, drawn here, the person has not answered yet."""
    rows = DeterminationSheet.objects.filter(
        answer__isnull=True, award__place__startswith=stem(place)
    )
    return rows.exclude(drawn_by="take_over").count()
