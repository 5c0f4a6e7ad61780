"""Made-up contexts of the counter's pages."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.domains.cases.api import Field, Item, Words
from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.counter.desk import DeskCase, Office, Startable
from renshe.portals.counter.pages.case import CasePage
from renshe.portals.counter.pages.day import ClosedDay, Count, DayEndPage, TodayPage
from renshe.portals.counter.pages.form import FormPage, PaperField
from renshe.portals.counter.pages.home import FindPage, Hit, HomePage
from renshe.portals.counter.pages.subject import SubjectPage
from renshe.portals.counter.test_samples_resident import PAGES as RESIDENT_PAGES
from renshe.portals.layout.casefile.clock import ClockBadge
from renshe.portals.layout.casefile.evidence import EvidenceLine
from renshe.portals.layout.casefile.paper import PaperLine, PaperPage, PaperView
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.fields import FormView, form_view
from renshe.portals.layout.states import State
from renshe.portals.layout.unmasking import ShownPerson

AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
NUMBER = "310112-2025-00000041"
CLOCK = ClockBadge(
    sign="●", tone="good", text="还剩18个工作日", due_on=date(2025, 11, 28), limit="20个工作日", paused_by="要求补正期间时限暂停",
    owes="经办人：核查并提出意见", silence="到期不答复不等于同意",
)  # fmt: skip
CASE = DeskCase(
    number=NUMBER,
    url="/c",
    item="误缴退费",
    applicant="林*",
    state=State(words="已受理，办理中"),
    clock=CLOCK,
)
PROBLEM = Problem(
    reason="缺少必要材料", subject="缴费凭证", clause="优化营商环境条例 36", next_step="请上传"
)
GIVEN = EvidenceLine(
    id=7, material="缴费凭证", sign="✓", status="已提交", tone="good", file_name="凭证.pdf", url="/f", shown_as="pdf",
    sha256="ab" * 32, given_at=AT, promise_open=False, told=(), marks=(),
)  # fmt: skip
PROOF = PaperField(
    key="proof",
    name="缴费凭证",
    required=True,
    from_register=False,
    promise_days=10,
    given=(),
    problem=PROBLEM,
)
HIT = Hit(url="/p", name="林*", number="4404**********501X", about="上海市闵行区")


def _form() -> FormView:
    words = Words("金额", "Amount")
    nothing = Words("", "")
    field = Field("amount", words, "yuan", True, nothing, {}, None, 120, False)
    why = Field("why", Words("说明", "Why"), "long_text", False, nothing, {}, None, 2000, False)
    fault = Fault(
        "yuan_unreadable",
        "金额无法识别",
        "cannot be read",
        "owner-default",
        "写成 1234.56",
        "1234.56",
    )

    class Small:
        fields = (field, why)

    item: Item = Small()  # type: ignore[assignment]
    return form_view(item, {"amount": "十元"}, {"amount": fault})


def subject_page() -> SubjectPage:
    """A person with a case."""
    return SubjectPage(
        kind="person", id=5, title="林*",
        person=ShownPerson(name="林*", id_number="4404**********501X", unmasked=False, may_unmask=True, purpose_missing=False),
        facts=(("证件号码", "4404**********501X"),), warning="登记为已死亡：2025-01-01", cases=(CASE,),
        items=(Startable(code="a.b", name="误缴退费", summary="多缴的退还", key="Alt+1"),
               Startable(code="a.c", name="参保证明", summary="打印证明", key="")),
        offices=(Office(code="310112", name="上海市闵行区"),), typed="退钱", nothing_found=True, own_affair=False,
    )  # fmt: skip


def form_page() -> FormPage:
    """A form with something wrong in each of its parts."""
    return FormPage(
        number=NUMBER, title="误缴退费", applicant="林*", place="上海市闵行区", decided_here=True, form=_form(),
        papers=(PROOF, replace(PROOF, key="other", name="合同", given=(GIVEN,), problem=None, required=False),
                replace(PROOF, key="record", name="缴费记录", from_register=True, problem=None)),
        accept_types=".pdf", problem=PROBLEM, correcting=True, rules=(("社会保险经办条例30", "审核"),), limit="20个工作日",
    )  # fmt: skip


def case_page() -> CasePage:
    """A case that waits for acceptance, which was refused once."""
    return CasePage(
        number=NUMBER, title="误缴退费", applicant="林*", place="上海市闵行区", state=State(words="已提交，待受理"), clock=CLOCK,
        papers=(PaperLine(title="受理回执", number="受〔2025〕1号", url="/p", issued_at=AT, served=""),),
        print_url="/p", may_accept=True, may_correct=True, rating_url="/r", casework_url="/w",
        say="您申请的“误缴退费”已经收下。", problem=PROBLEM,
    )  # fmt: skip


def paper_page() -> PaperPage:
    """A refusal with its remedies."""
    view = PaperView(
        title="不予批准决定书", number="不准〔2025〕0000001号", to="林某", paragraphs=("理由：不符合条件。",),
        translation=("Decision to refuse", "Reason: the conditions are not met.", ""),
        remedy="如不服本决定，可以申请行政复议。", basis="行政许可法 38", code="ABCDE-FGHJK", issued_on=date(2025, 10, 20),
        office="上海市闵行区", valid_until=date(2026, 1, 1), served="2025-10-20线上送达", revoked=True,
    )  # fmt: skip
    return PaperPage(paper=view, back_url="/c", back_title=NUMBER, pdf_url="/p?pdf=1")


def day_end_page() -> DayEndPage:
    """A day that is still open, after another."""
    earlier = ClosedDay(day=date(2025, 10, 17), closed_at=AT, received=12, accepted=11, left=1)
    return DayEndPage(
        day=date(2025, 10, 20), place="莘庄镇", counts=(Count(title="提交", times=9),), left=2, unfinished=(CASE,),
        closed_at=None, earlier=(earlier,),
    )  # fmt: skip


PAGES = {
    **RESIDENT_PAGES,
    "counter/pages/home.html": lambda: HomePage(place="莘庄镇", unfinished=(CASE,), today=(CASE,), guardians=2),
    "counter/pages/home.html#empty": lambda: HomePage(place="莘庄镇", unfinished=(), today=(), guardians=0),
    "counter/pages/find.html": lambda: FindPage(typed="林", people=(HIT,), employers=(HIT,), too_short=False, cut=True),
    "counter/pages/find.html#none": lambda: FindPage(typed="林", people=(), employers=(), too_short=False, cut=False),
    "counter/pages/find.html#short": lambda: FindPage(typed="123", people=(), employers=(), too_short=True, cut=False),
    "counter/pages/subject.html": subject_page,
    "counter/pages/subject.html#nobody": lambda: replace(
        subject_page(), kind="nobody", id=0, person=None, facts=(), warning="", cases=(), typed="", nothing_found=False
    ),
    "counter/pages/subject.html#own": lambda: replace(subject_page(), own_affair=True, warning=""),
    "counter/pages/subject.html#several": lambda: replace(subject_page(), nothing_found=False, cases=()),
    "counter/pages/form.html": form_page,
    "counter/pages/form.html#elsewhere": lambda: replace(
        form_page(), decided_here=False, problem=None, correcting=False, papers=(),
        form=FormView(questions=(), lines=()),
    ),
    "counter/pages/case.html": case_page,
    "counter/pages/case.html#done": lambda: replace(
        case_page(), papers=(), print_url="", may_accept=False, may_correct=False, rating_url="/r", casework_url="", problem=None
    ),
    "counter/pages/today.html": lambda: TodayPage(day=date(2025, 10, 20), cases=(CASE,), most=1),
    "counter/pages/today.html#empty": lambda: TodayPage(day=date(2025, 10, 20), cases=(), most=200),
    "counter/pages/day_end.html": day_end_page,
    "counter/pages/day_end.html#closed": lambda: replace(day_end_page(), closed_at=AT, unfinished=(), earlier=()),
    "layout/casefile/paper_page.html": paper_page,
    "layout/casefile/paper_page.html#granted": lambda: replace(
        paper_page(), paper=replace(paper_page().paper, revoked=False, remedy="", basis="", translation=(), served="",
                                    valid_until=None)
    ),
}  # fmt: skip
