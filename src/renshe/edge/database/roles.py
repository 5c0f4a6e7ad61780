"""The three roles and the database they share.

owner   makes and migrates tables; nothing else runs as it.
app     serves pages and takes tests: reads and writes rows, never changes append-only ones, and has
        no right on any single partition.
runner  batch runs: everything app may, and the owner's functions that make and attach partitions.
"""

import psycopg
from psycopg import sql

from renshe.edge.database.address import ROLES

OWNER, APP, RUNNER = ROLES["owner"], ROLES["app"], ROLES["runner"]


def make_roles(connection: psycopg.Connection) -> None:
    """Make what is missing of the three roles; the caller's login may take on each of them.

    Needs a superuser or a login with CREATEROLE. Raises psycopg.errors.InsufficientPrivilege.
    """
    have = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role in ROLES.values():
        if role not in have:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    for member, role in ((RUNNER, APP), *((None, role) for role in ROLES.values())):
        whom = sql.Identifier(member) if member else sql.SQL("CURRENT_USER")
        if member and _is_member(connection, member=member, role=role):
            continue
        if member is None and _may_become(connection, role=role):
            continue
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), whom))


def make_database(
    connection: psycopg.Connection, *, name: str, template: str | None = None
) -> bool:
    """Make the database, owned by owner. False where it is there already.

    `connection` is to another database of the same server, in autocommit.
    """
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        return False
    statement = sql.SQL(
        "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE {}"
        if template is None
        else "CREATE DATABASE {} OWNER {} TEMPLATE {}"
    ).format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template0"))
    connection.execute(statement)
    return True


def open_to_owner(connection: psycopg.Connection, *, name: str) -> None:
    """Let owner make tables and extensions in a database that somebody else made."""
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    connection.execute(
        sql.SQL("GRANT CREATE, CONNECT ON DATABASE {} TO {}").format(database, owner)
    )
    connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner))


def _is_member(connection: psycopg.Connection, *, member: str, role: str) -> bool:
    row = connection.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", (member, role)).fetchone()
    return bool(row and row[0])


def _may_become(connection: psycopg.Connection, *, role: str) -> bool:
    """Whether SET ROLE would work: from version 16 on, membership alone is not enough."""
    right = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    row = connection.execute("SELECT pg_has_role(CURRENT_USER, %s, %s)", (role, right)).fetchone()
    return bool(row and row[0])
