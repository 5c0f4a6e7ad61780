"""Where an application begins: what will be asked, drafts that are lying there, and the button that opens a case."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.portals.applying.filling import addresses, asked_of
from renshe.portals.applying.handing_over import (
    Handed,
    Known,
    handed_over,
    known_lines,
    with_handed,
)
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.registers import record_revealed
from renshe.portals.applying.seeing import cases_seen
from renshe.portals.applying.who import Applicant, actor_of, applicant_for
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.words import state_of_case
from renshe.portals.layout.forms.wording import said
from renshe.portals.layout.states import State
from renshe.portals.public.guiding import AskedPaper, papers_of, promised_words
from renshe.services import catalogue
from renshe.services.catalogue import Declared

EARLIER_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A draft, or a case of the same item that is still open."""

    number: str
    url: str
    state: State
    opened_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class StartPage:
    """What `applying/pages/start.html` may use. `handed` is what another page gave along, `known` what comes of it."""

    name: str
    summary: str
    guide_url: str
    start_url: str
    office: str
    for_employer: bool
    questions: int
    papers: tuple[AskedPaper, ...]
    days: str
    earlier: tuple[Earlier, ...]
    handed: tuple[Handed, ...]
    known: tuple[Known, ...]


@APPLYING.page(template="applying/pages/start.html", access=APPLY)
def start(visit: Visit, *, code: str) -> StartPage | HttpResponse:
    """Say what is coming; a press of the button opens the case and leads to its first question. An item
    with a door of its own is no case: its start is the door."""
    declared = catalogue.declared(code)
    applicant = applicant_for(visit, declared.item)
    if declared.item.door is not None:
        return HttpResponseRedirect(declared.item.door.address)
    if visit.request.method == "POST":
        return HttpResponseRedirect(_open(visit, declared, applicant))
    return _page(visit, declared, applicant)


@transaction.atomic
def _open(visit: Visit, declared: Declared, applicant: Applicant) -> str:
    """A draft with what the registers know already. Returns the address of its first page."""
    item, actor = declared.item, actor_of(visit)
    application = cases.Application(
        item=item,
        place=applicant.place,
        channel="online",
        subject_id=applicant.subject_id,
        applicant_name=applicant.name,
        on_behalf="" if visit.acting is None else visit.acting.capacity,
    )
    case = cases.open_case(application=application, actor=actor)
    asked = with_handed(asked_of(case, item, visit=visit), handed_over(visit))
    known = dict(declared.service.prefill(asked))
    if known:
        record_revealed(visit, item, given=known, revealed=known)
        cases.save_form(number=case.number, item=item, given=known, actor=actor)
    filled = sum(1 for field in item.fields if known.get(field.key) not in (None, ""))
    first = addresses(case, item)[0]
    return f"{first}?{urlencode({'filled': filled})}" if filled else first


def _page(visit: Visit, declared: Declared, applicant: Applicant) -> StartPage:
    item, handed = declared.item, handed_over(visit)
    earlier = cases_seen(visit, states=("draft", *cases.OPEN), item=item.code, most=EARLIER_SHOWN)
    return StartPage(
        name=said(item.name),
        summary=said(item.summary),
        guide_url=reverse("public:guide", kwargs={"code": item.code}),
        start_url=reverse("applying:start", kwargs={"code": item.code}),
        office=place_name(code=applicant.place),
        for_employer=applicant.kind == "employer",
        questions=len(item.fields),
        papers=papers_of(item),
        days=promised_words(item),
        earlier=tuple(
            Earlier(
                number=one.number,
                url=reverse("applying:case", kwargs={"number": one.number}),
                state=state_of_case(one.state),
                opened_at=one.opened_at,
            )
            for one in earlier
        ),
        handed=handed,
        known=known_lines(visit, declared, applicant, handed),
    )
