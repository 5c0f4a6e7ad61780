"""What needs me: how much lies in each queue, and the most urgent first."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.casework.pages.quality import signing_places
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.casework.queues import QUEUES, open_to, places_for
from renshe.portals.casework.rows import Row, rows_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import Powers, powers_of
from renshe.portals.layout.casefile.words import item_name, verb_words

URGENT_ROWS = 8
CUT = 1000


@dataclass(frozen=True, kw_only=True)
class QueueLine:
    """A queue: `size` is cut at a thousand, `key` opens it."""

    name: str
    title: str
    about: str
    size: int
    more: bool
    url: str
    key: str


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """How many open cases of an item there are."""

    name: str
    heads: int
    url: str


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What `casework/pages/home.html` may use."""

    queues: tuple[QueueLine, ...]
    urgent: tuple[Row, ...]
    urgent_title: str
    items: tuple[ItemLine, ...]
    done: str
    can_act: bool
    after: int
    after_url: str


@CASEWORK.page(template="casework/pages/home.html", access=LOOK)
def home(visit: Visit) -> HomePage:
    """Show the queues of the visitor's powers and the most urgent cases of the one that is his daily work."""
    powers = powers_of(visit)
    assert visit.account is not None
    username, today = visit.account.username, visit.today
    lines = _lines(powers, username, visit)
    urgent_of = next((line for line in lines if line.size and line.name != "all"), None)
    urgent: tuple[Row, ...] = ()
    if urgent_of is not None:
        found = cases.queue(
            name=urgent_of.name, places=places_for(urgent_of.name, powers), username=username,
            today=today, most=URGENT_ROWS,
        )  # fmt: skip
        urgent = rows_of(found, today=today, queue=urgent_of.name)
    done = visit.request.GET.get("done", "")
    return HomePage(
        queues=lines,
        urgent=urgent,
        urgent_title=urgent_of.title if urgent_of else "",
        items=_items(powers),
        done=verb_words(done) if done in cases.VERBS else "",
        can_act=bool(powers.handle or powers.review or powers.approve),
        after=cases.waiting_after(username=username, places=signing_places(powers)),
        after_url=reverse("casework:quality"),
    )


@CASEWORK.page(template="", access=LOOK)
def all_open(visit: Visit) -> HttpResponse:
    """Every open case of the visitor's places: a queue like the others."""
    return HttpResponseRedirect(reverse("casework:queue", kwargs={"name": "all"}))


def _lines(powers: Powers, username: str, visit: Visit) -> tuple[QueueLine, ...]:
    order = ("approval", "extension", "review", "mine", "overdue", "pool", "served", "waiting")
    names = [name for name in order if name in open_to(powers)]
    lines = []
    for number, name in enumerate(names, 1):
        _power, title, about = QUEUES[name]
        size = cases.queue_size(
            name=name,
            places=places_for(name, powers),
            username=username,
            today=visit.today,
            cut=CUT,
        )
        lines.append(
            QueueLine(
                name=name,
                title=str(title),
                about=str(about),
                size=size,
                more=size >= CUT,
                url=reverse("casework:queue", kwargs={"name": name}),
                key=f"Alt+{number}",
            )
        )
    return tuple(lines)


def _items(powers: Powers) -> tuple[ItemLine, ...]:
    everything = reverse("casework:queue", kwargs={"name": "all"})
    return tuple(
        ItemLine(name=item_name(code), heads=heads, url=f"{everything}?item={code}")
        for code, heads in cases.counted_by_item(places=powers.look)[:12]
    )
