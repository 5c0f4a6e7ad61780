"""The long proof can fail: a wrong fen, a lost row and a doubled one are found and told."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import polars as pl
import pytest

from renshe.edge.prove_long import columns, independent, log, small_people
from renshe.edge.prove_long.contents import differences
from renshe.edge.prove_long.kills import Kills
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.national_id import NationalId, read_national_id

DAY = dt.date(2025, 10, 9)


def silent(what: str, done: int, total: int) -> None:
    """Nobody listens."""


def of_one(**facts: object) -> pl.DataFrame:
    return pl.DataFrame({name: [value] for name, value in facts.items()})


def test_both_roads_lead_to_the_same_fen_for_a_few_hundred_people():
    found = columns.compare_columns(people=300, sample=40, seed=3, report=silent)
    assert [one.place for one in found] == ["310112", "440402", "310112", "440402"]
    assert all(one.holds for one in found), [one.examples for one in found]
    assert sum(one.explained for one in found) >= 40


def test_one_fen_that_differs_is_found_and_told(monkeypatch):
    right = columns.questions()[0]

    def wrong(facts):
        return right.answer(facts).with_columns(pl.col("pension_employer") + 1)

    monkeypatch.setattr(columns, "questions", lambda: (replace(right, answer=wrong),))
    (found,) = columns.compare_columns(people=50, sample=1, seed=3, report=silent)
    assert not found.holds
    assert found.differing == 50
    assert "pension_employer" in found.examples[0]


def test_a_wage_of_ten_thousand_yuan_in_shanghai_pays_what_the_notice_says():
    row = independent.shanghai_contributions(
        of_one(declared_wage=1_000_000, person_kind="employee", injury_rate=400)
    ).row(0, named=True)
    assert (row["pension_employer"], row["pension_personal"]) == (160_000, 80_000)
    assert (row["medical_employer"], row["medical_personal"]) == (90_000, 20_000)
    assert (row["unemployment_employer"], row["unemployment_personal"]) == (5_000, 5_000)
    assert row["injury_employer"] == 4_000


def test_a_year_at_the_average_wage_has_the_index_one():
    years = pl.DataFrame(
        {"person": [0], "year": [2024], "months": [12], "base_sum": [12 * 1_230_700]}
    )
    row = independent.indices(years, wages=independent.SHANGHAI_WAGES, floors=True).row(
        0, named=True
    )
    assert (row["index_months"], row["months"]) == (120_000, 12)


@pytest.mark.parametrize(
    ("after", "words"),
    [(["a", "b", "b"], "doubled or changed 1"), (["a"], "lost 1"), (["a", "c"], "lost 1")],
)
def test_what_is_lost_and_what_is_doubled_is_named(after, words):
    told = differences(undisturbed={"t": ["a", "b"]}, found={"t": after})
    assert told
    assert any(words in text for text in told)
    assert differences(undisturbed={"t": ["a", "b"]}, found={"t": ["b", "a"]}) == []


def test_the_log_says_failed_and_why_where_anything_was_wrong(tmp_path):
    proof = log.Proof(
        "trial", 1, kills=Kills(process=1, months=1, where=Counter({"assessment": 1}))
    )
    assert proof.verdict == "HOLDS, for the parts that ran"
    proof.kills.wrong.append("month 1: funds_entry: lost 1")
    log.write(tmp_path / "log.md", proof, DAY)
    text = (tmp_path / "log.md").read_text(encoding="utf-8")
    assert "**FAILED**" in text
    assert "funds_entry: lost 1" in text


def test_the_people_of_the_small_city_have_well_formed_numbers():
    for number in (1, 19, 200, 1_999):
        read = read_national_id(small_people.id_number(number), as_of=DAY)
        assert isinstance(read, NationalId), read
        assert read.sex == ("M" if number % 2 else "F")
        assert read_credit_code(small_people.credit_code(number)) == small_people.credit_code(
            number
        )
    assert len({small_people.id_number(number) for number in range(1, 3_001)}) == 3_000
