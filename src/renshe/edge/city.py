"""How far the demonstration city has come: written on the database itself, as its comment.

A city is built in many committed steps. One that was cut short is recognised by its mark and built
anew; one that is finished is never touched.
"""

import enum

import psycopg
from psycopg import sql

MARK = "renshe demonstration city"


class CityStage(enum.StrEnum):
    """What the mark says."""

    NONE = "none"
    BUILDING = "building"
    BUILT = "built"
    LIVED = "lived through its month"
    READY = "ready"


def city_stage(connection: psycopg.Connection) -> CityStage:
    """The stage of the city in the connected database; NONE where nobody built one."""
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    text = (row and row[0]) or ""
    if not text.startswith(MARK):
        return CityStage.NONE
    return CityStage(text.rpartition(": ")[2])


def mark_city(connection: psycopg.Connection, *, what: str, stage: CityStage) -> None:
    """Write the stage; `what` names place, people and seed. The connection is the owner's."""
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
        sql.Identifier(connection.info.dbname), sql.Literal(f"{MARK} {what}: {stage}")
    )
    connection.execute(statement)


def move_city(connection: psycopg.Connection, *, stage: CityStage) -> None:
    """The city that is there has come to another stage; what it is stays written. The connection is the owner's."""
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    what = ((row and row[0]) or "").removeprefix(MARK).rpartition(": ")[0].strip()
    mark_city(connection, what=what, stage=stage)


def city_of(connection: psycopg.Connection) -> tuple[str, int] | None:
    """Place and number of people of the city in the connected database, or None where nobody built one."""
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    words = ((row and row[0]) or "").removeprefix(MARK).replace(",", "").split()
    return (words[0], int(words[1])) if len(words) > 2 and words[1].isdigit() else None
