"""A bank's report of a year of personal pensions, read exactly as README.md says."""

from __future__ import annotations

import datetime as dt
import hashlib

from renshe.domains.annuity.api import BankFile, ReportedYear
from renshe.gateways.sealed_text import Layout, broken, unseal

LAYOUT = Layout(
    name="RENSHE-PERSONAL-PENSION",
    version="1",
    header=("bank", "year", "sequence", "made_on"),
    record={
        "number": "count", "id_number": "code", "opened_on": "day", "paid_fen": "fen", "drawn_fen": "fen",
        "drawn_for": "code", "balance_fen": "fen",
    },
    total="paid_fen",
    may_be_empty=("drawn_for",),
)  # fmt: skip


def read_report(content: bytes) -> BankFile:
    """The file's year with all of its lines. Raises Refused where the file breaks the contract."""
    found = unseal(content, layout=LAYOUT)
    head, made_on = found.header, _day(found.header["made_on"])
    bank, year = head["bank"].strip(), head["year"]
    if not bank or len(bank) > 60 or not (year.isdigit() and len(year) == 4):
        raise broken(line=1, zh="文件头的银行或年度不合规", en="bank or year is malformed")
    rows = []
    for line, row in enumerate(found.records.iter_rows(named=True), 2):
        if (
            min(row["paid_fen"], row["drawn_fen"], row["balance_fen"]) < 0
            or row["number"] != line - 1
        ):
            raise broken(
                line=line,
                zh="金额为负或者序号不连续",
                en="an amount below zero, or numbers with a gap",
            )
        rows.append(
            ReportedYear(
                id_number=str(row["id_number"]).upper(), opened_on=row["opened_on"], paid_fen=row["paid_fen"],
                drawn_fen=row["drawn_fen"], drawn_for=row["drawn_for"] or "", balance_fen=row["balance_fen"],
            )
        )  # fmt: skip
    return BankFile(
        bank=bank, year=int(year), made_on=made_on, sha256=hashlib.sha256(content).hexdigest(), rows=rows
    )  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError as error:
        raise broken(line=1, zh="文件头的日期不合规", en="the day is malformed") from error
