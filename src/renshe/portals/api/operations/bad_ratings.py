"""Bad ratings followed up by somebody who had no hand in the case (好差评)."""

from __future__ import annotations

from django.http import Http404

from renshe.domains.cases import api as cases
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.office import GROUP, LOOK
from renshe.portals.api.operations.quality import BadRatingRow, Said, rated, seen
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import CaseNumber
from renshe.portals.layout.casefile.powers import powers_of


class RatingOut(BadRatingRow):
    """A bad rating with its labels and, once somebody called, the answer."""

    labels: list[str]
    answer: str
    answered_at: str | None


@GROUP.get(
    "/office/ratings/{number}",
    id="read_bad_rating",
    access=LOOK,
    answer=RatingOut,
    title=("一条差评", "One bad rating"),
    says=("给没有经手这一办件、可以复核或审批的人看。", "For who may review or approve and had no hand in the case."),
)  # fmt: skip
def read_bad_rating(call: Call, number: CaseNumber) -> RatingOut:
    """Who decided the case does not see how it was rated (国办发〔2019〕51号)."""
    return _told(_rating(call, number))


@GROUP.post(
    "/office/ratings/{number}/answer",
    id="office_rating_answer",
    access=LOOK,
    answer=RatingOut,
    title=("记录差评回访", "Record the follow-up of a bad rating"),
    says=("由人联系申请人以后写；申请人会收到。", "Written once somebody has called; the applicant reads it."),
)  # fmt: skip
def office_rating_answer(call: Call, number: CaseNumber, body: Said) -> RatingOut:
    """Within ten working days, by an outsider."""
    _rating(call, number)
    cases.answer_rating(number=number, words=body.words, actor=call.actor())
    return _told(_rating(call, number))


def _rating(call: Call, number: str) -> cases.Rating:
    case = seen(call, number)
    powers = powers_of(call.seen)
    signs = powers.may("review", case.place) or powers.may("approve", case.place)
    if call.username in cases.deciders(case) or not signs:
        raise Answered(403, "not_allowed", subject="case.review")
    one = cases.rating_of(case=case)
    if one is None or one.grade > cases.BAD:
        raise Http404
    return one


def _told(one: cases.Rating) -> RatingOut:
    return RatingOut(
        **rated(one),
        labels=list(one.labels),
        answer=one.answer,
        answered_at=one.answered_at.isoformat() if one.answered_at else None,
    )
