"""Made-up contexts of the pages that enter established staff, at the office and at the employer. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.foundation.sheets.cell_errors import CellError
from renshe.portals.casework.pages.established import EstablishedPage, Hand, ListLine, OnePage
from renshe.portals.employer.entering import ProposalRow, fields_of
from renshe.portals.employer.pages.annuity import BadCell
from renshe.portals.employer.pages.institution_entering import EnteringPage
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging

AT = datetime(2025, 10, 13, 2, 0, tzinfo=UTC)
REFORM = 2014 * 12 + 9
PROBLEM = Problem(
    reason="认定和复核不能是同一人",
    subject="7",
    clause="社会保险经办条例 40",
    next_step="请另一人复核",
)
ROW = ProposalRow(
    number=7, name="张*", id_number="440402********7511", employer="第七医院", kind="事业单位编制内人员",
    post="副主任医师 薪级32级", from_month=REFORM, deemed_months=303, basis="干部人事档案", state="asked",
    words="待审核", asked_by="hospital", asked_at=AT, why="",
)  # fmt: skip
REFUSED = replace(
    ROW,
    state="refused",
    words="未通过",
    why="档案中参加工作是2009年",
    from_month=None,
    deemed_months=0,
)
DONE = replace(ROW, state="done", words="已登记")
WRONG = CellError(
    row_number=1, column="", field="percent", header_zh="老办法计发比例", header_en="Percentage", code="x", zh="数值无法识别",
    en="unreadable", next_step_zh="填百分数", next_step_en="In percent",
)  # fmt: skip
CELL = BadCell(row=3, column="K", header="老办法计发比例", reason="数值无法识别", fix="填百分数")


def list_page() -> EstablishedPage:
    """One of each state, and a form that was not taken."""
    return EstablishedPage(
        counts=(("待审核", 1), ("待复核", 0), ("全部", 63)),
        lines=tuple(ListLine(url="/o", row=row) for row in (ROW, REFUSED, DONE)),
        paging=Paging(number=1, total=63, rows=40),
        may_enter=True,
        open_form=True,
        fields=fields_of({"percent": "120", "kind": "institution"}, [WRONG]),
        cells=(CELL,),
        problems=(PROBLEM,),
        typed_uscc="12440400000000007X",
    )


def one_page() -> OnePage:
    """One that waits for a reviewer."""
    return OnePage(
        row=replace(ROW, state="recognised", words="待复核"),
        hired_on=date(1989, 7, 1),
        deemed_index="1.3600",
        old_method_percent="90%",
        wage_items=(("2014年9月基本工资", 233_400),),
        file_name="编制内.xlsx",
        steps=(
            Hand(title="提交", who="hospital", on=AT, done=True, now=False),
            Hand(title="对照档案审核", who="li", on=AT, done=True, now=False),
            Hand(title="复核登记", who="", on=None, done=False, now=True),
        ),
        act="review",
        may_refuse=True,
        may_ask_undo=False,
        undo_why="",
        waits_for="",
        typed_why="日期不符",
        problems=(PROBLEM,),
    )


def entering_page() -> EnteringPage:
    """What a body's clerk sees after a table with a bad cell."""
    return EnteringPage(
        employer_name="第七医院", fields=fields_of(), cells=(CELL,), problems=(PROBLEM,), asked=(ROW, REFUSED, DONE),
        typed_uscc="",
    )  # fmt: skip


OF_OFFICE = {
    "casework/pages/established.html": list_page,
    "casework/pages/established.html#empty": lambda: replace(
        list_page(), lines=(), may_enter=False, problems=(), paging=Paging(number=1, total=0)
    ),
    "casework/pages/established_one.html": one_page,
    "casework/pages/established_one.html#refused": lambda: replace(
        one_page(), row=REFUSED, act="", may_refuse=False, wage_items=(), file_name="", problems=()
    ),
    "casework/pages/established_one.html#waits": lambda: replace(
        one_page(), row=ROW, act="", may_refuse=False, waits_for="等待复核人", problems=()
    ),
    "casework/pages/established_one.html#stands": lambda: replace(
        one_page(), row=DONE, act="", may_refuse=False, may_ask_undo=True, problems=()
    ),
    "casework/pages/established_one.html#undo": lambda: replace(
        one_page(),
        row=replace(DONE, state="undo_asked", words="撤销待复核"),
        act="undo",
        undo_why="误登",
    ),
    "casework/pages/established_one.html#undone": lambda: replace(
        one_page(),
        row=replace(DONE, state="undone", words="已撤销"),
        act="",
        may_refuse=False,
        undo_why="误登",
        problems=(),
    ),
    "casework/pages/established_one.html#recognise": lambda: replace(
        one_page(), row=ROW, act="recognise"
    ),
}
OF_EMPLOYER = {
    "employer/pages/institution_entering.html": entering_page,
    "employer/pages/institution_entering.html#wrong": lambda: replace(
        entering_page(), fields=fields_of({"percent": "120"}, [WRONG]), cells=(), asked=()
    ),
}
