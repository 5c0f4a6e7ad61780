"""Looking again at what was decided: the monthly draw, the check by somebody who had no hand in it, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef

from renshe.domains.cases.chain import record
from renshe.domains.cases.models import Case, DaySeal, Evidence, QualityCheck, SampleDraw
from renshe.domains.cases.operations.acting import (
    Actor,
    deciders,
    locked,
    require_third,
    required,
)
from renshe.domains.cases.refusals import problem
from renshe.domains.cases.sampling import STRATA, Sampling, drawn, seed_of, stratum_of
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import first_day, last_day

CHECKLIST = {
    "identity": ("身份和代办权限已核实", "identity and authority were proved"),
    "materials": (
        "材料齐全，没有多要材料",
        "papers are complete, and none was asked for in excess",
    ),
    "promise": ("承诺事项已跟踪核查", "what was promised was followed up"),
    "facts": ("认定的事实与登记、材料一致", "the facts agree with registers and papers"),
    "law": ("适用依据正确", "the right clauses were applied"),
    "amount": ("金额、月数计算正确", "amounts and months are right"),
    "clock": ("受理、办结没有超期", "accepted and decided in time"),
    "papers": ("文书齐全，写明理由和救济途径", "papers are complete, with reason and remedy"),
}
"""What a checker answers, line by line."""
MARKS = ("ok", "formal", "wrong", "none")
"""Found in order, a formal fault that leaves the result right, a wrong result, or nothing of the kind in this case."""
_DECIDED = ("granted", "refused", "closed")


@transaction.atomic
def draw_sample(*, rates: Mapping[str, Sampling], month: int, at: dt.datetime) -> int:
    """Draw of every item what is checked of a month (an ordinal) that is over and sealed; returns how many cases.

    Each item and month is drawn once. The seal of the month's last day decides, so that nobody could have foreseen it and
    anybody can repeat it. Before that day is sealed nothing is drawn.
    """
    seal = DaySeal.objects.filter(day=last_day(month)).values_list("hash", flat=True).first()
    if seal is None:
        return 0
    done = set(SampleDraw.objects.filter(month=month).values_list("item", flat=True))
    total = 0
    for item, sampling in sorted(rates.items()):
        if item not in done:
            seed = seed_of(seal=seal, item=item, month=month)
            total += _draw_item(item, sampling, month=month, seed=seed, at=at)
    return total


def _draw_item(item: str, sampling: Sampling, *, month: int, seed: str, at: dt.datetime) -> int:
    by_stratum: dict[str, list[str]] = {}
    for number, path, promised in _decided_in(item, month):
        by_stratum.setdefault(stratum_of(path=path, promised=promised), []).append(number)
    if not by_stratum:
        return 0
    taken = {
        stratum: drawn(numbers=numbers, per_hundred=sampling.rate_of(stratum), seed=seed)
        for stratum, numbers in by_stratum.items()
    }
    draw = SampleDraw.objects.create(
        item=item, month=month, seed=seed, drawn_at=at,
        strata={
            one: {"cases": len(by_stratum[one]), "rate": sampling.rate_of(one), "taken": len(taken[one])}
            for one in STRATA if one in by_stratum
        },
    )  # fmt: skip
    for stratum, numbers in taken.items():
        for number in numbers:
            _draw_case(draw, number, stratum, at)
    return sum(map(len, taken.values()))


def _decided_in(item: str, month: int) -> list[tuple[str, str, bool]]:
    start, end = _begins(first_day(month)), _begins(first_day(month + 1))
    promise = Evidence.objects.filter(case=OuterRef("pk"), source="promise")
    rows = (
        Case.objects.filter(
            item=item, decided_at__gte=start, decided_at__lt=end, state__in=_DECIDED, quality=None
        )
        .annotate(promised=Exists(promise))
        .values_list("number", "path", "promised")
    )
    return list(rows.order_by("pk"))


def _begins(day: dt.date) -> dt.datetime:
    """The first moment of a day where the office is; China has one time and no summer time."""
    return dt.datetime.combine(day, dt.time(), dt.timezone(dt.timedelta(hours=8)))


def _draw_case(draw: SampleDraw, number: str, stratum: str, at: dt.datetime) -> None:
    case = locked(number)
    QualityCheck.objects.create(
        case=case, draw=draw, item=case.item, place=case.place, stratum=stratum
    )
    record(
        case, verb="sample", actor="clock", at=at, data={"month": draw.month, "stratum": stratum}
    )


@transaction.atomic
def assign_check(*, number: str, to: str, at: dt.datetime) -> bool:
    """Give a check that nobody has to a checker; False for one of those who decided, or where somebody has it already."""
    case, check = _check(number)
    free = check.checker == "" and not check.finding
    if not free or to in (*deciders(case), case.applicant):
        return False
    check.checker, check.assigned_at = to, at
    check.save(update_fields=["checker", "assigned_at"])
    return True


def _check(number: str) -> tuple[Case, QualityCheck]:
    case = locked(number)
    check = QualityCheck.objects.select_for_update().filter(case=case).first()
    if check is None:
        raise Refused(problem("unknown_case"), subject=number)
    return case, check


@transaction.atomic
def report_finding(
    *, number: str, marks: Mapping[str, str], words: str, actor: Actor
) -> QualityCheck:
    """The checker's finding: each line of the list, and words where anything is wrong. It is written once.

    Raises Refused `same_person` for one of those who decided, `not_holder` for another's check, `check_incomplete`,
    `check_settled`, `reason_missing`.
    """
    case, check = _check(number)
    require_third(case, actor)
    if check.checker not in ("", actor.username):
        raise Refused(problem("not_holder"), subject=number)
    if check.finding:
        raise Refused(problem("check_settled"), subject=number)
    given = {key: marks.get(key, "") for key in CHECKLIST}
    if not set(given.values()) <= set(MARKS) or set(given.values()) == {"none"}:
        raise Refused(problem("check_incomplete"), subject=number)
    check.finding = next((one for one in ("wrong", "formal") if one in given.values()), "ok")
    said = words.strip() if check.finding == "ok" else required(words, case)
    check.checker, check.marks, check.words, check.found_at = actor.username, given, said, actor.at
    if check.finding == "ok":
        check.settled_at, check.settled_how = actor.at, "answered"
    check.save()
    record(
        case, verb="check", actor=actor.username, at=actor.at, words=said,
        data={"finding": check.finding, "marks": given},
    )  # fmt: skip
    return check


@transaction.atomic
def answer_finding(*, number: str, words: str, actor: Actor) -> QualityCheck:
    """The handler answers what was found: what was mended, or why he sees it otherwise. Settles a formal fault."""
    case, check = _check(number)
    if actor.username != case.handler:
        raise Refused(problem("not_holder"), subject=number)
    if check.finding not in ("formal", "wrong") or check.answer or check.settled_at:
        raise Refused(problem("check_settled"), subject=number)
    check.answer, check.answered_by = required(words, case), actor.username
    if check.finding == "formal":
        check.settled_at, check.settled_how = actor.at, "answered"
    check.save()
    record(case, verb="answer_check", actor=actor.username, at=actor.at, words=check.answer)
    return check


@transaction.atomic
def uphold(*, number: str, words: str, actor: Actor) -> QualityCheck:
    """After a finding of a wrong result, a third person finds that the decision was right after all, and says why.

    Neither one of those who decided nor the checker. The other way out is the self-correction itself (`reverse`).
    """
    case, check = _check(number)
    require_third(case, actor)
    if actor.username == check.checker:
        raise Refused(problem("same_person"), subject=number)
    if check.finding != "wrong" or check.settled_at:
        raise Refused(problem("check_settled"), subject=number)
    said = required(words, case)
    check.settled_at, check.settled_how = actor.at, "upheld"
    check.save(update_fields=["settled_at", "settled_how"])
    record(case, verb="uphold", actor=actor.username, at=actor.at, words=said)
    return check


def settle_by_reversal(case: Case, actor: Actor) -> None:
    """Self-correction settles what a check found wrong; called in its transaction."""
    QualityCheck.objects.filter(case=case, finding="wrong", settled_at__isnull=True).update(
        settled_at=actor.at, settled_how="reversed"
    )
