"""The command `renshe`: every module in `edge/commands` adds its own.

A module has `command`, a click command or group, or `commands`, a list of them. The module that
bears the command's name is tried first, so one that cannot be imported stops only its own.
"""

import importlib
import pkgutil
import sys

import click

from renshe.edge import commands


class Discovered(click.Group):
    """Commands found on disk, imported when one is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        found: list[str] = []
        for module in _modules():
            try:
                found += _commands_of(module)
            except ImportError as problem:
                click.echo(f"{module}: {problem}", err=True)
        return sorted(found)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        modules = _modules()
        own = name.replace("-", "_")
        broken: ImportError | None = None
        for module in sorted(modules, key=lambda each: each != own):
            try:
                found = _commands_of(module).get(name)
            except ImportError as problem:
                broken = broken or problem
                continue
            if found is not None:
                return found
        if broken is not None:
            raise broken
        return None


def _modules() -> list[str]:
    found = (info.name for info in pkgutil.iter_modules(commands.__path__))
    return [name for name in found if not name.startswith("test_")]


def _commands_of(module: str) -> dict[str, click.Command]:
    loaded = importlib.import_module(f"{commands.__name__}.{module}")
    single = getattr(loaded, "command", None)
    listed = getattr(loaded, "commands", [] if single is None else [single])
    return {each.name: each for each in listed}


@click.command(cls=Discovered)
@click.version_option(package_name="renshe")
def renshe() -> None:
    """人社 · a labour and social-security platform for a Chinese city.

    `renshe up` starts everything.
    """


def main() -> None:
    """The console script."""
    renshe(prog_name="renshe")


if __name__ == "__main__":
    sys.exit(main())
