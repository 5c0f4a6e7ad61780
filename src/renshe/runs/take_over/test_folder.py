"""A folder as a small old system would hand it over: four people, two employers, everything in order."""

from __future__ import annotations

import copy
import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from renshe.kernel.codes.credit_code import check_character
from renshe.kernel.codes.national_id import check_digit
from renshe.runs.take_over import contract
from renshe.runs.take_over.registered import nothing_registered
from renshe.runs.take_over.run import CHECKED, REPORT, plan
from renshe.runs.take_over.summary import Summary

PLACE = "310112"
AS_OF = dt.date(2025, 10, 1)
MONEY = {spec.name: spec.summed for spec in contract.ALL}
Rows = dict[str, list[dict[str, Any]]]


def id_number(born: str, sequence: int) -> str:
    """A well-formed number; an odd sequence is a man's."""
    first = f"310112{born}{sequence:03d}"
    return first + check_digit(first)


def credit_code(number: int) -> str:
    """A well-formed credit code."""
    first = f"91310112MA{number:07d}"
    return first + check_character(first)


def person(
    number: str, name: str, born: str, sequence: int, category: str, **more: str
) -> dict[str, Any]:
    """A row of people."""
    return {
        "person_no": number, "id_number": id_number(born, sequence), "name": name, "ethnic_code": "01",
        "household_place": "310112", "residence_place": "310112001", "retirement_category": category, **more,
    }  # fmt: skip


def career(
    number: str, year: int, *, base: str, paid: str = "1" * 12, employer: str = "D1"
) -> dict[str, Any]:
    """A year at one employer with the same base each month and eight percent in the account."""
    credit = str((Decimal(base) * 8 / 100).quantize(Decimal("0.01")))
    row: dict[str, Any] = {"person_no": number, "employer_no": employer, "year": year, "paid": paid}
    for month, flag in zip(contract.MONTHS, paid, strict=True):
        row |= {
            f"base_{month}": base if flag == "1" else "",
            f"credit_{month}": credit if flag == "1" else "",
        }
    return row


def owed(number: str, period: str) -> dict[str, Any]:
    """A month of dues not received at D2, base 8,000 yuan."""
    return {
        "person_no": number, "employer_no": "D2", "period": period, "due_on": f"{period}-25", "wage": "8000.00",
        "pension_base": "8000.00", "medical_base": "8000.00", "unemployment_base": "8000.00", "injury_base": "8000.00",
        "pension_employer": "1280.00", "pension_personal": "640.00", "medical_employer": "760.00",
        "medical_personal": "160.00", "unemployment_employer": "40.00", "unemployment_personal": "40.00",
        "injury_employer": "12.80", "maternity_employer": "80.00", "account_credit": "640.00",
    }  # fmt: skip


def spells(number: str, employer: str, since: str, kinds: str = "12345") -> list[dict[str, Any]]:
    """Open spells of an employee in several insurances."""
    return [
        {"person_no": number, "employer_no": employer, "insurance": kind, "start_month": since, "status": "active",
         "person_kind": "employee"}
        for kind in kinds
    ]  # fmt: skip


def in_order() -> Rows:
    """What the small old system holds."""
    accounts = [
        {"person_no": "P1", "year": 2024, "opening": "60000.00", "credit": "9600.00", "interest": "1500.00",
         "payout": "0.00", "closing": "71100.00"},
        {"person_no": "P3", "year": 2024, "opening": "90000.00", "credit": "0", "interest": "2000.00",
         "payout": "7200.00", "closing": "84800.00"},
    ]  # fmt: skip
    awards = [
        {"person_no": "P3", "place": PLACE, "starts_month": "2018-06", "state": "final", "basic": "2500.00",
         "account": "600.00", "transitional": "300.00", "other": "450.00", "total": "3850.00", "bank_code": "102",
         "account_number": "6222000000000000001", "account_name": "沈丽华", "verified_on": "2018-05-20"},
        {"person_no": "P4", "place": PLACE, "starts_month": "2010-01", "ends_month": "2025-03", "state": "ended",
         "basic": "1500.00", "account": "200.00", "transitional": "700.00", "other": "900.00", "total": "3300.00"},
    ]  # fmt: skip
    return {
        "people": [
            person("P1", "王小明", "19850615", 101, "M60", work_started_month="2008-07"),
            person("P2", "李秀英", "19900102", 102, "F50", phone="13800000000"),
            person("P3", "沈丽华", "19680512", 104, "F50"),
            person("P4", "张国强", "19491001", 105, "M60", died_on="2025-03-09", death_known_on="2025-03-20"),
        ],
        "employers": [
            {"employer_no": f"D{n}", "uscc": credit_code(n), "name": f"上海第{n}工厂", "kind": "enterprise",
             "industry_code": "C", "size_class": "small", "injury_rate_class": 2, "place": PLACE,
             "registered_on": "2001-01-01"}
            for n in (1, 2)
        ],
        "spells": [*spells("P1", "D1", "2008-07"), *spells("P2", "D2", "2020-03")],
        "wages": [
            {"person_no": "P1", "employer_no": "D1", "year_start_month": "2025-07", "wage": "10000.00"},
            {"person_no": "P2", "employer_no": "D2", "year_start_month": "2025-07", "wage": "8,000.00"},
        ],
        "careers": [
            career("P1", 2024, base="10000.00"), career("P1", 2025, base="10000.00", paid="111111111000"),
            career("P2", 2024, base="8000.00", employer="D2"),
            career("P2", 2025, base="8000.00", paid="111111100000", employer="D2"),
            {"person_no": "P3", "employer_no": "D1", "year": 1990, "paid": "0" * 12, "deemed_months": 12},
        ],
        "accounts": accounts, "awards": awards, "arrears": [owed("P2", "2025-08"), owed("P2", "2025-09")],
        "books": books(),
    }  # fmt: skip


def books() -> list[dict[str, Any]]:
    """Opening books that agree with the rows: accounts are 155,900 + 9 × 800 + 7 × 640 less what pensions drew."""
    lines = [
        ("employee_pension", "1003", "500000.00"), ("employee_pension", "1004", "20000.00"),
        ("employee_pension", "receivable", "3840.00"), ("employee_pension", "individual_accounts", "162180.00"),
        ("employee_pension", "account_payouts_since", "5400.00"),
        ("employee_medical", "1003", "80000.00"), ("employee_medical", "receivable", "2000.00"),
        ("unemployment", "1003", "9000.00"), ("unemployment", "receivable", "160.00"),
        ("work_injury", "1003", "7000.00"), ("work_injury", "receivable", "25.60"),
    ]  # fmt: skip
    return [{"fund": fund, "item": item, "amount": amount} for fund, item, amount in lines]


def totals_of(rows: Rows) -> list[dict[str, str]]:
    """Control totals as the old system would state them."""
    found = []
    for file, listed in rows.items():
        if file in ("totals", "quarantine"):
            continue
        found.append({"file": file, "measure": "rows", "value": str(len(listed))})
        for measure, columns in contract.file_spec(file).measures.items():
            cells = [
                str(row.get(column) or "0").replace(",", "") for row in listed for column in columns
            ]
            found.append({"file": file, "measure": measure, "value": str(sum(map(Decimal, cells)))})
    return found


class HandOver:
    """The folder, to be changed before it is written: `rows[file][n][column]`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = copy.deepcopy(in_order())
        self.totals: list[dict[str, str]] | None = None
        self.encoding = "utf-8"

    def write(self) -> None:
        """Write every file as CSV with English or Chinese header names by turns."""
        rows = {
            **self.rows,
            "totals": self.totals if self.totals is not None else totals_of(self.rows),
        }
        for at, (file, listed) in enumerate(rows.items()):
            spec = contract.file_spec(file)
            used = [column for column in spec.columns if any(column.name in row for row in listed)]
            with (self.folder / f"{file}.csv").open(
                "w", encoding=self.encoding, newline=""
            ) as handle:
                writer = csv.writer(handle)
                writer.writerow([column.name if at % 2 else column.zh for column in used])
                writer.writerows([row.get(column.name, "") for column in used] for row in listed)

    def plan(self, **more: Any) -> Summary:
        """Write and check."""
        self.write()
        asked = {"place": PLACE, "as_of": AS_OF, "registered": nothing_registered, **more}
        return plan(folder=self.folder, **asked)

    def faults(self) -> list[tuple[str, int, str, str]]:
        """What the report says: file, row, column, code."""
        with (self.folder / CHECKED / REPORT).open(encoding="utf-8-sig", newline="") as handle:
            return [
                (row["file"], int(row["row"] or 0), row["column"], row["code"])
                for row in csv.DictReader(handle)
            ]


def test_a_folder_in_order_has_no_fault_in_either_encoding_and_as_parquet(tmp_path: Path) -> None:
    import polars as pl

    for encoding in ("utf-8", "gb18030", "utf-8-sig"):
        folder = tmp_path / encoding
        folder.mkdir()
        given = HandOver(folder)
        given.encoding = encoding
        summary = given.plan()
        assert given.faults() == []
        assert summary.ready
    for path in folder.glob("*.csv"):
        pl.read_csv(path, infer_schema=False).write_parquet(path.with_suffix(".parquet"))
        path.unlink()
    again = plan(folder=folder, place=PLACE, as_of=AS_OF, registered=nothing_registered)
    assert again.ready
    assert {name: tally.sums for name, tally in again.files.items()} == {
        name: tally.sums for name, tally in summary.files.items()
    }
    assert again.files["careers"].sums == {"base": 36_200_000, "credit": 2_896_000}
