"""Made-up contexts of the campaign's page. Nobody in them exists."""

from dataclasses import replace

from renshe.portals.casework.pages.double_benefits import DoubleLine, DoublesPage
from renshe.portals.casework.pages.resident import CampaignPage, DivisionLine, ListTab, PersonLine
from renshe.portals.layout.paging import Paging


def campaign_page() -> CampaignPage:
    """A district with two streets, in the middle of a list."""
    line = DivisionLine(
        name="前山街道", url="/casework/resident/?place=440402003", counts=(12, 40, 3, 2, 4, 5, 1, 30), registered=200,
        covered=160, rate="80.0%",
    )  # fmt: skip
    tab = ListTab(
        name="应缴未缴", about="上门提醒", url="/casework/resident/?list=due", count=12, chosen=True
    )
    return CampaignPage(
        year=2025, place="广东省珠海市香洲区", wider_url="/casework/resident/",
        years=((2025, "/casework/resident/?year=2025"), (2024, "/casework/resident/?year=2024")),
        totals=replace(line, name="合计", url=""), divisions=(line, replace(line, name="翠香街道", url="")),
        tabs=(tab, replace(tab, name="已缴", chosen=False)), chosen="应缴未缴", about="上门提醒", act_name="居民养老金申领",
        act_url="/guides/resident.claim_pension/",
        people=(
            PersonLine(name="林*", id_number="4404**********501X", birth_year=1980, community="紫荆社区", tier=1200,
                paid_fen=None),
            PersonLine(name="王*", id_number="4404**********5011", birth_year=1981, community="紫荆社区", tier=None,
                paid_fen=72_000),
        ),
        paging=Paging(number=2, total=120), before_url="/casework/resident/?page=1", after_url="/casework/resident/?page=3",
        file_url="/casework/resident/list.xlsx?list=due", doubles_url="/casework/resident/double/",
    )  # fmt: skip


def doubles_page() -> DoublesPage:
    """Two people who draw two pensions."""
    return DoublesPage(
        place="广东省珠海市",
        people=(
            DoubleLine(name="林*", id_number="4404**********501X", other="基本养老金", since=2025 * 12),
            DoubleLine(name="王*", id_number="4404**********5011", other="机关事业单位养老金", since=2024 * 12 + 5),
        ),
        paging=Paging(number=2, total=120), before_url="/casework/resident/double/?page=1",
        after_url="/casework/resident/double/?page=3", guide_url="/guides/resident.settle_double_benefit/",
    )  # fmt: skip


PAGES = {
    "casework/pages/double_benefits.html": doubles_page,
    "casework/pages/double_benefits.html#nobody": lambda: replace(
        doubles_page(), people=(), before_url="", after_url="", paging=Paging(number=1, total=0)
    ),
    "casework/pages/resident.html": campaign_page,
    "casework/pages/resident.html#nobody": lambda: replace(
        campaign_page(), divisions=(), people=(), wider_url="", before_url="", after_url="", paging=Paging(number=1, total=0)
    ),
}  # fmt: skip
