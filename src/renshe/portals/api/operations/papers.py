"""Official papers of a case, as data and as PDF; verifying any paper by its code; the inbox."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Path, Query, Schema
from pydantic import Field

from renshe.domains.cases import api as cases
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import iso
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.cases import case_for
from renshe.portals.api.problems import in_chinese
from renshe.portals.api.shapes import CaseNumber, Done, Number, TwoWords
from renshe.portals.layout.access import ANYBODY, SIGNED_IN

GROUP = Group("papers", cases.Words("文书与消息", "Papers and inbox"))
PaperCode = Annotated[
    str, Path(max_length=16, description="验证码 / verification code", examples=["ABCDE23456"])
]
Newest = Annotated[int, Query(ge=1, le=200, description="最多几条 / at most")]


class PaperOut(Schema):
    """An official paper. `remedy` names the way against it, as the item declares, where the paper refuses."""

    id: int
    kind: str
    title: TwoWords
    number: str
    code: str
    to: str
    basis: str
    paragraphs_zh: list[str]
    paragraphs_en: list[str]
    remedy: TwoWords | None
    issued_at: str
    valid_until: str | None
    served_at: str | None
    revoked_at: str | None


class Verified(Schema):
    """What anybody may know of a paper whose code he holds: that it is genuine, what it is, and whether it still holds."""

    genuine: bool
    title: TwoWords
    number: str
    issued_at: str
    valid_until: str | None
    in_force: bool
    revoked_at: str | None


class NoticeOut(Schema):
    """A message in the inbox."""

    id: int
    case: str
    zh: str
    en: str
    at: str
    read_at: str | None


class NoticeWayIn(Schema):
    """The way that is chosen; an address goes with e-mail."""

    way: Literal["sms", "email", "inbox"]
    email: Annotated[str, Field(max_length=254)] = ""


class NoticeWayOut(Schema):
    """The way beside the inbox. An address is used from `confirmed_at` on; `failed_at` says since when it does not exist."""

    way: str
    email: str
    confirmed_at: str | None
    failed_at: str | None
    failed_why: str


class CodeIn(Schema):
    """The six digits of the e-mail."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


class CodeSent(Schema):
    """A code is on its way to the address (masked) and holds until then."""

    to: str
    until: str


class CodeTried(Schema):
    """Whether the address is confirmed; where it is not, why and what to do next. A wrong code counts as a try."""

    confirmed: bool
    reason: str
    says: TwoWords | None
    next_step: TwoWords | None


class Inbox(Schema):
    """The newest messages and how many are unread (cut at a hundred)."""

    unread: int
    items: list[NoticeOut]


@GROUP.get(
    "/cases/{number}/papers",
    id="list_papers",
    access=SIGNED_IN,
    answer=list[PaperOut],
    title=("办件的文书", "Papers of a case"),
    says=("受理回执、告知书、决定书、送达回证。", "Receipt, notices, decision, proof of service."),
)
def list_papers(call: Call, number: CaseNumber) -> list[PaperOut]:
    """Oldest first."""
    return [paper_out(one) for one in cases.papers_of(case=case_for(call, number))]


@GROUP.get(
    "/cases/{number}/papers/{id}/pdf",
    id="read_paper_pdf",
    access=SIGNED_IN,
    answer=None,
    media="application/pdf",
    title=("文书 PDF", "A paper as PDF"),
    says=("PDF/A；语言随 Accept-Language。", "PDF/A, in the language of Accept-Language."),
)
def read_paper_pdf(call: Call, number: CaseNumber, id: Number) -> HttpResponse:
    """The printed paper."""
    papers = cases.papers_of(case=case_for(call, number))
    found = next((one for one in papers if one.pk == id), None)
    if found is None:
        raise Http404
    return printed(call, found)


def printed(call: Call, paper: cases.Paper) -> HttpResponse:
    """A paper as PDF, in the language that the call asks for."""
    address = call.request.build_absolute_uri("/")
    language = "zh" if in_chinese(call.request) else "en"
    content = cases.render_paper(paper, address=address, language=language)
    return HttpResponse(content, content_type="application/pdf")


@GROUP.get(
    "/papers/{code}/verification",
    id="verify_paper",
    access=ANYBODY,
    answer=Verified,
    title=("核验文书", "Verify a paper"),
    says=("任何人可以凭验证码核对真伪。", "Anybody may check a paper by its code."),
)
def verify_paper(call: Call, code: PaperCode) -> Verified:
    """Whether a paper is genuine. An unknown code is not found."""
    found = cases.verify_paper(code=code)
    if found is None:
        raise Http404
    over = found.valid_until is not None and found.valid_until < call.today
    return Verified(
        genuine=True,
        title=TwoWords(**found.content["title"]),
        number=found.number,
        issued_at=found.issued_at.isoformat(),
        valid_until=iso(found.valid_until),
        in_force=found.revoked_at is None and not over,
        revoked_at=iso(found.revoked_at),
    )


@GROUP.get(
    "/inbox",
    id="read_inbox",
    access=SIGNED_IN,
    answer=Inbox,
    title=("收件箱", "Inbox"),
    says=("最近的消息在前。", "The newest first."),
)
def read_inbox(call: Call, limit: Newest = 50) -> Inbox:
    """Messages to this account."""
    return Inbox(
        unread=cases.unread(username=call.username),
        items=[_notice(one) for one in cases.notices_to(username=call.username, most=limit)],
    )


@GROUP.post(
    "/inbox/read",
    id="mark_inbox_read",
    access=SIGNED_IN,
    answer=Done,
    title=("标为已读", "Mark as read"),
    says=("全部消息标为已读。", "All messages."),
)
def mark_inbox_read(call: Call) -> Done:
    """The account has read its inbox."""
    return Done(done=cases.read_notices(username=call.username, at=call.now))


@GROUP.get(
    "/inbox/way",
    id="read_notice_way",
    access=SIGNED_IN,
    answer=NoticeWayOut,
    title=("怎样通知我", "How I am told"),
    says=(
        "站内消息之外的提醒方式；没有选过的，是登记的手机号。",
        "Beside the inbox; the registered phone where nothing was chosen.",
    ),
)
def read_notice_way(call: Call) -> NoticeWayOut:
    """What this account chose."""
    return _way(cases.way_of(username=call.username))


@GROUP.post(
    "/inbox/way",
    id="choose_notice_way",
    access=SIGNED_IN,
    answer=NoticeWayOut,
    title=("选择怎样通知我", "Choose how I am told"),
    says=("短信、电子邮件或只看站内消息。", "SMS, e-mail or the inbox alone."),
)
def choose_notice_way(call: Call, body: NoticeWayIn) -> NoticeWayOut:
    """Take down the choice of this account."""
    made = cases.choose_way(username=call.username, way=body.way, email=body.email, at=call.now)
    return _way(made)


@GROUP.post(
    "/inbox/way/code",
    id="ask_address_code",
    access=SIGNED_IN,
    answer=CodeSent,
    title=("发送地址验证码", "Send a code to the address"),
    says=(
        "电子邮件地址确认之前不使用；间隔一分钟，一天最多五次。",
        "An e-mail address is not used before it is confirmed; a minute apart, five a day at most.",
    ),
)
def ask_address_code(call: Call) -> CodeSent:
    """Have a code sent to the address that this account named."""
    made = cases.ask_code(username=call.username, at=call.now)
    return CodeSent(to=cases.mask_email(made.address), until=made.expires_at.isoformat())


@GROUP.post(
    "/inbox/way/confirmation",
    id="try_address_code",
    access=SIGNED_IN,
    answer=CodeTried,
    title=("确认电子邮件地址", "Confirm the e-mail address"),
    says=(
        "填写邮件里的验证码。填错也算一次，所以用回答而不是错误告知。",
        "Give the code of the e-mail. A wrong one counts as a try, so it is answered and is no error.",
    ),
)
def try_address_code(call: Call, body: CodeIn) -> CodeTried:
    """Confirm the address of this account, or say why not."""
    why = cases.try_code(username=call.username, code=body.code, at=call.now)
    if why is None:
        return CodeTried(confirmed=True, reason="", says=None, next_step=None)
    return CodeTried(
        confirmed=False,
        reason=why.code,
        says=TwoWords(zh=why.zh, en=why.en),
        next_step=TwoWords(zh=why.next_step_zh, en=why.next_step_en),
    )


def _way(chosen: cases.NoticeWay | None) -> NoticeWayOut:
    if chosen is None:
        return NoticeWayOut(way="sms", email="", confirmed_at=None, failed_at=None, failed_why="")
    return NoticeWayOut(
        way=chosen.way,
        email=chosen.email,
        confirmed_at=iso(chosen.confirmed_at),
        failed_at=iso(chosen.failed_at),
        failed_why=chosen.failed_why,
    )


def paper_out(paper: cases.Paper) -> PaperOut:
    """A paper as data."""
    content: dict[str, Any] = paper.content
    remedy = content.get("remedy") or {}
    return PaperOut(
        id=paper.pk,
        kind=paper.kind,
        title=TwoWords(**content["title"]),
        number=paper.number,
        code=paper.code,
        to=content.get("to", ""),
        basis=content.get("basis", ""),
        paragraphs_zh=content["paragraphs"]["zh"],
        paragraphs_en=content["paragraphs"]["en"],
        remedy=TwoWords(zh=remedy["zh"], en=remedy["en"]) if remedy else None,
        issued_at=paper.issued_at.isoformat(),
        valid_until=iso(paper.valid_until),
        served_at=iso(paper.served_at),
        revoked_at=iso(paper.revoked_at),
    )


def _notice(one: cases.Notice) -> NoticeOut:
    return NoticeOut(
        id=one.pk,
        case=one.case.number if one.case else "",
        zh=one.zh,
        en=one.en,
        at=one.at.isoformat(),
        read_at=iso(one.read_at),
    )
