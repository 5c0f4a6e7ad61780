"""Appraisals of work capacity, and the determination sheet with the person's word on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import problems
from renshe.domains.retirement_file.models import (
    CapacityAppraisal,
    DeterminationSheet,
    SheetAnswer,
)
from renshe.domains.retirement_file.reviewing import By
from renshe.kernel.codes.problem import Refused

VALID_YEARS = 1
"""A committee's finding serves a claim for a year (人社部发〔2024〕72号; law notes, grade A)."""


@dataclass(frozen=True, kw_only=True)
class Appraised:
    """What a committee's paper says."""

    level: str
    cause: str
    issuer: str
    number: str
    decided_on: date
    file_id: int
    case_number: str = ""


@transaction.atomic
def record_appraisal(*, person_id: int, appraised: Appraised, by: By) -> CapacityAppraisal:
    """Keep a committee's finding. Raises Refused `appraisal_incomplete`, `appraisal_known`."""
    if (
        appraised.level not in CapacityAppraisal.LEVELS
        or appraised.cause not in CapacityAppraisal.CAUSES
        or not appraised.issuer.strip()
        or not appraised.number.strip()
        or appraised.decided_on > by.today
    ):
        raise Refused(problems.APPRAISAL_WRONG)
    issuer, number = appraised.issuer.strip()[:120], appraised.number.strip()[:60]
    if CapacityAppraisal.objects.filter(issuer=issuer, number=number).exists():
        raise Refused(problems.APPRAISAL_TWICE)
    return CapacityAppraisal.objects.create(
        person=registry.person(person_id=person_id), level=appraised.level, cause=appraised.cause,
        issuer=issuer, number=number, decided_on=appraised.decided_on, file_id=appraised.file_id,
        case_number=appraised.case_number, recorded_by=by.name, recorded_at=by.at,
    )  # fmt: skip


def valid_appraisal(*, person_id: int, on: date) -> CapacityAppraisal | None:
    """The latest finding of complete loss, not from work, that is not older than a year on a day."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = CapacityAppraisal.objects.filter(
        person_id__in=people, level="complete", cause="illness", decided_on__lte=on
    )
    last = rows.order_by("-decided_on", "-pk").first()
    if last is None or valid_until(last.decided_on) < on:
        return None
    return last


def latest_appraisals(*, person_ids: Collection[int]) -> dict[int, CapacityAppraisal]:
    """The latest finding about each of some people, by person; a later one of the same day counts."""
    rows = CapacityAppraisal.objects.filter(person_id__in=person_ids)
    return {one.person_id: one for one in rows.order_by("decided_on", "pk")}


def valid_until(decided_on: date) -> date:
    """The last day on which a finding serves a claim; 28 February stands for the 29th."""
    day = 28 if (decided_on.month, decided_on.day) == (2, 29) else decided_on.day
    return date(decided_on.year + VALID_YEARS, decided_on.month, day)


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of a sheet's content, written the one way in which it is compared again."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def file_sheet(*, award_id: int, content: Mapping[str, Any], by: By) -> DeterminationSheet:
    """Keep the sheet of an award as it was drawn; an award has one, and asking again gives it back."""
    found = DeterminationSheet.objects.filter(award_id=award_id).first()
    if found is not None:
        return found
    kept = json.loads(json.dumps(content, ensure_ascii=False))
    return DeterminationSheet.objects.create(
        award_id=award_id, content=kept, sha256=content_hash(kept), drawn_by=by.name, drawn_at=by.at
    )


@transaction.atomic
def answer_sheet(
    *, sheet_id: int, sha256: str, word: str, by: By, reason: str = "", case_number: str = ""
) -> SheetAnswer:
    """The person confirms the sheet that he read (named by its hash), or objects with a reason; once for ever."""
    sheet = DeterminationSheet.objects.get(pk=sheet_id)
    if SheetAnswer.objects.filter(sheet=sheet).exists():
        raise Refused(problems.SHEET_ANSWERED)
    if sheet.sha256 != sha256:
        raise Refused(problems.SHEET_CHANGED)
    if word == "objected" and not reason.strip():
        raise Refused(problems.REASON_NEEDED)
    record_event(
        actor=by.name, verb=f"retirement_file.sheet_{word}", subject_kind="person",
        subject_id=sheet.award.person_id, reason=reason, at=by.at,
    )  # fmt: skip
    return SheetAnswer.objects.create(
        sheet=sheet, word=word, reason=reason.strip()[:500], case_number=case_number,
        sha256=sha256, said_by=by.name, said_at=by.at,
    )  # fmt: skip


def sheet_of(*, award: pension.Award) -> DeterminationSheet | None:
    """The kept sheet of an award, with its answer."""
    rows = DeterminationSheet.objects.select_related("answer").filter(award=award)
    return rows.first()
