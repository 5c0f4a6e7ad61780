"""Made-up contexts of every citizen page, for tests of templates. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from renshe.kernel.rules import Explanation, Node
from renshe.portals.applying.test_samples import SHORTCUTS, brief
from renshe.portals.citizen.pages.account import AccountPage, AccountYearRow
from renshe.portals.citizen.pages.certification import CertificationPage, ProofLine
from renshe.portals.citizen.pages.contribution_year import ContributionYearPage, MonthLine
from renshe.portals.citizen.pages.contributions import (
    ContributionsPage,
    EmployerMark,
    MonthCell,
    Span,
    YearRow,
)
from renshe.portals.citizen.pages.looks import LookRow, LooksPage
from renshe.portals.citizen.pages.overview import Matter, OverviewPage
from renshe.portals.citizen.pages.pension import (
    Award,
    Component,
    Need,
    Outlook,
    PaymentMonth,
    PensionPage,
)
from renshe.portals.citizen.test_samples_bridging import BRIDGING_PAGES
from renshe.portals.citizen.test_samples_community import COMMUNITY_PAGES
from renshe.portals.citizen.test_samples_help import HELP_PAGES
from renshe.portals.citizen.test_samples_institution import INSTITUTION_PAGES
from renshe.portals.citizen.test_samples_land import LAND_PAGES
from renshe.portals.citizen.test_samples_outlook import PAGES as OF_OUTLOOK
from renshe.portals.citizen.test_samples_resident import PAGES as OF_RESIDENT
from renshe.portals.citizen.test_samples_retirement import RETIREMENT
from renshe.portals.citizen.test_samples_transfers import TRANSFER_PAGES
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import Series, chart
from renshe.portals.layout.explanation_page import ExplanationPage
from renshe.portals.layout.explanation_view import Origin, view_explanation
from renshe.portals.layout.paging import Paging

OCTOBER = 2025 * 12 + 9
PENSION = Amount(fen=456_789, explain_url="/citizen/explain/pension/total/")


def overview_page() -> OverviewPage:
    """A person of fifty-eight with a month owed by his employer."""
    return OverviewPage(
        name="欧*雪",
        id_number="4404**********1127",
        unmasked=False,
        matters=(
            Matter(
                title="单位欠缴您2025年9月的养老保险费",
                detail="欠缴期间不计缴费年限，补缴到账后补记。",
                url="/citizen/contributions/",
                action="看缴费记录",
                tone="bad",
            ),
        ),
        paid_months=313,
        last_paid=OCTOBER - 2,
        account_year=2024,
        account=Amount(fen=18_765_432, explain_url="/citizen/explain/account/2024/closing/"),
        pension=None,
        pension_period=None,
        paid=None,
        paid_on=None,
        retirement_month=2027 * 12 + 3,
        contributions_url="/citizen/contributions/",
        account_url="/citizen/account/",
        pension_url="/citizen/pension/",
        brief=brief(),
        shortcuts=SHORTCUTS,
    )


def _cell(year: int, number: int) -> MonthCell:
    place = year * 12 + number
    if place < 1992 * 12 + 7:
        state, mark = "deemed", "="
    elif 2003 * 12 + 2 <= place <= 2003 * 12 + 8:
        state, mark = "gap", "–"
    elif place == OCTOBER - 1:
        state, mark = "owed", "B!"
    elif place == OCTOBER:
        state, mark = "pending", "…"
    elif place > OCTOBER:
        state, mark = "none", ""
    else:
        state, mark = "paid", "A" if place < 2003 * 12 else "B"
    return MonthCell(state=state, mark=mark, says=f"{year}年{number + 1}月 {state}")


def contributions_page() -> ContributionsPage:
    """Thirty-six years with everything that can happen."""
    return ContributionsPage(
        years=tuple(
            YearRow(
                year=year,
                url=f"/citizen/contributions/{year}/",
                cells=tuple(_cell(year, number) for number in range(12)),
                counted_months=12 if year != 2003 else 5,
            )
            for year in range(2025, 1989, -1)
        ),
        employers=(
            EmployerMark(letter="B", name="珠海市海棠精密机械有限公司"),
            EmployerMark(letter="A", name="珠海无线电三厂"),
        ),
        spans=(
            Span(
                first=OCTOBER,
                last=OCTOBER,
                months=1,
                employer="珠海市海棠精密机械有限公司",
                state="pending",
                letter="B",
            ),
            Span(
                first=OCTOBER - 1,
                last=OCTOBER - 1,
                months=1,
                employer="珠海市海棠精密机械有限公司",
                state="owed",
                letter="B",
            ),
            Span(
                first=2003 * 12 + 9,
                last=OCTOBER - 2,
                months=263,
                employer="珠海市海棠精密机械有限公司",
                state="paid",
                letter="B",
            ),
            Span(
                first=2003 * 12 + 2,
                last=2003 * 12 + 8,
                months=7,
                employer="",
                state="gap",
                letter="",
            ),
            Span(
                first=1992 * 12 + 7,
                last=2003 * 12 + 1,
                months=127,
                employer="珠海无线电三厂",
                state="paid",
                letter="A",
            ),
        ),
        paid_months=390,
        deemed_months=31,
        owed_months=1,
        gap_months=7,
        shortcuts=SHORTCUTS,
    )


def contribution_year_page() -> ContributionYearPage:
    """Ten months of 2025."""
    states = {OCTOBER: "pending", OCTOBER - 1: "owed"}
    return ContributionYearPage(
        year=2025,
        before_url="/citizen/contributions/2024/",
        after_url="",
        back_url="/citizen/contributions/",
        lines=tuple(
            MonthLine(
                period=period,
                employer="珠海市海棠精密机械有限公司",
                state=states.get(period, "paid"),
                kind="regular",
                declared_wage_fen=780_000,
                base=Amount(fen=780_000, explain_url="/e"),
                employer_share=Amount(fen=124_800, explain_url="/e"),
                personal_share=Amount(fen=62_400, explain_url="/e"),
                credited=Amount(fen=62_400 if period < OCTOBER - 1 else 0, explain_url="/e"),
            )
            for period in range(OCTOBER, OCTOBER - 10, -1)
        ),
        base_fen=7_800_000,
        personal_fen=624_000,
        employer_fen=1_248_000,
        credited_fen=499_200,
        taken_over=False,
    )


def account_page() -> AccountPage:
    """Some years of an account; the last not closed."""
    years = range(2025, 2009, -1)
    closing = {year: 1_000_000 * (year - 2008) for year in years}
    return AccountPage(
        years=tuple(
            AccountYearRow(
                year=year,
                opening_fen=closing[year] - 900_000,
                credited=Amount(fen=650_000, explain_url="/e"),
                interest=Amount(
                    fen=250_000 if year < 2025 else None, explain_url="/e" if year < 2025 else ""
                ),
                other_fen=-1000 if year == 2015 else 0,
                closing=Amount(fen=closing[year], explain_url="/e"),
                rate="2.62%" if year < 2025 else "",
                provisional=year == 2025,
            )
            for year in years
        ),
        chart=chart(
            title="逐年年末余额",
            categories=[f"{year}年" for year in sorted(years)],
            short=[str(year) for year in sorted(years)],
            series=[
                Series(label="年末余额", amounts_fen=tuple(closing[year] for year in sorted(years)))
            ],
        ),
        balance=Amount(fen=closing[2025], explain_url="/e"),
        before_fen=1_100_000,
        paid_out_fen=-1000,
        interest_total_fen=4_000_000,
        credited_total_fen=13_000_000,
    )


def pension_page() -> PensionPage:
    """An award paid provisionally, with a month that failed."""
    return PensionPage(
        award=Award(
            name="基本养老金",
            main=True,
            state="provisional",
            starts=OCTOBER - 3,
            total=PENSION,
            components=(
                Component(
                    title="基础养老金",
                    plain="和缴费年限、缴费水平、社会平均工资有关",
                    amount=Amount(fen=280_000, explain_url="/e"),
                ),
                Component(
                    title="个人账户养老金",
                    plain="个人账户总额除以计发月数",
                    amount=Amount(fen=136_789, explain_url="/e"),
                ),
                Component(
                    title="过渡性养老金",
                    plain="对建立个人账户之前工作年限的补偿",
                    amount=Amount(fen=40_000, explain_url="/e"),
                ),
            ),
            payments=(
                PaymentMonth(
                    period=OCTOBER,
                    last=OCTOBER,
                    kind="regular",
                    net=PENSION,
                    deduction_fen=0,
                    state="failed",
                    settled_on=date(2025, 10, 15),
                    note="账户已销户。请提供新的账户，下月补发。",
                ),
                PaymentMonth(
                    period=OCTOBER - 6,
                    last=OCTOBER - 1,
                    kind="arrears",
                    net=PENSION,
                    deduction_fen=5000,
                    state="paid",
                    settled_on=date(2025, 9, 15),
                    note="",
                ),
            ),
            account_tail="8812",
        ),
        outlook=None,
        why_neither="",
        shortcuts=SHORTCUTS,
    )


def outlook_page() -> PensionPage:
    """Two years before retirement."""
    return PensionPage(
        award=None,
        outlook=Outlook(
            retirement_month=2027 * 12 + 3,
            explain_url="/e",
            needs=(
                Need(
                    title="到法定退休年龄",
                    required="60岁8个月",
                    present="58岁2个月",
                    met=False,
                    explain_url="/e",
                ),
                Need(
                    title="缴费年限",
                    required="15年",
                    present="26年1个月",
                    met=True,
                    explain_url="/e",
                ),
            ),
            months_to_go=18,
        ),
        why_neither="",
        shortcuts=SHORTCUTS,
    )


LAW = {"place": "CN", "valid_from": "2006-01-01", "confidence": "V"}
AVERAGE = Node(
    "career_average_index",
    "fact",
    "平均缴费工资指数",
    "Average contribution index",
    "index",
    Fraction(11837, 10000),
)
BASE = Node(
    "pension_calculation_base",
    "parameter",
    "养老金计发基数",
    "Pension calculation base",
    "fen",
    Fraction(1_230_700),
    instrument="沪人社规〔2025〕1号",
    place="310000",
    valid_from="2025-01-01",
    confidence="A",
    source="演示城市假设表",
)
MONTHS = Node(
    "contribution_months",
    "fact",
    "累计缴费月数",
    "Months of contributions",
    "months",
    Fraction(313),
)
RATE = Node(
    "basic_pension_rate",
    "parameter",
    "每年发给比例",
    "Rate per year",
    "ratio",
    Fraction(1, 100),
    instrument="国发〔2005〕38号",
    article="六",
    **LAW,
)


def sample_explanation() -> Explanation:
    """The basic pension of somebody who does not exist."""
    own = Node(
        "own_indexed_wage",
        "rule",
        "本人指数化月平均缴费工资",
        "Own indexed average wage",
        "fen",
        Fraction(1_456_780),
        raw=Fraction(145677959, 100),
        rounding="half_up fen",
        rounding_clause="owner-default",
        formula="pension_calculation_base * career_average_index",
        instrument="国发〔2005〕38号",
        article="六",
        doc="The base times one's own average index.",
        children=(BASE, AVERAGE),
        **LAW,
    )
    root = Node(
        "basic_pension",
        "rule",
        "基础养老金",
        "Basic pension",
        "fen",
        Fraction(350_512),
        raw=Fraction(35051196, 100),
        rounding="half_up fen",
        rounding_clause="owner-default",
        formula="(pension_calculation_base + own_indexed_wage) / 2 * contribution_months / 12 * basic_pension_rate",
        instrument="国发〔2005〕38号",
        article="六",
        doc="Half of base and own indexed wage, one per cent for each year.",
        children=(BASE, own, MONTHS, RATE),
        **LAW,
    )
    return Explanation("basic_pension", "310000", "2025-10-01", "", "9f3b1c22aa77", root)


def explanation_page() -> ExplanationPage:
    """The explanation of the basic pension."""
    return ExplanationPage(
        about="基础养老金",
        view=view_explanation(
            sample_explanation(),
            place_names={"310000": "上海市"},
            origins={
                "contribution_months": Origin(label="缴费记录", url="/citizen/contributions/")
            },
        ),
        recorded_fen=350_512,
        agrees=True,
        back_url="/citizen/pension/",
        back_title="养老金",
        open_all=False,
        dispute_url="/apply/contributions.dispute_amount/",
    )


def certification_page() -> CertificationPage:
    """Somebody who has just certified and got two months back; an earlier proof was withdrawn."""
    return CertificationPage(
        due_on=date(2026, 10, 20),
        last_on=date(2025, 10, 20),
        explain_url="/e",
        state="有效",
        tone="good",
        stopped_from=None,
        may_prove=True,
        factor_url="",
        why_not="",
        done=True,
        owed_months=2,
        proofs=(
            ProofLine(proved_on=date(2025, 10, 20), source="本人网上认证", withdrawn=""),
            ProofLine(proved_on=date(2025, 2, 3), source="窗口认证", withdrawn="来的不是本人"),
        ),
        problems=(),
    )


def looks_page() -> LooksPage:
    """One look."""
    return LooksPage(
        looks=(
            LookRow(
                looked_at=datetime(2025, 10, 9, 2, 31, tzinfo=UTC),
                who="复核",
                fields="姓名、证件号码",
                purpose="核对退休申请材料",
                emergency=True,
            ),
        ),
        paging=Paging(number=1, total=1),
        emergencies=1,
    )


PAGES = {
    **OF_OUTLOOK,
    **INSTITUTION_PAGES,
    **LAND_PAGES,
    **BRIDGING_PAGES,
    **TRANSFER_PAGES,
    **COMMUNITY_PAGES,
    **HELP_PAGES,
    **OF_RESIDENT,
    "citizen/pages/overview.html": overview_page,
    "citizen/pages/overview.html#drawing": lambda: replace(
        overview_page(),
        matters=(),
        pension=PENSION,
        pension_period=OCTOBER,
        paid=PENSION,
        paid_on=date(2025, 10, 15),
    ),
    "citizen/pages/contributions.html": contributions_page,
    "citizen/pages/contribution_year.html": contribution_year_page,
    "citizen/pages/account.html": account_page,
    "citizen/pages/pension.html": pension_page,
    "citizen/pages/pension.html#outlook": outlook_page,
    "layout/explanation.html": explanation_page,
    "citizen/pages/looks.html": looks_page,
    "citizen/pages/certification.html": certification_page,
    "citizen/pages/certification.html#stopped": lambda: replace(
        certification_page(),
        state="已暂停发放",
        tone="bad",
        stopped_from=OCTOBER,
        done=False,
        owed_months=0,
    ),
    "citizen/pages/certification.html#acting": lambda: replace(
        certification_page(),
        may_prove=False,
        why_not="认证必须由本人完成。",
        done=False,
        owed_months=0,
    ),
    "citizen/pages/certification.html#factor": lambda: replace(
        certification_page(), factor_url="/account/", done=False, owed_months=0
    ),
    "citizen/pages/certification.html#nothing": lambda: replace(
        certification_page(),
        due_on=None,
        last_on=None,
        state="",
        proofs=(),
        may_prove=False,
        done=False,
        owed_months=0,
    ),
}
PAGES |= RETIREMENT
