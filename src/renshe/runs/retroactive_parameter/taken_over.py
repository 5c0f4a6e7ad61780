"""Awards that an old system determined: what can be computed again, and why the rest cannot.

Their parts have no receipt of ours. Where their career was taken over and the law, as it was known on the day of the
take-over, gives exactly the parts that were taken over, the law gives the new ones too. Where not, the parts stay and are
listed as soon as the law of their month reads otherwise; the yearly rises that were given here are ours, and are computed
again on the parts as they stand.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from renshe.domains.pension import api as pension
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Reason, Refusal
from renshe.kernel.rules.knowledge import Knowledge
from renshe.runs.retroactive_parameter import award_rows
from renshe.runs.retroactive_parameter.award_rows import COLUMNS
from renshe.runs.retroactive_parameter.recompute import (
    ACCOUNT,
    INCREASE,
    TARGETS,
    Recomputation,
    Recomputed,
)

COUNTED = ("contribution_months",)
"""What an old system handed over in place of a career, under the name of the rule that would count it."""
_BASIS = "社会保险经办条例 第四十六条"
_ALONE_ZH, _ALONE_EN = (
    "取得原核定表和缴费经历后，请逐人重核",
    "obtain the old sheet and the career, then determine it again",
)
NO_CAREER = Reason(
    "taken_over_without_career", "旧系统没有移交缴费经历，核定部分不能重算",
    "the old system handed over no career, so its parts cannot be computed again", _BASIS, _ALONE_ZH, _ALONE_EN,
)  # fmt: skip
DIFFERS = Reason(
    "taken_over_differs", "按接管时的规定重算，与接管金额不一致",
    "by the law as it was known then, the parts are not those that were taken over", _BASIS,
    "请核对经历、账户和认定事项，再逐人重核", "check career, account and recognised facts, then determine it again",
)  # fmt: skip
CONVERTED = Reason(
    "converted_award", "由病残津贴转来的养老金，没有按养老金规则核定的凭据",
    "a pension that was an invalidity allowance has no receipt by the rules of a pension", "人社部发〔2024〕72号 第三条",
    "请按原津贴的核定逐人重核", "have it determined again from the allowance",
)  # fmt: skip


@dataclass
class TakenOver:
    """What became of them besides the portions computed again: each award that stays as it was taken over with the reason,
    and which parameters read otherwise."""

    left: list[tuple[int, Refusal]] = field(default_factory=list)
    names: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def with_law(heads: pl.DataFrame) -> pl.DataFrame:
    """The question that would determine them: their place, the month of retirement, what was known when they came."""
    retired = pl.col("starts_month").map_elements(
        lambda month: first_day(month - 1).isoformat(), pl.String
    )
    return heads.with_columns(law_place="place", law_on=retired, known_on="decided_on")


def recompute(
    heads: pl.DataFrame,
    *,
    work: Recomputation,
    knowledge: Knowledge,
    known_on: dt.date,
    most: int,
    found: TakenOver,
) -> Iterator[Recomputed]:
    """Compute again what the law reads otherwise for, a portion at a time: whole where the old amounts are the law's, else the
    rises alone. `found` tells what was left."""
    if heads.is_empty():
        return
    converted = heads.filter(pl.col("target").is_not_null())
    found.left += [(number, Refusal(CONVERTED)) for number in converted["award_id"]]
    old = with_law(heads.filter(pl.col("target").is_null()))
    base = _moved(old, knowledge=knowledge, known_on=known_on, found=found)
    whole: set[int] = set()
    for part in _parts(base.filter(~pl.col("handed_in")), most):
        made, proved = _whole(part, work=work, found=found)
        whole |= proved
        if made is not None:
            yield made
    for number in base.filter(pl.col("handed_in"))["award_id"]:
        found.left.append((int(number), Refusal(NO_CAREER)))
    rises = _rises_moved(old, knowledge=knowledge, known_on=known_on, found=found)
    for part in _parts(rises.filter(~pl.col("award_id").is_in(list(whole))), most):
        yield _rises_again(part, work=work)


def _moved(
    old: pl.DataFrame, *, knowledge: Knowledge, known_on: dt.date, found: TakenOver
) -> pl.DataFrame:
    """Those whose own law reads otherwise now than on the day they came."""
    keys = ["law_place", "law_on", "known_on"]
    moved = []
    for row in old.select(keys).unique(maintain_order=True).iter_rows(named=True):
        asked = {"place": row["law_place"], "on": dt.date.fromisoformat(row["law_on"])}
        then = dt.date.fromisoformat(row["known_on"])
        names = {
            one
            for targets in (TARGETS, ACCOUNT)
            for one in knowledge.reading(targets=targets, known_on=then, **asked).differences(
                knowledge.reading(targets=targets, known_on=known_on, **asked)
            )
        }
        found.names.update(names)
        if names:
            moved.append(row)
    schema = dict.fromkeys(keys, pl.String)
    return old.join(pl.DataFrame(moved, schema=schema), on=keys, how="semi")


def _rises_moved(
    old: pl.DataFrame, *, knowledge: Knowledge, known_on: dt.date, found: TakenOver
) -> pl.DataFrame:
    """Those with a rise of ours whose plan reads otherwise now than when it was given."""
    risen = old.filter(pl.col("adjusted").is_not_null())
    keys = ["place", "adjusted"]
    moved = []
    for row in risen.select(keys).unique(maintain_order=True).iter_rows(named=True):
        names = rises_differing(row, knowledge=knowledge, known_on=known_on)
        found.names.update(set(names))
        if names:
            moved.append(row)
    return risen.join(pl.DataFrame(moved, schema=dict.fromkeys(keys, pl.String)), on=keys, how="semi")  # fmt: skip


def rises_differing(
    row: dict[str, str | None], *, knowledge: Knowledge, known_on: dt.date
) -> list[tuple[str, str, str]]:
    """What a plan of an award's rises reads otherwise now; `row` has place and `adjusted`."""
    moved = []
    for text in (row["adjusted"] or "").split(","):
        if not text:
            continue
        month, then = text.split(" ")
        on = first_day(int(month))
        before = knowledge.reading(
            targets=INCREASE, place=str(row["place"]), on=on, known_on=dt.date.fromisoformat(then)
        )
        moved += before.differences(
            knowledge.reading(targets=INCREASE, place=str(row["place"]), on=on, known_on=known_on)
        )
    return moved


def _whole(
    part: pl.DataFrame, *, work: Recomputation, found: TakenOver
) -> tuple[Recomputed | None, set[int]]:
    """Awards of this portion whose old amounts are the law's, computed anew; the others are left with the reason."""
    rows = award_rows.read_portion(heads=part, kinds=work.kinds(part), known_on=work.known_on)
    facts, added = award_rows.completed(rows.facts, heads=rows.heads, known_on=work.known_on)
    rows = award_rows.Portion(rows.heads, facts, rows.recognised, rows.closed, rows.late)
    then = Recomputation(
        knowledge=work.knowledge, known_on=dt.date.fromisoformat(part["known_on"][0])
    )
    replayed = then.portion(rows)
    same = pl.all_horizontal(pl.col(name) == pl.col(f"new_{name}") for name in COLUMNS)
    proved = set(replayed.awards.filter(same)["award_id"].to_list())
    found.left += replayed.refused
    found.left += [
        (number, Refusal(DIFFERS))
        for number in replayed.awards["award_id"].to_list()
        if number not in proved
    ]
    if not proved:
        return None, proved
    made = work.portion(rows)
    # What an old system determined finally is not made provisional by computing it again.
    settled = pl.when(pl.col("state") == "final").then(pl.lit("final")).otherwise("new_state")
    made.awards = made.awards.with_columns(new_state=settled)
    keep = pl.col("award_id").is_in(list(proved))
    made.awards = (
        made.awards.filter(keep).drop("facts_add", "receipt_add").join(added, on="award_id")
    )
    made.adjustments = (
        made.adjustments.filter(keep) if made.adjustments.height else made.adjustments
    )
    found.left += [one for one in made.refused if one[0] in proved]
    made.refused = []
    return made, proved


def _rises_again(part: pl.DataFrame, *, work: Recomputation) -> Recomputed:
    """The rises alone, on parts that stay as they were taken over."""
    ordered = part.sort("award_id")
    ours = ordered.filter(~pl.col("handed_in"))
    handed = ordered.filter(pl.col("handed_in"))
    law = work.knowledge.ruleset
    made = Recomputed(awards=_as_they_stand(ordered), adjustments=pl.DataFrame())
    replays = []
    for heads, names, counts in (
        (ours, ("birth_month", "retirement_category", "career", "deemed_months"), ()),
        (handed, ("birth_month", "retirement_category"), COUNTED),
    ):
        if heads.is_empty():
            continue
        facts = pension.stored_facts(
            award_ids=heads["award_id"].to_list(), kinds={name: law.facts[name] for name in names}, counts=counts
        )  # fmt: skip
        some = Recomputed(awards=_as_they_stand(heads), adjustments=pl.DataFrame())
        replays.append(work.replay(some, facts, handed_in=counts))
        made.refused += some.refused
        made.exact_rows += some.exact_rows
    made.adjustments = pl.concat(replays).sort("award_id", "year")
    gone = {award for award, _ in made.refused}
    made.awards = made.awards.filter(~pl.col("award_id").is_in(list(gone)))
    return made


def _as_they_stand(heads: pl.DataFrame) -> pl.DataFrame:
    """Awards whose parts are not drawn anew: the new ones are the old ones, and so are facts and receipt."""
    return heads.with_columns(
        account_balance=pl.lit(None, dtype=pl.Int64),
        **{f"new_{name}": pl.col(name) for name in COLUMNS},
        new_total_fen="total_fen",
        new_state="state",
        confidence=pl.lit(""),
        drawn=pl.lit(value=False),
    )


def _parts(heads: pl.DataFrame, most: int) -> list[pl.DataFrame]:
    """Portions of one day of take-over each."""
    return [
        of_day.slice(start, most)
        for of_day in heads.partition_by("known_on", maintain_order=True)
        for start in range(0, of_day.height, most)
    ]
