"""Everything a page can do has its operation, or stands in the list with its reason; nothing hides in either direction."""

import ast
import inspect
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from renshe.kernel.yaml_files import read_yaml
from renshe.portals.api.all_operations import operations
from renshe.portals.api.problems import declared_problems
from renshe.portals.casework.acts import ACTS
from renshe.portals.test_access import pages

LISTED = read_yaml(Path(__file__).with_name("pages.yaml").read_text(encoding="utf-8"))
PAGES: dict[str, list[str] | str] = {
    name: told["operations"] if isinstance(told, dict) else told
    for name, told in LISTED["pages"].items()
}
NOT_BY_PROGRAMS = {
    name: told["form"] for name, told in LISTED["pages"].items() if isinstance(told, dict)
}
"""Pages that a program reads and only a person acts on, each with its reason."""
METHODS = {one.id: one.method for one in operations()}


def named(pattern: str) -> set[str]:
    return {one for one in METHODS if fnmatch(one, pattern)}


def takes_a_form(view: Any) -> bool:
    """Whether a page's own code reads what was posted."""
    return "POST" in inspect.getsource(inspect.unwrap(view))


def test_every_page_says_which_operation_does_the_same_and_no_other_stands_there() -> None:
    assert set(pages()) - set(PAGES) == set(), "say in pages.yaml what a program does instead"
    assert set(PAGES) - set(pages()) == set(), "there is no such page any more"


def test_what_is_named_is_there() -> None:
    asked = [one for listed in PAGES.values() if isinstance(listed, list) for one in listed]
    assert [one for one in (*asked, *LISTED["acts"].values()) if not named(one)] == []


def test_every_form_of_a_page_has_an_operation_that_writes_or_a_reason_in_both_languages() -> None:
    """Looking at a case in full and reading papers are kept as reads; what changes something is a writing operation."""
    silent, reading_alone = [], {"casework:case", "signin:acting", "signin:act_as"}
    for name, view in pages().items():
        told = PAGES[name]
        if isinstance(told, str):
            if " / " not in told:
                silent.append(f"{name}: the reason is not in both languages")
            continue
        writes = any(METHODS[one] != "GET" for listed in told for one in named(listed))
        if " / " not in NOT_BY_PROGRAMS.get(name, " / "):
            silent.append(f"{name}: the reason is not in both languages")
        known = name in reading_alone or name in NOT_BY_PROGRAMS
        if takes_a_form(view) and not writes and not known:
            silent.append(f"{name}: it takes a form, and {told} only read")
    assert not silent, "\n".join(silent)


def test_every_button_of_a_case_has_its_operation() -> None:
    assert set(LISTED["acts"]) == set(ACTS)
    assert all(METHODS[one] == "POST" for one in LISTED["acts"].values())


@pytest.mark.parametrize("operation", sorted(METHODS))
def test_no_operation_is_forgotten(operation: str) -> None:
    """An operation belongs to a page, to a button, or to programs alone: a page that goes leaves none behind unseen."""
    of_pages = [one for listed in PAGES.values() if isinstance(listed, list) for one in listed]
    known = (*of_pages, *LISTED["acts"].values(), *LISTED["programs_alone"])
    assert any(fnmatch(operation, one) for one in known)


def test_the_list_of_reasons_stays_short() -> None:
    listed = (*PAGES.values(), *NOT_BY_PROGRAMS.values())
    reasons = {told for told in listed if isinstance(told, str)} - {"同上 / as above"}
    assert len(reasons) <= 30


def test_a_reason_for_a_form_stands_only_where_a_program_just_reads() -> None:
    """What a program may do as well needs no excuse: then the operation stands in the list."""
    writing = [
        name
        for name in NOT_BY_PROGRAMS
        if any(METHODS[one] != "GET" for listed in PAGES[name] for one in named(listed))
    ]
    assert writing == []


def test_every_problem_that_an_operation_answers_with_is_declared() -> None:
    answered: dict[str, str] = {}
    for path in Path(__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            place = {"Answered": 1, "own": 0}.get(name)
            if place is None or len(node.args) <= place:
                continue
            code = node.args[place]
            if isinstance(code, ast.Constant):
                answered[str(code.value)] = f"{path.name}:{node.lineno}"
    assert len(answered) > 12
    undeclared = {code: at for code, at in answered.items() if code not in declared_problems()}
    assert not undeclared, f"say in problems.yaml what these mean: {undeclared}"
