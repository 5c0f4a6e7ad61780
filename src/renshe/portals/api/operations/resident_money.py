"""Money of residents' accounts: what waits to be paid, that the bank paid it, and one's own bridging of the two schemes."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import Http404
from ninja import Path, Schema
from pydantic import Field

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.resident import api as resident
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import PENSION, me
from renshe.portals.api.operations.resident import GROUP
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import Fen, Number
from renshe.portals.casework.pages.resident_money import PAY, settle_one
from renshe.portals.citizen.pages.bridging import explain_bridging
from renshe.portals.layout.access import staff

LOOK = staff("pension.look")
MOST = 100
Part = Annotated[
    str, Path(max_length=32, description="account、direction、months、refund-年度-来源（own、collective）")
]  # fmt: skip


class BridgingRefundOut(Schema):
    """What came back of a year that both schemes had."""

    year: int
    source: str
    months: int
    fen: Fen


class MyBridgingOut(Schema):
    """One bridging of mine; `direction` resident_to_employee or employee_to_resident, `state` decided, moved or withdrawn."""

    id: int
    direction: str
    state: str
    decided_on: str
    settled_on: str | None
    account_fen: Fen
    employee_months: int
    resident_years: int
    counted_months: int
    refunds: list[BridgingRefundOut]
    case_number: str


class WaitingMoney(Schema):
    """Money that waits, masked; `kind` payout or bridging. Most payouts go by a bank batch, bridgings by a list."""

    kind: str
    id: int
    what: str
    name: str
    account: str
    case_number: str
    fen: Fen
    since: str


class PaidByHand(Schema):
    """How a payout was paid that no bank file carries: cash or cheque, under which voucher, and why."""

    how: Literal["cash", "cheque"]
    voucher: str = Field(min_length=1, max_length=64)
    why: str = Field(min_length=1, max_length=200)


@GROUP.get(
    "/me/bridging", id="read_my_bridging", access=PENSION, answer=list[MyBridgingOut],
    title=("我的制度衔接", "My bridging of the two schemes"),
    says=("职工和居民养老衔接的方向、月数、金额和进度。", "Direction, months, amounts and how far the money is."),
)  # fmt: skip
def read_my_bridging(call: Call) -> list[MyBridgingOut]:
    """Of the caller, or of whom he acts for; the newest first."""
    return [
        MyBridgingOut(
            id=one.pk, direction=one.direction, state=one.state, decided_on=one.decided_on.isoformat(),
            settled_on=one.settled_on.isoformat() if one.settled_on else None, account_fen=one.account_fen,
            employee_months=int(one.facts["employee_months"]), resident_years=int(one.facts["resident_years"]),
            counted_months=one.counted_months, case_number=one.case_number,
            refunds=[
                BridgingRefundOut(year=row["year"], source=row["source"], months=row["months"], fen=row["fen"])
                for row in one.facts["refunds"]
            ],
        )
        for one in resident.bridgings_of(person_id=me(call).pk)
    ]  # fmt: skip


@GROUP.get(
    "/me/bridging/{id}/explanation/{part}", id="explain_my_bridging", access=PENSION, answer=Answer,
    title=("解释我的制度衔接", "Explain my bridging"),
    says=("方向、计入月数、合并后的账户、某一年的退款。", "Direction, months, the account after it, a year's refund."),
)  # fmt: skip
def explain_my_bridging(call: Call, id: Number, part: Part) -> Answer:
    """Of the caller, or of whom he acts for."""
    told = explain_bridging(me(call), number=id, part=part)
    if told is None:
        raise Http404
    return answer_of(told)


@GROUP.get(
    "/office/resident-pension/money", id="list_resident_money", access=LOOK, answer=list[WaitingMoney],
    title=("居民养老待付", "Residents' money that waits"),
    says=("退费、继承、清理退还和制度衔接划款，脱敏，最多各一百笔。", "Refunds, inheritances and bridgings, masked."),
)  # fmt: skip
def list_resident_money(call: Call) -> list[WaitingMoney]:
    """Of the first of the caller's places, oldest first."""
    place = call.place("pension.look")
    bridgings = [
        WaitingMoney(
            kind="bridging", id=one.pk, what=one.direction, name=mask_name(one.person.name), account="",
            case_number=one.case_number, fen=one.account_fen, since=one.decided_on.isoformat(),
        )
        for one in resident.bridgings_waiting(place=place)[:MOST]
    ]  # fmt: skip
    payouts = [
        WaitingMoney(
            kind="payout", id=one.pk, what=one.kind, name=mask_name(one.account_name),
            account=mask_bank_account(one.account_number), case_number=one.case_number, fen=one.amount_fen,
            since=one.owed_on.isoformat(),
        )
        for one in resident.payouts_owed(place=place)[:MOST]
    ]  # fmt: skip
    return bridgings + payouts


@GROUP.post(
    "/office/resident-pension/money/payout/{id}", id="pay_resident_money", access=LOOK, answer=list[WaitingMoney],
    title=("记录现金、支票付款", "Record a payout in cash or by cheque"),
    says=("银行文件带不了的才登记，写明原因；须有记账权限，且不是批准的人。",
          "Only what no bank file carries, with the reason; needs the power to post, and another hand than the approver's."),
)  # fmt: skip
def pay_resident_money(call: Call, id: Number, body: PaidByHand) -> list[WaitingMoney]:
    """Of the caller's place. Raises Refused, Refusal."""
    place = call.place("pension.look")
    if not call.may_at(action=PAY, place=place):
        raise Answered(403, "not_allowed", subject=PAY)
    call.require_proof()
    hand = resident.ByHand(by=call.username, at=call.now, today=call.today)
    means = resident.ByOtherMeans(how=body.how, voucher=body.voucher, why=body.why)
    settle_one(number=id, means=means, place=place, hand=hand)
    return list_resident_money(call)
