"""One-off payments: what waits is put into a batch by one person, approved by another, sent once and answered by the bank.

Nothing here posts: `flows/one_off_to_ledger.py` books each step in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.pension.models import OneOffBatch, OneOffLine, OneOffResult, SurvivorsBenefit
from renshe.domains.pension.queries.one_off import PAYS_ONE_OFF, WaitingBenefit, waiting_benefits
from renshe.domains.pension.refusals import (
    CONTROL_DIFFERS,
    NAME_DIFFERS,
    NOT_ENOUGH_MONEY,
    RETURN_DOES_NOT_FIT,
    STILL_UNKNOWN,
)
from renshe.domains.pension.refusals_of_recovery import REASON_NEEDED
from renshe.domains.pension.refusals_of_undue import (
    BATCH_STATE,
    IN_A_BATCH,
    NOTHING_WAITS,
    TWO_HANDS,
)
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.rules import Refusal


@dataclass(frozen=True)
class BankWord:
    """What the bank said of one line: paid on a day, failed for a reason, or unknown."""

    line_no: int
    account_number: str
    amount_fen: int
    status: str
    reason_code: str
    settled_on: date | None


def lock_one_off() -> None:
    """One batch is made at a time, for the caller's transaction; the unique index is the last word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('pension one-off', 0))")


def choose_benefits(*, place: str, benefit_ids: Sequence[int] | None) -> list[WaitingBenefit]:
    """The waiting benefits of a place to pay: the named ones, or all that need nobody's decision.

    Raises Refusal `nothing_waits` for an empty choice, and for one that does not wait or whose account must change first.
    """
    waiting = [row for row in waiting_benefits(place=place) if row.ready]
    if benefit_ids is None:
        chosen = waiting
    else:
        known = {row.benefit.pk: row for row in waiting}
        for number in benefit_ids:
            if number not in known:
                raise Refusal(NOTHING_WAITS, subject=str(number))
        chosen = [known[number] for number in dict.fromkeys(benefit_ids)]
    if not chosen:
        raise Refusal(NOTHING_WAITS, subject="∅")
    return chosen


@transaction.atomic
def make_one_off_batch(
    *,
    batch_id: int,
    place: str,
    accounting_month: int,
    chosen: Sequence[WaitingBenefit],
    by: str,
    at: datetime,
) -> OneOffBatch:
    """Freeze who is paid how much into which account; line numbers are given here and are for life."""
    batch = OneOffBatch.objects.create(
        batch_id=batch_id,
        place=place,
        accounting_month=accounting_month,
        rows=len(chosen),
        total_fen=sum(row.benefit.total_fen for row in chosen),
        made_by=by,
        made_at=at,
    )
    OneOffLine.objects.bulk_create(
        OneOffLine(
            batch=batch,
            line_no=number,
            benefit=row.benefit,
            amount_fen=row.benefit.total_fen,
            bank_code=row.benefit.bank_code,
            account_number=row.benefit.account_number,
            account_name=row.benefit.account_name,
            attempt_of=row.attempt_of,
        )
        for number, row in enumerate(chosen, start=1)
    )
    _note(batch, "make", by, at)
    return batch


def locked_one_off(*, batch_id: int) -> OneOffBatch:
    """The batch, locked for the caller's transaction. Raises OneOffBatch.DoesNotExist."""
    return OneOffBatch.objects.select_for_update().get(batch_id=batch_id)


def require_one_off(*, batch: OneOffBatch, states: Sequence[str]) -> None:
    """Refuse unless the batch is in one of these states."""
    if batch.state not in states:
        raise Refusal(BATCH_STATE, subject=f"{batch.batch_id}: {batch.get_state_display()}")


@transaction.atomic
def approve_one_off(*, batch_id: int, by: str, at: datetime) -> OneOffBatch:
    """Agree to the batch as a second person. Asked again by the same, no change. Raises Refusal `two_people_needed`."""
    batch = locked_one_off(batch_id=batch_id)
    if batch.approved_by == by and batch.state != "made":
        return batch
    require_one_off(batch=batch, states=("made",))
    if not by or by == batch.made_by:
        raise Refusal(TWO_HANDS, subject=str(batch_id))
    batch.state, batch.approved_by, batch.approved_at = "approved", by, at
    batch.save(update_fields=["state", "approved_by", "approved_at"])
    _note(batch, "approve", by, at)
    return batch


@transaction.atomic
def discard_one_off(*, batch_id: int, by: str, at: datetime, why: str) -> OneOffBatch:
    """Take a batch back before it goes to the bank, with the reason: its benefits wait again.

    Money that was transferred for it stays in the expenditure account. Raises Refusal `reason_needed`, `wrong_step`.
    """
    batch = locked_one_off(batch_id=batch_id)
    require_one_off(batch=batch, states=("made", "approved", "funded"))
    if not why.strip():
        raise Refusal(REASON_NEEDED, subject=str(batch_id))
    batch.lines.filter(outcome="open").update(outcome="released")
    batch.state, batch.discarded_by, batch.discarded_why = "discarded", by, why
    batch.save(update_fields=["state", "discarded_by", "discarded_why"])
    _note(batch, "discard", by, at, reason=why)
    return batch


@transaction.atomic
def fund_one_off(*, batch_id: int, plan_id: int | None, funded_fen: int, on: date) -> OneOffBatch:
    """The money for first payments is in the expenditure account. Raises Refusal `not_enough_money`."""
    batch = locked_one_off(batch_id=batch_id)
    if batch.state == "funded" and batch.plan_id == plan_id:
        return batch
    require_one_off(batch=batch, states=("approved",))
    needed = sum(line.amount_fen for line in batch.lines.all() if line.attempt_of is None)
    if funded_fen < needed:
        raise Refusal(NOT_ENOUGH_MONEY, subject=f"{batch_id}: {funded_fen} < {needed}")
    batch.state, batch.plan_id, batch.funded_on = "funded", plan_id, on
    batch.save(update_fields=["state", "plan_id", "funded_on"])
    return batch


def file_one_off(
    *, batch: OneOffBatch, pay_on: date, sha256: str, file_id: int, rows: int, total_fen: int
) -> None:
    """Keep which file went to the bank, in the caller's transaction; refused where it is not the batch to the fen."""
    require_one_off(batch=batch, states=("funded",))
    if (rows, total_fen) != (batch.rows, batch.total_fen):
        raise Refusal(
            CONTROL_DIFFERS, subject=f"{rows}/{total_fen} ≠ {batch.rows}/{batch.total_fen}"
        )
    batch.state, batch.filed_on, batch.sha256, batch.file_id = "filed", pay_on, sha256, file_id
    batch.save(update_fields=["state", "filed_on", "sha256", "file_id"])


def one_off_sent(*, batch_id: int, at: datetime) -> None:
    """The bank has the file. Sending again changes nothing."""
    OneOffBatch.objects.filter(batch_id=batch_id, sent_at__isnull=True).update(sent_at=at)


def record_one_off_words(
    *, batch: OneOffBatch, words: Sequence[BankWord], file_id: int
) -> tuple[list[OneOffLine], list[OneOffLine]]:
    """Keep the bank's words in the caller's transaction: the lines now paid, and those that came back.

    The first return answers every line, a supplementary one only what is unknown. Raises Refusal `return_does_not_fit`
    for another line, amount or account, one missing, or a second final word.
    """
    lines: Mapping[int, OneOffLine] = {
        line.line_no: line for line in batch.lines.select_for_update().select_related("benefit")
    }
    first = not OneOffResult.objects.filter(line__batch=batch).exists()
    for word in words:
        line = lines.get(word.line_no)
        fits = line is not None and (line.amount_fen, line.account_number, line.outcome) == (
            word.amount_fen,
            word.account_number,
            "open" if first else "unknown",
        )
        if not fits:
            raise Refusal(RETURN_DOES_NOT_FIT, subject=f"{batch.batch_id}-{word.line_no}")
    if len({word.line_no for word in words}) != len(words) or (first and len(words) != len(lines)):
        raise Refusal(RETURN_DOES_NOT_FIT, subject=f"{batch.batch_id}: {len(words)} ≠ {len(lines)}")
    for word in words:
        _told(lines[word.line_no], word, file_id)
    if first:
        batch.state, batch.returned_file_id = "returned", file_id
        batch.save(update_fields=["state", "returned_file_id"])
    told = {
        status: [lines[w.line_no] for w in words if w.status == status]
        for status in ("paid", "failed")
    }
    return told["paid"], told["failed"]


def one_off_return_taken(*, batch_id: int, file_id: int) -> bool:
    """Whether the answers of this very file are kept already."""
    return OneOffResult.objects.filter(line__batch_id=batch_id, file_id=file_id).exists()


def settle_one_off_by_statement(*, line: OneOffLine, amount_fen: int, file_id: int | None) -> str:
    """A statement credits an instruction back, which proves that it failed.

    `settled` where that was news about an unknown one, `failed` where the bank had said so, `paid` where it had said the
    opposite, `foreign` for another amount or one that was not answered at all.
    """
    line = OneOffLine.objects.select_for_update().get(pk=line.pk)
    if line.amount_fen != amount_fen:
        return "foreign"
    if line.outcome != "unknown":
        return line.outcome if line.outcome in ("paid", "failed") else "foreign"
    _told(
        line,
        BankWord(line.line_no, line.account_number, amount_fen, "failed", "other", None),
        file_id,
    )
    return "settled"


@transaction.atomic
def close_one_off(*, batch_id: int, on: date) -> OneOffBatch:
    """Close the batch once every line has the bank's final word. Raises Refusal `still_unknown`, `wrong_step`."""
    batch = locked_one_off(batch_id=batch_id)
    if batch.state == "closed":
        return batch
    require_one_off(batch=batch, states=("returned",))
    unknown = batch.lines.filter(outcome__in=OneOffLine.OPEN).count()
    if unknown:
        raise Refusal(STILL_UNKNOWN, subject=f"{batch_id}: {unknown}")
    batch.state, batch.closed_on = "closed", on
    batch.save(update_fields=["state", "closed_on"])
    return batch


@transaction.atomic
def redirect_benefit(
    *,
    benefit_id: int,
    bank_code: str,
    account_number: str,
    account_name: str,
    by: str,
    at: datetime,
    reason: str,
) -> SurvivorsBenefit:
    """Pay a waiting benefit into another account of the claimant's own, on the reason given.

    Whoever approves the next batch sees the account. Raises Refusal `name_differs`, `in_a_payment_batch`, `reason_needed`.
    """
    benefit = SurvivorsBenefit.objects.select_for_update().get(pk=benefit_id)
    require_not_on_its_way(benefit=benefit)
    if not reason.strip():
        raise Refusal(REASON_NEEDED, subject=benefit.case_number)
    claimant = registry.person(person_id=benefit.claimant_id)
    if not same_name(account_name, claimant.name):
        raise Refusal(NAME_DIFFERS, subject=benefit.case_number)
    benefit.bank_code, benefit.account_number, benefit.account_name = (
        bank_code,
        account_number,
        claimant.name,
    )
    benefit.save(update_fields=["bank_code", "account_number", "account_name"])
    audit.record_event(
        actor=by, verb="redirect", subject_kind=PAYS_ONE_OFF, subject_id=benefit.pk, reason=reason, at=at,
        detail={"bank": bank_code, "account": f"…{account_number[-4:]}"},
    )  # fmt: skip
    return benefit


def require_not_on_its_way(*, benefit: SurvivorsBenefit) -> None:
    """Refuse where the benefit is in a batch that is open: made, at the bank, or unknown to it."""
    if benefit.lines.filter(outcome__in=OneOffLine.OPEN).exists():
        raise Refusal(IN_A_BATCH, subject=benefit.case_number)


def _told(line: OneOffLine, word: BankWord, file_id: int | None) -> None:
    OneOffResult.objects.create(
        line=line,
        status=word.status,
        reason_code=word.reason_code,
        settled_on=word.settled_on,
        file_id=file_id,
    )
    line.outcome = word.status
    line.save(update_fields=["outcome"])


def _note(batch: OneOffBatch, verb: str, by: str, at: datetime, reason: str = "") -> None:
    audit.record_event(
        actor=by, verb=verb, subject_kind="one_off_batch", subject_id=batch.batch_id, reason=reason, at=at,
        detail={"rows": batch.rows, "total_fen": batch.total_fen},
    )  # fmt: skip
