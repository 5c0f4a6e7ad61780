"""The calculators that need no account."""

from dataclasses import dataclass

from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.public.portal import PUBLIC


@dataclass(frozen=True, kw_only=True)
class CalculatorsPage:
    """What `public/pages/calculators.html` may use: nothing but its words."""


@PUBLIC.page(template="public/pages/calculators.html", access=ANYBODY)
def calculators(visit: Visit) -> CalculatorsPage:
    """List the calculators."""
    return CalculatorsPage()
