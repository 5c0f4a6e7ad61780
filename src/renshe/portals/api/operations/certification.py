"""Certification at the office: what other bodies' files found, who is stopped or nearly due, what was compared."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from renshe.domains.cases.api import Words
from renshe.domains.certification import api as certification
from renshe.domains.identity.api import mask_name
from renshe.domains.registry.api import Person
from renshe.flows.books_month import books_month
from renshe.flows.certification_to_pension import confirm_hit
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.periods import format_month, month_containing
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Fen,
    Limit,
    Number,
    Page,
    Term,
    TwoWords,
    counted_page,
    counted_read,
    day_of,
    term,
)
from renshe.portals.layout.access import staff
from renshe.services.pension.report_death.decide import report_death

GROUP = Group("certification", Words("资格认证", "Certification"))
LOOK, CHECK, CONFIRM = staff("pension.look"), staff("pension.hold"), staff("pension.approve")
KINDS = {
    "death": ("死亡", "death"),
    "custody": ("服刑、羁押", "custody"),
    "medical_use": ("就医", "medical treatment"),
    "other_pension": ("异地领取待遇", "a pension elsewhere"),
}
HIT_STATES = {
    "open": ("待核实", "waits to be checked"),
    "checked": ("待另一人确认", "waits for another to confirm"),
    "confirmed": ("已确认", "confirmed"),
    "dismissed": ("已排除", "dismissed"),
}
Only = Annotated[str, Query(max_length=16, description="只列这一类 / only this kind")]


class HitRow(Schema):
    """A pensioner whom a file names, masked."""

    id: int
    kind: Term
    state: Term
    name: str
    event_on: str
    name_matches: bool


class HitOut(HitRow):
    """A hit whole: what the file says beside what the register says, and what was paid since."""

    reported_name: str
    detail: str
    file_name: str
    line_no: int
    birth_on: str
    known_death: str | None
    paid_months: int
    paid_fen: Fen
    proved_since: str | None
    found_on: str | None
    stage: str
    finding: str
    checked_by: str
    decided_by: str
    reason: str


class CheckedIn(Schema, extra="forbid"):
    """The file is right: the day as checked, in words, and of a custody its stage."""

    found_on: str = Field(max_length=10, description="核实的日期 / day as checked", examples=["2025-10-31"])  # fmt: skip
    words: str = Field(min_length=1, max_length=255)
    stage: str = Field(default="", max_length=16)


class DismissIn(Schema, extra="forbid"):
    """Why the file is wrong about this person."""

    reason: str = Field(min_length=1, max_length=255)


class SuspendedRow(Schema):
    """Somebody whose pension is stopped for want of a proof, masked."""

    name: str
    place: str
    from_month: str
    warned_on: str | None
    told: bool


class DueRow(Schema):
    """Somebody who was warned and has not proved himself, masked."""

    name: str
    due_on: str
    told: bool


class FaultOut(Schema):
    """A line of a file that could not be used."""

    line_no: int
    says: TwoWords


class ComparisonOut(Schema):
    """One file that was compared, what it found, and its bad lines."""

    id: int
    kind: Term
    file_name: str
    sha256: str
    rows: int
    rows_bad: int
    pensioners: int
    passed: int
    hits: int
    compared_at: str
    faults: list[FaultOut]


@GROUP.get(
    "/certification/hits",
    id="list_certification_hits",
    access=LOOK,
    answer=Page[HitRow],
    title=("比对发现：待核实", "What files found: waiting"),
    says=("死亡在前，其余按先后；姓名脱敏。", "Deaths first, then as they came; names masked."),
)
def list_certification_hits(
    call: Call, kind: Only = "", cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """At the first of the caller's places, as on the page."""
    found = certification.open_hits(place=call.place("pension.look"), kind=kind)
    return counted_page(found, cursor=cursor, limit=limit, show=lambda one: HitRow(**_row(one)))


@GROUP.get(
    "/certification/hits/{id}",
    id="read_certification_hit",
    access=LOOK,
    answer=HitOut,
    title=("一条比对发现", "One finding of a file"),
    says=("文件所载与登记所载；姓名脱敏。", "What the file and what the register say; names masked."),
)  # fmt: skip
def read_certification_hit(call: Call, id: Number) -> HitOut:
    """Of one's place."""
    return _told(_hit(call, id, action="pension.look"))


@GROUP.post(
    "/certification/hits/{id}/check",
    id="check_certification_hit",
    access=CHECK,
    answer=HitOut,
    title=("写核实结论", "Write down that it is right"),
    says=("由一人核实，另一人确认以后生效。", "Checked by one; it holds once another confirms."),
)
def check_certification_hit(call: Call, id: Number, body: CheckedIn) -> HitOut:
    """A person's judgement: a machine is refused."""
    found = _hit_to_act_on(call, id, action="pension.hold")
    finding = certification.Finding(
        found_on=day_of(body.found_on), words=body.words, stage=body.stage
    )
    certification.check_hit(
        hit_id=found.pk, finding=finding, by=call.username, at=call.now, today=call.today
    )
    return _told(certification.hit(hit_id=found.pk))


@GROUP.post(
    "/certification/hits/{id}/confirm",
    id="confirm_certification_hit",
    access=CONFIRM,
    answer=HitOut,
    title=("确认核实结论", "Confirm the finding"),
    says=("由另一人确认，立即生效。", "By another; it holds at once."),
)
def confirm_certification_hit(call: Call, id: Number) -> HitOut:
    """A person's judgement, with a fresh proof: a machine is refused."""
    found = _hit_to_act_on(call, id, action="pension.approve")
    call.require_proof()
    confirm_hit(
        hit_id=found.pk, by=call.username, at=call.now, today=call.today,
        accounting_month=books_month(fund=FUND, on=call.today), die=report_death,
        explain=library.explain,
    )  # fmt: skip
    return _told(certification.hit(hit_id=found.pk))


@GROUP.post(
    "/certification/hits/{id}/dismiss",
    id="dismiss_certification_hit",
    access=CHECK,
    answer=HitOut,
    title=("排除", "Dismiss"),
    says=("文件对这个人说得不对；不影响待遇。", "The file is wrong about this person; nothing happens to him."),
)  # fmt: skip
def dismiss_certification_hit(call: Call, id: Number, body: DismissIn) -> HitOut:
    """A person's judgement: a machine is refused."""
    found = _hit_to_act_on(call, id, action="pension.hold")
    certification.dismiss_hit(hit_id=found.pk, reason=body.reason, by=call.username, at=call.now)
    return _told(certification.hit(hit_id=found.pk))


@GROUP.get(
    "/certification/suspended",
    id="list_suspended",
    access=LOOK,
    answer=Page[SuspendedRow],
    title=("因未认证暂停的", "Suspended for want of a proof"),
    says=("停得最久的在前；姓名脱敏。", "The longest stopped first; names masked."),
)
def list_suspended(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """At the first of the caller's places."""
    place = call.place("pension.look")

    def read(first: int, most: int) -> list[tuple[certification.Overdue, Person]]:
        late = certification.overdue_people(place=place, offset=first, most=most)
        people = Person.objects.in_bulk({one.person_id for one in late})
        return [(one, people[one.person_id]) for one in late]

    def show(row: tuple[certification.Overdue, Person]) -> SuspendedRow:
        one, person = row
        return SuspendedRow(
            name=mask_name(person.name), place=one.place, from_month=format_month(one.from_month),
            warned_on=_iso(one.warned_on), told=one.told,
        )  # fmt: skip

    return counted_read(read, cursor=cursor, limit=limit, show=show)


@GROUP.get(
    "/certification/due",
    id="list_coming_due",
    access=LOOK,
    answer=Page[DueRow],
    title=("将到期的", "Nearly due"),
    says=("已提醒、还没有认证的；姓名脱敏。", "Warned and not proved yet; names masked."),
)
def list_coming_due(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """At the first of the caller's places, the first to be due first."""
    return counted_page(
        certification.coming_due(place=call.place("pension.look")), cursor=cursor, limit=limit,
        show=lambda one: DueRow(
            name=mask_name(one.person.name), due_on=one.due_on.isoformat(), told=one.told
        ),
    )  # fmt: skip


@GROUP.get(
    "/certification/comparisons",
    id="list_comparisons",
    access=LOOK,
    answer=list[ComparisonOut],
    title=("数据比对", "Comparisons"),
    says=("最近二十个文件。", "The latest twenty files."),
)
def list_comparisons(call: Call) -> list[ComparisonOut]:
    """At the first of the caller's places."""
    return [
        _comparison(one) for one in certification.comparisons_at(place=call.place("pension.look"))
    ]


def _hit(call: Call, number: int, *, action: str) -> certification.Hit:
    """The hit, at a place where the caller may do the action. Raises Http404, Answered 403."""
    try:
        found = certification.hit(hit_id=number)
    except certification.Hit.DoesNotExist:
        raise Http404 from None
    call.require_at(action=action, place=found.comparison.place)
    return found


def _hit_to_act_on(call: Call, number: int, *, action: str) -> certification.Hit:
    """As `_hit`, for a person: whether a file is right about somebody is no machine's judgement."""
    if call.account is None:
        raise Answered(403, "not_allowed", subject=action)
    return _hit(call, number, action=action)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _row(one: certification.Hit) -> dict[str, Any]:
    state = "checked" if one.state == "open" and one.checked_by else one.state
    return {
        "id": one.pk,
        "kind": term(one.kind, KINDS),
        "state": term(state, HIT_STATES),
        "name": mask_name(one.person.name),
        "event_on": one.event_on.isoformat(),
        "name_matches": one.name_matches,
    }


def _told(found: certification.Hit) -> HitOut:
    after = month_containing(found.found_on or found.event_on)
    if found.kind != "death" and found.found_on is not None:
        after -= (
            1  # of all but a death the found day is the first of the first month that is not due
        )
    since = certification.paid_since(person_id=found.person_id, month=after)
    proofs = certification.proofs_of(person_id=found.person_id)
    later = proofs.filter(withdrawal__isnull=True, proved_on__gt=found.event_on).first()
    return HitOut(
        **_row(found),
        reported_name=mask_name(found.reported_name),
        detail=found.detail,
        file_name=found.comparison.file_name,
        line_no=found.line_no,
        birth_on=found.person.birth_on.isoformat(),
        known_death=_iso(found.person.died_on),
        paid_months=since.months,
        paid_fen=since.fen,
        proved_since=later.proved_on.isoformat() if later else None,
        found_on=_iso(found.found_on),
        stage=found.stage,
        finding=found.finding,
        checked_by=found.checked_by or "",
        decided_by=found.decided_by or "",
        reason=found.reason,
    )


def _comparison(one: certification.Comparison) -> ComparisonOut:
    return ComparisonOut(
        id=one.pk,
        kind=term(one.kind, KINDS),
        file_name=one.file_name,
        sha256=one.sha256,
        rows=one.rows,
        rows_bad=one.bad_rows,
        pensioners=one.pensioners,
        passed=one.passed,
        hits=one.hits,
        compared_at=one.compared_at.isoformat(),
        faults=[
            FaultOut(line_no=fault["line_no"], says=TwoWords(zh=fault["zh"], en=fault["en"]))
            for fault in one.faults
        ],
    )
