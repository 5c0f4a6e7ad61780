"""Rises of the living allowance in a year: who has it, who is due it, and who waits because the law gives none."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import Person
from renshe.flows.land_rises import AgeRun, AwardInYear, Rises, age_run, rises_of
from renshe.laws import library
from renshe.portals.land.portal import LAND, LOOK
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.paging import Paging, paging_from

ROWS, YEARS = 40, 4


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """One rule of growth in its month: heads who have the rise, who are due it, who wait."""

    name: str
    month: int
    done: int
    due: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """Why people wait: one reason of the law, with how many of them."""

    name: str
    people: int
    problem: Problem


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody without the rise: what is drawn before it, and by how much it rises, or why not."""

    name: str
    id_number: str
    rule: str
    month: int
    before_fen: int
    rise: Amount | None
    why: str


@dataclass(frozen=True, kw_only=True)
class RisesPage:
    """What `land/pages/rises.html` may use; `years` are (year, address, whether it is shown)."""

    year: int
    years: tuple[tuple[int, str, bool], ...]
    calendar: AgeRun
    rules: tuple[RuleLine, ...]
    reasons: tuple[ReasonLine, ...]
    people: tuple[PersonLine, ...]
    paging: Paging


@LAND.page(template="land/pages/rises.html", access=LOOK)
def rises(visit: Visit) -> RisesPage:
    """Show a year of the visitor's place: this one, or one of the three before."""
    place = own_place(visit, "pension.look")
    this = visit.today.year
    typed = visit.request.GET.get("year", "")
    year = int(typed) if typed.isdigit() and this - YEARS < int(typed) <= this else this
    found = rises_of(place=place, year=year, today=visit.today)
    without = [(rule, one) for rule in found for one in (*rule.waiting, *rule.due)]
    paging = paging_from(visit.request.GET.get("page", ""), total=len(without), rows=ROWS)
    shown = without[paging.offset : paging.offset + ROWS]
    people = Person.objects.in_bulk({one.person_id for _rule, one in shown})
    at = reverse("land:rises")
    return RisesPage(
        year=year,
        calendar=age_run(place=place, today=visit.today),
        years=tuple((one, f"{at}?year={one}", one == year) for one in range(this, this - YEARS, -1)),
        rules=tuple(
            RuleLine(
                name=_name(one.rule), month=one.month, done=one.done, due=len(one.due), waiting=len(one.waiting),
            )
            for one in found
        ),
        reasons=tuple(
            ReasonLine(name=_name(one.rule), people=count, problem=problem_of(refusal))
            for one in found
            for refusal, count in one.by_reason
        ),
        people=tuple(_person(rule, one, people[one.person_id]) for rule, one in shown),
        paging=paging,
    )  # fmt: skip


def _name(rule: str) -> str:
    said = library.ruleset().rules[rule][-1]
    return said.zh if (get_language() or "zh").startswith("zh") else said.en


def _person(rule: Rises, one: AwardInYear, person: Person) -> PersonLine:
    url = reverse(
        "land:explain_rise", kwargs={"award": one.award_id, "rule": rule.rule, "month": rule.month}
    )
    return PersonLine(
        name=mask_name(person.name), id_number=mask_id_number(person.id_number), rule=_name(rule.rule), month=rule.month,
        before_fen=one.before_fen, rise=None if one.refusal else Amount(fen=one.rise_fen, explain_url=url),
        why=problem_of(one.refusal).reason if one.refusal else "",
    )  # fmt: skip
