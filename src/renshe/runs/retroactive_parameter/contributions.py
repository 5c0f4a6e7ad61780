"""Retroactive differences of contributions: months assessed under an old row, what today's law says, and who settles it.

More than was charged becomes a back payment due on a day to come, so that no surcharge runs: the payer is not at fault.
Less becomes a correction with a refund of the principal, where the month was paid and no benefit rests on it. Whatever
else differs is listed for a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as domain
from renshe.domains.funds import api as funds
from renshe.flows import contribution_corrections as corrections
from renshe.flows import contribution_to_ledger as ledger
from renshe.foundation.columns import plain_text
from renshe.kernel.periods import Month, first_day, format_month
from renshe.kernel.rules import Refusal
from renshe.kernel.rules.knowledge import Knowledge
from renshe.laws import library
from renshe.runs.context import RunContext, begin
from renshe.runs.retroactive_parameter.accounts import interest_taken_back
from renshe.runs.retroactive_parameter.line_rows import BASES, MONEY, SHARES, assessed_lines

KIND = "retroactive_contributions"
OWED, REFUNDED, HUMAN = "back_payment", "correction", "by_hand"


class Law(Protocol):
    """The law of a month's contributions; `renshe.runs.monthly_contribution_assessment.law` is the one in use."""

    TARGETS: tuple[str, ...]

    def assess(self, table: pa.Table, *, place: str, period: Month, on: dt.date) -> Any:
        """Lines of an assessment table, and who is refused."""


@dataclass
class Found:
    """Differences by person-month (`rows`: old and new amounts, fen, way and why), with the parameters that changed."""

    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    months_seen: int = 0
    parameters: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, Any]:
        """Person-months and fen by how they are settled."""
        found: dict[str, Any] = {"person_months_seen": self.months_seen, "refused": len(self.refused),
                                 "parameters": [name for name, _, _ in self.parameters]}  # fmt: skip
        for way in (OWED, REFUNDED, HUMAN):
            part = self.rows.filter(pl.col("way") == way) if self.rows.height else self.rows
            found |= {
                f"{way}_rows": part.height,
                f"{way}_fen": int(part["fen"].sum()) if part.height else 0,
            }
        return found

    def write_csv(self, path: Path) -> None:
        """Differences by person, employer and month, in yuan."""
        if self.rows.is_empty():
            path.write_text("", encoding="utf-8")
            return
        yuan = [
            (expr.cast(pl.Decimal(20, 2)) / 100).alias(name.replace("_fen", "_yuan"))
            for name in MONEY for expr in [pl.col(f"new_{name}") - pl.col(name)]
        ]  # fmt: skip
        month = pl.format(
            "{}-{}",
            pl.col("period") // 12,
            (pl.col("period") % 12 + 1).cast(pl.String).str.zfill(2),
        )
        total = (pl.col("fen").cast(pl.Decimal(20, 2)) / 100).alias("difference_yuan")
        self.rows.select(
            "person_id", "employer_id", month.alias("month"), "way", "why", total, *yuan
        ).write_csv(path, include_bom=True)


def preview(*, place: str, first: Month, last: Month, known_on: dt.date, law: Law) -> Found:
    """Differences of the months from `first` to `last`, without writing.

    A month is computed again only for those assessed before something that its law reads became known; so what changed
    in the registers since makes no difference by itself.
    """
    knowledge, found = Knowledge(library.ruleset()), Found()
    frames = []
    changed: set[tuple[str, str, str]] = set()
    for period in range(first, last + 1):
        lines = assessed_lines(place=place, period=period)
        found.months_seen += lines.height
        for (day,), part in lines.partition_by("assessed_on", as_dict=True).items():
            asked = {"targets": law.TARGETS, "place": place, "on": first_day(period)}
            moved = knowledge.reading(known_on=day, **asked).differences(
                knowledge.reading(known_on=known_on, **asked)
            )
            if moved:
                changed |= set(moved)
                frames.append(_differences(part, place=place, period=period, law=law, found=found))
    found.parameters = sorted(changed)
    differing = [frame for frame in frames if frame.height]
    found.rows = (
        pl.concat(differing)
        if differing
        else pl.DataFrame(schema={"way": pl.String, "fen": pl.Int64})
    )
    return found


def _differences(
    lines: pl.DataFrame, *, place: str, period: Month, law: Law, found: Found
) -> pl.DataFrame:
    made = law.assess(_plain(lines), place=place, period=period, on=first_day(period))
    found.refused.extend(made.refused)
    new = pl.from_arrow(made.lines)
    assert isinstance(new, pl.DataFrame)
    new = new.select(
        "person_id",
        "employer_id",
        *(pl.col(name).cast(pl.Int64).alias(f"new_{name}") for name in MONEY),
    )
    both = lines.join(new, on=["person_id", "employer_id"], nulls_equal=True)
    delta = {name: pl.col(f"new_{name}") - pl.col(name) for name in MONEY}
    both = both.with_columns(
        period=pl.lit(period, dtype=pl.Int64), fen=pl.sum_horizontal(delta[name] for name in SHARES)
    )
    both = both.filter(pl.any_horizontal(expr != 0 for expr in delta.values()))
    more = pl.all_horizontal(delta[name] >= 0 for name in SHARES) & (pl.col("fen") > 0)
    less = pl.all_horizontal(delta[name] <= 0 for name in SHARES) & (pl.col("fen") < 0)
    why = (
        pl.when(more).then(pl.lit(""))
        .when(~less).then(pl.lit("mixed_or_base_only"))
        .when(pl.col("bill_state") != "credited").then(pl.lit("not_paid_yet"))
        .when(pl.col("benefits_drawn")).then(pl.lit("benefits_drawn"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    way = (
        pl.when(why != "")
        .then(pl.lit(HUMAN))
        .when(more)
        .then(pl.lit(OWED))
        .otherwise(pl.lit(REFUNDED))
    )
    return both.with_columns(why=why, way=way).select(
        "person_id", "employer_id", "period", "declared_wage_fen", *MONEY, *(f"new_{name}" for name in MONEY), "bill_id",
        "received_on", "fen", "way", "why",
    )  # fmt: skip


def run(
    context: RunContext,
    *,
    first: Month,
    last: Month,
    known_on: dt.date,
    due_on: dt.date,
    approved_by: str,
    law: Law,
) -> dict[str, Any]:
    """Settle the differences: one batch of back payments due on `due_on`, one of corrections with refunds.

    Each batch is one transaction under its own key; a kill between them leaves one whole, and the same call does the
    rest. `context.by` asks, `approved_by` approves refunds (社会保险经办条例 37).
    """
    part = f"{format_month(first)}:{format_month(last)}:{known_on.isoformat()}"
    key, done = begin(context, KIND, part)
    if not done:
        found = preview(place=context.place, first=first, last=last, known_on=known_on, law=law)
        decision = domain.Decision(
            reason="参数追溯更正", requested_by=context.by, approved_by=approved_by, decided_on=context.today,
            accounting_month=context.accounting_month, batch_id=0,
        )  # fmt: skip
        _owe(context, found, f"{key}:{OWED}", due_on=due_on)
        _give_back(context, found, f"{key}:{REFUNDED}", decision)
        _note(key, found)
        settled = _settled(f"{key}:{OWED}", OWED) | _settled(f"{key}:{REFUNDED}", REFUNDED)
        audit.finish(key=key, at=context.at, totals={**found.totals, **settled})
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _owe(context: RunContext, found: Found, key: str, *, due_on: dt.date) -> None:
    """Each month's old line answered and its right one, under one bill of the difference for each payer and month."""
    rows = found.rows.filter(pl.col("way") == OWED)
    if not _to_do(rows, key):
        return
    batch_id = _batch(context, key)
    billed = domain.prepare_bills(
        lines=_plain(_pairs(rows)), batch_id=batch_id, kind="back_payment", due_on=due_on
    )
    stage = domain.stage_lines(batch_id=batch_id, lines=billed.lines)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        domain.write_bills(bills=billed.bills)
        ledger.contributions_assessed(
            posting=_posting(context, batch_id), rows=billed.lines.num_rows, due_fen=_by_fund(rows),
            totals={"bills": billed.bills.num_rows},
        )  # fmt: skip


def _give_back(context: RunContext, found: Found, key: str, decision: domain.Decision) -> None:
    """Correction bills, credited at once on the day the money came, and their money out of the receipts that paid it; the
    interest that the credit has earned in the account goes with it."""
    rows = found.rows.filter(pl.col("way") == REFUNDED)
    if not _to_do(rows, key):
        return
    batch_id = _batch(context, key)
    parts = list(_corrections(rows, batch_id))
    interest_fen, changes = interest_taken_back(rows=rows, month=context.accounting_month)
    lines = pa.concat_tables([billed.lines for billed, _ in parts])
    stage = domain.stage_lines(batch_id=batch_id, lines=lines)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        for billed, extra in parts:
            domain.write_bills(bills=_with(billed.bills, extra))
        corrections.contributions_refunded(
            posting=_posting(context, batch_id), rows=lines.num_rows,
            refund_fen={fund: -fen for fund, fen in _by_fund(rows).items()},
            account_debit_fen=-int((rows["new_account_credit_fen"] - rows["account_credit_fen"]).sum()),
            interest_debit_fen=interest_fen,
        )  # fmt: skip
        domain.record_account_changes(batch_id=batch_id, changes=changes)
        approved = domain.Decision(**{**vars(decision), "batch_id": batch_id})
        for billed, _ in parts:
            for bill in billed.bills["id"].to_pylist():
                domain.refund_correction(bill_id=bill, decision=approved)


def _to_do(rows: pl.DataFrame, key: str) -> bool:
    state = funds.batch_state(run_key=key)
    return not rows.is_empty() and (state is None or state[1] != "posted")


def _settled(key: str, way: str) -> dict[str, int]:
    """What a batch settled, told by the batch itself: an earlier attempt may have posted it. Two lines a person-month."""
    state = funds.batch_state(run_key=key)
    batch = funds.batch_by_id(batch_id=state[0]) if state else None
    if batch is None or batch.state != "posted":
        return {}
    if way == OWED:
        return {f"{way}_rows": batch.rows // 2, f"{way}_fen": sum(batch.totals["due_fen"].values())}
    return {f"{way}_rows": batch.rows // 2, f"{way}_fen": -sum(batch.totals["refund_fen"].values())}


def _batch(context: RunContext, key: str) -> int:
    return funds.open_batch(kind=KIND, accounting_month=context.accounting_month, run_key=key)


def _posting(context: RunContext, batch_id: int) -> ledger.Posting:
    return ledger.Posting(batch_id, context.accounting_month, context.today, context.by, context.at)


def _corrections(rows: pl.DataFrame, batch_id: int) -> Iterator[tuple[domain.Billed, pl.DataFrame]]:
    """Bills of one original each: a payer with two bills of a month gets its corrections in two turns."""
    payer = [
        "employer_id",
        pl.when(pl.col("employer_id").is_null()).then("person_id").alias("payer_person"),
        "period",
    ]
    turns = rows.with_columns(turn=pl.col("bill_id").rank("dense").over(payer))
    line = 1
    for (_,), part in sorted(turns.partition_by("turn", as_dict=True).items()):
        billed = domain.prepare_bills(lines=_plain(_pairs(part)), batch_id=batch_id, kind="correction",
                                      due_on=dt.date.max, first_line_no=line)  # fmt: skip
        line += billed.lines.num_rows
        owner = part.select(
            "employer_id", pl.when(pl.col("employer_id").is_null()).then("person_id").alias("person_id"), "period",
            corrects_id="bill_id", received_on="received_on",
        ).unique()  # fmt: skip
        yield billed, owner


def _with(bills: pa.Table, owner: pl.DataFrame) -> pa.Table:
    """The bills with what they correct; refunded at once, and due when the money they give back came in."""
    frame = pl.from_arrow(bills)
    assert isinstance(frame, pl.DataFrame)
    keys = ["employer_id", "person_id", "period"]
    full = frame.with_columns(pl.col("period").cast(pl.Int64)).join(
        owner, on=keys, how="left", nulls_equal=True
    )
    return _plain(full.with_columns(
        due_on="received_on", state=pl.lit("refunded"), credited_batch_id="batch_id", received_fen=pl.lit(0, dtype=pl.Int64)
    ))  # fmt: skip


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """The line that stood, with its sign turned, and the line that is right."""
    head = [
        "person_id",
        "employer_id",
        pl.col("period").cast(pl.Int32),
    ]
    back = rows.select(
        *head,
        -pl.col("declared_wage_fen"),
        *(-pl.col(name) for name in MONEY),
        months=pl.lit(-1, dtype=pl.Int16),
    )
    right = rows.select(
        *head,
        "declared_wage_fen",
        *(pl.col(f"new_{n}").alias(n) for n in MONEY),
        months=pl.lit(1, dtype=pl.Int16),
    )
    return pl.concat([back, right])


def _by_fund(rows: pl.DataFrame) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in SHARES:
        fund = ledger.FUND_OF[name.split("_")[0]]
        found[fund] = found.get(fund, 0) + int((rows[f"new_{name}"] - rows[name]).sum())
    return found


def _plain(frame: pl.DataFrame) -> pa.Table:
    return plain_text(frame.to_arrow())


_WHY: Mapping[str, tuple[str, str]] = {
    "not_paid_yet": (
        "应缴减少但尚未到账，请在到账后办理退费",
        "less is due, but the month is not paid yet: refund once it is",
    ),
    "benefits_drawn": (
        "已据此享受待遇，请先重核待遇",
        "benefits rest on these months: determine them again first",
    ),
    "mixed_or_base_only": (
        "有增有减或仅基数变化，请逐人处理",
        "some amounts rise and others fall, or only a base changes: settle by hand",
    ),
}


def _note(key: str, found: Found) -> None:
    by_hand = found.rows.filter(pl.col("way") == HUMAN)
    for why, (zh, en) in _WHY.items():
        part = by_hand.filter(pl.col("why") == why) if by_hand.height else by_hand
        if part.height:
            some = ", ".join(
                str(person)
                for person in part["person_id"].unique(maintain_order=True).head(20).to_list()
            )
            audit.attention(key=key, code=why, subject=str(part.height), zh=f"{part.height} 个人月：{zh}（人员 {some}）",
                            en=f"{part.height} person-months: {en} (people {some})")  # fmt: skip
    if found.refused:
        refusal = found.refused[0][1]
        audit.attention(
            key=key, code=refusal.code, subject=str(len(found.refused)),
            zh=f"{len(found.refused)} 个人月未能重算：{refusal.describe('zh')}",
            en=f"{len(found.refused)} person-months could not be computed again: {refusal.describe('en')}",
        )  # fmt: skip


__all__ = ["BASES", "HUMAN", "KIND", "OWED", "REFUNDED", "Found", "Law", "preview", "run"]
