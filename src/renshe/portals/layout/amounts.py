"""An amount on a page, with the address where it is explained."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount of fen; `explain_url` is empty only where the amount is itself a record of money moved."""

    fen: int | None
    explain_url: str = ""
