"""One queue: a page of cases, the most urgent first, filtered by item; and the way to a case by its number or to the next one."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.casework.queues import QUEUES, open_to, places_for
from renshe.portals.casework.rows import Row, case_url, rows_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import case_for, powers_of
from renshe.portals.layout.casefile.words import item_name, verb_words
from renshe.portals.layout.paging import Paging, paging_from
from renshe.services import catalogue

CUT = 1000
"""A queue is paged no deeper: nobody works from its twentieth page, and the filter leads further."""


@dataclass(frozen=True, kw_only=True)
class QueueTab:
    """Another queue to go to."""

    title: str
    url: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class ItemChoice:
    """An item by which the queue may be filtered."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """What `casework/pages/queue.html` may use. `more` says that the queue is longer than what is paged."""

    name: str
    title: str
    about: str
    tabs: tuple[QueueTab, ...]
    rows: tuple[Row, ...]
    items: tuple[ItemChoice, ...]
    item: str
    paging: Paging
    more: bool
    done: str


@CASEWORK.page(template="casework/pages/queue.html", access=LOOK)
def queue(visit: Visit, *, name: str) -> QueuePage:
    """Show a page of a queue that the visitor's powers open."""
    powers = powers_of(visit)
    assert visit.account is not None
    tabs = open_to(powers)
    if name not in tabs:
        raise Http404
    given, places = visit.request.GET, places_for(name, powers)
    asked = {
        "name": name, "places": places, "username": visit.account.username,
        "today": visit.today, "item": given.get("item", ""),
    }  # fmt: skip
    size = cases.queue_size(**asked, cut=CUT)
    paging = paging_from(given.get("page", ""), total=size, rows=cases.PAGE)
    found = cases.queue(**asked, after=paging.offset)
    done = given.get("done", "")
    return QueuePage(
        name=name,
        title=str(QUEUES[name][1]),
        about=str(QUEUES[name][2]),
        tabs=tuple(
            QueueTab(
                title=str(QUEUES[tab][1]),
                url=reverse("casework:queue", kwargs={"name": tab}),
                here=tab == name,
            )
            for tab in tabs
        ),
        rows=rows_of(found, today=visit.today, queue=name, item=asked["item"]),
        items=_items(asked["item"]),
        item=asked["item"],
        paging=paging,
        more=size >= CUT,
        done=verb_words(done) if done in cases.VERBS else "",
    )


def _items(chosen: str) -> tuple[ItemChoice, ...]:
    """Every item on offer, by name; counting their cases for a filter would cost more than the page."""
    named = sorted((item_name(code), code) for code in catalogue.catalogue())
    return tuple(ItemChoice(code=code, name=name, chosen=code == chosen) for name, code in named)


@CASEWORK.page(template="", access=LOOK)
def next_case(visit: Visit, *, name: str, number: str) -> HttpResponse:
    """Go to the case behind this one in the queue, or back to the queue when nothing else is in it."""
    powers = powers_of(visit)
    assert visit.account is not None
    if name not in open_to(powers):
        raise Http404
    item = visit.request.GET.get("item", "")
    behind = case_for(visit, number, powers=powers)
    found = cases.next_in_queue(
        name=name, places=places_for(name, powers), username=visit.account.username,
        today=visit.today, item=item, behind=behind,
    )  # fmt: skip
    if found is None:
        return HttpResponseRedirect(reverse("casework:queue", kwargs={"name": name}))
    return HttpResponseRedirect(case_url(found.number, queue=name, item=item))


@CASEWORK.page(template="casework/pages/unknown.html", access=LOOK)
def find(visit: Visit) -> "UnknownPage | HttpResponse":
    """Go to a case by its number."""
    typed = visit.request.GET.get("number", "").strip()
    try:
        cases.case_by_number(number=typed)
    except Refused:
        return UnknownPage(
            typed=typed[:40], reason=_("没有这一编号的办件") if typed else _("没有输入编号")
        )
    return HttpResponseRedirect(case_url(typed))


@dataclass(frozen=True, kw_only=True)
class UnknownPage:
    """What `casework/pages/unknown.html` may use."""

    typed: str
    reason: str
