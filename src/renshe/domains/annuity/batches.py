"""A trustee's payouts in one file: make → approve → file → the bank's words. Each act commits whole or not at all.

What is due is asked of the law for every payment; a payment that came back goes out again only to another account.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.db import transaction

from renshe.domains.annuity import problems_of_paying as problems
from renshe.domains.annuity.balances import EMPLOYER, PERSONAL, balance_of
from renshe.domains.annuity.models import Account, Movement, Payout
from renshe.domains.annuity.models_paying import (
    PayoutBatch,
    PayoutLine,
    PayoutWord,
)
from renshe.domains.annuity.recording import Recorded
from renshe.domains.annuity.trust import move, paid_out
from renshe.domains.audit.api import record_event
from renshe.domains.pension.api import PAYMENT_ROWS
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Explain

FINAL = ("paid", "failed")


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A payment that is due and cannot be made now: whose, and why."""

    payout_id: int
    person_id: int
    why: Problem


@dataclass(frozen=True, kw_only=True)
class Word:
    """The bank's word on a line: `paid`, `failed` with its reason, or `unknown`."""

    line_no: int
    status: str
    reason_code: str = ""
    settled_on: dt.date | None = None


@transaction.atomic
def make_batch(
    *, trustee: str, period: Month, explain: Explain, recorded: Recorded
) -> tuple[PayoutBatch, list[LeftOut]]:
    """Put everything that is due by a month into a batch, and what came back and has another account by now.

    Raises Refused `annuity_batch_open`, `annuity_nothing_due`; Refusal where the law cannot say an amount.
    """
    if PayoutBatch.objects.select_for_update().filter(trustee=trustee, state__in=["made", "approved"]).exists():  # fmt: skip
        raise Refused(problems.BATCH_OPEN)
    lines, left = _due_lines(trustee, period, explain)
    lines += _again(trustee)
    if not lines:
        raise Refused(problems.NOTHING_DUE, *(one.why for one in left[:1]))
    batch = PayoutBatch.objects.create(
        trustee=trustee, period=period, state="made", made_by=recorded.by, made_at=recorded.at
    )
    for number, line in enumerate(lines, 1):
        line.batch, line.line_no = batch, number
    PayoutLine.objects.bulk_create(lines)
    _note(batch, "annuity.batch_made", recorded)
    return batch, left


@transaction.atomic
def approve_batch(*, batch_id: int, recorded: Recorded) -> PayoutBatch:
    """The second person's signature. Raises Refused `annuity_two_people`, `annuity_batch_step`."""
    batch = _locked(batch_id, "made")
    if batch.made_by == recorded.by:
        raise Refused(problems.TWO_PEOPLE)
    batch.state, batch.approved_by, batch.approved_at = "approved", recorded.by, recorded.at
    batch.save(update_fields=["state", "approved_by", "approved_at"])
    _note(batch, "annuity.batch_approved", recorded)
    return batch


@transaction.atomic
def withdraw_batch(*, batch_id: int, recorded: Recorded) -> PayoutBatch:
    """Take a batch back before it was filed; nothing was drawn. Raises Refused `annuity_batch_step`, `annuity_no_reason`."""
    batch = _locked(batch_id, "made", "approved")
    if not recorded.reason.strip():
        raise Refused(problems.NO_REASON)
    batch.state, batch.withdrawn_why = "withdrawn", recorded.reason.strip()[:255]
    batch.save(update_fields=["state", "withdrawn_why"])
    _note(batch, "annuity.batch_withdrawn", recorded)
    return batch


def file_rows_of(*, batch_id: int) -> pa.Table:
    """A batch's instructions in the shape of the bank's format."""
    lines = (
        PayoutLine.objects.filter(batch_id=batch_id).select_related("target").order_by("line_no")
    )
    rows = [
        {
            "line_no": one.line_no, "bank_code": one.target.bank_code,
            "account_number": one.target.account_number, "account_name": one.target.account_name,
            "amount_fen": one.amount_fen,
        }
        for one in lines
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=PAYMENT_ROWS)


@transaction.atomic
def file_batch(
    *, batch_id: int, sha256: str, file_id: int, pay_on: dt.date, recorded: Recorded
) -> PayoutBatch:
    """The file is kept and goes out: every first payment is drawn from its account and owed by the trust.

    Raises Refused `annuity_batch_step`, and `annuity_batch_stale` where an account moved since the amounts were counted.
    """
    batch = _locked(batch_id, "approved")
    firsts = list(
        batch.lines.filter(attempt_of__isnull=True).select_related("payout__account").order_by("line_no")
    )  # fmt: skip
    list(
        Account.objects.select_for_update().filter(pk__in={one.payout.account_id for one in firsts})
    )
    drawn: list[Movement] = []
    left: dict[int, tuple[int, int]] = {}
    for line in firsts:
        account = line.payout.account_id
        if account not in left:
            there = balance_of(account_id=account)
            left[account] = (there.personal_fen, there.employer_fen)
        own, rest = left[account]
        if own + rest != line.balance_fen:
            raise Refused(problems.STALE, subject=str(line.line_no))
        # One's own part is drawn first.
        from_own = min(line.amount_fen, own)
        left[account] = (own - from_own, rest - (line.amount_fen - from_own))
        for part, fen in ((PERSONAL, from_own), (EMPLOYER, line.amount_fen - from_own)):
            if fen:
                drawn.append(_drawn(line, part, fen, recorded))
    move(drawn, recorded=recorded)
    batch.state, batch.sha256, batch.file_id, batch.pay_on = "filed", sha256, file_id, pay_on
    batch.save(update_fields=["state", "sha256", "file_id", "pay_on"])
    _note(batch, "annuity.batch_filed", recorded)
    return batch


@transaction.atomic
def take_words(
    *, batch_id: int, words: Sequence[Word], file_id: int, recorded: Recorded
) -> PayoutBatch:
    """Keep what the bank said of a batch; what is paid leaves the trust. The same file again changes nothing.

    Raises Refused `annuity_batch_step` before it was filed, `annuity_word_unknown_line`, `annuity_word_other` where a final
    word is said otherwise.
    """
    batch = _locked(batch_id, "filed", "closed")
    lines = {one.line_no: one for one in batch.lines.select_related("payout__account")}
    if any(word.line_no not in lines for word in words):
        raise Refused(problems.UNKNOWN_LINE)
    said = {
        one.line_id: one for one in PayoutWord.objects.filter(line__batch=batch, status__in=FINAL)
    }
    heard = set(PayoutWord.objects.filter(file_id=file_id).values_list("line_id", flat=True))
    for word in words:
        line = lines[word.line_no]
        before = said.get(line.pk)
        if before is not None and word.status in FINAL and before.status != word.status:
            raise Refused(problems.OTHER_WORD, subject=str(word.line_no))
        if before is not None or line.pk in heard:
            continue
        PayoutWord.objects.create(
            line=line, status=word.status, reason_code=word.reason_code, settled_on=word.settled_on,
            file_id=file_id, recorded_at=recorded.at,
        )  # fmt: skip
        if word.status == "paid":
            paid_out(
                plan_id=line.payout.account.plan_id, period=line.period, amount_fen=line.amount_fen, recorded=recorded
            )  # fmt: skip
    return _closed_if_done(batch, recorded)


def due_months(*, payout: Payout, period: Month) -> list[Month]:
    """The months of payment that a payout has reached by a month, paid or not."""
    if period < payout.starts_month:
        return []
    reached = (period - payout.starts_month) // payout.every_months + 1
    return [
        payout.starts_month + n * payout.every_months for n in range(min(payout.months, reached))
    ]


def _due_lines(
    trustee: str, period: Month, explain: Explain
) -> tuple[list[PayoutLine], list[LeftOut]]:
    lines: list[PayoutLine] = []
    left: list[LeftOut] = []
    payouts = Payout.objects.filter(
        account__plan__trustee=trustee, cancelled__isnull=True, starts_month__lte=period
    ).select_related("account")
    for payout in payouts.order_by("pk"):
        planned = PayoutLine.objects.filter(payout=payout, attempt_of__isnull=True)
        have = set(planned.exclude(batch__state="withdrawn").values_list("period", flat=True))
        missing = [one for one in due_months(payout=payout, period=period) if one not in have]
        if not missing:
            continue
        why = _in_the_way(payout)
        if why is not None:
            left.append(LeftOut(payout_id=payout.pk, person_id=payout.account.person_id, why=why))
            continue
        lines += _lines_of(payout, missing, payout.months - len(have), explain)
    return lines, left


def _lines_of(
    payout: Payout, missing: Sequence[Month], payments_left: int, explain: Explain
) -> list[PayoutLine]:
    target = payout.targets.order_by("-pk").first()
    assert target is not None
    there, lines = balance_of(account_id=payout.account_id).total_fen, []
    for month in missing:
        facts = {
            "annuity_payment_balance": max(0, there),
            "annuity_payment_months_left": payments_left,
        }
        answer = explain("annuity_month_payment", facts, place="CN", on=first_day(month))
        fen = int(answer.value)
        if fen > 0:
            lines.append(
                PayoutLine(
                    payout=payout, target=target, period=month, amount_fen=fen, balance_fen=there,
                    payments_left=payments_left,
                )
            )  # fmt: skip
        there, payments_left = there - fen, payments_left - 1
    return lines


def _again(trustee: str) -> list[PayoutLine]:
    """What came back, was not sent again, and has another account by now."""
    found = []
    for line in failed_lines(trustee=trustee):
        target = line.payout.targets.order_by("-pk").first()
        if target is not None and target.pk != line.target_id:
            found.append(
                PayoutLine(
                    payout=line.payout, target=target, period=line.period, amount_fen=line.amount_fen,
                    balance_fen=line.balance_fen, payments_left=line.payments_left, attempt_of=line,
                )
            )  # fmt: skip
    return found


def failed_lines(*, trustee: str = "") -> list[PayoutLine]:
    """The queue of what came back and waits for another account, oldest first; of one trustee or of all."""
    sent_again = PayoutLine.objects.exclude(batch__state="withdrawn").filter(
        attempt_of__isnull=False
    )
    rows = PayoutLine.objects.filter(words__status="failed").exclude(
        pk__in=sent_again.values("attempt_of_id")
    )
    if trustee:
        rows = rows.filter(batch__trustee=trustee)
    return list(rows.select_related("payout__account__person", "batch", "target").order_by("pk"))


def _in_the_way(payout: Payout) -> Problem | None:
    person = registry.person(person_id=payout.account.person_id)
    if person.died_on is not None and payout.reason != Payout.Reason.DEATH:
        return problems.DIED
    return problems.NO_TARGET if not payout.targets.exists() else None


def _drawn(line: PayoutLine, part: str, fen: int, recorded: Recorded) -> Movement:
    return Movement(
        account_id=line.payout.account_id, period=line.period, kind=Movement.Kind.PAYOUT, part=part,
        amount_fen=-fen, reference=f"{line.batch.bank_id}-{line.line_no}", recorded_by=recorded.by,
        recorded_at=recorded.at,
    )  # fmt: skip


def _closed_if_done(batch: PayoutBatch, recorded: Recorded) -> PayoutBatch:
    open_lines = batch.lines.exclude(words__status__in=FINAL)
    if batch.state == "filed" and not open_lines.exists():
        batch.state = "closed"
        batch.save(update_fields=["state"])
        _note(batch, "annuity.batch_closed", recorded)
    return batch


def _locked(batch_id: int, *states: str) -> PayoutBatch:
    batch = PayoutBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None or batch.state not in states:
        raise Refused(problems.STEP, subject=str(batch_id))
    return batch


def _note(batch: PayoutBatch, verb: str, recorded: Recorded) -> None:
    record_event(
        actor=recorded.by, verb=verb, subject_kind="annuity_batch", subject_id=batch.pk,
        reason=recorded.reason or batch.trustee, at=recorded.at, detail={"period": batch.period},
    )  # fmt: skip
