"""How far the import of a large register has come, kept in the transaction of each chunk's rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.db import connection, transaction

from renshe.domains.contributions.frames import arrow_of
from renshe.domains.contributions.models import RegisterImport
from renshe.domains.contributions.refusals import refused
from renshe.foundation.bulk import copy_rows

ERROR_COLUMNS = ("row_number", "id_number", "errors")


@dataclass(frozen=True)
class ImportCursor:
    """Where an import stands: everything before `next_row` (counted from 0) is committed."""

    import_id: int
    next_row: int
    rows_good: int
    rows_bad: int
    done: bool


@transaction.atomic
def begin_import(*, resume_key: str, sha256: str, started_at: dt.datetime) -> ImportCursor:
    """Begin an import, or find where an earlier attempt under this key ended. Raises Refusal `other_file`."""
    found, _ = RegisterImport.objects.get_or_create(
        resume_key=resume_key,
        defaults={
            "sha256": sha256,
            "next_row": 0,
            "rows_good": 0,
            "rows_bad": 0,
            "state": "running",
            "started_at": started_at,
        },
    )
    if found.sha256 != sha256:
        raise refused("other_file", subject=resume_key)
    return _cursor(found)


def keep_chunk(
    *, import_id: int, from_row: int, to_row: int, good: int, errors: pl.DataFrame
) -> ImportCursor:
    """Move the cursor over a chunk, in the caller's transaction that also wrote its rows.

    `errors` has ERROR_COLUMNS, one row for each bad row (errors as JSON text). Locks the import, so that two
    processes under one key cannot take the same chunk. Raises Refusal `state_forbids`.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a chunk and its cursor belong in one transaction")
    found = RegisterImport.objects.select_for_update().get(pk=import_id)
    if found.next_row != from_row or found.state != "running":
        raise refused("state_forbids", subject=f"{found.resume_key}: {found.next_row} ≠ {from_row}")
    if errors.height:
        data = errors.select(*ERROR_COLUMNS, register_import_id=pl.lit(import_id, dtype=pl.Int64))
        with connection.cursor() as cursor:
            copy_rows(
                table="contributions_register_import_error", data=arrow_of(data), cursor=cursor
            )
    found.next_row = to_row
    found.rows_good += good
    found.rows_bad += errors.height
    found.save(update_fields=["next_row", "rows_good", "rows_bad"])
    return _cursor(found)


@transaction.atomic
def finish_import(*, import_id: int, finished_at: dt.datetime) -> ImportCursor:
    """Note that an import has reached the end of its file; finishing twice changes nothing."""
    found = RegisterImport.objects.select_for_update().get(pk=import_id)
    if found.state != "done":
        found.state, found.finished_at = "done", finished_at
        found.save(update_fields=["state", "finished_at"])
    return _cursor(found)


def import_state(*, resume_key: str) -> ImportCursor | None:
    """Where the import of this key stands, or None where there is none."""
    found = RegisterImport.objects.filter(resume_key=resume_key).first()
    return _cursor(found) if found else None


def _cursor(found: RegisterImport) -> ImportCursor:
    return ImportCursor(
        import_id=found.pk,
        next_row=found.next_row,
        rows_good=found.rows_good,
        rows_bad=found.rows_bad,
        done=found.state == "done",
    )
