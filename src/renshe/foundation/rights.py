"""Install the owner's functions and the rights of app and runner."""

import hashlib
from pathlib import Path
from typing import Any

FUNCTIONS = Path(__file__).with_name("functions.sql")


def install_functions(cursor: Any) -> None:
    """Create or replace the functions for guards and stages, and the default rights; repeatable.

    Runs as owner, before migrations, so that an operation in a migration may call them.
    """
    cursor.execute(FUNCTIONS.read_text(encoding="utf-8"))
    # A comment takes no parameters; the edition is letters and digits only.
    cursor.execute(f"COMMENT ON FUNCTION public.renshe_refuse_change() IS '{edition()}'")


def functions_current(cursor: Any) -> bool:
    """Whether the database's functions are those of this edition of the code."""
    cursor.execute(
        "SELECT obj_description(to_regprocedure('public.renshe_refuse_change()'), 'pg_proc')"
    )
    return bool(cursor.fetchone()[0] == edition())


def edition() -> str:
    """The hash of the functions' text."""
    return hashlib.sha256(FUNCTIONS.read_bytes()).hexdigest()


def settle_rights(cursor: Any) -> None:
    """After migrations: guard every partitioned table, and the list of migrations itself.

    Whoever serves pages may read which migrations ran, not rewrite it.
    """
    cursor.execute("SELECT renshe_guard_partitioned()")
    cursor.execute("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM renshe_app")
