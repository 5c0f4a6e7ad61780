"""Handling a filled-in form: each good row by itself, the bad ones sent back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.documents.api import store
from renshe.domains.registry.api import Employer
from renshe.foundation.sheets.sheet import XLSX
from renshe.kernel.codes.problem import Problem, Refused
from renshe.services.registration.form import Form
from renshe.services.registration.marking import marked_file
from renshe.services.registration.reading import Filled, Finding, Row, add_finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Who sends a form, when, and the day on which the bureau learned what it says."""

    actor: str
    at: datetime
    known_on: date
    file_name: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a form. `marked_file_id` is the file to give back where a row was refused."""

    total: int
    good: int
    bad: int
    findings: tuple[Finding, ...]
    received_file_id: int | None
    marked_file_id: int | None


def require_same_employer(filled: Filled, employer: Employer) -> None:
    """Raises Refused where the file says that it is another employer's."""
    if filled.uscc is not None and filled.uscc != employer.uscc:
        raise Refused(
            Problem(
                code="other_employer",
                zh=f"文件是 {filled.uscc} 的，不是本单位的",
                en=f"the file is {filled.uscc}'s, not this employer's",
                next_step_zh="请核对文件后重新上传",
                next_step_en="Check the file and send the right one",
            )
        )


def handle(
    form: Form,
    filled: Filled,
    act: Callable[[Row], None],
    *,
    columns: Mapping[str, str],
    otherwise: str | None = None,
    submission: Submission,
    subject_kind: str,
    subject_id: int | None,
) -> Outcome:
    """Apply `act` to every row that reads well; a row it refuses is undone and marked.

    `columns` says for the code of a problem in which column it belongs; others go to `otherwise`,
    or to the form's key. The file and the answer are kept, and the act is recorded once with its counts.
    """
    received = _keep(submission)
    for row in filled.rows:
        if row.findings:
            continue
        try:
            with transaction.atomic():
                act(row)
        except Refused as refusal:
            for problem in refusal.problems:
                add_finding(filled, row, columns.get(problem.code, otherwise or form.key), problem)
    findings = tuple(finding for row in filled.rows for finding in row.findings)
    bad = sum(1 for row in filled.rows if row.findings)
    marked = None
    if bad:
        marked = store(
            name=f"{form.zh}_处理结果.xlsx", media_type=XLSX, content=marked_file(form, filled),
            direction="made", at=submission.at,
        ).pk  # fmt: skip
    outcome = Outcome(
        total=len(filled.rows), good=len(filled.rows) - bad, bad=bad, findings=findings,
        received_file_id=received, marked_file_id=marked,
    )  # fmt: skip
    record_event(
        actor=submission.actor, verb=form.code, subject_kind=subject_kind, subject_id=subject_id,
        reason=form.zh, at=submission.at,
        detail={"total": outcome.total, "good": outcome.good, "bad": bad, "file": received},
    )  # fmt: skip
    return outcome


def _keep(submission: Submission) -> int | None:
    if submission.content is None:
        return None
    return store(
        name=submission.file_name, media_type=XLSX, content=submission.content, direction="in",
        at=submission.at,
    ).pk  # fmt: skip
