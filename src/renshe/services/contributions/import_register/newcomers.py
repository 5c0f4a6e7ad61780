"""People who are not known yet, as the registry takes them in bulk."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pyarrow as pa

from renshe.domains.registry.api import bulk_tables
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.problem import Problem


def people_of(rows: pl.DataFrame, *, as_of: dt.date, at: dt.datetime) -> pa.Table:
    """New people as the registry's bulk schema has them. A foreigner has no household place: he has where he lives."""
    kinds = {}
    for number in rows.filter(~pl.col("key").str.contains("^[1-6]"))["key"].to_list():
        read = read_id_number(number, as_of=as_of)
        assert not isinstance(read, Problem), number  # only good rows come here
        kinds[number] = read.kind
    frame = rows.select(
        id="person_id",
        id_kind=pl.col("key").replace_strict(kinds, default="resident_id", return_dtype=pl.String),
        id_number="key",
        name="name",
        sex="sex",
        birth_on="birth_on",
        ethnic_code="ethnic_code",
        household_place=pl.when(pl.col("key").str.contains("^[1-6]"))
        .then(pl.col("key").str.slice(0, 6))
        .otherwise("place"),
        residence_place="place",
        address=pl.lit(""),
        phone=pl.lit(""),
        retirement_category="category",
        created_at=pl.lit(at),
    )
    schema = bulk_tables()["registry_person"]
    return frame.to_arrow().cast(pa.schema([schema.field(name) for name in frame.columns]))
