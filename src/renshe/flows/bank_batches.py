"""The steps of a bank batch of what is owed once: make → approve → fund → file → return → close.

What is paid is the kind's (`BankBatches`); how is the same for all: two people, one file kept byte for byte, one instruction
for life, `unknown` never paid again. Each step can be called again: it finds what was done and does the rest. It commits at
once or not at all; nothing goes to a bank within a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.flows.paid_once_to_ledger import PaidOnceBooks, bank_answered, went_to_the_bank
from renshe.foundation.crash_points import crash_point
from renshe.kernel.periods import Month, format_month
from renshe.kernel.rules import Refusal

FILE_TYPE = "text/plain; charset=gb18030"
SENT = ("filed", "returned", "closed")


@dataclass(frozen=True)
class BatchReport:
    """Where a batch stands, its totals, and what needs a human (`zh`, `en`)."""

    batch_id: int
    state: str
    totals: dict[str, int]
    attention: tuple[dict[str, str], ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class BankBatches:
    """One kind: its run (`kind`), what the bank reads as purpose, the file's name for life, and where its lines come from.

    `waiting` gives what waits at a place; `zh` and `en` are what a batch is called in notes to people.
    """

    kind: str
    books: PaidOnceBooks
    purpose: str
    prefix: str
    waiting: Callable[[str], Sequence[Any]]
    zh: str
    en: str

    @property
    def steps(self) -> funds.PaidOnce:
        """The steps on this kind's tables."""
        return self.books.steps

    def make(
        self,
        *,
        place: str,
        accounting_month: Month,
        bank_format: funds.BankFormat,
        by: str,
        at: datetime,
        numbers: Sequence[int] | None = None,
    ) -> BatchReport:
        """Put what waits at a place into a batch: the named, or all that need nobody's decision (编制批次).

        A name the bank cannot write is left out and told. Raises Refusal `nothing_waits`. Basis: 社会保险经办条例 第四十条.
        """
        with transaction.atomic():
            self.steps.lock()
            chosen = self.steps.choose(self.waiting(place), numbers=numbers)
            chosen, notes = self._writable(
                chosen, bank_format=bank_format, place=place, pay_on=at.date()
            )
            number = len(self.steps.listed(place=place, most=10_000)) + 1
            batch_id = funds.open_batch(
                kind=self.kind,
                accounting_month=accounting_month,
                run_key=f"{self.kind}:{place}:{format_month(accounting_month)}:{number}",
                fund=self.books.fund,
                period=accounting_month,
            )
            self.steps.make(
                batch_id=batch_id, place=place, accounting_month=accounting_month, chosen=chosen, by=by, at=at
            )  # fmt: skip
        return self.report(batch_id=batch_id, attention=notes)

    def approve(self, *, batch_id: int, by: str, at: datetime) -> BatchReport:
        """The second person's signature (批准), never the maker's. Raises Refusal `two_people_needed`, `wrong_step`."""
        self.steps.approve(batch_id=batch_id, by=by, at=at)
        return self.report(batch_id=batch_id)

    def discard(self, *, batch_id: int, by: str, at: datetime, why: str) -> BatchReport:
        """Take a batch back before it goes to the bank. Raises Refusal `reason_needed`, `wrong_step`."""
        self.steps.discard(batch_id=batch_id, by=by, at=at, why=why)
        return self.report(batch_id=batch_id)

    def request_funds(self, *, batch_id: int, prepared_by: str) -> int | None:
        """The fund-use plan (用款计划) for first payments; None where all is paid from what came back.

        Raises Refusal `wrong_step`. Basis: 财社〔2017〕144号 第四十一条.
        """
        batch = self._found(batch_id)
        self.steps.require(batch=batch, states=("approved", "funded"))
        needed = self.first_payments_fen(batch_id=batch_id)
        if not needed:
            return None
        return funds.prepare_plan(
            fund=self.books.fund,
            accounting_month=batch.accounting_month,
            purpose=self.kind,
            cause_id=str(batch_id),
            amount_fen=needed,
            prepared_by=prepared_by,
        )

    def receive_funds(
        self, *, batch_id: int, plan_id: int | None, approved_by: str, at: datetime
    ) -> BatchReport:
        """The finance bureau approves and transfers (财政专户拨款). Raises Refusal of the plan's own two people, `wrong_step`."""
        with transaction.atomic():
            if plan_id is not None:
                funds.approve_plan(plan_id=plan_id, approved_by=approved_by, approved_at=at)
                funds.transfer_plan(
                    plan_id=plan_id, transferred_on=at.date(), posted_by=approved_by
                )
            funded = self.first_payments_fen(batch_id=batch_id) if plan_id is not None else 0
            self.steps.fund(batch_id=batch_id, plan_id=plan_id, funded_fen=funded, on=at.date())
        return self.report(batch_id=batch_id)

    def write_file(
        self, *, batch_id: int, bank_format: funds.BankFormat, pay_on: date, by: str, at: datetime
    ) -> BatchReport:
        """Write the file, keep its bytes and book the money as gone to the bank (送盘): one transaction.

        Raises Refusal `control_differs` where the file is not the batch to the fen, `not_enough_money`, `month_closed`.
        """
        with transaction.atomic():
            batch = self.steps.locked(batch_id=batch_id)
            if batch.state not in SENT:
                lines = self.steps.lines_of(batch_id=batch_id)
                encoded = bank_format.encode_payments(
                    header=funds.PaymentHeader(batch_id, 1, batch.place, pay_on, self.purpose),
                    rows=funds.bank_rows(lines=lines),
                )
                stored = documents.store(
                    name=self.file_name(batch=batch), media_type=FILE_TYPE, content=encoded.content,
                    direction="out", at=at,
                )  # fmt: skip
                self.steps.file(
                    batch=batch, pay_on=pay_on, sha256=stored.sha256, file_id=stored.pk,
                    rows=encoded.rows, total_fen=encoded.total_fen,
                )  # fmt: skip
                crash_point(f"{self.kind}.file_written")
                went_to_the_bank(self.books, batch=batch, lines=lines, by=by, at=at)
        crash_point(f"{self.kind}.filed")
        return self.report(batch_id=batch_id)

    def send(self, *, batch_id: int, channel: funds.BankChannel, at: datetime) -> BatchReport:
        """Hand the kept file to the bank, outside any transaction; sent again, it is the same bytes under the same name."""
        batch, content = self.outgoing_file(batch_id=batch_id)
        channel.send(file_name=self.file_name(batch=batch), content=content)
        crash_point(f"{self.kind}.sent")
        self.steps.sent(batch_id=batch_id, at=at)
        return self.report(batch_id=batch_id)

    def outgoing_file(self, *, batch_id: int) -> tuple[Any, bytes]:
        """The batch and its file as kept. Raises Refusal `nothing_sent` before it was written."""
        batch = self.steps.find(batch_id=batch_id)
        if batch is None or batch.file_id is None:
            raise Refusal(funds.NOTHING_SENT, subject=str(batch_id))
        return batch, documents.fetch(file_id=batch.file_id)[2]

    def file_name(self, *, batch: Any) -> str:
        """The name under which the file goes to the bank, for life."""
        return f"{self.prefix}-{batch.place}-{format_month(batch.accounting_month)}-{batch.batch_id}.txt"  # fmt: skip

    def take_return(
        self,
        *,
        content: bytes,
        bank_format: funds.BankFormat,
        accounting_month: Month,
        by: str,
        at: datetime,
    ) -> BatchReport:
        """Take a bank return (回盘), first or supplementary: keep the words, mark what is paid, book what came back.

        The whole file is refused where it does not fit what was sent. The same file again changes nothing.
        """
        answer = bank_format.decode_return(content=content)
        with transaction.atomic():
            found = self.steps.find(batch_id=answer.batch_id)
            if found is None or found.sha256 != answer.answers_sha256 or not found.sha256:
                raise Refusal(funds.NOTHING_SENT, subject=str(answer.batch_id))
            batch = self.steps.locked(batch_id=answer.batch_id)
            stored = documents.store(
                name=f"RETURN-{answer.batch_id}-001.txt", media_type=FILE_TYPE, content=content,
                direction="in", at=at,
            )  # fmt: skip
            if not self.steps.return_taken(batch_id=answer.batch_id, file_id=stored.pk):
                words = [funds.BankWord(**row) for row in answer.rows.to_pylist()]
                # A supplementary return of a bank that was sure of everything is empty and says nothing.
                if words:
                    bank_answered(
                        self.books, batch=batch, words=words, file_id=stored.pk, month=accounting_month,
                        on=answer.made_on, by=by,
                    )  # fmt: skip
        return self.report(batch_id=answer.batch_id)

    def close(self, *, batch_id: int, at: datetime) -> BatchReport:
        """Close the batch (关账). What failed waits for the next batch, still owed. Raises Refusal `still_unknown`."""
        self.steps.close(batch_id=batch_id, on=at.date())
        return self.report(batch_id=batch_id)

    def first_payments_fen(self, *, batch_id: int) -> int:
        """What the batch needs of new money (fen): its first payments."""
        return funds.first_payments_fen(lines=self.steps.lines_of(batch_id=batch_id))

    def report(
        self, *, batch_id: int, attention: tuple[dict[str, str], ...] = ()
    ) -> BatchReport:  # fmt: skip
        """The batch as it stands, with what is unknown told."""
        batch = self._found(batch_id)
        outcome = funds.outcome_of(lines=self.steps.lines_of(batch_id=batch_id))
        if outcome.unknown:
            attention += (
                {
                    "zh": f"{self.zh}批次{batch_id}：{outcome.unknown}笔银行状态未知，不得重发，等待补充回盘或对账单",
                    "en": f"{self.en} batch {batch_id}: {outcome.unknown} unknown to the bank; never pay again before its "
                    "return or statement",
                },
            )
        totals: dict[str, Any] = asdict(outcome)
        return BatchReport(batch_id, batch.state, totals, attention)

    def _found(self, batch_id: int) -> Any:
        batch = self.steps.find(batch_id=batch_id)
        assert batch is not None
        return batch

    def _writable(
        self, chosen: Sequence[Any], *, bank_format: funds.BankFormat, place: str, pay_on: date
    ) -> tuple[list[Any], tuple[dict[str, str], ...]]:
        """Those that the bank's file can hold, and words for the others."""
        lines = [self.steps.draft(row, number=number) for number, row in enumerate(chosen, start=1)]
        tried = bank_format.encode_payments(
            header=funds.PaymentHeader(0, 1, place, pay_on, self.purpose),
            rows=funds.bank_rows(lines=lines),
        )
        kept = [row for number, row in enumerate(chosen, start=1) if number not in tried.refused]
        if not kept:
            subject = "; ".join(tried.refused.values())[:200]
            raise Refusal(self.steps.nothing_waits, subject=subject)
        notes = tuple(
            {
                "zh": f"{chosen[number - 1].owed.case_number}：{words}",
                "en": f"{chosen[number - 1].owed.case_number}: the bank cannot write the name or account; correct it",
            }
            for number, words in tried.refused.items()
        )
        return kept, notes
