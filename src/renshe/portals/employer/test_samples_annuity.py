"""Made-up contexts of the employer's annuity page, for tests of templates."""

from renshe.portals.employer.pages.annuity import (
    BadCell,
    EmployerAnnuityPage,
    PlanShown,
    SentMonth,
)
from renshe.portals.employer.pages.annuity_leaving import Leaver, LeavingPage
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem

PROBLEM = Problem(
    reason="文件没有收下", subject="", clause="企业年金办法 第十五条", next_step="改好再传"
)
MOST = Amount(fen=8_000_00, explain_url="/employer/annuity/caps/employer/")


def annuity(*, there: bool = True, wrong: bool = False) -> EmployerAnnuityPage:
    """A plan after a month, a file that was not taken, or no plan."""
    plan = PlanShown(
        kind="企业年金", number="NJ440402202500001", name="企业年金方案", trustee="和润养老金管理",
        rates="单位8%，个人4%", vesting_years=0 if wrong else 8, year=2025, payroll_fen=10_000_000, employer_fen=800_000,
        personal_fen=400_000, employer_most=None if wrong else MOST, both_most=None if wrong else MOST,
    )  # fmt: skip
    sent = SentMonth(
        period=2025 * 12 + 9, heads=12, payroll_fen=10_000_000, employer_fen=800_000, personal_fen=400_000,
        state="已记账",
    )  # fmt: skip
    cell = BadCell(row=3, column="C", header="单位缴费", reason="金额无法识别", fix="填元")
    return EmployerAnnuityPage(
        employer_name="海川制造有限公司", plan=plan if there else None,
        sent=(sent,) if there and not wrong else (),
        problem=PROBLEM if wrong else None,
        cells=(cell,) if wrong else (), typed_period="2025-10", typed_payroll="100000" if wrong else "",
    )  # fmt: skip


def leaving(*, there: bool = True) -> LeavingPage:
    """Two who left, one of them for a reason that the law names, and an act that was refused; or nobody."""
    one = Leaver(
        number=1, name="王*", last_month=2025 * 12 + 8, reason="本人辞职", sure=False, back=MOST, keeps_fen=700_00,
        next_employer="海川制造有限公司",
    )  # fmt: skip
    other = Leaver(
        number=2, name="李*", last_month=2025 * 12 + 8, reason="", sure=True, back=Amount(fen=0), keeps_fen=100,
        next_employer="",
    )  # fmt: skip
    return LeavingPage(
        employer_name="海川制造有限公司", leavers=(one, other) if there else (), problems=(PROBLEM,) if there else ()
    )  # fmt: skip


PAGES = {
    "employer/pages/annuity_leaving.html": leaving,
    "employer/pages/annuity_leaving.html#none": lambda: leaving(there=False),
    "employer/pages/annuity.html": annuity,
    "employer/pages/annuity.html#wrong": lambda: annuity(wrong=True),
    "employer/pages/annuity.html#none": lambda: annuity(there=False),
}
