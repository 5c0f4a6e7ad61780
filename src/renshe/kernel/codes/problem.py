"""What is wrong with something typed, and the refusal that carries it.

A problem is a reason as the rule engine knows it: a stable code for machines, the texts, the clause
and the next step for people. An act that is refused may have several; whoever handles refusals of
law handles these too.
"""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from renshe.kernel.rules.refusal import Reason, Refusal

Problem: TypeAlias = Reason
T = TypeVar("T")


class Refused(Refusal):
    """An act that is refused, with every problem found. Nothing was changed."""

    problems: tuple[Problem, ...]

    def __init__(self, *problems: Problem, subject: str = "") -> None:
        if not problems:
            raise ValueError("a refusal names at least one problem")
        super().__init__(problems[0], subject=subject)
        self.problems = problems

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all problems, in the order they were found."""
        return tuple(problem.code for problem in self.problems)

    def __str__(self) -> str:
        return "\n".join(sentence(problem, language="zh") for problem in self.problems)


def sentence(problem: Problem, *, language: str) -> str:
    """One line for a person: what is wrong and the next step, in `zh` or `en`."""
    if language == "zh":
        return f"{problem.zh}。{problem.next_step_zh}。"
    return f"{problem.en}. {problem.next_step_en}."


def accepted(value: T | Problem) -> T:
    """The value itself, or Refused with the problem."""
    if isinstance(value, Reason):
        raise Refused(value)
    return value
