"""How to reach the database as a given role, outside Django's own connection.

The address is always that of Django's default connection, so tests that repoint it are followed.
"""

from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from renshe.foundation.giving_way import lower

ROLES = ("owner", "app", "runner")


class UnknownRole(ValueError):
    """There is no such role."""


def login(*, role: str) -> dict[str, Any]:
    """What in Django's database setting makes it this role: USER, PASSWORD and OPTIONS.

    Raises UnknownRole.
    """
    if role not in ROLES:
        raise UnknownRole(f"{role!r} is not one of {', '.join(ROLES)}")
    chosen: dict[str, Any] = settings.RENSHE_ROLE_LOGINS[role]
    return chosen


def dsn(role: str) -> str:
    """The libpq connection string of the current database for owner, app or runner."""
    address = connection.settings_dict
    who = login(role=role)
    parts = {
        "dbname": address["NAME"],
        "host": address["HOST"],
        "port": address["PORT"],
        "user": who["USER"],
        "password": who["PASSWORD"],
        "options": who.get("OPTIONS", {}).get("options"),
    }
    return make_conninfo(**{name: value for name, value in parts.items() if value})


def host() -> str:
    """The host of the current database, or the folder of its Unix socket."""
    return str(connection.settings_dict["HOST"])


def connect(*, role: str, autocommit: bool = False) -> psycopg.Connection:
    """A connection of its own, beside Django's. The caller closes it."""
    made = psycopg.connect(dsn(role), autocommit=True)
    lower(made)
    made.autocommit = autocommit
    return made
