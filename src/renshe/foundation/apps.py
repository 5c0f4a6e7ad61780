"""Foundation as a Django app: it has no tables, only functions in the database."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from renshe.foundation.giving_way import lower
from renshe.foundation.rights import install_functions, settle_rights


class Foundation(AppConfig):
    name = "renshe.foundation"
    label = "foundation"

    def ready(self) -> None:
        pre_migrate.connect(_before_migrations, dispatch_uid="foundation-functions")
        post_migrate.connect(_after_migrations, dispatch_uid="foundation-rights")
        connection_created.connect(_lower, dispatch_uid="foundation-giving-way")


def _lower(connection: Any, **_: Any) -> None:
    """Django's own connection gives way with its process."""
    lower(connection.connection)


def _before_migrations(app_config: AppConfig, using: str, **_: Any) -> None:
    """Once for each `migrate`: the database's functions are those of this edition of the code."""
    if app_config.label == "contenttypes":
        with connections[using].cursor() as cursor:
            install_functions(cursor)


def _after_migrations(app_config: AppConfig, using: str, **_: Any) -> None:
    if app_config.label == "contenttypes":
        with connections[using].cursor() as cursor:
            settle_rights(cursor)
