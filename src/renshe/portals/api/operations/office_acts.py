"""What the office does with a case, from taking it to closing it: each act of the domain is one operation."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from renshe.domains.cases import api as cases
from renshe.portals.api.calling import AnyOf, Call
from renshe.portals.api.case_shapes import OfficeCase, office_case
from renshe.portals.api.operations.office import GROUP, case_at
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import (
    CaseNumber,
)
from renshe.portals.layout.access import staff
from renshe.portals.layout.casefile.handing import may_take_over, power_for
from renshe.portals.layout.proof import is_money_approval
from renshe.services.catalogue import declared

HANDLE = staff("case.handle")
SIGN = AnyOf((staff("case.review"), staff("case.approve")))
APPROVE = staff("case.approve")
ACT = AnyOf((HANDLE, staff("case.review"), staff("case.approve")))


class Words(Schema, extra="forbid"):
    """Words with an act; the applicant reads those of a correction, a suspension, a refusal."""

    words: str = Field(default="", max_length=2000)


class Reason(Schema, extra="forbid"):
    """A reason, which has to be given."""

    words: str = Field(min_length=1, max_length=2000)


class Missing(Schema, extra="forbid"):
    """Everything that is missing or wrong, said once (行政许可法 32): keys of fields or papers, and words."""

    missing: list[Annotated[str, Field(max_length=40)]] = Field(default=[], max_length=60)
    words: str = Field(default="", max_length=2000)


class Opinion(Schema, extra="forbid"):
    """Grant or refuse; refusing needs a reason."""

    grant: bool
    words: str = Field(default="", max_length=2000)


class NoteIn(Schema, extra="forbid"):
    """A private note, or a message that the applicant reads."""

    words: str = Field(min_length=1, max_length=2000)
    public: bool = False


class HandOver(Schema, extra="forbid"):
    """To a colleague, or to another point of the network: exactly one of the two."""

    to: str = Field(default="", max_length=64, description="用户名 / username")
    place: str = Field(default="", max_length=12, description="区划代码 / division")
    words: str = Field(default="", max_length=2000)


class MoreDays(Schema, extra="forbid"):
    """How many more days are asked for, and why; the applicant reads the reason once it is granted."""

    days: int = Field(ge=1, le=366, description="延长几天 / how many more days")
    words: str = Field(min_length=1, max_length=2000)


class Serving(Schema, extra="forbid"):
    """How the papers reached the person."""

    how: Literal["online", "counter", "post", "left", "public"]


def _act(
    name: str,
    access: Any,
    title: tuple[str, str],
    says: tuple[str, str],
    body: Any,
    act: Callable[[Call, cases.Case, Any], Any],
    power: Callable[[cases.Case], str],
) -> None:
    """One act of the office as an operation: the case, the power at its place, the domain's own act."""

    def view(call: Call, number: CaseNumber, body: Any) -> OfficeCase:
        case = case_at(call, number)
        call.require_at(action=power(case), place=case.place)
        act(call, case, body)
        return office_case(call, cases.case_by_number(number=number), masked=True)

    view.__annotations__["body"] = body
    GROUP.post(
        f"/office/cases/{{number}}/{name.replace('_', '-')}",
        id=f"office_{name}",
        access=access,
        answer=OfficeCase,
        title=title,
        says=says,
    )(view)


def _handling(case: cases.Case) -> str:
    return declared(case.item).item.handles


def _approving(case: cases.Case) -> str:
    return "case.approve"


def _sign(call: Call, case: cases.Case, body: Opinion) -> None:
    if is_money_approval(case, "sign"):
        call.require_proof()
    told = declared(case.item)
    cases.sign(
        number=case.number,
        item=told.item,
        service=told.service,
        grant=body.grant,
        words=body.words,
        actor=call.actor(),
    )


def _propose(call: Call, case: cases.Case, body: Opinion) -> None:
    told = declared(case.item)
    cases.propose(
        number=case.number,
        item=told.item,
        service=told.service,
        grant=body.grant,
        words=body.words,
        actor=call.actor(),
    )


def _reverse(call: Call, case: cases.Case, body: Reason) -> None:
    told = declared(case.item)
    cases.reverse(
        number=case.number,
        item=told.item,
        service=told.service,
        words=body.words,
        actor=call.actor(),
    )


def _ask(call: Call, case: cases.Case, body: Missing) -> None:
    cases.ask_correction(
        number=case.number,
        item=declared(case.item).item,
        missing=body.missing,
        words=body.words,
        actor=call.actor(),
    )


def _require_colleague(username: str, case: cases.Case, *, on: date) -> None:
    """Raise Answered 422 unless the case would lie in hands that may work on it; empty where it goes to a place."""
    if username and not may_take_over(case, username=username, on=on):
        raise Answered(422, "colleague_unknown", subject=username)


def _hand_over(call: Call, case: cases.Case, body: HandOver) -> None:
    if bool(body.to) == bool(body.place):
        raise Answered(422, "invalid", subject="to / place")
    _require_colleague(body.to, case, on=call.today)
    cases.hand_over(
        number=case.number, to=body.to, place=body.place, words=body.words, actor=call.actor()
    )


def _reassign(call: Call, case: cases.Case, body: HandOver) -> None:
    if bool(body.to) == bool(body.place):
        raise Answered(422, "invalid", subject="to / place")
    _require_colleague(body.to, case, on=call.today)
    cases.reassign(
        number=case.number, to=body.to, place=body.place, words=body.words, actor=call.actor()
    )


_act(
    "take",
    ACT,
    ("领取", "Take"),
    ("从待领池或无人经办处领取。", "Out of the pool or nobody's hands."),
    Words,
    lambda call, case, body: cases.take(number=case.number, actor=call.actor()),
    power_for,
)
_act(
    "accept",
    HANDLE,
    ("受理", "Accept"),
    ("开始计时，出具受理回执。", "The clock starts; a receipt is issued."),
    Words,
    lambda call, case, body: cases.accept(
        number=case.number, item=declared(case.item).item, actor=call.actor()
    ),
    _handling,
)
_act(
    "ask_correction",
    HANDLE,
    ("一次性告知补正", "Ask for correction, once"),
    ("一次说清，补正期间停止计时。", "Everything at once; the clock stands still."),
    Missing,
    _ask,
    _handling,
)
_act(
    "not_accept",
    HANDLE,
    ("不予受理", "Refuse to accept"),
    ("写明理由，告知救济途径。", "With the reason; remedies are named."),
    Reason,
    lambda call, case, body: cases.not_accept(
        number=case.number, item=declared(case.item).item, words=body.words, actor=call.actor()
    ),
    _handling,
)
_act(
    "suspend",
    HANDLE,
    ("中止", "Suspend"),
    ("因法定事由停止计时。", "The clock stands still for a listed cause."),
    Reason,
    lambda call, case, body: cases.suspend(
        number=case.number, words=body.words, actor=call.actor()
    ),
    _handling,
)
_act(
    "resume",
    HANDLE,
    ("恢复", "Resume"),
    ("事由消除，继续计时。", "The cause is gone; the clock goes on."),
    Words,
    lambda call, case, body: cases.resume(number=case.number, actor=call.actor()),
    _handling,
)
_act(
    "propose",
    HANDLE,
    ("提出办理意见", "Propose"),
    ("进入复核；即办件由此作出决定。", "On to review; on the immediate path this decides."),
    Opinion,
    _propose,
    _handling,
)
_act(
    "sign",
    SIGN,
    ("复核或审批", "Sign"),
    ("经办、复核、审批须是不同的人。", "Handling, review and approval are three people's."),
    Opinion,
    _sign,
    power_for,
)
_act(
    "send_back",
    SIGN,
    ("退回经办", "Send back"),
    ("写明理由。", "With the reason."),
    Reason,
    lambda call, case, body: cases.send_back(
        number=case.number, words=body.words, actor=call.actor()
    ),
    power_for,
)
_act(
    "close",
    HANDLE,
    ("送达并办结", "Serve and close"),
    ("记录送达方式，出具送达回证。", "How the papers were served, with proof."),
    Serving,
    lambda call, case, body: cases.close(number=case.number, how=body.how, actor=call.actor()),
    _handling,
)
_act(
    "reverse",
    APPROVE,
    ("自行纠正", "Reverse"),
    ("撤销原决定及其效果。", "The decision and its effects are undone."),
    Reason,
    _reverse,
    _approving,
)
_act(
    "hand_over",
    ACT,
    ("移交", "Hand over"),
    ("给同事，或给另一网点。", "To a colleague or another point."),
    HandOver,
    _hand_over,
    power_for,
)
_act(
    "reassign",
    APPROVE,
    ("督办改派", "Reassign an overdue case"),
    ("负责人把超期办件改派给同事或另一网点。", "The head gives an overdue case to a colleague or another point."),
    HandOver,
    _reassign,
    _approving,
)  # fmt: skip
_act(
    "ask_extension",
    HANDLE,
    ("申请延长期限", "Ask for more time"),
    ("期限届满前提出，经负责人同意后生效。", "Before the limit is over; it holds once the head agrees."),
    MoreDays,
    lambda call, case, body: cases.ask_extension(
        number=case.number, item=declared(case.item).item, days=body.days, words=body.words,
        actor=call.actor(),
    ),
    _handling,
)  # fmt: skip
_act(
    "decide_extension",
    APPROVE,
    ("同意或不同意延长", "Decide about more time"),
    ("不同意须说明理由。", "Refusing needs a reason."),
    Opinion,
    lambda call, case, body: cases.decide_extension(
        number=case.number, item=declared(case.item).item, grant=body.grant, words=body.words,
        actor=call.actor(),
    ),
    _approving,
)  # fmt: skip
_act(
    "notes",
    ACT,
    ("备注或致申请人", "Note or message"),
    ("内部备注，或申请人看到的消息。", "Private, or for the applicant."),
    NoteIn,
    lambda call, case, body: cases.note(
        number=case.number, words=body.words, actor=call.actor(), public=body.public
    ),
    power_for,
)
