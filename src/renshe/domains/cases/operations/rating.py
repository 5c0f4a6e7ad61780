"""好差评: the applicant's word on the service, once for a finished case, and the follow-up of a bad one by somebody else.

Legal source: 国办发〔2019〕51号 — five grades, the two lowest are bad (差评); a bad rating under one's name is called back and
mended without exception; nobody may press the rater, and who he is is protected. [K, read in provinces' own rules, W]
It names no number of days: ten working days is owner-default, within the fifteen of Sichuan's rules. [A]
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from renshe.domains.cases.chain import record
from renshe.domains.cases.models import Case, Rating
from renshe.domains.cases.models_after import BAD
from renshe.domains.cases.operations.acting import (
    Actor,
    locked,
    require_third,
    required,
    tell,
)
from renshe.domains.cases.refusals import problem
from renshe.kernel.codes.problem import Refused
from renshe.kernel.working_days import working_days_after

GRADES = {
    5: ("非常满意", "very satisfied"),
    4: ("满意", "satisfied"),
    3: ("基本满意", "fairly satisfied"),
    2: ("不满意", "dissatisfied"),
    1: ("非常不满意", "very dissatisfied"),
}
"""The five grades, best first; the two last are bad ones."""
_GOOD = {
    "once": ("一次就办成", "done in one go"),
    "fast": ("办得快", "quick"),
    "few_papers": ("材料少，没让多跑", "few papers, no extra trips"),
    "clear": ("说得清楚", "well explained"),
    "kind": ("态度好", "kind"),
}
_BAD = {
    "not_told_once": ("没有一次性说清缺什么", "not told at once what was missing"),
    "extra_papers": ("要了指南以外的材料", "papers asked for that the guide does not name"),
    "slow": ("超过承诺的时间", "later than promised"),
    "many_trips": ("跑了好几趟", "several trips"),
    "unclear": ("说得不清楚", "not explained clearly"),
    "unkind": ("态度生硬", "unfriendly"),
    "hard_to_use": ("网上不好用", "hard to use online"),
}
LABELS = {5: _GOOD, 4: _GOOD, 3: {**_GOOD, **_BAD}, 2: _BAD, 1: _BAD}
"""What can be ticked beside each grade."""
RATEABLE = ("closed", "not_accepted", "reversed")
ANSWER_WITHIN = 10
"""Working days in which a bad rating is answered (owner-default, see above)."""
CHANNELS = ("online", "counter")


@transaction.atomic
def rate(
    *, number: str, grade: int, labels: Sequence[str], words: str, channel: str, actor: Actor
) -> Rating:
    """Rate a finished case, once. Whose case it is was asked before; labels of another grade are left out.

    Raises Refused `not_rateable`, `rated_already`, `grade_missing`; ValueError for an unknown channel.
    """
    if channel not in CHANNELS:
        raise ValueError(f"{channel!r} is not one of {', '.join(CHANNELS)}")
    case = locked(number)
    if case.state not in RATEABLE:
        raise Refused(problem("not_rateable"), subject=number)
    if grade not in GRADES:
        raise Refused(problem("grade_missing"), subject=number)
    if Rating.objects.filter(case=case).exists():
        raise Refused(problem("rated_already"), subject=number)
    due = working_days_after(actor.today, ANSWER_WITHIN) if grade <= BAD else None
    made = Rating.objects.create(
        case=case, item=case.item, place=case.place, grade=grade,
        labels=[one for one in LABELS[grade] if one in labels], words=words.strip(),
        channel=channel, by=actor.username, at=actor.at, answer_due_on=due,
    )  # fmt: skip
    # The words and the grade stay out of the timeline that the handler reads; their digest is in the chain all the same.
    record(
        case, verb="rate", actor=actor.username, at=actor.at,
        data={"grade": grade, "labels": made.labels, "words": made.words, "channel": channel},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_rating(*, number: str, words: str, actor: Actor) -> Rating:
    """Say to the applicant what was found out and mended after a bad rating; once, and never by who decided the case.

    Raises Refused `same_person`, `own_affair`, `reason_missing`, `check_settled` where nothing waits for an answer.
    """
    case = locked(number)
    require_third(case, actor)
    rating = Rating.objects.select_for_update().filter(case=case).first()
    if rating is None or rating.grade > BAD or rating.answered_at is not None:
        raise Refused(problem("check_settled"), subject=number)
    said = required(words, case)
    rating.answered_by, rating.answered_at, rating.answer = actor.username, actor.at, said
    rating.save(update_fields=["answered_by", "answered_at", "answer"])
    record(
        case, verb="answer_rating", actor=actor.username, at=actor.at, public=True, words=said,
    )  # fmt: skip
    tell(
        case, at=actor.at, zh=f"您对办件{case.number}的评价已回访处理：{said}",
        en=f"Your rating of case {case.number} was followed up: {said}",
    )  # fmt: skip
    return rating


def may_be_rated(case: Case) -> bool:
    """Whether a case is finished in a way that is rated; a withdrawn one was not served."""
    return case.state in RATEABLE
