"""What is due to one fund, as the month's page and a bill show it."""

from dataclasses import dataclass

from renshe.portals.layout.amounts import Amount


@dataclass(frozen=True, kw_only=True)
class FundDue:
    """What is due to one fund: both shares and their sum in fen."""

    name: str
    employer: Amount
    personal: Amount
    total_fen: int
