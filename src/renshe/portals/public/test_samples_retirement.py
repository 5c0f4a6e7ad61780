"""Made-up contexts of the publicity of special work. Nobody in them exists."""

from dataclasses import replace
from datetime import date

from renshe.portals.casework.test_samples_retirement import PROBLEM
from renshe.portals.public.pages import publicity

LINE = publicity.PublicityLine(
    number=1, name="王*", place="某区", starts_on=date(2025, 10, 20), ends_on=date(2025, 10, 27), over=False, days_left=3,
    periods=(publicity.PeriodLine(employer="某钢铁厂", work="炼钢炉前工", kind="高温", first=23832, last=23951),), url="/p",
)  # fmt: skip


def publicity_page() -> publicity.PublicityPage:
    """One that runs and one that ended."""
    return publicity.PublicityPage(running=(LINE,), ended=(replace(LINE, over=True),), days=5)


def item_page() -> publicity.PublicityItemPage:
    """One that runs, with an objection that was refused."""
    return publicity.PublicityItemPage(
        one=LINE, done=True, typed={"name": "某", "phone": "1", "words": "x"}, problems=(PROBLEM,)
    )


RETIREMENT = {
    "public/pages/publicity.html": publicity_page,
    "public/pages/publicity_item.html": item_page,
}
