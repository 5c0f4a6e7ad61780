"""How to begin: what the API is, how to prove who one is, and the rules that every call keeps."""

from dataclasses import dataclass

from django.urls import reverse

from renshe.portals.api.document import PREFIX
from renshe.portals.api.limits import SIGNED_IN, STRANGER
from renshe.portals.developer.portal import DEVELOPER
from renshe.portals.developer.reading import chapters
from renshe.portals.layout.access import ANYBODY, Visit


@dataclass(frozen=True, kw_only=True)
class ChapterDoor:
    """A chapter of the reference."""

    name: str
    url: str
    count: int


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What `developer/pages/home.html` may use."""

    root: str
    openapi_url: str
    chapters: tuple[ChapterDoor, ...]
    count: int
    a_minute: int
    strangers_a_minute: int


@DEVELOPER.page(template="developer/pages/home.html", access=ANYBODY)
def home(visit: Visit) -> HomePage:
    """Show how to begin."""
    reference = reverse("developer:reference")
    doors = tuple(
        ChapterDoor(name=name, url=f"{reference}#{code}", count=len(found))
        for code, name, found in chapters()
    )
    return HomePage(
        root=PREFIX, openapi_url=f"{PREFIX}/openapi.json", chapters=doors,
        count=sum(one.count for one in doors), a_minute=SIGNED_IN, strangers_a_minute=STRANGER,
    )  # fmt: skip
