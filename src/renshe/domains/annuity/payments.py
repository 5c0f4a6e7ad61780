"""What pages read of paying out: batches with their counts, lines with the bank's word, what is due, what came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from renshe.domains.annuity import problems_of_paying as problems
from renshe.domains.annuity.batches import FINAL, LeftOut, due_months, failed_lines
from renshe.domains.annuity.models import Payout, Plan
from renshe.domains.annuity.models_paying import PayoutBatch, PayoutLine, PayoutTarget, PayoutWord
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month

OPEN_STATES = ("made", "approved", "filed")


@dataclass(frozen=True, kw_only=True)
class BatchTotals:
    """How many lines of a batch there are and what became of them; amounts in fen. `unknown` are at the bank without a word."""

    lines: int = 0
    total_fen: int = 0
    paid: int = 0
    paid_fen: int = 0
    failed: int = 0
    failed_fen: int = 0
    unknown: int = 0
    unknown_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class LineNow:
    """One payment as it stands: `outcome` is open, unknown, paid or failed; `reason_code` is the bank's."""

    line: PayoutLine
    outcome: str
    reason_code: str
    settled_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class TrusteeDue:
    """What one trustee has to pay by a month: payments due of so many people, and failed ones.

    `again` came back and have another account by now, `waiting` have none yet; `left` are due and cannot be made, with why.
    """

    trustee: str
    people: int
    payments: int
    again: int
    waiting: int
    open_batch: int | None
    left: tuple[LeftOut, ...]


def batches_at(*, place: str, limit: int = 60) -> list[PayoutBatch]:
    """The batches that pay people of a place's plans, newest first."""
    mine = PayoutLine.objects.filter(_of_plans_at(place, "payout__account__plan__")).values("batch")
    return list(PayoutBatch.objects.filter(pk__in=mine).order_by("-pk")[:limit])


def open_batches() -> list[PayoutBatch]:
    """Batches that wait for an approval, for going out or for the bank's words, oldest first."""
    return list(PayoutBatch.objects.filter(state__in=OPEN_STATES).order_by("pk"))


def batch_at(*, batch_id: int) -> PayoutBatch | None:
    """A batch by its number."""
    return PayoutBatch.objects.filter(pk=batch_id).first()


def places_of_batch(*, batch_id: int) -> list[str]:
    """The places of the plans that a batch pays for: whoever looks at it or signs it must be allowed at each."""
    places = PayoutLine.objects.filter(batch_id=batch_id).values_list(
        "payout__account__plan__employer__place", flat=True
    )
    return sorted(set(places.distinct()))


def places_of_trustees(*, trustees: Iterable[str]) -> dict[str, list[str]]:
    """The places of the plans whose payouts each trustee pays, in one statement."""
    found: dict[str, list[str]] = {one: [] for one in trustees}
    plans = Plan.objects.filter(trustee__in=list(found), accounts__payouts__isnull=False)
    rows = plans.values_list("trustee", "employer__place").distinct()
    for trustee, place in rows.order_by("trustee", "employer__place"):
        found[trustee].append(place)
    return found


def totals_of(*, batch_ids: Iterable[int]) -> dict[int, BatchTotals]:
    """The totals of several batches, by batch, in two statements."""
    wanted = list(batch_ids)
    rows = PayoutLine.objects.filter(batch_id__in=wanted)
    sums: dict[int, dict[str, int]] = {number: {} for number in wanted}
    for batch, count, fen in rows.values_list("batch_id").annotate(Count("pk"), Sum("amount_fen")):
        sums[batch] |= {"lines": count, "total_fen": fen}
    said = rows.filter(words__status__in=FINAL).values_list("batch_id", "words__status")
    for batch, status, count, fen in said.annotate(Count("pk"), Sum("amount_fen")):
        sums[batch] |= {status: count, f"{status}_fen": fen}
    sent = set(
        PayoutBatch.objects.filter(pk__in=wanted, state="filed").values_list("pk", flat=True)
    )
    return {number: _totals(told, at_bank=number in sent) for number, told in sums.items()}


def _totals(told: dict[str, int], *, at_bank: bool) -> BatchTotals:
    found = BatchTotals(**told)
    if not at_bank:
        return found
    return BatchTotals(
        **told,
        unknown=found.lines - found.paid - found.failed,
        unknown_fen=found.total_fen - found.paid_fen - found.failed_fen,
    )


def lines_of_batch(*, batch_id: int, limit: int, after: int = 0) -> list[LineNow]:
    """A batch's lines behind a line number, in the order of the file, each with the bank's latest word."""
    lines = PayoutLine.objects.filter(batch_id=batch_id, line_no__gt=after).order_by("line_no")
    return _with_words(lines[:limit])


def lines_of_payout(*, payout_id: int) -> list[LineNow]:
    """Every try to pay a payout, newest first; batches that were withdrawn are left out."""
    lines = PayoutLine.objects.filter(payout_id=payout_id).exclude(batch__state="withdrawn")
    return _with_words(lines.order_by("-period", "-pk"))


def line_by(*, line_id: int) -> PayoutLine | None:
    """A line by its number, with its batch and its account."""
    rows = PayoutLine.objects.select_related(
        "batch", "payout__account__person", "payout__account__plan__employer"
    )
    return rows.filter(pk=line_id).first()  # fmt: skip


def payout_by(*, payout_id: int) -> Payout | None:
    """A decision by its number, with its person and plan; a decision taken back is found too."""
    rows = Payout.objects.select_related("account__person", "account__plan__employer", "cancelled")
    return rows.filter(pk=payout_id).first()


def targets_of(*, payout_id: int) -> list[PayoutTarget]:
    """Every account that was named for a payout, newest first; the first is where the next payment goes."""
    return list(PayoutTarget.objects.filter(payout_id=payout_id).order_by("-pk"))


def failed_at(*, place: str) -> list[LineNow]:
    """What came back in the plans of a place and waits for another account or the next batch, oldest first."""
    lines = failed_lines()
    mine = PayoutLine.objects.filter(_of_plans_at(place, "payout__account__plan__"))
    at_place = set(mine.filter(pk__in=[one.pk for one in lines]).values_list("pk", flat=True))
    words = _words([one.pk for one in lines])
    return [_now(one, words.get(one.pk)) for one in lines if one.pk in at_place]


def newest_targets(*, payout_ids: Iterable[int]) -> dict[int, int]:
    """The number of the newest account of each payout: a failed line is ready once it is another than its own."""
    rows = PayoutTarget.objects.filter(payout_id__in=list(payout_ids)).order_by()
    return dict(rows.values_list("payout_id").annotate(Max("pk")))


def still_to_pay(*, payout: Payout) -> bool:
    """Whether a payment of a payout is to come or came back: then another account has something to receive."""
    lines = PayoutLine.objects.filter(payout=payout).exclude(batch__state="withdrawn")
    if lines.filter(attempt_of__isnull=True).count() < payout.months:
        return True
    return any(
        one.payout_id == payout.pk for one in failed_lines(trustee=payout.account.plan.trustee)
    )


def due_at(*, place: str, period: Month) -> list[TrusteeDue]:
    """What each trustee of a place's plans has to pay by a month, counted without asking the law for amounts."""
    payouts = (
        Payout.objects.filter(_of_plans_at(place, "account__plan__"), cancelled__isnull=True, starts_month__lte=period)
        .annotate(has_target=Exists(PayoutTarget.objects.filter(payout=OuterRef("pk"))))
        .select_related("account__plan", "account__person")
    )  # fmt: skip
    planned = _planned(payouts)
    due: dict[str, list[tuple[Payout, int]]] = {}
    for payout in payouts:
        missing = len(due_months(payout=payout, period=period)) - planned.get(payout.pk, 0)
        due.setdefault(payout.account.plan.trustee, []).append((payout, max(0, missing)))
    failed = failed_at(place=place)
    newest = newest_targets(payout_ids=[one.line.payout_id for one in failed])
    open_batches = dict(
        PayoutBatch.objects.filter(state__in=("made", "approved")).values_list("trustee", "pk")
    )
    return [
        _trustee_due(
            trustee,
            rows,
            [one.line for one in failed if one.line.batch.trustee == trustee],
            newest,
            open_batches.get(trustee),
        )
        for trustee, rows in sorted(due.items())
    ]


def _trustee_due(
    trustee: str,
    rows: list[tuple[Payout, int]],
    failed: list[PayoutLine],
    newest: dict[int, int],
    open_batch: int | None,
) -> TrusteeDue:
    left = [
        LeftOut(payout_id=payout.pk, person_id=payout.account.person_id, why=why)
        for payout, missing in rows
        if missing and (why := _left_out(payout)) is not None
    ]
    out = {one.payout_id for one in left}
    payable = [missing for payout, missing in rows if missing and payout.pk not in out]
    again = sum(1 for line in failed if newest[line.payout_id] != line.target_id)
    return TrusteeDue(
        trustee=trustee, people=len(payable), payments=sum(payable), again=again, waiting=len(failed) - again,
        open_batch=open_batch, left=tuple(left),
    )  # fmt: skip


def _left_out(payout: Payout) -> Problem | None:
    """As `make_batch` finds it, for a payout annotated with `has_target`."""
    if payout.account.person.died_on is not None and payout.reason != Payout.Reason.DEATH:
        return problems.DIED
    return None if payout.has_target else problems.NO_TARGET  # type: ignore[attr-defined]


def _planned(payouts: QuerySet[Payout]) -> dict[int, int]:
    """First payments that are in a batch already, by payout."""
    lines = PayoutLine.objects.filter(payout__in=payouts.values("pk"), attempt_of__isnull=True)
    rows = lines.exclude(batch__state="withdrawn").values_list("payout_id").order_by()
    return dict(rows.annotate(Count("pk")))


def _of_plans_at(place: str, path: str) -> Q:
    return Q(**{f"{path}employer__place__startswith": stem(place)})


def _with_words(lines: QuerySet[PayoutLine]) -> list[LineNow]:
    found = list(lines.select_related("batch", "target", "attempt_of", "payout__account__person"))
    words = _words([one.pk for one in found])
    return [_now(one, words.get(one.pk)) for one in found]


def _words(line_ids: list[int]) -> dict[int, PayoutWord]:
    """The last word on each line: the final one where there is one, else the newest."""
    found: dict[int, PayoutWord] = {}
    for one in PayoutWord.objects.filter(line_id__in=line_ids).order_by("pk"):
        if one.line_id not in found or found[one.line_id].status not in FINAL:
            found[one.line_id] = one
    return found


def _now(line: PayoutLine, word: PayoutWord | None) -> LineNow:
    if word is None:
        return LineNow(line=line, outcome="open", reason_code="", settled_on=None)
    return LineNow(
        line=line, outcome=word.status, reason_code=word.reason_code, settled_on=word.settled_on
    )
