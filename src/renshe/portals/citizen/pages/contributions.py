"""The contribution timeline: years by months, readable without colour, and the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import timeline_of
from renshe.domains.registry.api import everybody_who_is
from renshe.portals.applying.shortcuts import Shortcut, shortcuts_to
from renshe.portals.citizen.career import career
from renshe.portals.citizen.due import award_of, bills_not_yet_due, months_expected_until
from renshe.portals.citizen.grid import (
    OWN,
    TWELVE,
    MonthState,
    employer_letters,
    mark_of,
    month_states,
    words_of,
)
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, CONTRIBUTIONS
from renshe.portals.layout.access import Visit
from renshe.portals.layout.formats import month as month_text

OFTEN = (
    "information.certificate_of_insurance",
    "information.rights_record",
    "registration.enrol_flexible",
)
AFTER_ARREARS = ("labour.complain", *OFTEN)
"""Where an employer owes months, the complaint comes first."""


@dataclass(frozen=True, kw_only=True)
class MonthCell:
    """One month of the grid. `state` is a `contribution` state, `mark` the sign in the cell, `says` the whole of
    it in words for a screen reader."""

    state: str
    mark: str
    says: str


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """One year of the grid, with its twelve months."""

    year: int
    url: str
    cells: tuple[MonthCell, ...]
    counted_months: int


@dataclass(frozen=True, kw_only=True)
class EmployerMark:
    """Which letter stands for which employer."""

    letter: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Span:
    """A run of months in one state with one employer: a row of the table below the grid."""

    first: int
    last: int
    months: int
    employer: str
    state: str
    letter: str


@dataclass(frozen=True, kw_only=True)
class ContributionsPage:
    """What `citizen/pages/contributions.html` may use."""

    years: tuple[YearRow, ...]
    employers: tuple[EmployerMark, ...]
    spans: tuple[Span, ...]
    paid_months: int
    deemed_months: int
    owed_months: int
    gap_months: int
    shortcuts: tuple[Shortcut, ...]
    month_numbers: tuple[int, ...] = tuple(range(1, 13))


@CITIZEN.page(template="citizen/pages/contributions.html", access=CONTRIBUTIONS)
def contributions(visit: Visit) -> ContributionsPage:
    """Show the months of one's working life, the newest year first."""
    person = myself(visit)
    timeline = timeline_of(person_id=person.pk)
    entries = career(person_id=person.pk, place=person.residence_place)
    award = award_of(person_ids=everybody_who_is(person_id=person.pk))
    states = month_states(
        months=timeline.months,
        not_yet_due=bills_not_yet_due(timeline.months, today=visit.today),
        deemed_by_year={
            entry.year: entry.deemed_months for entry in entries if entry.deemed_months
        },
        until=months_expected_until(award=award, died_on=person.died_on, today=visit.today),
    )
    names = {month.employer_id or OWN: month.employer_name for month in timeline.months}
    names[OWN] = _("本人缴费")
    wanted = AFTER_ARREARS if any(one.state == "owed" for one in states) else OFTEN
    return contributions_page(states=states, names=names, shortcuts=shortcuts_to(visit, wanted))


def _year_address(year: int, months: Mapping[int, MonthState]) -> str:
    """Where a year's amounts are; a year of deemed service or of a gap alone has none."""
    if all(one.state in ("deemed", "gap") for one in months.values()):
        return ""
    return reverse("citizen:contribution_year", kwargs={"year": year})


def contributions_page(
    *,
    states: Sequence[MonthState],
    names: Mapping[int, str],
    shortcuts: tuple[Shortcut, ...] = (),
) -> ContributionsPage:
    """Lay out the grid, the legend and the table from what each month is."""
    letters = employer_letters(states)
    by_year: dict[int, dict[int, MonthState]] = {}
    for state in states:
        by_year.setdefault(state.period // TWELVE, {})[state.period] = state
    return ContributionsPage(
        years=tuple(
            YearRow(
                year=year,
                url=_year_address(year, months),
                cells=tuple(
                    _cell(year * TWELVE + number, months, names=names, letters=letters)
                    for number in range(TWELVE)
                ),
                counted_months=sum(one.state in ("paid", "deemed") for one in months.values()),
            )
            for year, months in sorted(by_year.items(), reverse=True)
        ),
        employers=tuple(
            EmployerMark(letter=letter, name=names[employer])
            for employer, letter in letters.items()
        ),
        spans=tuple(_spans(states, names=names, letters=letters)),
        paid_months=_count(states, "paid"),
        deemed_months=_count(states, "deemed"),
        owed_months=_count(states, "owed"),
        gap_months=_count(states, "gap"),
        shortcuts=shortcuts,
    )


def _count(states: Sequence[MonthState], wanted: str) -> int:
    return sum(one.state == wanted for one in states)


def _cell(
    period: int,
    months: Mapping[int, MonthState],
    *,
    names: Mapping[int, str],
    letters: Mapping[int, str],
) -> MonthCell:
    state = months.get(period)
    if state is None:
        return MonthCell(state="none", mark="", says="")
    employers = " ".join(names[one] for one in state.employers)
    says = " ".join(part for part in (month_text(period), words_of(state.state), employers) if part)
    return MonthCell(state=state.state, mark=mark_of(state, letters=letters), says=says)


def _spans(
    states: Sequence[MonthState], *, names: Mapping[int, str], letters: Mapping[int, str]
) -> list[Span]:
    """Runs of equal months, the newest first."""
    runs: list[list[MonthState]] = []
    for one in states:
        last = runs[-1][-1] if runs else None
        if last and (last.state, last.employers) == (one.state, one.employers):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [
        Span(
            first=run[0].period,
            last=run[-1].period,
            months=len(run),
            employer=_("、").join(names[one] for one in run[0].employers),
            state=run[0].state,
            letter="".join(letters[one] for one in run[0].employers),
        )
        for run in reversed(runs)
    ]
