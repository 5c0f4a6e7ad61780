"""Rises of the living allowance: who has the year's, who is due one, who waits because the law gives none, and making up.

The yearly run raises everybody whom the law gives an amount (`runs/yearly_pension_adjustment/standards`); whoever it could not
raise is not forgotten but listed here with the reason, and made up for with every month owed once the law is loaded.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.flows.expropriation_to_pension import KIND
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library

BY_AGE = "land_elder_allowance"
"""The rule of the part by age: a level that a birthday reaches, the same for everybody of that age, so that nobody decides it."""
AGE_RUN = "land_age_rises"
"""The monthly run that raises it (`runs/land_age_rises`), as the calendar knows it."""


@dataclass(frozen=True, kw_only=True)
class AwardInYear:
    """Somebody who drew the allowance before a month of rise: the amount before it, and the rise due or why there is none."""

    award_id: int
    person_id: int
    place: str
    before_fen: int
    rise_fen: int
    refusal: Refusal | None


@dataclass(frozen=True, kw_only=True)
class Rises:
    """One rule in one month: heads who have what the law gives, `due` whom the law gives it, `waiting` whom it refuses."""

    rule: str
    month: Month
    done: int
    due: tuple[AwardInYear, ...]
    waiting: tuple[AwardInYear, ...]

    @property
    def by_reason(self) -> list[tuple[Refusal, int]]:
        """Each reason once, with how many wait for it, most first."""
        heads = Counter(one.refusal.code for one in self.waiting if one.refusal)
        first = {one.refusal.code: one.refusal for one in reversed(self.waiting) if one.refusal}
        return [(first[code], count) for code, count in heads.most_common()]


@dataclass(frozen=True, kw_only=True)
class AgeRun:
    """The calendar of the part by age: the last run, where there was one, and the day of the next.

    `raised` and `waiting` are heads of the last run. `late`: this month's should have been and was not.
    """

    month: Month | None
    at: dt.datetime | None
    raised: int
    waiting: int
    next_on: dt.date
    late: bool


def age_run(*, place: str, today: dt.date) -> AgeRun:
    """When the part by age was raised last at a place or its district, and when it is next: on the first of each month."""
    found = audit.last_done(kind=AGE_RUN, place=place) or audit.last_done(
        kind=AGE_RUN, place=place[:6]
    )
    this = month_containing(today)
    done = found is not None and found.period is not None and found.period >= this
    totals = found.totals if found is not None else {}
    return AgeRun(
        month=found.period if found is not None else None, at=found.finished_at if found is not None else None,
        raised=totals.get("raised", 0), waiting=totals.get("waiting", 0),
        next_on=first_day(this + 1) if done else today, late=not done and today.day > 1,
    )  # fmt: skip


def rises_of(*, place: str, year: int, today: dt.date) -> list[Rises]:
    """The year's rise, and the part by age as of the last month of the year that has begun, by what is known today."""
    last = min(month_containing(today), year * 12 + 11)
    return [
        _rises(growth, place=place, month=year * 12 if growth.yearly else last, today=today)
        for growth in pension.kind_of(KIND).growths
    ]


def rises_by_age(*, place: str, month: Month, today: dt.date) -> Rises:
    """The part by age as of a month: who has what his age gives, who is due more, who waits for law."""
    (growth,) = (one for one in pension.kind_of(KIND).growths if one.rule == BY_AGE)
    return _rises(growth, place=place, month=month, today=today)


def _rises(growth: pension.Growth, *, place: str, month: Month, today: dt.date) -> Rises:
    rows = pension.growing_rows(kind=KIND, growth=growth, place=place, from_month=month)
    told: dict[tuple[object, ...], int | Refusal] = {}
    due: list[AwardInYear] = []
    waiting: list[AwardInYear] = []
    done = 0
    for row in rows:
        if row["done"]:
            done += 1
            continue
        first = _first_missed(growth, row, month=month)
        asked = (row["place"], row["before"], row["birth_month"], row["sex"], first)
        if asked not in told:
            told[asked] = _told(growth, row, month=month, first=first, today=today)
        got = told[asked]
        refusal = got if isinstance(got, Refusal) else None
        one = AwardInYear(
            award_id=row["award_id"], person_id=row["person_id"], place=row["place"], before_fen=row["before"],
            rise_fen=got if isinstance(got, int) else 0, refusal=refusal,
        )  # fmt: skip
        if refusal is not None:
            waiting.append(one)
        elif one.rise_fen > 0:
            due.append(one)
        else:
            done += 1
    return Rises(rule=growth.rule, month=month, done=done, due=tuple(due), waiting=tuple(waiting))


def _first_missed(growth: pension.Growth, row: dict[str, Any], *, month: Month) -> Month:
    """The first January without a rise: while the law gives none for it, those after it wait too."""
    if not growth.yearly:
        return month
    return min(month, (row["since"] // 12 + 1 + row["rises"]) * 12)


def _told(
    growth: pension.Growth, row: dict[str, Any], *, month: Month, first: Month, today: dt.date
) -> int | Refusal:  # fmt: skip
    """The rise of a month (fen), or why there is none: the first missed one's reason before the month's own."""
    fen = 0
    try:
        for asked in sorted({first, month}):
            ages = pension.ages_at(birth_month=row["birth_month"], sex=row["sex"], month=asked)
            fen = pension.rise_by_law(
                growth=growth, facts=ages, before=row["before"], place=row["place"], month=asked, known_on=today,
                explain=library.explain,
            ).fen  # fmt: skip
    except Refusal as refusal:
        return refusal
    return fen


def rise_due(
    *, award_id: int, rule: str, month: Month, today: dt.date
) -> pension.Adjustment | None:
    """The rise of one rule and month that an award is due by what is known today, unwritten; None where it is due none.

    Raises Refusal where the law gives none.
    """
    award = pension.Award.objects.select_related("person").filter(pk=award_id, kind=KIND).first()
    growth = next((one for one in pension.kind_of(KIND).growths if one.rule == rule), None)
    if award is None or growth is None or not award.starts_month < month < 10_000 * 12:
        return None
    had = award.adjustments.filter(target=rule).values_list("amount_fen", flat=True)
    before = sum(getattr(award, column) for column in growth.columns) + sum(had)
    ages = pension.ages_at(
        birth_month=month_containing(award.person.birth_on), sex=award.person.sex, month=month
    )
    step = pension.rise_by_law(
        growth=growth, facts=ages, before=before, place=award.place, month=month, known_on=today,
        explain=library.explain,
    )  # fmt: skip
    receipt = {
        "target": rule, "place": award.place, "on": first_day(month).isoformat(), "known_on": today.isoformat(),
        "facts": step.facts,
    }  # fmt: skip
    return rise_unwritten(rule=rule, fen=step.fen, receipt=receipt, award=award)


def rise_unwritten(
    *, rule: str, fen: int, receipt: dict[str, Any], award: pension.Award | None = None
) -> pension.Adjustment:
    """A rise as a row that nobody saves: what the pages explain as they explain those that were written."""
    return pension.Adjustment(
        award=award or pension.Award(kind=KIND, facts={}), target=rule, amount_fen=fen, receipt=receipt
    )  # fmt: skip


@dataclass
class MadeUp:
    """What making up brings: awards looked at and raised, their rises, fen owed for past months, and who still waits."""

    seen: int = 0
    raised: int = 0
    rises: int = 0
    monthly_fen: int = 0
    owed_fen: int = 0
    waiting: list[tuple[int, pension.Waiting]] = field(default_factory=list)


class _TakenBack(Exception):
    """What was only tried."""


def make_up(*, place: str, signed: pension.Signatures, write: bool) -> MadeUp:
    """Raise everybody's allowance by what was missed since its first month; shown only, unless `write`.

    Run again it finds what was done. All or nothing.
    """
    found = MadeUp()
    awards = pension.Award.objects.filter(
        kind=KIND, state__in=("provisional", "final", "suspended"), place__startswith=stem(place)
    ).order_by("pk")
    try:
        with transaction.atomic():
            for award_id in awards.values_list("pk", flat=True):
                _made_up(found, award_id, signed=signed)
            if not write:
                raise _TakenBack
    except _TakenBack:
        pass
    return found


def raised_by_age(*, award_ids: Iterable[int], signed: pension.Signatures) -> MadeUp:
    """Raise the part by age of these awards, each from the month of its own birthday; past months are owed.

    Award by award: whoever was raised before a run was killed is found raised by the next.
    """
    found = MadeUp()
    for award_id in award_ids:
        _made_up(found, award_id, signed=signed, rules=(BY_AGE,))
    return found


def _made_up(
    found: MadeUp, award_id: int, *, signed: pension.Signatures, rules: tuple[str, ...] | None = None
) -> None:  # fmt: skip
    grown = pension.grow_since_start(
        award_id=award_id, known_on=signed.known_on, signed=signed, explain=library.explain, rules=rules
    )  # fmt: skip
    found.seen += 1
    found.raised += bool(grown.rises)
    found.rises += len(grown.rises)
    found.monthly_fen += sum(one.amount_fen for one in grown.rises)
    found.owed_fen += sum(one.total_fen for one in grown.arrears)
    found.waiting += [(award_id, one) for one in grown.waiting]
