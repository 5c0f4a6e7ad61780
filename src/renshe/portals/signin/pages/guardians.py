"""Guardians: the request with its evidence, and the staff who confirm or refuse it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from renshe.domains.documents.api import fetch, store
from renshe.domains.identity.api import (
    MANDATE_ACTIONS,
    Account,
    Mandate,
    decide_guardianship,
    guardianships_asked,
    mask_name,
    places_of,
    record_look,
    request_guardianship,
)
from renshe.domains.registry.api import birth_date_for, person_by_id_number
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Problem as Reason
from renshe.kernel.codes.problem import Refused
from renshe.portals.layout.access import SIGNED_IN, Visit, staff
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.uploads import ACCEPT, Sent, read_upload
from renshe.portals.signin.pages.acting import USUAL
from renshe.portals.signin.portal import ACCOUNT
from renshe.portals.signin.powers import Choice, choices, scope_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.trying import day_typed, tried

GUARDIAN, GUARDIANS = "signin/pages/guardian.html", "signin/pages/guardians.html"
CONFIRM = "mandate.confirm"
NOBODY = Reason(
    code="ward_unknown",
    zh="没有找到姓名和证件号码都相符的人",
    en="nobody has both this name and this id number",
    clause="",
    next_step_zh="请核对两项；被监护人没有登记的，请先办理个人登记",
    next_step_en="Check both; somebody who is not registered yet is registered first",
)


@dataclass(frozen=True, kw_only=True)
class GuardianPage:
    """What `signin/pages/guardian.html` may use; what was typed stays."""

    name: str
    id_number: str
    relation: str
    adult: bool
    valid_to: str
    powers: tuple[Choice, ...]
    accept: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """One request that waits for staff."""

    number: int
    guardian: str
    ward: str
    relation: str
    scope: str
    valid_to: date
    made_on: date


@dataclass(frozen=True, kw_only=True)
class GuardiansPage:
    """What `signin/pages/guardians.html` may use."""

    requests: tuple[RequestRow, ...]
    problems: tuple[Problem, ...]


@ACCOUNT.page(template=GUARDIAN, access=SIGNED_IN)
def guardian(visit: Visit) -> GuardianPage | HttpResponse:
    """Ask to act for a child or ward, with the evidence."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        usual = visit.today.replace(day=1, year=visit.today.year + 5)
        return GuardianPage(
            name="", id_number="", relation="", adult=False, valid_to=usual.isoformat(),
            powers=choices(MANDATE_ACTIONS, ticked=USUAL), accept=ACCEPT, problems=(),
        )  # fmt: skip
    sent = read_upload(request.FILES.get("evidence"))
    if isinstance(sent, Sent):
        asked, problems = tried(lambda: _request(visit, account, evidence=sent))
        if asked is not None:
            return HttpResponseRedirect(reverse("signin:acting"))
    else:
        problems = (sent,)
    post = request.POST
    page = GuardianPage(
        name=post.get("name", ""), id_number=post.get("id_number", ""),
        relation=post.get("relation", ""), adult=post.get("adult") == "1",
        valid_to=post.get("valid_to", ""),
        powers=choices(MANDATE_ACTIONS, ticked=post.getlist("actions")), accept=ACCEPT,
        problems=problems,
    )  # fmt: skip
    return ACCOUNT.render(request, template=GUARDIAN, context=page, status=400)


@ACCOUNT.page(template=GUARDIANS, access=staff(CONFIRM))
@proved
def guardians(visit: Visit) -> GuardiansPage | HttpResponse:
    """The requests of one's places; a post confirms or refuses one of them."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        return _page(visit)
    mandate = _at_my_places(visit, request.POST.get("number", ""))
    granted = request.POST.get("granted") == "1"
    _done, problems = tried(lambda: _decide(visit, account, mandate=mandate, granted=granted))
    if problems:
        page = _page(visit, problems=problems)
        return ACCOUNT.render(request, template=GUARDIANS, context=page, status=409)
    return HttpResponseRedirect(reverse("signin:guardians"))


@ACCOUNT.page(template=GUARDIANS, access=staff(CONFIRM))
def guardian_evidence(visit: Visit, number: int) -> HttpResponse:
    """The evidence of a request at one's places, as a file. The look is recorded where the ward sees it."""
    assert visit.account is not None
    mandate = _at_my_places(visit, str(number))
    assert mandate.evidence_id is not None
    record_look(
        account=visit.account,
        subject_kind="person",
        subject_id=mandate.person_id,
        purpose=_("核对监护证明"),
        fields=["evidence"],
        looked_at=visit.now,
    )
    name, media_type, content = fetch(file_id=mandate.evidence_id)
    saved_as = content_disposition_header(as_attachment=True, filename=name)
    assert saved_as is not None
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": saved_as})


def _request(visit: Visit, account: Account, *, evidence: Sent) -> Mandate:
    post = visit.request.POST
    ward = person_by_id_number(id_number=post.get("id_number", "").strip())
    if ward is None or ward.name != post.get("name", "").strip():
        raise Refused(NOBODY)
    last = day_typed(post.get("valid_to", "")) or visit.today - timedelta(days=1)

    def ask() -> Mandate:
        file = store(
            name=evidence.name, media_type=evidence.media_type, content=evidence.content,
            direction="in", at=visit.now,
        )  # fmt: skip
        return request_guardianship(
            agent=account, person_id=ward.pk, person_shown=mask_name(ward.name),
            born_on=birth_date_for(person=ward, purpose="identity"),
            adult_ward=post.get("adult") == "1", relation=post.get("relation", ""),
            actions=post.getlist("actions"), evidence_id=file.pk, place=ward.residence_place,
            valid_to=last, on=visit.today, at=visit.now,
        )  # fmt: skip

    return recorded(
        ask, actor=account.username, verb="request_guardianship", subject_kind="mandate",
        subject_id=lambda made: made.pk, at=visit.now,
    )  # fmt: skip


def _decide(visit: Visit, account: Account, *, mandate: Mandate, granted: bool) -> Mandate:
    words = visit.request.POST.get("words", "")
    return recorded(
        lambda: decide_guardianship(
            mandate_id=mandate.pk, granted=granted, words=words, by=account, on=visit.today,
            at=visit.now,
        ),
        actor=account.username, verb="decide_guardianship", subject_kind="mandate",
        subject_id=mandate.pk, reason=words, at=visit.now, detail={"granted": granted},
    )  # fmt: skip


def _waiting(visit: Visit) -> list[Mandate]:
    assert visit.account is not None
    places = places_of(account=visit.account, action=CONFIRM, on=visit.today)
    return guardianships_asked(places=places)


def _at_my_places(visit: Visit, number: str) -> Mandate:
    """The request with a number if it waits at one of the visitor's places. Raises Http404."""
    for mandate in _waiting(visit):
        if str(mandate.pk) == number:
            return mandate
    raise Http404


def _page(visit: Visit, *, problems: tuple[Problem, ...] = ()) -> GuardiansPage:
    return GuardiansPage(
        requests=tuple(
            RequestRow(
                number=one.pk,
                guardian=one.agent.display_name if one.agent else "",
                ward=one.person_shown,
                relation=one.relation,
                scope=scope_words(one.actions),
                valid_to=one.valid_to,
                made_on=one.made_at.date(),
            )
            for one in _waiting(visit)
        ),
        problems=problems,
    )
