"""Every component in every state, drawn by the product's own styles, with the markup that draws it."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template import loader
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from renshe.domains.identity.api import RoleCode, roles_on
from renshe.portals.gallery.portal import GALLERY
from renshe.portals.gallery.specimens import SPECIMENS, Specimen, example
from renshe.portals.layout.access import SIGNED_IN, Visit

NOT_STAFF = {RoleCode.INSURED_PERSON, RoleCode.EMPLOYER_CLERK}
TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>')
BLANK_LINES = re.compile(r"\n\s*\n+")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One component as the page shows it: drawn, and as markup."""

    code: str
    title: str
    note: str
    drawn: SafeString
    markup: str


@dataclass(frozen=True, kw_only=True)
class GalleryPage:
    """What `gallery/pages/gallery.html` may use."""

    shown: tuple[Shown, ...]


@GALLERY.page(template="gallery/pages/gallery.html", access=SIGNED_IN)
def gallery(visit: Visit) -> GalleryPage:
    """Draw all of them. Outside the demonstration there is no such page; only staff may see it."""
    if settings.RENSHE_MODE != "demonstration":
        raise Http404
    assert visit.account is not None
    held = {role.role for role in roles_on(account=visit.account, on=visit.today)}
    if not held - NOT_STAFF:
        raise PermissionDenied
    return gallery_page(visit.request)


def gallery_page(request: HttpRequest | None = None) -> GalleryPage:
    """Every specimen in the reader's language."""
    return GalleryPage(shown=tuple(_shown(one, request) for one in SPECIMENS))


def _shown(specimen: Specimen, request: HttpRequest | None) -> Shown:
    chinese = (get_language() or "zh").startswith("zh")
    drawn = loader.render_to_string(
        f"gallery/specimens/{specimen.code}.html", {"example": example()}, request
    )
    return Shown(
        code=specimen.code,
        title=specimen.title.read(chinese=chinese),
        note=specimen.note.read(chinese=chinese),
        drawn=drawn,
        markup=BLANK_LINES.sub("\n", TOKEN.sub("", drawn)).strip(),
    )
