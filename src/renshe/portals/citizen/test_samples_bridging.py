"""Made-up contexts of a person's bridging of the two schemes. Nobody in them exists."""

from dataclasses import replace
from datetime import date

from renshe.portals.citizen.pages.bridging import BridgingLine, BridgingPage, RefundLine
from renshe.portals.layout.amounts import Amount

MOVED = Amount(fen=420_000, explain_url="/me/explain/bridging/3/account/")


def bridging_page() -> BridgingPage:
    """One that was withdrawn, and a later one on its way with something that comes back."""
    refund = RefundLine(
        year=2010, months=12, source="本人缴费",
        amount=Amount(fen=120_000, explain_url="/me/explain/bridging/3/refund-2010-own/"),
    )  # fmt: skip
    line = BridgingLine(
        title="居民养老转入职工养老", state="资金划转中", tone="warn", decided_on=date(2025, 10, 15), settled_on=None,
        moved=MOVED, total=Amount(fen=3_420_000, explain_url="/me/explain/bridging/3/account/"), employee_months=186,
        resident_years=4, counted_months=186, counted_url="/me/explain/bridging/3/months/",
        direction_url="/me/explain/bridging/3/direction/", refunds=(refund, replace(refund, year=2009, months=6)),
        case_url="/my/cases/4404022025000012/", claim_url="",
    )  # fmt: skip
    arrived = replace(
        line, state="已到账", tone="good", settled_on=date(2025, 10, 20), refunds=(), claim_url="/guides/resident.claim_pension/"
    )  # fmt: skip
    return BridgingPage(
        bridgings=(line, arrived), may_ask=False, guide_url="/guides/pension.bridge_schemes/"
    )


BRIDGING_PAGES = {
    "citizen/pages/bridging.html": bridging_page,
    "citizen/pages/bridging.html#nobody": lambda: replace(
        bridging_page(), bridgings=(), may_ask=True
    ),
}
