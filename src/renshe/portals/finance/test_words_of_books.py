"""Reasons of entries and kinds of batches that flows and runs write are said in words on the finance pages."""

import ast
from collections.abc import Iterator
from pathlib import Path

from renshe.portals.finance.words import BATCHES, CAUSES, REASONS, reason_word

SOURCE = Path(__file__).resolve().parents[2]
BOOKING = ("flows", "domains/funds", "runs", "services")


def modules(*folders: str) -> Iterator[ast.Module]:
    """The modules of some folders, tests left out."""
    for folder in folders:
        for path in sorted((SOURCE / folder).rglob("*.py")):
            if not path.name.startswith(("test_", "conftest")):
                yield ast.parse(path.read_text(encoding="utf-8"))


def called(call: ast.Call) -> str:
    """The name of what is called."""
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def calls(module: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    """Calls of functions of these names in a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def text(node: ast.expr | None) -> str:
    """A constant text, or the first of a tuple of texts; else nothing."""
    if isinstance(node, ast.Tuple) and node.elts:
        return text(node.elts[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    """What a call hands over under a name, or at a position."""
    named = {word.arg: word.value for word in call.keywords}
    return named.get(name) or (call.args[position : position + 1] or [None])[0]


def handed_on(module: ast.Module, parameter: str) -> set[str]:
    """The texts that functions of the module are given for a parameter which they hand on to an entry."""
    found: set[str] = set()
    for node in module.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
        if parameter in names:
            place = names.index(parameter)
            found |= {text(argument(one, parameter, place)) for one in calls(module, {node.name})}
    for node in ast.walk(module):
        told = getattr(node.targets[0], "id", "") if isinstance(node, ast.Assign) else ""
        if isinstance(node, ast.Assign) and told.lower() == parameter:
            found.add(text(node.value))
    return found


def test_every_reason_and_cause_of_an_entry_is_said_in_words() -> None:
    reasons, causes = set(), set()
    for module in modules(*BOOKING):
        entries = list(calls(module, {"NewEntry"}))
        reasons |= {text(argument(one, "reason", 3)) for one in entries}
        causes |= {text(argument(one, "cause_kind", 4)) for one in entries}
        if entries:
            reasons |= handed_on(module, "reason")
            causes |= handed_on(module, "cause")
    assert len(reasons) > 40
    assert len(causes) > 25
    assert reasons - {""} - set(REASONS) == set()
    assert causes - {""} - set(CAUSES) == set()


def test_every_kind_of_batch_is_said_in_words() -> None:
    kinds = set()
    for module in modules("runs", "services", "flows"):
        kinds |= {text(argument(one, "kind", 0)) for one in calls(module, {"open_batch"})}
    for module in modules("runs"):  # a service's KIND is one of pensions
        for node in module.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "KIND":
                kinds.add(text(node.value))
    assert len(kinds) > 20
    assert {kind for kind in kinds if not kind.startswith("take_over")} - {""} - set(
        BATCHES
    ) == set()


def test_a_mirror_image_says_what_it_undoes_though_its_code_was_cut() -> None:
    longest = max(REASONS, key=len)
    assert reason_word(f"reversal_{longest}"[:32]) == f"冲销：{REASONS[longest]}"
    assert reason_word("pension_due") == str(REASONS["pension_due"])
    assert reason_word("reversal_of_old") == "冲销：of_old"
