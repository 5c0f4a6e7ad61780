"""The two files exchanged with the tax bureau, exactly as README.md says."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pyarrow as pa

from renshe.domains.contributions.api import COMPONENTS, FileHead, refused
from renshe.gateways.sealed_text import Layout, broken, seal, unseal

PARTNER = "tax_bureau"
PLAN, RECEIPTS = "plan", "receipts"

PLAN_LAYOUT = Layout(
    name="RENSHE-TAX-PLAN",
    version="1",
    header=("place", "sequence", "business_on"),
    record={
        "bill_id": "count",
        "payer_code": "code",
        "payer_name": "text",
        "period": "month",
        "kind": "code",
        "due_on": "day",
        "heads": "count",
        **dict.fromkeys((f"{name}_fen" for name in COMPONENTS), "fen"),
        "total_fen": "fen",
    },
    total="total_fen",
)
RECEIPTS_LAYOUT = Layout(
    name="RENSHE-TAX-RECEIPTS",
    version="1",
    header=("place", "sequence", "business_on"),
    record={
        "external_ref": "code",
        "payer_uscc": "code",
        "payer_name": "text",
        "period": "month",
        "received_on": "day",
        "amount_fen": "fen",
    },
    total="amount_fen",
    may_be_empty=("payer_name", "period"),
)


def file_name(head: FileHead) -> str:
    """The name of a file for life: `plan_310000_000001.txt`."""
    return f"{head.kind}_{head.place}_{head.sequence_no:06d}.txt"


def encode_plan(*, head: FileHead, bills: pa.Table) -> bytes:
    """Write a plan from the rows of `contributions.assessed_plan`; the same rows give the same bytes.

    Raises Refused `wrong_total` where the head says other totals than the rows.
    """
    frame = pl.from_arrow(bills)
    assert isinstance(frame, pl.DataFrame)
    if (head.rows, head.amount_fen) != (frame.height, int(frame["total_fen"].sum())):
        raise refused("wrong_total", subject=file_name(head))
    # A separator inside a name would shift the fields; the payer is known by code, so a blank loses nothing.
    frame = frame.with_columns(
        payer_name=pl.col("payer_name").str.replace_all(r"[|\x00-\x1f\x7f]", " ")
    )
    header = (head.place, head.sequence_no, f"{head.business_on:%Y%m%d}")
    return seal(layout=PLAN_LAYOUT, header=header, records=frame)


def decode_receipts(*, content: bytes) -> tuple[FileHead, pa.Table]:
    """Read a receipt file: its head, and its rows as `contributions.record_receipts` takes them.

    Raises Refused with the line where a rule is broken; then nothing of the file may be used.
    """
    found = unseal(content, layout=RECEIPTS_LAYOUT)
    head = file_head(
        found.header, kind=RECEIPTS, partner=PARTNER, rows=found.rows, amount_fen=found.total
    )
    for wrong, zh, en in (
        (pl.col("amount_fen") <= 0, "金额应大于零", "the amount must be above zero"),
        (
            pl.col("received_on") > head.business_on,
            "到账日晚于文件日期",
            "received after the file's day",
        ),
    ):
        lines = found.records.with_row_index().filter(wrong)["index"]
        if len(lines):
            raise broken(line=int(lines[0]) + 2, zh=zh, en=en)
    rows = found.records.select("external_ref", "payer_uscc", "received_on", "amount_fen", "period")
    return head, rows.to_arrow()


def file_head(
    header: dict[str, str], *, kind: str, partner: str, rows: int, amount_fen: int
) -> FileHead:
    """The head of an incoming file from its header fields. Raises Refused."""
    place, sequence, day = header["place"], header["sequence"], header["business_on"]
    try:
        business_on = dt.datetime.strptime(day, "%Y%m%d").replace(tzinfo=dt.UTC).date()
        number = int(sequence)
    except ValueError as error:
        raise broken(
            line=1, zh="文件头的序号或日期不合规", en="sequence or day is malformed"
        ) from error
    if number < 1 or not (place.isdigit() and len(place) in (6, 9, 12)):
        raise broken(line=1, zh="文件头的地区或序号不合规", en="place or sequence is malformed")
    return FileHead(
        partner=partner,
        direction="in",
        place=place,
        kind=kind,
        sequence_no=number,
        business_on=business_on,
        rows=rows,
        amount_fen=amount_fen,
    )
