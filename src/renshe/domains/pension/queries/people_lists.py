"""Lists of people at a place: what waits, what was decided, and the sums of one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, Sum, When

from renshe.domains.pension.models import Award, PeopleList, PeopleListRow
from renshe.domains.pension.places import place_prefix
from renshe.domains.pension.states import IN_FORCE


@dataclass(frozen=True, kw_only=True)
class ListSums:
    """Of one list: how many are open, done and not done, and what open and done people are owed and owe, in fen."""

    open: int
    done: int
    left: int
    owed_fen: int
    claimed_fen: int


def people_lists(
    *, place: str, kind: str = "", waiting: bool | None = None
) -> QuerySet[PeopleList]:
    """The lists of a place and below it, the latest first; `waiting` alone, or decided alone."""
    rows = PeopleList.objects.filter(place__startswith=place_prefix(place=place))
    if kind:
        rows = rows.filter(kind=kind)
    if waiting is not None:
        rows = rows.filter(state="proposed") if waiting else rows.exclude(state="proposed")
    return rows.order_by("-pk")


def people_list(*, list_id: int) -> PeopleList:
    """One list. Raises PeopleList.DoesNotExist."""
    return PeopleList.objects.get(pk=list_id)


def list_rows(*, list_id: int) -> QuerySet[PeopleListRow]:
    """Everybody on a list with person and award: whom something is done for first, then who was left, and why."""
    first = Case(When(state__in=("open", "done"), then=0), default=1)
    rows = PeopleListRow.objects.filter(list_id=list_id).select_related("person", "award", "list")
    return rows.order_by(first, "cause", "pk")


def list_sums(*, list_ids: list[int]) -> dict[int, ListSums]:
    """The sums of some lists, each by its number."""
    live = Q(state__in=("open", "done"))
    rows = (
        PeopleListRow.objects.filter(list_id__in=list_ids)
        .values("list_id")
        .annotate(
            open=Count("pk", filter=Q(state="open")), done=Count("pk", filter=Q(state="done")),
            every=Count("pk"), owed=Sum("owed_fen", filter=live), claimed=Sum("claimed_fen", filter=live),
        )
    )  # fmt: skip
    return {
        row["list_id"]: ListSums(
            open=row["open"], done=row["done"], left=row["every"] - row["open"] - row["done"],
            owed_fen=int(row["owed"] or 0), claimed_fen=int(row["claimed"] or 0),
        )
        for row in rows
    }  # fmt: skip


def awards_of_kind(*, kind: str, place: str) -> QuerySet[Award]:
    """Every award of a kind in force at a place and below it, with person and rises, the first to begin first."""
    rows = Award.objects.filter(
        kind=kind, state__in=IN_FORCE, place__startswith=place_prefix(place=place)
    )
    return (
        rows.select_related("person").prefetch_related("adjustments").order_by("starts_month", "pk")
    )
