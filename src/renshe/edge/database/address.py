"""Which database, as which role: turned into Django's setting."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from renshe.edge.database.layout import layout_of

DATABASE = "renshe"
ROLES = {"owner": "renshe_owner", "app": "renshe_app", "runner": "renshe_runner"}


class UnknownRole(ValueError):
    """RENSHE_ROLE names a role that does not exist."""


def server_url() -> str | None:
    """The server named by the bureau, or None where the embedded database serves."""
    return os.environ.get("RENSHE_DATABASE_URL") or None


def role_logins() -> dict[str, dict[str, Any]]:
    """For each role, what of Django's database setting differs.

    Embedded: each role signs in under its own name over the private socket. On a server one login
    takes on the role at connection; RENSHE_DATABASE_URL_APP, _OWNER and _RUNNER give a role its own
    login, which is what production should do.
    """
    url = server_url()
    if url is None:
        return {role: {"USER": name, "PASSWORD": ""} for role, name in ROLES.items()}
    logins = {}
    for role, name in ROLES.items():
        own = os.environ.get(f"RENSHE_DATABASE_URL_{role.upper()}")
        parts = conninfo_to_dict(own or url)
        login = {"USER": parts.get("user", ""), "PASSWORD": parts.get("password", "")}
        if not own:
            login["OPTIONS"] = {"options": f"-c role={name}"}
        logins[role] = login
    return logins


def django_database(*, home: Path, role: str) -> dict[str, Any]:
    """Django's DATABASES['default'] for this role. Raises UnknownRole."""
    if role not in ROLES:
        raise UnknownRole(f"RENSHE_ROLE is {role!r}; it must be one of {', '.join(ROLES)}")
    url = server_url()
    if url is None:
        address = {"NAME": DATABASE, "HOST": str(layout_of(home=home).sockets), "PORT": ""}
    else:
        parts = conninfo_to_dict(url)
        address = {
            "NAME": parts.get("dbname", DATABASE),
            "HOST": parts.get("host", ""),
            "PORT": str(parts.get("port", "")),
        }
    return {"ENGINE": "django.db.backends.postgresql", **address, **role_logins()[role]}


def server_dsn(*, database: str | None = None) -> str:
    """The login of RENSHE_DATABASE_URL itself, for making roles and databases."""
    url = server_url()
    if url is None:
        raise UnknownRole("no server is named in RENSHE_DATABASE_URL")
    return make_conninfo(url, **({"dbname": database} if database else {}))
