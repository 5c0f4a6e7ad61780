"""A rate corrected after months were assessed: more is billed without surcharge, less is given back, the rest is named."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as domain
from renshe.domains.contributions import test_small_city as small
from renshe.domains.contributions.models import Allocation, Bill, Receipt, Refund
from renshe.flows import checks
from renshe.foundation.invariants import prove
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.monthly_contribution_assessment import law
from renshe.runs.monthly_contribution_assessment.run import run as assess_month
from renshe.runs.retroactive_parameter import contributions

OCTOBER = small.OCTOBER
PLACE = "310112"
ZONE = dt.timezone(dt.timedelta(hours=8))
DECEMBER = RunContext(place=PLACE, period=OCTOBER + 2, accounting_month=OCTOBER + 2, by="operator",
                      at=dt.datetime(2025, 12, 20, 9, tzinfo=ZONE))  # fmt: skip
DUE = dt.date(2026, 1, 25)
RATE = """
pension_personal_rate:
  zh: 养老个人费率
  unit: percent
  rows:
    - {{place: "310000", from: 2025-10-01, to: 2025-10-31, value: "{value}", instrument: 更正通知, confidence: V,
       known_from: {known}}}
"""


@pytest.fixture
def city(fresh_database: Any) -> Iterator[small.City]:
    """Four people of whom the last pays for himself, assessed in October 2025 by the law as it was."""
    fresh_database.become("runner")
    before = dict(library._SETTINGS)
    made = small.small_city()
    small.declare_wages(made)
    domain.open_window(place=PLACE, period=OCTOBER, opens_on=dt.date(2025, 10, 1), cut_off_on=dt.date(2025, 10, 15),
                       due_on=small.DUE)  # fmt: skip
    october = RunContext(
        place=PLACE, period=OCTOBER, accounting_month=OCTOBER, at=small.NOON, by="operator"
    )
    assess_month(october)
    yield made
    library.configure(overlays=before["overlays"], mode=before["mode"])


def corrected(folder: Path, value: str, known: str = "2025-12-01") -> None:
    """The personal rate of October turns out to be another one, as known from a day on."""
    path = folder / "corrected.yaml"
    path.write_text(RATE.format(value=value, known=known), encoding="utf-8")
    library.configure(overlays=[*library._SETTINGS["overlays"], path], mode="demonstration")


def settle(**more: Any) -> dict[str, Any]:
    """The run of December over October."""
    asked = {"first": OCTOBER, "last": OCTOBER, "known_on": dt.date(2025, 12, 20), "due_on": DUE, "approved_by": "head",
             "law": law, **more}  # fmt: skip
    return contributions.run(DECEMBER, **asked)


def pay_everything(city: small.City, key: str = "pay") -> None:
    """Every open bill is paid to the fen, in both books, and credited."""
    from renshe.runs.monthly_collection import run as collection

    assert collection.__doc__
    for bill in Bill.objects.exclude(kind="correction").filter(state__in=["assessed", "sent"]):
        code = bill.employer.uscc if bill.employer else bill.person.id_number
        receipt = Receipt.objects.create(
            external_ref=f"{key}-{bill.pk}", payer_uscc=code, received_on=dt.date(2025, 10, 20), accounting_month=OCTOBER,
            amount_fen=bill.total_fen, state="allocated",
        )  # fmt: skip
        Allocation.objects.bulk_create(
            Allocation(receipt=receipt, bill=bill, insurance=part.rsplit("_", 1)[0], share=part.rsplit("_", 1)[1],
                       amount_fen=getattr(bill, f"{part}_fen"), batch_id=bill.batch_id)
            for part in domain.COMPONENTS if getattr(bill, f"{part}_fen")
        )  # fmt: skip
        bill.state, bill.received_fen, bill.received_on = (
            "credited",
            bill.total_fen,
            dt.date(2025, 10, 20),
        )
        bill.credited_batch_id = bill.batch_id
        bill.save()


def lines_of(person_id: int) -> list[tuple[int, int, int]]:
    """Months, base and personal pension share of a person's lines in October."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT months, pension_base_fen, pension_personal_fen FROM contributions_line"
            " WHERE person_id = %s AND period = %s ORDER BY batch_id, line_no", [person_id, OCTOBER],
        )  # fmt: skip
        return list(cursor.fetchall())


def broken() -> list[str]:
    """Invariants that do not hold, of contributions and of receivables."""
    every = [
        *domain.INVARIANTS,
        *(each for each in checks.INVARIANTS if each.name == "assessed_batches_are_their_lines"),
    ]
    return [invariant.name for invariant, _, count in prove(invariants=every, limit=3) if count]


def test_a_higher_rate_is_billed_as_a_back_payment_that_is_not_late(
    city: small.City, tmp_path: Path
) -> None:
    pay_everything(city)
    corrected(tmp_path, "9")
    totals = settle()
    bills = list(Bill.objects.filter(kind="back_payment"))
    # Three employees of 10,000, 10,100 and 10,200 yuan: one percent more each.
    assert [(bill.total_fen, bill.pension_personal_fen, bill.due_on) for bill in bills] == [
        (30_300, 30_300, DUE)
    ]
    assert (totals["back_payment_rows"], totals["back_payment_fen"], totals["correction_rows"]) == (
        3,
        30_300,
        0,
    )
    assert lines_of(city.people[0].pk) == [
        (1, 1_000_000, 80_000),
        (-1, -1_000_000, -80_000),
        (1, 1_000_000, 90_000),
    ]
    assert broken() == []
    law_of_surcharge = domain.surcharge_by_bill(
        as_of=DUE, surcharge_of=lambda asked: asked["principal_fen"]
    )
    assert bills[0].pk not in law_of_surcharge["bill_id"].to_list()


def test_once_the_back_payment_is_received_the_month_counts_once_with_the_right_credit(
    city: small.City, tmp_path: Path
) -> None:
    pay_everything(city)
    corrected(tmp_path, "9")
    settle()
    person = city.people[0].pk
    (before,) = domain.career_of(person_id=person, base_caps={})
    pay_everything(city, key="more")
    (after,) = domain.career_of(person_id=person, base_caps={})
    assert (
        (before.months, before.base_sum_fen) == (after.months, after.base_sum_fen) == (1, 1_000_000)
    )
    assert before.credit_fen == 80_000
    assert after.credit_fen == 90_000


def test_a_lower_rate_gives_the_principal_back_out_of_the_receipt_that_paid_it(
    city: small.City, tmp_path: Path
) -> None:
    pay_everything(city)
    corrected(tmp_path, "7")
    totals = settle()
    (bill,) = Bill.objects.filter(kind="correction")
    original = Bill.objects.get(kind="regular", employer=city.employers[0])
    assert (bill.total_fen, bill.received_fen, bill.state, bill.corrects_id) == (
        -30_300,
        -30_300,
        "refunded",
        original.pk,
    )
    assert (totals["correction_rows"], totals["correction_fen"], totals["back_payment_rows"]) == (
        3,
        -30_300,
        0,
    )
    assert sum(Refund.objects.values_list("amount_fen", flat=True)) == 30_300
    (entry,) = domain.career_of(person_id=city.people[0].pk, base_caps={})
    assert (entry.months, entry.base_sum_fen) == (1, 1_000_000)
    assert broken() == []


def test_less_due_for_a_month_that_nobody_paid_yet_is_left_to_a_person(
    city: small.City, tmp_path: Path
) -> None:
    corrected(tmp_path, "7")
    totals = settle()
    assert (totals["by_hand_rows"], totals["correction_rows"]) == (3, 0)
    assert not Bill.objects.exclude(kind="regular").exists()
    (run,) = audit.runs_of_month(period=OCTOBER + 2, kinds=[contributions.KIND])
    assert [note["code"] for note in run.attention] == ["not_paid_yet"]


def test_a_month_assessed_after_the_correction_was_known_is_left_alone(
    city: small.City, tmp_path: Path
) -> None:
    corrected(tmp_path, "9", known="2025-10-01")
    found = contributions.preview(
        place=PLACE, first=OCTOBER, last=OCTOBER, known_on=dt.date(2025, 12, 20), law=law
    )
    assert (found.months_seen, found.rows.height, found.parameters) == (4, 0, [])


def test_a_preview_lists_every_person_and_month_and_writes_nothing(
    city: small.City, tmp_path: Path
) -> None:
    pay_everything(city)
    corrected(tmp_path, "9")
    found = contributions.preview(
        place=PLACE, first=OCTOBER - 2, last=OCTOBER, known_on=dt.date(2025, 12, 20), law=law
    )
    assert [name for name, _, _ in found.parameters] == ["pension_personal_rate"]
    found.write_csv(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["month"], row["difference_yuan"], row["way"]) for row in rows] == [
        ("2025-10", yuan, "back_payment") for yuan in ("100.00", "101.00", "102.00")
    ]
    assert Bill.objects.exclude(kind="regular").count() == 0


@pytest.mark.parametrize(
    ("value", "kind", "point"), [("9", "back_payment", "_give_back"), ("7", "correction", "_note")]
)
def test_a_run_that_fails_between_its_steps_goes_on_and_bills_nobody_twice(
    city: small.City,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    kind: str,
    point: str,
) -> None:
    class Killed(Exception):
        """The process is gone."""

    def gone(*_: Any, **__: Any) -> None:
        raise Killed

    pay_everything(city)
    corrected(tmp_path, value)
    monkeypatch.setattr(contributions, point, gone)
    with pytest.raises(Killed):
        settle()
    monkeypatch.undo()
    totals = settle()
    assert (totals[f"{kind}_rows"], abs(totals[f"{kind}_fen"])) == (3, 30_300)
    assert Bill.objects.filter(kind=kind).count() == 1
    assert settle() == settle()
    assert broken() == []
