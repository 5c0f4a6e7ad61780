"""Awards again, with what is known today: the account, the parts, the state, and every yearly adjustment after them.

All of it in columns; rows that the kernel doubts take the exact way inside `library.compute`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa

from renshe.domains.pension import api as pension
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Reason, Refusal
from renshe.kernel.rules.facts import AnyFact
from renshe.kernel.rules.knowledge import Knowledge, Reading
from renshe.laws import library
from renshe.runs.retroactive_parameter import award_rows
from renshe.runs.retroactive_parameter.award_facts import since_closing

TARGETS = ("monthly_pension", *pension.COMPONENTS.values(), "award_state", "pension_start_month")
ACCOUNT = ("account_balance_at",)
INCREASE = ("adjustment_increase",)
START_MOVED = Reason(
    "pension_start_moved", "重算后首发年月不同，不能批量处理", "the first month due differs, which no bulk recomputation settles",
    "owner-default", "请逐人重核该待遇", "have this pension determined again by itself",
)  # fmt: skip
_OF_ADJUSTMENT = ("birth_month", "retirement_category", "career", "deemed_months")


@dataclass
class Recomputed:
    """One portion: awards with old and new parts, adjustments with old and new amounts, and who was refused.

    `awards` has new_X for each part, new_total_fen, new_state, account_balance and confidence; refused awards are not in it.
    """

    awards: pl.DataFrame
    adjustments: pl.DataFrame
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    exact_rows: int = 0


class Recomputation:
    """Recomputes portions of awards for one day of knowledge. Readings and kernels are shared between portions."""

    def __init__(self, *, knowledge: Knowledge, known_on: dt.date) -> None:
        self.knowledge, self.known_on = knowledge, known_on
        self._places: dict[Reading, tuple[str, dt.date]] = {}

    def portion(self, rows: award_rows.Portion) -> Recomputed:
        """Recompute these awards."""
        made = Recomputed(awards=pl.DataFrame(), adjustments=pl.DataFrame())
        heads, facts = rows.heads, rows.facts
        balances = self._balances(rows, made)
        at = facts.column_names.index("account_balance")
        facts = facts.set_column(at, "account_balance", balances.to_arrow())
        drawn = self._draw(heads, facts, made)
        gone = {award for award, _ in made.refused}
        awards = (
            heads.with_columns(account_balance=balances)
            .join(drawn, on="award_id")
            .filter(~pl.col("award_id").is_in(list(gone)))
        )
        moved = awards.filter(pl.col("new_start") != pl.col("starts_month"))
        made.refused.extend(
            (award, Refusal(START_MOVED, subject=str(award)))
            for award in moved["award_id"].to_list()
        )
        made.awards = awards.filter(pl.col("new_start") == pl.col("starts_month")).drop("new_start")
        made.adjustments = self.replay(made, facts)
        gone = {award for award, _ in made.refused}
        made.awards = made.awards.filter(~pl.col("award_id").is_in(list(gone)))
        return made

    def kinds(self, heads: pl.DataFrame) -> dict[str, AnyFact]:
        """The facts that any question about these awards may ask for."""
        names = {"account_balance", "retirement_month", *_OF_ADJUSTMENT}
        for place, on in heads.select("law_place", "law_on").unique().iter_rows():
            for targets in (TARGETS, ACCOUNT):
                reading = self.knowledge.reading(
                    targets=targets,
                    place=place,
                    on=dt.date.fromisoformat(on),
                    known_on=self.known_on,
                )
                names |= set(reading.facts)
        return {name: self.knowledge.ruleset.facts[name] for name in sorted(names)}

    def _compute(
        self,
        targets: tuple[str, ...],
        asked: pl.DataFrame,
        facts: pa.Table,
        made: Recomputed,
        handed_in: tuple[str, ...] = (),
    ) -> list[tuple[pl.Series, pa.Table, str]]:
        """Answers by reading: positions in `asked`, the computed columns, and how sure the law is."""
        answers = []
        places = asked.select("law_place", "law_on").with_row_index("at")
        for (place, on), part in places.partition_by(
            "law_place", "law_on", as_dict=True, include_key=False
        ).items():
            day = dt.date.fromisoformat(on)
            reading = self.knowledge.reading(
                targets=targets, place=place, on=day, known_on=self.known_on
            )
            answers.append((reading, self._places.setdefault(reading, (place, day)), part["at"]))
        together: dict[Reading, list[pl.Series]] = {}
        for reading, _, at in answers:
            together.setdefault(reading, []).append(at)
        found = []
        for reading, parts in together.items():
            at, (place, day) = pl.concat(parts).sort(), self._places[reading]
            rows = facts.take(at.to_arrow())
            try:
                computed = library.compute(
                    targets, rows, place=place, on=day, known_on=self.knowledge.epoch(self.known_on),
                    handed_in=handed_in,
                )  # fmt: skip
            except Refusal as refusal:  # the law lacks something for everybody of this reading
                made.refused.extend((award, refusal) for award in asked["award_id"][at].to_list())
                continue
            made.exact_rows += computed.exact_rows
            bad = dict(computed.refused)
            made.refused.extend(
                (int(asked["award_id"][int(at[row])]), refusal) for row, refusal in bad.items()
            )
            found.append((at, computed.table, self._confidence(targets[0], rows, bad, place, day)))
        return found

    def _confidence(
        self, target: str, rows: pa.Table, bad: dict[int, Refusal], place: str, day: dt.date
    ) -> str:
        """How sure the law is of its answer, from one person's explanation: the reading is the same for all."""
        first = next((row for row in range(min(rows.num_rows, 50)) if row not in bad), None)
        if first is None or target not in ("monthly_pension",):
            return ""
        facts = {
            name: value
            for name, value in rows.slice(first, 1).to_pylist()[0].items()
            if value is not None
        }
        known = {
            name: value for name, value in facts.items() if name in self.knowledge.ruleset.facts
        }
        return library.explain(
            target, known, place=place, on=day, known_on=self.known_on
        ).confidence

    def _balances(self, rows: award_rows.Portion, made: Recomputed) -> pl.Series:
        """The account at retirement: recognised by the department, else by law from the last closed year and the career since."""
        heads, facts = rows.heads, rows.facts
        careers = since_closing(heads=heads, facts=facts, closed=rows.closed, late=rows.late)
        joined = heads.join(rows.recognised, on="person_id", how="left", maintain_order="left")
        ask = joined["recognised_fen"].is_null().arg_true()
        asked = joined[ask]
        table = pa.table(
            {
                "career": careers.take(ask.to_arrow()),
                "retirement_month": facts["retirement_month"].take(ask.to_arrow()),
            }
        )
        values = pl.Series("fen", [None] * len(ask), dtype=pl.Int64)
        for at, computed, _ in self._compute(ACCOUNT, asked, table, made):
            values = values.scatter(at, pl.Series(computed["account_balance_at"]))
        return (
            joined["recognised_fen"].scatter(ask, values) if len(ask) else joined["recognised_fen"]
        )

    def _draw(self, heads: pl.DataFrame, facts: pa.Table, made: Recomputed) -> pl.DataFrame:
        frames = []
        for at, computed, confidence in self._compute(TARGETS, heads, facts, made):
            parts = {
                f"new_{column}": pl.Series(computed[name])
                for column, name in pension.COMPONENTS.items()
            }
            frames.append(pl.DataFrame({
                "award_id": heads["award_id"][at], **parts, "new_total_fen": pl.Series(computed["monthly_pension"]),
                "new_state": pl.Series(computed["award_state"].cast(pa.string())),
                "new_start": pl.Series(computed["pension_start_month"]),
                "confidence": pl.Series([confidence] * len(at), dtype=pl.String),
            }))  # fmt: skip
        return pl.concat(frames) if frames else pl.DataFrame(schema=_drawn_schema())

    def replay(
        self, made: Recomputed, facts: pa.Table, *, handed_in: tuple[str, ...] = ()
    ) -> pl.DataFrame:
        """Every yearly adjustment again, year by year, each on the amount before it; `handed_in` stands in place of rules."""
        rows = award_rows.adjustments_of(award_ids=made.awards["award_id"].to_list()).with_columns(
            new_fen=pl.lit(None, dtype=pl.Int64)
        )
        if rows.is_empty():
            return rows
        before = made.awards.select("award_id", "place", before="new_total_fen")
        position = pl.DataFrame({"award_id": pl.Series(facts["award_id"])}).with_row_index(
            "fact_row"
        )
        done = []
        for (year,), part in sorted(rows.partition_by("year", as_dict=True).items()):
            asked = (
                part.join(before, on="award_id")
                .join(position, on="award_id")
                .with_columns(
                    law_place="place",
                    law_on=pl.col("from_month").map_elements(
                        lambda m: first_day(m).isoformat(), pl.String
                    ),
                )
            )
            table = pension.adjustment_columns(
                before=asked["before"],
                facts=facts.take(asked["fact_row"].to_arrow()),
                year=int(year),
            )
            table = self._completed(table, asked, given=handed_in)
            new = pl.Series("new_fen", [None] * asked.height, dtype=pl.Int64)
            for at, computed, _ in self._compute(INCREASE, asked, table, made, handed_in):
                new = new.scatter(at, pl.Series(computed["adjustment_increase"]))
            asked = asked.with_columns(new_fen=new)
            done.append(asked.select(rows.columns))
            before = before.join(
                asked.select("award_id", "new_fen"), on="award_id", how="left"
            ).select("award_id", "place", before=pl.col("before") + pl.col("new_fen").fill_null(0))
        return pl.concat(done).sort("award_id", "year")

    def _completed(
        self, table: pa.Table, asked: pl.DataFrame, *, given: tuple[str, ...]
    ) -> pa.Table:
        """With a null column for every fact that the law may ask for and nobody has: it refuses by name. What is `given` in
        place of a rule asks for no career."""
        if given:
            return table
        names: set[str] = set()
        for place, on in asked.select("law_place", "law_on").unique().iter_rows():
            day = dt.date.fromisoformat(on)
            reading = self.knowledge.reading(
                targets=INCREASE, place=place, on=day, known_on=self.known_on
            )
            names |= set(reading.facts)
        for name in sorted(names - set(table.column_names)):
            kind = pension.column_type(self.knowledge.ruleset.facts[name])
            table = table.append_column(name, pa.nulls(table.num_rows, kind))
        return table


def _drawn_schema() -> dict[str, type[pl.DataType]]:
    parts = {f"new_{column}": pl.Int64 for column in pension.COMPONENTS}
    return {
        "award_id": pl.Int64, **parts, "new_total_fen": pl.Int64, "new_state": pl.String, "new_start": pl.Int64,
        "confidence": pl.String,
    }  # fmt: skip
