"""The month's bridgings as one list and one transfer for each direction between the two funds (划转清单).

Made by one person; approved by another, which keeps the table of every person and amount; moved with one number of the bank.
Then every account of the list has arrived: the cash books move once, the rights books case by case. Basis: 人社部发〔2014〕17号
五、六; 财会〔2017〕28号 (transfer income and expenditure).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.db import transaction

from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.resident import api as resident
from renshe.flows.books_month import books_month
from renshe.flows.bridging_arrivals import account_arrives, account_is_back
from renshe.flows.bridging_to_ledger import FUNDS_OF, MONEY
from renshe.foundation.crash_points import crash_point

CAUSE = "bridging_list"
TABLE_TYPE = "text/csv; charset=utf-8"
HEADS = ("序号", "办件编号", "姓名", "证件号码", "方向", "事由", "金额（元）")


def make(
    *, place: str, direction: str, hand: resident.ByHand, bridging_ids: Sequence[int] | None = None
) -> resident.BridgingList:
    """What waits in a direction as one list. Raises Refused `no_bridging_waits`, `two_people_needed`."""
    month = books_month(fund=FUNDS_OF[direction][0], on=hand.today)
    return resident.make_list(
        place=place, direction=direction, period=month, hand=hand, bridging_ids=bridging_ids
    )


@transaction.atomic
def approve(*, list_id: int, hand: resident.ByHand) -> resident.BridgingList:
    """Sign as a second person; the table that was signed is kept. Raises Refused `wrong_step`, `two_people_needed`."""
    found = resident.locked_list(list_id=list_id, state="made")
    stored = documents.store(
        name=file_name(found), media_type=TABLE_TYPE, content=table_of(found), direction="out", at=hand.at
    )  # fmt: skip
    return resident.approve_list(
        list_id=list_id, file_id=stored.pk, sha256=stored.sha256, hand=hand
    )


def discard(*, list_id: int, why: str, hand: resident.ByHand) -> resident.BridgingList:
    """Take it back while no money has moved. Raises Refused `wrong_step`, `reason_needed`."""
    return resident.discard_list(list_id=list_id, why=why, hand=hand)


@transaction.atomic
def moved(*, list_id: int, bank_ref: str, hand: resident.ByHand) -> resident.BridgingList:
    """One fund paid and the other received, once: every account of the list has arrived or is back. Called again it changes
    nothing.

    Raises Refused `wrong_step`, `two_people_needed`, `bank_ref_used`, `transfer_account_year_over`.
    """
    known = resident.bridging_list(list_id=list_id)
    if known is not None and known.state == "moved" and known.bank_ref == bank_ref.strip():
        return known
    found = resident.locked_list(list_id=list_id, state="approved")
    lines = resident.lines_of_list(list_id=list_id)
    resident.list_moved(found=found, bank_ref=bank_ref, hand=hand)
    paying, receiving = FUNDS_OF[found.direction]
    fen = found.total_fen
    for fund, posts in (
        (paying, (funds.Post("5101", debit_fen=fen), funds.Post(MONEY, credit_fen=fen))),
        (receiving, (funds.Post(MONEY, debit_fen=fen), funds.Post("4301", credit_fen=fen))),
    ):
        entry = funds.NewEntry("cash", fund, hand.today, CAUSE, CAUSE, str(found.pk), posts)
        month = books_month(fund=fund, on=hand.today)
        funds.post_entry(entry=entry, accounting_month=month, posted_by=hand.by)
    crash_point("bridging_list.cash_posted")
    for line in lines:
        if line.back:
            account_is_back(line.bridging, hand=hand)
        else:
            account_arrives(line.bridging, bank_ref=f"{found.bank_ref}#{line.line_no}", hand=hand)
    return found


def file_name(found: resident.BridgingList) -> str:
    """The name of the table, for life."""
    return f"BRIDGING-{found.place}-{found.pk}.csv"


def table_of(found: resident.BridgingList) -> bytes:
    """The list as a table: every person (masked) and amount, and the sum. The same list gives the same bytes."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADS)
    words = found.get_direction_display()
    for line in resident.lines_of_list(list_id=found.pk):
        person = line.bridging.person
        writer.writerow(
            (
                line.line_no, line.bridging.case_number, mask_name(person.name), mask_id_number(person.id_number), words,
                "更正划回" if line.back else "制度衔接", _yuan(line.amount_fen),
            )
        )  # fmt: skip
    writer.writerow(("合计", "", "", "", words, f"{found.rows}笔", _yuan(found.total_fen)))
    return made.getvalue().encode("utf-8-sig")


def _yuan(fen: int) -> str:
    """Yuan as a table program reads them, without marks between thousands."""
    return f"{fen // 100}.{fen % 100:02}"


def kept_table(found: resident.BridgingList) -> bytes:
    """The table as it was signed; before the signature, as it would be."""
    if found.file_id is None:
        return table_of(found)
    content: bytes = documents.fetch(file_id=found.file_id)[2]
    return content
