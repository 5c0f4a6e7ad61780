"""Made-up contexts of the public pages, for tests of templates."""

from datetime import date

from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.forms.fields import form_view
from renshe.portals.public.guiding import Article, AskedPaper, ItemCard
from renshe.portals.public.pages.calculators import CalculatorsPage
from renshe.portals.public.pages.contribution import ContributionPage, InsuranceRow
from renshe.portals.public.pages.contribution import questions as contribution_questions
from renshe.portals.public.pages.guide import GuidePage
from renshe.portals.public.pages.guides import GroupOfCards, GuidesPage
from renshe.portals.public.pages.home import GroupDoor, OftenAsked, PublicHomePage
from renshe.portals.public.pages.news import NewsItemPage, NewsLine, NewsPage
from renshe.portals.public.pages.retirement import MonthAnswer, RetirementPage
from renshe.portals.public.pages.retirement import questions as retirement_questions
from renshe.portals.public.pages.verify import MaskedLine, VerifiedPage, VerifyPage
from renshe.portals.public.test_samples_outlook import PAGES as OF_OUTLOOK
from renshe.portals.public.test_samples_retirement import RETIREMENT

CARD = ItemCard(
    name="误缴退费", summary="多缴的社会保险费退还", url="/guides/testing.refund/", online=True, days="20个工作日"
)  # fmt: skip
NEWS = NewsLine(since=date(2025, 10, 1), title="关于本站", url="/news/what-this-is/", law=False)
WRONG = Fault("field_missing", "没有填写", "is missing", "owner-default", "请填写", "Fill it in")


def guide_page() -> GuidePage:
    """An item with a promise, a register and an amount above which three people decide."""
    return GuidePage(
        code="testing.refund",
        name="误缴退费",
        summary="多缴的社会保险费退还",
        group="缴费",
        group_url="/guides/#contributions",
        who=("参保人",),
        at_counter=True,
        conditions=("确有多缴",),
        questions=4,
        papers=(
            AskedPaper(
                name="缴费凭证", how="上传照片或 PDF", required=True,
                promise="一时拿不出的，可以承诺10个工作日内补交", basis="社会保险经办条例 30",
            ),
            AskedPaper(
                name="缴费记录", how="不用交，由我们核验", required=False, promise="", basis="社会保险经办条例 30"
            ),
        ),
        accept_within=5,
        limit="20个工作日",
        promised="15个工作日",
        limit_basis="社会保险经办条例 18",
        silence="到期不答复不等于同意",
        path="一人经办，另一人复核后决定",
        result="退费到账",
        fee="不收费",
        articles=(Article(name="社会保险经办条例 第30条", says="应当自收到申请之日起审核"),),
        apply_url="/apply/testing.refund/",
    )  # fmt: skip


def guides_page(*, wanted: str = "", found: tuple[ItemCard, ...] = ()) -> GuidesPage:
    """The guides, as they are or after a search."""
    group = GroupOfCards(code="contributions", name="缴费", about="申报、退费", cards=(CARD,))
    return GuidesPage(wanted=wanted, found=found, groups=(group,))


def retirement_page(*, answered: bool) -> RetirementPage:
    """The calculator before and after it was asked."""
    if not answered:
        form = form_view(retirement_questions(), {"born": "1970年5月"}, {"born": WRONG})
        return RetirementPage(form=form, problem=None, legal=None, earliest=None, latest=None)
    given = {"place": "310000", "born": "1970-06", "category": "F50"}
    month = MonthAnswer(
        month=2020 * 12 + 5, url="/calculators/retirement/legal_retirement_month/?born=1970-06"
    )
    return RetirementPage(
        form=form_view(retirement_questions(), given, {}),
        problem=None,
        legal=month,
        earliest=month,
        latest=month,
    )


def contribution_page(*, flexible: bool = False) -> ContributionPage:
    """What is paid on eight thousand yuan."""
    given = {"place": "310000", "kind": "flexible" if flexible else "employee", "wage": "8000"}
    amount = Amount(fen=64_000, explain_url="/calculators/contribution/pension_personal/?wage=8000")
    return ContributionPage(
        form=form_view(contribution_questions(), given, {}),
        flexible=flexible,
        base=amount,
        rows=(InsuranceRow(name="养老保险", employer=amount, personal=amount),),
        employer_fen=128_000,
        personal_fen=64_000,
        without_injury=not flexible,
    )


def verified_page(state: str) -> VerifiedPage:
    """A certificate in one of its states; an unknown code has nothing to show."""
    if state in ("unknown", "altered"):
        return VerifiedPage(code="ABCDE23456", state=state)
    return VerifiedPage(
        code="ABCDE-23456",
        state=state,
        title="社会保险参保证明",
        number="证〔2025〕0000017号",
        to="欧*雪",
        issued_on=date(2025, 10, 15),
        office="上海市闵行区人力资源和社会保障部门",
        valid_until=date(2026, 1, 15),
        revoked_on=date(2025, 10, 20) if state == "revoked" else None,
        lines=(MaskedLine(name="累计缴费月数", value="3*3"),),
    )


PAGES = {
    **OF_OUTLOOK,
    "public/pages/home.html": lambda: PublicHomePage(
        groups=(GroupDoor(name="缴费", about="申报、退费", count=4, url="/guides/#contributions"),),
        often=(OftenAsked(name="误缴退费", url="/guides/testing.refund/"),), news=(NEWS,), own_pages="", sign_in="/sign-in/",
    ),
    "public/pages/home.html#signed-in": lambda: PublicHomePage(
        often=(), groups=(), news=(), own_pages="/home/", sign_in="/sign-in/"
    ),
    "public/pages/guides.html": guides_page,
    "public/pages/guides.html#found": lambda: guides_page(wanted="退钱", found=(CARD,)),
    "public/pages/guides.html#nothing": lambda: guides_page(wanted="登月"),
    "public/pages/guide.html": guide_page,
    "public/pages/calculators.html": CalculatorsPage,
    "public/pages/retirement.html": lambda: retirement_page(answered=True),
    "public/pages/retirement.html#wrong": lambda: retirement_page(answered=False),
    "public/pages/contribution.html": contribution_page,
    "public/pages/contribution.html#flexible": lambda: contribution_page(flexible=True),
    "public/pages/verify.html": lambda: VerifyPage(empty=False),
    "public/pages/verify.html#empty": lambda: VerifyPage(empty=True),
    "public/pages/verified.html": lambda: verified_page("valid"),
    "public/pages/verified.html#expired": lambda: verified_page("expired"),
    "public/pages/verified.html#revoked": lambda: verified_page("revoked"),
    "public/pages/verified.html#altered": lambda: verified_page("altered"),
    "public/pages/verified.html#unknown": lambda: verified_page("unknown"),
    "public/pages/news.html": lambda: NewsPage(lines=(NEWS,)),
    "public/pages/news.html#none": lambda: NewsPage(lines=()),
    "public/pages/news_item.html": lambda: NewsItemPage(
        title="关于本站", since=date(2025, 10, 1), paragraphs=("本站是开源的平台。",),
        source="社会保险法第74条", see_url="/calculators/", see="算一算"
    ),
}  # fmt: skip
PAGES |= RETIREMENT
