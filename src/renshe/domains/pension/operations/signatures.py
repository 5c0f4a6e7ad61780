"""Who answers for a determination: always two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from renshe.domains.pension.refusals import SAME_PERSON
from renshe.kernel.rules import Refusal


@dataclass(frozen=True)
class Signatures:
    """Who determined and who reviewed, when, and on what day's knowledge. Two people, always."""

    determined_by: str
    reviewed_by: str
    at: datetime
    known_on: date

    def __post_init__(self) -> None:
        if not self.determined_by or self.determined_by == self.reviewed_by:
            raise Refusal(SAME_PERSON, subject=self.determined_by)
