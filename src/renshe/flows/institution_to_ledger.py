"""The money of public bodies' staff in both books: each act writes the scheme's rows and posts the same amounts at once.

Declared, a month is owed; paid, it is income, and the own part stands in the accounts. Who moves takes the account and the pooled
money out of the fund; who comes brings both. Basis: 国发〔2015〕2号 三、七; 财会〔2017〕28号.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.institution_staff import api as staff
from renshe.domains.pension import api as pension
from renshe.flows.books_month import books_month
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month
from renshe.laws import library

FUND, KIND = "institution_pension", "institution"


@transaction.atomic
def month_declared(
    *, employer_id: int, period: Month, read: staff.ReadMonth, file_name: str, hand: staff.ByHand
) -> staff.MonthFile:
    """Take a body's month and post what it owes. Raises Refused, Refusal."""
    file = staff.declare_month(
        employer_id=employer_id, period=period, rows=read.rows, file_name=file_name, sha256=read.sha256,
        explain=library.explain, hand=hand,
    )  # fmt: skip
    _owed(file, fen=file.due_fen, reason="institution_declared", hand=hand)
    return file


@transaction.atomic
def month_reversed(*, file_id: int, reason: str, hand: staff.ByHand) -> staff.MonthFile:
    """Take an unpaid month back, in the register and the books. Raises Refused."""
    back = staff.reverse_month(file_id=file_id, reason=reason, hand=hand)
    _owed(back, fen=back.due_fen, reason="institution_reversed", hand=hand)
    return back


@transaction.atomic
def month_received(*, file_id: int, money: staff.Money, hand: staff.ByHand) -> staff.MonthReceipt:
    """The money of a month came, whole: income, no longer owed, own part in the accounts. Raises Refused."""
    month = books_month(fund=FUND, on=hand.today)
    receipt = staff.receive_month(file_id=file_id, money=money, month=month, hand=hand)
    own, cause = receipt.file.personal_fen, ("institution_month", str(receipt.file_id))
    _post(
        "cash", "institution_received",
        (funds.Post("1005", debit_fen=money.amount_fen), funds.Post("4001", credit_fen=money.amount_fen)),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    _post(
        "rights", "institution_received",
        (
            funds.Post("R1901", debit_fen=money.amount_fen), funds.Post("R1101", credit_fen=money.amount_fen),
            funds.Post("R5301", debit_fen=own), funds.Post("R2201", credit_fen=own),
        ),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    return receipt


@transaction.atomic
def year_interest_credited(*, year: int, hand: staff.ByHand) -> dict[str, int]:
    """A closed year's interest of every account that is not drawn, once: owed by the pool to the accounts.

    Raises Refusal while the year's rate is not published on the hand's day. Basis: 人社部发〔2017〕31号.
    """
    rows = []
    for person in staff.account_holders(year=year):
        if pension.in_force(person_id=person, kind=KIND) is None:
            fen = staff.interest_of(
                person_id=person, year=year, on=dt.date(year, 12, 31), explain=library.explain, known_on=hand.today
            )  # fmt: skip
            rows.append(staff.Interest(person_id=person, year=year, fen=fen))
    return _interest(rows, cause=("institution_interest", str(year)), hand=hand)


def balance_finalised(
    *, person_id: int, award_id: int, year: int, fen: int, hand: staff.ByHand
) -> None:
    """What a year's published rate changes of the balance that an award divided: more or less, in account and books."""
    rows = [staff.Interest(person_id=person_id, year=year, fen=fen)]
    _interest(rows, cause=("institution_final", str(award_id)), hand=hand)


def interest_to_retirement(*, person_id: int, year: int, fen: int, hand: staff.ByHand) -> None:
    """The running year's interest up to the month of retirement, so that the account is what the award divides."""
    rows = [staff.Interest(person_id=person_id, year=year, fen=fen)]
    _interest(rows, cause=("institution_retirement", hand.reference), hand=hand)


@transaction.atomic
def moved_to_enterprise(*, person_id: int, partner: str, hand: staff.ByHand) -> staff.Move:
    """The account with its interest and the pooled money leave for the employees' scheme. Raises Refused, Refusal."""
    if pension.in_force(person_id=person_id, kind=KIND) is not None:
        raise Refused(staff.DRAWS)
    month = books_month(fund=FUND, on=hand.today)
    found = staff.leaving(person_id=person_id, on=hand.today, explain=library.explain)
    move = staff.move_out(person_id=person_id, found=found, partner=partner, month=month, hand=hand)
    cause, total = ("institution_move", str(move.pk)), found.account_fen + found.pooled_fen
    if found.interest_fen:
        _post(
            "rights", "institution_interest",
            (funds.Post("R5201", debit_fen=found.interest_fen), funds.Post("R2201", credit_fen=found.interest_fen)),
            month=month, cause=cause, hand=hand,
        )  # fmt: skip
    _post(
        "cash", "institution_moved_out",
        (funds.Post("5101", debit_fen=total), funds.Post("1003", credit_fen=total)),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    _post(
        "rights", "institution_moved_out",
        (
            funds.Post("R2201", debit_fen=found.account_fen), funds.Post("R5901", debit_fen=found.pooled_fen),
            funds.Post("R1901", credit_fen=total),
        ),
        month=month, cause=cause, hand=hand,
    )  # fmt: skip
    return move


@transaction.atomic
def moved_from_enterprise(
    *, person_id: int, years: Mapping[int, tuple[int, int]], account_fen: int, pooled_fen: int, partner: str,
    hand: staff.ByHand,
) -> staff.Move:  # fmt: skip
    """What an enterprise scheme handed over arrives: months, account, pooled money (fen). Raises Refused."""
    month = books_month(fund=FUND, on=hand.today)
    move = staff.move_in(
        person_id=person_id, years=years, account_fen=account_fen, pooled_fen=pooled_fen, partner=partner, month=month,
        hand=hand,
    )  # fmt: skip
    cause, total = ("institution_move", str(move.pk)), account_fen + pooled_fen
    if total:
        _post(
            "cash", "institution_moved_in",
            (funds.Post("1003", debit_fen=total), funds.Post("4301", credit_fen=total)),
            month=month, cause=cause, hand=hand,
        )  # fmt: skip
        _post(
            "rights", "institution_moved_in",
            (
                funds.Post("R1901", debit_fen=total), funds.Post("R2201", credit_fen=account_fen),
                funds.Post("R4901", credit_fen=pooled_fen),
            ),
            month=month, cause=cause, hand=hand,
        )  # fmt: skip
    return move


@transaction.atomic
def taken_over(
    *, cash_fen: Mapping[str, int], accounts_fen: int, opened_on: dt.date, month: Month, by: str
) -> None:
    """The fund's position as an old system leaves it: money by account code, accounts; the rest is pooled."""
    total = sum(cash_fen.values())
    pooled = total - accounts_fen
    money = tuple(funds.Post(code, debit_fen=fen) for code, fen in cash_fen.items())
    rest = funds.Post("R3001", credit_fen=max(pooled, 0), debit_fen=max(-pooled, 0))
    for book, posts in (
        ("cash", (*money, funds.Post("3001", credit_fen=total))),
        ("rights", (funds.Post("R1901", debit_fen=total), funds.Post("R2201", credit_fen=accounts_fen), rest)),
    ):  # fmt: skip
        entry = funds.NewEntry(book, FUND, opened_on, "opening", "take_over", FUND, posts)
        funds.post_entry(entry=entry, accounting_month=month, posted_by=by)


def _interest(
    rows: Sequence[staff.Interest], *, cause: tuple[str, str], hand: staff.ByHand
) -> dict[str, int]:
    if not any(one.fen for one in rows):
        return {"accounts": 0, "interest_fen": 0}
    month = books_month(fund=FUND, on=hand.today)
    total = staff.credit_interest(rows=rows, month=month, cause=":".join(cause), hand=hand)
    if total:
        more, less = max(0, total), max(0, -total)
        _post(
            "rights", "institution_interest",
            (
                funds.Post("R5201", debit_fen=more, credit_fen=less), funds.Post("R2201", credit_fen=more, debit_fen=less),
            ),
            month=month, cause=cause, hand=hand,
        )  # fmt: skip
    return {"accounts": sum(1 for one in rows if one.fen), "interest_fen": total}


def _owed(file: staff.MonthFile, *, fen: int, reason: str, hand: staff.ByHand) -> None:
    """What a file makes owed; the opposite of a reversed one."""
    owed, assessed = funds.Post("R1101", debit_fen=fen), funds.Post("R4101", credit_fen=fen)
    if fen < 0:
        owed, assessed = funds.Post("R1101", credit_fen=-fen), funds.Post("R4101", debit_fen=-fen)
    _post(
        "rights", reason, (owed, assessed), month=books_month(fund=FUND, on=hand.today),
        cause=("institution_month", str(file.pk)), hand=hand,
    )  # fmt: skip


def _post(
    book: str, reason: str, posts: tuple[funds.Post, ...], *, month: Month, cause: tuple[str, str], hand: staff.ByHand
) -> None:  # fmt: skip
    kept = tuple(one for one in posts if one.debit_fen or one.credit_fen)
    entry = funds.NewEntry(book, FUND, hand.today, reason, *cause, kept)
    funds.post_entry(entry=entry, accounting_month=month, posted_by=hand.by)
