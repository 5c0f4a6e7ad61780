"""Where somebody's pension is to be paid, and whether what is paid here is a temporary account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.domains.transfers.models import MILITARY, ProvincialTransfer, TransferYear
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Explain, Explanation

PENSION = 1
"""The insurance's number in enrolment."""


def province_of(place: str) -> str:
    """The province of a place, six digits."""
    return f"{place[:2]}0000"


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Months paid in one province, each once; `last_month` orders them."""

    province: str
    months: int
    last_month: Month


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """The province that pays, with the facts and the explanation; `relations` from the oldest to the newest."""

    province: str
    relations: tuple[Relation, ...]
    facts: dict[str, Any]
    explanation: Explanation


def masked_months(year: int, mask: int) -> list[Month]:
    """The months of a year whose bits are set."""
    return [year * 12 + number for number in range(12) if mask >> number & 1]


def left_out(transfer: ProvincialTransfer, year: int) -> int:
    """Bits of a year's months that a booking left out of the career: paid here too, or come back from here."""
    return int(transfer.facts.get("left_out", {}).get(str(year), 0))


def months_elsewhere(*, person_id: int) -> dict[str, set[Month]]:
    """Months that transfers brought, by the province where they were paid, double ones left out: the form's sender unless
    it names another. The armed forces' count where the relation went."""
    found: dict[str, set[Month]] = {}
    rows = TransferYear.objects.filter(
        transfer__person_id__in=registry.everybody_who_is(person_id=person_id),
        transfer__direction="in", transfer__state="booked", transfer__temporary=False,
    ).select_related("transfer")  # fmt: skip
    for row in rows:
        moved = row.transfer
        named = row.place or moved.other_code
        code = province_of(moved.place) if MILITARY in (named, moved.other_code) else named
        found.setdefault(code, set()).update(
            masked_months(row.year, row.paid_months & ~left_out(moved, row.year))
        )
    return found


def relations_of(*, person_id: int, place: str, temporary_here: bool) -> tuple[Relation, ...]:
    """What was paid where, by province in the order of the last month; months of a temporary account are not in it."""
    by_province = months_elsewhere(person_id=person_id)
    brought = set().union(*by_province.values())
    own = {
        month.period
        for month in contributions.timeline_of(person_id=person_id).months
        if month.state == "paid"
    } - brought
    if not temporary_here and own:
        by_province.setdefault(province_of(place), set()).update(own)
    made = [
        Relation(province=code, months=len(months), last_month=max(months))
        for code, months in by_province.items()
        if months
    ]
    return tuple(sorted(made, key=lambda one: (one.last_month, one.province)))


def benefit_place(*, person_id: int, place: str, today: dt.date, explain: Explain) -> Benefit:
    """The province that pays by 国办发〔2009〕66号, with its reasons. Raises Refusal where the law lacks a fact."""
    person = registry.person(person_id=person_id)
    temporary = temporary_account(person_id=person.pk, place=place, explain=explain)
    here_temporary = temporary is not None and bool(temporary.value)
    relations = relations_of(person_id=person.pk, place=place, temporary_here=here_temporary)
    facts = {
        "household_province": int(province_of(person.household_place)),
        "current_province": int(province_of(place)),
        "provincial_relations": [
            {"province": int(one.province), "months": one.months} for one in relations
        ],
    }
    told = explain("place_of_benefit", facts, place=place[:6], on=today)
    return Benefit(
        province=str(int(told.value)), relations=relations, facts=facts, explanation=told
    )


def temporary_facts(*, person_id: int, place: str) -> dict[str, Any] | None:
    """Sex, age at the first enrolment here and whether this is the household province; None for who never enrolled."""
    person = registry.person(person_id=person_id)
    first = enrolment.spells_of(person_id=person.pk, insurance=PENSION).first()
    if first is None:
        return None
    months = month_containing(first.span.lower) - month_containing(person.birth_on)
    if first.span.lower.day < person.birth_on.day:
        months -= 1
    return {
        "sex": person.sex,
        "age_at_new_enrolment": max(months // 12, 14),
        "new_place_is_household_place": province_of(person.household_place) == province_of(place),
    }


def temporary_account(*, person_id: int, place: str, explain: Explain) -> Explanation | None:
    """Whether the account here is temporary, as the law told on the day of enrolment; None for who never enrolled.

    Who was brought here by an official posting has an ordinary account: such a transfer in was granted as posted.
    """
    facts = temporary_facts(person_id=person_id, place=place)
    if facts is None or _posted(person_id):
        return None
    first = enrolment.spells_of(person_id=person_id, insurance=PENSION).first()
    assert first is not None
    if first.span.lower < dt.date(2010, 1, 1):
        return None
    return explain("temporary_account", facts, place=place[:6], on=first.span.lower)


def _posted(person_id: int) -> bool:
    people = registry.everybody_who_is(person_id=person_id)
    return ProvincialTransfer.objects.filter(
        person_id__in=people, direction="in", facts__posted=True
    ).exists()
