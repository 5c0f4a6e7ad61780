"""A made-up context of the page of who retires within a year. Nobody in it exists."""

from datetime import date

from renshe.portals.casework.test_samples_retirement import PROBLEM
from renshe.portals.employer.pages import retiring
from renshe.portals.layout.paging import Paging


def retiring_page() -> retiring.RetiringPage:
    """One whose file is missing, one question that is late and one that was answered."""
    return retiring.RetiringPage(
        employer_name="某公司",
        people=(
            retiring.RetiringLine(
                name="王*", month=2026 * 12, state="还没有报送档案", tone="bad", missing="请协助本人申请档案预审"
            ),
        ),
        paging=Paging(number=1, total=40),
        questions=(
            retiring.QuestionLine(
                number=1, name="王*", asked="请补送介绍信", due_on=date(2025, 10, 9), late=True, answer="", typed="x"
            ),
            retiring.QuestionLine(
                number=2, name="李*", asked="请补送", due_on=date(2025, 10, 9), late=False, answer="已送", typed=""
            ),
        ),
        may_answer=True, done=True, problems=(PROBLEM,),
    )  # fmt: skip


RETIREMENT = {"employer/pages/retiring.html": retiring_page}
