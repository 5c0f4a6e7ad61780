"""Reasons kept as texts in a file, so that every one has both languages and a next step."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.yaml_files import read_yaml

SCOPES = ("file", "cell")
TEXTS = ("zh", "en", "next_step_zh", "next_step_en")


class Reasons:
    """The reasons of one YAML file by their codes.

    Each has a scope and four texts; {braces} in a text are filled with what was found. Scope `file`: nothing is
    taken. Scope `cell`: only that row waits.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        """Scope and texts of every code."""
        loaded: dict[str, dict[str, str]] = read_yaml(self.path.read_text(encoding="utf-8"))
        return loaded

    def problem(self, code: str, **found: object) -> Problem:
        """The problem of this code with what was found filled in. Raises KeyError for an unknown code."""
        texts = self.texts[code]
        filled = {name: texts[name].format(**found) for name in TEXTS}
        return Problem(code=code, clause=texts.get("clause", ""), **filled)

    def refuse_file(self, code: str, **found: object) -> Refused:
        """The refusal of a whole file, to be raised by the caller; nothing was changed."""
        assert self.texts[code]["scope"] == "file", code
        return Refused(self.problem(code, **found))


OF_SHEETS = Reasons(Path(__file__).with_name("problems.yaml"))
"""Why a table cannot be read, whatever it is about."""
