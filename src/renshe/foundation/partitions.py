"""Migration operations for tables that only ever gain rows.

    operations = [
        partitioned_by_batch(
            table="contributions_line",
            columns={"line_no": "integer NOT NULL", "person_id": "bigint NOT NULL"},
            checks={"contributions_line_person": "person_id > 0"},
            indexes={"contributions_line_of_person": ("person_id",)},
        ),
        guard_append_only("contributions_allocation"),
    ]

The functions that these call are installed before every `migrate` (`foundation/functions.sql`).
"""

import re
from collections.abc import Mapping, Sequence

from django.db.migrations.operations import RunSQL

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")  # room for "_b" and a batch number below 63 letters


class BadName(ValueError):
    """A table, column or index name that cannot be written without quotes."""


def partitioned_by_batch(
    *,
    table: str,
    columns: Mapping[str, str],
    key: Sequence[str] = ("batch_id", "line_no"),
    checks: Mapping[str, str] | None = None,
    indexes: Mapping[str, Sequence[str]] | None = None,
) -> RunSQL:
    """A table partitioned by list of `batch_id`, which comes first, with its key, indexes and guard.

    `columns` maps each further column to its SQL type, `checks` a constraint's name to its
    condition, `indexes` an index's name to its columns. `key` must hold `batch_id`; empty, the
    table has no key. There is no partition yet: rows come by `StagedPartition`. Raises BadName.
    """
    named = [table, *columns, *key, *(checks or {}), *(indexes or {})]
    named += [column for each in (indexes or {}).values() for column in each]
    for name in named:
        _checked(name)
    parts = ["batch_id bigint NOT NULL", *(f"{name} {kind}" for name, kind in columns.items())]
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(key)})")
    parts += [f"CONSTRAINT {name} CHECK ({rule})" for name, rule in (checks or {}).items()]
    body = ",\n    ".join(parts)
    statements = [f"CREATE TABLE {table} (\n    {body}\n) PARTITION BY LIST (batch_id)"]
    for name, on in (indexes or {}).items():
        statements.append(f"CREATE INDEX {name} ON {table} ({', '.join(on)})")
    statements.append(f"SELECT renshe_guard_append_only('{table}')")
    return RunSQL(";\n".join(statements), reverse_sql=f"DROP TABLE {table}")


def guard_append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on this table for every role. Raises BadName."""
    _checked(table)
    return RunSQL(
        f"SELECT renshe_guard_append_only('{table}')",
        reverse_sql=f"SELECT renshe_unguard_append_only('{table}')",
    )


def _checked(name: str) -> None:
    if not NAME.match(name):
        raise BadName(f"{name!r} must be lower case letters, digits and _, at most 40")
