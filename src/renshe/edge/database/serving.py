"""Have a database with its roles, whoever runs it, before anything connects."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg

from renshe.edge.database.address import DATABASE, server_dsn, server_url
from renshe.edge.database.cluster import Cluster
from renshe.edge.database.roles import make_database, make_roles, open_to_owner


@contextlib.contextmanager
def database_up(*, home: Path) -> Iterator[Cluster | None]:
    """The database is there inside this block; whoever started it also stops it.

    Yields the embedded cluster, or None where RENSHE_DATABASE_URL names a server.
    """
    if server_url():
        prepare_server()
        yield None
        return
    cluster = Cluster(home=home)
    ours = cluster.start(attached=True)
    try:
        prepare_cluster(cluster)
        yield cluster
    finally:
        if ours:
            cluster.stop()


def prepare_cluster(cluster: Cluster, *, database: str = DATABASE) -> None:
    """Make the roles and the database of a running embedded cluster, where missing."""
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        make_roles(connection)
        make_database(connection, name=database)


def prepare_server() -> None:
    """Make the roles, and the database if absent, on the server named in RENSHE_DATABASE_URL."""
    try:
        connection = psycopg.connect(server_dsn(), autocommit=True)
    except psycopg.OperationalError as problem:
        if "does not exist" not in str(problem):
            raise
        name = psycopg.conninfo.conninfo_to_dict(server_dsn()).get("dbname", DATABASE)
        with psycopg.connect(server_dsn(database="postgres"), autocommit=True) as elsewhere:
            make_roles(elsewhere)
            make_database(elsewhere, name=str(name))
        return
    with connection:
        make_roles(connection)
        open_to_owner(connection, name=connection.info.dbname)
