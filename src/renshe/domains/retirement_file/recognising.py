"""Recognition by two people, the person's word on it, and what it tells the register and the pension."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import problems
from renshe.domains.retirement_file.models import FileFinding, FileReview
from renshe.domains.retirement_file.publicity import publicity_problems
from renshe.domains.retirement_file.reviewing import By, locked, move, standing
from renshe.domains.retirement_file.work_types import work_types
from renshe.kernel.codes.problem import Refused


@transaction.atomic
def propose(*, review_id: int, by: By) -> FileReview:
    """The reader's opinion is ready. Raises Refused while a birth date is not compared or an employer has not answered."""
    review = locked(review_id, "open")
    wrong = []
    if not standing(review).filter(kind="birth_date").exists():
        wrong.append(problems.BIRTH_NEEDED)
    if review.questions.filter(answered_at__isnull=True).exists():
        wrong.append(problems.QUESTION_OPEN)
    if wrong:
        raise Refused(*wrong)
    review.proposed_by, review.proposed_at = by.name, by.at
    review.recognised_by, review.recognised_at = None, None
    review.save(update_fields=["proposed_by", "proposed_at", "recognised_by", "recognised_at"])
    return move(review, verb="propose", by=by)


@transaction.atomic
def send_back(*, review_id: int, reason: str, by: By) -> FileReview:
    """The recognising officer wants more; the reader goes on."""
    review = locked(review_id, "proposed")
    if not reason.strip():
        raise Refused(problems.REASON_NEEDED)
    return move(review, verb="send_back", by=by, reason=reason.strip())


@transaction.atomic
def recognise(*, review_id: int, by: By) -> FileReview:
    """The department recognises what another proposed; special work only after publicity. The person confirms next."""
    review = locked(review_id, "proposed")
    wrong = publicity_problems(review, by=by)
    if review.proposed_by == by.name:
        wrong.insert(0, problems.SAME_HAND)
    if wrong:
        raise Refused(*wrong)
    review.recognised_by, review.recognised_at = by.name, by.at
    review.save(update_fields=["recognised_by", "recognised_at"])
    return move(review, verb="recognise", by=by)


@transaction.atomic
def confirm(*, review_id: int, by: By, in_person: bool) -> FileReview:
    """The person's signed confirmation: online by himself, or recorded by staff on the signed paper.

    Only now does the result become facts of the register and of the pension law. `in_person` says that staff records
    it. Raises Refused `signed_paper_missing`, `file_after_award`, `recognised_today`.
    """
    review = locked(review_id, "recognised")
    if in_person and not review.papers.filter(kind="signed").exists():
        raise Refused(problems.SIGNED_PAPER)
    if pension.in_force(person_id=review.person_id) is not None:
        raise Refused(problems.PENSION_RUNS)
    review.word_by, review.word_at, review.word_reason = by.name, by.at, ""
    review.save(update_fields=["word_by", "word_at", "word_reason"])
    move(review, verb="confirm", by=by)
    _tell_register(review, by=by)
    _tell_pension(review, by=by)
    return review


@transaction.atomic
def object_to_recognition(*, review_id: int, reason: str, by: By) -> FileReview:
    """The person does not agree: the review is open again, with the reason for whoever reads on."""
    review = locked(review_id, "recognised")
    if not reason.strip():
        raise Refused(problems.REASON_NEEDED)
    review.word_by, review.word_at = by.name, by.at
    review.word_reason = reason.strip()[:500]
    review.save(update_fields=["word_by", "word_at", "word_reason"])
    return move(review, verb="object", by=by, reason=reason.strip())


def recognised_values(review: FileReview) -> dict[str, Any]:
    """The facts of the law that a review's standing findings come to; months that two findings share count once.

    Of several kinds of special work the one with most months is told, because no text says how kinds add up.
    """
    found = list(standing(review))
    values: dict[str, Any] = {one.fact: one.value for one in found if one.kind == "fact"}
    deemed = _months(one for one in found if one.kind == "deemed_service")
    if deemed:
        values["deemed_months"] = deemed
    by_kind: dict[str, list[FileFinding]] = {}
    for one in found:
        if one.kind == "special_work":
            by_kind.setdefault(work_types()[one.work_type].kind, []).append(one)
    if by_kind:
        kind = max(sorted(by_kind), key=lambda name: _months(by_kind[name]))
        values["special_work_kind"] = kind
        values["special_work_months"] = _months(by_kind[kind])
    return values


def _months(found: Iterable[FileFinding]) -> int:
    return len(
        {month for one in found for month in range(one.from_month or 0, (one.to_month or -1) + 1)}
    )


def _tell_register(review: FileReview, *, by: By) -> None:
    """The birth date of the file and the start of work, as key fields on the paper's evidence."""
    person = review.person
    birth = standing(review).filter(kind="birth_date").first()
    work = standing(review).filter(kind="work_start").first()
    changes: list[tuple[str, Any, FileFinding]] = []
    if birth is not None:
        differs = birth.by_file if birth.by_file != person.birth_on else None
        if differs != person.birth_on_file:
            changes.append(("birth_on_file", differs, birth))
    if work is not None and work.from_month != person.work_started_month:
        changes.append(("work_started_month", work.from_month, work))
    for field, new, finding in changes:
        assert finding.paper is not None
        registry.change_key_field(
            person_id=person.pk, field=field, new=new, reason=finding.reason,
            evidence_file_id=finding.paper.file_id, actor=by.name, at=by.at, known_on=by.today,
        )  # fmt: skip


def _tell_pension(review: FileReview, *, by: By) -> None:
    values = recognised_values(review)
    known: dict[str, Any] = {}
    rows = pension.Recognition.objects.filter(person_id=review.person_id)
    for row in rows.order_by("known_on", "pk"):
        known[row.fact] = row.value
    changed = {fact: value for fact, value in values.items() if known.get(fact) != value}
    # Special work or deemed service that was told before and no longer stands is told as none.
    for fact in ("deemed_months", "special_work_months"):
        if fact in known and fact not in values and known[fact]:
            changed[fact] = 0
    if rows.filter(fact__in=changed, known_on=by.today).exists():
        raise Refused(problems.TOLD_TODAY)
    pension.Recognition.objects.bulk_create(
        pension.Recognition(
            person_id=review.person_id, fact=fact, value=value, known_on=by.today,
            basis=f"档案预审认定（劳社部发〔1999〕8号），本人{review.word_at:%Y-%m-%d}确认",
            recognised_by=review.recognised_by,
        )
        for fact, value in sorted(changed.items())
    )  # fmt: skip
