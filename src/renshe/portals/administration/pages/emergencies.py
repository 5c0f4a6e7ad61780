"""Every breaking of the glass, with its report, for the audit administrator to judge."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from renshe.domains.identity.api import Account, Emergency, judge_emergency
from renshe.domains.identity.api import emergencies as all_emergencies
from renshe.flows.powers import recorded
from renshe.portals.administration.portal import AUDIT, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.signin.trying import tried

TEMPLATE = "administration/pages/emergencies.html"


@dataclass(frozen=True, kw_only=True)
class EmergencyRow:
    """One emergency, told by numbers: the auditor sees who acted and why, not whose data."""

    number: int
    who: str
    username: str
    subject: int
    reason: str
    opened_at: datetime
    running: bool
    report: str
    judged: str
    judgement: str
    judged_by: str


@dataclass(frozen=True, kw_only=True)
class EmergenciesPage:
    """What `administration/pages/emergencies.html` may use."""

    rows: tuple[EmergencyRow, ...]
    paging: Paging
    waiting: int
    unreported: int
    problems: tuple[Problem, ...]


@AUDIT.page(template=TEMPLATE, access=LOOK)
def emergencies(visit: Visit) -> EmergenciesPage | HttpResponse:
    """Show them, the latest first; a post judges one."""
    account = visit.account
    assert account is not None
    if visit.request.method != "POST":
        return _page(visit)
    _done, problems = tried(lambda: _judge(visit, account))
    if problems:
        page = _page(visit, problems=problems)
        return AUDIT.render(visit.request, template=TEMPLATE, context=page, status=400)
    return HttpResponseRedirect(reverse("administration:emergencies"))


def _judge(visit: Visit, account: Account) -> Emergency:
    post = visit.request.POST
    number = int(post["number"]) if post.get("number", "").isdecimal() else 0
    words = post.get("words", "")
    return recorded(
        lambda: judge_emergency(
            emergency_id=number, justified=post.get("justified") == "1", words=words, by=account,
            at=visit.now,
        ),
        actor=account.username, verb="judge_emergency", subject_kind="emergency",
        subject_id=number, reason=words, at=visit.now,
        detail={"justified": post.get("justified") == "1"},
    )  # fmt: skip


def _page(visit: Visit, *, problems: tuple[Problem, ...] = ()) -> EmergenciesPage:
    found = all_emergencies()
    paging = paging_from(visit.request.GET.get("page", ""), total=found.count(), rows=20)
    waiting = all_emergencies(open_only=True)
    return EmergenciesPage(
        rows=tuple(_row(visit, one) for one in found[paging.offset : paging.offset + paging.rows]),
        paging=paging,
        waiting=waiting.exclude(report="").count(),
        unreported=waiting.filter(report="").count(),
        problems=problems,
    )


def _row(visit: Visit, one: Emergency) -> EmergencyRow:
    return EmergencyRow(
        number=one.pk,
        who=one.account.display_name,
        username=one.account.username,
        subject=one.subject_id,
        reason=one.reason,
        opened_at=timezone.localtime(one.opened_at),
        running=one.opened_at <= visit.now < one.ends_at,
        report=one.report,
        judged=one.judged,
        judgement=one.judgement,
        judged_by=one.judged_by,
    )
