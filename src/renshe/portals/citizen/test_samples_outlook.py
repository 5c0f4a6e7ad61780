"""Made-up contexts of the picture, the outlook and the annuity pages, for tests of templates."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from renshe.portals.citizen.pages.annuity import AnnuityPage, Move, PersonalPensionPage, Saved
from renshe.portals.citizen.pages.outlook import MyOutlookPage
from renshe.portals.citizen.pages.picture import Line, PicturePage, Tier
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.public.test_samples_outlook import outlook_page

SOME = Amount(fen=123_456, explain_url="/me/explain/annuity/1/own/")
PROBLEM = Problem(reason="缺少视同缴费认定", subject="", clause="", next_step="请先办理认定")


def my_outlook(*, drawing: bool = False) -> MyOutlookPage:
    """The outlook of an insured person, or of one who draws a pension already."""
    page = outlook_page()
    return MyOutlookPage(
        form=page.form, assumed=page.assumed, outlook=None if drawing else page.outlook, problem=None,
        drawing=drawing,
    )  # fmt: skip


def picture() -> PicturePage:
    """Three tiers, the last of them empty, and a first that could not be computed."""
    line = Line(
        title="个人账户储存额", payer="社会保险经办机构", when="2044年5月", sure="账户里已有", tone="good",
        balance=SOME, monthly=SOME, detail="退休后按月领", url="/me/account/",
    )  # fmt: skip
    bare = replace(line, balance=None, when="", detail="", url="")
    return PicturePage(
        tiers=(
            Tier(title="第一层", plain="国家办的", lines=(line, bare), empty=""),
            Tier(title="第三层", plain="自己缴的", lines=(), empty="没有个人养老金账户。"),
        ),
        problem=PROBLEM, drawing=False,
    )  # fmt: skip


def annuity(*, drawn: bool = False) -> AnnuityPage:
    """An account after some months, or one that is drawn month by month."""
    return AnnuityPage(
        kind="企业年金", employer="海川制造有限公司", trustee="和润养老金管理", number="NJ440402202500001",
        employer_rate="8%", personal_rate="4%", vesting_years=0 if drawn else 8, joined=2024 * 12,
        left=2025 * 12 if drawn else None, own_fen=100, vested=SOME, open=SOME, notional_fen=100 if drawn else 0,
        total_fen=300, way="按月领取，共139个月" if drawn else "", payment=SOME if drawn else None,
        moves=(Move(period=2025 * 12, kind="缴费", part="个人缴费部分", fen=100),) if drawn else (),
    )  # fmt: skip


def personal(*, there: bool = True) -> PersonalPensionPage:
    """A personal pension with a year reported, or none."""
    report = SimpleNamespace(
        year=2025, made_on=date(2025, 9, 30), paid_fen=1_200_000, drawn_fen=100, bank="演示第一银行"
    )
    return PersonalPensionPage(
        bank="演示第一银行" if there else "", balance_fen=2_400_000, cap_fen=1_200_000,
        reports=(report,) if there else (),  # type: ignore[arg-type]
        year=2025 if there else None, saved=(Saved(rate="10%", amount=SOME),) if there else (), cases=("出国（境）定居",),
    )  # fmt: skip


PAGES = {
    "citizen/pages/outlook.html": my_outlook,
    "citizen/pages/outlook.html#drawing": lambda: my_outlook(drawing=True),
    "citizen/pages/picture.html": picture,
    "citizen/pages/annuity.html": annuity,
    "citizen/pages/annuity.html#drawn": lambda: annuity(drawn=True),
    "citizen/pages/personal_pension.html": personal,
    "citizen/pages/personal_pension.html#none": lambda: personal(there=False),
}
