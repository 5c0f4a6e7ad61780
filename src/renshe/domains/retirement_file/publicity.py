"""Publicity of special work: masked on a public page for five working days; objections are recorded and answered."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from renshe.domains.identity.api import mask_name
from renshe.domains.retirement_file import problems
from renshe.domains.retirement_file.models import (
    FileReview,
    Publicity,
    PublicityObjection,
)
from renshe.domains.retirement_file.reviewing import By, locked, note, standing
from renshe.domains.retirement_file.states import PUBLICITY_DAYS
from renshe.domains.retirement_file.work_types import KINDS, work_types
from renshe.kernel.codes.problem import Refused
from renshe.kernel.working_days import working_days_after


def periods_shown(review: FileReview) -> list[dict[str, Any]]:
    """The special work of a review as the public reads it: employer, work, kind and months; no number, no birth date."""
    rows = standing(review).filter(kind="special_work").order_by("from_month", "pk")
    return [
        {
            "employer": one.employer_name, "zh": work_types()[one.work_type].zh,
            "en": work_types()[one.work_type].en, "kind": work_types()[one.work_type].kind,
            "kind_zh": KINDS[work_types()[one.work_type].kind][0],
            "kind_en": KINDS[work_types()[one.work_type].kind][1],
            "from": one.from_month, "to": one.to_month,
        }
        for one in rows
    ]  # fmt: skip


@transaction.atomic
def open_publicity(*, review_id: int, by: By) -> Publicity:
    """Show the special work of a file to everybody from today. Refuses where there is none or the same was shown already."""
    review = locked(review_id, "open", "proposed")
    periods = periods_shown(review)
    if not periods:
        raise Refused(problems.NO_SPECIAL_WORK)
    last = publicity_of(review)
    if last is not None and last.shown["periods"] == periods:
        raise Refused(problems.ALREADY_PUBLIC)
    if last is not None and last.starts_on == by.today:
        raise Refused(problems.TOLD_TODAY)
    made = Publicity.objects.create(
        review=review, starts_on=by.today, ends_on=working_days_after(by.today, PUBLICITY_DAYS),
        shown={"name": mask_name(review.person.name), "periods": periods},
        opened_by=by.name, opened_at=by.at,
    )  # fmt: skip
    note(review, verb="publicise", source=review.state, by=by, reason=made.ends_on.isoformat())
    return made


@transaction.atomic
def object_to(
    *, publicity_id: int, name: str, phone: str, words: str, by: By
) -> PublicityObjection:
    """Take somebody's objection. Raises Refused `objection_incomplete`, `publicity_over`."""
    shown = Publicity.objects.get(pk=publicity_id)
    if not (name.strip() and phone.strip() and words.strip()):
        raise Refused(problems.WORDS_NEEDED)
    if by.today > shown.ends_on:
        raise Refused(problems.PUBLICITY_OVER)
    return PublicityObjection.objects.create(
        publicity=shown, name=name.strip()[:60], phone=phone.strip()[:32],
        words=words.strip()[:1000], raised_at=by.at,
    )  # fmt: skip


@transaction.atomic
def answer_objection(*, objection_id: int, upheld: bool, answer: str, by: By) -> PublicityObjection:
    """What the office found about an objection; an upheld one stands in the way until the finding is withdrawn."""
    objection = PublicityObjection.objects.select_for_update().get(pk=objection_id)
    if objection.answered_at is not None:
        raise Refused(problems.ANSWERED)
    if not answer.strip():
        raise Refused(problems.EMPTY_ANSWER)
    objection.upheld, objection.answer = upheld, answer.strip()[:1000]
    objection.answered_by, objection.answered_at = by.name, by.at
    objection.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
    return objection


def publicity_of(review: FileReview) -> Publicity | None:
    """The latest publicity of a review."""
    return review.publicities.order_by("-starts_on", "-pk").first()


def publicity_problems(review: FileReview, *, by: By) -> list[Any]:
    """What stands in the way of recognising special work: not shown as it stands, days not over, objections."""
    periods = periods_shown(review)
    if not periods:
        return []
    shown = publicity_of(review)
    if shown is None or shown.shown["periods"] != periods:
        return [problems.NOT_PUBLIC]
    wrong: list[Any] = []
    if by.today <= shown.ends_on:
        wrong.append(problems.STILL_PUBLIC)
    if shown.objections.filter(answered_at__isnull=True).exists():
        wrong.append(problems.OBJECTION_OPEN)
    if shown.objections.filter(upheld=True).exists():
        wrong.append(problems.OBJECTION_UPHELD)
    return wrong
