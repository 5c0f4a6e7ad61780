"""好差评 on a page: five grades to choose from, then the words that fit the grade, and later what became of it.

The grades are links, so that the labels of a grade are there without a script; only the last press sends anything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from renshe.domains.cases import api as cases
from renshe.portals.layout.casefile.words import either

LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class Grade:
    """One grade to choose; `stars` repeats it in signs."""

    grade: int
    words: str
    stars: str
    url: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Label:
    """One ready sentence beside a grade."""

    key: str
    words: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class RatingForm:
    """What `layout/casefile/rating_form.html` may use. `labels` are empty until a grade is chosen."""

    url: str
    grades: tuple[Grade, ...]
    grade: int
    bad: bool
    labels: tuple[Label, ...]
    words: str
    within: int


@dataclass(frozen=True, kw_only=True)
class RatingSeen:
    """A rating that was given, and its follow-up: `due_on` while a bad one waits, `answer` once it came."""

    words: str
    stars: str
    bad: bool
    labels: tuple[str, ...]
    said: str
    at: dt.datetime
    due_on: dt.date | None
    answer: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class RatingGiven:
    """What a form sent: a grade (0 for none), labels and words."""

    grade: int
    labels: tuple[str, ...]
    words: str


def rating_form(request: HttpRequest, *, url: str, show_url: str) -> RatingForm:
    """The form for the grade that the address names. `show_url` is the page that shows it, `url` takes it."""
    chosen = _grade(request.GET.get("grade", ""))
    mark = "&" if "?" in show_url else "?"
    return RatingForm(
        url=url,
        grades=tuple(
            Grade(
                grade=grade,
                words=either(*words),
                stars=stars_of(grade),
                url=f"{show_url}{mark}grade={grade}#rating",
                chosen=grade == chosen,
            )
            for grade, words in cases.GRADES.items()
        ),
        grade=chosen,
        bad=0 < chosen <= cases.BAD,
        labels=tuple(
            Label(key=key, words=either(*words), chosen=False)
            for key, words in cases.LABELS.get(chosen, {}).items()
        ),
        words="",
        within=cases.ANSWER_WITHIN,
    )


def rating_given(request: HttpRequest) -> RatingGiven:
    """What was sent, read."""
    sent = request.POST
    return RatingGiven(
        grade=_grade(sent.get("grade", "")),
        labels=tuple(sent.getlist("label")),
        words=sent.get("words", "").strip()[:LONGEST],
    )


def _grade(text: str) -> int:
    return int(text) if text in {str(grade) for grade in cases.GRADES} else 0


def stars_of(grade: int) -> str:
    """A grade in signs."""
    return "★" * grade + "☆" * (5 - grade)


def rating_seen(rating: cases.Rating) -> RatingSeen:
    """A rating as its giver and whoever follows it up read it."""
    labels = cases.LABELS[rating.grade]
    return RatingSeen(
        words=either(*cases.GRADES[rating.grade]),
        stars=stars_of(rating.grade),
        bad=rating.grade <= cases.BAD,
        labels=tuple(either(*labels[key]) for key in rating.labels if key in labels),
        said=rating.words,
        at=rating.at,
        due_on=rating.answer_due_on if rating.answered_at is None else None,
        answer=rating.answer,
        answered_at=rating.answered_at,
    )
