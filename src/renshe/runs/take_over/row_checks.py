"""What must hold within one row, and between a row and the person and employer it names: one expression each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from renshe.domains.enrolment import api as enrolment
from renshe.kernel.periods import Month, month_containing
from renshe.runs.take_over.contract import BASES, COMPONENTS, MONTHS
from renshe.runs.take_over.faults import FaultLog


@dataclass(frozen=True)
class Check:
    """A fault of a column where an expression is true."""

    column: str
    code: str
    when: pl.Expr
    detail: pl.Expr | None = None


def note_checks(
    *, frame: pl.DataFrame, file: str, checks: tuple[Check, ...], log: FaultLog
) -> None:
    """Note the rows of a frame that break a check; a check that cannot be answered (null) is not broken."""
    if frame.is_empty() or not checks:
        return
    flags = frame.select(
        check.when.fill_null(False).alias(str(at)) for at, check in enumerate(checks)
    )
    for at, check in enumerate(checks):
        broken = flags[str(at)]
        if broken.any():
            rows = frame.filter(broken)
            details = rows.select(check.detail).to_series() if check.detail is not None else None
            log.note_rows(
                file=file, rows=rows["row"], column=check.column, fault=check.code, details=details
            )


def checks_of(file: str, *, as_of: dt.date) -> tuple[Check, ...]:
    """The checks of one file's rows on the day of the take-over."""
    month = month_containing(as_of)
    return {
        "people": lambda: _people(as_of), "employers": lambda: _employers(as_of),
        "spells": lambda: _spells(month), "wages": lambda: (), "careers": lambda: _careers(month),
        "accounts": lambda: _accounts(month), "awards": lambda: _awards(month),
        "arrears": lambda: _arrears(month), "books": lambda: (),
    }[file]()  # fmt: skip


def _people(as_of: dt.date) -> tuple[Check, ...]:
    col = pl.col
    fits = (col("id_sex") == "M") & (col("retirement_category") == "M60") | (
        (col("id_sex") == "F") & col("retirement_category").is_in(["F55", "F50"])
    )
    return (
        Check("sex", "differs_from_id", col("sex") != col("id_sex")),
        Check("birth_on", "differs_from_id", col("birth_on") != col("id_birth_on")),
        Check("birth_on_file", "in_the_future", col("birth_on_file") > as_of),
        Check("retirement_category", "category_of_sex", ~fits),
        Check("died_on", "date_order", col("died_on") < col("id_birth_on")),
        Check("died_on", "in_the_future", col("died_on") >= as_of),
        Check("death_known_on", "death_known_missing",
              col("died_on").is_not_null() & col("death_known_on").is_null()),
        Check("death_known_on", "date_order",
              (col("death_known_on") < col("died_on")) | (col("died_on").is_null() & col("death_known_on").is_not_null())),
        Check("work_started_month", "date_order",
              col("work_started_month") < _month_of("id_birth_on") + 12 * 12),
    )  # fmt: skip


def _month_of(name: str) -> pl.Expr:
    return pl.col(name).dt.year().cast(pl.Int32) * 12 + pl.col(name).dt.month().cast(pl.Int32) - 1


def _employers(as_of: dt.date) -> tuple[Check, ...]:
    closed = pl.col("closed_on")
    return (
        Check("closed_on", "date_order", closed < pl.col("registered_on")),
        Check("registered_on", "in_the_future", pl.col("registered_on") >= as_of),
        Check(
            "successor_no", "date_order", pl.col("successor_no").is_not_null() & closed.is_null()
        ),
    )


def _spells(month: Month) -> tuple[Check, ...]:
    start, end = pl.col("start_month"), pl.col("end_month")
    allowed = [
        f"{kind}{int(each)}" for kind, group in enrolment.INSURANCES_OF.items() for each in group
    ]
    pair = pl.concat_str("person_kind", pl.col("insurance").cast(pl.String))
    last = end.fill_null(month)
    return (
        Check("end_month", "date_order", end < start),
        Check("start_month", "in_the_future", start > month),
        Check("leave_reason", "end_without_reason", end.is_null() != pl.col("leave_reason").is_null()),
        Check("employer_no", "own_payer_kind",
              pl.col("employer_no").is_null() & (pl.col("person_kind") != "flexible")),
        Check("insurance", "insurance_of_kind", ~pair.is_in(allowed)),
        Check("end_month", "after_death", last > pl.col("death_month"), _shown("death_month")),
        Check("end_month", "after_closing", last > pl.col("closed_month"), _shown("closed_month")),
    )  # fmt: skip


def _shown(name: str) -> pl.Expr:
    month = pl.col(name)
    return pl.format("{}-{}", month // 12, (month % 12 + 1).cast(pl.String).str.zfill(2))


def _bit(number: int) -> pl.Expr:
    return pl.col("paid").cast(pl.Int32) & (1 << number) != 0


def last_paid_month() -> pl.Expr:
    """The last month that a row of careers marks as paid, null where there is none."""
    year = pl.col("year").cast(pl.Int32) * 12
    return pl.max_horizontal(pl.when(_bit(number)).then(year + number) for number in range(12))


def paid_months() -> pl.Expr:
    """How many months a row of careers marks as paid."""
    return pl.sum_horizontal(_bit(number).cast(pl.Int32) for number in range(12))


def _careers(month: Month) -> tuple[Check, ...]:
    empty = [_bit(n) & (pl.col(f"base_{name}").fill_null(0) == 0) for n, name in enumerate(MONTHS)]
    stray, unpaid = (
        [~_bit(n) & (pl.col(f"{stem}_{name}").fill_null(0) != 0) for n, name in enumerate(MONTHS)]
        for stem in ("credit", "base")
    )
    last = last_paid_month()
    return (
        Check("paid", "paid_without_base", pl.any_horizontal(empty)),
        Check("paid", "credit_without_payment", pl.any_horizontal(stray)),
        Check("paid", "base_without_payment", pl.any_horizontal(unpaid)),
        Check(
            "deemed_months",
            "too_many_months",
            paid_months() + pl.col("deemed_months").fill_null(0) > 12,
        ),
        Check("paid", "in_the_future", last >= month),
        Check("paid", "after_death", last > pl.col("death_month"), _shown("death_month")),
        Check("year", "date_order", last < pl.col("birth_month")),
    )


def _accounts(month: Month) -> tuple[Check, ...]:
    parts = {
        name: pl.col(name).fill_null(0)
        for name in ("opening", "credit", "interest", "payout", "closing")
    }
    return (
        Check("closing", "parts_differ_from_total",
              parts["closing"] != parts["opening"] + parts["credit"] + parts["interest"] - parts["payout"]),
        Check("year", "in_the_future", pl.col("year") * 12 + 11 >= month),
    )  # fmt: skip


def _awards(month: Month) -> tuple[Check, ...]:
    total = pl.sum_horizontal(pl.col(name).fill_null(0) for name in COMPONENTS)
    state, ends = pl.col("state"), pl.col("ends_month")
    paying = state.is_in(["provisional", "final", "suspended"])
    payee = [
        pl.col(name) for name in ("bank_code", "account_number", "account_name", "verified_on")
    ]
    some, every = (
        pl.any_horizontal(c.is_not_null() for c in payee),
        pl.all_horizontal(c.is_not_null() for c in payee),
    )
    held = pl.col("hold_kind").is_not_null() & pl.col("hold_from_month").is_not_null()
    return (
        Check("total", "parts_differ_from_total", total != pl.col("total").fill_null(0)),
        Check(
            "state",
            "award_of_the_dead",
            paying & pl.col("death_month").is_not_null(),
            _shown("death_month"),
        ),
        Check("ends_month", "after_death", ends > pl.col("death_month"), _shown("death_month")),
        Check("ends_month", "award_not_ended", (state == "ended") != ends.is_not_null()),
        Check("ends_month", "date_order", ends < pl.col("starts_month") - 1),
        Check("starts_month", "in_the_future", pl.col("starts_month") > month),
        Check("hold_kind", "hold_missing", (state == "suspended") != held),
        Check("account_number", "account_incomplete", some & ~every),
        Check("account_number", "account_missing", state.is_in(["provisional", "final"]) & ~some),
    )


def _arrears(month: Month) -> tuple[Check, ...]:
    first = pl.date(pl.col("period") // 12, pl.col("period") % 12 + 1, 1)
    charged = pl.any_horizontal(pl.col(name).fill_null(0) > 0 for name in BASES)
    return (
        Check("period", "in_the_future", pl.col("period") >= month),
        Check("due_on", "date_order", pl.col("due_on") < first),
        Check("pension_base", "paid_without_base", ~charged),
        Check(
            "period", "after_death", pl.col("period") > pl.col("death_month"), _shown("death_month")
        ),
    )
