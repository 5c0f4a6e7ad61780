"""One setting names the server; each role reaches it under its own name."""

from pathlib import Path

import psycopg
import pytest

from renshe.edge.database.address import UnknownRole, django_database, role_logins

HOME = Path("/srv/renshe")
URL = "postgresql://clerk:secret@db.example:5433/social"


@pytest.fixture(autouse=True)
def no_server(monkeypatch):
    for name in ("", "_APP", "_OWNER", "_RUNNER"):
        monkeypatch.delenv(f"RENSHE_DATABASE_URL{name}", raising=False)


def test_without_a_server_each_role_signs_in_over_the_socket():
    setting = django_database(home=HOME, role="app")
    assert setting["USER"] == "renshe_app"
    assert setting["NAME"] == "renshe"
    assert setting["HOST"].startswith("/")
    assert "OPTIONS" not in setting


def test_one_login_takes_on_each_role_of_a_server(monkeypatch):
    monkeypatch.setenv("RENSHE_DATABASE_URL", URL)
    assert django_database(home=HOME, role="runner") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "social",
        "HOST": "db.example",
        "PORT": "5433",
        "USER": "clerk",
        "PASSWORD": "secret",
        "OPTIONS": {"options": "-c role=renshe_runner"},
    }


def test_a_role_with_a_login_of_its_own_uses_it_alone(monkeypatch):
    monkeypatch.setenv("RENSHE_DATABASE_URL", URL)
    monkeypatch.setenv("RENSHE_DATABASE_URL_APP", "postgresql://pages:p@db.example/social")
    logins = role_logins()
    assert logins["app"] == {"USER": "pages", "PASSWORD": "p"}
    assert logins["owner"]["OPTIONS"] == {"options": "-c role=renshe_owner"}


def test_a_role_that_does_not_exist_is_refused_by_name():
    with pytest.raises(UnknownRole, match="'root'; it must be one of owner, app, runner"):
        django_database(home=HOME, role="root")


@pytest.mark.django_db
def test_a_stranger_to_the_roles_has_no_right_on_our_tables(test_server):
    from django.db import connection

    name = connection.settings_dict["NAME"]
    with test_server.admin() as admin:
        admin.execute("DROP ROLE IF EXISTS renshe_stranger")
        admin.execute("CREATE ROLE renshe_stranger LOGIN")
        try:
            address = test_server.address()
            with (
                psycopg.connect(
                    host=address["HOST"],
                    port=address["PORT"] or None,
                    dbname=name,
                    user="renshe_stranger",
                ) as stranger,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                stranger.execute("SELECT * FROM django_session")
        finally:
            admin.execute("DROP ROLE renshe_stranger")
