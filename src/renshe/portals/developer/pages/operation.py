"""One operation: who may use it, what goes in, what comes out, what may go wrong, and a recorded sample."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from renshe.domains.identity.api import ACTIONS
from renshe.portals.api.problems import MEDIA_TYPE
from renshe.portals.developer.portal import DEVELOPER
from renshe.portals.developer.reading import (
    FieldRow,
    Sample,
    answer_of,
    body_of,
    by_id,
    curl,
    described,
    parameters_of,
    sample_of,
    scope_of,
    spoken,
)
from renshe.portals.layout.access import ANYBODY, Visit


@dataclass(frozen=True, kw_only=True)
class ProblemLine:
    """A status that may be answered instead."""

    status: str
    words: str


@dataclass(frozen=True, kw_only=True)
class OperationPage:
    """What `developer/pages/operation.html` may use. `media` is set where the answer is no JSON."""

    title: str
    says: str
    method: str
    path: str
    writes: bool
    whose: str
    scope: str
    scope_name: str
    parameters: tuple[FieldRow, ...]
    body: tuple[FieldRow, ...]
    answer: tuple[FieldRow, ...]
    status: int
    media: str
    problems: tuple[ProblemLine, ...]
    call: str
    sample: Sample | None
    sandbox_url: str
    deprecated_on: date | None
    sunset_on: date | None
    successor: str


@DEVELOPER.page(template="developer/pages/operation.html", access=ANYBODY)
def operation(visit: Visit, *, name: str) -> OperationPage:
    """Show one operation."""
    found = by_id().get(name)
    if found is None:
        raise Http404
    scope, retires = scope_of(found), found.retires
    sample = sample_of(found.id)
    return OperationPage(
        title=spoken(found.title.zh, found.title.en), says=spoken(found.says.zh, found.says.en),
        method=found.method, path=found.path, writes=found.writes, whose=found.access.whose,
        scope=scope, scope_name=spoken(*ACTIONS[scope]) if scope else "",
        parameters=parameters_of(found), body=body_of(found), answer=answer_of(found),
        status=found.status, media=found.media, problems=_problems(found.id), sample=sample,
        call=sample.call if sample else curl(found.method, found.path, None),
        sandbox_url=f"{reverse('developer:sandbox')}?operation={found.id}",
        deprecated_on=retires.deprecated_on if retires else None,
        sunset_on=retires.sunset_on if retires else None,
        successor=retires.successor if retires else "",
    )  # fmt: skip


def _problems(name: str) -> tuple[ProblemLine, ...]:
    """Statuses with a problem, in the reader's language."""
    found = []
    for status, told in described(by_id()[name])["responses"].items():
        if MEDIA_TYPE in told.get("content", {}):
            zh, _slash, en = str(told["description"]).partition(" / ")
            found.append(ProblemLine(status=status, words=spoken(zh, en)))
    return tuple(found)
