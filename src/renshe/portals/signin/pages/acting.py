"""Acting for family: for whom one may, who may for oneself, invitations given and accepted, ended at any time."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import (
    MANDATE_ACTIONS,
    Account,
    Mandate,
    accept_invitation,
    end_mandate,
    invite_agent,
    mandate_in_force,
    mandates_given,
    mandates_held,
    mask_name,
    record_look,
)
from renshe.domains.registry.api import person
from renshe.flows.powers import recorded
from renshe.portals.layout.access import ACTING_FOR, SIGNED_IN, Visit, own_person
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.portal import ACCOUNT
from renshe.portals.signin.powers import Choice, choices, scope_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.trying import day_typed, tried

TEMPLATE, INVITE = "signin/pages/acting.html", "signin/pages/invite.html"
USUAL = ("person.look", "enrolment.look", "contributions.look", "pension.look", "case.look")
"""Ticked at first: looking. Applying is the person's own decision to add."""
USUAL_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class MandateRow:
    """One mandate, as either of the two sees it. `other` is the one on the other side."""

    number: int
    other: str
    relation: str
    scope: str
    state: str
    guardian: bool
    valid_from: date
    valid_to: date
    words: str
    over: bool


@dataclass(frozen=True, kw_only=True)
class ActingPage:
    """What `signin/pages/acting.html` may use."""

    held: tuple[MandateRow, ...]
    given: tuple[MandateRow, ...]
    has_person: bool
    acting_now: int | None
    code: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class InvitePage:
    """What `signin/pages/invite.html` may use. `code` is the invitation just made, shown this once."""

    relation: str
    powers: tuple[Choice, ...]
    valid_to: str
    code: str
    problems: tuple[Problem, ...]


@ACCOUNT.page(template=TEMPLATE, access=SIGNED_IN)
def acting(visit: Visit) -> ActingPage | HttpResponse:
    """Show both sides; a post accepts an invitation or ends a mandate."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        return _page(visit, account)
    number, code = request.POST.get("end", ""), request.POST.get("code", "").strip()
    if number.isdecimal():
        _done, problems = tried(lambda: _end(visit, account, number=int(number)))
    else:
        _done, problems = tried(lambda: _accept(visit, account, code=code))
    if problems:
        page = _page(visit, account, code=code, problems=problems)
        return ACCOUNT.render(request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("signin:acting"))


@ACCOUNT.page(template=TEMPLATE, access=SIGNED_IN)
def act_as(visit: Visit) -> HttpResponse:
    """Begin to act for somebody, or go back to oneself. The beginning is a look that the person sees."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    request.session.pop(ACTING_FOR, None)
    chosen = request.POST.get("mandate", "")
    if not chosen.isdecimal():
        return HttpResponseRedirect(reverse("signin:acting"))
    mandate = mandate_in_force(mandate_id=int(chosen), agent=account, on=visit.today)
    if mandate is None:
        _none, problems = tried(lambda: end_mandate(mandate_id=0, by=account, at=visit.now))
        page = _page(visit, account, problems=problems)
        return ACCOUNT.render(request, template=TEMPLATE, context=page, status=409)
    record_look(
        account=account,
        subject_kind="person",
        subject_id=mandate.person_id,
        purpose=_("代办（{relation}）：{scope}").format(
            relation=mandate.relation, scope=scope_words(mandate.actions)
        ),
        fields=["acting"],
        looked_at=visit.now,
    )
    request.session[ACTING_FOR] = mandate.pk
    opens = "person.look" in mandate.actions
    return HttpResponseRedirect(reverse("citizen:overview" if opens else "signin:acting"))


@ACCOUNT.page(template=INVITE, access=own_person("person.look"))
@proved
def invite(visit: Visit) -> InvitePage | HttpResponse:
    """Invite a relative to act for oneself; the code is handed over by oneself."""
    request, account = visit.request, visit.account
    assert account is not None
    if visit.acting is not None:
        return HttpResponseRedirect(reverse("signin:acting"))
    if request.method != "POST":
        last = visit.today + timedelta(days=USUAL_DAYS)
        return InvitePage(
            relation="",
            powers=choices(MANDATE_ACTIONS, ticked=USUAL),
            valid_to=last.isoformat(),
            code="",
            problems=(),
        )
    made, problems = tried(lambda: _invite(visit, account))
    page = InvitePage(
        relation=request.POST.get("relation", ""),
        powers=choices(MANDATE_ACTIONS, ticked=request.POST.getlist("actions")),
        valid_to=request.POST.get("valid_to", ""),
        code=made[1] if made else "",
        problems=problems,
    )
    status = 200 if made else 400
    return ACCOUNT.render(request, template=INVITE, context=page, status=status)


def _invite(visit: Visit, account: Account) -> tuple[Mandate, str]:
    post = visit.request.POST
    shown = mask_name(person(person_id=account.person_id or 0).name)
    last = day_typed(post.get("valid_to", "")) or visit.today - timedelta(days=1)
    return recorded(
        lambda: invite_agent(
            principal=account, person_shown=shown, relation=post.get("relation", ""),
            actions=post.getlist("actions"), valid_to=last, on=visit.today, at=visit.now,
        ),
        actor=account.username, verb="invite_agent", subject_kind="mandate",
        subject_id=lambda made: made[0].pk, at=visit.now,
    )  # fmt: skip


def _accept(visit: Visit, account: Account, *, code: str) -> Mandate:
    return recorded(
        lambda: accept_invitation(agent=account, code=code, on=visit.today, at=visit.now),
        actor=account.username, verb="accept_mandate", subject_kind="mandate",
        subject_id=lambda made: made.pk, at=visit.now,
    )  # fmt: skip


def _end(visit: Visit, account: Account, *, number: int) -> Mandate:
    return recorded(
        lambda: end_mandate(mandate_id=number, by=account, at=visit.now),
        actor=account.username, verb="end_mandate", subject_kind="mandate",
        subject_id=lambda made: made.pk, at=visit.now,
    )  # fmt: skip


def _page(
    visit: Visit, account: Account, *, code: str = "", problems: tuple[Problem, ...] = ()
) -> ActingPage:
    given = [] if account.person_id is None else mandates_given(person_id=account.person_id)
    return ActingPage(
        held=tuple(
            _row(one, other=one.person_shown, on=visit.today)
            for one in mandates_held(agent=account, on=visit.today)
        ),
        given=tuple(
            _row(one, other=one.agent.display_name if one.agent else "", on=visit.today)
            for one in given
        ),
        has_person=account.person_id is not None,
        acting_now=visit.acting.mandate_id if visit.acting else None,
        code=code,
        problems=problems,
    )


def _row(mandate: Mandate, *, other: str, on: date) -> MandateRow:
    past = mandate.valid_to < on
    return MandateRow(
        number=mandate.pk,
        other=other,
        relation=mandate.relation,
        scope=scope_words(mandate.actions),
        state="expired" if past and mandate.state == "active" else mandate.state,
        guardian=mandate.kind == Mandate.Kind.GUARDIAN,
        valid_from=mandate.valid_from,
        valid_to=mandate.valid_to,
        words=mandate.words,
        over=past or mandate.state in ("ended", "refused"),
    )
