"""What the files must say together: books agree with the rows behind them, and files with their control totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from renshe.kernel.money import MoneyError, format_yuan, yuan_to_fen
from renshe.runs.take_over.contract import FUNDS, HANDED_OVER, MONTHS, file_spec
from renshe.runs.take_over.faults import WHOLE_FILE, FaultLog
from renshe.runs.take_over.summary import Tally

FUND_OF = {
    "pension_employer": "employee_pension", "pension_personal": "employee_pension",
    "medical_employer": "employee_medical", "medical_personal": "employee_medical",
    "maternity_employer": "employee_medical", "unemployment_employer": "unemployment",
    "unemployment_personal": "unemployment", "injury_employer": "work_injury",
}  # fmt: skip


class Ties:
    """Sums that the opening books must agree with, gathered while rows are read."""

    def __init__(self, log: FaultLog) -> None:
        self._log = log
        self._owed: Counter[str] = Counter()
        self._credited: Counter[int] = Counter()
        self._years: Counter[int] = Counter()
        self._closing_fen = 0

    def count(self, frame: pl.DataFrame, *, file: str) -> None:
        """Add the rows of a chunk that are to be loaded."""
        if file == "arrears":
            for share, fund in FUND_OF.items():
                self._owed[fund] += int(frame[share].sum())
        elif file == "accounts":
            self._closing_fen += int(frame["closing"].sum())
            self._years.update(frame["year"].drop_nulls().to_list())
        elif file == "careers":
            credit = pl.sum_horizontal(pl.col(f"credit_{month}").fill_null(0) for month in MONTHS)
            sums = frame.group_by("year").agg(credit.sum().alias("fen")).drop_nulls("year")
            self._credited.update(dict(sums.iter_rows()))

    def account_year(self) -> int | None:
        """The closed year of the accounts; several are a fault."""
        if len(self._years) > 1:
            detail = ", ".join(f"{year}: {count}" for year, count in sorted(self._years.items()))
            self._log.note(
                file="accounts", row=WHOLE_FILE, column="year", fault="year_differs", detail=detail
            )
        return max(self._years, default=None)

    def accounts_fen(self) -> int:
        """All individual accounts on the day of the take-over, before what pensions drew since the closed year."""
        year = max(self._years, default=0)
        return self._closing_fen + sum(fen for of, fen in self._credited.items() if of > year)

    def tie_books(self, books: pl.DataFrame | None) -> None:
        """The receivable of each fund is the dues owed; the total of accounts is the accounts and credits since."""
        stated: Counter[tuple[str, str]] = Counter()
        if books is not None:
            stated.update(
                {
                    (fund, item): fen
                    for fund, item, fen in books.select("fund", "item", "amount").iter_rows()
                }
            )
        for fund in FUNDS:
            self._compare("receivable_differs", fund, stated[fund, "receivable"], self._owed[fund])
        drawn = stated["employee_pension", "account_payouts_since"]
        self._compare("accounts_differ", "employee_pension", stated["employee_pension", "individual_accounts"],
                      self.accounts_fen() - drawn)  # fmt: skip

    def _compare(self, code: str, fund: str, stated: int, found: int) -> None:
        if stated != found:
            detail = f"{fund}: {format_yuan(stated)} ≠ {format_yuan(found)}"
            self._log.note(file="books", row=WHOLE_FILE, column="amount", fault=code, detail=detail)


def tie_controls(
    *, controls: Sequence[pl.DataFrame], files: Mapping[str, Tally], log: FaultLog
) -> None:
    """Every file has the rows and sums that the old system states; what differs names both."""
    stated: dict[tuple[str, str], int] = {}
    known = {spec.name for spec in HANDED_OVER}
    for frame in controls:
        for row, file, measure, text in frame.select("row", "file", "measure", "value").iter_rows():
            value = _value(measure, text)
            if (
                file not in known
                or (measure != "rows" and measure not in file_spec(file).measures)
                or value is None
            ):
                log.note(
                    file="totals",
                    row=row,
                    column="measure",
                    fault="control_unknown",
                    detail=f"{file} {measure}",
                )
                continue
            stated[file, measure] = stated.get((file, measure), 0) + value
    for name, tally in files.items():
        if name not in known:
            continue
        for measure, found in {"rows": tally.rows, **tally.sums}.items():
            _control(stated.pop((name, measure), None), found, file=name, measure=measure, log=log)
    for (file, measure), value in stated.items():
        if value:
            log.note(file=file, row=WHOLE_FILE, column=measure, fault="file_missing")


def _value(measure: str | None, text: str | None) -> int | None:
    if not text:
        return None
    if measure == "rows":
        return int(text) if text.isascii() and text.isdigit() else None
    try:
        return yuan_to_fen(text)
    except MoneyError:
        return None


def _control(stated: int | None, found: int, *, file: str, measure: str, log: FaultLog) -> None:
    if stated is None and not found and measure != "rows":
        return
    if stated is None:
        log.note(file=file, row=WHOLE_FILE, column=measure, fault="control_missing")
    elif stated != found:
        shown = (str, str) if measure == "rows" else (format_yuan, format_yuan)
        log.note(file=file, row=WHOLE_FILE, column=measure, fault="control_differs",
                 detail=f"{shown[0](stated)} ≠ {shown[1](found)}")  # fmt: skip
