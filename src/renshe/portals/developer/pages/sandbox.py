"""The sandbox: any operation tried in the demonstration city, as whoever is signed in."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from renshe.portals.api.operation import Operation
from renshe.portals.developer.inside import Reply, call, fresh_key
from renshe.portals.developer.portal import DEVELOPER
from renshe.portals.developer.reading import by_id, chapters, recorded_request, spoken
from renshe.portals.layout.access import ANYBODY, Visit

FIRST = "list_items"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An operation to choose."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ChoiceGroup:
    """A chapter of operations to choose from."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class SandboxPage:
    """What `developer/pages/sandbox.html` may use. `reply` is absent before anything was sent."""

    groups: tuple[ChoiceGroup, ...]
    operation: str
    title: str
    method: str
    path: str
    body: str
    key: str
    takes_body: bool
    writes: bool
    signed_in_as: str
    sign_in_url: str
    documentation_url: str
    reply: Reply | None


@DEVELOPER.page(template="developer/pages/sandbox.html", access=ANYBODY)
def sandbox(visit: Visit) -> SandboxPage:
    """Choose an operation, fill it in, send it, see the answer. There is none outside the demonstration."""
    if settings.RENSHE_MODE != "demonstration":
        raise Http404
    request = visit.request
    sent = request.method == "POST"
    given = request.POST if sent else request.GET
    chosen = by_id().get(given.get("operation", FIRST)) or by_id()[FIRST]
    path, body = recorded_request(chosen.id) or (chosen.path, _blank(chosen))
    key = fresh_key()
    reply = None
    if sent:
        path, body = given.get("path", path)[:2000], given.get("body", "")[:200_000]
        key = given.get("key", "")[:200]
        reply = call(visit, method=chosen.method, path=path, body=body, key=key)
    return _page(visit, chosen, path=path, body=body, key=key, reply=reply)


def _page(visit: Visit, chosen: Operation, *, path: str, body: str, key: str, reply: Reply | None) -> SandboxPage:  # fmt: skip
    here = f"{reverse('developer:sandbox')}?{urlencode({'operation': chosen.id})}"
    return SandboxPage(
        groups=tuple(
            ChoiceGroup(
                name=name,
                choices=tuple(
                    Choice(
                        code=one.id, label=f"{one.method} {one.path} · {spoken(one.title.zh, one.title.en)}",
                        chosen=one.id == chosen.id,
                    )
                    for one in listed
                ),
            )
            for _code, name, listed in chapters()
            if listed
        ),
        operation=chosen.id, title=spoken(chosen.title.zh, chosen.title.en), method=chosen.method,
        path=path, body=body, key=key, takes_body=chosen.method in ("POST", "PUT"),
        writes=chosen.writes, signed_in_as=visit.account.display_name if visit.account else "",
        sign_in_url=f"{reverse('signin:sign_in')}?{urlencode({'next': here})}",
        documentation_url=reverse("developer:operation", kwargs={"name": chosen.id}), reply=reply,
    )  # fmt: skip


def _blank(chosen: Operation) -> str:
    return "{}" if chosen.method in ("POST", "PUT") else ""
