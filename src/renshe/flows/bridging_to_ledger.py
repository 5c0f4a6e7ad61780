"""A bridging in accounts and books: the account leaves whole when it is decided, and arrives when another hand moved the money.

Decided: what both schemes cover is owed to the person, the account is taken out and held for the other fund (R2301, subject
`bridging-<case>`). Moved: one fund pays, the other receives, and the account has it there: Dr 5101 / Cr money here, Dr money /
Cr 4301 there. Withdrawn, while no money has moved: everything stands as before. Basis: 人社部发〔2014〕17号 五至七;
财会〔2017〕28号 (transfer income and expenditure).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows.books_month import books_month
from renshe.flows.bridging import Reckoned, reckon, refund_rows
from renshe.flows.resident_to_ledger import payout_cancelled
from renshe.flows.transfers_to_ledger import ACCOUNT_YEAR_OVER
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, month_of, year_of
from renshe.laws import library

RESIDENT, EMPLOYEE = "resident_pension", "employee_pension"
FUNDS_OF = {resident.TO_EMPLOYEE: (RESIDENT, EMPLOYEE), resident.TO_RESIDENT: (EMPLOYEE, RESIDENT)}
"""From which fund into which, by direction."""
MONEY = "1003"
BANK_NEEDED = Problem(
    "bridging_bank_needed",
    "有重复缴费要退还本人，请填写收款账户",
    "something comes back to you for months of both schemes, so an account is needed",
    "人社部发〔2014〕17号 七",
    "请填写本人名下的开户银行、账号和户名",
    "Give bank, number and holder of an account in your own name",
)
JOIN_NEEDED = Problem(
    "bridging_community_needed",
    "还没有参加居民养老，请填写所在村、社区和缴费档次",
    "not in the resident scheme yet, so the village or community and a tier are needed",
    "国发〔2014〕8号 三",
    "请填写户籍所在的村、社区，并选一档；以后不再缴费的不用缴",
    "Give the village or community and a tier; nobody has to pay on",
)


@dataclass(frozen=True, kw_only=True)
class Joining:
    """Where somebody comes into the resident scheme who was not in it: community and tier (yuan a year)."""

    community: str
    tier: int


def subject_of(case_number: str) -> str:
    """The open item under which the account waits for its money."""
    return f"bridging-{case_number}"


@transaction.atomic
def decided(
    *, person_id: int, place: str, payee: resident.PayTo | None, joining: Joining | None, hand: resident.ByHand
) -> tuple[resident.Bridging, Reckoned]:  # fmt: skip
    """Take the account out of one scheme for the other, and owe the person what both cover. `hand` approved it in its case.

    Raises Refused as `reckon`, and `bridging_bank_needed`, `bridging_community_needed`; Refusal.
    """
    found = reckon(person_id=person_id, place=place, today=hand.today)
    if found.refunds:
        if payee is None:
            raise Refused(BANK_NEEDED)
        _refund(found, payee=payee, hand=hand)
    batch_id, opened = None, False
    if found.direction == resident.TO_EMPLOYEE:
        _out_of_residents(found, hand=hand)
    else:
        opened = _joined(found, joining=joining, hand=hand)
        batch_id = _out_of_employees(found, hand=hand)
    new = resident.NewBridging(
        person_id=found.person_id, direction=found.direction, place=found.place, account_fen=found.moved_fen,
        product_fen=found.product_fen if found.direction == resident.TO_RESIDENT else 0,
        counted_months=found.counted_months, double_months=found.double_months, opened_participation=opened,
        facts=found.facts | {"refunds": refund_rows(found.refunds)}, batch_id=batch_id,
    )  # fmt: skip
    return resident.decide_bridging(new=new, hand=hand), found


@transaction.atomic
def money_moved(*, bridging_id: int, bank_ref: str, hand: resident.ByHand) -> resident.Bridging:
    """One fund paid and the other received for this bridging alone: the account has arrived. Many go by
    `bridging_lists.py`. Raises Refused `in_a_transfer_list`, `bridging_settled`,
    `two_people_needed`, `bank_ref_used`, `transfer_account_year_over`."""
    found = resident.Bridging.objects.get(pk=bridging_id)
    resident.require_in_no_list(bridging_id=bridging_id)
    paying, receiving = FUNDS_OF[found.direction]
    fen, number = found.account_fen, found.case_number
    held = funds.Post("R2301", debit_fen=fen, subject=subject_of(number))
    paid = (
        entry_of(paying, "cash", "money", (funds.Post("5101", debit_fen=fen), funds.Post(MONEY, credit_fen=fen)), number, hand),
        entry_of(paying, "rights", "money", (held, funds.Post("R1901", credit_fen=fen)), number, hand),
    )  # fmt: skip
    account = funds.Post("R2201", credit_fen=fen, subject="own" if receiving == RESIDENT else "")
    income = (funds.Post(MONEY, debit_fen=fen), funds.Post("4301", credit_fen=fen))
    received = (
        entry_of(receiving, "cash", "money", income, number, hand),
        entry_of(receiving, "rights", "money", (funds.Post("R1901", debit_fen=fen), account), number, hand),
    )  # fmt: skip
    batch_id = None
    if receiving == EMPLOYEE and found.state == "decided":
        month = employee_month(hand)
        change = (fen, fen * (13 - month_of(month)))
        batch_id = employee_batch("in", found.person_id, change, received, number=number, hand=hand)
    done = resident.settle_bridging(
        bridging_id=bridging_id, bank_ref=bank_ref, batch_id=batch_id, hand=hand
    )
    post(paid, fund=paying, hand=hand)
    if receiving == RESIDENT:
        row = resident.NewCredit(
            person_id=done.person_id, year=hand.today.year, source="own", kind="bridged", amount_fen=fen
        )  # fmt: skip
        credit([row], f"bridging_money:{number}", hand=hand)
        post(received, fund=RESIDENT, hand=hand)
    return done


@transaction.atomic
def withdrawn(*, case_number: str, hand: resident.ByHand) -> resident.Bridging:
    """A bridging that was a mistake: the account stands where it was, and what was to go back to the person does not.

    Raises Refused `bridging_settled`, `payout_is_settled` once money has moved, `transfer_account_year_over`.
    """
    found = resident.Bridging.objects.get(case_number=case_number)
    done = resident.withdraw_bridging(bridging_id=found.pk, hand=hand)
    fen, fund = done.account_fen, FUNDS_OF[done.direction][0]
    held = funds.Post("R2301", debit_fen=fen, subject=subject_of(done.case_number))
    if fund == EMPLOYEE:
        month = employee_month(hand)
        same_year = year_of(month) == done.decided_on.year
        product = done.product_fen if same_year else fen * 12
        posts = (held, funds.Post("R2201", credit_fen=fen))
        entry = entry_of(EMPLOYEE, "rights", "withdrawn", posts, case_number, hand)
        employee_batch(
            "back", done.person_id, (fen, product), (entry,), number=case_number, hand=hand
        )
    else:
        _back_to_residents(done, held, hand=hand)
    if done.facts["refunds"]:
        payout_cancelled(case_number=case_number, hand=hand)
    return done


def _refund(found: Reckoned, *, payee: resident.PayTo, hand: resident.ByHand) -> None:
    """What was paid here for months of both leaves the account and is owed to the person, as one payment."""
    rows = [
        resident.NewCredit(
            person_id=one.payment.person_id, year=one.payment.year, source=source, kind="refunded", amount_fen=-fen,
            payment_id=one.payment.pk,
        )
        for one in found.refunds
        for source, fen in one.back_fen.items()
    ]  # fmt: skip
    place = found.refunds[0].payment.participation.place
    resident.owe(
        person_id=found.person_id, kind="refund", amount_fen=found.refund_fen, place=place, payee=payee, hand=hand
    )  # fmt: skip
    credit(rows, f"refund:{hand.reference}", hand=hand)
    payable = funds.Post("R2101", credit_fen=found.refund_fen, subject=hand.reference)
    entry = funds.NewEntry(
        "rights", RESIDENT, hand.today, "resident_refund", "refund", hand.reference, (*_taken(rows), payable)
    )  # fmt: skip
    post((entry,), fund=RESIDENT, hand=hand)


def _out_of_residents(found: Reckoned, *, hand: resident.ByHand) -> None:
    """The resident account leaves source by source and the participation ends."""
    month, cause = books_month(fund=RESIDENT, on=hand.today), f"bridging:{hand.reference}"
    left = resident.close_account(
        person_id=found.person_id, kind="bridged", drawn_fen=resident_account.drawn_fen(person_id=found.person_id),
        month=month, on=hand.today, cause=cause, hand=hand,
    )  # fmt: skip
    resident.end_participation(person_id=found.person_id, why="to_employee_scheme", on=hand.today)
    posts = tuple(
        funds.Post("R2201", debit_fen=fen, subject=source) for source, fen in sorted(left.items())
    )
    held = funds.Post("R2301", credit_fen=sum(left.values()), subject=subject_of(hand.reference))
    entry = entry_of(RESIDENT, "rights", "", (*posts, held), hand.reference, hand)
    post((entry,), fund=RESIDENT, hand=hand)


def _out_of_employees(found: Reckoned, *, hand: resident.ByHand) -> int:
    """The employee account leaves whole, so that the running year earns nothing on it here."""
    fen = found.employee_fen
    posts = (
        funds.Post("R2201", debit_fen=fen),
        funds.Post("R2301", credit_fen=fen, subject=subject_of(hand.reference)),
    )
    entry = entry_of(EMPLOYEE, "rights", "", posts, hand.reference, hand)
    change = (-fen, -found.product_fen)
    return employee_batch(
        "out", found.person_id, change, (entry,), number=hand.reference, hand=hand
    )


def _back_to_residents(done: resident.Bridging, held: funds.Post, *, hand: resident.ByHand) -> None:
    """What was taken out stands in the account again, source by source."""
    rows = rows_that_left(done, hand=hand)
    credit(rows, f"bridging_withdrawn:{done.case_number}", hand=hand)
    posts = (held, *into_accounts(rows))
    entry = entry_of(RESIDENT, "rights", "withdrawn", posts, done.case_number, hand)
    post((entry,), fund=RESIDENT, hand=hand)


def rows_that_left(done: resident.Bridging, *, hand: resident.ByHand) -> list[resident.NewCredit]:  # fmt: skip
    """What a bridging took out of a resident account, source by source, as rows that put it back."""
    left = resident.credits_of(person_id=done.person_id).filter(
        cause=f"bridging:{done.case_number}"
    )
    return [
        resident.NewCredit(
            person_id=row.person_id, year=hand.today.year, source=row.source, kind="restored", amount_fen=-row.amount_fen
        )
        for row in left
    ]  # fmt: skip


def into_accounts(rows: list[resident.NewCredit]) -> tuple[funds.Post, ...]:
    """What is owed to the accounts again, a line for each source."""
    return tuple(funds.Post("R2201", credit_fen=row.amount_fen, subject=row.source) for row in rows)


def _joined(found: Reckoned, *, joining: Joining | None, hand: resident.ByHand) -> bool:
    """Whoever is not in the resident scheme comes into it; whether that was done."""
    if resident.live_participation(person_id=found.person_id) is not None:
        return False
    if joining is None:
        raise Refused(JOIN_NEEDED)
    resident.join_by_bridging(
        person_id=found.person_id, place=found.place, community=joining.community, tier=joining.tier, hand=hand,
        explain=library.explain,
    )  # fmt: skip
    return True


def employee_batch(
    way: str, person_id: int, change: tuple[int, int], entries: tuple[funds.NewEntry, ...], *, number: str,
    hand: resident.ByHand,
) -> int:  # fmt: skip
    """The employee account changes by an amount and its monthly product (fen, fen × months) in a batch with its entries."""
    month = employee_month(hand)
    batch_id = funds.open_batch(
        kind="bridging", accounting_month=month, run_key=f"bridging-{way}-{number}", fund=EMPLOYEE
    )
    row = contributions.AccountChange(person_id, year_of(month), *change)
    contributions.record_account_changes(batch_id=batch_id, changes=[row])
    funds.post_batch(
        batch_id=batch_id, rows=1, totals={"account_fen": change[0]}, entries=entries, posted_by=hand.by, posted_at=hand.at
    )  # fmt: skip
    return batch_id


def employee_month(hand: resident.ByHand) -> Month:
    """The month of the employee fund's books; the accounts' year of it must still be open."""
    month = books_month(fund=EMPLOYEE, on=hand.today)
    if (funds.last_account_year() or 0) >= year_of(month):
        raise Refused(ACCOUNT_YEAR_OVER)
    return month


def _taken(rows: list[resident.NewCredit]) -> tuple[funds.Post, ...]:
    """Out of the accounts by source: one line for each."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.source] = sums.get(row.source, 0) - row.amount_fen
    return tuple(
        funds.Post("R2201", debit_fen=fen, subject=source) for source, fen in sorted(sums.items())
    )


def credit(rows: list[resident.NewCredit], cause: str, *, hand: resident.ByHand) -> None:
    """Rows of resident accounts under a cause, in the month of the fund's books."""
    month = books_month(fund=RESIDENT, on=hand.today)
    resident.credit(rows=rows, month=month, on=hand.today, cause=cause, hand=hand)


def entry_of(
    fund: str,
    book: str,
    step: str,
    posts: tuple[funds.Post, ...],
    number: str,
    hand: resident.ByHand,
) -> funds.NewEntry:
    """An entry of a step of a bridging: decided (empty), its money, withdrawn, going back."""
    cause = f"bridging_{step}" if step else "bridging"
    return funds.NewEntry(book, fund, hand.today, cause, cause, number, posts)


def post(entries: tuple[funds.NewEntry, ...], *, fund: str, hand: resident.ByHand) -> None:
    """Post them in the month of the fund's books."""
    month = books_month(fund=fund, on=hand.today)
    for entry in entries:
        funds.post_entry(entry=entry, accounting_month=month, posted_by=hand.by)
