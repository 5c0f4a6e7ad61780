"""Made-up contexts of the pension outlook, for tests of templates."""

from dataclasses import replace
from datetime import date

from django.http import QueryDict

from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.public.outlook_questions import public_questions, read_asked
from renshe.portals.public.outlooks import OutlookView, Row, Scenario, Way
from renshe.portals.public.pages.outlook import OutlookPage


def outlook_page(*, answered: bool = True) -> OutlookPage:
    """A calculator with two scenarios, a goal that is missed and two ways; or what could not be answered."""
    asked = read_asked(
        QueryDict("" if answered else "place=999999&careful_wages=many"), questions=public_questions(),
        defaults={"goal": "none"}, today=date(2025, 10, 31), needs="place",
    )  # fmt: skip
    problem = Problem(reason="出生年月不对", subject="", clause="", next_step="请核对")
    return OutlookPage(
        form=asked.form, assumed=asked.assumed, outlook=outlook_sample() if answered else None,
        problem=None if answered else problem,
    )  # fmt: skip


def outlook_sample() -> OutlookView:
    """Two bars under two assumptions: one that is drawn, one for which years are missing."""
    some, nothing = Amount(fen=123_456, explain_url="/explained/"), Amount(fen=None)
    legal = Row(
        month=2044 * 12, age="63岁", short="63", legal=True, basic=some, account=some, annuity=some,
        personal=some, pension=some, total=some, goal_fen=500_000, gap=some, rate="60%", why_not="",
    )  # fmt: skip
    short = replace(
        legal, month=2041 * 12, age="60岁", legal=False, pension=nothing, basic=nothing, account=nothing,
        why_not="缴费年限还差3年，不能按月领",
    )  # fmt: skip
    ways = (
        Way(title="晚3年退休", detail="要和单位商定", total=some, enough=False, url=""),
        Way(title="每年多缴", detail="可以税前扣除", total=some, enough=True, url="/calculators/pension/?base=1"),
    )  # fmt: skip
    return OutlookView(
        goal_fen=500_000, base_fen=1_500_000, has_annuity=True, has_personal=True,
        scenarios=tuple(
            Scenario(code=code, title=title, assumed="工资每年增长4%", rows=(short, legal), ways=ways)
            for code, title in (("careful", "谨慎"), ("hopeful", "乐观"))
        ),
    )  # fmt: skip


PAGES = {
    "public/pages/outlook.html": outlook_page,
    "public/pages/outlook.html#wrong": lambda: outlook_page(answered=False),
}
