"""Years paid in another province, as a transfer brings them: months and bases of the career, without account credit.

What the account gets with them is one amount with its interest, so it is an account change of the same batch and no
month's credit (`record_account_changes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from renshe.foundation.bulk import StagedPartition


@dataclass(frozen=True)
class TransferredYear:
    """A year's months (bit 0 is January) with the base of each (fen)."""

    person_id: int
    year: int
    paid_months: int
    base_fen: tuple[int, ...]


def stage_transferred_years(*, batch_id: int, rows: Sequence[TransferredYear]) -> StagedPartition:
    """The rows in the unattached partition of a batch; the caller attaches it where it posts, and closes the stage.

    Runs as runner. Raises StageBusy, AlreadyPosted, OrphanRow.
    """
    many = pa.list_(pa.int64())
    data = pa.table(
        {
            "person_id": pa.array([row.person_id for row in rows], pa.int64()),
            "employer_id": pa.array([None for _ in rows], pa.int64()),
            "year": pa.array([row.year for row in rows], pa.int64()),
            "paid_months": pa.array([row.paid_months for row in rows], pa.int64()),
            "base_fen": pa.array([list(row.base_fen) for row in rows], many),
            "credit_fen": pa.array([[0] * 12 for _ in rows], many),
            "deemed_months": pa.array([0 for _ in rows], pa.int64()),
        }
    )
    stage = StagedPartition(parent="contributions_year", batch_id=batch_id)
    stage.create()
    stage.copy(data)
    stage.key()
    stage.assert_no_orphans(column="person_id", table="registry_person")
    return stage
