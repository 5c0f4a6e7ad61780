"""`renshe up`, `renshe reset`, `renshe django`: the whole site at once."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import FrameType

import click
import psycopg
from rich.console import Console

from renshe.edge.city import CityStage, city_stage, mark_city, move_city
from renshe.edge.database.address import DATABASE, server_dsn, server_url
from renshe.edge.database.cluster import Cluster, DatabaseFailed, die_with_parent
from renshe.edge.database.serving import prepare_cluster, prepare_server
from renshe.edge.home import home
from renshe.edge.serving import Helper, SiteFailed, free_port, site, watch
from renshe.edge.startup import prepared

FIRST_MONTH = "2025-10"
console = Console(highlight=False)


@click.command()
@click.option("--place", default="310112", show_default=True, help="310112 闵行 or 440400 珠海")
@click.option("--people", default=30_000, show_default=True, help="How many people live there")
@click.option(
    "--seed", default=20251001, show_default=True, help="The same seed makes the same city"
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, help="The next free one if it is taken")
@click.option("--build-only", is_flag=True, help="Stop when the city is ready")
def up(place: str, people: int, seed: int, host: str, port: int, build_only: bool) -> None:
    """启动 · start database and site, and build the demonstration city where there is none."""
    for sign in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # also where the shell began us with SIGINT ignored
        signal.signal(sign, _interrupt)
    try:
        with prepared(role="runner") as cluster:
            _make_ready(cluster, place=place, people=people, seed=seed)
            with _office_opening(seed=seed) as opened:
                if build_only:
                    opened()
                else:
                    _serve(cluster, host=host, port=port, opened=opened)
    except KeyboardInterrupt:
        console.print("\n已停止，数据保留。 Stopped; the data are kept.")
    except (SiteFailed, DatabaseFailed) as problem:
        raise click.ClickException(str(problem)) from problem


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask")
def reset(yes: bool) -> None:
    """清空 · delete the database, so that the next `renshe up` begins anew."""
    if not yes:
        click.confirm("删除全部数据？ Delete every row?", abort=True)
    _forget_city()
    click.echo("已清空 gone")


@click.command(name="django", context_settings={"ignore_unknown_options": True})
@click.option("--role", default="owner", show_default=True)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django_command(role: str, arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as makemigrations, with the database up."""
    with prepared(role=role):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["renshe django", *arguments])


commands = [up, reset, django_command]


def _make_ready(cluster: Cluster | None, *, place: str, people: int, seed: int) -> None:
    """Tables, and in the demonstration a city that has lived through its first month."""
    from django.conf import settings

    from renshe.foundation.bulk import sweep_orphans
    from renshe.foundation.connections import connect

    with connect(role="owner", autocommit=True) as owner:
        unfinished = city_stage(owner) is CityStage.BUILDING
    if unfinished:
        console.print("上次建城没有做完，重新开始。 The last build was cut short; starting again.")
        _forget_rows(cluster)
    if not _tables_current():
        with console.status("建表 · tables"):
            _ourselves("database", "migrate", quiet=True)
    for name in sweep_orphans():
        console.print(f"清理 swept {name}")
    if settings.PRODUCTION:
        _ourselves("django", "collectstatic", "--noinput", quiet=True)
        return
    what = f"{place}, {people} people, seed {seed}"
    with connect(role="owner", autocommit=True) as owner:
        if city_stage(owner) is CityStage.NONE:
            mark_city(owner, what=what, stage=CityStage.BUILDING)
            _build(place=place, people=people, seed=seed)
            mark_city(owner, what=what, stage=CityStage.BUILT)
        if city_stage(owner) is CityStage.BUILT:
            _ourselves("month", "run", FIRST_MONTH)
            move_city(owner, stage=CityStage.LIVED)


@contextlib.contextmanager
def _office_opening(*, seed: int) -> Iterator[Callable[[], None]]:
    """In a city that has lived through its month the office handles what people ask, while the site starts beside it.

    The function waits until that is done, and does nothing where it was done before. Raises SiteFailed.
    """
    from django.conf import settings

    from renshe.foundation.connections import connect

    def stage() -> CityStage:
        with connect(role="owner") as owner:
            return CityStage.NONE if settings.PRODUCTION else city_stage(owner)

    if stage() is not CityStage.LIVED:
        yield lambda: None
        return
    command = [sys.executable, "-m", "renshe.edge.cli", "demo", "office", "--seed", str(seed)]
    process = subprocess.Popen(command, preexec_fn=die_with_parent(signal.SIGTERM))

    def opened() -> None:
        """Wait for the office."""
        if process.wait():
            raise SiteFailed("renshe demo office failed")
        with connect(role="owner", autocommit=True) as owner:
            move_city(owner, stage=CityStage.READY)

    try:
        yield opened
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _tables_current() -> bool:
    """Whether every migration and the functions of this edition are in the database."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from renshe.foundation.rights import functions_current

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    with connection.cursor() as cursor:
        return functions_current(cursor)


def _build(*, place: str, people: int, seed: int) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from renshe.edge.demo.build import build_city

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        tasks: dict[str, int] = {}

        def progress(what: str, done: int, total: int) -> None:
            """Move the bar of one step; a step appears when it is first named."""
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        build_city(place=place, people=people, seed=seed, progress=progress)


def _serve(cluster: Cluster | None, *, host: str, port: int, opened: Callable[[], None]) -> None:
    chosen = free_port(host=host, wanted=port)
    with site(host=host, port=chosen) as process, _daily_work(opened) as daily:
        console.print(f"\n[bold]人社 Renshe[/bold]  http://{host}:{chosen}/")
        _say_who()
        console.print("按 Ctrl-C 停止。 Ctrl-C stops.")
        watch(process=process, cluster=cluster, helper=daily)


@contextlib.contextmanager
def _daily_work(opened: Callable[[], None]) -> Iterator[Helper]:
    """The daily work beside the site, once the demonstration's office is open."""
    opened()
    with Helper("daily") as daily:
        yield daily


def _say_who() -> None:
    """Name the accounts of the demonstration, so that a newcomer knows as whom to sign in."""
    from django.apps import apps
    from django.conf import settings

    if settings.PRODUCTION:
        return
    from renshe.edge.demo.accounts import PASSWORD

    console.print(f"登录 sign in as (密码 password: {PASSWORD})")
    roles = apps.get_model("identity", "Role").objects.select_related("account")
    for role in roles.exclude(account__password__startswith="!").order_by("pk"):
        console.print(f"  {role.account.username:<12} {role.account.display_name}")


def _forget_rows(cluster: Cluster | None) -> None:
    """Drop our database and make it anew, on whichever server it is."""
    from django.db import connections

    connections.close_all()
    admin = server_dsn(database="postgres") if cluster is None else cluster.dsn()
    name = DATABASE
    if cluster is None:
        name = str(psycopg.conninfo.conninfo_to_dict(server_dsn()).get("dbname", DATABASE))
    with psycopg.connect(admin, autocommit=True) as connection:
        statement = psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(psycopg.sql.Identifier(name)))
    if cluster is None:
        prepare_server()
    else:
        prepare_cluster(cluster)


def _forget_city() -> None:
    if not server_url():
        Cluster(home=home()).remove()
        return
    with psycopg.connect(server_dsn()) as connection:
        stage = city_stage(connection)
    if stage is CityStage.NONE:
        raise click.ClickException(
            "The database in RENSHE_DATABASE_URL holds no demonstration city; drop it by hand."
        )
    _forget_rows(None)


def _ourselves(*arguments: str, quiet: bool = False) -> None:
    """Run another command of ours in a process and a role of its own. Raises SiteFailed."""
    done = subprocess.run(
        [sys.executable, "-m", "renshe.edge.cli", *arguments],
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode:
        detail = f":\n{(done.stdout or '')[-3000:]}" if quiet else ""
        raise SiteFailed(f"renshe {' '.join(arguments)} failed{detail}")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
