"""Where an institution's people begin: what waits for them, what was asked, what it may ask."""

from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.identity.api import requests_of
from renshe.domains.registry.api import place_name
from renshe.portals.institution.acting import ACCESS_OF, RequestRow, institution_of, rows_of
from renshe.portals.institution.portal import INSTITUTION, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.signin.powers import power_words

PAGE = 50
DOORS = {
    "institution.certificate": "institution:certificate",
    "institution.death": "institution:death",
    "institution.premium_list": "institution:premium_lists",
}


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One thing that the institution may ask; without an address for who may not do it himself."""

    words: str
    url: str


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What `institution/pages/home.html` may use."""

    name: str
    uscc: str
    place: str
    purposes: tuple[Purpose, ...]
    waiting: tuple[RequestRow, ...]
    others: tuple[RequestRow, ...]
    older_url: str


@INSTITUTION.page(template="institution/pages/home.html", access=LOOK)
def home(visit: Visit) -> HomePage:
    """Every request of the institution, whoever made it: those to be mended first, then the newest."""
    held = institution_of(visit)
    typed = visit.request.GET.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0
    asked = requests_of(institution_id=held.pk, after=after, most=PAGE + 1)
    rows = rows_of(asked[:PAGE])
    return HomePage(
        name=held.name,
        uscc=held.uscc,
        place=place_name(code=held.place) or held.place,
        purposes=tuple(
            Purpose(
                words=power_words(purpose),
                url=reverse(DOORS[purpose]) if ACCESS_OF[purpose].allows(visit) else "",
            )
            for purpose in held.purposes
        ),
        waiting=tuple(row for row in rows if row.waits),
        others=tuple(row for row in rows if not row.waits),
        older_url=f"?after={after + PAGE}" if len(asked) > PAGE else "",
    )
