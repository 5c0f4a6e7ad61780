"""Plans, receipts and statements go round and agree; a file with one wrong byte is refused whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import ExchangedFile, Receipt
from renshe.domains.contributions.test_small_city import (
    NOON,
    OCTOBER,
    PLACE,
    bill_table,
    close_batch,
    declare_wages,
    new_batch,
    small_city,
)
from renshe.domains.documents.api import store
from renshe.gateways.file_drop import FileDrop
from renshe.gateways.sealed_text import unseal
from renshe.gateways.tax_bureau import client as tax_client
from renshe.gateways.tax_bureau.contract import (
    PLAN_LAYOUT,
    decode_receipts,
    encode_plan,
    file_name,
)
from renshe.gateways.tax_bureau.simulator import HONEST, Habits, SimulatedTaxBureau
from renshe.gateways.treasury import client as treasury_client
from renshe.gateways.treasury.contract import decode_day
from renshe.gateways.treasury.simulator import SimulatedTreasury, Slips
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal

MADE, IN_TIME, LATE = dt.date(2025, 10, 16), dt.date(2025, 10, 24), dt.date(2025, 11, 4)


def plan_rows(*, bills: int = 3) -> pa.Table:
    """A plan of bills that need no database."""
    amounts = {f"{name}_fen": [0] * bills for name in contributions.COMPONENTS}
    amounts["pension_personal_fen"] = [80_000 + n for n in range(bills)]
    return pa.table(
        {
            "bill_id": list(range(1, bills + 1)),
            "payer_code": [f"P{n:017d}" for n in range(bills)],
            "payer_name": [f"第{n}|工厂" for n in range(bills)],
            "period": [OCTOBER] * bills,
            "kind": ["regular"] * bills,
            "due_on": [dt.date(2025, 10, 25)] * bills,
            "heads": [1] * bills,
            **amounts,
            "total_fen": amounts["pension_personal_fen"],
        }
    )


def plan(*, bills: int = 3) -> bytes:
    rows = plan_rows(bills=bills)
    head = contributions.FileHead(
        "tax_bureau", "out", PLACE, "plan", 1, MADE, bills, sum(rows["total_fen"].to_pylist())
    )
    return encode_plan(head=head, bills=rows)


def payments(bureau: SimulatedTaxBureau, content: bytes) -> dict[dt.date, bytes]:
    """The receipt file of each day of a plan."""
    paid = bureau.payments(content, on_time=IN_TIME, late_on=LATE)
    return {
        day: bureau.receipt_file(place=PLACE, sequence_no=number, day=day, rows=rows)
        for number, (day, rows) in enumerate(paid.items(), 1)
    }


def sealed_again(body: bytes) -> bytes:
    """A file with its hash made right again, so that only what was changed is wrong."""
    start = body.rfind(b"\r\n", 0, -2) + 2
    fields = body[start:-2].split(b"|")
    fields[3] = hashlib.sha256(body[:start]).hexdigest().encode()
    return body[:start] + b"|".join(fields) + b"\r\n"


def test_a_plan_reads_back_as_it_was_written_and_twice_the_same_bytes() -> None:
    assert plan() == plan()
    found = unseal(plan(), layout=PLAN_LAYOUT)
    assert found.header == {"place": PLACE, "sequence": "1", "business_on": "20251016"}
    assert found.records["total_fen"].to_list() == [80_000, 80_001, 80_002]
    assert found.records["period"].to_list() == [OCTOBER] * 3
    assert found.records["payer_name"][1] == "第1 工厂"


def test_a_plan_whose_head_says_other_totals_is_not_written() -> None:
    head = contributions.FileHead("tax_bureau", "out", PLACE, "plan", 1, MADE, 3, 1)
    with pytest.raises(Refusal) as refusal:
        encode_plan(head=head, bills=plan_rows())
    assert refusal.value.code == "wrong_total"


def test_honest_payers_pay_every_bill_in_full_and_in_time() -> None:
    files = payments(SimulatedTaxBureau(1, HONEST), plan(bills=50))
    head, rows = decode_receipts(content=files[IN_TIME])
    assert sorted(rows["amount_fen"].to_pylist()) == list(range(80_000, 80_050))
    assert (head.rows, head.sequence_no, head.business_on) == (50, 1, IN_TIME)
    assert decode_receipts(content=files[LATE])[1].num_rows == 0


def test_the_same_seed_gives_the_same_files_and_another_seed_others() -> None:
    first, again, other = (
        payments(SimulatedTaxBureau(seed), plan(bills=200)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_the_simulator_does_everything_that_payers_do() -> None:
    habits = Habits(part=10, over=10, late=10, never=10, unknown_payer=10, no_period=10)
    files = payments(SimulatedTaxBureau(3, habits), plan(bills=400))
    rows = pl.concat(
        [pl.from_arrow(decode_receipts(content=one)[1]) for one in files.values()]
    ).join(
        pl.from_arrow(plan_rows(bills=400)).select(payer_uscc="payer_code", due="total_fen"),
        on="payer_uscc",
        how="left",
    )
    for kind in (
        pl.col("amount_fen") < pl.col("due"),
        pl.col("amount_fen") > pl.col("due"),
        pl.col("received_on") == LATE,
        pl.col("due").is_null(),
        pl.col("period").is_null(),
    ):
        assert 10 <= rows.filter(kind).height <= 90
    never = 400 - rows.filter(pl.col("due").is_not_null()).height
    assert 10 <= never <= 90


def receipt_file() -> bytes:
    return payments(SimulatedTaxBureau(1, HONEST), plan(bills=1))[IN_TIME]


def test_a_file_with_one_wrong_byte_is_refused_with_its_line() -> None:
    good = receipt_file()
    decode_receipts(content=good)
    broken = {
        "a changed amount": good.replace(b"|80000\r\n", b"|80001\r\n", 1),
        "a cut": good[:-30],
        "nothing": b"",
        "no line end": good[:-2],
        "a wrong header total": sealed_again(good.replace(b"|1|80000\r\n", b"|1|80009\r\n", 1)),
        "another kind": sealed_again(good.replace(b"TAX-RECEIPTS", b"TAX-REFUNDS")),
        "another version": sealed_again(good.replace(b"RECEIPTS|1|", b"RECEIPTS|2|")),
        "no amount": sealed_again(good.replace(b"|80000", b"|0")),
        "an amount in yuan": sealed_again(good.replace(b"|80000", b"|800.00")),
        "a month thirteen": sealed_again(good.replace(b"|202510|", b"|202513|")),
        "a day that is none": sealed_again(good.replace(b"|202510|2025", b"|202510|2099")),
        "a field too many": sealed_again(good.replace(b"|202510|", b"|202510||")),
        "another encoding": sealed_again(good.decode().encode("gb18030")),
        "a place that is none": sealed_again(good.replace(b"|310000|", b"|Shanghai|", 1)),
    }
    for kind, content in broken.items():
        with pytest.raises(Refused) as refusal:
            decode_receipts(content=content)
        assert refusal.value.code == "exchange_file_broken", kind
        assert refusal.value.subject.startswith("line "), kind


def test_a_file_drop_sends_once_and_never_other_bytes_under_one_name(tmp_path: Path) -> None:
    drop = FileDrop(root=tmp_path)
    drop.send(file_name="plan.txt", content=b"one")
    drop.send(file_name="plan.txt", content=b"one")
    with pytest.raises(Refused) as refusal:
        drop.send(file_name="plan.txt", content=b"two")
    assert refusal.value.code == "sent_differently"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["plan.txt"]
    with pytest.raises(ValueError):
        drop.fetch(file_name="../secret")
    assert drop.received(prefix="receipts_") == []
    (tmp_path / "in").mkdir()
    for name in ("receipts_2.txt", "receipts_1.txt", "receipts_3.txt.part", "other.txt"):
        (tmp_path / "in" / name).write_bytes(b"x")
    channel = tax_client.DropFolderChannel(root=tmp_path)
    assert channel.receipt_files() == [("receipts_1.txt", b"x"), ("receipts_2.txt", b"x")]


def take(content: bytes, *, name: str) -> None:
    """Take a receipt file down, as a run does."""
    head, rows = decode_receipts(content=content)
    kept = store(name=name, media_type="text/plain", content=content, direction="in", at=NOON)
    contributions.record_receipts(
        rows=rows, accounting_month=OCTOBER, file_id=kept.pk, head=head, recorded_at=NOON
    )


def test_a_month_goes_to_the_tax_bureau_comes_back_and_agrees_with_the_treasury(
    fresh_database: Any,
) -> None:
    fresh_database.become("runner")
    declare_wages(small_city())
    batch_id = bill_table(contributions.assessment_table(period=OCTOBER, place=PLACE))
    bills = contributions.assessed_plan(batch_id=batch_id)
    number = contributions.next_sequence_no(
        partner="tax_bureau", direction="out", place=PLACE, kind="plan"
    )
    head = contributions.FileHead(
        "tax_bureau",
        "out",
        PLACE,
        "plan",
        number,
        MADE,
        bills.num_rows,
        sum(bills["total_fen"].to_pylist()),
    )
    content = encode_plan(head=head, bills=bills)
    kept = store(
        name=file_name(head), media_type="text/plain", content=content, direction="out", at=NOON
    )
    contributions.record_exchange(head=head, file_id=kept.pk, recorded_at=NOON, batch_id=batch_id)
    assert contributions.mark_sent(batch_id=batch_id, sent_on=MADE) == 2
    channel = tax_client.SimulatedChannel(
        bureau=SimulatedTaxBureau(5, HONEST), place=PLACE, on_time=IN_TIME, late_on=LATE
    )
    channel.send_plan(file_name=file_name(head), content=content)
    ((name, receipts),) = channel.receipt_files()
    ((_, statement),) = treasury_client.SimulatedChannel(
        treasury=SimulatedTreasury(5), place=PLACE, receipt_files=[(IN_TIME, receipts)]
    ).statements()
    take(receipts, name=name)
    day = contributions.reconcile_day(
        place=PLACE,
        day=IN_TIME,
        tax=decode_receipts(content=receipts)[1],
        treasury=decode_day(content=statement)[1],
        made_at=NOON,
    )
    assert day.agrees
    paid = new_batch("receipts", kind="contribution_receipts")
    done = contributions.allocate_receipts(batch_id=paid, as_of=LATE)
    close_batch(paid, rows=done.rows)
    assert (contributions.month_overview(period=OCTOBER).collection_rate, done.suspense_fen) == (
        1,
        0,
    )
    before = Receipt.objects.count()
    with pytest.raises(Refusal) as refusal:
        take(receipts, name=name)
    assert refusal.value.code == "file_known"
    assert (Receipt.objects.count(), ExchangedFile.objects.filter(direction="in").count()) == (
        before,
        1,
    )


def test_files_are_taken_in_their_order_and_only_with_their_totals(db: Any) -> None:
    habits = Habits(part=0, over=0, late=50, never=0, unknown_payer=0, no_period=0)
    files = payments(SimulatedTaxBureau(9, habits), plan(bills=30))
    with pytest.raises(Refusal) as gap:
        take(files[LATE], name="receipts_310000_000002.txt")
    head, rows = decode_receipts(content=files[IN_TIME])
    kept = store(name="x", media_type="text/plain", content=files[IN_TIME], direction="in", at=NOON)
    with pytest.raises(Refusal) as total:
        contributions.record_receipts(
            rows=rows.slice(1),
            accounting_month=OCTOBER,
            file_id=kept.pk,
            head=head,
            recorded_at=NOON,
        )
    assert (gap.value.code, total.value.code) == ("sequence_broken", "wrong_total")
    assert (Receipt.objects.count(), ExchangedFile.objects.count()) == (0, 0)


def test_a_treasury_that_slips_is_found_out_payment_by_payment() -> None:
    receipts = payments(SimulatedTaxBureau(4, HONEST), plan(bills=300))[IN_TIME]
    treasury = SimulatedTreasury(4, Slips(left_out=100, other_amount=100, twice=100))
    statement = treasury.day(receipts=receipts, place=PLACE, sequence_no=1, on=IN_TIME)
    tax, booked = decode_receipts(content=receipts)[1], decode_day(content=statement)[1]
    day = contributions.compare_day(day=IN_TIME, agency=tax, tax=tax, treasury=booked)
    assert {one["reason"] for one in day.differences} == {"missing_treasury", "amount_differs"}
    assert day.totals["matched"]["rows"] + len(day.differences) == day.totals["tax"]["rows"]
