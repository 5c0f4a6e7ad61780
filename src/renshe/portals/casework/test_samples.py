"""Made-up contexts of the casework pages, with something of everything that they can show."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.casework.colleagues import Option
from renshe.portals.casework.pages.home import HomePage, ItemLine, QueueLine
from renshe.portals.casework.pages.queue import ItemChoice, QueuePage, QueueTab, UnknownPage
from renshe.portals.casework.pages.together import Outcome, TogetherPage
from renshe.portals.casework.phrases import Phrase
from renshe.portals.casework.rows import Row
from renshe.portals.casework.showing import ActForm, AskedExtension, CasePage, Look, Opinion
from renshe.portals.casework.showing import Asked as AskedFor
from renshe.portals.casework.test_samples_after import PAGES as AFTER
from renshe.portals.casework.test_samples_certification import PAGES as CERTIFICATION
from renshe.portals.casework.test_samples_established import OF_OFFICE as ESTABLISHED
from renshe.portals.casework.test_samples_pension_lists import PAGES as PENSION_LISTS
from renshe.portals.casework.test_samples_resident import PAGES as RESIDENT
from renshe.portals.casework.test_samples_retirement import RETIREMENT
from renshe.portals.casework.test_samples_transfers import TRANSFERS
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.casefile.answers import AnswerLine, Answers, FindingLine
from renshe.portals.layout.casefile.clock import ClockBadge
from renshe.portals.layout.casefile.evidence import EvidenceLine, MarkLine
from renshe.portals.layout.casefile.paper import PaperLine
from renshe.portals.layout.casefile.sheet import SheetLine
from renshe.portals.layout.casefile.timeline import TimelineLine
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging
from renshe.portals.layout.states import State

AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
NUMBER = "310112-2025-00000041"
ACCEPTED = State(words="已受理，办理中")
CLOCK = ClockBadge(
    sign="◆", tone="warn", text="还剩2个工作日", due_on=date(2025, 11, 4), limit="20个工作日（社会保险经办条例 18）",
    paused_by="要求补正、中止期间时限暂停，恢复后接着算", owes="经办人：核查并提出意见", silence="到期不答复不等于同意",
)  # fmt: skip
PAUSED = replace(CLOCK, sign="Ⅱ", text="时限暂停", due_on=None)
ROW = Row(
    number=NUMBER, url="/c", item="误缴退费", applicant="林*", state=ACCEPTED, clock=CLOCK, holder="陈经办",
    amount_fen=124_800, unusual=2, alike=False,
)  # fmt: skip
ROWS = (
    ROW,
    replace(ROW, number="310112-2025-00000042", holder="", unusual=0, alike=True, clock=PAUSED),
)
PROBLEM = Problem(
    reason="没有写明理由",
    subject=NUMBER,
    clause="行政诉讼法 70",
    next_step="请写明理由，申请人会看到",
)
FINDING = FindingLine(
    reason="超过实缴金额",
    clause="社会保险法 86",
    next_step="请核对",
    detail="差12.00元",
    refuses=True,
)
IMAGE = EvidenceLine(
    id=7, material="缴费凭证", sign="✓", status="已提交", tone="good", file_name="凭证.png", url="/f", shown_as="image",
    sha256="ab" * 32, given_at=AT, promise_open=False, told=(),
    marks=(MarkLine(page=1, left=0, top=0, width=500, height=333, words="印章模糊", by="陈经办"),),
)  # fmt: skip
PDF = replace(IMAGE, id=8, material="劳动合同", shown_as="pdf", marks=())
PROMISE = replace(
    IMAGE, id=9, material="授权书", sign="◷", status="承诺2025-11-04前补交", tone="warn", url="", shown_as="",
    file_name="", promise_open=True, marks=(),
)  # fmt: skip


def home_page() -> HomePage:
    """Two queues."""
    line = QueueLine(
        name="mine",
        title="我手上的",
        about="已由我领取或受理",
        size=1000,
        more=True,
        url="/q",
        key="Alt+1",
    )
    return HomePage(
        queues=(
            line,
            replace(line, name="overdue", title="已超期", size=3, more=False, key="Alt+2"),
        ),
        urgent=ROWS,
        urgent_title="我手上的",
        items=(ItemLine(name="误缴退费", heads=18, url="/q"),),
        done="受理",
        can_act=False,
        after=3,
        after_url="/quality",
    )


def queue_page() -> QueuePage:
    """The second page of a long queue."""
    return QueuePage(
        name="all", title="全部在办", about="本辖区未办结的全部办件",
        tabs=(QueueTab(title="全部在办", url="/q", here=True), QueueTab(title="已超期", url="/q", here=False)),
        rows=ROWS, items=(ItemChoice(code="a.b", name="误缴退费", chosen=True),), item="a.b",
        paging=Paging(number=2, total=1000), more=True, done="准予",
    )  # fmt: skip


def _act(name: str, title: str) -> ActForm:
    phrases = (Phrase(key="a", words="材料影像不清晰", zh="材料影像不清晰"),)
    return ActForm(name=name, title=title, open=name == "return", words="写了一半", phrases=phrases)


def case_page(look: EvidenceLine | None = IMAGE, *, proved: bool = True) -> CasePage:
    """A case with every kind of evidence, finding and act."""
    answer = AnswerLine(
        key="amount", label="金额", value="799.99 元", masked=False, differs=True, registered="800.00",
        source="缴费记录", findings=(FINDING, replace(FINDING, refuses=False)),
    )  # fmt: skip
    phone = replace(
        answer,
        key="phone",
        label="手机号码",
        value="138****1234",
        masked=True,
        differs=False,
        findings=(),
    )
    empty = replace(phone, key="why", label="说明", value="", masked=False)
    event = TimelineLine(
        at=AT,
        title="受理",
        actor="陈经办",
        words="",
        private=False,
        state=ACCEPTED,
        quiet_days=0,
        hash="abc",
    )
    note = replace(
        event, title="内部备注", words="请看\n第二页", private=True, state=None, quiet_days=9
    )
    return CasePage(
        number=NUMBER, title="误缴退费", item_gone=False, applicant="林*", on_behalf="窗口代为录入", place="上海市闵行区",
        received_at="莘庄镇", state=ACCEPTED, clock=CLOCK, people=(("经办", "陈经办"),),
        amount=Amount(fen=79_999, explain_url="/e"),
        opinions=(Opinion(title="经办意见", grants=True, words="属实", by="陈经办"),
                  Opinion(title="决定", grants=False, words="", by="王复核")),
        answers=Answers(lines=(answer, phone, empty), findings=(FINDING,), any_masked=True),
        full=False, evidence=(IMAGE, PDF, PROMISE), look=Look(line=look, proved=proved) if look else None,
        sheet=(
            SheetLine(key="paid", label="实缴金额", value="800.00", is_money=True, explain_url="/e", formula="a + b",
                      clause="社会保险法 15", under=0),
            SheetLine(key="why", label="原因", value="重复", is_money=False, explain_url="", formula="", clause="", under=1),
        ),
        timeline=(event, note),
        papers=(PaperLine(title="受理回执", number="受〔2025〕0000001号", url="/p", issued_at=AT, served=""),
                PaperLine(title="准予决定书", number="准〔2025〕0000001号", url="/p", issued_at=AT, served="2025-10-20线上送达")),
        acts=(
            _act("take", "领取"), _act("accept", "受理"),
            replace(_act("decide", "提出办理意见"), grant="no", chosen=("a",)),
            replace(_act("ask_correction", "一次性告知补正"), asked=(AskedFor(key="proof", words="缴费凭证", chosen=True),)),
            _act("return", "退回经办"),
            replace(_act("hand_over", "移交"), colleagues=(Option(code="lin", words="林经办"),),
                    points=(Option(code="310112001", words="莘庄镇（310112001）"),)),
            replace(_act("serve", "送达并办结"), ways=(Option(code="online", words="线上"),)),
            replace(_act("ask_extension", "申请延长期限"), most_days=20, days="20"),
            replace(_act("decide_extension", "审批延长期限"), grant="no"),
            _act("message", "致申请人"), _act("note", "内部备注"),
        ),
        asked=AskedExtension(days="20个工作日", words="须征求第三方意见", by="陈经办", basis="政府信息公开条例 33"),
        own_affair=False, alike=12, alike_url="/t", promises=True, can_mark=True, problem=None, done="",
        queue="mine", next_url="/n", back_url="/q", look_url="/c?", chosen_paper=look.id if look else 0, events=4,
    )  # fmt: skip


def own_case_page() -> CasePage:
    """A clerk's own affair, after a refused act, with nothing to see."""
    return replace(
        case_page(None), own_affair=True, problem=PROBLEM, done="移交", acts=(), opinions=(), sheet=(), papers=(),
        can_mark=False, promises=False, evidence=(), next_url="", alike_url="", item_gone=True, received_at="",
        on_behalf="", amount=Amount(fen=None), answers=Answers(lines=(), findings=(), any_masked=False),
    )  # fmt: skip


def together_page() -> TogetherPage:
    """Two cases to sign, after nothing was chosen."""
    return TogetherPage(
        item="误缴退费",
        rows=ROWS,
        total_fen=249_600,
        outcomes=(),
        granted=0,
        back_url="/h",
        nothing_chosen=True,
    )


PAGES = {
    "casework/pages/home.html": home_page,
    "casework/pages/home.html#nothing": lambda: replace(
        home_page(), urgent=(), urgent_title="", items=(), done=""
    ),
    "casework/pages/queue.html": queue_page,
    "casework/pages/queue.html#empty": lambda: replace(queue_page(), rows=(), done=""),
    "casework/pages/unknown.html": lambda: UnknownPage(typed="123", reason="没有这一编号的办件"),
    "casework/pages/case.html": case_page,
    "casework/pages/case.html#pdf": lambda: replace(case_page(PDF), full=True),
    "casework/pages/case.html#damaged": lambda: case_page(proved=False),
    "casework/pages/case.html#own": own_case_page,
    "casework/pages/together.html": together_page,
    "casework/pages/together.html#done": lambda: replace(
        together_page(),
        rows=(),
        outcomes=(
            Outcome(number=NUMBER, url="/c", refused=""),
            Outcome(number="310112-2025-00000042", url="/c", refused="此件由他人办理中"),
        ),
        granted=1,
        nothing_chosen=False,
    ),
    "casework/pages/together.html#empty": lambda: replace(
        together_page(), rows=(), nothing_chosen=False
    ),
    **AFTER,
    **CERTIFICATION,
    **PENSION_LISTS,
    **RESIDENT,
}
PAGES |= RETIREMENT | TRANSFERS | ESTABLISHED
