"""Quality and ratings: what one has to check, to answer, to correct, to follow up; and the counts of items and places."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.kernel.periods import MonthError, first_day, format_month, month_containing, parse_month
from renshe.portals.casework.checking import finding_words, places_named, stratum_words
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import Powers, powers_of
from renshe.portals.layout.casefile.rating import stars_of
from renshe.portals.layout.casefile.words import either, item_name
from renshe.portals.layout.states import State

MONTHS_SHOWN = 3
"""Months that the summary shows unless others are asked for."""


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """A case that was drawn."""

    number: str
    url: str
    item: str
    place: str
    why: str
    state: State
    mine: bool


@dataclass(frozen=True, kw_only=True)
class BadRatingLine:
    """A bad rating that waits for its follow-up; who gave it is not told here."""

    number: str
    url: str
    item: str
    place: str
    stars: str
    words: str
    due_on: dt.date | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class QualityPage:
    """What `casework/pages/quality.html` may use."""

    to_check: tuple[CheckLine, ...]
    to_answer: tuple[CheckLine, ...]
    to_correct: tuple[CheckLine, ...]
    ratings: tuple[BadRatingLine, ...]
    checks: bool
    handles: bool
    done: str
    summary_url: str


@CASEWORK.page(template="casework/pages/quality.html", access=LOOK)
def quality(visit: Visit) -> QualityPage:
    """What the visitor has to do about cases that are decided already."""
    powers = powers_of(visit)
    assert visit.account is not None
    username, signing = visit.account.username, signing_places(powers)
    to_check = cases.checks_to_do(username=username, places=signing) if signing else []
    to_correct = (
        cases.checks_to_correct(username=username, places=powers.approve) if powers.approve else []
    )
    ratings = cases.ratings_to_answer(username=username, places=signing) if signing else []
    return QualityPage(
        to_check=_lines(to_check, username),
        to_answer=_lines(cases.checks_to_answer(username=username), username),
        to_correct=_lines(to_correct, username),
        ratings=_bad(ratings, visit.today),
        checks=bool(signing),
        handles=bool(powers.handle),
        done=_done(visit.request.GET.get("done", "")),
        summary_url=reverse("casework:quality_summary"),
    )


def signing_places(powers: Powers) -> tuple[str, ...]:
    """Where the visitor may review or approve: there he may look again at what others decided."""
    return tuple(dict.fromkeys((*powers.review, *powers.approve)))


def _done(code: str) -> str:
    return {
        "check": _("检查结论已记录"),
        "answer": _("答复已记录"),
        "uphold": _("复查意见已记录"),
        "rating": _("回访已记录，申请人会收到消息"),
    }.get(code, "")


def _lines(checks: list[cases.QualityCheck], username: str) -> tuple[CheckLine, ...]:
    places = places_named(one.place for one in checks)
    return tuple(
        CheckLine(
            number=one.case.number,
            url=reverse("casework:check", kwargs={"number": one.case.number}),
            item=item_name(one.item),
            place=places[one.place],
            why=stratum_words(one.stratum),
            state=finding_words(one.finding),
            mine=one.checker == username,
        )
        for one in checks
    )


def _bad(ratings: list[cases.Rating], today: dt.date) -> tuple[BadRatingLine, ...]:
    places = places_named(one.place for one in ratings)
    return tuple(
        BadRatingLine(
            number=one.case.number,
            url=reverse("casework:follow_up", kwargs={"number": one.case.number}),
            item=item_name(one.item),
            place=places[one.place],
            stars=stars_of(one.grade),
            words=either(*cases.GRADES[one.grade]),
            due_on=one.answer_due_on,
            late=one.answer_due_on is not None and one.answer_due_on < today,
        )
        for one in ratings
    )


@dataclass(frozen=True, kw_only=True)
class CountLine:
    """Checks of one item at one place."""

    item: str
    place: str
    count: cases.QualityCount


@dataclass(frozen=True, kw_only=True)
class RatedLine:
    """Ratings of one item."""

    item: str
    grades: tuple[int, ...]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class DrawLine:
    """A draw that anybody may repeat: month, item, how many of how many, and the seed."""

    month: str
    item: str
    parts: tuple[str, ...]
    seed: str


@dataclass(frozen=True, kw_only=True)
class SummaryPage:
    """What `casework/pages/quality_summary.html` may use."""

    first: str
    last: str
    unreadable: bool
    counts: tuple[CountLine, ...]
    ratings: tuple[RatedLine, ...]
    draws: tuple[DrawLine, ...]
    grades: tuple[str, ...]
    back_url: str


@CASEWORK.page(template="casework/pages/quality_summary.html", access=LOOK)
def quality_summary(visit: Visit) -> SummaryPage:
    """Counts by item and place, never by person: what should be mended in forms, rules and training."""
    places = powers_of(visit).look
    first, last, unreadable = _months(visit)
    counts = cases.quality_counts(places=places, first=first, last=last)
    names = places_named(one.place for one in counts)
    start, end = (_begins(visit, month) for month in (first, last + 1))
    rated = cases.rating_counts(places=places, start=start, end=end)
    return SummaryPage(
        first=format_month(first),
        last=format_month(last),
        unreadable=unreadable,
        counts=tuple(
            CountLine(item=item_name(one.item), place=names[one.place], count=one) for one in counts
        ),
        ratings=tuple(
            RatedLine(item=item_name(one.item), grades=one.grades, waiting=one.waiting)
            for one in rated
        ),
        draws=tuple(_draw(one) for one in cases.draws_of(first=first, last=last)),
        grades=tuple(either(*words) for words in cases.GRADES.values()),
        back_url=reverse("casework:quality"),
    )


def _months(visit: Visit) -> tuple[int, int, bool]:
    """The months asked for; else the last ones, and whether what was typed could not be read."""
    now = month_containing(visit.today)
    given = [visit.request.GET.get(key, "") for key in ("from", "to")]
    if not any(given):
        return now - MONTHS_SHOWN, now, False
    try:
        first, last = (parse_month(text) for text in given)
    except MonthError:
        return now - MONTHS_SHOWN, now, True
    return (first, last, False) if first <= last else (last, first, False)


def _begins(visit: Visit, month: int) -> dt.datetime:
    zone = localtime(visit.now).tzinfo
    return dt.datetime.combine(first_day(month), dt.time(), zone)


def _draw(one: cases.SampleDraw) -> DrawLine:
    words = _("{why}：{cases}件抽{taken}件（每百件{rate}件）")
    parts = [words.format(why=stratum_words(key), **part) for key, part in one.strata.items()]
    return DrawLine(
        month=format_month(one.month), item=item_name(one.item), parts=tuple(parts), seed=one.seed
    )
