"""Sensitive acts ask again who one is, wherever in a page they turn out to be sensitive.

A page that is sensitive as a whole is decorated (`signin/proof.py`); a page of which one act is, asks `require_proof` before
that act. Whoever has not proved himself lately is sent to confirm, and what he typed waits in his session and is offered
again afterwards: nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from renshe.domains.cases.api import Case, Item
from renshe.domains.identity.api import RECENT_PROOF_S, TIME_TO_FILL_S
from renshe.portals.layout.access import Visit, may_at

PROVED, HELD = "proved", "held"
MOST_HELD = 20_000
"""Characters of a form that wait in a session; a longer one carries no sensitive act."""
_NOT_HELD = "csrfmiddlewaretoken"
_ACCOUNT_FIELDS = "bank_account"


class ProofNeeded(Exception):
    """The visitor has not proved lately who he is; the frame of the page sends him to confirm."""


def seconds(request: HttpRequest) -> int:
    """The true time in whole seconds, as sessions keep it."""
    known: Any = request
    return int(known.clock.timestamp())


def proved_recently(request: HttpRequest) -> bool:
    """Whether a sensitive page opens; what was typed on one is accepted somewhat longer, so that nothing is lost."""
    limit = TIME_TO_FILL_S if request.method == "POST" else RECENT_PROOF_S
    return seconds(request) - int(request.session.get(PROVED, 0)) <= limit


def require_proof(request: HttpRequest) -> None:
    """Raise ProofNeeded unless the visitor proved lately who he is. Call it before anything is written."""
    if not proved_recently(request):
        raise ProofNeeded


def step_asked(
    visit: Visit, *, needs: Mapping[str, str], sensitive: Collection[str], place: str
) -> str:
    """The act that a post on a record's page asks for: `needs` names the action that each takes at the record's place.

    Raises PermissionDenied for an act that there is not or that the visitor may not do, ProofNeeded before a sensitive one.
    """
    act = visit.request.POST.get("act", "")
    if act not in needs or not may_at(visit, action=needs[act], place=place):
        raise PermissionDenied
    if act in sensitive:
        require_proof(visit.request)
    return str(act)


def is_sensitive(item: Item) -> bool:
    """Whether handing in a case of this item says to whose bank account money goes."""
    return any(field.kind == _ACCOUNT_FIELDS for field in item.fields)


def is_money_approval(case: Case, act: str) -> bool:
    """Whether an act is the signature under an amount."""
    return act == "sign" and bool(case.amount_fen)


def ask_proof(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks; what was posted waits in the session."""
    request.session.pop(HELD, None)
    if request.method == "POST":
        fields = [
            [name, value]
            for name, values in request.POST.lists()
            if name != _NOT_HELD
            for value in values
        ]
        if not request.FILES and sum(len(str(value)) for _name, value in fields) <= MOST_HELD:
            request.session[HELD] = {"path": request.get_full_path(), "fields": fields}
    back = reverse("signin:go_on") if HELD in request.session else request.get_full_path()
    return HttpResponseRedirect(f"{reverse('signin:confirm')}?{urlencode({'next': back})}")
