"""Fixtures that give tests a database.

`django_db` works as everywhere: each test in a transaction that is rolled back, as role app.
`fresh_database` is for tests whose code commits on connections of its own (bulk copy, runs).
"""

import contextlib
import os
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from renshe.foundation.connections import dsn, login
from tests.frame.cluster import TestServer, serving


class FreshDatabase:
    """A clone for one test, to which Django and `renshe.foundation` both point."""

    def __init__(self, *, name: str) -> None:
        self.name = name

    def become(self, role: str) -> None:
        """From here on Django's own connection is owner, app or runner."""
        connections.close_all()
        _point(database=self.name, role=role)

    def dsn(self, role: str) -> str:
        """A connection string for psycopg."""
        return dsn(role)


_SHARED = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """With several workers, the process that starts them starts the one server that they share."""
    several = getattr(config.option, "numprocesses", None)
    if several and not hasattr(config, "workerinput"):
        server = _SHARED.enter_context(serving())
        if server.cluster is not None:
            os.environ["RENSHE_TEST_CLUSTER"] = str(server.cluster.layout.home)


def pytest_unconfigure() -> None:
    _SHARED.close()


@pytest.fixture(scope="session")
def test_server() -> Iterator[TestServer]:
    """The server on which this run's databases are made."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def template_database(test_server: TestServer) -> str:
    """The name of the database that has every migration and no rows of ours."""
    return test_server.template()


@pytest.fixture(scope="session")
def django_db_setup(
    test_server: TestServer, template_database: str, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """This process's own clone, to which Django's default connection points as role app."""
    name = _database_name("session")
    test_server.clone(template=template_database, name=name)
    settings.DATABASES["default"].update(test_server.address())
    connections["default"].settings_dict.update(test_server.address())
    _point(database=name, role="app")
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    test_server.drop(name=name)


@pytest.fixture
def fresh_database(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    test_server: TestServer,
    template_database: str,
) -> Iterator[FreshDatabase]:
    """A clone of the template for this test alone, with no transaction around it.

    Do not combine it with the `django_db` mark. Django starts as app; `become("runner")` changes it.
    """
    if request.node.get_closest_marker("django_db"):
        pytest.fail("use either fresh_database or the django_db mark, not both")
    before = connections["default"].settings_dict["NAME"]
    name = _database_name("fresh")
    test_server.clone(template=template_database, name=name)
    with django_db_blocker.unblock():
        fresh = FreshDatabase(name=name)
        fresh.become("app")
        try:
            yield fresh
        finally:
            connections.close_all()
            _point(database=before, role="app")
    test_server.drop(name=name)


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """Beside Django's connection: the owner, in autocommit, to the database of this test.

    Ask for it after `fresh_database` where both are used. What it writes is not rolled back, so
    with the `django_db` mark only read through it.
    """
    with contextlib.closing(psycopg.connect(dsn("owner"), autocommit=True)) as connection:
        yield connection


@pytest.fixture
def runner_dsn(django_db_setup: None) -> str:
    """How the runner connects to the database of this test."""
    return dsn("runner")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The transactional mark would empty tables, which append-only tables refuse."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture fresh_database instead")


def _database_name(purpose: str) -> str:
    return f"test_{os.getpid()}_{purpose}"


def _point(*, database: str, role: str) -> None:
    who = {"OPTIONS": {}, **login(role=role)}
    for place in (settings.DATABASES["default"], connections["default"].settings_dict):
        place.update(NAME=database, **who)
