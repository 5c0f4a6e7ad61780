"""Made-up contexts of the pages of files before retirement. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.casework.pages import retirement, retirement_file
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging
from renshe.portals.layout.retirement_words import FindingLine, PaperLine
from renshe.portals.layout.unmasking import ShownPerson

AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
OCTOBER = 2025 * 12 + 9
PROBLEM = Problem(
    reason="公示期还没有满", subject="7", clause="社会保险经办条例 38", next_step="请在公示期满后办理"
)  # fmt: skip
FINDING = FindingLine(
    number=1, kind="特殊工种", found="1986年1月至1995年12月 · 10年", detail="炼钢炉前工 · 某钢铁厂",
    reason="岗位登记和工资表一致", paper="特殊工种岗位记录",
)  # fmt: skip
PAPER = PaperLine(
    number=1, kind="履历表", dated_on=date(1986, 9, 1), proves="出生时间", name="履历表.pdf", sha256="31a9d4273879",
)  # fmt: skip


def retirement_page() -> retirement.RetirementPage:
    """Somebody whose file nobody reads yet, a review that came back, an objection."""
    line = retirement.ListedLine(
        person=3, name="王*", month=OCTOBER, employer="某公司", street="某街道", state="审核中", tone="warn", url="/f",
    )  # fmt: skip
    count = retirement.CountLine(name="某公司", people=2, confirmed=1, url="/c")
    return retirement.RetirementPage(
        waiting=(
            retirement.ReviewLine(
                url="/f", name="王*", state="审核中", tone="warn", since=date(2025, 10, 9), reason="少算两年",
            ),
        ),
        objections=(retirement.ObjectionLine(url="/f", name="李*", raised_on=date(2025, 10, 9)),),
        counts=(("审核中", 1), ("待认定", 0)),
        listed=(line, replace(line, url="", employer="")),
        paging=Paging(number=1, total=40), by_employer=(count,), by_street=(count,), filter_words="某公司",
        query="employer=3", excel_url="/x", may_read=True, problems=(PROBLEM,),
    )  # fmt: skip


def file_page() -> retirement_file.FilePage:
    """A file that is read, with special work in public and an objection."""
    return retirement_file.FilePage(
        number=7,
        person=ShownPerson(
            name="林*", id_number="4404**********501X", unmasked=False, may_unmask=True, purpose_missing=False
        ),
        state="审核中", tone="warn", code="open", birth_on=date(1966, 3, 1), papers=(PAPER,), findings=(FINDING,),
        gaps=((OCTOBER - 9, OCTOBER - 8),),
        questions=(
            retirement_file.QuestionLine(
                number=1, employer="某公司", asked="请补送介绍信", due_on=date(2025, 11, 3), answer=""
            ),
        ),
        publicity=retirement_file.PublicityLine(
            starts_on=date(2025, 10, 20), ends_on=date(2025, 10, 27), over=False,
            objections=(
                retirement_file.ObjectionLine(number=1, who="某 0756-1", words="请核对", answer="", upheld=None),
                retirement_file.ObjectionLine(number=2, who="某*", words="不实", answer="属实", upheld=False),
            ),
        ),
        wants_publicity=True,
        steps=(retirement_file.StepLine(at=AT, words="开始预审", actor="counter", reason="理由"),),
        word_reason="少算两年", proposed_by="", may_read=True, may_recognise=False, may_sign=False,
        kinds=(("birth", "出生时间记载"), ("signed", "本人签字确认书")), finding_kinds=(("gap", "档案中断"),),
        works=(("furnace", "炼钢炉前工（高温）"),), facts=(("local_addition", "地方加发额"),),
        typed=dict.fromkeys(retirement_file.TYPED, "x"), problems=(PROBLEM,),
    )  # fmt: skip


def proposed_page() -> retirement_file.FilePage:
    """The same file before whoever recognises it."""
    return replace(
        file_page(), code="proposed", state="待认定", may_recognise=True, may_read=False, proposed_by="counter",
        word_reason="", problems=(),
    )  # fmt: skip


RETIREMENT = {
    "casework/pages/retirement.html": retirement_page,
    "casework/pages/retirement_file.html": file_page,
    "casework/pages/retirement_file.html#proposed": proposed_page,
}
