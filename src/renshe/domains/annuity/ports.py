"""What this domain is handed: the law's answers, and what other schemes know of a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of somebody's picture of old age, told by the scheme that keeps it.

    `balance_fen` is what stands in an account now, `monthly_fen` what is or would be paid a month; None where the scheme
    does not say. `starts` is the first month of payment (an ordinal month) where it is known. `sureness` is `drawn`
    (paid now), `law` (computed by the law in force), `balance` (money that stands there) or `assumed`. `payer` says from
    whom it comes; `url` leads to its page or explanation.
    """

    code: str
    zh: str
    en: str
    sureness: str
    payer_zh: str
    payer_en: str
    balance_fen: int | None = None
    monthly_fen: int | None = None
    starts: int | None = None
    url: str = ""


Teller = Callable[..., "list[Part]"]
"""Asked with `person_id` and `today`; answers with the parts of that person, none where there are none."""

_TELLERS: dict[str, Teller] = {}


def register_part(scheme: str, teller: Teller) -> None:
    """A scheme that this domain does not know (residents, expropriated farmers) joins the picture; once by name.

    Called from the scheme's own `apps.py` (`ready`), so that neither domain imports the other.
    """
    _TELLERS[scheme] = teller


def told_parts(*, person_id: int, today: date) -> list[Part]:
    """What every registered scheme says of a person, in the order of their names."""
    return [
        part
        for scheme in sorted(_TELLERS)
        for part in _TELLERS[scheme](person_id=person_id, today=today)
    ]
