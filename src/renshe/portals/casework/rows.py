"""A case as a row of a queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from renshe.domains.cases import api as cases
from renshe.portals.layout.casefile.clock import ClockBadge, clock_badge
from renshe.portals.layout.casefile.words import applicant_of, item_name, names_of, state_of_case
from renshe.portals.layout.states import State


@dataclass(frozen=True, kw_only=True)
class Row:
    """One case: masked, with its clock and how many things deserve a look."""

    number: str
    url: str
    item: str
    applicant: str
    state: State
    clock: ClockBadge
    holder: str
    amount_fen: int | None
    unusual: int
    alike: bool


def rows_of(
    found: Iterable[cases.Case], *, today: dt.date, queue: str, item: str = ""
) -> tuple[Row, ...]:
    """Rows of one page; one query for the names of all holders."""
    listed = list(found)
    names = names_of(case.holder for case in listed)
    items = {code: item_name(code) for code in {case.item for case in listed}}
    return tuple(
        Row(
            number=case.number,
            url=case_url(case.number, queue=queue, item=item),
            item=items[case.item],
            applicant=applicant_of(case),
            state=state_of_case(case.state),
            clock=clock_badge(case=case, today=today),
            holder=names.get(case.holder, ""),
            amount_fen=case.amount_fen,
            unusual=len(case.examination.get("findings", ()))
            + len(case.examination.get("differences", ())),
            alike=bool(case.alike),
        )
        for case in listed
    )


def case_url(number: str, *, queue: str = "", item: str = "") -> str:
    """The address of a case, remembering the queue from which one came, so that the next one is known."""
    asked = urlencode({key: value for key, value in (("queue", queue), ("item", item)) if value})
    address = reverse("casework:case", kwargs={"number": number})
    return f"{address}?{asked}" if asked else address
