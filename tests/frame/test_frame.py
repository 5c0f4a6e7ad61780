"""The frame keeps its promises: roles, isolation, and loudness."""

import datetime as dt

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.template import Context, Template

from renshe.foundation.connections import connect

EXPIRES = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)


def role_and_database() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, current_database()::text")
        return cursor.fetchone()


@pytest.mark.django_db
def test_pages_and_tests_connect_as_app_to_a_clone():
    role, database = role_and_database()
    assert role == "renshe_app"
    assert database.startswith("test_")


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_the_next_does_not_see(turn):
    assert not Session.objects.exists()
    Session.objects.create(session_key="k", session_data="", expire_date=EXPIRES)


@pytest.mark.parametrize("turn", [1, 2])
def test_a_fresh_database_takes_real_commits_and_is_gone_afterwards(fresh_database, turn):
    assert not Session.objects.exists()
    Session.objects.create(session_key="k", session_data="", expire_date=EXPIRES)
    with connect(role="runner") as other:
        assert other.execute("SELECT count(*) FROM django_session").fetchone() == (1,)
    assert role_and_database() == ("renshe_app", fresh_database.name)


def test_a_fresh_database_can_be_used_as_each_role(fresh_database):
    for role in ("owner", "runner", "app"):
        fresh_database.become(role)
        assert role_and_database() == (f"renshe_{role}", fresh_database.name)


def test_owner_and_runner_reach_the_database_of_the_test(
    fresh_database, owner_connection, runner_dsn
):
    owner_connection.execute("CREATE TABLE frame_thing (id bigint)")
    with psycopg.connect(runner_dsn) as runner:
        runner.execute("INSERT INTO frame_thing VALUES (1)")
    assert owner_connection.execute("SELECT * FROM frame_thing").fetchall() == [(1,)]


@pytest.mark.django_db
def test_the_app_can_neither_make_tables_nor_rewrite_the_list_of_migrations():
    for statement in ("CREATE TABLE mine (id int)", "DELETE FROM django_migrations"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_naive_moment_is_an_error():
    with pytest.raises(RuntimeWarning, match="naive datetime"):
        Session.objects.create(
            session_key="k",
            session_data="",
            expire_date=dt.datetime(2025, 10, 1),  # noqa: DTZ001 - the mistake under test
        )


def test_a_template_variable_that_is_not_there_is_an_error():
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable 'nobody'"):
        Template("{{ nobody }}").render(Context({}))


@pytest.mark.django_db
def test_every_partitioned_table_refuses_changes(owner_connection):
    unguarded = owner_connection.execute(
        "SELECT relname FROM pg_class c WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid"
        "                 AND t.tgname IN ('renshe_append_only', 'renshe_no_truncate')"
        "                 GROUP BY t.tgrelid HAVING count(*) = 2)"
    ).fetchall()
    assert unguarded == []


def test_passwords_cost_little_here_and_what_they_should_in_the_product():
    """The same algorithm under the same name; the settings that the product reads keep the cost of their own."""
    from django.contrib.auth.hashers import get_hasher, identify_hasher, make_password
    from django.utils.module_loading import import_string

    from renshe.edge import settings as product

    assert identify_hasher(make_password("a long enough password")).algorithm == "scrypt"
    assert get_hasher().work_factor < 2**10
    first = import_string(product.PASSWORD_HASHERS[0])
    assert (first.algorithm, first.work_factor) == ("scrypt", 2**14)
