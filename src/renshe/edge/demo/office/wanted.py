"""What somebody wants of the office: whom it is about, the answers as typed, the papers brought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town

BANKS = ("102", "103", "104", "105", "301", "403")
ISSUER = "620000"
"""No bank's: nobody is paid by a mistake of the demonstration."""


@dataclass(frozen=True)
class Wanted:
    """One request. `person` applies (or stands at the counter); `employer` where it is an employer's affair.

    `promised` names papers that are promised instead of brought, `opinion` what the handler says when granting.
    """

    item: str
    person: registry.Person | None
    employer: registry.Employer | None = None
    answers: dict[str, str] = field(default_factory=dict)
    about: str = "person"
    promised: tuple[str, ...] = ()
    opinion: str = ""

    @property
    def subject_id(self) -> int | None:
        """Whom the case is about; None where it is about nobody's record."""
        if self.about == "nobody":
            return None
        one: Any = self.employer if self.about == "employer" else self.person
        return int(one.pk)

    @property
    def name(self) -> str:
        """Who hands it in."""
        one: Any = self.employer if self.about == "employer" else self.person
        return str(one.name)

    @property
    def place(self) -> str:
        """The district that decides."""
        if self.about == "employer":
            assert self.employer is not None
            return self.employer.place[:6]
        assert self.person is not None
        return self.person.residence_place[:6]


Recipe = Callable[[Town, registry.Person | None], Wanted | None]
"""Makes the next request of an item: of the person given, else of the next one of the town; None where nobody is left."""


def somebody(town: Town, person: registry.Person | None, pool: str) -> registry.Person | None:
    """The person given, else the next of a pool."""
    return person if person is not None else town.person(pool)


def new_account(town: Town) -> str:
    """Nineteen digits of a bank that does not exist, with the check digit that cards have (ISO/IEC 7812)."""
    body = f"{ISSUER}99{town.draw('bank account', 10**9):09d}{town.draw('bank tail', 10):01d}"
    doubled = (int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(body)))
    return body + str(-sum(one - 9 if one > 9 else one for one in doubled) % 10)
