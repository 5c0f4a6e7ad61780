"""Money that came in: taken down once, or refused whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions.frames import arrow_of
from renshe.domains.contributions.models import ExchangedFile, Receipt
from renshe.domains.contributions.refusals import refused
from renshe.foundation.bulk import copy_rows
from renshe.kernel.periods import Month

RECEIPT_COLUMNS = ("external_ref", "payer_uscc", "received_on", "amount_fen", "period")


@dataclass(frozen=True)
class FileHead:
    """What a file of a partner says of itself: which one it is, for which day, with which totals."""

    partner: str
    direction: str
    place: str
    kind: str
    sequence_no: int
    business_on: dt.date
    rows: int
    amount_fen: int


@transaction.atomic
def record_exchange(
    *, head: FileHead, file_id: int, recorded_at: dt.datetime, batch_id: int | None = None
) -> int:
    """Take down a file that came or went, in its turn. Raises Refusal `file_known` or `sequence_broken`."""
    same = ExchangedFile.objects.filter(partner=head.partner, file_id=file_id)
    if same.exists():
        raise refused("file_known", subject=f"{head.partner} {head.kind} {head.sequence_no}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"exchange {head.partner} {head.direction} {head.place} {head.kind}"],
        )
    expected = next_sequence_no(
        partner=head.partner, direction=head.direction, place=head.place, kind=head.kind
    )
    if head.sequence_no != expected:
        raise refused("sequence_broken", subject=f"{head.sequence_no}, 应为 expected {expected}")
    made = ExchangedFile.objects.create(
        partner=head.partner,
        direction=head.direction,
        place=head.place,
        kind=head.kind,
        sequence_no=head.sequence_no,
        business_on=head.business_on,
        rows=head.rows,
        amount_fen=head.amount_fen,
        file_id=file_id,
        batch_id=batch_id,
        recorded_at=recorded_at,
    )
    return int(made.pk)


def next_sequence_no(*, partner: str, direction: str, place: str, kind: str) -> int:
    """The number that the next file of this kind must carry, beginning with 1."""
    last = (
        ExchangedFile.objects.filter(partner=partner, direction=direction, place=place, kind=kind)
        .order_by("-sequence_no")
        .values_list("sequence_no", flat=True)
        .first()
    )
    return (last or 0) + 1


@transaction.atomic
def record_receipts(
    *,
    rows: pa.Table,
    accounting_month: Month,
    file_id: int | None,
    head: FileHead | None = None,
    recorded_at: dt.datetime | None = None,
) -> int:
    """Take down every payment of a file, or refuse the file whole; returns how many.

    `rows` has RECEIPT_COLUMNS (fen; `period` may be null). With `head` the file is also taken down in its turn, and
    its totals must be those of the rows. Raises Refusal `file_known`, `sequence_broken`, `wrong_total`,
    `reference_twice` or `reference_known`; then nothing is kept.
    """
    frame = pl.from_arrow(rows.select(list(RECEIPT_COLUMNS)))
    assert isinstance(frame, pl.DataFrame)
    if head is not None:
        assert file_id is not None
        assert recorded_at is not None
        if (head.rows, head.amount_fen) != (frame.height, int(frame["amount_fen"].sum())):
            raise refused("wrong_total", subject=f"{head.kind} {head.sequence_no}")
        record_exchange(head=head, file_id=file_id, recorded_at=recorded_at)
    twice = frame.filter(pl.col("external_ref").is_duplicated())
    if twice.height:
        raise refused("reference_twice", subject=_some(twice))
    refs = frame["external_ref"].to_list()
    known = Receipt.objects.filter(external_ref__in=refs).values_list("external_ref", flat=True)
    if names := list(known[:5]):
        raise refused("reference_known", subject=", ".join(names))
    data = frame.with_columns(
        source_file_id=pl.lit(file_id, dtype=pl.Int64), accounting_month=pl.lit(accounting_month)
    )
    with connection.cursor() as cursor:
        return copy_rows(table="contributions_receipt", data=arrow_of(data), cursor=cursor)


def _some(rows: pl.DataFrame) -> str:
    return ", ".join(rows["external_ref"].unique(maintain_order=True).head(5).to_list())
