"""Breaking the glass: a record outside one's powers, for half an hour, with its report."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from renshe.domains.contributions.api import timeline_of
from renshe.domains.identity.api import (
    Account,
    Emergency,
    emergencies_of,
    open_emergency,
    report_emergency,
)
from renshe.domains.registry.api import Person, person, person_by_id_number, place_name
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Problem as Reason
from renshe.kernel.codes.problem import Refused
from renshe.portals.layout.access import Visit, staff
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.portal import ACCOUNT
from renshe.portals.signin.proof import proved
from renshe.portals.signin.trying import tried

TEMPLATE, RECORD = "signin/pages/emergency.html", "signin/pages/emergency_record.html"
BREAK = staff("emergency.open")
FIELDS = ("name", "id_number", "phone", "address", "contributions")
NOBODY = Reason(
    code="person_unknown",
    zh="没有这个证件号码的人",
    en="nobody has this id number",
    clause="",
    next_step_zh="请核对证件号码",
    next_step_en="Check the number",
)


@dataclass(frozen=True, kw_only=True)
class EmergencyRow:
    """One of my emergencies."""

    number: int
    reason: str
    opened_at: datetime
    ends_at: datetime
    running: bool
    reported: bool
    judged: str


@dataclass(frozen=True, kw_only=True)
class EmergencyPage:
    """What `signin/pages/emergency.html` may use; what was typed stays."""

    id_number: str
    reason: str
    mine: tuple[EmergencyRow, ...]
    owes_report: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class OpenRecord:
    """What half an hour shows."""

    name: str
    id_number: str
    born_on: date
    phone: str
    address: str
    place: str
    died_on: date | None
    months_paid: int
    last_month: int | None


@dataclass(frozen=True, kw_only=True)
class EmergencyRecordPage:
    """What `signin/pages/emergency_record.html` may use. `record` is None once the half hour is over."""

    row: EmergencyRow
    record: OpenRecord | None
    report: str
    judgement: str
    typed: str
    problems: tuple[Problem, ...]


@ACCOUNT.page(template=TEMPLATE, access=BREAK)
@proved
def emergency(visit: Visit) -> EmergencyPage | HttpResponse:
    """The form and one's own emergencies; a post opens a record."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        return _page(visit, account)
    opened, problems = tried(lambda: _open(visit, account))
    if opened is None:
        page = _page(visit, account, problems=problems)
        return ACCOUNT.render(request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("signin:emergency_record", args=[opened.pk]))


@ACCOUNT.page(template=RECORD, access=BREAK)
def emergency_record(visit: Visit, number: int) -> EmergencyRecordPage | HttpResponse:
    """The record while the half hour lasts, and the report, which is owed in any case."""
    request, account = visit.request, visit.account
    assert account is not None
    found = next((one for one in emergencies_of(account=account) if one.pk == number), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _record_page(visit, found)
    words = request.POST.get("report", "")
    _done, problems = tried(lambda: _report(visit, account, number=number, words=words))
    if problems:
        page = _record_page(visit, found, typed=words, problems=problems)
        return ACCOUNT.render(request, template=RECORD, context=page, status=400)
    return HttpResponseRedirect(reverse("signin:emergency"))


def _open(visit: Visit, account: Account) -> Emergency:
    post = visit.request.POST
    somebody = person_by_id_number(id_number=post.get("id_number", "").strip())
    if somebody is None:
        raise Refused(NOBODY)
    reason = post.get("reason", "")[:500]
    return recorded(
        lambda: open_emergency(
            account=account, subject_kind="person", subject_id=somebody.pk, reason=reason,
            fields=FIELDS, at=visit.now,
        ),
        actor=account.username, verb="open_emergency", subject_kind="person",
        subject_id=somebody.pk, reason=reason, at=visit.now,
    )  # fmt: skip


def _report(visit: Visit, account: Account, *, number: int, words: str) -> Emergency:
    return recorded(
        lambda: report_emergency(
            emergency_id=number, account=account, words=words, at=visit.now
        ),
        actor=account.username, verb="report_emergency", subject_kind="emergency",
        subject_id=number, at=visit.now,
    )  # fmt: skip


def _row(visit: Visit, one: Emergency) -> EmergencyRow:
    return EmergencyRow(
        number=one.pk,
        reason=one.reason,
        opened_at=timezone.localtime(one.opened_at),
        ends_at=timezone.localtime(one.ends_at),
        running=one.opened_at <= visit.now < one.ends_at,
        reported=bool(one.report),
        judged=one.judged,
    )


def _page(visit: Visit, account: Account, *, problems: tuple[Problem, ...] = ()) -> EmergencyPage:
    mine = tuple(_row(visit, one) for one in emergencies_of(account=account))
    return EmergencyPage(
        id_number=visit.request.POST.get("id_number", ""),
        reason=visit.request.POST.get("reason", ""),
        mine=mine,
        owes_report=any(not row.reported and not row.running for row in mine),
        problems=problems,
    )


def _record_page(
    visit: Visit, found: Emergency, *, typed: str = "", problems: tuple[Problem, ...] = ()
) -> EmergencyRecordPage:
    row = _row(visit, found)
    return EmergencyRecordPage(
        row=row,
        record=_record(person(person_id=found.subject_id)) if row.running else None,
        report=found.report,
        judgement=found.judgement,
        typed=typed,
        problems=problems,
    )


def _record(somebody: Person) -> OpenRecord:
    timeline = timeline_of(person_id=somebody.pk)
    paid = [month.period for month in timeline.months if month.state == "paid"]
    return OpenRecord(
        name=somebody.name,
        id_number=somebody.id_number,
        born_on=somebody.birth_on,
        phone=somebody.phone,
        address=somebody.address,
        place=place_name(code=somebody.residence_place) or somebody.residence_place,
        died_on=somebody.died_on,
        months_paid=timeline.months_paid,
        last_month=max(paid, default=None),
    )
