"""A payment that did not arrive and was never due: proposed by one, decided by another, with the paper that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.documents.api import fetch, store
from renshe.domains.identity.api import mask_name, record_look
from renshe.domains.pension.api import (
    FailedPayment,
    PaymentLine,
    UndueDecision,
    UndueProposal,
    batch_row,
    failed_payments,
    undue_of,
)
from renshe.domains.registry.api import person
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import FUND
from renshe.portals.finance.one_off import APPROVE, POST, actor
from renshe.portals.finance.portal import FINANCE, PENSION
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.casefile.evidence import file_response
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.uploads import ACCEPT, read_upload
from renshe.portals.signin.trying import tried
from renshe.services.pension.undue_payment import decide

TEMPLATE = "finance/pages/undue.html"
TYPED = ("ground", "instrument", "reason")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One ground to choose from."""

    code: str
    words: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What is proposed or was decided."""

    number: int
    ground: str
    instrument: str
    reason: str
    by: str
    at: datetime
    state: str
    approved_by: str
    claimed: bool
    paper_url: str


@dataclass(frozen=True, kw_only=True)
class UnduePage:
    """What `finance/pages/undue.html` may use. One of the three is true at most: the viewer may propose, may decide, or the
    payment no longer waits."""

    instruction: str
    row_url: str
    name: str
    period: int
    net: Amount
    held_by_bank: bool
    waits: bool
    proposed: Proposed | None
    may_propose: bool
    may_decide: bool
    grounds: tuple[Ground, ...]
    typed: dict[str, str]
    why: str
    accept: str
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=PENSION)
def undue(visit: Visit, *, number: int, line_no: int) -> UnduePage | HttpResponse:
    """Show a payment that waits; a post proposes, approves or refuses that it was never due."""
    line = PaymentLine.objects.filter(batch_id=number, line_no=line_no).first()
    if line is None:
        raise Http404
    place = batch_row(batch_id=number).place
    if not may_at(visit, action="pension.look", place=place):
        raise PermissionDenied
    if visit.request.method != "POST":
        return _page(visit, line, place)
    acts = {
        "propose": (POST, _propose),
        "approve": (APPROVE, _approve),
        "refuse": (APPROVE, _refuse),
    }
    act = visit.request.POST.get("act", "")
    if act not in acts:
        raise Http404
    action, do = acts[act]
    by = actor(visit, action=action, place=place, proof=act != "propose")
    problems = do(visit, line, by)
    if problems:
        page = _page(visit, line, place, problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    here = {"number": number, "line_no": line_no}
    return HttpResponseRedirect(reverse("finance:undue", kwargs=here))


@FINANCE.page(template="", access=PENSION)
def undue_paper(visit: Visit, *, number: int, line_no: int) -> HttpResponse:
    """The paper that shows the ground, for who may see the payment; the look is recorded where the person sees it."""
    line = PaymentLine.objects.filter(batch_id=number, line_no=line_no).first()
    decision = undue_of(instruction=line.instruction) if line is not None else None
    if decision is None or visit.account is None:
        raise Http404
    if not may_at(visit, action="pension.look", place=decision.place):
        raise PermissionDenied
    record_look(
        account=visit.account, subject_kind="person", subject_id=decision.person_id,
        purpose=_("查看不应发认定的证明材料"), fields=("evidence",), looked_at=visit.now,
    )  # fmt: skip
    name, media_type, content = fetch(file_id=decision.evidence_id)
    return file_response(content, name=name, media_type=media_type, inline=True)


def _propose(visit: Visit, line: PaymentLine, by: str) -> tuple[Problem, ...]:
    """The paper is kept only if the proposal is taken."""
    post = visit.request.POST
    if post.get("ground", "") not in decide.GROUNDS:
        raise Http404
    sent = read_upload(visit.request.FILES.get("file"))
    if isinstance(sent, Problem):
        return (sent,)

    def act() -> UndueDecision:
        with transaction.atomic():
            paper = store(
                name=sent.name, media_type=sent.media_type, content=sent.content, direction="in",
                at=visit.now,
            )  # fmt: skip
            proposal = UndueProposal(
                line.instruction, post["ground"], post.get("instrument", ""), paper.pk,
                post.get("reason", ""),
            )  # fmt: skip
            return decide.propose(proposal=proposal, by=by, at=visit.now)

    return tried(act)[1]


def _approve(visit: Visit, line: PaymentLine, by: str) -> tuple[Problem, ...]:
    number, month = _open(line).pk, books_month(fund=FUND, on=visit.today)
    return tried(
        lambda: decide.approve(decision_id=number, accounting_month=month, by=by, at=visit.now)
    )[1]


def _refuse(visit: Visit, line: PaymentLine, by: str) -> tuple[Problem, ...]:
    number, why = _open(line).pk, visit.request.POST.get("why", "")
    return tried(lambda: decide.refuse(decision_id=number, by=by, at=visit.now, why=why))[1]


def _open(line: PaymentLine) -> UndueDecision:
    found = undue_of(instruction=line.instruction)
    if found is None:
        raise Http404
    return found


def _page(
    visit: Visit, line: PaymentLine, place: str, *, problems: tuple[Problem, ...] = ()
) -> UnduePage:
    waiting = failed_payments(batch_id=line.batch_id, line_no=line.line_no)
    held: FailedPayment | None = waiting[0] if waiting else None
    decision = undue_of(instruction=line.instruction)
    typed = {name: visit.request.POST.get(name, "") if problems else "" for name in TYPED}
    me = visit.account.username if visit.account else ""
    row_url = reverse(
        "finance:payment_row", kwargs={"number": line.batch_id, "line_no": line.line_no}
    )
    open_now = decision is not None and decision.state == "handled"
    return UnduePage(
        instruction=line.instruction,
        row_url=row_url,
        name=mask_name(person(person_id=line.person_id).name),
        period=line.period,
        net=Amount(fen=line.net_fen, explain_url=row_url),
        held_by_bank=held is not None and held.suspense is not None,
        waits=held is not None,
        proposed=_proposed(decision, line) if decision else None,
        may_propose=held is not None
        and decision is None
        and may_at(visit, action=POST, place=place),
        may_decide=open_now
        and decision is not None
        and decision.handled_by != me
        and may_at(visit, action=APPROVE, place=place),
        grounds=tuple(
            Ground(code=code, words=_words(code), chosen=typed["ground"] == code)
            for code in decide.GROUNDS
        ),
        typed=typed,
        why=visit.request.POST.get("why", "") if problems else "",
        accept=ACCEPT,
        problems=problems,
    )


def _proposed(row: UndueDecision, line: PaymentLine) -> Proposed:
    here = {"number": line.batch_id, "line_no": line.line_no}
    return Proposed(
        number=row.pk,
        ground=_words(row.ground),
        instrument=row.instrument,
        reason=row.reason,
        by=row.handled_by,
        at=row.handled_at,
        state=row.state,
        approved_by=row.approved_by or "",
        claimed=row.overpayment_id is not None,
        paper_url=reverse("finance:undue_paper", kwargs=here),
    )


def _words(ground: str) -> str:
    return {
        "death": _("死亡后的月份"),
        "imprisoned": _("服刑期间的月份"),
        "award_ended": _("待遇终止后的月份"),
        "paid_already": _("同一月份已另行发放"),
    }[ground]
