"""Reasons of entries and kinds of batches that flows and runs write are said in words on the finance pages."""

import ast
from collections.abc import Iterator
from pathlib import Path

from renshe.portals.finance.words import BATCHES, CAUSES, REASONS

SOURCE = Path(__file__).resolve().parents[2]


def calls(folder: str, names: set[str]) -> Iterator[ast.Call]:
    """Calls of functions of these names in a folder, tests left out."""
    for path in (SOURCE / folder).rglob("*.py"):
        if path.name.startswith(("test_", "conftest")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in names:
                    yield node


def text(node: ast.expr | None) -> str:
    """A constant text, or nothing."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_reason_and_cause_of_an_entry_is_said_in_words() -> None:
    reasons, causes = set(), set()
    for folder in ("flows", "domains/funds", "runs"):
        for call in calls(folder, {"_entry", "NewEntry"}):
            named = {word.arg: word.value for word in call.keywords}
            reasons.add(text(named.get("reason") or (call.args[3:4] or [None])[0]))
            if getattr(call.func, "attr", getattr(call.func, "id", "")) == "NewEntry":
                causes.add(text(named.get("cause_kind") or (call.args[4:5] or [None])[0]))
    assert len(reasons) > 12
    assert reasons - {""} - set(REASONS) == set()
    assert causes - {""} - set(CAUSES) == set()


def test_every_kind_of_batch_is_said_in_words() -> None:
    kinds = set()
    for folder in ("runs", "services"):
        for call in calls(folder, {"open_batch"}):
            kinds |= {text(word.value) for word in call.keywords if word.arg == "kind"}
        for path in (SOURCE / folder).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                told = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "KIND"
                if told and folder == "runs":  # a service's KIND is one of pensions
                    kinds.add(text(node.value))
    assert len(kinds) > 4
    assert kinds - {""} - set(BATCHES) == set()
