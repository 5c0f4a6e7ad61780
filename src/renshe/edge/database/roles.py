"""The three roles and the database they share.

owner   makes and migrates tables; nothing else runs as it.
app     serves pages and takes tests: reads and writes rows, never changes append-only ones, and has
        no right on any single partition.
runner  batch runs: everything app may, and the owner's functions that make and attach partitions.
"""

import psycopg
from psycopg import sql

from renshe.edge.database.address import ROLES

ROLES_LOCK = 7_203_517
OWNER, APP, RUNNER = ROLES["owner"], ROLES["app"], ROLES["runner"]


def make_roles(connection: psycopg.Connection) -> None:
    """Make what is missing of the three roles; the caller's login may take on each of them.

    The connection is in autocommit. Needs a superuser or a login with CREATEROLE. Raises
    psycopg.errors.InsufficientPrivilege.
    """
    with connection.transaction():
        # Two commands that start at once must not both make them.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (ROLES_LOCK,))
        have = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in ROLES.values():
            if role not in have:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not _is_member(connection, member=RUNNER, role=APP):
            _grant(connection, role=APP, whom=sql.Identifier(RUNNER))
        for role in ROLES.values():
            if not _may_become(connection, role=role):
                _grant(connection, role=role, whom=sql.SQL("CURRENT_USER"))


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
    try:
        connection.execute(statement)
    except (
        psycopg.errors.DuplicateDatabase,
        psycopg.errors.UniqueViolation,
    ):  # another command was quicker
        return False
    return True


def open_to_owner(connection: psycopg.Connection, *, name: str) -> None:
    """Let owner make tables and extensions in a database that somebody else made."""
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    connection.execute(
        sql.SQL("GRANT CREATE, CONNECT ON DATABASE {} TO {}").format(database, owner)
    )
    connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner))


def _grant(connection: psycopg.Connection, *, role: str, whom: sql.Composable) -> None:
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), whom))


def _is_member(connection: psycopg.Connection, *, member: str, role: str) -> bool:
    row = connection.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", (member, role)).fetchone()
    return bool(row and row[0])


def _may_become(connection: psycopg.Connection, *, role: str) -> bool:
    """Whether SET ROLE would work: from version 16 on, membership alone is not enough."""
    right = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    row = connection.execute("SELECT pg_has_role(CURRENT_USER, %s, %s)", (role, right)).fetchone()
    return bool(row and row[0])
