"""The body of a kernel being written: lines, indentation, temporaries, and the rows' doubt flag."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from renshe.kernel.rules.columns.arithmetic import paren
from renshe.kernel.rules.columns.values import Exact, Number, Truth


class Body:
    """Collects the statements for one row. ``bad`` becomes true where a row must go the exact way."""

    def __init__(self, indent: int = 2) -> None:
        self.lines: list[str] = []
        self._indent = indent
        self._names: dict[str, int] = {}
        self._path: list[str] = []
        self.guarded = False
        self._guards: set[tuple[str, int]] = set()

    def write(self, line: str) -> None:
        """One statement at the current depth."""
        self.lines.append("    " * self._indent + line)

    def note(self, text: str) -> None:
        """A comment, one line per line of text."""
        for line in text.splitlines():
            self.write(f"# {line}")

    def name(self, stem: str) -> str:
        """A fresh variable name after a stem."""
        count = self._names.get(stem, 0)
        self._names[stem] = count + 1
        return stem if count == 0 else f"{stem}_{count + 1}"

    def let(self, stem: str, code: str) -> str:
        """Assign code to a fresh variable and return its name; plain names and numbers stay as they are."""
        if code.lstrip("-").isdigit() or code.isidentifier():
            return code
        fresh = self.name(stem)
        self.write(f"{fresh} = {code}")
        return fresh

    def settle(self, value: Number, stem: str) -> Number:
        """The number with its code (and denominator) in variables, so that it can be used many times."""
        if isinstance(value, Exact):
            dyn = self.let(f"{stem}_per", value.dyn) if value.dyn else None
            return Exact(
                self.let(stem, value.code),
                value.den,
                value.low,
                value.high,
                dyn,
                value.dyn_low,
                value.dyn_high,
            )
        return type(value)(
            self.let(stem, value.code), value.error, value.low, value.high, value.relative
        )

    def doubt(self, condition: str) -> None:
        """Flag the row where the condition holds on the current path."""
        code = " & ".join(paren(part) for part in [*self._path, condition])
        if (code, self._indent) in self._guards:
            return
        self._guards.add((code, self._indent))
        self.guarded = True
        self.write(f"bad |= {code}")

    @contextmanager
    def under(self, truth: Truth) -> Iterator[None]:
        """Statements that count only where the condition holds."""
        if truth.constant is not None:
            yield
            return
        self._path.append(truth.code)
        try:
            yield
        finally:
            self._path.pop()

    @contextmanager
    def loop(self, header: str) -> Iterator[None]:
        """Statements inside a loop."""
        self.write(header)
        self._indent += 1
        try:
            yield
        finally:
            self._indent -= 1
