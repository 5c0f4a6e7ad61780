"""Made-up contexts of the campaign's page. Nobody in them exists."""

from dataclasses import replace
from datetime import date

from renshe.portals.casework.pages.double_benefits import DoubleLine, DoublesPage
from renshe.portals.casework.pages.resident import CampaignPage, DivisionLine, ListTab, PersonLine
from renshe.portals.casework.pages.resident_lists import ErrorLine, KindLine, ListsPage
from renshe.portals.casework.pages.resident_money import MoneyPage
from renshe.portals.casework.pages.resident_money import PayoutLine as MoneyPayout
from renshe.portals.casework.test_samples_corrections import PAGES as OF_CORRECTIONS
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


def money_page() -> MoneyPage:
    """Two payments, one of them the visitor's own approval, and a form that was not taken."""
    payout = MoneyPayout(
        number=5, what="重复缴费退费", holder="林*", account="6228***********0018", case_url="/casework/cases/4404022025000013/",
        case_number="4404022025000013", fen=40_000, owed_on=date(2025, 10, 15), mine=False, how="cash", voucher="X-1",
        why="本人没有银行账户",
    )  # fmt: skip
    return MoneyPage(
        payouts=(payout, replace(payout, number=6, mine=True), replace(payout, number=7, how="", voucher="", why="")),
        payouts_fen=120_000, payouts_count=3, bridgings_fen=2_000_000, bridgings_count=1, batches_url="/finance/residents/",
        lists_url="/finance/bridgings/", may_pay=True, done=True, problems=(),
    )  # fmt: skip


def lists_page() -> ListsPage:
    """A list that was refused for one cell, with what was typed still there."""
    kind = KindLine(
        code="enrol", name="参保名单", about="没有参保的办理参保", template_url="/casework/resident/lists/enrol.xlsx", chosen=True
    )  # fmt: skip
    return ListsPage(
        kinds=(kind, replace(kind, code="pay", name="缴费名单", chosen=False)), year="2025", document="红旗村〔2025〕3号",
        may_import=True, done="缴费名单已导入：办理2人", orders_url="/casework/resident/lists/orders.xlsx?document=1",
        errors=(ErrorLine(cell="B3", header="证件号码", why="登记库没有这个证件号码", next_step="请核对号码"),), errors_left=2,
        problems=(),
    )  # fmt: skip


PAGES = {
    **OF_CORRECTIONS,
    "casework/pages/resident_lists.html": lists_page,
    "casework/pages/resident_lists.html#nothing": lambda: replace(
        lists_page(), may_import=False, done="", orders_url="", errors=(), errors_left=0
    ),
    "casework/pages/resident_money.html": money_page,
    "casework/pages/resident_money.html#nothing": lambda: replace(
        money_page(), payouts=(), payouts_count=0, bridgings_count=0, batches_url="", lists_url="", may_pay=False, done=False
    ),
    "casework/pages/double_benefits.html": doubles_page,
    "casework/pages/double_benefits.html#nobody": lambda: replace(
        doubles_page(), people=(), before_url="", after_url="", paging=Paging(number=1, total=0)
    ),
    "casework/pages/resident.html": campaign_page,
    "casework/pages/resident.html#nobody": lambda: replace(
        campaign_page(), divisions=(), people=(), wider_url="", before_url="", after_url="", paging=Paging(number=1, total=0)
    ),
}  # fmt: skip
