"""Every operation, chapter by chapter, and a search among them."""

from dataclasses import dataclass

from django.urls import reverse

from renshe.portals.api.operation import Operation
from renshe.portals.developer.portal import DEVELOPER
from renshe.portals.developer.reading import chapters, scope_of, spoken
from renshe.portals.layout.access import ANYBODY, Visit


@dataclass(frozen=True, kw_only=True)
class OperationLine:
    """One operation in the list."""

    method: str
    path: str
    title: str
    url: str
    scope: str
    retiring: bool


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter with its operations."""

    code: str
    name: str
    lines: tuple[OperationLine, ...]


@dataclass(frozen=True, kw_only=True)
class ReferencePage:
    """What `developer/pages/reference.html` may use."""

    wanted: str
    chapters: tuple[Chapter, ...]


@DEVELOPER.page(template="developer/pages/reference.html", access=ANYBODY)
def reference(visit: Visit) -> ReferencePage:
    """Show all operations, or those that a search names."""
    wanted = visit.request.GET.get("q", "").strip()[:60]
    found = []
    for code, name, listed in chapters():
        lines = tuple(line_of(one) for one in listed if _matches(one, wanted.casefold()))
        if lines:
            found.append(Chapter(code=code, name=name, lines=lines))
    return ReferencePage(wanted=wanted, chapters=tuple(found))


def line_of(one: Operation) -> OperationLine:
    """An operation as a list shows it."""
    return OperationLine(
        method=one.method, path=one.path, title=spoken(one.title.zh, one.title.en),
        url=reverse("developer:operation", kwargs={"name": one.id}), scope=scope_of(one),
        retiring=one.retires is not None,
    )  # fmt: skip


def _matches(one: Operation, wanted: str) -> bool:
    texts = (one.path, one.id, one.title.zh, one.title.en, one.says.zh, one.says.en)
    return all(any(part in text.casefold() for text in texts) for part in wanted.split())
