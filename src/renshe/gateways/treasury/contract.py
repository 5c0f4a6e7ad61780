"""The treasury's statement of a day, exactly as README.md says."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from renshe.domains.contributions.api import FileHead
from renshe.gateways.sealed_text import Layout, broken, unseal
from renshe.gateways.tax_bureau.contract import file_head

PARTNER = "treasury"
STATEMENT = "statement"

STATEMENT_LAYOUT = Layout(
    name="RENSHE-TREASURY-DAY",
    version="1",
    header=("place", "sequence", "business_on"),
    record={
        "external_ref": "code",
        "booked_on": "day",
        "amount_fen": "fen",
        "counterparty": "text",
        "purpose": "text",
    },
    total="amount_fen",
    may_be_empty=("counterparty", "purpose"),
)


def decode_day(*, content: bytes) -> tuple[FileHead, pa.Table]:
    """Read a day's statement: its head, and external_ref, booked_on, amount_fen, counterparty, purpose of each booking.

    Raises Refused with the line where a rule is broken; then nothing of the file may be used.
    """
    found = unseal(content, layout=STATEMENT_LAYOUT)
    head = file_head(
        found.header, kind=STATEMENT, partner=PARTNER, rows=found.rows, amount_fen=found.total
    )
    other = found.records.with_row_index().filter(pl.col("booked_on") != head.business_on)["index"]
    if len(other):
        raise broken(
            line=int(other[0]) + 2,
            zh="入账日不是文件日期",
            en="booked on another day than the file's",
        )
    return head, found.records.to_arrow()
