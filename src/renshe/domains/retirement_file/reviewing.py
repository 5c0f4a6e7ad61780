"""Reading a file: open it, list its papers, record what they prove, ask the employer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.contributions import api as contributions
from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import problems
from renshe.domains.retirement_file.models import (
    FileEvent,
    FileFinding,
    FilePaper,
    FileQuestion,
    FileReview,
)
from renshe.domains.retirement_file.states import ANSWER_DAYS, MOVES
from renshe.domains.retirement_file.work_types import work_types
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.working_days import working_days_after

FACTS = (
    "deemed_workplace",
    "first_half_1998_base_sum",
    "deemed_account_balance",
    "virtual_account_balance",
    "local_addition",
)
"""Facts of the law that a file shows and no career tells; the first is a code, the others are fen."""
SPANS = ("deemed_service", "special_work", "gap")


@dataclass(frozen=True, kw_only=True)
class By:
    """Who acts, when, and the day it counts for."""

    name: str
    at: datetime
    today: date


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a file shows, as somebody writes it down. Which parts are wanted depends on `kind` (`FileFinding`)."""

    kind: str
    reason: str
    paper_id: int | None = None
    by_file: date | None = None
    from_month: Month | None = None
    to_month: Month | None = None
    work_type: str = ""
    employer_name: str = ""
    fact: str = ""
    value: Any = None


@transaction.atomic
def open_review(*, person_id: int, place: str, by: By, case_number: str = "") -> FileReview:
    """Begin reading somebody's file, or go on with what was begun. Refuses `file_after_award`."""
    person = registry.person(person_id=person_id)
    if pension.in_force(person_id=person.pk) is not None:
        raise Refused(problems.PENSION_RUNS, subject=str(person.pk))
    review, made = FileReview.objects.get_or_create(
        person=person,
        defaults={
            "place": place, "opened_by": by.name, "opened_at": by.at, "case_number": case_number,
        },
    )  # fmt: skip
    if made:
        note(review, verb="open", source="", by=by, reason=case_number)
    elif review.state == "confirmed":
        move(review, verb="reopen", by=by, reason=case_number)
    return review


@transaction.atomic
def list_paper(
    *, review_id: int, kind: str, dated_on: date, proves: str, file: Mapping[str, Any], by: By
) -> FilePaper:
    """Catalogue one paper of a file. `file` is name, media_type and content. Refuses one that is listed already.

    The signed confirmation is listed after recognition; every other paper while the review is open.
    """
    review = locked(review_id, "recognised" if kind == "signed" else "open")
    if kind not in FilePaper.KINDS or not proves.strip() or dated_on > by.today:
        raise Refused(problems.REASON_NEEDED)
    stored = documents.store(**file, direction="in", at=by.at)
    if FilePaper.objects.filter(review=review, file_id=stored.pk).exists():
        raise Refused(problems.PAPER_TWICE)
    return FilePaper.objects.create(
        review=review, file_id=stored.pk, kind=kind, dated_on=dated_on,
        proves=proves.strip()[:255], listed_by=by.name, listed_at=by.at,
    )  # fmt: skip


@transaction.atomic
def record_finding(*, review_id: int, shown: Shown, by: By) -> FileFinding:
    """Write down what the file shows. Raises Refused with every problem at once."""
    review = locked(review_id, "open")
    paper = FilePaper.objects.filter(review=review, pk=shown.paper_id).first()
    wrong = _problems(review, shown, by=by)
    if paper is None and shown.kind != "gap":
        wrong.append(problems.PAPER_NEEDED)
    if wrong:
        raise Refused(*wrong)
    # The latest word on a date or an amount takes the place of the one before; periods stand beside each other.
    if shown.kind not in SPANS:
        standing(review).filter(kind=shown.kind, fact=shown.fact).update(
            withdrawn_by=by.name, withdrawn_at=by.at
        )
    birth = review.person.birth_on if shown.kind == "birth_date" else None
    return FileFinding.objects.create(
        review=review, paper=paper, kind=shown.kind, by_id=birth, by_file=shown.by_file,
        from_month=shown.from_month, to_month=shown.to_month, work_type=shown.work_type,
        employer_name=shown.employer_name.strip()[:200], fact=shown.fact, value=shown.value,
        reason=shown.reason.strip()[:500], found_by=by.name, found_at=by.at,
    )  # fmt: skip


@transaction.atomic
def withdraw_finding(*, finding_id: int, by: By) -> FileFinding:
    """What was written down wrongly counts no more; the row stays."""
    finding = FileFinding.objects.select_for_update(of=("self",)).get(pk=finding_id)
    locked(finding.review_id, "open")
    if finding.withdrawn_at is not None:
        raise Refused(problems.NOT_NOW)
    finding.withdrawn_by, finding.withdrawn_at = by.name, by.at
    finding.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return finding


@transaction.atomic
def ask_employer(*, review_id: int, employer_id: int, asked: str, by: By) -> FileQuestion:
    """Ask an employer about a file; it answers within ten working days, and nothing is proposed meanwhile."""
    review = locked(review_id, "open")
    if not asked.strip():
        raise Refused(problems.REASON_NEEDED)
    return FileQuestion.objects.create(
        review=review, employer_id=employer_id, asked=asked.strip()[:500], asked_by=by.name,
        asked_at=by.at, due_on=working_days_after(by.today, ANSWER_DAYS),
    )  # fmt: skip


@transaction.atomic
def answer_question(*, question_id: int, answer: str, by: By) -> FileQuestion:
    """The employer's answer, or the office's note why it withdraws the question. Once."""
    question = FileQuestion.objects.select_for_update().get(pk=question_id)
    if question.answered_at is not None:
        raise Refused(problems.ANSWERED)
    if not answer.strip():
        raise Refused(problems.EMPTY_ANSWER)
    question.answer = answer.strip()[:1000]
    question.answered_by, question.answered_at = by.name, by.at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    return question


def standing(review: FileReview) -> Any:
    """Findings of a review that were not withdrawn."""
    return FileFinding.objects.filter(review=review, withdrawn_at__isnull=True)


def locked(review_id: int, *states: str) -> FileReview:
    """A review locked for the transaction. Raises Refused `review_not_in_state`."""
    review = (
        FileReview.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=review_id)
    )
    if states and review.state not in states:
        raise Refused(problems.NOT_NOW)
    return review


def move(review: FileReview, *, verb: str, by: By, reason: str = "") -> FileReview:
    """Take one step of the table and write it down. Raises Refused `review_not_in_state`."""
    target = MOVES.get((review.state, verb))
    if target is None:
        raise Refused(problems.NOT_NOW)
    source, review.state = review.state, target
    review.save(update_fields=["state"])
    note(review, verb=verb, source=source, by=by, reason=reason)
    return review


def note(review: FileReview, *, verb: str, source: str, by: By, reason: str = "") -> None:
    """The step in the review's own list and in the audit."""
    FileEvent.objects.create(
        review=review, verb=verb, source=source, target=review.state, reason=reason[:500],
        actor=by.name, at=by.at,
    )  # fmt: skip
    record_event(
        actor=by.name, verb=f"retirement_file.{verb}", subject_kind="person",
        subject_id=review.person_id, reason=reason, at=by.at,
    )  # fmt: skip


def _problems(review: FileReview, shown: Shown, *, by: By) -> list[Any]:
    wrong: list[Any] = []
    if shown.kind not in FileFinding.KINDS or not shown.reason.strip():
        wrong.append(problems.REASON_NEEDED)
    if shown.kind in SPANS:
        wrong += _span_problems(review, shown, today=by.today)
    if shown.kind == "work_start" and (
        shown.from_month is None or shown.from_month > month_containing(by.today)
    ):
        wrong.append(problems.MONTHS_NEEDED)
    if shown.kind == "special_work" and (
        shown.work_type not in work_types() or not shown.employer_name.strip()
    ):
        wrong.append(problems.WORK_UNKNOWN)
    if shown.kind == "fact" and not _known_fact(shown):
        wrong.append(problems.FACT_UNKNOWN)
    return wrong


def _known_fact(shown: Shown) -> bool:
    if shown.fact not in FACTS:
        return False
    if shown.fact == "deemed_workplace":
        return isinstance(shown.value, str) and bool(shown.value.strip())
    return isinstance(shown.value, int) and shown.value >= 0


def _span_problems(review: FileReview, shown: Shown, *, today: date) -> list[Any]:
    first, last = shown.from_month, shown.to_month
    if first is None or last is None or last < first or last > month_containing(today):
        return [problems.MONTHS_NEEDED]
    same = standing(review).filter(kind=shown.kind, from_month__lte=last, to_month__gte=first)
    if same.exists():
        return [problems.OVERLAPS]
    if shown.kind == "deemed_service":
        months = contributions.timeline_of(person_id=review.person_id).months
        if any(first <= one.period <= last for one in months if one.state == "paid"):
            return [problems.MONTHS_PAID]
    return []
