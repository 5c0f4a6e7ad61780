"""Made-up contexts of the pages of applying, for tests of templates. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from renshe.domains.cases.api import Item, load_item, read_form
from renshe.domains.cases.conftest import ITEM
from renshe.portals.applying.asked_papers import PaperAsked
from renshe.portals.applying.brief import Brief
from renshe.portals.applying.filling import Frame
from renshe.portals.applying.handing_over import Handed, Known
from renshe.portals.applying.pages.case import CasePage, Message
from renshe.portals.applying.pages.cases import CaseCard, CasesPage
from renshe.portals.applying.pages.form import FormPage
from renshe.portals.applying.pages.inbox import InboxPage, NoticeLine
from renshe.portals.applying.pages.letter import LetterPage
from renshe.portals.applying.pages.papers import PapersPage
from renshe.portals.applying.pages.review import ReadStep, ReviewPage
from renshe.portals.applying.pages.start import Earlier, StartPage
from renshe.portals.applying.pages.ways import Waiting, WaysPage
from renshe.portals.applying.pages.withdraw import WithdrawPage
from renshe.portals.applying.progress import ProgressStep
from renshe.portals.applying.shortcuts import Shortcut
from renshe.portals.layout.casefile.clock import ClockBadge
from renshe.portals.layout.casefile.evidence import EvidenceLine
from renshe.portals.layout.casefile.paper import PaperLine, PaperView
from renshe.portals.layout.casefile.rating import Grade, Label, RatingForm, RatingSeen
from renshe.portals.layout.casefile.sheet import SheetLine
from renshe.portals.layout.casefile.timeline import TimelineLine
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.fields import form_view
from renshe.portals.layout.forms.reading import Answer
from renshe.portals.layout.states import State
from renshe.portals.public.test_samples import guide_page

RESULT = PaperLine(
    title="参保证明", number="证〔2025〕0000002号", url="/my/cases/1/letters/B/",
    issued_at=datetime(2025, 10, 13, 2, 5, tzinfo=UTC), served="",
)  # fmt: skip
SHORTCUTS = (Shortcut(name="误缴退费", url="/apply/testing.refund/"),)
NUMBER = "310112-2025-00000017"
AT = datetime(2025, 10, 13, 2, 5, tzinfo=UTC)
TODAY = date(2025, 10, 31)
OFFICE = "上海市闵行区人力资源和社会保障部门"
PROBLEM = Problem(
    reason="文件超过20MB", subject="凭证.pdf", clause="社会保险经办条例 30", next_step="请重新扫描"
)
FRAME = Frame(
    number=NUMBER, name="误缴退费", step=1, steps=4, title="", back_url="/my/cases/1/", case_url="/my/cases/1/",
    correcting=False,
)  # fmt: skip
CLOCK = ClockBadge(
    sign="●", tone="good", text="还剩12个工作日", due_on=date(2025, 11, 10), limit="20个工作日（社会保险经办条例 18）",
    paused_by="要求补正、中止期间时限暂停", owes="经办人", silence="到期不答复不等于同意",
)  # fmt: skip
TO_CORRECT = State(words="待补正", tone="warn")
LINE = TimelineLine(
    at=AT, title="致申请人", actor="经办机构", words="请补一张清楚的凭证", private=False, state=TO_CORRECT,
    quiet_days=6, hash="abc",
)  # fmt: skip
SHEET = (
    SheetLine(
        key="total", label="月基本养老金", value="3,000.00", is_money=True, formula="", clause="国发〔2005〕38号 六",
        explain_url="/my/cases/1/figures/total/", under=0,
    ),
    SheetLine(
        key="parts", label="基础养老金", value="2,000.00", is_money=True, formula="", clause="", explain_url="", under=1
    ),
)  # fmt: skip
LETTER = PaperView(
    title="一次性告知书", number="告〔2025〕0000003号", to="欧雪", paragraphs=("需要补正：缴费凭证。",), translation=("Notice",),
    remedy="", basis="行政许可法 32", code="ABCDE-23456", issued_on=date(2025, 10, 14), office=OFFICE,
    valid_until=None, served="", revoked=False,
)  # fmt: skip


RATED = RatingSeen(
    words="不满意", stars="★★☆☆☆", bad=True, labels=("跑了好几趟",), said="来了三次", at=AT, due_on=date(2025, 11, 14),
    answer="", answered_at=None,
)  # fmt: skip
RATING = RatingForm(
    url="/my/cases/1/rate/", grade=2, bad=True, words="", within=10,
    grades=(
        Grade(grade=5, words="非常满意", stars="★★★★★", url="?grade=5", chosen=False),
        Grade(grade=2, words="不满意", stars="★★☆☆☆", url="?grade=2", chosen=True),
    ),
    labels=(Label(key="slow", words="超过承诺的时间", chosen=False),),
)  # fmt: skip


def item() -> Item:
    """The item of the engine's own tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "service.yaml"
        path.write_text(ITEM, encoding="utf-8")
        return load_item(path)


def paper(state: str, **how: object) -> PaperAsked:
    """A paper in one of its states."""
    told = PaperAsked(
        key=f"proof-{state}", name="缴费凭证", basis="社会保险经办条例 30", required=state == "missing", state=state,
        file_name="凭证.pdf" if state == "given" else "", file_url="/my/cases/1/evidence/1/" if state == "given" else "",
        promised_until=date(2025, 11, 14) if state == "promised" else None, promise_days=10, asked_again=False,
    )  # fmt: skip
    return replace(told, **how)  # type: ignore[arg-type]


PAPERS = (*(paper(state) for state in ("given", "promised", "register", "missing", "open")),)


def form_page(*, wrong: bool = False) -> FormPage:
    """A page with a choice that has a question below it; wrong: everything missing."""
    asked = item()
    given = {} if wrong else {"month": "2025-08", "amount": "800.00", "why": "other"}
    problems = read_form(asked, {"why": "other"}, today=TODAY)[1] if wrong else {}
    return FormPage(
        frame=FRAME, form=form_view(asked, given, problems), url="/my/cases/1/form/1/",
        filled=0 if wrong else 2, to_review=wrong,
    )  # fmt: skip


def papers_page(*, refused: bool = False, later: bool = False) -> PapersPage:
    """Papers in all their states; refused: a file that was not taken; later: a promised paper after submission."""
    return PapersPage(
        frame=FRAME, papers=(paper("promised"),) if later else PAPERS, url="/my/cases/1/papers/", accept=".pdf",
        editable=not later, refused="proof-missing" if refused else "", problem=PROBLEM if refused else None,
        next_url="/my/cases/1/review/",
    )  # fmt: skip


def review_page(*, complete: bool) -> ReviewPage:
    """Ready to be handed in, or with gaps, a refusal and a warning."""
    answers = (
        Answer(key="amount", label="金额", value="800.00 元", problem=None),
        Answer(key="month", label="误缴月份", value="", problem=None if complete else PROBLEM),
    )
    return ReviewPage(
        frame=replace(FRAME, title="核对并提交", correcting=not complete), url="/my/cases/1/review/",
        steps=(ReadStep(url="/my/cases/1/form/1/?to=review", answers=answers, asked_again=not complete),),
        papers=PAPERS, papers_url="/my/cases/1/papers/", missing=() if complete else ("缴费凭证",),
        wrong=0 if complete else 1, complete=complete, refused=None if complete else PROBLEM,
        warned=() if complete else (PROBLEM,), sheet=SHEET, office=OFFICE, accept_within=5,
    )  # fmt: skip


def case_page(state: str = "accepted") -> CasePage:
    """A case in the middle of its way."""
    return CasePage(
        number=NUMBER, name="误缴退费", guide_url="/guides/testing.refund/", state=State(words="已受理", tone=""),
        state_code=state, holder=OFFICE, office=OFFICE, clock=CLOCK,
        steps=(
            ProgressStep(title="提交", detail="2025年10月13日", mark="done"),
            ProgressStep(title="办理", detail="机构正在核查", mark="now"),
            ProgressStep(title="决定", detail="", mark=""),
        ),
        mine=True, go_on_url="/my/cases/1/form/1/" if state in ("draft", "correcting") else "",
        submit_url="/my/cases/1/review/", promised_url="/my/cases/1/papers/",
        withdraw_url="/my/cases/1/withdraw/", message_url="/my/cases/1/message/", to_correct=("缴费凭证",),
        correction_words="请补一张清楚的凭证", decided="已退费" if state in ("granted", "refused", "reversed") else "",
        granted=state == "granted",
        remedy="可以直接向人民法院起诉。" if state in ("refused", "reversed") else "",
        rating=RATED if state == "reversed" else None, rating_form=RATING if state in ("granted", "refused") else None,
        letters=(
            PaperLine(
                title="一次性告知书", number="告〔2025〕0000003号", url="/my/cases/1/letters/A/", issued_at=AT, served=""
            ),
        ),
        results=(RESULT,) if state == "granted" else (),
        answers=(Answer(key="amount", label="金额", value="800.00 元", problem=None),),
        evidence=(
            EvidenceLine(
                id=1, material="缴费凭证", sign="✓", status="已提交", tone="good", file_name="凭证.pdf",
                url="/my/cases/1/evidence/1/", shown_as="pdf", sha256="0" * 64, given_at=AT, promise_open=False,
                told=(), marks=(),
            ),
        ),
        messages=(Message(line=LINE, ours=False), Message(line=LINE, ours=True)), happened=(LINE,), sheet=SHEET,
        empty_message=state == "suspended",
    )  # fmt: skip


def bare_case_page() -> CasePage:
    """A case of which nothing is known yet, seen by somebody whom it is about."""
    return replace(
        case_page("correcting"), mine=False, go_on_url="", submit_url="", promised_url="", withdraw_url="",
        message_url="", letters=(), answers=(), evidence=(), messages=(), sheet=(), guide_url="", to_correct=(),
    )  # fmt: skip


def card(*, mine: bool) -> CaseCard:
    """A case in a list."""
    return CaseCard(
        number=NUMBER, name="误缴退费", url="/my/cases/1/", state=TO_CORRECT, holder="您" if mine else OFFICE,
        opened_at=AT, clock=None if mine else CLOCK, waits_for_me=mine, draft=mine,
    )  # fmt: skip


def notice(*, new: bool) -> NoticeLine:
    """A notice about a case."""
    return NoticeLine(
        words="已受理",
        at=AT,
        new=new,
        case_number=NUMBER,
        case_url="/my/cases/1/",
        sms="短信已交网关",
    )


def brief() -> Brief:
    """What a home says of cases where there is something of everything."""
    return Brief(
        needs=(card(mine=True),), coming=(card(mine=False),), changed=(notice(new=True),), new=1,
        cases_url="/my/cases/", inbox_url="/my/inbox/",
    )  # fmt: skip


def start_page() -> StartPage:
    """The beginning, with a draft lying there."""
    earlier = Earlier(number=NUMBER, url="/my/cases/1/", state=State(words="草稿"), opened_at=AT)
    return StartPage(
        name="误缴退费", summary="多缴的社会保险费退还", guide_url="/guides/testing.refund/",
        start_url="/apply/testing.refund/", office="上海市闵行区", for_employer=False, questions=4,
        papers=guide_page().papers, days="20个工作日", earlier=(earlier,),
        handed=(), known=(),
    )  # fmt: skip


PAGES = {
    "applying/pages/start.html": start_page,
    "applying/pages/start.html#employer": lambda: replace(
        start_page(), for_employer=True, earlier=(), papers=(), questions=0
    ),
    "applying/pages/start.html#handed": lambda: replace(
        start_page(), handed=(Handed(key="address", value="/me/explain/pension/total/"),),
        known=(Known(name="哪个金额", value="2025年10月养老保险个人缴费"),),
    ),
    "applying/pages/start.html#handed-nothing": lambda: replace(
        start_page(), handed=(Handed(key="address", value="/me/explain/pension/total/"),)
    ),
    "applying/pages/form.html": form_page,
    "applying/pages/form.html#wrong": lambda: form_page(wrong=True),
    "applying/pages/papers.html": papers_page,
    "applying/pages/papers.html#refused": lambda: papers_page(refused=True),
    "applying/pages/papers.html#later": lambda: papers_page(later=True),
    "applying/pages/review.html": lambda: review_page(complete=True),
    "applying/pages/review.html#gaps": lambda: review_page(complete=False),
    **{
        f"applying/pages/case.html#{state}": (lambda state=state: case_page(state))
        for state in ("draft", "submitted", "correcting", "accepted", "suspended", "granted", "refused", "reversed")
    },
    "applying/pages/case.html#bare": bare_case_page,
    "applying/pages/cases.html": lambda: CasesPage(
        waiting=(card(mine=True),), others=(card(mine=False),), first_page=False, next_url="/my/cases/?after=25"
    ),
    "applying/pages/cases.html#none": lambda: CasesPage(
        waiting=(), others=(), first_page=True, next_url=""
    ),
    "applying/pages/letter.html": lambda: LetterPage(
        paper=LETTER, case_number=NUMBER, case_name="误缴退费", case_url="/my/cases/1/", pdf_url="/my/cases/1/letters/A/pdf/",
        verify_url="/verify/ABCDE23456/",
    ),
    "applying/pages/withdraw.html": lambda: WithdrawPage(
        number=NUMBER, name="误缴退费", draft=False, url="/my/cases/1/withdraw/", case_url="/my/cases/1/"
    ),
    "applying/pages/withdraw.html#draft": lambda: WithdrawPage(
        number=NUMBER, name="误缴退费", draft=True, url="/my/cases/1/withdraw/", case_url="/my/cases/1/"
    ),
    "applying/pages/inbox.html": lambda: InboxPage(
        lines=(
            notice(new=True),
            NoticeLine(words="系统维护", at=AT, new=False, case_number="", case_url="", sms=""),
        ),
        new=1, most=50, url="/my/inbox/", ways_url="/my/inbox/ways/",
    ),
    "applying/pages/ways.html": lambda: WaysPage(
        way="email", email="li@example.com", failed_at=AT, failed_why="5.1.2 no such domain", masked="l***@example.com",
        confirmed_at=AT, waiting=None, done="saved", problems=(), inbox_url="/my/inbox/",
    ),
    "applying/pages/ways.html#waiting": lambda: WaysPage(
        way="email", email="li@example.com", failed_at=None, failed_why="", masked="l***@example.com", confirmed_at=None,
        waiting=Waiting(masked="l***@example.com", code_until=AT, code_out=True), done="sent", problems=(),
        inbox_url="/my/inbox/",
    ),
    "applying/pages/ways.html#no_code": lambda: WaysPage(
        way="email", email="li@example.com", failed_at=None, failed_why="", masked="l***@example.com", confirmed_at=None,
        waiting=Waiting(masked="l***@example.com", code_until=None, code_out=False), done="confirmed", problems=(),
        inbox_url="/my/inbox/",
    ),
    "applying/pages/inbox.html#none": lambda: InboxPage(
        lines=(), new=0, most=50, url="/my/inbox/", ways_url="/my/inbox/ways/"
    ),
}  # fmt: skip
