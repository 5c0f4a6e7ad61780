"""Made-up contexts of the pages on quality and ratings."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.domains.cases.api import QualityCount
from renshe.portals.casework.checking import CheckItem, MarkChoice
from renshe.portals.casework.pages.check import CheckPage
from renshe.portals.casework.pages.quality import (
    BadRatingLine,
    CheckLine,
    CountLine,
    DrawLine,
    QualityPage,
    RatedLine,
    SummaryPage,
)
from renshe.portals.casework.pages.ratings import FollowUpPage, RatingPage
from renshe.portals.layout.casefile.rating import Grade, Label, RatingForm, RatingSeen
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.states import State

AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
NUMBER = "310112-2025-00000041"
PLACE = "上海市闵行区"
PROBLEM = Problem(
    reason="检查清单没有填完", subject=NUMBER, clause="owner-default", next_step="请逐项选择结论"
)
WRONG = State(words="✗ 结果有误", tone="bad")
OPEN = State(words="待检查", tone="")
LINE = CheckLine(
    number=NUMBER, url="/k", item="误缴退费", place=PLACE, why="告知承诺件", state=OPEN, mine=True
)
BAD = BadRatingLine(
    number=NUMBER, url="/r", item="误缴退费", place=PLACE, stars="★★☆☆☆", words="不满意",
    due_on=date(2025, 11, 3), late=True,
)  # fmt: skip
CHOICES = (
    MarkChoice(code="ok", words="无问题", chosen=True),
    MarkChoice(code="wrong", words="结果有误", chosen=False),
)
GRADES = (
    Grade(grade=5, words="非常满意", stars="★★★★★", url="?grade=5", chosen=False),
    Grade(grade=2, words="不满意", stars="★★☆☆☆", url="?grade=2", chosen=True),
)
FORM = RatingForm(
    url="/r", grades=GRADES, grade=2, bad=True, words="", within=10,
    labels=(Label(key="slow", words="超过承诺的时间", chosen=False),),
)  # fmt: skip
SEEN = RatingSeen(
    words="不满意", stars="★★☆☆☆", bad=True, labels=("跑了好几趟",), said="来了三次", at=AT,
    due_on=date(2025, 11, 3), answer="", answered_at=None,
)  # fmt: skip


def quality_page() -> QualityPage:
    """Something of everything."""
    return QualityPage(
        to_check=(LINE,), to_answer=(replace(LINE, state=WRONG, mine=False),),
        to_correct=(replace(LINE, state=WRONG, mine=False),), ratings=(BAD, replace(BAD, late=False)),
        checks=True, handles=True, done="检查结论已记录", summary_url="/s",
    )  # fmt: skip


def summary_page() -> SummaryPage:
    """One item at one place."""
    count = QualityCount("testing.refund", "310112", 12, 2, 7, 2, 1, 1)
    return SummaryPage(
        first="2025-08", last="2025-10", unreadable=True, grades=("非常满意", "满意", "基本满意", "不满意", "非常不满意"),
        counts=(CountLine(item="误缴退费", place=PLACE, count=count),),
        ratings=(RatedLine(item="误缴退费", grades=(40, 12, 3, 1, 0), waiting=1),),
        draws=(DrawLine(month="2025-10", item="误缴退费", parts=("一人办结件：40件抽4件（每百件10件）",), seed="ab" * 32),),
        back_url="/q",
    )  # fmt: skip


def check_page(role: str = "check") -> CheckPage:
    """A check to make, or one that was made."""
    found = role != "check"
    return CheckPage(
        number=NUMBER, item="误缴退费", applicant="林*", place=PLACE, why="告知承诺件", case_url="/c",
        state=WRONG if found else OPEN, decided="已退费", granted=True,
        items=(
            CheckItem(key="law", words="适用依据正确", choices=CHOICES, found=WRONG if found else None),
        ),
        finding=WRONG if found else OPEN, found=found, words="多退一个月" if found else "",
        answer="月数看错" if role == "correct" else "", settled="", role=role, typed="写了一半",
        problem=PROBLEM, back_url="/q",
    )  # fmt: skip


def follow_up_page() -> FollowUpPage:
    """A bad rating that waits."""
    return FollowUpPage(
        number=NUMBER, item="误缴退费", applicant="林*", place=PLACE, case_url="/c", rating=SEEN, open=True,
        typed="", problem=PROBLEM, back_url="/q",
    )  # fmt: skip


PAGES = {
    "casework/pages/quality.html": quality_page,
    "casework/pages/quality.html#nothing": lambda: replace(
        quality_page(), to_check=(), to_answer=(), to_correct=(), ratings=(), done=""
    ),
    "casework/pages/quality.html#watcher": lambda: replace(
        quality_page(), to_check=(), to_answer=(), to_correct=(), ratings=(), checks=False, handles=False
    ),
    "casework/pages/quality_summary.html": summary_page,
    "casework/pages/quality_summary.html#empty": lambda: replace(
        summary_page(), counts=(), ratings=(), draws=(), unreadable=False
    ),
    "casework/pages/check.html": check_page,
    "casework/pages/check.html#answer": lambda: check_page("answer"),
    "casework/pages/check.html#correct": lambda: check_page("correct"),
    "casework/pages/check.html#settled": lambda: replace(
        check_page("answer"), role="", settled="已答复，检查结束", problem=None, granted=False
    ),
    "casework/pages/check.html#waiting": lambda: replace(check_page(), role="", problem=None),
    "casework/pages/rating.html": lambda: RatingPage(
        number=NUMBER, item="误缴退费", form=FORM, thanks=False, problem=PROBLEM, back_url="/c"
    ),
    "casework/pages/rating.html#thanks": lambda: RatingPage(
        number=NUMBER, item="误缴退费", form=None, thanks=True, problem=None, back_url="/c"
    ),
    "casework/pages/follow_up.html": follow_up_page,
    "casework/pages/follow_up.html#answered": lambda: replace(
        follow_up_page(), open=False, problem=None,
        rating=replace(SEEN, due_on=None, answer="已补上一次性告知", answered_at=AT),
    ),
}  # fmt: skip
