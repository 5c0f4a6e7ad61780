"""Reads: queues that stay fast with a hundred thousand open cases, one case whole, and what its applicant may see of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from renshe.domains.cases import clock
from renshe.domains.cases.models import Case, Event, Evidence, Notice, Paper
from renshe.domains.cases.refusals import problem
from renshe.domains.cases.states import OPEN, PAUSED
from renshe.kernel.codes.problem import Refused
from renshe.kernel.working_days import CalendarNotAnnounced

PAGE = 50
QUEUES = ("pool", "mine", "review", "approval", "overdue", "waiting", "served", "all")


@dataclass(frozen=True, slots=True)
class Happened:
    """One event with what it said, as it may be shown to the reader."""

    seq: int
    at: dt.datetime
    actor: str
    verb: str
    from_state: str
    to_state: str
    words: str
    public: bool
    hash: str


def case_by_number(*, number: str) -> Case:
    """The case with this number. Raises Refused `unknown_case`."""
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise Refused(problem("unknown_case"), subject=number)
    return case


def queue(
    *, name: str, places: Sequence[str], username: str, today: dt.date, item: str = "",
    after: int = 0, most: int = PAGE,
) -> list[Case]:  # fmt: skip
    """A page of a work queue within the places of a role (a division reaches all below it), the most urgent first.

    pool: nobody's; mine; review and approval: waiting for a signature that this account may give (not its own cases);
    overdue; waiting: for the applicant; served: decided and not yet served. `after` skips that many rows.
    """
    rows = _of_queue(name, username, today).filter(_within(places))
    if item:
        rows = rows.filter(item=item)
    ordered = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    return list(ordered[after : after + most])


def queue_sizes(*, places: Sequence[str], username: str, today: dt.date) -> dict[str, int]:
    """How many cases lie in each queue of these places, each count cut at a thousand so that it stays quick."""
    return {
        name: _of_queue(name, username, today).filter(_within(places))[:1000].count()
        for name in QUEUES
        if name != "all"
    }


def _of_queue(name: str, username: str, today: dt.date) -> QuerySet[Case]:
    rows = Case.objects.all()
    match name:
        case "pool":
            return rows.filter(holder="", state__in=("submitted", "accepted"))
        case "mine":
            return rows.filter(holder=username, state__in=OPEN)
        case "review":
            return rows.filter(state="reviewing").exclude(handler=username)
        case "approval":
            return (
                rows.filter(state="approving").exclude(handler=username).exclude(reviewer=username)
            )
        case "overdue":
            return rows.filter(state__in=OPEN, due_on__lt=today)
        case "waiting":
            return rows.filter(state__in=PAUSED)
        case "served":
            return rows.filter(state__in=("granted", "refused"))
        case "all":
            return rows.filter(state__in=OPEN)
    raise ValueError(f"{name!r} is not one of {', '.join(QUEUES)}")


def _within(places: Sequence[str]) -> Q:
    found = Q(pk__in=())
    for place in places:
        found |= (
            Q()
            if place == "CN"
            else Q(place__startswith=place.rstrip("0") if len(place) == 6 else place)
        )
    return found


def alike_to(*, case: Case, username: str, most: int = 200) -> list[Case]:
    """Cases that may be decided together with this one, itself first."""
    if not case.alike:
        return [case]
    others = (
        Case.objects.filter(item=case.item, alike=case.alike, state=case.state, place=case.place)
        .exclude(pk=case.pk)
        .exclude(handler=username)
        .order_by("due_on", "pk")[: most - 1]
    )
    return [case, *others]


def reading_of(*, case: Case, today: dt.date) -> clock.Reading:
    """The clock of a case today. A due day beyond the announced holidays reads as no count of days."""
    try:
        return clock.read(
            due_on=case.due_on, unit=case.limit_unit, paused=case.state in PAUSED, today=today
        )
    except CalendarNotAnnounced:
        return clock.Reading(case.due_on, None, paused=False)


def timeline(*, case: Case, public_only: bool) -> list[Happened]:
    """What happened, oldest first. The applicant sees acts and public words, never the office's own notes."""
    rows = Event.objects.filter(case=case).select_related("detail").order_by("seq")
    told = []
    for event in rows:
        detail = getattr(event, "detail", None)
        public = bool(detail and detail.public)
        if (
            public_only
            and not public
            and event.verb
            in ("note", "annotate", "take", "hand_over", "propose", "return", "agree")
        ):
            continue
        words = detail.words if detail and (public or not public_only) else ""
        told.append(
            Happened(
                event.seq,
                event.at,
                event.actor,
                event.verb,
                event.from_state,
                event.to_state,
                words,
                public,
                event.hash,
            )
        )
    return told


def evidence_of(*, case: Case) -> list[Evidence]:
    """The papers of a case as they stand now, with their annotations; replaced ones are left out."""
    return list(
        Evidence.objects.filter(case=case, replaced_at__isnull=True)
        .prefetch_related("annotations")
        .order_by("pk")
    )


def papers_of(*, case: Case) -> list[Paper]:
    """Official papers, oldest first."""
    return list(Paper.objects.filter(case=case).order_by("issued_at", "pk"))


def cases_about(*, subject_kind: str, subject_id: int, most: int = PAGE) -> list[Case]:
    """Cases about a person or an employer, the newest first."""
    rows = Case.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return list(rows.order_by("-opened_at", "-pk")[:most])


def cases_by(*, username: str, most: int = PAGE) -> list[Case]:
    """Cases that an account handed in, the newest first."""
    return list(Case.objects.filter(applicant=username).order_by("-opened_at", "-pk")[:most])


def notices_to(*, username: str, most: int = PAGE) -> list[Notice]:
    """The inbox of an account, the newest first."""
    rows = Notice.objects.filter(to_account=username).select_related("case")
    return list(rows.order_by("-at", "-pk")[:most])


def unread(*, username: str) -> int:
    """How many notices an account has not read, cut at a hundred."""
    return Notice.objects.filter(to_account=username, read_at__isnull=True)[:100].count()


def counted_by_item(*, places: Sequence[str]) -> list[tuple[str, int]]:
    """Open cases by item, the largest first."""
    rows = Case.objects.filter(_within(places), state__in=OPEN).values_list("item")
    return list(rows.annotate(heads=Count("pk")).order_by("-heads"))


def day_counts(*, username: str, start: dt.datetime, end: dt.datetime) -> dict[str, int]:
    """What an account did between two moments, by verb: the counter's day (日结)."""
    rows = Event.objects.filter(actor=username, at__gte=start, at__lt=end).values_list("verb")
    return dict(rows.annotate(times=Count("pk")).order_by("verb"))


def promises_due(*, today: dt.date, most: int = 1000) -> list[Evidence]:
    """Promised papers whose day has passed and that nobody brought."""
    rows = Evidence.objects.filter(
        source="promise", kept_at__isnull=True, replaced_at__isnull=True, promised_until__lt=today
    )
    return list(rows.select_related("case").order_by("promised_until", "pk")[:most])
