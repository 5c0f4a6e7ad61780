"""The lines of a programme's page, each made from its record: names masked, words in the reader's language, amounts in fen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.premium_help import api as premium_help
from renshe.foundation.sheets.cell_errors import CellError
from renshe.portals.helping.words import (
    claim_state,
    finding_state,
    finding_words,
    group_words,
    list_state,
    origin_words,
    period_words,
)
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.citing import cited_law


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """A group with how far it is reached; `rate` is of those listed now."""

    words: str
    clause: str
    confidence: str
    listed: int
    reached: int
    rate: str
    months: int
    fen: int


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """One list; `ripe` says that it may be approved today, `unchecked` that an institution filed it and nobody looked yet."""

    number: int
    origin: str
    filer: str
    document: str
    from_month: int
    people: int
    step: str
    state: str
    tone: str
    public_to: dt.date | None
    why: str
    ripe: bool
    unchecked: bool
    checked_by: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ObjectionLine:
    """An objection, with its answer once there is one."""

    number: int
    words: str
    document: str
    raised_on: dt.date
    is_open: bool
    upheld: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """A claim, or a return where the amount is negative."""

    number: int
    code: str
    period: str
    people: int
    fen: int
    due_on: dt.date
    step: str
    state: str
    tone: str
    received_on: dt.date | None
    bank_ref: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """What speaks against a month of somebody, masked."""

    number: int
    name: str
    url: str
    period: str
    fen: int
    what: str
    evidence: str
    found_on: dt.date
    state: str
    tone: str
    reason: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody on a list, masked; `url` leads to the months."""

    number: int
    name: str
    id_number: str
    url: str
    group: str
    from_month: int
    last_month: int | None
    left_why: str
    approved: bool
    may_strike: bool
    months: int
    fen: int
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class ErrorLine:
    """One bad cell of a list, in the reader's language."""

    cell: str
    header: str
    why: str
    next_step: str


def group_line(code: str, words: str, cover: premium_help.GroupCover | None) -> GroupLine:
    """A group of the programme with its coverage."""
    group = premium_help.GROUPS[code]
    listed, reached = (cover.listed, cover.reached) if cover else (0, 0)
    return GroupLine(
        words=words, clause=cited_law(group.clause), confidence=group.confidence, listed=listed, reached=reached,
        rate=f"{reached * 100 / listed:.1f}%" if listed else "–", months=cover.months if cover else 0,
        fen=cover.paid_fen if cover else 0,
    )  # fmt: skip


def list_line(one: premium_help.HelpList, today: dt.date) -> ListLine:
    """A list of the programme; `one` carries its number of `names`."""
    state, tone = list_state(one.state)
    public = one.programme_id and one.state == "public"
    unchecked = one.state == "filed" and one.institution_id is not None and one.checked_by is None
    address = reverse("helping:programme", kwargs={"number": one.programme_id})
    over = one.public_to is not None and today > one.public_to
    return ListLine(
        number=one.pk, origin=origin_words(one.origin), filer=one.institution.name if one.institution else one.filed_by,
        document=one.document, from_month=one.from_month, people=one.names, step=one.state, state=state, tone=tone,  # type: ignore[attr-defined]
        public_to=one.public_to, why=one.refused_why, ripe=over if public else one.state == "filed" and not unchecked,
        unchecked=unchecked, checked_by=one.checked_by or "", url=f"{address}?list={one.pk}#people",
    )  # fmt: skip


def objection_line(one: premium_help.HelpObjection) -> ObjectionLine:
    """An objection to one of the lists."""
    return ObjectionLine(
        number=one.pk, words=one.words, document=one.list.document, raised_on=one.raised_on, is_open=one.state == "open",
        upheld=one.state == "upheld", answer=one.answer,
    )  # fmt: skip


def claim_line(one: premium_help.HelpClaim) -> ClaimLine:
    """A claim or a return."""
    state, tone = claim_state(one.state)
    late = one.received_on is not None and one.amount_fen > 0 and one.received_on > one.due_on
    insurance = "resident_pension" if one.due_on.month == 12 and one.period % 12 == 0 else "medical"
    return ClaimLine(
        number=one.pk, code=one.number, period=period_words(insurance, one.period), people=one.people, fen=one.amount_fen,
        due_on=one.due_on, step=one.state, state=state, tone=tone, received_on=one.received_on,
        bank_ref=one.bank_ref or "", late=late,
    )  # fmt: skip


def finding_line(one: premium_help.HelpFinding) -> FindingLine:
    """A finding about somebody's month."""
    state, tone = finding_state(one.state)
    line = one.line
    evidence = one.evidence
    if one.kind == "died":
        evidence = _("登记的死亡日期：{day}").format(day=evidence.removeprefix("died "))
    elif one.kind == "employed":
        evidence = _("当月由用人单位参加职工医疗保险")
    return FindingLine(
        number=one.pk, name=mask_name(line.person.name),
        url=reverse("helping:person", kwargs={"number": line.helped_id}),
        period=period_words(line.insurance, line.period), fen=line.amount_fen, what=finding_words(one.kind),
        evidence=evidence, found_on=one.found_on, state=state, tone=tone, reason=one.reason, is_open=one.state == "open",
    )  # fmt: skip


def person_line(one: premium_help.HelpedPerson) -> PersonLine:
    """Somebody on a list; `one` carries `months` and `fen`."""
    url = reverse("helping:person", kwargs={"number": one.pk})
    fen = int(one.fen or 0)  # type: ignore[attr-defined]
    return PersonLine(
        number=one.pk, name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number), url=url,
        group=group_words(one.group), from_month=one.from_month, last_month=one.last_month, left_why=one.left_why,
        approved=one.list.state == "approved",
        may_strike=one.list.state in ("filed", "public") and one.last_month is None,
        months=one.months, fen=fen, amount=Amount(fen=fen, explain_url=url),  # type: ignore[attr-defined]
    )  # fmt: skip


def error_line(one: CellError, chinese: bool) -> ErrorLine:
    """A bad cell."""
    return ErrorLine(
        cell=f"{one.column}{one.row_number}", header=one.header_zh if chinese else one.header_en,
        why=one.zh if chinese else one.en, next_step=one.next_step_zh if chinese else one.next_step_en,
    )  # fmt: skip
