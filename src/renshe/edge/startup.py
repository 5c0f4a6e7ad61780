"""What a command does before it touches a table: a database that runs, and Django as one role."""

import contextlib
import os
from collections.abc import Iterator

import django
from django.apps import apps

from renshe.edge.database.cluster import Cluster
from renshe.edge.database.serving import database_up
from renshe.edge.home import home
from renshe.foundation.giving_way import give_way


@contextlib.contextmanager
def prepared(*, role: str, gives_way: bool = False) -> Iterator[Cluster | None]:
    """Inside this block the database answers and Django is set up as owner, app or runner.

    An embedded database that was not running is started, and stopped again at the end. Where Django
    is set up already, as in tests, everything is left as the caller has it. A long run `gives_way` to people who wait
    for a page.
    """
    if apps.ready:
        yield None
        return
    os.environ["RENSHE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renshe.edge.settings")
    with database_up(home=home()) as cluster:
        django.setup()
        if gives_way:
            give_way()
        yield cluster
