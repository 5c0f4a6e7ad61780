"""All batches, the newest first."""

from dataclasses import dataclass

from renshe.domains.funds.api import batches as find_batches
from renshe.portals.finance.books import Funds
from renshe.portals.finance.pages.month import BatchLine, batch_line
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit


@dataclass(frozen=True, kw_only=True)
class BatchesPage:
    """What `finance/pages/batches.html` may use; the newest two hundred."""

    batches: tuple[BatchLine, ...]


@FINANCE.page(template="finance/pages/batches.html", access=BOOKS)
def batches(visit: Visit) -> BatchesPage:
    """Show the newest batches."""
    known = Funds()
    return BatchesPage(batches=tuple(batch_line(row, known) for row in find_batches(limit=200)))
