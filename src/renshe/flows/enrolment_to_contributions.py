"""What a late change of enrolment does to months already assessed: taken back, annulled, or billed after the fact.

Who is insured is enrolment's to say and who owes is contributions'; here the second follows the first, with its posting
in the same transaction. Nothing that was posted is changed: lines of opposite sign answer it, under bills that name the
bill they correct. Which months differ, and what the law says they come to, the caller has found
(`runs/enrolment_corrections`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.registry import api as registry
from renshe.flows import contribution_corrections as corrections
from renshe.flows import contribution_to_ledger as ledger
from renshe.flows.account_interest import interest_on
from renshe.foundation.bulk import StagedPartition
from renshe.foundation.columns import plain_text
from renshe.kernel.periods import Month

ANNULLED = "参保登记更正，应缴核定作废"
# Shares by which a line's money goes to its fund; maternity is billed with medical.
_SHARES = tuple(
    (f"{insurance}_{share}_fen", fund)
    for insurance, fund in ledger.FUND_OF.items()
    for share in ("employer", "personal")
)


def months_given_back(
    *,
    posting: ledger.Posting,
    lines: pl.DataFrame,
    originals: pl.DataFrame,
    decision: contributions.Decision,
) -> None:
    """Months that were paid and were not due: reversed, their principal out of the receipts that paid it, the account
    debited with the interest that it earned on them. `decision` has two people (社会保险经办条例 37).

    `lines` are lines of contributions with the `bill_id` that each corrects; `originals` has that bill's `bill_id`,
    `due_on` and `received_on`. Correction bills are credited at once and carry the day the money came.
    Raises Refusal `two_people_needed`, `more_than_there_is`, `account_year_over`; then nothing is written.
    """
    parts = list(_correction_bills(lines, originals, posting.batch_id))
    sums = _by_fund(lines)
    interest, changes = _interest_taken_back(lines, month=posting.accounting_month)
    with _staged(parts, posting) as stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        for billed, owner in parts:
            contributions.write_bills(
                bills=_completed(
                    billed,
                    owner,
                    due_on=pl.col("received_on"),
                    state=pl.lit("refunded"),
                    credited_batch_id=pl.lit(posting.batch_id, dtype=pl.Int64),
                )
            )
        contributions.record_account_changes(batch_id=posting.batch_id, changes=changes)
        corrections.contributions_refunded(
            posting=posting,
            rows=lines.height,
            refund_fen={fund: -fen for fund, fen in sums.items()},
            account_debit_fen=-int(lines["account_credit_fen"].sum()),
            interest_debit_fen=interest,
        )
        for billed, _ in parts:
            for bill_id in billed.bills["id"].to_pylist():
                contributions.refund_correction(bill_id=bill_id, decision=decision)
        contributions.close_refunded_bills(batch_id=posting.batch_id)


def bills_annulled(
    *,
    posting: ledger.Posting,
    lines: pl.DataFrame,
    originals: pl.DataFrame,
    decision: contributions.Decision,
) -> None:
    """Whole bills that were not due and of which nothing was paid: assessed back to nothing, and no longer collected.

    The bill and its correction are closed together as written off, on the instrument of this act and by two people; but
    what was never due is no loss, so the assessment itself is reversed (R4101) and nothing is booked as given up.
    Money that comes all the same finds nothing to pay and lies in suspense. Raises Refusal `two_people_needed`,
    `state_forbids` where something was paid meanwhile; then nothing is written.
    """
    parts = list(_correction_bills(lines, originals, posting.batch_id))
    with _staged(parts, posting) as stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        for billed, owner in parts:
            contributions.write_bills(
                bills=_completed(billed, owner, due_on=pl.col("original_due_on"),
                                 state=pl.lit("written_off"), received_on=pl.lit(None, dtype=pl.Date))
            )  # fmt: skip
        for bill_id in sorted(originals["bill_id"].unique().to_list()):
            _close_unpaid(bill_id, decision=decision, at=posting.posted_at)
        ledger.contributions_assessed(
            posting=posting,
            rows=lines.height,
            due_fen=_by_fund(lines),
            totals={"bills": originals["bill_id"].n_unique()},
        )


def months_billed(*, posting: ledger.Posting, lines: pl.DataFrame, due_on: dt.date) -> None:
    """Months that were due and were not billed: bills of kind back_payment, each by its own period's law (社会保险法 63).

    `due_on` says whether they are late: the period's own day where the employer was at fault, so that the surcharge runs
    from then (社会保险法 86); a day to come where nobody was.
    """
    billed = contributions.prepare_bills(
        lines=plain_text(lines.drop("bill_id").to_arrow()),
        batch_id=posting.batch_id,
        kind="back_payment",
        due_on=due_on,
    )
    stage = contributions.stage_lines(batch_id=posting.batch_id, lines=billed.lines)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        contributions.write_bills(bills=billed.bills)
        ledger.contributions_assessed(
            posting=posting,
            rows=billed.lines.num_rows,
            due_fen=_by_fund(lines),
            totals={"bills": billed.bills.num_rows},
        )


_TWICE = """
WITH months AS (
    SELECT l.person_id = ANY(%(one)s) AS first, l.employer_id, l.period, sum(l.pension_base_fen) AS pension,
           sum(l.medical_base_fen) AS medical, sum(l.unemployment_base_fen) AS unemployment, sum(l.injury_base_fen) AS injury
      FROM contributions_line l WHERE l.person_id = ANY(%(one)s) OR l.person_id = ANY(%(other)s)
     GROUP BY 1, 2, 3 HAVING sum(l.months) > 0
), held AS (
    SELECT m.first, m.employer_id, m.period, v.insurance FROM months m
     CROSS JOIN LATERAL (VALUES (1, m.pension), (2, m.medical), (3, m.unemployment), (4, m.injury)) v(insurance, base)
     WHERE v.base <> 0
)
SELECT DISTINCT a.period, a.insurance FROM held a
  JOIN held b ON b.period = a.period AND b.insurance = a.insurance AND NOT b.first
 WHERE a.first AND (a.insurance <> 4 OR a.employer_id IS NOT DISTINCT FROM b.employer_id)
 ORDER BY 1, 2
"""


def assessed_twice(*, one: Sequence[int], other: Sequence[int]) -> list[tuple[Month, int]]:
    """Months, with the insurance, that stand assessed for both of two people, each under all their numbers.

    Work injury at two employers is no double month, because each must insure (实施《社会保险法》若干规定 九). History from
    before go-live is not asked: there a month counts once whoever paid for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TWICE, {"one": list(one), "other": list(other)})
        return [(int(period), int(insurance)) for period, insurance in cursor.fetchall()]


def _close_unpaid(bill_id: int, *, decision: contributions.Decision, at: dt.datetime) -> None:
    proposal = contributions.propose_write_off(
        bill_id=bill_id,
        instrument=ANNULLED,
        reason=decision.reason,
        proposed_by=decision.requested_by,
        proposed_at=at,
    )
    closed = contributions.approve_write_off(
        write_off_id=proposal,
        approved_by=decision.approved_by,
        approved_at=at,
        batch_id=decision.batch_id,
    )
    bill = contributions.Bill.objects.get(pk=bill_id)
    if closed.principal_fen != bill.total_fen:
        # Money came between reading and writing; the month is then given back, not annulled.
        raise contributions.refused("state_forbids", subject=f"bill {bill_id}: received")


def _interest_taken_back(
    lines: pl.DataFrame, *, month: Month
) -> tuple[int, list[contributions.AccountChange]]:
    """Interest of closed years (fen) and the changes of accounts for months whose pension contribution goes back, so that
    an account closes as if the money had never been there.
    """
    gone = (
        lines.group_by("person_id", "employer_id")
        .agg(pl.col("account_credit_fen").sum(), pl.col("period").unique())
        .filter(pl.col("account_credit_fen") != 0)
        .sort("person_id", "employer_id", nulls_last=True)
    )
    fen, changes = 0, []
    for person_id, employer_id, _, periods in gone.iter_rows():
        movements = contributions.account_movements(
            person_id=person_id, employer_id=employer_id, periods=periods
        )
        place = registry.person(person_id=person_id).residence_place
        earned = interest_on(movements=movements, month=month, place=place)
        fen += earned.interest_fen
        changes += earned.changes(person_id=person_id, month=month, sign=-1)
    return fen, changes


def _correction_bills(
    lines: pl.DataFrame, originals: pl.DataFrame, batch_id: int
) -> Iterator[tuple[contributions.Billed, pl.DataFrame]]:
    """Bills that correct one bill each: a payer with two bills of a month has its corrections in two turns."""
    payer = pl.when(pl.col("employer_id").is_null()).then("person_id")
    turns = lines.with_columns(
        turn=pl.col("bill_id").rank("dense").over("employer_id", payer, "period")
    )
    days = originals.select(
        corrects_id="bill_id", original_due_on="due_on", received_on="received_on"
    ).unique()
    line_no = 1
    for (_,), part in sorted(turns.partition_by("turn", as_dict=True).items()):
        billed = contributions.prepare_bills(
            lines=plain_text(part.drop("bill_id", "turn").to_arrow()),
            batch_id=batch_id,
            kind="correction",
            due_on=dt.date.max,
            first_line_no=line_no,
        )
        line_no += billed.lines.num_rows
        owner = part.group_by(
            "employer_id", payer.alias("person_id"), "period", corrects_id="bill_id"
        ).agg(heads=pl.col("months").cast(pl.Int64).sum())
        yield billed, owner.join(days, on="corrects_id")


def _completed(billed: contributions.Billed, owner: pl.DataFrame, **columns: pl.Expr) -> pa.Table:
    """The bills with what they correct; a head that leaves is counted off (`heads` is minus one)."""
    frame = pl.from_arrow(billed.bills)
    assert isinstance(frame, pl.DataFrame)
    keys = ["employer_id", "person_id", "period"]
    owner = owner.with_columns(pl.col("period").cast(frame["period"].dtype))
    full = frame.drop("heads", "due_on").join(owner, on=keys, how="left", nulls_equal=True)
    full = full.with_columns(received_fen=pl.lit(0, dtype=pl.Int64), **columns)
    return plain_text(full.drop("original_due_on").to_arrow())


def _staged(
    parts: Sequence[tuple[contributions.Billed, pl.DataFrame]], posting: ledger.Posting
) -> StagedPartition:
    lines = pa.concat_tables([billed.lines for billed, _ in parts])
    return contributions.stage_lines(batch_id=posting.batch_id, lines=lines)


def _by_fund(lines: pl.DataFrame) -> dict[str, int]:
    """What the lines add to each fund's dues, fen."""
    found: dict[str, int] = {}
    for name, fund in _SHARES:
        if name in lines.columns:
            found[fund] = found.get(fund, 0) + int(lines[name].sum())
    return found
