"""Work that only one process may do at a time, whichever machine it runs on."""

import contextlib
from collections.abc import Iterator

import psycopg

from renshe.foundation.bulk import StageBusy
from renshe.foundation.connections import connect


@contextlib.contextmanager
def exclusive(*, work: str) -> Iterator[None]:
    """Hold this work until the block ends; the hold is gone with the process, however that ends.

    What others committed under the same hold is seen by whoever takes it next. Raises StageBusy.
    """
    with contextlib.closing(connect(role="runner", autocommit=True)) as connection:
        taken = connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (f"exclusive {work}",)
        ).fetchone()
        if not (taken and taken[0]):
            raise StageBusy(f"{work} is being done by another process; start again when it is done")
        try:
            yield
        finally:
            # The server ends a closed session a moment later; whoever asks next must not meet its lock.
            with contextlib.suppress(psycopg.Error):
                connection.execute("SELECT pg_advisory_unlock_all()")
