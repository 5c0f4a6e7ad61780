"""The shape in which people and employers are loaded by the million.

Columns are named as in the tables, so that the rows go in by `foundation.bulk.copy_rows`. Codes
must be valid already: a load does not pass through the operations, only through the database's
constraints and afterwards through `renshe prove`. Ids are given by the loader; afterwards each
table's sequence is set behind the largest (`sequences_to_advance`).
"""

from __future__ import annotations

import pyarrow as pa

_TIMESTAMP = pa.timestamp("us", tz="UTC")


def _required(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


def bulk_tables() -> dict[str, pa.Schema]:
    """Arrow schemas by table; a nullable field may be null, every other must be given."""
    person = pa.schema(
        [
            _required("id", pa.int64()),
            _required("id_kind", pa.string()),
            _required("id_number", pa.string()),
            _required("name", pa.string()),
            _required("sex", pa.string()),
            _required("birth_on", pa.date32()),
            pa.field("birth_on_file", pa.date32()),
            _required("ethnic_code", pa.string()),
            _required("household_place", pa.string()),
            _required("residence_place", pa.string()),
            _required("address", pa.string()),
            _required("phone", pa.string()),
            pa.field("died_on", pa.date32()),
            pa.field("death_known_on", pa.date32()),
            pa.field("work_started_month", pa.int32()),
            _required("retirement_category", pa.string()),
            _required("created_at", _TIMESTAMP),
        ]
    )
    employer = pa.schema(
        [
            _required("id", pa.int64()),
            _required("uscc", pa.string()),
            _required("name", pa.string()),
            _required("kind", pa.string()),
            _required("industry_code", pa.string()),
            _required("size_class", pa.string()),
            _required("injury_rate_class", pa.int16()),
            _required("place", pa.string()),
            _required("registered_on", pa.date32()),
            pa.field("closed_on", pa.date32()),
            pa.field("successor_id", pa.int64()),
        ]
    )
    return {"registry_employer": employer, "registry_person": person}


def sequences_to_advance() -> list[str]:
    """One statement for each table that sets its sequence behind the largest id; run as owner."""
    return [
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
        f"(SELECT coalesce(max(id), 1) FROM {table}))"
        for table in bulk_tables()
    ]
