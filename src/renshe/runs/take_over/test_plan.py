"""Every kind of fault in what an old system hands over is found, in its row and column, and nothing is loaded over it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from renshe.runs.take_over import contract
from renshe.runs.take_over.faults import HEADER, codes
from renshe.runs.take_over.registered import nothing_registered
from renshe.runs.take_over.run import CHECKED, REPORT, plan
from renshe.runs.take_over.test_folder import (
    AS_OF,
    PLACE,
    HandOver,
    Rows,
    career,
    credit_code,
    id_number,
    spells,
    totals_of,
)


def put(file: str, at: int, **values: object) -> Callable[[Rows], None]:
    """Change cells of one row."""
    return lambda rows: rows[file][at].update(values)


def more(file: str, *added: dict[str, object]) -> Callable[[Rows], None]:
    """Add rows."""
    return lambda rows: rows[file].extend(added)


def wrongly_checked(number: str) -> str:
    """The same number with another check digit."""
    return number[:-1] + ("1" if number[-1] == "0" else "0")


CASES = {
    "a wrong check digit": (put("people", 0, id_number=wrongly_checked(id_number("19850615", 101))),
                            ("people", 2, "id_number", "id_check_digit")),
    "an id stored as a number": (put("people", 1, id_number="3.1E+17"), ("people", 3, "id_number", "id_stored_as_number")),
    "a birth date that is none": (put("people", 1, id_number="310112199013011029"), ("people", 3, "id_number", "id_birth")),
    "a region that never was": (put("people", 1, id_number="000000199001011028"), ("people", 3, "id_number", "id_region")),
    "a name with digits": (put("people", 0, name="王小明2"), ("people", 2, "name", "name_shape")),
    "a sex that the number denies": (put("people", 0, sex="F"), ("people", 2, "sex", "differs_from_id")),
    "a man in a woman's category": (put("people", 0, retirement_category="F55"),
                                    ("people", 2, "retirement_category", "category_of_sex")),
    "a death before birth": (put("people", 3, died_on="1940-01-01", death_known_on="1940-01-02"),
                             ("people", 5, "died_on", "date_order")),
    "no day on which a death became known": (put("people", 3, death_known_on=""),
                                             ("people", 5, "death_known_on", "death_known_missing")),
    "an unknown people": (put("people", 0, ethnic_code="汉人"), ("people", 2, "ethnic_code", "unknown_code")),
    "no household place": (put("people", 0, household_place=""), ("people", 2, "household_place", "value_missing")),
    "a place that is none": (put("people", 0, residence_place="999999"), ("people", 2, "residence_place", "not_place")),
    "a number of two people": (put("people", 1, id_number=id_number("19850615", 101), retirement_category="M60"),
                               ("people", 3, "id_number", "duplicate_id_number")),
    "a personal number twice": (more("people", {**HandOver(Path()).rows["people"][0], "id_number": id_number("19850616", 101)}),
                                ("people", 6, "person_no", "duplicate_row")),
    "a wrong credit code": (put("employers", 0, uscc=credit_code(1)[:-1] + "I"), ("employers", 2, "uscc", "credit_code_letter")),
    "a credit code twice": (put("employers", 1, uscc=credit_code(1)), ("employers", 3, "uscc", "duplicate_row")),
    "a successor nobody knows": (put("employers", 0, successor_no="D9", closed_on="2025-01-01"),
                                 ("employers", 2, "successor_no", "unknown_employer")),
    "an insurance of another kind": (put("spells", 3, person_kind="retiree_injury_only", insurance="1"),
                                     ("spells", 5, "insurance", "insurance_of_kind")),
    "a spell of nobody": (put("spells", 0, person_no="P9"), ("spells", 2, "person_no", "unknown_person")),
    "a spell that ends before it starts": (put("spells", 0, end_month="2007-01", leave_reason="resignation"),
                                           ("spells", 2, "end_month", "date_order")),
    "an end without a reason": (put("spells", 0, end_month="2024-01"), ("spells", 2, "leave_reason", "end_without_reason")),
    "an employee of nobody": (put("spells", 0, employer_no=""), ("spells", 2, "employer_no", "own_payer_kind")),
    "spells that overlap": (more("spells", *spells("P1", "D2", "2025-01", "1")),
                            ("spells", 12, "start_month", "overlapping_spells")),
    "insured after death": (more("spells", *spells("P4", "D1", "2009-01", "4")), ("spells", 12, "end_month", "after_death")),
    "a wage below nothing": (put("wages", 0, wage="-1.00"), ("wages", 2, "wage", "negative_amount")),
    "a wage with three decimals": (put("wages", 0, wage="1.005"), ("wages", 2, "wage", "not_yuan")),
    "a wage in full-width digits": (put("wages", 0, wage="１００００"), ("wages", 2, "wage", "full_width")),
    "an employer nobody knows": (put("wages", 0, employer_no="D9"), ("wages", 2, "employer_no", "unknown_employer")),
    "a month paid at two employers": (more("careers", career("P1", 2024, base="5000.00", employer="D2", paid="000001000000")),
                                      ("careers", 7, "paid", "overlapping_months")),
    "a year twice at one employer": (more("careers", career("P1", 2024, base="1.00", paid="0" * 12)),
                                     ("careers", 7, "year", "duplicate_row")),
    "eleven flags": (put("careers", 0, paid="1" * 11), ("careers", 2, "paid", "not_flags")),
    "a month paid on no base": (put("careers", 0, base_03="0"), ("careers", 2, "paid", "paid_without_base")),
    "a credit nobody paid": (put("careers", 1, credit_12="1.00"), ("careers", 3, "paid", "credit_without_payment")),
    "thirteen months in a year": (put("careers", 0, deemed_months="1"), ("careers", 2, "deemed_months", "too_many_months")),
    "a month yet to come": (put("careers", 1, paid="1" * 12, **{f"base_{m}": "1" for m in ("10", "11", "12")}),
                            ("careers", 3, "paid", "in_the_future")),
    "paid after death": (more("careers", career("P4", 2025, base="3000.00", paid="111100000000")),
                         ("careers", 7, "paid", "after_death")),
    "a balance without a person": (put("accounts", 0, person_no="P77"), ("accounts", 2, "person_no", "unknown_person")),
    "a negative balance": (put("accounts", 0, opening="-60000.00", closing="-48900.00"),
                           ("accounts", 2, "opening", "negative_amount")),
    "a balance that does not add up": (put("accounts", 0, closing="71100.01"),
                                       ("accounts", 2, "closing", "parts_differ_from_total")),
    "a pension in payment to the dead": (put("awards", 1, state="final", ends_month="", bank_code="102", account_number="6",
                                             account_name="张国强", verified_on="2010-01-01"),
                                         ("awards", 3, "state", "award_of_the_dead")),
    "parts that are not the pension": (put("awards", 0, total="3850.01"), ("awards", 2, "total", "parts_differ_from_total")),
    "a stopped pension without a reason": (put("awards", 0, state="suspended"), ("awards", 2, "hold_kind", "hold_missing")),
    "a pension with nowhere to go": (put("awards", 0, bank_code="", account_number="", account_name="", verified_on=""),
                                     ("awards", 2, "account_number", "account_missing")),
    "a second pension": (more("awards", {**HandOver(Path()).rows["awards"][0]}), ("awards", 4, "person_index", "duplicate_row")),
    "a month both paid and owed": (put("careers", 3, paid="111111110000", base_08="8000.00", credit_08="640.00"),
                                   ("arrears", 2, "period", "paid_and_owed")),
    "dues that are due before their month": (put("arrears", 0, due_on="2025-07-31"), ("arrears", 2, "due_on", "date_order")),
    "a receivable that is not the dues": (put("books", 2, amount="3840.01"), ("books", 0, "amount", "receivable_differs")),
    "accounts that are not the accounts": (put("books", 3, amount="1.00"), ("books", 0, "amount", "accounts_differ")),
    "a fund that is none": (put("books", 0, fund="lottery"), ("books", 2, "fund", "unknown_code")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_named_with_its_file_row_and_column(hand_over: HandOver, case: str) -> None:
    change, expected = CASES[case]
    change(hand_over.rows)
    summary = hand_over.plan()
    assert expected in hand_over.faults()
    assert not summary.ready


def test_every_fault_can_be_read_in_both_languages_with_the_way_to_mend_it(
    hand_over: HandOver,
) -> None:
    for change, _ in CASES.values():
        change(hand_over.rows)
    hand_over.plan()
    with (hand_over.folder / CHECKED / REPORT).open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({row["code"] for row in rows}) > 25
    for row in rows:
        assert all(row[name] for name in HEADER if name not in ("row", "column", "detail")), row
        assert row["code"] in codes() or row["code"].startswith(
            ("id_", "name_", "credit_code_", "unknown_code")
        )


def test_a_row_on_the_quarantine_list_takes_its_persons_other_rows_with_it_and_the_totals_still_tie(
    hand_over: HandOver,
) -> None:
    hand_over.rows["people"][3]["id_number"] = "310112194910010001"
    assert not hand_over.plan().ready
    hand_over.rows["quarantine"] = [
        {"file": "people", "row_number": "5", "reason": "证件号码待查", "decided_by": "head"}
    ]
    summary = hand_over.plan()
    assert hand_over.faults() == []
    assert summary.ready
    people, awards = summary.files["people"], summary.files["awards"]
    assert (people.rows, people.rows_aside) == (4, 1)
    assert (awards.rows_aside, awards.sums_aside["total"], awards.sum_loaded("total")) == (
        1,
        330_000,
        385_000,
    )


def test_a_control_total_that_differs_or_is_missing_stops_everything(hand_over: HandOver) -> None:
    hand_over.totals = totals_of(hand_over.rows)
    for row in hand_over.totals:
        if (row["file"], row["measure"]) == ("accounts", "closing"):
            row["value"] = "1.00"
    hand_over.totals = [
        row for row in hand_over.totals if (row["file"], row["measure"]) != ("people", "rows")
    ]
    hand_over.totals.append({"file": "people", "measure": "wage", "value": "3"})
    assert not hand_over.plan().ready
    assert {(file, column, code) for file, _, column, code in hand_over.faults()} == {
        ("accounts", "closing", "control_differs"), ("people", "rows", "control_missing"),
        ("totals", "measure", "control_unknown"),
    }  # fmt: skip


def test_who_is_registered_here_already_is_not_registered_again(hand_over: HandOver) -> None:
    def registered(number: str) -> pl.Series:
        return pl.Series(
            [id_number("19850615", 101)] if number == "id_number" else [], dtype=pl.String
        )

    hand_over.plan(registered=registered)
    assert hand_over.faults() == [("people", 2, "id_number", "already_registered")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04" + b"x" * 50, "file_kind"), (b"\xd0\xcf\x11\xe0" + b"x" * 50, "file_kind"),
        (b"\x00" * 10_000_000, "file_kind"), (b"", "file_empty"), (b"\xff\xfe\x01\xff\xff\xff,\xff", "file_kind"),
        ("person_no,姓名\nP1,王\n".encode(), "column_missing"),
        ("个人编号,person_no\nP1,P1\n".encode(), "column_twice"),
    ],
    ids=["xlsx", "xls", "ten megabytes of zeros", "nothing", "no known encoding", "columns missing", "a column twice"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_as_a_whole(
    hand_over: HandOver, content: bytes, code: str
) -> None:
    hand_over.write()
    (hand_over.folder / "people.csv").write_bytes(content)
    summary = plan(folder=hand_over.folder, place=PLACE, as_of=AS_OF, registered=nothing_registered)
    assert code in {found for file, _, _, found in hand_over.faults() if file == "people"}
    assert not summary.ready


def test_rows_of_another_shape_are_named_by_the_number_that_a_spreadsheet_shows(
    hand_over: HandOver,
) -> None:
    hand_over.write()
    path = hand_over.folder / "wages.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([lines[0], "P1,D1", lines[1], "", lines[2].replace("P2", "P8"), "a,b,c,d,e,f"]),
        encoding="utf-8",
    )
    plan(folder=hand_over.folder, place=PLACE, as_of=AS_OF, registered=nothing_registered)
    found = [fault for fault in hand_over.faults() if fault[0] == "wages"]
    assert ("wages", 2, "", "row_shape") in found
    assert ("wages", 6, "", "row_shape") in found
    assert ("wages", 5, "person_no", "unknown_person") in found


def test_the_written_contract_says_what_the_code_reads() -> None:
    written = Path(contract.__file__).with_name("contract.md").read_text(encoding="utf-8")
    assert written == contract.as_markdown()
