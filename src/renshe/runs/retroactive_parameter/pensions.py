"""Retroactive differences of pensions: which readings changed, whose amounts differ, what is owed, one voucher."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.retroactive_difference import pension_differences
from renshe.foundation.ahead import made_ahead, read_ahead
from renshe.foundation.bulk import one_reader
from renshe.kernel.rules import Refusal
from renshe.kernel.rules.facts import AnyFact
from renshe.kernel.rules.knowledge import Knowledge
from renshe.laws import library
from renshe.runs.context import RunContext, begin, by_reason
from renshe.runs.retroactive_parameter import award_rows, taken_over
from renshe.runs.retroactive_parameter.award_rows import COLUMNS
from renshe.runs.retroactive_parameter.differences import by_month, changed
from renshe.runs.retroactive_parameter.recompute import (
    ACCOUNT,
    TARGETS,
    Recomputation,
    Recomputed,
)
from renshe.runs.retroactive_parameter.writing import WRITTEN, Decision, first_open_months, write

KIND = "retroactive_pensions"
AWARDS_OF_PORTION = 5_000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Differing:
    """One portion's awards that differ, their adjustments, and a row for each award and month that is owed or was overpaid."""

    awards: pl.DataFrame
    adjustments: pl.DataFrame
    months: pl.DataFrame


@dataclass
class Found:
    """What a recomputation found. `not_ours` were determined by an old system, `left` are those of them that the law now
    reads otherwise for and that stay as they were taken over. `portions` holds the differences where they are kept, which a
    preview does; the run writes each portion and lets it go."""

    known_on: dt.date
    awards_seen: int = 0
    affected: int = 0
    changed: int = 0
    not_ours: int = 0
    exact_rows: int = 0
    person_months: int = 0
    arrears_fen: int = 0
    overpaid_fen: int = 0
    parameters: list[tuple[str, str, str]] = field(default_factory=list)
    portions: list[Differing] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    left: list[tuple[int, Refusal]] = field(default_factory=list)

    @property
    def awards(self) -> pl.DataFrame:
        """Every award that differs, of the portions kept."""
        return _together([one.awards for one in self.portions])

    @property
    def months(self) -> pl.DataFrame:
        """Every month of an award that differs, of the portions kept."""
        return _together([one.months for one in self.portions])

    @property
    def totals(self) -> dict[str, Any]:
        """Heads and fen: awards seen, affected and changed, owed and overpaid."""
        return {
            "awards_seen": self.awards_seen, "affected": self.affected, "changed": self.changed,
            "not_ours": self.not_ours, "left": len(self.left), "refused": len(self.refused), "exact_rows": self.exact_rows,
            "person_months": self.person_months, "arrears_fen": self.arrears_fen, "overpaid_fen": self.overpaid_fen,
            "parameters": [name for name, _, _ in self.parameters],
        }  # fmt: skip

    def count(self, part: Differing) -> None:
        """Count one portion in."""
        fen = part.months["fen"]
        self.changed += part.awards.height
        self.person_months += part.months.height
        self.arrears_fen += int(fen.filter(fen > 0).sum())
        self.overpaid_fen -= int(fen.filter(fen < 0).sum())

    def write_left(self, path: Path) -> None:
        """Awards of an old system that are affected and stay as they are: the award, why, and what to do."""
        rows = [
            {"award_id": award, "reason": why.code, "why": why.describe("zh"), "why_en": why.describe("en")}
            for award, why in self.left
        ]  # fmt: skip
        schema = {"award_id": pl.Int64, **dict.fromkeys(("reason", "why", "why_en"), pl.String)}
        pl.DataFrame(rows, schema=schema).sort("reason", "award_id").write_csv(
            path, include_bom=True
        )

    def write_csv(self, path: Path) -> None:
        """Differences by person and month, in yuan."""
        rows = (
            self.months.join(self.awards.select("award_id", "cause"), on="award_id")
            if self.months.height
            else self.months
        )
        if rows.is_empty():
            path.write_text("", encoding="utf-8")
            return
        yuan = [
            (pl.col(n).cast(pl.Decimal(20, 2)) / 100).alias(n.replace("_fen", "_yuan"))
            for n in COLUMNS
        ]
        rows.select(
            "person_id", "award_id", "cause", *yuan,
            month=pl.format("{}-{}", pl.col("period") // 12, (pl.col("period") % 12 + 1).cast(pl.String).str.zfill(2)),
            before_yuan=pl.col("before_fen").cast(pl.Decimal(20, 2)) / 100,
            difference_yuan=pl.col("fen").cast(pl.Decimal(20, 2)) / 100,
        ).write_csv(path, include_bom=True)  # fmt: skip


def preview(*, place: str, known_on: dt.date, progress: Progress) -> Found:
    """Everybody whose pension differs with what is known on a day, month by month. Nothing is written."""
    found = Found(known_on=known_on)
    found.portions = list(differences(place=place, found=found, progress=progress))
    return found


def differences(*, place: str, found: Found, progress: Progress) -> Iterator[Differing]:
    """What differs with what is known on `found.known_on`, a portion of awards at a time; `found` is counted up on the way.

    Seen are all awards that nothing replaced yet; recomputed are those whose reading of the law differs from that of
    their receipt, or an adjustment's. Those of an old system are recomputed as far as `taken_over` can, else listed.
    """
    until: dict[str, int] = {}
    with one_reader():
        for made in _recomputed(place=place, found=found, progress=progress):
            found.refused.extend(made.refused)
            found.exact_rows += made.exact_rows
            part = _differing(made, until=until, known_on=found.known_on)
            if part.awards.height:
                found.count(part)
                yield part
    found.refused = list({award: (award, refusal) for award, refusal in found.refused}.values())


def _differing(made: Recomputed, *, until: dict[str, int], known_on: dt.date) -> Differing:
    """Of a portion what differs; `until` keeps each place's first month that no roster has frozen."""
    awards = changed(made.awards, made.adjustments)
    if awards.is_empty():
        return Differing(awards, made.adjustments, pl.DataFrame())
    adjustments = made.adjustments
    if adjustments.height:
        adjustments = adjustments.filter(pl.col("award_id").is_in(awards["award_id"].to_list()))
    new = [one for one in awards["place"].unique() if one not in until]
    until |= first_open_months(new, known_on=known_on)
    stops = pension.stopping_holds(person_ids=awards["person_id"].to_list())
    months = by_month(awards=awards, adjustments=adjustments, until=until, stops=stops)
    return Differing(awards, adjustments, months)


def _recomputed(*, place: str, found: Found, progress: Progress) -> Iterator[Recomputed]:
    """Awards of ours, then those of an old system, computed again portion by portion."""
    knowledge, known_on = Knowledge(library.ruleset()), found.known_on
    heads = award_rows.award_heads(place=place)
    ours = heads.filter(pl.col("target") == TARGETS[0])
    found.awards_seen, found.not_ours = heads.height, heads.height - ours.height
    ours = affected(ours, knowledge=knowledge, known_on=known_on, found=found)
    found.affected = ours.height
    work = Recomputation(knowledge=knowledge, known_on=known_on)
    for done, rows in _portions(ours, work.kinds(ours), known_on):
        yield work.portion(rows)
        progress("重算 recompute", done, ours.height)
    others = heads.filter(pl.col("target").is_null() | (pl.col("target") != TARGETS[0]))
    old = taken_over.TakenOver()
    for made in taken_over.recompute(
        others, work=work, knowledge=knowledge, known_on=known_on, most=AWARDS_OF_PORTION, found=old
    ):
        found.affected += made.awards.height
        yield made
    found.left, found.parameters = old.left, sorted({*found.parameters, *old.names})
    progress("旧系统核定 taken over", found.not_ours, found.not_ours)


def _together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Portions under each other, by the first one's columns; an empty frame of none."""
    if not frames:
        return pl.DataFrame()
    return pl.concat([one.select(frames[0].columns) for one in frames])


def _portions(
    heads: pl.DataFrame, kinds: dict[str, AnyFact], known_on: dt.date
) -> Iterator[tuple[int, award_rows.Portion]]:
    """Portions in order with how many awards they end at; the next one is read while one is computed."""
    parts = [
        heads.slice(start, AWARDS_OF_PORTION) for start in range(0, heads.height, AWARDS_OF_PORTION)
    ]

    def read(part: pl.DataFrame) -> award_rows.Portion:
        return award_rows.read_portion(heads=part, kinds=kinds, known_on=known_on)

    done = 0
    for part, rows in read_ahead(parts, read):
        done += part.height
        yield done, rows


def affected(
    heads: pl.DataFrame, *, knowledge: Knowledge, known_on: dt.date, found: Found
) -> pl.DataFrame:
    """The awards whose law reads otherwise today than on the day of their receipt; notes which parameters do."""
    names: Counter[tuple[str, str, str]] = Counter()
    keys = ["law_place", "law_on", "known_on", "place", "adjusted"]
    verdicts = []
    for row in heads.select(keys).unique(maintain_order=True).iter_rows(named=True):
        asked = {"place": row["law_place"], "on": dt.date.fromisoformat(row["law_on"])}
        then = dt.date.fromisoformat(row["known_on"])
        moved = [
            difference
            for targets in (TARGETS, ACCOUNT)
            for difference in knowledge.reading(
                targets=targets, known_on=then, **asked
            ).differences(knowledge.reading(targets=targets, known_on=known_on, **asked))
        ]
        moved += taken_over.rises_differing(row, knowledge=knowledge, known_on=known_on)
        names.update(set(moved))
        verdicts.append(row | {"moved": bool(moved)})
    found.parameters = sorted(names)
    if not verdicts:
        return heads
    schema = {**dict.fromkeys(keys, pl.String), "moved": pl.Boolean}
    judged = heads.join(
        pl.DataFrame(verdicts, schema=schema), on=keys, how="left", nulls_equal=True
    )
    return judged.filter("moved").drop("moved")


def run(context: RunContext, *, signed: pension.Signatures) -> dict[str, Any]:
    """Settle every difference known on `signed.known_on`: new awards, arrears, overpayments, one voucher.

    One transaction; until it commits nothing is visible and after it nothing is left to do, so a kill at any instant
    loses nothing and doubles nothing. Two people sign, as for one award.
    """
    key, done = begin(context, KIND, signed.known_on.isoformat())
    if not done:
        batch_id = funds.open_batch(
            kind=KIND,
            accounting_month=context.accounting_month,
            run_key=key,
            fund="employee_pension",
        )
        if funds.batch_state(run_key=key) != (batch_id, "posted"):
            found = _settle(context, Decision(signed, library.ruleset().hash, batch_id))
            _note(key, found)
        batch = funds.batch_by_id(batch_id=batch_id)
        assert batch is not None
        audit.finish(key=key, at=context.at, totals={"batch_id": batch_id, **batch.totals})
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _settle(context: RunContext, decision: Decision) -> Found:
    """Compute and write portion by portion in one transaction; the voucher is the sum of what was written."""
    found = Found(known_on=decision.signed.known_on)
    written = dict.fromkeys(WRITTEN, 0)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [KIND])
        parts = differences(place=context.place, found=found, progress=context.progress)
        for part in made_ahead(parts):
            of_part = write(
                awards=part.awards, adjustments=part.adjustments, months=part.months, decision=decision
            )  # fmt: skip
            written = {name: fen + of_part[name] for name, fen in written.items()}
        pension_differences(
            batch_id=decision.batch_id, awards=written["awards"], arrears_fen=written["arrears_fen"],
            overpaid_fen=written["overpaid_fen"], entry_on=context.today, posted_by=context.by, posted_at=context.at,
            totals={**found.totals, **written, "ruleset_hash": decision.ruleset_hash},
        )  # fmt: skip
    return found


def _note(key: str, found: Found) -> None:
    """What needs a human: awards the law refused, by reason; awards of an old system, which have no receipt of ours."""
    for subject, cases in by_reason(found.refused).items():
        some = ", ".join(str(award) for award, _ in cases[:20])
        refusal = cases[0][1]
        audit.attention(
            key=key, code=refusal.code, subject=f"{subject}: {len(cases)}",
            zh=f"{len(cases)} 笔待遇未能重算：{refusal.describe('zh')}（核定 {some}）",
            en=f"{len(cases)} awards could not be recomputed: {refusal.describe('en')} (awards {some})",
        )  # fmt: skip
    for told in by_reason(found.left).values():
        some, why = ", ".join(str(award) for award, _ in told[:20]), told[0][1]
        audit.attention(
            key=key, code=why.code, subject=str(len(told)),
            zh=f"{len(told)} 笔接管的待遇受影响而没有重算：{why.describe('zh')}（核定 {some}）",
            en=f"{len(told)} awards taken over are affected and stay as they are: {why.describe('en')} (awards {some})",
        )  # fmt: skip
