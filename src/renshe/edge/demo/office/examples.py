"""Made-up requests that lie beside an item as `example.yaml`, so that a further item needs no line in `plan.py`.

Such a file names whom of the city asks (`who`: a pool of `town.Town`), the answers as they are typed, and the `ground` that a
handler gives where a case is refused. An item whose request takes more than fixed answers has a recipe in `plan.RECIPES`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted, somebody
from renshe.kernel.yaml_files import read_yaml
from renshe.services import catalogue

ENDINGS = ("closed", "reviewing")
"""How far the cases of such an item have come; `plan` takes another ending where the item's path has no review."""
FILE = "example.yaml"
KEYS = {"who", "answers", "ground"}


class BadExample(ValueError):
    """An example that says too little or too much."""


@dataclass(frozen=True)
class Example:
    """One request; called with the city and perhaps a person, as every recipe is."""

    item: str
    who: str
    answers: dict[str, str]
    ground: str

    def __call__(self, town: Town, person: registry.Person | None) -> Wanted | None:
        """The request of somebody of the pool; None where nobody of it is left."""
        if self.who == "employer":
            unit = town.employer(self.who)
            return unit and Wanted(self.item, None, unit, dict(self.answers), "employer")
        asker = somebody(town, person, self.who)
        return asker and Wanted(self.item, asker, answers=dict(self.answers))


def examples() -> dict[str, Example]:
    """Every example that lies beside an item, by the item's code. Raises BadExample."""
    return {one.item: one for one in _read(catalogue.SERVICES)}


def _read(services: Path) -> Iterator[Example]:
    for path in sorted(services.glob(f"*/*/{FILE}")):
        told: Any = read_yaml(path.read_text(encoding="utf-8"))
        if not isinstance(told, dict) or set(told) != KEYS:
            raise BadExample(f"{path}: it has {', '.join(sorted(KEYS))} and nothing else")
        answers = {str(key): str(value) for key, value in (told["answers"] or {}).items()}
        code = ".".join(path.parts[-3:-1])
        yield Example(code, str(told["who"]), answers, str(told["ground"]))
