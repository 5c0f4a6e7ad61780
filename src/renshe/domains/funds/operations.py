"""Writes to the books: batches, entries, reversals, plans, month and year close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from renshe.domains.funds.models import Account, Batch, Entry, FundUsePlan, Line, Month
from renshe.domains.funds.queries import trial_balance
from renshe.kernel.rules import Reason, Refusal

NOT_BALANCED = Reason(
    "entry_not_balanced",
    "借贷不平",
    "debit and credit differ",
    "会计法 9",
    "请核对分录金额后重新记账",
    "check the amounts and post again",
)
MONTH_CLOSED = Reason(
    "month_closed",
    "该会计月份已结账",
    "the month is closed",
    "会计法 17",
    "请在未结月份以更正分录处理",
    "post a correcting entry in an open month",
)
NOT_READY_TO_CLOSE = Reason(
    "month_not_ready",
    "月末条件未满足，不能结账",
    "the month cannot be closed yet",
    "财社〔2017〕144号 40",
    "请先处理所列事项",
    "settle what is listed first",
)
SAME_PERSON = Reason(
    "two_people_needed",
    "同一人不得既编制又审批",
    "the same person may not prepare and approve",
    "社会保险经办条例 37",
    "请由另一人审批",
    "have another person approve",
)


@dataclass(frozen=True)
class Post:
    """One side of an entry: an account code with a debit or a credit in fen, and its open item if it has one."""

    account: str
    debit_fen: int = 0
    credit_fen: int = 0
    subject: str = ""


@dataclass(frozen=True)
class NewEntry:
    """An entry to be posted; zero posts are dropped, and an entry of only zeros is not posted at all."""

    book: str
    fund: str
    entry_on: dt.date
    reason: str
    cause_kind: str
    cause_id: str
    posts: Sequence[Post] = field(default_factory=tuple)
    note: str = ""


def open_batch(
    *,
    kind: str,
    accounting_month: int,
    run_key: str,
    fund: str | None = None,
    period: int | None = None,
    ruleset_hash: str = "",
) -> int:
    """The id of the batch of this run key, made now or by an earlier attempt (idempotent)."""
    batch, _ = Batch.objects.get_or_create(
        run_key=run_key,
        defaults={
            "kind": kind,
            "accounting_month": accounting_month,
            "fund_id": fund,
            "period": period,
            "ruleset_hash": ruleset_hash,
        },
    )
    return int(batch.pk)


def batch_state(*, run_key: str) -> tuple[int, str] | None:
    """Id and state of the batch of a run key, or None where no attempt opened one."""
    row = Batch.objects.filter(run_key=run_key).values_list("id", "state").first()
    return (int(row[0]), str(row[1])) if row else None


@transaction.atomic
def post_batch(
    *,
    batch_id: int,
    rows: int,
    totals: dict[str, Any],
    entries: Sequence[NewEntry],
    posted_by: str,
    posted_at: dt.datetime,
) -> list[int]:
    """Post the batch and its summary journal in the caller's transaction; refuses a batch already posted."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state == "posted":
        raise ValueError(f"batch {batch_id} is already posted")
    ids = [
        post_entry(
            entry=entry,
            accounting_month=batch.accounting_month,
            posted_by=posted_by,
            batch_id=batch_id,
        )
        for entry in entries
    ]
    batch.rows, batch.totals, batch.state, batch.posted_at = rows, totals, "posted", posted_at
    batch.save(update_fields=["rows", "totals", "state", "posted_at"])
    return [number for number in ids if number]


@transaction.atomic
def post_entry(
    *,
    entry: NewEntry,
    accounting_month: int,
    posted_by: str,
    batch_id: int | None = None,
    reverses: int | None = None,
) -> int | None:
    """Post one entry; None where every post is zero. Raises :class:`Refusal` where it does not balance."""
    posts = [post for post in entry.posts if post.debit_fen or post.credit_fen]
    if not posts:
        return None
    if sum(p.debit_fen for p in posts) != sum(p.credit_fen for p in posts):
        raise Refusal(NOT_BALANCED, subject=f"{entry.reason} {entry.cause_id}")
    if Month.objects.filter(
        fund_id=entry.fund, book=entry.book, accounting_month__gte=accounting_month, state="closed"
    ).exists():
        raise Refusal(MONTH_CLOSED, subject=f"{entry.fund} {accounting_month}")
    accounts = dict(Account.objects.filter(book=entry.book).values_list("code", "id"))
    made = Entry.objects.create(
        book=entry.book,
        fund_id=entry.fund,
        accounting_month=accounting_month,
        entry_on=entry.entry_on,
        reason=entry.reason,
        note=entry.note,
        cause_kind=entry.cause_kind,
        cause_id=entry.cause_id,
        batch_id=batch_id,
        reverses_id=reverses,
        posted_by=posted_by,
    )
    Line.objects.bulk_create(
        Line(
            entry=made,
            account_id=accounts[post.account],
            debit_fen=post.debit_fen,
            credit_fen=post.credit_fen,
            subject=post.subject,
        )
        for post in posts
    )
    return int(made.pk)


@transaction.atomic
def reverse_entry(
    *, entry_id: int, reason: str, accounting_month: int, entry_on: dt.date, posted_by: str
) -> int:
    """Undo an entry by its mirror image in an open month; an entry can be reversed once (database)."""
    original = Entry.objects.get(pk=entry_id)
    posts = [
        Post(
            line.account.code,
            debit_fen=line.credit_fen,
            credit_fen=line.debit_fen,
            subject=line.subject,
        )
        for line in original.lines.select_related("account")
    ]
    made = post_entry(
        entry=NewEntry(
            original.book,
            original.fund_id,
            entry_on,
            f"reversal_{original.reason}"[:40],
            "funds_entry",
            str(entry_id),
            posts,
            note=reason,
        ),
        accounting_month=accounting_month,
        posted_by=posted_by,
        reverses=entry_id,
    )
    assert made is not None
    return made


def prepare_plan(
    *,
    fund: str,
    accounting_month: int,
    purpose: str,
    cause_id: str,
    amount_fen: int,
    prepared_by: str,
) -> int:
    """A fund-use plan for one purpose and cause; asking again returns the same plan."""
    plan, _ = FundUsePlan.objects.get_or_create(
        fund_id=fund,
        purpose=purpose,
        cause_id=cause_id,
        defaults={
            "accounting_month": accounting_month,
            "amount_fen": amount_fen,
            "prepared_by": prepared_by,
        },
    )
    return int(plan.pk)


@transaction.atomic
def approve_plan(*, plan_id: int, approved_by: str, approved_at: dt.datetime) -> None:
    """Approve a plan; refuses the person who prepared it."""
    plan = FundUsePlan.objects.select_for_update().get(pk=plan_id)
    if plan.prepared_by == approved_by:
        raise Refusal(SAME_PERSON, subject=f"plan {plan_id}")
    if plan.state == "prepared":
        plan.state, plan.approved_by, plan.approved_at = "approved", approved_by, approved_at
        plan.save(update_fields=["state", "approved_by", "approved_at"])


@transaction.atomic
def transfer_plan(*, plan_id: int, transferred_on: dt.date, posted_by: str) -> None:
    """The finance bureau's transfer 财政专户 → 支出户 for an approved plan; posted once."""
    plan = FundUsePlan.objects.select_for_update().get(pk=plan_id)
    if plan.state == "transferred":
        return
    if plan.state != "approved":
        raise Refusal(SAME_PERSON, subject=f"plan {plan_id} is {plan.state}")
    post_entry(
        entry=NewEntry(
            "cash",
            plan.fund_id,
            transferred_on,
            "fund_use_transfer",
            "fund_use_plan",
            str(plan_id),
            (Post("1004", debit_fen=plan.amount_fen), Post("1003", credit_fen=plan.amount_fen)),
        ),
        accounting_month=plan.accounting_month,
        posted_by=posted_by,
    )
    plan.state = "transferred"
    plan.save(update_fields=["state"])


@transaction.atomic
def close_month(
    *,
    fund: str,
    book: str,
    accounting_month: int,
    closed_by: str,
    closed_at: dt.datetime,
    obstacles: Sequence[str] = (),
) -> dict[str, Any]:
    """Close a month for good with its trial balance as control totals; refuses while ``obstacles`` remain.

    In the cash book the income account must be empty at month end (收入户月末无余额).
    """
    found = list(obstacles)
    rows = trial_balance(fund=fund, book=book, accounting_month=accounting_month)
    debit, credit = sum(r.debit_fen for r in rows), sum(r.credit_fen for r in rows)
    if debit != credit:
        found.append(f"trial balance: debit {debit}, credit {credit}")
    if book == "cash":
        found.extend(f"1002: {r.closing_fen}" for r in rows if r.code == "1002" and r.closing_fen)
    if found:
        raise Refusal(NOT_READY_TO_CLOSE, subject="; ".join(found))
    totals = {
        "debit_fen": debit,
        "credit_fen": credit,
        "closing": {r.code: r.closing_fen for r in rows if r.closing_fen},
    }
    month, _ = Month.objects.select_for_update().get_or_create(
        fund_id=fund, book=book, accounting_month=accounting_month
    )
    if month.state != "closed":
        month.state, month.totals, month.closed_by, month.closed_at = (
            "closed",
            totals,
            closed_by,
            closed_at,
        )
        month.save()
    return dict(month.totals)


@transaction.atomic
def close_year(*, fund: str, book: str, year: int, entry_on: dt.date, posted_by: str) -> int | None:
    """Carry income and expenditure of the year to net assets in its December; None where there were none."""
    december = year * 12 + 11
    rows = trial_balance(fund=fund, book=book, accounting_month=december)
    posts, surplus = [], 0
    for row in rows:
        if row.kind == "income" and row.closing_fen:
            posts.append(_against(row.code, row.closing_fen, credit_normal=True))
            surplus += row.closing_fen
        if row.kind == "expenditure" and row.closing_fen:
            posts.append(_against(row.code, row.closing_fen, credit_normal=False))
            surplus -= row.closing_fen
    equity = "3001" if book == "cash" else "R3001"
    if surplus:
        posts.append(
            Post(equity, credit_fen=surplus) if surplus > 0 else Post(equity, debit_fen=-surplus)
        )
    return post_entry(
        entry=NewEntry(book, fund, entry_on, "year_close", "year", str(year), posts),
        accounting_month=december,
        posted_by=posted_by,
    )


def _against(code: str, closing_fen: int, *, credit_normal: bool) -> Post:
    amount = abs(closing_fen)
    to_debit = credit_normal == (closing_fen > 0)
    return Post(code, debit_fen=amount) if to_debit else Post(code, credit_fen=amount)
