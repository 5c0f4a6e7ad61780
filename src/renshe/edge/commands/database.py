"""`renshe database`: the embedded PostgreSQL by itself."""

import os
import shutil

import click
from psycopg.conninfo import conninfo_to_dict

from renshe.edge.database.address import DATABASE, ROLES, server_url
from renshe.edge.database.cluster import Cluster
from renshe.edge.database.serving import prepare_cluster, prepare_server
from renshe.edge.home import home
from renshe.edge.startup import prepared

role_option = click.option(
    "--role", type=click.Choice(list(ROLES)), default="app", show_default=True
)


@click.group(name="database")
def command() -> None:
    """数据库 · start, stop and look into the database."""


@command.command()
def start() -> None:
    """Start the embedded database and leave it running."""
    if server_url():
        prepare_server()
        click.echo("A server is named in RENSHE_DATABASE_URL; its roles and database are there.")
        return
    cluster = Cluster(home=home())
    started = cluster.start(attached=False)
    prepare_cluster(cluster)
    click.echo("已启动 started" if started else "已在运行 was running already")
    _say_where(cluster)


@command.command()
def stop() -> None:
    """Stop the embedded database; open transactions roll back."""
    stopped = Cluster(home=home()).stop()
    click.echo("已停止 stopped" if stopped else "没有运行 was not running")


@command.command()
@click.pass_context
def status(context: click.Context) -> None:
    """Say whether the database answers and where it lies; exit status 3 where it does not."""
    if server_url():
        address = conninfo_to_dict(server_url() or "")
        click.echo(f"server {address.get('host')}, database {address.get('dbname')}")
        return
    cluster = Cluster(home=home())
    answers = cluster.accepts_connections()
    click.echo("运行中 running" if answers else "未运行 not running")
    _say_where(cluster)
    if not answers:
        context.exit(3)


@command.command()
@role_option
def url(role: str) -> None:
    """Print a connection string for any PostgreSQL client."""
    click.echo(_dsn(role))


@command.command(context_settings={"ignore_unknown_options": True})
@role_option
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(role: str, arguments: tuple[str, ...]) -> None:
    """Open psql on the running database, as one of the three roles."""
    program = shutil.which("psql")
    if program is None:
        raise click.ClickException(
            "psql is not on the PATH; `renshe database url` serves any client"
        )
    os.execv(program, [program, _dsn(role), *arguments])


@command.command()
def migrate() -> None:
    """Bring the tables to this edition of the code, as owner."""
    from django.core.management import call_command

    with prepared(role="owner"):
        call_command("migrate", verbosity=1)


@command.command()
def sweep() -> None:
    """Drop what killed runs left unattached."""
    with prepared(role="runner"):
        from renshe.foundation.bulk import sweep_orphans

        for name in sweep_orphans():
            click.echo(f"dropped {name}")


def _dsn(role: str) -> str:
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renshe.edge.settings")
    from renshe.foundation.connections import dsn

    assert settings.DATABASES
    return dsn(role)


def _say_where(cluster: Cluster) -> None:
    click.echo(f"数据 data: {cluster.layout.data}")
    click.echo(f"套接字 socket: {cluster.layout.sockets}, database {DATABASE}")
    if cluster.layout.moved:
        click.echo(
            f"{cluster.layout.home} lies below a folder that only root may enter, and PostgreSQL does"
            " not run as root; so its data lie outside."
        )
