"""A case as the API shows it, to whoever handed it in and to the office."""

from typing import Any

from ninja import Schema

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import (
    mask_address,
    mask_bank_account,
    mask_id_number,
    mask_name,
    mask_phone,
)
from renshe.kernel.codes.citation import cite
from renshe.kernel.codes.problem import Refused
from renshe.portals.api.calling import Call
from renshe.portals.api.shapes import Fen, Term, TwoWords, term
from renshe.portals.layout.casefile.concerned import concerned
from renshe.portals.layout.casefile.words import applicant_of
from renshe.services.catalogue import declared

MASKS = {"id_number": mask_id_number, "phone": mask_phone, "bank_account": mask_bank_account}
MASKS_BY_KEY = {"name": mask_name, "address": mask_address}
APPLICANTS_VERBS = ("submit", "correct", "withdraw")


class CaseRow(Schema):
    """A case in a list. `on_behalf` says who asked for the subject: staff, family, guardian; empty for himself."""

    number: str
    item: Term
    state: Term
    place: str
    channel: str
    applicant_name: str
    on_behalf: str
    opened_at: str
    submitted_at: str | None
    due_on: str | None
    days_left: int | None
    paused: bool


class EvidenceOut(Schema):
    """A paper of a case: a file, what a register said, or a promise."""

    id: int
    material: str
    source: str
    name: str
    media_type: str
    sha256: str
    given_at: str
    promised_until: str | None
    kept_at: str | None


class EventOut(Schema):
    """What happened. The applicant sees acts and public words, never the office's own notes."""

    seq: int
    at: str
    by: str
    verb: Term
    state: Term
    words: str


class FindingOut(Schema):
    """What the item found out about the case; one that refuses stands in the way of granting."""

    code: str
    zh: str
    en: str
    clause: str
    field: str
    detail: str
    refuses: bool


class DifferenceOut(Schema):
    """The form says one thing and a register another."""

    field: str
    given: str
    registered: str
    source: TwoWords


class DecisionOut(Schema):
    """What was decided, with its reason or effect."""

    granted: bool
    zh: str
    en: str


class CaseOut(CaseRow):
    """A case whole. `form` is as somebody would type it (money in yuan); `next` are the caller's own next acts."""

    form: dict[str, Any]
    accepted_on: str | None
    promised_on: str | None
    decided_at: str | None
    closed_at: str | None
    amount_fen: Fen | None
    missing_materials: list[str]
    evidence: list[EvidenceOut]
    timeline: list[EventOut]
    decision: DecisionOut | None
    next: list[str]


class ConcernedOut(Schema):
    """Whom an institution asks about: masked unless a purpose was stated."""

    name: str
    id_number: str


class OfficeCase(CaseOut):
    """A case as the office sees it: masked unless a purpose was stated, with findings and everybody's hands.

    `concerned` is set where an institution asks about somebody; in every other case it is the applicant's own.
    """

    holder: str
    handler: str
    reviewer: str
    approver: str
    path: str
    findings: list[FindingOut]
    differences: list[DifferenceOut]
    proposal: DecisionOut | None
    concerned: ConcernedOut | None
    masked: bool


def item_of(case: cases.Case) -> cases.Item | None:
    """The item of a case, or None where the catalogue has it no longer."""
    try:
        return declared(case.item).item
    except Refused:
        return None


def row_of(call: Call, case: cases.Case) -> CaseRow:
    """A case in a list."""
    item = item_of(case)
    reading = cases.reading_of(case=case, today=call.today)
    return CaseRow(
        number=case.number,
        item=Term(code=case.item, zh=item.name.zh, en=item.name.en)
        if item
        else term(case.item, {}),
        state=term(case.state, cases.STATES),
        place=case.place,
        channel=case.channel,
        applicant_name=case.applicant_name,
        on_behalf=case.on_behalf,
        opened_at=case.opened_at.isoformat(),
        submitted_at=iso(case.submitted_at),
        due_on=iso(case.due_on),
        days_left=reading.left,
        paused=reading.paused,
    )


def case_out(call: Call, case: cases.Case) -> CaseOut:
    """A case as whoever handed it in sees it."""
    return CaseOut(**_whole(call, case, public_only=True))


def office_case(call: Call, case: cases.Case, *, masked: bool) -> OfficeCase:
    """A case as the office sees it."""
    told = _whole(call, case, public_only=False)
    if masked:
        told["form"] = _masked(case, told["form"])
        told["applicant_name"] = applicant_of(case)
    found = case.examination
    return OfficeCase(
        **told,
        holder=case.holder,
        handler=case.handler,
        reviewer=case.reviewer,
        approver=case.approver,
        path=case.path,
        masked=masked,
        findings=[
            FindingOut(
                **{key: one.get(key, "") for key in ("code", "zh", "en", "field", "detail")},
                clause=cite(one.get("clause", "")),
                refuses=bool(one.get("refuses")),
            )
            for one in found.get("findings", ())
        ],
        differences=[
            DifferenceOut(
                field=one["field"],
                given=mask_id_number(one["given"]) if masked else one["given"],
                registered=mask_id_number(one["registered"]) if masked else one["registered"],
                source=TwoWords(zh=one["source_zh"], en=one["source_en"]),
            )
            for one in found.get("differences", ())
        ],
        proposal=_said(case.proposal),
        concerned=_concerned(case, full=not masked),
    )


def _concerned(case: cases.Case, *, full: bool) -> ConcernedOut | None:
    who = concerned(case, full=full)
    return ConcernedOut(name=who.name, id_number=who.id_number) if who else None


def _whole(call: Call, case: cases.Case, *, public_only: bool) -> dict[str, Any]:
    item = item_of(case)
    open_to_applicant = case.applicant == call.username
    form = cases.written(item, case.form) if item else {}
    missing = (
        cases.missing_materials(case, item)
        if item and case.state in ("draft", "correcting")
        else []
    )
    return {
        **row_of(call, case).model_dump(),
        "form": {key: _plain(value) for key, value in form.items()},
        "accepted_on": iso(case.accepted_on),
        "promised_on": iso(case.promised_on),
        "decided_at": iso(case.decided_at),
        "closed_at": iso(case.closed_at),
        "amount_fen": case.amount_fen,
        "missing_materials": [one.key for one in missing],
        "evidence": [evidence_out(one) for one in cases.evidence_of(case=case)],
        "timeline": events_out(case, public_only=public_only),
        "decision": _said(case.decision),
        "next": [verb for verb in cases.verbs_from(case.state) if verb in APPLICANTS_VERBS]
        if open_to_applicant
        else [],
    }


def events_out(case: cases.Case, *, public_only: bool = True) -> list[EventOut]:
    """What happened, oldest first; for the applicant without the office's notes and names."""
    return [
        EventOut(
            seq=one.seq,
            at=one.at.isoformat(),
            verb=term(one.verb, cases.VERBS),
            words=one.words,
            by=one.actor if not public_only or one.actor == case.applicant else "",
            state=term(one.to_state, cases.STATES),
        )
        for one in cases.timeline(case=case, public_only=public_only)
    ]


def evidence_out(one: cases.Evidence) -> EvidenceOut:
    """A paper of a case."""
    return EvidenceOut(
        id=one.pk,
        material=one.material,
        source=one.source,
        name=one.name,
        media_type=one.media_type,
        sha256=one.sha256,
        given_at=one.given_at.isoformat(),
        promised_until=iso(one.promised_until),
        kept_at=iso(one.kept_at),
    )


def _said(told: dict[str, Any]) -> DecisionOut | None:
    if not told:
        return None
    words = str(told.get("words", ""))
    return DecisionOut(
        granted=bool(told.get("grant")),
        zh=str(told.get("zh", words)),
        en=str(told.get("en", words)),
    )


def _masked(case: cases.Case, form: dict[str, Any]) -> dict[str, Any]:
    item = item_of(case)
    shown = dict(form)
    for field in item.fields if item else ():
        if shown.get(field.key) in (None, ""):
            continue
        mask = MASKS.get(field.kind) or MASKS_BY_KEY.get(field.key)
        if mask is None and field.sensitive:
            mask = mask_id_number
        if mask is not None:
            shown[field.key] = mask(str(shown[field.key]))
    return shown


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else str(value)


def iso(value: Any) -> str | None:
    """A day or a moment in ISO 8601, or None."""
    return None if value is None else value.isoformat()
