"""Somebody's months in a programme, and why a month is the amount that it is; names stay masked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.premium_help import api as premium_help
from renshe.portals.helping.fixed import explain_line
from renshe.portals.helping.portal import HELP, LOOK
from renshe.portals.helping.words import (
    claim_state,
    group_words,
    own_programme,
    period_words,
)
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One month, or what took it back."""

    period: str
    amount: Amount
    claim: str
    state: str
    tone: str
    received_on: dt.date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """What `helping/pages/person.html` may use: masked."""

    name: str
    id_number: str
    programme: str
    programme_url: str
    group: str
    document: str
    from_month: int
    last_month: int | None
    left_why: str
    lines: tuple[MonthLine, ...]
    total_fen: int


@HELP.page(template="helping/pages/person.html", access=LOOK)
def person(visit: Visit, *, number: int) -> PersonPage:
    """Every month that a programme claimed, paid or took back for somebody."""
    found = _helped(visit, number)
    lines = premium_help.lines_of(helped_id=number)
    return PersonPage(
        name=mask_name(found.person.name), id_number=mask_id_number(found.person.id_number), programme=found.programme.name,
        programme_url=reverse("helping:programme", kwargs={"number": found.programme_id}),
        group=group_words(found.group), document=found.list.document, from_month=found.from_month,
        last_month=found.last_month, left_why=found.left_why, lines=tuple(_line(one) for one in lines),
        total_fen=sum(one.amount_fen for one in lines if one.claim.state == "settled"),
    )  # fmt: skip


@HELP.page(template=EXPLANATION, access=LOOK)
def explanation(visit: Visit, *, number: int) -> ExplanationPage:
    """Why a month is that much: by the law, or the programme's fixed sum with its instrument and months."""
    try:
        line = premium_help.line(line_id=number)
    except premium_help.HelpLine.DoesNotExist:
        raise Http404 from None
    programme = own_programme(visit, line.helped.programme_id)
    return explanation_page(
        request=visit.request, explanation=explain_line(line),
        about=_("{name}的{period}资助").format(
            name=mask_name(line.person.name), period=period_words(line.insurance, line.period)
        ),
        back_url=reverse("helping:person", kwargs={"number": line.helped_id}), back_title=programme.name,
        recorded_fen=abs(line.amount_fen),
    )  # fmt: skip


def _helped(visit: Visit, number: int) -> premium_help.HelpedPerson:
    try:
        found = premium_help.helped(helped_id=number)
    except premium_help.HelpedPerson.DoesNotExist:
        raise Http404 from None
    own_programme(visit, found.programme_id)
    return found


def _line(one: premium_help.HelpLine) -> MonthLine:
    state, tone = claim_state(one.claim.state)
    return MonthLine(
        period=period_words(one.insurance, one.period),
        amount=Amount(fen=one.amount_fen, explain_url=reverse("helping:explain", kwargs={"number": one.pk})),
        claim=one.claim.number, state=state, tone=tone, received_on=one.claim.received_on, reason=one.reason,
    )  # fmt: skip
