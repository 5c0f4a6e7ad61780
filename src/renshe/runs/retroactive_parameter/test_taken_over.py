"""Awards of an old system and a parameter published late: computed again where the old amounts are the law's, else named."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import connection

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import KNOWN, PLACE, Retiree
from renshe.foundation.invariants import prove
from renshe.laws import library
from renshe.runs.context import RunContext, silent
from renshe.runs.retroactive_parameter import pensions, writing
from renshe.runs.retroactive_parameter.test_pensions import (
    AT,
    CONTEXT,
    PLAN_OF_2026,
    SIGNED,
    freeze,
    one_by_one,
    retired,
)

__all__ = ["retired"]  # three men with pensions of May 2025
CAREER = ("birth_month", "retirement_category", "retirement_month", "career", "deemed_months")
MAY_2026 = 2026 * 12 + 4


def as_taken_over(man: Retiree, *, facts: dict[str, Any], more_fen: int = 0) -> pension.Award:
    """His pension as an old system hands it over in May 2025: the same parts (or some fen more), and what it tells of him."""
    ours = pension.in_force(person_id=man.person.pk)
    assert ours is not None
    ours.state = "redetermined"
    ours.save(update_fields=["state"])
    return pension.Award.objects.create(
        person=man.person, kind="old_age", state="final", starts_month=ours.starts_month, place=PLACE,
        basic_fen=ours.basic_fen + more_fen, account_fen=ours.account_fen, transitional_fen=ours.transitional_fen,
        other_fen=ours.other_fen, total_fen=ours.total_fen + more_fen, facts=facts | {"taken_over": True},
        receipt={"taken_over": True}, decided_by="take_over", decided_at=dt.datetime(2025, 5, 12, 3, tzinfo=dt.UTC),
        replaces=ours,
    )  # fmt: skip


def told(man: Retiree) -> dict[str, Any]:
    """What `runs/take_over` keeps of an award: birth, category, career."""
    ours = pension.in_force(person_id=man.person.pk)
    assert ours is not None
    return {name: ours.facts[name] for name in CAREER}


def test_where_the_old_amounts_are_the_laws_the_award_is_computed_again_as_one_of_ours(
    retired: list[Retiree],
) -> None:
    expected = one_by_one()
    man = retired[0]
    old = as_taken_over(man, facts=told(man))
    totals = pensions.run(CONTEXT, signed=SIGNED)
    assert (totals["not_ours"], totals["left"], totals["changed"]) == (1, 0, 3)
    new = pension.in_force(person_id=man.person.pk)
    assert new is not None
    assert new.replaces_id == old.pk
    wanted = expected[man.person.pk]
    assert [new.basic_fen, new.account_fen, new.transitional_fen, new.other_fen] == wanted["award"][
        :4
    ]
    owed = [(row.period, row.months, row.total_fen) for row in new.arrears.order_by("period")]
    assert owed == [(row[0], row[1], row[1] * sum(row[3:])) for row in wanted["arrears"]]
    # From now on it has a receipt of ours, which replays it.
    again = pension.replay(receipt=new.receipt, facts=new.facts, explain=library.explain)
    assert int(again.value) == new.total_fen
    assert pensions.preview(place="440400", known_on=AT.date(), progress=silent).awards.is_empty()


def test_where_they_are_not_or_nothing_is_known_the_award_stays_and_is_listed_with_what_to_do(
    retired: list[Retiree], tmp_path: Path
) -> None:
    first, second, _third = retired
    differs = as_taken_over(first, facts=told(first), more_fen=1)
    bare = {name: value for name, value in told(second).items() if name != "career"}
    without = as_taken_over(second, facts=bare | {"contribution_months": 244})
    seen = pensions.preview(place="440400", known_on=AT.date(), progress=silent)
    assert sorted((award, why.code) for award, why in seen.left) == [
        (differs.pk, "taken_over_differs"), (without.pk, "taken_over_without_career"),
    ]  # fmt: skip
    seen.write_left(tmp_path / "left.csv")
    with (tmp_path / "left.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {row["reason"] for row in rows} == {"taken_over_differs", "taken_over_without_career"}
    assert all("逐人重核" in row["why"] and "determine" in row["why_en"] for row in rows)
    totals = pensions.run(CONTEXT, signed=SIGNED)
    assert (totals["changed"], totals["left"]) == (1, 2)
    for award in (differs, without):
        award.refresh_from_db()
        assert award.state == "final"
    run = audit.run_by_key(key=CONTEXT.key(pensions.KIND, AT.date().isoformat()))
    assert run is not None
    assert {"taken_over_differs", "taken_over_without_career"} <= {
        one["code"] for one in run.attention
    }
    assert (
        pensions.preview(place="440400", known_on=KNOWN, progress=silent).left == []
    )  # the law read the same then


@pytest.mark.parametrize("career", [True, False])
def test_a_corrected_plan_changes_the_rises_given_here_on_parts_that_stay(
    retired: list[Retiree], tmp_path: Path, career: bool
) -> None:
    """The plan of 2026 gave 30 yuan alike and is corrected to 42: twelve yuan a month since January are owed."""
    man = retired[0]
    facts = told(man)
    if not career:
        del facts["career"]
        facts["contribution_months"] = 244
    old = as_taken_over(man, facts=facts, more_fen=7)
    overlays, plan, corrected = (
        library._SETTINGS["overlays"],
        tmp_path / "p.yaml",
        tmp_path / "c.yaml",
    )
    plan.write_text(PLAN_OF_2026, encoding="utf-8")
    corrected.write_text(
        PLAN_OF_2026.replace('key: 2026, value: "30"', 'key: 2026, value: "42"').replace(
            "2026-05-30", "2026-06-10"
        ),
        encoding="utf-8",
    )
    library.configure(overlays=[*overlays, plan], mode="demonstration")
    freeze(MAY_2026)
    given = pension.adjust_award(
        award_id=old.pk, year=2026, known_on=dt.date(2026, 6, 1), explain=library.explain
    )
    assert given is not None
    library.configure(overlays=[*overlays, plan, corrected], mode="demonstration")
    at = dt.datetime(2026, 6, 20, 9, tzinfo=dt.UTC)
    june = RunContext(
        place="440400", period=MAY_2026 + 1, accounting_month=MAY_2026 + 1, at=at, by="operator"
    )
    signed = pension.Signatures("determiner", "reviewer", at, at.date())
    totals = pensions.run(june, signed=signed)
    new = pension.in_force(person_id=man.person.pk)
    assert new is not None
    assert (new.replaces_id, new.total_fen, new.facts) == (old.pk, old.total_fen, old.facts)
    assert new.receipt["taken_over"] is True
    assert "known_on" not in new.receipt  # its parts are still the old system's
    (rise,) = new.adjustments.all()
    assert rise.amount_fen - given[0].amount_fen == 1_200
    owed = new.arrears.get()
    assert (owed.period, owed.months, owed.total_fen) == (2026 * 12, 5, 5 * 1_200)
    assert totals["not_ours"] == 1
    assert [one.name for one, _, count in prove(invariants=pension.INVARIANTS) if count] == []


def test_values_stand_in_an_array_as_the_database_reads_them(fresh_database: Any) -> None:
    fresh_database.become("runner")
    said = ['{"a": "b\\\\c"}', 'x"y', "", None, "核定", "NULL", "a,b"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[], %s::bigint[], %s::boolean[]", [
            writing._array(pl.Series(said)), writing._array(pl.Series([1, None, -3])), writing._array(pl.Series([True, False])),
        ])  # fmt: skip
        assert cursor.fetchone() == (said, [1, None, -3], [True, False])
