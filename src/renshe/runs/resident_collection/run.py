"""Take over the tax bureau's file of residents' payments: a row pays an order, whole, on a day, under a receipt's number.

The file is a table of text (CSV, UTF-8): 缴费单号, 金额（元）, 缴款日期, 凭证号. A row that does not fit is named with its
reason and left to people; the others are booked. The same file again books nothing twice, for a receipt is booked once.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger as ledger
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import yuan_to_fen
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "resident_collection"
COLUMNS = ("缴费单号", "金额（元）", "缴款日期", "凭证号")
MOST_FAULTS = 200
NOT_THIS_TABLE = Problem(
    "not_this_table",
    "文件缺少规定的列",
    "the file lacks the columns that were agreed",
    "owner-default",
    "请用税务部门的居民养老到账文件：" + "、".join(COLUMNS),
    "Take the tax bureau's file of residents' payments",
)
UNREADABLE = Problem(
    "row_unreadable",
    "这一行的金额或者日期读不出来",
    "amount or day of this row cannot be read",
    "owner-default",
    "请税务部门更正后重新发送这一行",
    "Have the tax bureau correct the row and send it again",
)
ORDER_UNKNOWN = Problem(
    "order_unknown",
    "没有这个缴费单号",
    "there is no such order",
    "owner-default",
    "请与税务部门核对缴费单号，款项退回缴款人",
    "Compare the number with the tax bureau; the money goes back to the payer",
)
OTHER_AMOUNT = Problem(
    "not_the_order",
    "金额与缴费单不一致",
    "the amount is not the order's",
    "国发〔2014〕8号 四",
    "请缴款人按缴费单金额缴纳，这笔款退回",
    "Have it paid as written; this money goes back",
)


@dataclass(frozen=True)
class Row:
    """One line of the file as read; `fen` and `paid_on` are None where they could not be."""

    line_no: int
    number: str
    fen: int | None
    paid_on: dt.date | None
    receipt: str


def run(context: RunContext, *, file_name: str, content: bytes) -> dict[str, Any]:
    """Book every row that fits; the totals name the others. Raises Refused `not_this_table` for another file."""
    rows = list(read(content))
    key, done = begin(context, KIND, hashlib.sha256(content).hexdigest()[:16])
    if done:
        return dict(audit.run_by_key(key=key).totals)
    paid, fen, faults = 0, 0, []
    for row in rows:
        try:
            payment = pay(row, context)
        except Refusal as refusal:
            faults.append(
                {"line_no": row.line_no, "zh": refusal.reason.zh, "en": refusal.reason.en}
            )
            continue
        paid, fen = paid + 1, fen + payment.amount_fen
        context.progress("到账 paid", paid, len(rows))
    totals = {
        "file": file_name, "rows": len(rows), "paid": paid, "amount_fen": fen, "bad_rows": len(faults),
        "faults": faults[:MOST_FAULTS],
    }  # fmt: skip
    audit.finish(key=key, at=context.at, totals=totals)
    return totals


def read(content: bytes) -> Iterator[Row]:
    """The rows of a file, with the line each stands in. Raises Refused `not_this_table`."""
    table = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    if not set(COLUMNS) <= set(table.fieldnames or ()):
        raise Refused(NOT_THIS_TABLE)
    for line_no, told in enumerate(table, 2):
        number, yuan, day, receipt = (str(told[name] or "").strip() for name in COLUMNS)
        yield Row(line_no, number, _fen(yuan), _day(day), receipt)


def pay(row: Row, context: RunContext) -> resident.ResidentPayment:
    """Book one row in a transaction of its own. Raises Refused and Refusal with why it does not fit."""
    if row.fen is None or row.paid_on is None or not row.receipt:
        raise Refused(UNREADABLE)
    order = resident.order_by_number(number=row.number)
    if order is None:
        raise Refused(ORDER_UNKNOWN)
    if order.amount_fen != row.fen:
        raise Refused(OTHER_AMOUNT)
    paid = resident.Paid(
        year=order.year, tier=order.tier, amount_fen=row.fen, channel="tax_file", external_ref=row.receipt,
        paid_on=row.paid_on,
    )  # fmt: skip
    hand = resident.ByHand(by=context.by, at=context.at, today=context.today)
    return ledger.year_paid(
        person_id=order.participation.person_id, paid=paid, hand=hand, explain=library.explain, order=order
    )  # fmt: skip


def _fen(text: str) -> int | None:
    try:
        return yuan_to_fen(text)
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
