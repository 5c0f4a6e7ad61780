"""What a service item brings besides its declaration: what it checks, and what it does when granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from renshe.domains.cases.refusals import problem
from renshe.kernel.codes.problem import Problem, Refused

Values = Mapping[str, Any]
"""A form's answers as read: text, whole numbers (fen for yuan, month ordinals), dates, booleans."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a case asks for, as an item's own code sees it. Time is passed in; nothing is read from a clock."""

    number: str
    item: str
    place: str
    subject_id: int | None
    applicant: str
    values: Values
    at: dt.datetime
    today: dt.date
    actor: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a case: it stands in the way (`refuses`) or only deserves a look. `field` may name where."""

    problem: Problem
    refuses: bool
    field: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """The form says one thing and a register another; shown lit beside the field."""

    field: str
    given: str
    registered: str
    source_zh: str
    source_en: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What an item found out about a case: findings, differences from registers, the money, figures for the screen."""

    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    amount_fen: int | None = None
    sheet: Mapping[str, Any] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether nothing was found: such cases may be decided together."""
        return not self.findings and not self.differences


@dataclass(frozen=True, slots=True)
class Effect:
    """What granting did, in a sentence, with references a page can link to. `papers` are further papers to issue.

    A paper is its kind and its content: `zh` and `en` (paragraphs), and where wanted `title` (zh, en), `basis`, `facts` and
    `valid_until`; what `facts` may hold for print is said in `printing.py`.
    """

    zh: str
    en: str
    reference: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[tuple[str, Mapping[str, Any]]] = ()


class Service(Protocol):
    """The code beside a `service.yaml`. Each function may raise Refusal, which refuses the act with its reason."""

    def prefill(self, asked: Asked) -> Values:
        """What the registers know already, as somebody would type it, so that nobody is asked again for it."""

    def examine(self, asked: Asked) -> Examination:
        """Look at a case without changing anything; called when it is submitted and whenever it is looked at."""

    def grant(self, asked: Asked) -> Effect:
        """Do what was asked, in the transaction of the case's last signature."""

    def reverse(self, asked: Asked, reference: Values) -> Effect:
        """Undo what was granted, in the transaction of the self-correction. May refuse."""


class Plain:
    """What most services share: nothing to fill in, nothing to find, nothing that can be undone.

    What granting does every item says itself, so there is no `grant` here.
    """

    def prefill(self, asked: Asked) -> Values:
        """Nothing is known."""
        return {}

    def examine(self, asked: Asked) -> Examination:
        """Nothing is found."""
        return Examination()

    def reverse(self, asked: Asked, reference: Values) -> Effect:
        """Refused: what this item grants cannot be taken back by itself."""
        raise Refused(problem("not_reversible"), subject=asked.number)
