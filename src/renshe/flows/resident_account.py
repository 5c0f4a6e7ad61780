"""A resident's account as it stands: its entries less what monthly pensions drew (国发〔2014〕8号 五、六).

Entries are rows of `resident`; a month's pension writes none, so what it drew is asked of `pension`, for one person or for all
at once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.laws import library

KIND = "resident"
OTHER_PENSIONS = ("old_age", "invalidity", "institution", "town")
"""Benefits of another basic scheme, beside which no resident's pension is drawn; an allowance after expropriation is none."""


def drawn_by_year(*, person_id: int) -> dict[int, int]:
    """What pensions drew from somebody's account by year of the books (fen), merged numbers together."""
    sums: dict[int, int] = {}
    people = registry.everybody_who_is(person_id=person_id)
    for years in pension.account_drawn(person_ids=people, kind=KIND).values():
        for year, fen in years.items():
            sums[year] = sums.get(year, 0) + fen
    return sums


def drawn_fen(*, person_id: int) -> int:
    """What pensions drew in all (fen)."""
    return sum(drawn_by_year(person_id=person_id).values())


def balance(*, person_id: int) -> dict[str, int]:
    """What stands in the account now, by source (fen)."""
    return resident.account_balance(person_id=person_id, drawn_fen=drawn_fen(person_id=person_id))


def years(*, person_id: int) -> list[resident.AccountYear]:
    """The account year by year, drawings among what left."""
    rows = resident.credits_of(person_id=person_id)
    return resident.account_years(rows, drawn=drawn_by_year(person_id=person_id))


def award_facts(*, person_id: int, on: dt.date) -> dict[str, Any]:
    """The facts of a resident's award on a day, with whether another pension is drawn. Raises Refusal."""
    awards = pension.all_in_force(person_id=person_id)
    return resident.facts_for_award(
        person_id=person_id,
        on=on,
        drawn_fen=drawn_fen(person_id=person_id),
        explain=library.explain,
    ) | {
        "draws_other_pension": any(one.kind in OTHER_PENSIONS for one in awards),
        "draws_resident_pension": any(one.kind == KIND for one in awards),
    }


def outlook(*, person_id: int, on: dt.date) -> resident.Outlook:
    """The ground of projections. Raises Refusal."""
    return resident.outlook_of(
        person_id=person_id,
        on=on,
        drawn_fen=drawn_fen(person_id=person_id),
        explain=library.explain,
    )


def drawing_near_sixty(*, on: dt.date) -> list[int]:
    """Who draws a pension already among those whom the year's lists call on to claim one: from 59 to 61 years old."""
    return pension.people_drawing(
        born_from=dt.date(on.year - 62, 1, 1), born_to=dt.date(on.year - 59, 12, 31)
    )
