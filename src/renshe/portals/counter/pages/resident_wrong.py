"""A payment that the counter took for the wrong person: the teller says what is wrong and how it is put right; a second person
confirms it on the office's page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.kernel.codes.divisions import lies_within
from renshe.kernel.codes.problem import Problem as Why
from renshe.kernel.codes.problem import Refused
from renshe.portals.counter.desk import desk_place
from renshe.portals.counter.portal import COUNTER, DESK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import powers_of
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried

TEMPLATE = "counter/pages/resident_wrong.html"
TYPED = ("way", "reason", "id_number", "bank_code", "account_number", "account_name")
NOBODY = Why(
    code="person_unknown",
    zh="没有这个证件号码的人",
    en="nobody is registered under this id number",
    clause="社会保险经办条例 37",
    next_step_zh="请核对实际缴费人的证件号码",
    next_step_en="Check the id number of whoever meant to pay",
)
ACCOUNT_NEEDED = Why(
    code="account_needed",
    zh="退回银行账户的，请填开户银行、账号和户名",
    en="to give it back by the bank, its code, number and holder are needed",
    clause="财社〔2017〕144号 41",
    next_step_zh="请填缴费人的银行账户",
    next_step_en="Give the payer's account",
)


@dataclass(frozen=True, kw_only=True)
class WrongPage:
    """What `counter/pages/resident_wrong.html` may use. `day_open` is whether the money may still be handed back; `state` that
    of a correction that is there already. What was typed stays where it was refused."""

    receipt: str
    receipt_url: str
    name: str
    id_number: str
    year: int
    fen: int
    paid_on: dt.date
    day_open: bool
    state: str
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@COUNTER.page(template=TEMPLATE, access=DESK)
def resident_wrong(visit: Visit, *, number: str) -> WrongPage | HttpResponse:
    """Show the payment and the ways; a post proposes one of them."""
    payment = payment_at(number=number, place=desk_place(powers_of(visit)))
    if visit.request.method != "POST":
        return _page(visit, payment, typed={})
    assert visit.account is not None
    typed = {name: visit.request.POST.get(name, "").strip()[:200] for name in TYPED}
    if typed["way"] not in resident.PaymentCorrection.WAYS:
        raise Http404
    hand = resident.ByHand(by=visit.account.username, at=visit.now, today=visit.today)
    made, problems = tried(lambda: propose(payment, typed=typed, hand=hand))
    if made is None:
        page = _page(visit, payment, typed=typed, problems=problems)
        return COUNTER.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("counter:resident_wrong", kwargs={"number": number}))


def payment_at(*, number: str, place: str) -> resident.ResidentPayment:
    """A payment that a counter of the place took. Raises Http404."""
    payment = resident.counter_payment(number=number)
    if payment is None or not lies_within(payment.participation.place, place[:6]):
        raise Http404
    return payment


def propose(
    payment: resident.ResidentPayment, *, typed: dict[str, str], hand: resident.ByHand
) -> resident.PaymentCorrection:
    """Propose a correction as typed. Raises Refused `person_unknown`, `account_needed`, and as `propose_correction`."""
    right, payee = None, None
    if typed["way"] == "move":
        right = registry.person_by_id_number(id_number=typed["id_number"].upper())
        if right is None:
            raise Refused(NOBODY)
    if typed["way"] == "refund":
        account = {name: typed[name] for name in ("bank_code", "account_number", "account_name")}
        if not all(account.values()):
            raise Refused(ACCOUNT_NEEDED)
        payee = resident.PayTo(**account)
    wrong = resident.Wrong(
        payment_id=payment.pk, way=typed["way"], reason=typed["reason"], right_person_id=right.pk if right else None,
        payee=payee,
    )  # fmt: skip
    return resident.propose_correction(wrong=wrong, hand=hand)


def _page(
    visit: Visit, payment: resident.ResidentPayment, *, typed: dict[str, str], problems: tuple[Problem, ...] = ()
) -> WrongPage:  # fmt: skip
    closed = resident.teller_day(teller=payment.recorded_by, day=payment.paid_on)
    known = resident.correction_of(payment_id=payment.pk)
    somebody = payment.person
    return WrongPage(
        receipt=payment.external_ref,
        receipt_url=reverse("counter:resident_receipt", kwargs={"number": payment.external_ref}),
        name=mask_name(somebody.name), id_number=mask_id_number(somebody.id_number), year=payment.year,
        fen=payment.amount_fen, paid_on=payment.paid_on, day_open=payment.paid_on == visit.today and closed is None,
        state=known.state if known else "", typed=dict.fromkeys(TYPED, "") | typed, problems=problems,
    )  # fmt: skip
