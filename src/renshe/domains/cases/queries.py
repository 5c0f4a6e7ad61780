"""Reads: queues that stay fast with a hundred thousand open cases, one case whole, and what its applicant may see of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from renshe.domains.cases import clock
from renshe.domains.cases.models import (
    Case,
    DayEnd,
    Event,
    Evidence,
    Extension,
    Notice,
    Paper,
    Pause,
)
from renshe.domains.cases.refusals import problem
from renshe.domains.cases.states import INTERNAL, OPEN, PAUSED
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.problem import Refused
from renshe.kernel.working_days import CalendarNotAnnounced

PAGE = 50
QUEUES = ("pool", "mine", "review", "approval", "extension", "overdue", "waiting", "served", "all")


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


def cases_numbered(*, numbers: Sequence[str]) -> list[Case]:
    """The cases with these numbers, in no order; a number that there is not is left out."""
    return list(Case.objects.filter(number__in=list(numbers)))


def queue(
    *, name: str, places: Sequence[str], username: str, today: dt.date, item: str = "",
    after: int = 0, most: int = PAGE,
) -> list[Case]:  # fmt: skip
    """A page of a work queue within the places of a role (a division reaches all below it), the most urgent first.

    pool: nobody's; mine; review and approval: waiting for a signature that this account may give (not its own cases);
    extension: asked for, waiting for another's consent; overdue; waiting: for the applicant;
    served: decided and not yet served. `after` skips that many rows.
    """
    rows = _of_queue(name, username, today).filter(_within(places))
    if item:
        rows = rows.filter(item=item)
    # Numbers first: sorting a hundred thousand whole rows, forms and all, would take several times as long.
    ordered = rows.order_by(F("due_on").asc(nulls_last=True), "pk").values_list("pk", flat=True)
    page = list(ordered[after : after + most])
    found = Case.objects.in_bulk(page)
    return [found[pk] for pk in page if pk in found]


def queue_sizes(*, places: Sequence[str], username: str, today: dt.date) -> dict[str, int]:
    """How many cases lie in each queue of these places, each count cut at a thousand so that it stays quick."""
    return {
        name: _of_queue(name, username, today).filter(_within(places))[:1000].count()
        for name in QUEUES
        if name != "all"
    }


def queue_size(
    *, name: str, places: Sequence[str], username: str, today: dt.date, item: str = "", cut: int = 1000
) -> int:  # fmt: skip
    """How many cases lie in one queue, cut so that it stays quick."""
    rows = _of_queue(name, username, today).filter(_within(places))
    return (rows.filter(item=item) if item else rows)[:cut].count()


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
        case "extension":
            asked = Extension.objects.filter(granted__isnull=True).exclude(asked_by=username)
            return rows.filter(state__in=OPEN, pk__in=asked.values("case_id")).exclude(
                handler=username
            )
        case "overdue":
            return rows.filter(state__in=OPEN, due_on__lt=today)
        case "waiting":
            return rows.filter(state__in=PAUSED)
        case "served":
            return rows.filter(state__in=("granted", "refused"), closed_at__isnull=True)
        case "all":
            return rows.filter(state__in=OPEN)
    raise ValueError(f"{name!r} is not one of {', '.join(QUEUES)}")


def _within(places: Sequence[str]) -> Q:
    """In one of these divisions or below it; a district such as 310110 ends in 0 and is not its neighbours."""
    found = Q(pk__in=())
    for place in places:
        if not stem(place):
            return Q()
        found |= Q(place__startswith=stem(place))
    return found


def next_in_queue(
    *, name: str, places: Sequence[str], username: str, today: dt.date, item: str = "", behind: Case
) -> Case | None:  # fmt: skip
    """The case that lies behind this one in a queue, else the first other one; None where nothing else is left."""
    rows = _of_queue(name, username, today).filter(_within(places)).exclude(pk=behind.pk)
    if item:
        rows = rows.filter(item=item)
    ordered = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    if behind.due_on is None:
        later = Q(due_on__isnull=True, pk__gt=behind.pk)
    else:
        later = Q(due_on__gt=behind.due_on) | Q(due_on__isnull=True)
        later |= Q(due_on=behind.due_on, pk__gt=behind.pk)
    return ordered.filter(later).first() or ordered.first()


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
        if public_only and not public and event.verb in INTERNAL:
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


def file_of(*, number: str, material: str) -> int | None:
    """The stored file that stands for a paper of a case now; None where there is none, or only a promise."""
    rows = Evidence.objects.filter(
        case__number=number, material=material, replaced_at__isnull=True, file_id__isnull=False
    )
    return rows.order_by("-pk").values_list("file_id", flat=True).first()


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


@dataclass(frozen=True, slots=True)
class About:
    """Cases of these items about a person (under all his numbers) or an employer: what may be shown to whom it concerns."""

    subject_kind: str
    subject_ids: tuple[int, ...]
    items: tuple[str, ...]


def cases_shown_to(
    *, username: str, about: Sequence[About] = (), states: Sequence[str] = (), item: str = "",
    after: int = 0, most: int = PAGE,
) -> list[Case]:  # fmt: skip
    """What an applicant may see, the newest first: what the account handed in about nobody's record, and what is about those
    it acts for now, whoever handed it in; a draft is its author's alone.

    A case belongs to whom it is about: an account whose power to act for a person or an employer has ended no longer sees it.
    """
    own = Q(applicant=username, subject_kind="nobody")
    for one in about:
        concerned = Q(subject_kind=one.subject_kind, subject_id__in=one.subject_ids)
        own |= concerned & Q(applicant=username)
        own |= concerned & Q(item__in=one.items) & ~Q(state="draft")
    rows = Case.objects.filter(own)
    if states:
        rows = rows.filter(state__in=states)
    if item:
        rows = rows.filter(item=item)
    return list(rows.order_by("-opened_at", "-pk")[after : after + most])


def notices_to(*, username: str, most: int = PAGE, deliveries: bool = False) -> list[Notice]:
    """The inbox of an account, the newest first; with what left the house of each, where asked for."""
    found = Notice.objects.filter(to_account=username).select_related("case")
    rows = found.prefetch_related("deliveries") if deliveries else found
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


def pause_of(*, case: Case) -> Pause | None:
    """The pause in which the clock of a case stands still now, with its reason; None while it runs."""
    return Pause.objects.filter(case=case, to_on__isnull=True).first()


def cases_touched(
    *, username: str, start: dt.datetime, end: dt.datetime, most: int = 200
) -> list[Case]:
    """Cases on which an account did something between two moments, the newest first: the counter's day."""
    touched = Event.objects.filter(actor=username, at__gte=start, at__lt=end).values("case_id")
    return list(Case.objects.filter(pk__in=touched).order_by("-opened_at", "-pk")[:most])


def day_ends_of(*, username: str, most: int = 10) -> list[DayEnd]:
    """The days that an account has closed (日结), the newest first."""
    return list(DayEnd.objects.filter(account=username).order_by("-day")[:most])


@dataclass(frozen=True, slots=True)
class Told:
    """One public act on a case, for the machine of whoever handed it in. Holds nothing about a person."""

    event_id: int
    number: str
    item: str
    applicant: str
    verb: str
    from_state: str
    to_state: str
    at: dt.datetime


def acts_told_to(
    *, applicants: Sequence[str], verbs: Sequence[str], since: dt.datetime, after: int = 0, most: int = 1000
) -> list[Told]:  # fmt: skip
    """Acts of these verbs on cases that these accounts handed in, in the order they were recorded; `after` is the last id
    seen. Numbers are given before a transaction ends, so whoever reads on must look back over `since` again.
    """
    rows = (
        Event.objects.filter(
            case__applicant__in=list(applicants), verb__in=list(verbs), at__gte=since, pk__gt=after
        )
        .order_by("pk")
        .values_list(
            "pk", "case__number", "case__item", "case__applicant", "verb", "from_state", "to_state", "at",
        )[:most]
    )  # fmt: skip
    return [Told(*row) for row in rows]
