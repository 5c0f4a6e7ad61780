"""One retiree, masked: circumstances, visits, groups, where he is looked after; telephone and address after a stated purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.documents.api import fetch
from renshe.domains.identity.api import mask_id_number, mask_name, record_look
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.flows.retiree_moves import move
from renshe.portals.community.place import ACT, MARK, by, own_person, place_of, typed
from renshe.portals.community.portal import CARE, COMMUNITY, LOOK
from renshe.portals.community.words import (
    end_words,
    need_words,
    outcome_words,
    reason_words,
    way_words,
    why_words,
)
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.places import place_code, place_suggestions
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE = "community/pages/person.html"
VISITS = 20
LOOKED = ("name", "phone", "address")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach somebody, in full: shown once, after a purpose was stated and recorded."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """What was promised at a visit and what became of it."""

    what: str
    due_on: date
    kept_on: date | None
    result: str


@dataclass(frozen=True, kw_only=True)
class VisitLine:
    """One visit."""

    number: int
    visited_on: date
    outcome: str
    findings: str
    needs: tuple[str, ...]
    certified: bool
    has_picture: bool
    by: str
    promises: tuple[PromiseLine, ...]


@dataclass(frozen=True, kw_only=True)
class CareLine:
    """One community that looks or looked after him."""

    place: str
    from_on: date
    until_on: date | None
    source: str
    end: str


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """What `community/pages/person.html` may use. `contact` is None until a purpose was stated."""

    number: int
    name: str
    id_number: str
    age: int
    community: str
    worker: str
    worker_phone: str
    contact: Contact | None
    purpose_missing: bool
    circumstances: tuple[tuple[str, str, bool], ...]
    holds: tuple[str, ...]
    cares: tuple[CareLine, ...]
    waits: str
    remote: str
    groups: tuple[tuple[str, str], ...]
    visits: tuple[VisitLine, ...]
    died_on: date | None
    may_act: bool
    may_party: bool
    places: tuple[str, ...]
    typed: dict[str, str]
    problems: tuple[Problem, ...]
    done: str


@COMMUNITY.page(template=TEMPLATE, access=LOOK)
def person(visit: Visit, *, person_id: int) -> PersonPage | HttpResponse:
    """Show him; a post shows how to reach him, changes what is known of him, or takes down a move."""
    who = own_person(visit, person_id)
    if visit.request.method != "POST":
        return _page(visit, who)
    act = visit.request.POST.get("act", "")
    if not may_at(visit, action=ACT, place=place_of(who.pk)):
        raise PermissionDenied
    if act == "reveal":
        return _revealed(visit, who)
    if act not in _ACTS:
        raise PermissionDenied
    _done, problems = tried(lambda: _ACTS[act](visit, who))
    if problems:
        page = _page(visit, who, problems=problems)
        return COMMUNITY.render(visit.request, template=TEMPLATE, context=page, status=409)
    to = reverse("community:people") if act == "move" else visit.request.path
    return HttpResponseRedirect(f"{to}?done={act}")


@COMMUNITY.page(template=TEMPLATE, access=CARE)
def photograph(visit: Visit, *, number: int) -> HttpResponse:
    """Hand out a visit's photograph, after a stated purpose that is recorded. Only by POST."""
    found = retirees.HomeVisit.objects.filter(pk=number).first()
    if found is None or found.photograph_id is None or visit.request.method != "POST":
        raise Http404
    who = own_person(visit, found.person_id, action=ACT)
    _look(visit, who, _purpose(visit) or _("核对上门记录"), fields=("visit_photograph",))
    file = fetch(file_id=found.photograph_id)
    return HttpResponse(bytes(file.content), content_type=file.media_type)


def _revealed(visit: Visit, who: registry.Person) -> PersonPage:
    purpose = _purpose(visit)
    if not purpose:
        return _page(visit, who, purpose_missing=True)
    require_proof(visit.request)
    _look(visit, who, purpose, fields=LOOKED)
    return _page(visit, who, contact=Contact(name=who.name, phone=who.phone, address=who.address))


def _purpose(visit: Visit) -> str:
    return visit.request.POST.get("purpose", "").strip()[:200]


def _look(visit: Visit, who: registry.Person, purpose: str, *, fields: tuple[str, ...]) -> None:
    assert visit.account is not None
    record_look(
        account=visit.account, subject_kind="person", subject_id=who.pk, purpose=purpose, fields=fields,
        looked_at=visit.now,
    )  # fmt: skip


def _set(visit: Visit, who: registry.Person) -> object:
    kinds = visit.request.POST.getlist("kind")
    return retirees.set_circumstances(person_id=who.pk, kinds=kinds, by=by(visit))


def _move(visit: Visit, who: registry.Person) -> object:
    post = visit.request.POST
    move(
        person_id=who.pk, residence_place=place_code(post.get("residence_place", "")),
        address=post.get("address", "").strip()[:200], phone=post.get("phone", "").strip(),
        reason=_("社区退管员上门登记"), by=by(visit),
    )  # fmt: skip
    return True


_ACTS: dict[str, Callable[[Visit, registry.Person], object]] = {"set": _set, "move": _move}


def _page(
    visit: Visit, who: registry.Person, *, problems: tuple[Problem, ...] = (),
    contact: Contact | None = None, purpose_missing: bool = False,
) -> PersonPage:  # fmt: skip
    place = place_of(who.pk)
    held = {one.kind for one in retirees.circumstances(person_id=who.pk)}
    station = retirees.station(community=place)
    offer, remote = retirees.waiting(person_id=who.pk), retirees.remote_now(person_id=who.pk)
    may = may_at(visit, action=ACT, place=place)
    done = visit.request.GET.get("done", "")
    return PersonPage(
        number=who.pk, name=mask_name(who.name), id_number=mask_id_number(who.id_number),
        age=_age(who, visit.today), community=registry.place_name(code=place),
        worker=station.worker if station else "", worker_phone=station.phone if station else "",
        contact=contact, purpose_missing=purpose_missing,
        circumstances=tuple(
            (kind, reason_words(kind), kind in held)
            for kind in retirees.CareCircumstance.Kind.values
        ),
        holds=tuple(reason_words(kind) for kind in sorted(held)) if may else (),
        cares=tuple(_care(one) for one in retirees.care_history(person_id=who.pk)),
        waits=registry.place_name(code=offer.to_place) if offer else "",
        remote=_remote(remote) if remote else "",
        groups=tuple(
            (reverse("community:group", kwargs={"number": one.group_id}), one.group.name)
            for one in retirees.groups_of(person_id=who.pk)
        ),
        visits=tuple(_visit(one) for one in retirees.visits_to(person_id=who.pk)[:VISITS]) if may else (),
        died_on=who.died_on, may_act=may, may_party=may_at(visit, action=MARK, place=place),
        places=place_suggestions() if may else (), typed=typed(visit, "residence_place", "address", "phone", kept=bool(problems)),
        problems=problems, done=done if done in ("set", "visit", "certified") and not problems else "",
    )  # fmt: skip


def _age(who: registry.Person, today: date) -> int:
    before = (today.month, today.day) < (who.birth_on.month, who.birth_on.day)
    return today.year - who.birth_on.year - before


def _remote(one: retirees.RemoteResidence) -> str:
    where = one.where if one.abroad else registry.place_name(code=one.where)
    return f"{where} · {way_words(one.way)}"


def _care(one: retirees.RetireeCare) -> CareLine:
    return CareLine(
        place=registry.place_name(code=one.community), from_on=one.from_on, until_on=one.until_on,
        source=why_words(one.source), end=end_words(one.end),
    )  # fmt: skip


def _visit(one: retirees.HomeVisit) -> VisitLine:
    return VisitLine(
        number=one.pk, visited_on=one.visited_on, outcome=outcome_words(one.outcome), findings=one.findings,
        needs=tuple(need_words(code) for code in one.needs), certified=bool(one.checked),
        has_picture=one.photograph_id is not None, by=one.recorded_by,
        promises=tuple(
            PromiseLine(what=it.what, due_on=it.due_on, kept_on=it.kept_on, result=it.result)
            for it in one.follow_ups.all()
        ),
    )  # fmt: skip
