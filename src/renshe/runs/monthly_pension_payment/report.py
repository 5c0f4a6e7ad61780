"""What a step tells: where the batch stands, its totals, and what needs a human."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from renshe.domains.pension.api import CONTROL_DIFFERS
from renshe.kernel.rules import Refusal
from renshe.kernel.yaml_files import read_yaml


@dataclass(frozen=True)
class Attention:
    """Something a person should look at; the run goes on without."""

    code: str
    zh: str
    en: str
    subject: str = ""


@dataclass(frozen=True)
class StepReport:
    """The outcome of one step. Asked again, a step reports the same and changes nothing."""

    step: str
    batch_id: int
    state: str
    totals: dict[str, Any]
    attention: tuple[Attention, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Control:
    """One pair of totals that must agree at a step."""

    id: str
    step: str
    zh: str
    en: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@cache
def controls() -> tuple[Control, ...]:
    """The controls of `controls.yaml`."""
    path = Path(__file__).with_name("controls.yaml")
    rows = read_yaml(path.read_text(encoding="utf-8"))["controls"]
    return tuple(
        Control(**{**row, "left": tuple(row["left"]), "right": tuple(row["right"])}) for row in rows
    )


def prove_controls(*, step: str, totals: Mapping[str, int]) -> None:
    """Refuse the step if any of its controls differs. A total that is missing raises KeyError: it is never zero."""
    for control in controls():
        if control.step != step:
            continue
        left = sum(totals[name] for name in control.left)
        right = sum(totals[name] for name in control.right)
        if left != right:
            subject = f"{control.zh}：{left} ≠ {right} ({control.id})"
            raise Refusal(CONTROL_DIFFERS, subject=subject)
