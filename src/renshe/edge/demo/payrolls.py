"""Pensions paid since January, month by month, as an old system hands them over: closed batches with every line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from renshe.edge.demo.pensioners import Pensions

_HANDLERS = ("take_over_freeze", "take_over_review", "take_over_approve")
PAY_DAY = 15


@dataclass(frozen=True)
class Payable:
    """Who was paid how much from which month to which, both inside; one entry an award. Money is fen."""

    person: np.ndarray
    first: np.ndarray
    last: np.ndarray
    basic: np.ndarray
    account: np.ndarray
    transitional: np.ndarray
    other: np.ndarray

    @classmethod
    def of(cls, *, pensions: Pensions, person: np.ndarray, last: np.ndarray) -> Payable:
        """The pensions of the people at positions `person`, paid until `last`."""
        return cls(
            person=person,
            first=pensions.starts,
            last=last,
            basic=pensions.basic,
            account=pensions.account,
            transitional=pensions.transitional,
            other=pensions.other,
        )

    @staticmethod
    def joined(parts: list[Payable]) -> Payable:
        """All parts, in the order in which they come."""
        return Payable(
            *(np.concatenate(c) for c in zip(*(vars(p).values() for p in parts), strict=True))
        )

    def in_month(self, month: int) -> np.ndarray:
        """Whose pension of the month was paid."""
        return np.flatnonzero((self.first <= month) & (self.last >= month))


def months_of_year(end_month: int) -> range:
    """The months of the running year before the city's day."""
    return range((end_month - 1) // 12 * 12, end_month)


def payment_lines(*, payable: Payable, month: int, batch_id: int) -> pa.Table:
    """The rows of `pension_payment_line` of one month; award and payee account bear the person's number."""
    at = payable.in_month(month)
    ids, count = payable.person[at] + 1, len(at)
    parts = {
        name: getattr(payable, name)[at] for name in ("basic", "account", "transitional", "other")
    }
    return pa.table(
        {
            "batch_id": np.full(count, batch_id),
            "line_no": np.arange(1, count + 1, dtype=np.int32),
            "person_id": ids,
            "award_id": ids,
            "period": np.full(count, month, dtype=np.int32),
            "kind": pa.array(["regular"] * count, pa.string()),
            **{f"{name}_fen": values for name, values in parts.items()},
            "deduction_fen": np.zeros(count, dtype=np.int64),
            "net_fen": sum(parts.values()),
            "payee_account_id": ids,
            "attempt_of": pa.nulls(count, pa.string()),
        }
    )


def payment_batches(*, months: list[int], ids: list[int], sums: list[int], place: str) -> pa.Table:
    """The rows of `pension_payment_batch`: frozen on the 8th, paid on the 15th, closed on the 20th of each month."""
    first = [dt.date(month // 12, month % 12 + 1, 1) for month in months]
    frozen = [f"{day.replace(day=8).isoformat()} 09:00:00+08" for day in first]
    count = len(months)
    return pa.table(
        {
            "batch_id": ids,
            "fund": ["employee_pension"] * count,
            "period": pa.array(months, pa.int32()),
            "place": [place] * count,
            "attempt": pa.array([1] * count, pa.int32()),
            "pays": ["month"] * count,
            "accounting_month": pa.array(months, pa.int32()),
            "state": ["closed"] * count,
            "frozen_at": frozen,
            "frozen_by": [_HANDLERS[0]] * count,
            "planned_fen": pa.array(sums, pa.int64()),
            "reviewed_by": [_HANDLERS[1]] * count,
            "approved_by": [_HANDLERS[2]] * count,
            "funded_fen": pa.array(sums, pa.int64()),
            "funded_on": pa.array([day.replace(day=12) for day in first], pa.date32()),
            "funded_reference": ["take_over"] * count,
            "filed_on": pa.array([day.replace(day=PAY_DAY - 1) for day in first], pa.date32()),
            "closed_on": pa.array([day.replace(day=20) for day in first], pa.date32()),
        }
    )
