"""What this system has already, asked as columns: numbers that must not be registered twice."""

from __future__ import annotations

import polars as pl

from renshe.foundation.bulk import read_arrow

_TABLES = {"id_number": "registry_person", "uscc": "registry_employer"}


def registered_numbers(number: str) -> pl.Series:
    """Every `id_number` or `uscc` that is registered here. Raises KeyError for anything else."""
    table = read_arrow(sql=f"SELECT {number} FROM {_TABLES[number]}")
    return pl.Series(number, table.column(0), dtype=pl.String)


def nothing_registered(number: str) -> pl.Series:
    """An empty system, for a check before there is a database."""
    return pl.Series(number, [], dtype=pl.String)
