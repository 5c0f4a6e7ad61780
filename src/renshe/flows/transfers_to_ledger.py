"""A relation that comes or goes: months in the career, the account, and the money in both books, in one transaction.

In: Dr money / Cr transfer income; the account is owed to the person (R2201), the pooled part is the fund's (R4901), what was
paid at two places is held for the person (R2301, subject `transfer-<number>`) until another hand pays it. Out: the account
leaves whole, so that the running year earns nothing on it here and closes at nothing; the pooled part is an expenditure.
Of an account from before 1998 only the person's own part moves: the rest goes from the account to the fund (R4901), the
law says no more of it than that it does not move (our reading).
Basis: 国办发〔2009〕66号 四、八; 财会〔2017〕28号 (transfer income and expenditure).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.transfers import api as transfers
from renshe.flows.books_month import books_month
from renshe.flows.bridging import against_employee_claim
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, month_of, year_of
from renshe.laws import library

FUND = "employee_pension"
CAUSE = "provincial_transfer"
ACCOUNT_YEAR_OVER = Problem(
    "transfer_account_year_over",
    "当年个人账户已经结息，不能再记入本年",
    "this year's individual accounts are closed already",
    "劳办发〔1997〕116号",
    "下一年度第一个工作日自动记入",
    "It is booked by itself on the first working day of the next year",
)


def subject_of(transfer_id: int) -> str:
    """The open item under which double months are held."""
    return f"transfer-{transfer_id}"


def booked_in(*, transfer_id: int, recorded: transfers.Recorded) -> transfers.ProvincialTransfer:
    """Book a transfer whose money is in: months that are not in the career yet, the account, both books, what is double.

    Runs as runner, outside a transaction: the months are a partition of their own batch. Killed at any instant and asked
    again it books once. Raises Refused.
    """
    transfer = transfers.transfer(transfer_id=transfer_id)
    month = _month(recorded)
    batch_id = funds.open_batch(
        kind="transfer_in", accounting_month=month, run_key=f"transfer-in-{transfer.pk}", fund=FUND
    )
    doubles = transfers.doubles_of(transfer=transfer, explain=library.explain)
    rows = _career_rows(transfer, doubles)
    if not rows:
        return _booked(transfer, batch_id, month, doubles, rows, recorded)
    stage = contributions.stage_transferred_years(batch_id=batch_id, rows=rows)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        return _booked(transfer, batch_id, month, doubles, rows, recorded)


@transaction.atomic
def sent_out(
    *, person_id: int, case_number: str, recorded: transfers.Recorded, before_1998: transfers.Before1998 | None = None
) -> tuple[transfers.ProvincialTransfer, transfers.Quote]:  # fmt: skip
    """Let a relation go that another agency asked for: form, account, both books. Raises Refused, Refusal."""
    for problem, refuses in against_employee_claim(person_id=person_id):
        if refuses:
            # The account went, or is about to go, into the resident scheme or comes from there: nothing is left to send whole.
            raise Refused(problem)
    month = _month(recorded)
    batch_id = funds.open_batch(
        kind="transfer_out", accounting_month=month, run_key=f"transfer-out-{case_number}", fund=FUND
    )  # fmt: skip
    transfer, quote = transfers.let_go(
        person_id=person_id, case_number=case_number, batch_id=batch_id, recorded=recorded, explain=library.explain,
        before_1998=before_1998,
    )  # fmt: skip
    whole = quote.account_fen + quote.stays_fen
    cash = (
        funds.Post("5101", debit_fen=quote.total_fen),
        funds.Post("1003", credit_fen=quote.total_fen),
    )
    rights = (
        funds.Post("R2201", debit_fen=whole), funds.Post("R5901", debit_fen=quote.pooled_fen),
        funds.Post("R1901", credit_fen=quote.total_fen), funds.Post("R4901", credit_fen=quote.stays_fen),
    )  # fmt: skip
    change = contributions.AccountChange(
        transfer.person_id, year_of(month), -whole, -quote.product_fen
    )
    contributions.record_account_changes(batch_id=batch_id, changes=[change])
    totals = {
        "account_fen": quote.account_fen,
        "pooled_fen": quote.pooled_fen,
        "stays_fen": quote.stays_fen,
    }
    _post_batch(
        transfer, batch_id, "transfer_out", (cash, rights), len(quote.years), totals, recorded
    )
    return transfer, quote


@transaction.atomic
def refund_paid(
    *, transfer_id: int, bank_ref: str, recorded: transfers.Recorded
) -> transfers.TransferRefund:
    """What was double is paid to the person: less transfer income, and no longer held. Raises Refused."""
    refund = transfers.pay_refund(transfer_id=transfer_id, bank_ref=bank_ref, recorded=recorded)
    fen, month = refund.amount_fen, books_month(fund=FUND, on=recorded.today)
    cash = (funds.Post("4301", debit_fen=fen), funds.Post("1003", credit_fen=fen))
    held = funds.Post("R2301", debit_fen=fen, subject=subject_of(transfer_id))
    rights = (held, funds.Post("R1901", credit_fen=fen))
    for book, posts in (("cash", cash), ("rights", rights)):
        funds.post_entry(
            entry=_entry(book, "transfer_refund", transfer_id, posts, recorded),
            accounting_month=month, posted_by=recorded.by,
        )  # fmt: skip
    return refund


def _booked(
    transfer: transfers.ProvincialTransfer, batch_id: int, month: Month, doubles: transfers.Doubles,
    rows: Sequence[contributions.TransferredYear], recorded: transfers.Recorded,
) -> transfers.ProvincialTransfer:  # fmt: skip
    with transaction.atomic():
        done = transfers.book(
            transfer_id=transfer.pk, batch_id=batch_id, doubles=doubles, recorded=recorded, explain=library.explain
        )  # fmt: skip
        pooled, account = int(done.pooled_fen or 0), int(done.account_fen or 0)
        own = account - done.refund_fen
        total = pooled + account
        cash = (funds.Post("1003", debit_fen=total), funds.Post("4301", credit_fen=total))
        rights = (
            funds.Post("R1901", debit_fen=total), funds.Post("R4901", credit_fen=pooled),
            funds.Post("R2201", credit_fen=own),
            funds.Post("R2301", credit_fen=done.refund_fen, subject=subject_of(done.pk)),
        )  # fmt: skip
        change = contributions.AccountChange(
            done.person_id, year_of(month), own, own * (13 - month_of(month))
        )
        contributions.record_account_changes(batch_id=batch_id, changes=[change])
        totals = {"account_fen": own, "pooled_fen": pooled, "refund_fen": done.refund_fen}
        _post_batch(done, batch_id, "transfer_in", (cash, rights), len(rows), totals, recorded)
        return done


def _career_rows(
    transfer: transfers.ProvincialTransfer, doubles: transfers.Doubles
) -> list[contributions.TransferredYear]:
    """A year's months in one row, wherever they were paid: the career asks for months, the transfer for their places."""
    masks: dict[int, int] = {}
    bases: dict[int, list[int]] = {}
    for one in transfer.years.order_by("year", "place"):
        mask = one.paid_months & ~doubles.left_out.get(one.year, 0)
        if mask:
            masks[one.year] = masks.get(one.year, 0) | mask
            sums = bases.setdefault(one.year, [0] * 12)
            for number, fen in enumerate(one.base_fen):
                sums[number] += fen if mask >> number & 1 else 0
    return [
        contributions.TransferredYear(transfer.person_id, year, mask, tuple(bases[year]))
        for year, mask in masks.items()
    ]


def _month(recorded: transfers.Recorded) -> Month:
    """The month of the books; the accounts' year of it must still be open."""
    month = books_month(fund=FUND, on=recorded.today)
    if (funds.last_account_year() or 0) >= year_of(month):
        raise Refused(ACCOUNT_YEAR_OVER)
    return month


def _post_batch(
    transfer: transfers.ProvincialTransfer, batch_id: int, reason: str,
    posts: tuple[tuple[funds.Post, ...], tuple[funds.Post, ...]], rows: int, totals: dict[str, int],
    recorded: transfers.Recorded,
) -> None:  # fmt: skip
    cash, rights = posts
    entries = tuple(
        _entry(book, reason, transfer.pk, side, recorded)
        for book, side in (("cash", cash), ("rights", rights))
    )
    funds.post_batch(
        batch_id=batch_id, rows=rows, totals=totals, entries=entries, posted_by=recorded.by, posted_at=recorded.at,
    )  # fmt: skip


def _entry(
    book: str, reason: str, transfer_id: int, posts: tuple[funds.Post, ...], recorded: transfers.Recorded
) -> funds.NewEntry:  # fmt: skip
    return funds.NewEntry(book, FUND, recorded.today, reason, CAUSE, str(transfer_id), posts)
