"""Names, lengths, rooms and the words that may not stand in the project."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "renshe"
FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "common",
    "base",
    "misc",
    "service",
}
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEST = 60, 400, 600
MODULES = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
ROOMS = {"domains": ("README.md", "api.py", "models"), "runs": ("run.py",)}


def _lines_to_read(node: ast.FunctionDef, text: str) -> int:
    """Lines of a function that say something: without its docstring, blanks and closing brackets."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    lines = text.splitlines()[body[0].lineno - 1 : node.end_lineno]
    return sum(1 for line in lines if line.strip(" )]},")) + 1


def test_no_module_has_a_name_that_says_nothing() -> None:
    bad = [
        p
        for p in SOURCE.rglob("*")
        if p.stem in FORBIDDEN_NAMES
        and (p.is_dir() or p.suffix == ".py")
        and not (p.name == "service.py" and p.with_suffix(".yaml").exists())  # decision 0006
    ]
    assert not bad, f"name it by what it knows: {bad}"


def test_modules_and_functions_stay_readable() -> None:
    long = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        limit = LONGEST_TEST if path.name.startswith("test_") else LONGEST_MODULE
        if lines > limit:
            long.append(f"{path.relative_to(ROOT)}: {lines} lines, at most {limit}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = _lines_to_read(node, text)
                if length > LONGEST_FUNCTION:
                    long.append(
                        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines"
                    )
    assert not long, "move what belongs together to a module of its own, beside it:\n" + "\n".join(
        long
    )


@pytest.mark.parametrize("kind", sorted(ROOMS))
def test_every_folder_of_a_kind_has_its_rooms(kind: str) -> None:
    missing = []
    for folder in sorted((SOURCE / kind).iterdir()):
        if not folder.is_dir() or folder.name.startswith("__"):
            continue
        for room in ROOMS[kind]:
            if not any((folder / name).exists() for name in (room, f"{room}.py")):
                missing.append(f"{folder.relative_to(ROOT)}: no {room}")
    assert not missing, "see docs/recipes/\n" + "\n".join(missing)


def test_every_law_folder_has_reading_rules_and_examples_or_says_why_not() -> None:
    missing = []
    for rules in sorted((SOURCE / "laws").rglob("rules.py")):
        folder = rules.parent
        if not (folder / "README.md").exists():
            missing.append(
                f"{folder.relative_to(ROOT)}: no README.md (articles, our reading, doubts)"
            )
        if (folder / "bindings.py").exists() and not list((folder / "examples").glob("*.yaml")):
            missing.append(f"{folder.relative_to(ROOT)}: bindings without examples")
    assert not missing, "see docs/recipes/add-a-law.md\n" + "\n".join(missing)


def test_public_functions_and_classes_say_what_they_mean() -> None:
    silent = []
    for path in MODULES:
        if path.name.startswith("test_") or path.name == "apps.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree) and path.stat().st_size:
            silent.append(f"{path.relative_to(ROOT)}: module")
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}")
    assert not silent, "\n".join(silent)


def test_nothing_unfinished_and_no_word_of_how_it_was_made() -> None:
    words = re.compile(
        "|".join(
            (
                "TO" + "DO",
                "FIX" + "ME",
                "X" * 3,
                "lorem " + "ipsum",
                "raise NotImpl" + "emented",
                r"/wo" + r"rk/",
                r"\bsub" + r"agent\b",
            )
        )
    )
    hits = []
    for path in [*SOURCE.rglob("*.*"), *(ROOT / "docs").rglob("*.*"), *ROOT.glob("*.*")]:
        if (
            path.suffix
            not in {".py", ".md", ".yaml", ".yml", ".html", ".css", ".js", ".toml", ".sql"}
            or not path.is_file()
        ):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if words.search(line):
                hits.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not hits, "\n".join(hits)
