"""The sensitive mark of one person: shown after a purpose of its own each time, kept with consent, erased on request.

A GET never shows anything, not even whether there is anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from renshe.domains.identity.api import mask_name
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.portals.community.place import MARK, by, own_person, typed
from renshe.portals.community.portal import COMMUNITY, PARTY
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE = "community/pages/party.html"


@dataclass(frozen=True, kw_only=True)
class PartyPage:
    """What `community/pages/party.html` may use. `looked` says that this answer follows a recorded look."""

    number: int
    name: str
    looked: bool
    mark: retirees.Mark | None
    done: str
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@COMMUNITY.page(template=TEMPLATE, access=PARTY)
def party(visit: Visit, *, person_id: int) -> PartyPage | HttpResponse:
    """Ask for the purpose; a post looks, keeps or erases."""
    who = own_person(visit, person_id, action=MARK)
    if visit.request.method != "POST":
        return _page(who)
    require_proof(visit.request)
    return _posted(visit, who)


def _posted(visit: Visit, who: registry.Person) -> PartyPage | HttpResponse:
    post, act = visit.request.POST, visit.request.POST.get("act", "")
    assert visit.account is not None
    account = visit.account
    mark, problems = None, ()
    if act == "look":
        mark, problems = tried(
            lambda: retirees.look_at_mark(
                person_id=who.pk, account=account, purpose=post.get("purpose", ""), by=by(visit)
            )
        )
    elif act == "keep":
        _kept, problems = tried(
            lambda: retirees.keep_mark(
                person_id=who.pk, branch=post.get("branch", ""), consent=post.get("consent", ""), by=by(visit),
            )
        )  # fmt: skip
    elif act == "erase":
        retirees.erase_mark(person_id=who.pk)
    else:
        raise PermissionDenied
    page = _page(
        who,
        act=act,
        mark=mark,
        problems=problems,
        kept=typed(visit, "purpose", "branch", "consent", kept=bool(problems)),
    )
    if problems:
        return COMMUNITY.render(visit.request, template=TEMPLATE, context=page, status=409)
    return page


def _page(
    who: registry.Person, *, act: str = "", mark: retirees.Mark | None = None,
    problems: tuple[Problem, ...] = (), kept: dict[str, str] | None = None,
) -> PartyPage:  # fmt: skip
    return PartyPage(
        number=who.pk, name=mask_name(who.name), looked=act == "look" and not problems, mark=mark,
        done=act if act in ("keep", "erase") and not problems else "",
        typed=kept or {"purpose": "", "branch": "", "consent": ""}, problems=problems,
    )  # fmt: skip
