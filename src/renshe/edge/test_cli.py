"""The command line finds its commands by itself, and one broken module stops only its own."""

import types

import click
import pytest
from click.testing import CliRunner

from renshe.edge import cli


@pytest.fixture
def modules(monkeypatch):
    """Command modules as a dictionary: a command, a list, or an ImportError."""
    there: dict[str, object] = {}

    def load(name: str) -> types.SimpleNamespace:
        found = there[name.rpartition(".")[2]]
        if isinstance(found, ImportError):
            raise found
        return types.SimpleNamespace(**found)

    monkeypatch.setattr(cli, "_modules", lambda: sorted(there))
    monkeypatch.setattr(cli.importlib, "import_module", load)
    return there


def command(name: str) -> click.Command:
    return click.Command(name, callback=lambda: click.echo(f"did {name}"))


def test_single_commands_and_lists_of_them_are_found(modules):
    modules["long_proof"] = {"command": command("long-proof")}
    modules["site"] = {"commands": [command("up"), command("reset")]}
    for name in ("long-proof", "up", "reset"):
        assert CliRunner().invoke(cli.renshe, [name]).output == f"did {name}\n"
    listed = CliRunner().invoke(cli.renshe, ["--help"]).output
    assert [name for name in ("long-proof", "up", "reset") if name not in listed] == []


def test_a_module_that_cannot_be_imported_stops_only_its_own_command(modules):
    modules["law"] = ImportError("no such law")
    modules["site"] = {"commands": [command("up")]}
    assert CliRunner().invoke(cli.renshe, ["up"]).output == "did up\n"
    broken = CliRunner().invoke(cli.renshe, ["law"])
    assert isinstance(broken.exception, ImportError)
    assert "law: no such law" in CliRunner().invoke(cli.renshe, ["--help"]).output


def test_an_unknown_command_says_so(modules):
    modules["site"] = {"commands": [command("up")]}
    answer = CliRunner().invoke(cli.renshe, ["down"])
    assert answer.exit_code == 2
    assert "No such command 'down'" in answer.output


def test_every_command_of_the_product_can_be_asked_for_help():
    names = cli.renshe.list_commands(click.Context(cli.renshe))
    assert {"up", "reset", "database"} <= set(names)
    for name in names:
        assert CliRunner().invoke(cli.renshe, [name, "--help"]).exit_code == 0
