"""Batches that pay what is owed once: made by one person, approved by another, funded, sent once, answered by the bank.

The steps are the same whatever is owed; a domain gives its tables and its own words for "nothing waits". Nothing here posts:
a flow books each step in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.funds.paid_once_models import BatchPaidOnce, LinePaidOnce, WordPaidOnce
from renshe.domains.funds.paid_once_reasons import (
    BATCH_STATE,
    CONTROL_DIFFERS,
    NOT_ENOUGH_MONEY,
    REASON_NEEDED,
    RETURN_DOES_NOT_FIT,
    STILL_UNKNOWN,
    TWO_HANDS,
)
from renshe.domains.funds.paid_once_rows import BankWord, WaitingToPay, waiting_of
from renshe.kernel.rules import Reason, Refusal


@dataclass(frozen=True, kw_only=True)
class PaidOnce:
    """One kind of such batches. `owed` names the key of a line to what it pays, `amount` the field of its fen there,
    `subject` what audit calls the batch; `nothing_waits` and `in_a_batch` are the domain's own refusals."""

    batches: type[BatchPaidOnce]
    lines: type[LinePaidOnce]
    words: type[WordPaidOnce]
    owed: str
    amount: str
    subject: str
    nothing_waits: Reason
    in_a_batch: Reason

    # ---- what waits and what became of it --------------------------------------------------------------------------

    def on_its_way(self) -> Any:
        """A query of the numbers of what is in an open batch: made, at the bank, or unknown to it."""
        return self._lines().filter(outcome__in=LinePaidOnce.OPEN).values(self.owed)

    def waiting(self, rows: Iterable[Any]) -> list[WaitingToPay]:
        """These, which are owed and in no open batch, each with its last failure. One query."""
        owed = list(rows)
        last: dict[int, Any] = {}
        failures = self._words().filter(**{f"line__{self.owed}__in": owed}, status="failed")
        for word in failures.select_related("line__batch").order_by("id"):
            last[getattr(word.line, f"{self.owed}_id")] = word
        return [waiting_of(one, failure=last.get(one.pk)) for one in owed]

    def choose(self, waiting: Sequence[WaitingToPay], *, numbers: Sequence[int] | None) -> list[Any]:  # fmt: skip
        """Those of `waiting` to pay: the named ones, or all that need nobody's decision.

        Raises Refusal `nothing_waits` for an empty choice, and for one that does not wait or whose account must change first.
        """
        known = {row.owed.pk: row for row in waiting if row.ready}
        for number in numbers or ():
            if number not in known:
                raise Refusal(self.nothing_waits, subject=str(number))
        chosen = (
            list(known.values())
            if numbers is None
            else [known[one] for one in dict.fromkeys(numbers)]
        )
        if not chosen:
            raise Refusal(self.nothing_waits, subject="∅")
        return chosen

    def suspense_of(self, owed: Any) -> str | None:
        """The instruction under which returned money of something owed is held (暂收款); None where it never left us."""
        failed = owed.lines.filter(outcome="failed").order_by("-id").first()
        return failed.instruction if failed is not None else None

    def spent_in(self, owed: Any) -> int:
        """The accounting month whose books show it as spent: that of the first batch that went to the bank."""
        first = owed.lines.filter(attempt_of__isnull=True, batch__filed_on__isnull=False)
        return int(first.values_list("batch__accounting_month", flat=True).get())

    def listed(self, *, place: str = "", most: int = 50) -> list[Any]:
        """Batches, the newest first."""
        rows = self._batches().order_by("-batch_id")
        return list((rows.filter(place=place) if place else rows)[:most])

    def find(self, *, batch_id: int) -> Any | None:
        """A batch, or None."""
        return self._batches().filter(batch_id=batch_id).first()

    def lines_of(self, *, batch_id: int, with_: Sequence[str] = ()) -> list[Any]:
        """The lines of a batch in order, each with what it pays; `with_` names what else is read with it."""
        rows = self._lines().filter(batch_id=batch_id).select_related(self.owed, *with_)
        return list(rows.order_by("line_no"))

    def words_of(self, *, batch_id: int) -> dict[int, Any]:
        """The bank's latest word on each line of a batch, by line number."""
        rows = self._words().filter(line__batch_id=batch_id).select_related("line")
        return {row.line.line_no: row for row in rows.order_by("id")}

    def line_of(self, *, instruction: str) -> Any | None:
        """The line of an instruction, or None where it is none of these batches."""
        batch, _, number = instruction.partition("-")
        if not (batch.isdecimal() and number.isdecimal()):
            return None
        rows = self._lines().filter(batch_id=int(batch), line_no=int(number))
        return rows.select_related("batch", self.owed).first()

    # ---- the steps -------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """One batch is made at a time, for the caller's transaction; the unique index is the last word."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"making {self.subject}"]
            )

    @transaction.atomic
    def make(
        self,
        *,
        batch_id: int,
        place: str,
        accounting_month: int,
        chosen: Sequence[WaitingToPay],
        by: str,
        at: datetime,
    ) -> Any:
        """Freeze who is paid how much into which account; line numbers are given here and are for life."""
        batch = self._batches().create(
            batch_id=batch_id, place=place, accounting_month=accounting_month, rows=len(chosen),
            total_fen=sum(getattr(row.owed, self.amount) for row in chosen), made_by=by, made_at=at,
        )  # fmt: skip
        self._lines().bulk_create(
            self.draft(row, number=number, batch=batch)
            for number, row in enumerate(chosen, start=1)
        )
        self._note(batch, "make", by, at)
        return batch

    def draft(self, row: WaitingToPay, *, number: int, batch: Any = None) -> Any:
        """The line that pays something, not kept yet."""
        one = row.owed
        return self.lines(
            line_no=number, amount_fen=getattr(one, self.amount), bank_code=one.bank_code,
            account_number=one.account_number, account_name=one.account_name, attempt_of=row.attempt_of,
            **{self.owed: one}, **({"batch": batch} if batch is not None else {}),
        )  # fmt: skip

    def locked(self, *, batch_id: int) -> Any:
        """The batch, locked for the caller's transaction. Raises DoesNotExist."""
        return self._batches().select_for_update().get(batch_id=batch_id)

    def require(self, *, batch: Any, states: Sequence[str]) -> None:
        """Refuse unless the batch is in one of these states."""
        if batch.state not in states:
            raise Refusal(BATCH_STATE, subject=f"{batch.batch_id}: {batch.get_state_display()}")

    @transaction.atomic
    def approve(self, *, batch_id: int, by: str, at: datetime) -> Any:
        """Agree to the batch as a second person. Asked again by the same, no change. Raises Refusal `two_people_needed`."""
        batch = self.locked(batch_id=batch_id)
        if batch.approved_by == by and batch.state != "made":
            return batch
        self.require(batch=batch, states=("made",))
        if not by or by == batch.made_by:
            raise Refusal(TWO_HANDS, subject=str(batch_id))
        batch.state, batch.approved_by, batch.approved_at = "approved", by, at
        batch.save(update_fields=["state", "approved_by", "approved_at"])
        self._note(batch, "approve", by, at)
        return batch

    @transaction.atomic
    def discard(self, *, batch_id: int, by: str, at: datetime, why: str) -> Any:
        """Take a batch back before it goes to the bank, with the reason: what it would have paid waits again.

        Money that was transferred for it stays in the expenditure account. Raises Refusal `reason_needed`, `wrong_step`.
        """
        batch = self.locked(batch_id=batch_id)
        self.require(batch=batch, states=("made", "approved", "funded"))
        if not why.strip():
            raise Refusal(REASON_NEEDED, subject=str(batch_id))
        batch.lines.filter(outcome="open").update(outcome="released")
        batch.state, batch.discarded_by, batch.discarded_why = "discarded", by, why
        batch.save(update_fields=["state", "discarded_by", "discarded_why"])
        self._note(batch, "discard", by, at, reason=why)
        return batch

    @transaction.atomic
    def fund(self, *, batch_id: int, plan_id: int | None, funded_fen: int, on: date) -> Any:
        """The money for first payments is in the expenditure account. Raises Refusal `not_enough_money`."""
        batch = self.locked(batch_id=batch_id)
        if batch.state == "funded" and batch.plan_id == plan_id:
            return batch
        self.require(batch=batch, states=("approved",))
        needed = sum(line.amount_fen for line in batch.lines.all() if line.attempt_of is None)
        if funded_fen < needed:
            raise Refusal(NOT_ENOUGH_MONEY, subject=f"{batch_id}: {funded_fen} < {needed}")
        batch.state, batch.plan_id, batch.funded_on = "funded", plan_id, on
        batch.save(update_fields=["state", "plan_id", "funded_on"])
        return batch

    def file(
        self, *, batch: Any, pay_on: date, sha256: str, file_id: int, rows: int, total_fen: int
    ) -> None:
        """Keep which file went to the bank, in the caller's transaction; refused where it is not the batch to the fen."""
        self.require(batch=batch, states=("funded",))
        if (rows, total_fen) != (batch.rows, batch.total_fen):
            raise Refusal(
                CONTROL_DIFFERS, subject=f"{rows}/{total_fen} ≠ {batch.rows}/{batch.total_fen}"
            )
        batch.state, batch.filed_on, batch.sha256, batch.file_id = "filed", pay_on, sha256, file_id
        batch.save(update_fields=["state", "filed_on", "sha256", "file_id"])

    def sent(self, *, batch_id: int, at: datetime) -> None:
        """The bank has the file. Sending again changes nothing."""
        self._batches().filter(batch_id=batch_id, sent_at__isnull=True).update(sent_at=at)

    def record_words(
        self, *, batch: Any, words: Sequence[BankWord], file_id: int
    ) -> tuple[list[Any], list[Any]]:
        """Keep the bank's words in the caller's transaction: the lines now paid, and those that came back.

        The first return answers every line, a supplementary one only what is unknown. Raises Refusal `return_does_not_fit`
        for another line, amount or account, one missing, or a second final word.
        """
        rows = batch.lines.select_for_update(of=("self",)).select_related(self.owed)
        lines: Mapping[int, Any] = {line.line_no: line for line in rows}
        first = not self._words().filter(line__batch=batch).exists()
        for word in words:
            line = lines.get(word.line_no)
            fits = line is not None and (line.amount_fen, line.account_number, line.outcome) == (
                word.amount_fen, word.account_number, "open" if first else "unknown",
            )  # fmt: skip
            if not fits:
                raise Refusal(RETURN_DOES_NOT_FIT, subject=f"{batch.batch_id}-{word.line_no}")
        if len({word.line_no for word in words}) != len(words) or (first and len(words) != len(lines)):  # fmt: skip
            raise Refusal(
                RETURN_DOES_NOT_FIT, subject=f"{batch.batch_id}: {len(words)} ≠ {len(lines)}"
            )
        for word in words:
            self._told(lines[word.line_no], word, file_id)
        if first:
            batch.state, batch.returned_file_id = "returned", file_id
            batch.save(update_fields=["state", "returned_file_id"])
        told = {
            status: [lines[w.line_no] for w in words if w.status == status]
            for status in ("paid", "failed")
        }
        return told["paid"], told["failed"]

    def return_taken(self, *, batch_id: int, file_id: int) -> bool:
        """Whether the answers of this very file are kept already."""
        return bool(self._words().filter(line__batch_id=batch_id, file_id=file_id).exists())

    def settle_by_statement(self, *, line: Any, amount_fen: int, file_id: int | None) -> str:
        """A statement credits an instruction back, which proves that it failed.

        `settled` where that was news about an unknown one, `failed` where the bank had said so, `paid` where it had said the
        opposite, `foreign` for another amount or one that was not answered at all.
        """
        line = self._lines().select_for_update().get(pk=line.pk)
        if line.amount_fen != amount_fen:
            return "foreign"
        if line.outcome != "unknown":
            return line.outcome if line.outcome in ("paid", "failed") else "foreign"
        word = BankWord(line.line_no, line.account_number, amount_fen, "failed", "other", None)
        self._told(line, word, file_id)
        return "settled"

    @transaction.atomic
    def close(self, *, batch_id: int, on: date) -> Any:
        """Close the batch once every line has the bank's final word. Raises Refusal `still_unknown`, `wrong_step`."""
        batch = self.locked(batch_id=batch_id)
        if batch.state == "closed":
            return batch
        self.require(batch=batch, states=("returned",))
        unknown = batch.lines.filter(outcome__in=LinePaidOnce.OPEN).count()
        if unknown:
            raise Refusal(STILL_UNKNOWN, subject=f"{batch_id}: {unknown}")
        batch.state, batch.closed_on = "closed", on
        batch.save(update_fields=["state", "closed_on"])
        return batch

    def require_not_on_its_way(self, *, owed: Any, subject: str) -> None:
        """Refuse where it is in a batch that is open: made, at the bank, or unknown to it."""
        if owed.lines.filter(outcome__in=LinePaidOnce.OPEN).exists():
            raise Refusal(self.in_a_batch, subject=subject)

    def _told(self, line: Any, word: BankWord, file_id: int | None) -> None:
        self._words().create(
            line=line,
            status=word.status,
            reason_code=word.reason_code,
            settled_on=word.settled_on,
            file_id=file_id,
        )
        line.outcome = word.status
        line.save(update_fields=["outcome"])

    def _note(self, batch: Any, verb: str, by: str, at: datetime, reason: str = "") -> None:
        audit.record_event(
            actor=by, verb=verb, subject_kind=self.subject, subject_id=batch.batch_id, reason=reason, at=at,
            detail={"rows": batch.rows, "total_fen": batch.total_fen},
        )  # fmt: skip

    def _batches(self) -> Any:
        return self.batches._default_manager

    def _lines(self) -> Any:
        return self.lines._default_manager

    def _words(self) -> Any:
        return self.words._default_manager
