"""A resident's money in the account and in both books: each act writes the account's rows and posts the same amounts at once.

The account is owed to the person source by source: every line on R2201 names its source, so that the books say what is the
person's own, the government's and the collective's (国发〔2014〕8号 五). Subsidies are credited when the finance bureau has paid
them, never on promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows.books_month import books_month
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, year_of

FUND = "resident_pension"
GIVEN_BACK = ("refund", "taken_wrong")
"""Kinds of payouts that give contributors' money back."""
# Where money arrives, and as what income in the cash and the rights book, by the source that it is credited to.
_ARRIVES = {
    "own": ("1005", "4001", "R4101"),
    "government": ("1003", "4101", "R4901"),
    "collective": ("1003", "4501", "R4901"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Money that one body paid for many: when, under which number, and whom the rows are for."""

    received_on: dt.date
    external_ref: str


@transaction.atomic
def year_paid(
    *,
    person_id: int,
    paid: resident.Paid,
    hand: resident.ByHand,
    explain: resident.Explain,
    order: resident.PaymentOrder | None = None,
) -> resident.ResidentPayment:
    """One year that somebody paid: the payment, the account's own part, both books. Raises Refused and Refusal."""
    payment = resident.record_payment(
        person_id=person_id, paid=paid, hand=hand, explain=explain, order=order
    )
    cause = ("resident_payment", str(payment.pk))
    month = books_month(fund=FUND, on=hand.today)
    rows = [_own(payment)]
    _credit(rows, month=month, cause=cause, hand=hand)
    _arrived(
        {"own": payment.amount_fen}, reason="resident_paid", month=month, cause=cause, hand=hand
    )
    return payment


@transaction.atomic
def subsidies_received(
    *, place: str, received: Received, hand: resident.ByHand, explain: resident.Explain
) -> dict[str, int]:
    """The finance bureau paid the subsidies of all years paid by a day: each is credited, the sum posted once.

    Returns how many people and fen. What a tier gets is the law of the day of payment; a year paid later may get none.
    """
    rows = []
    for payment in resident.unsubsidised(place=place, until=received.received_on):
        fen = resident.subsidy_of(
            tier=payment.tier, back=payment.is_back_payment, place=payment.participation.place, on=payment.paid_on,
            explain=explain,
        )  # fmt: skip
        rows.append(
            resident.NewCredit(
                person_id=payment.person_id, year=payment.year, source="government", kind="subsidy", amount_fen=fen,
                payment_id=payment.pk,
            )
        )  # fmt: skip
    return _together(rows, reason="resident_subsidies", received=received, hand=hand)


@transaction.atomic
def help_received(
    *, place: str, year: int, received: Received, hand: resident.ByHand, explain: resident.Explain
) -> dict[str, int]:
    """The finance bureau paid a year for everybody on the lists of people in need whose year is not paid yet."""
    rows = []
    listed = resident.uncredited_help(place=place, year=year, kinds=("poor", "disabled"))
    for one in listed:
        person_id = one.participation.person_id
        if resident.year_is_paid(person_id=person_id, year=year):
            continue
        paid = resident.Paid(
            year=year, tier=one.amount_fen // 100, amount_fen=one.amount_fen, channel="government",
            external_ref=f"{received.external_ref}-{one.pk}", paid_on=received.received_on,
        )  # fmt: skip
        try:
            with transaction.atomic():
                payment = resident.record_payment(
                    person_id=person_id, paid=paid, hand=hand, explain=explain
                )
        except Refused:
            # Whoever died or took a job since the list was made is paid for by nobody; the money stays with finance.
            continue
        rows.append(
            resident.NewCredit(
                person_id=person_id, year=year, source="government", kind="help", amount_fen=one.amount_fen,
                payment_id=payment.pk, help_id=one.pk,
            )
        )  # fmt: skip
    return _together(rows, reason="resident_help", received=received, hand=hand)


@transaction.atomic
def collective_received(
    *, place: str, year: int, received: Received, hand: resident.ByHand
) -> dict[str, int]:
    """The villages' money for everybody on their lists of a year has come."""
    rows = [
        resident.NewCredit(
            person_id=one.participation.person_id, year=year, source="collective", kind="collective",
            amount_fen=one.amount_fen, help_id=one.pk,
        )
        for one in resident.uncredited_help(place=place, year=year, kinds=("collective",))
    ]  # fmt: skip
    return _together(rows, reason="resident_collective", received=received, hand=hand)


@transaction.atomic
def interest_credited(
    *, year: int, rows: Sequence[resident.NewCredit], batch: str, hand: resident.ByHand
) -> dict[str, int]:
    """A year's interest of every account and source: owed by the pooled rights to the accounts, no money moves."""
    month, cause = books_month(fund=FUND, on=hand.today), ("resident_interest", batch)
    _credit(rows, month=month, cause=cause, hand=hand)
    sums = _by_source(rows)
    total = sum(sums.values())
    _post(
        "rights", "resident_interest", (funds.Post("R5201", debit_fen=total), *_accounts(sums)),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    return {"year": year, "rows": len(rows), "interest_fen": total}


@transaction.atomic
def double_year_refunded(
    *, person_id: int, year: int, payee: resident.PayTo, hand: resident.ByHand, explain: resident.Explain
) -> resident.ResidentPayout:  # fmt: skip
    """What both schemes cover leaves the account and is owed to the person. `hand` approved it in case `hand.reference`.

    Basis: 人社部发〔2014〕17号 七. Raises Refused `nothing_paid_twice`, `refunded_already`.
    """
    found = resident.double_year(person_id=person_id, year=year, on=hand.today, explain=explain)
    payment = found.payment
    cause, month = ("refund", hand.reference), books_month(fund=FUND, on=hand.today)
    rows = [
        resident.NewCredit(
            person_id=payment.person_id, year=year, source=source, kind="refunded", amount_fen=-fen, payment_id=payment.pk,
        )
        for source, fen in found.back_fen.items()
    ]  # fmt: skip
    payout = resident.owe(
        person_id=payment.person_id, kind="refund", amount_fen=found.total_fen,
        place=payment.participation.place, payee=payee, hand=hand,
    )  # fmt: skip
    _credit(rows, month=month, cause=cause, hand=hand)
    _owed(found.back_fen, reason="resident_refund", month=month, cause=cause, hand=hand)
    return payout


@transaction.atomic
def account_inherited(
    *, person_id: int, payee: resident.PayTo, hand: resident.ByHand
) -> resident.ResidentPayout:
    """All that a dead person left is owed to the heir, and the participation ends. Basis: 国发〔2014〕8号 六.

    Raises Refused `person_is_alive`, `account_is_empty`, `not_in_the_scheme`.
    """
    somebody = registry.person(person_id=person_id)
    if somebody.died_on is None:
        raise Refused(resident.ALIVE)
    participation = resident.last_participation(person_id=somebody.pk)
    if participation is None:
        raise Refused(resident.NOT_JOINED)
    cause, month = ("inheritance", hand.reference), books_month(fund=FUND, on=hand.today)
    left = resident.close_account(
        person_id=somebody.pk, kind="inherited",
        drawn_fen=resident_account.drawn_fen(person_id=somebody.pk), month=month, on=hand.today, cause=":".join(cause), hand=hand,
    )  # fmt: skip
    if participation.ended_on is None:
        resident.end_participation(person_id=somebody.pk, why="account_inherited", on=hand.today)
    payout = resident.owe(
        person_id=participation.person_id, kind="inheritance", amount_fen=sum(left.values()),
        place=participation.place, payee=payee, hand=hand,
    )  # fmt: skip
    _owed(left, reason="resident_inherited", month=month, cause=cause, hand=hand)
    return payout


def spent_on(payout: resident.ResidentPayout) -> str:
    """The account of the cash book that a payout is spent on (财会〔2017〕28号): money of contributors that goes back lessens the
    income; what heirs get is expenditure on benefits."""
    return "4001" if payout.kind in GIVEN_BACK else "5001"


@transaction.atomic
def paid_out(
    *, payout_id: int, means: resident.ByOtherMeans, hand: resident.ByHand
) -> resident.ResidentPayout:
    """What no bank file carries was paid at a counter or by cheque: it is owed no more.

    Raises Refused `payout_is_settled`, `two_people_needed`, `how_needed`, `bank_ref_used`; Refusal `in_a_payment_batch`.
    """
    payout = resident.settle(payout_id=payout_id, means=means, paid_on=hand.today, by=hand.by)
    fen, cause = payout.amount_fen, ("resident_payout", str(payout.pk))
    month, held = books_month(fund=FUND, on=hand.today), resident.held_under(payout=payout)
    # What the bank returned was spent with its file and lies in suspense; it is paid from there.
    spent = (
        funds.Post(spent_on(payout), debit_fen=fen)
        if held is None
        else funds.Post("2001", debit_fen=fen, subject=held)
    )
    _post(
        "cash", "resident_paid_out", (spent, funds.Post("1004", credit_fen=fen)),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    _post(
        "rights", "resident_paid_out",
        (funds.Post("R2101", debit_fen=fen, subject=payout.case_number), funds.Post("R1901", credit_fen=fen)),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    return payout


@transaction.atomic
def payout_cancelled(*, case_number: str, hand: resident.ByHand) -> resident.ResidentPayout:
    """What was owed for a case is not paid after all and stands in the account again; what the bank returned of it leaves
    suspense. Raises Refused `payout_is_settled`; Refusal `in_a_payment_batch`."""
    month, cause = books_month(fund=FUND, on=hand.today), ("payout_cancelled", case_number)
    payout, back = resident.cancel_payout(
        case_number=case_number, month=month, on=hand.today, cause=":".join(cause), hand=hand
    )
    total, held = sum(back.values()), resident.held_under(payout=payout)
    if held is not None:
        _post(
            "cash", "resident_payout_cancelled",
            (funds.Post("2001", debit_fen=total, subject=held), funds.Post(_unspent(payout, month), credit_fen=total)),
            month=month, cause=cause, hand=hand,
        )  # fmt: skip
    _post(
        "rights", "resident_payout_cancelled",
        (funds.Post("R2101", debit_fen=total, subject=case_number), *_accounts(back)),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    return payout


@transaction.atomic
def accounts_taken_over(
    *, cash_fen: Mapping[str, int], accounts_fen: Mapping[str, int], opened_on: dt.date, month: Month, by: str
) -> None:  # fmt: skip
    """The fund's position as an old system leaves it: money by account code, accounts by source; the rest is pooled."""
    total, accounts = sum(cash_fen.values()), sum(accounts_fen.values())
    money = tuple(funds.Post(code, debit_fen=fen) for code, fen in cash_fen.items())
    pooled = total - accounts
    rest = (
        funds.Post("R3001", credit_fen=pooled)
        if pooled >= 0
        else funds.Post("R3001", debit_fen=-pooled)
    )
    for book, posts in (
        ("cash", (*money, funds.Post("3001", credit_fen=total))),
        ("rights", (funds.Post("R1901", debit_fen=total), *_accounts(accounts_fen), rest)),
    ):
        entry = funds.NewEntry(book, FUND, opened_on, "opening", "take_over", FUND, posts)
        funds.post_entry(entry=entry, accounting_month=month, posted_by=by)


def _unspent(payout: resident.ResidentPayout, month: Month) -> str:
    """Where returned money goes that is not paid after all: it lessens what it was spent on; expenditure of a former year is
    other income of this one."""
    former = year_of(resident.spent_in(payout=payout)) < year_of(month)
    return "4501" if former and spent_on(payout) == "5001" else spent_on(payout)


def _own(payment: resident.ResidentPayment) -> resident.NewCredit:
    return resident.NewCredit(
        person_id=payment.person_id, year=payment.year, source="own", kind="payment",
        amount_fen=payment.amount_fen, payment_id=payment.pk,
    )  # fmt: skip


def _together(
    rows: Sequence[resident.NewCredit], *, reason: str, received: Received, hand: resident.ByHand
) -> dict[str, int]:
    """Credit many and post what came for them once, under the number of the transfer."""
    rows = [row for row in rows if row.amount_fen]
    if not rows:
        return {"people": 0, "amount_fen": 0}
    cause, month = (reason, received.external_ref), books_month(fund=FUND, on=received.received_on)
    _credit(rows, month=month, cause=cause, hand=hand)
    sums = _by_source(rows)
    _arrived(sums, reason=reason, month=month, cause=cause, hand=hand)
    return {"people": len(rows), "amount_fen": sum(sums.values())}


def _credit(
    rows: Sequence[resident.NewCredit], *, month: Month, cause: tuple[str, str], hand: resident.ByHand
) -> None:  # fmt: skip
    resident.credit(rows=rows, month=month, on=hand.today, cause=":".join(cause), hand=hand)


def _by_source(rows: Sequence[resident.NewCredit]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.source] = sums.get(row.source, 0) + row.amount_fen
    return sums


def _accounts(sums: Mapping[str, int]) -> tuple[funds.Post, ...]:
    """What is owed to the accounts, a line for each source."""
    return tuple(
        funds.Post("R2201", credit_fen=fen, subject=source)
        if fen > 0
        else funds.Post("R2201", debit_fen=-fen, subject=source)
        for source, fen in sorted(sums.items())
        if fen
    )


def _arrived(
    sums: Mapping[str, int], *, reason: str, month: Month, cause: tuple[str, str], hand: resident.ByHand
) -> None:  # fmt: skip
    """Money that came in: in the bank, as income, and owed to the accounts at once."""
    cash, rights = [], []
    for source, fen in sorted(sums.items()):
        account, income, right = _ARRIVES[source]
        cash += [funds.Post(account, debit_fen=fen), funds.Post(income, credit_fen=fen)]
        rights += [funds.Post("R1901", debit_fen=fen), funds.Post(right, credit_fen=fen)]
        rights += [funds.Post("R5301", debit_fen=fen)]
    _post("cash", reason, tuple(cash), month=month, cause=cause, hand=hand)
    _post("rights", reason, (*rights, *_accounts(sums)), month=month, cause=cause, hand=hand)


def _owed(
    sums: Mapping[str, int], *, reason: str, month: Month, cause: tuple[str, str], hand: resident.ByHand
) -> None:  # fmt: skip
    """Out of the accounts, into what is to be paid for the case."""
    total = sum(sums.values())
    out = _accounts({source: -fen for source, fen in sums.items()})
    payable = funds.Post("R2101", credit_fen=total, subject=hand.reference)
    _post("rights", reason, (*out, payable), month=month, cause=cause, hand=hand)


def _post(
    book: str, reason: str, posts: tuple[funds.Post, ...], *, month: Month, cause: tuple[str, str],
    hand: resident.ByHand,
) -> None:  # fmt: skip
    entry = funds.NewEntry(book, FUND, hand.today, reason, *cause, posts)
    funds.post_entry(entry=entry, accounting_month=month, posted_by=hand.by)
