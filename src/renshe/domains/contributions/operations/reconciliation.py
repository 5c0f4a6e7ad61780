"""The three-way comparison of a day: what the agency took down, the tax bureau reports and the treasury booked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from renshe.domains.contributions.frames import read_frame
from renshe.domains.contributions.models import Reconciliation

SIDES = ("agency", "tax", "treasury")
ROW = {"external_ref": pl.String, "amount_fen": pl.Int64}

_AGENCY = """
SELECT r.external_ref, r.amount_fen FROM contributions_receipt r
 WHERE r.received_on = %s
"""


@dataclass(frozen=True)
class DayReconciliation:
    """The comparison of one day: totals of each side and of what agrees, and every reference that does not.

    A difference is `{external_ref, agency_fen, tax_fen, treasury_fen, reason, zh}`; a missing amount is None.
    """

    day: dt.date
    totals: dict[str, dict[str, int]]
    differences: tuple[dict[str, object], ...]

    @property
    def agrees(self) -> bool:
        """Whether all three sides say the same."""
        return not self.differences


_REASONS = (
    # which sides have it (agency, tax, treasury) → reason
    ((True, True, False), "missing_treasury", "国库未入账"),
    ((True, False, True), "missing_tax", "税务明细缺失"),
    ((False, True, True), "missing_agency", "经办机构未入账"),
    ((True, False, False), "only_agency", "仅经办机构有记录"),
    ((False, True, False), "only_tax", "仅税务有记录"),
    ((False, False, True), "only_treasury", "仅国库有记录"),
    ((True, True, True), "amount_differs", "三方金额不一致"),
)


def compare_day(
    *, day: dt.date, agency: pa.Table, tax: pa.Table, treasury: pa.Table
) -> DayReconciliation:
    """Compare three sets of payments by reference. Each table has external_ref and amount_fen (fen).

    A reference that a side has twice is added up there, so that a double entry shows as a different amount.
    """
    sides = {
        name: _summed(table, name)
        for name, table in zip(SIDES, (agency, tax, treasury), strict=True)
    }
    joined = sides["agency"]
    for name in SIDES[1:]:
        joined = joined.join(sides[name], on="external_ref", how="full", coalesce=True)
    amounts = [f"{name}_fen" for name in SIDES]
    same = (pl.col(amounts[0]) == pl.col(amounts[1])) & (pl.col(amounts[1]) == pl.col(amounts[2]))
    matched = joined.filter(same.fill_null(False))
    broken = joined.filter(~same.fill_null(False)).sort("external_ref")
    totals = {
        name: {"rows": frame.height, "fen": int(frame[f"{name}_fen"].sum())}
        for name, frame in sides.items()
    }
    totals["matched"] = {"rows": matched.height, "fen": int(matched["agency_fen"].sum())}
    return DayReconciliation(
        day=day,
        totals=totals,
        differences=tuple(_explained(row) for row in broken.iter_rows(named=True)),
    )


def reconcile_day(
    *, place: str, day: dt.date, tax: pa.Table, treasury: pa.Table, made_at: dt.datetime
) -> DayReconciliation:
    """Compare our receipts of a day with the two partners' words and keep the result for the page.

    Made again for the same day and place (a file came later), the new result stands.
    """
    agency = read_frame(sql=_AGENCY, schema=ROW, params=[day]).to_arrow()
    result = compare_day(day=day, agency=agency, tax=tax, treasury=treasury)
    Reconciliation.objects.update_or_create(
        place=place,
        day=day,
        defaults={
            "agrees": result.agrees,
            "totals": result.totals,
            "differences": list(result.differences),
            "made_at": made_at,
        },
    )
    return result


def _summed(table: pa.Table, name: str) -> pl.DataFrame:
    frame = pl.from_arrow(table.select(["external_ref", "amount_fen"]))
    assert isinstance(frame, pl.DataFrame)
    return (
        frame.cast(ROW)
        .group_by("external_ref")
        .agg(  # type: ignore[arg-type]
            pl.col("amount_fen").sum().alias(f"{name}_fen")
        )
    )


def _explained(row: dict[str, object]) -> dict[str, object]:
    has = tuple(row[f"{name}_fen"] is not None for name in SIDES)
    for sides, reason, zh in _REASONS:
        if sides == has:
            return {**row, "reason": reason, "zh": zh}
    raise AssertionError(f"a reference that nobody has: {row}")
