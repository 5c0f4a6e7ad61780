"""Payment files: written once from the lines, and written again byte for byte."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from renshe.domains.documents import api as documents
from renshe.domains.pension.models import PaymentBatch, PaymentFile, PaymentStop
from renshe.domains.pension.operations.batches import locked_batch, require_state
from renshe.domains.pension.ports import BankFormat, EncodedPayments, PaymentHeader
from renshe.domains.pension.queries.payments import payable_rows
from renshe.kernel.periods import format_month

LINES_PER_FILE = 200_000


@dataclass(frozen=True)
class FileRange:
    """One part of a batch: the line numbers it covers, whether or not every line is sent."""

    part: int
    first: int
    last: int


def begin_filing(*, batch_id: int, pay_on: date) -> PaymentBatch:
    """From here on no line can be stopped: the files must stay what they are. Asked again, the first day stays."""
    with transaction.atomic():
        batch = locked_batch(batch_id=batch_id)
        if batch.filed_on is None:
            require_state(batch=batch, states=("funded",))
            batch.filed_on = pay_on
            batch.save(update_fields=["filed_on"])
    return batch


def file_ranges(*, batch_id: int, lines_per_file: int = LINES_PER_FILE) -> list[FileRange]:
    """How a batch is cut into files: by line number, so that a part never depends on what another holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(line_no) FROM pension_roster WHERE batch_id = %s", [batch_id])
        last = cursor.fetchone()[0] or 0
    return [
        FileRange(part, first, min(first + lines_per_file - 1, last))
        for part, first in enumerate(range(1, last + 1, lines_per_file), start=1)
    ]


def encode_part(
    *, batch: PaymentBatch, part: FileRange, bank_format: BankFormat
) -> EncodedPayments:
    """The bytes of one part, from lines, accounts and stops that no longer change."""
    rows = payable_rows(batch_id=batch.batch_id, first=part.first, last=part.last)
    header = PaymentHeader(
        batch_id=batch.batch_id,
        part=part.part,
        agency=batch.place,
        pay_on=batch.filed_on,
        purpose=f"{format_month(batch.period)}养老金",
    )
    return bank_format.encode_payments(header=header, rows=rows)


def write_part(
    *, batch: PaymentBatch, part: FileRange, bank_format: BankFormat, by: str, at: datetime
) -> PaymentFile:
    """Write one part, keep its bytes, and stop the lines that the bank cannot take; all or nothing.

    A part that was written before is left as it is.
    """
    written = PaymentFile.objects.filter(batch_id=batch.batch_id, part=part.part).first()
    if written is not None:
        return written
    encoded = encode_part(batch=batch, part=part, bank_format=bank_format)
    with transaction.atomic():
        locked_batch(batch_id=batch.batch_id)
        PaymentStop.objects.bulk_create(
            PaymentStop(
                batch_id=batch.batch_id,
                line_no=line_no,
                reason="name_unwritable",
                still_due=True,
                note=words,
                stopped_by=by,
                stopped_at=at,
            )
            for line_no, words in encoded.refused.items()
        )
        stored = documents.store(
            name=file_name(batch=batch, part=part.part),
            media_type="text/plain; charset=gb18030",
            content=encoded.content,
            direction="out",
            at=at,
        )
        written, _ = PaymentFile.objects.get_or_create(
            batch_id=batch.batch_id,
            part=part.part,
            defaults={
                "first_line": part.first,
                "last_line": part.last,
                "rows": encoded.rows,
                "total_fen": encoded.total_fen,
                "sha256": stored.sha256,
                "file_id": stored.pk,
            },
        )
    return written


def file_name(*, batch: PaymentBatch, part: int) -> str:
    """The name under which a part goes to the bank, for life."""
    return f"PAY-{batch.place}-{format_month(batch.period)}-{batch.batch_id}-{part:03d}.txt"


def file_content(*, file: PaymentFile) -> bytes:
    """The bytes that were kept when the file was written; their hash is proved on reading."""
    return documents.fetch(file_id=file.file_id)[2]


def mark_sent(*, file: PaymentFile, at: datetime) -> None:
    """The bank has the file. Sending again changes nothing."""
    PaymentFile.objects.filter(pk=file.pk, sent_at__isnull=True).update(sent_at=at)


def mark_returned(*, file: PaymentFile, returned_file_id: int) -> bool:
    """The bank answered this file; True once every file of the batch is answered."""
    PaymentFile.objects.filter(pk=file.pk, returned_file_id__isnull=True).update(
        returned_file_id=returned_file_id
    )
    return not PaymentFile.objects.filter(
        batch_id=file.batch_id, returned_file_id__isnull=True
    ).exists()
