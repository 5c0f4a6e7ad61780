"""The commands as a clerk types them: checked, refused, taken over, compared, and the year's runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from renshe.edge.commands import take_over, year
from renshe.runs.take_over.test_folder import HandOver


@pytest.fixture
def folder(fresh_database: Any, tmp_path: Path) -> HandOver:
    """A small old system's folder, and an empty system."""
    fresh_database.become("runner")
    given = HandOver(tmp_path)
    given.write()
    return given


def ask(command: Any, *words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(command, list(words), catch_exceptions=False)


WHERE = ("--place", "310112", "--as-of", "2025-10-01")


def test_a_folder_is_checked_taken_over_and_compared_by_command(folder: HandOver) -> None:
    path = str(folder.folder)
    early = ask(take_over.command, "load", path, *WHERE)
    assert early.exit_code == 1
    assert "尚未核对" in early.output
    assert ask(take_over.command, "plan", path, *WHERE).exit_code == 0
    loaded = ask(take_over.command, "load", path, *WHERE)
    assert loaded.exit_code == 0
    assert "362,000.00" in loaded.output
    nothing = ask(take_over.command, "compare", path, "--place", "310112", "--month", "2025-10")
    assert nothing.exit_code == 1
    (folder.folder / "month_pensions.csv").write_text(
        f"id_number,basic,account,transitional,other,total\n{folder.rows['people'][2]['id_number']},2500,600,300,450,3850\n",
        encoding="utf-8",
    )
    compared = ask(take_over.command, "compare", path, "--place", "310112", "--month", "2025-10")
    assert compared.exit_code == 0
    assert "一致" in compared.output


def test_a_fault_ends_the_check_with_the_place_of_the_list(folder: HandOver) -> None:
    folder.rows["wages"][0]["wage"] = "-1.00"
    folder.write()
    answer = ask(take_over.command, "plan", str(folder.folder), *WHERE)
    assert answer.exit_code == 1
    assert "negative_amount" in answer.output
    assert "errors.csv" in answer.output.replace("\n", "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("base-reset", "--place", "310112", "--month", "2025-07"), "declared"),
        (("base-reset", "--place", "310112", "--month", "2025-07", "--preview"), "已申报"),
        (("adjust", "--place", "310112", "--year", "2025", "--known-on", "2025-07-20"), "eligible"),
        (("retroactive", "--place", "310112", "--known-on", "2025-11-15"), "awards_seen"),
        (("retroactive-contributions", "--place", "310112", "--known-on", "2025-11-15", "--first", "2025-08", "--last",
          "2025-09"), "person_months_seen"),
    ],
    ids=["base reset", "base reset preview", "pension adjustment", "retroactive pensions", "retroactive contributions"],
)  # fmt: skip
def test_the_runs_of_a_year_answer_in_a_system_without_rows(
    folder: HandOver, words: tuple[str, ...], expected: str
) -> None:
    answer = ask(year.command, *words, "--out", str(folder.folder))
    assert answer.exit_code == 0, answer.output
    assert expected in answer.output


@pytest.mark.parametrize(
    "words",
    [
        ("base-reset", "--place", "310112", "--month", "2025-08"),
        ("base-reset", "--place", "310112", "--month", "July"),
        ("retroactive", "--place", "310112", "--known-on", "soon"),
        ("retroactive", "--place", "310112", "--known-on", "2025-11-15", "--settle"),
        ("adjust", "--place", "310112", "--year", "2025", "--known-on", "2025-07-20", "--settle"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(folder: HandOver, words: tuple[str, ...]) -> None:
    answer = ask(year.command, *words)
    assert answer.exit_code in (1, 2)
    assert "Error" in answer.output


SETTLING = {
    "adjust": ("--year", "2025"),
    "standards": ("--kind", "town", "--from", "2026-01"),
    "retroactive": (),
    "finalise": ("2025",),
}


@pytest.mark.parametrize("name", SETTLING)
def test_whatever_settles_pensions_asks_for_the_month_of_the_books_and_two_people(
    name: str,
) -> None:
    """Refused before anything is read: there is no city here."""
    asked = (name, *SETTLING[name], "--place", "310112", "--known-on", "2025-11-15")
    assert "--month" in ask(year.command, *asked, "--settle").output
    alone = ("--determined-by", "li", "--reviewed-by", "li")
    assert "两人" in ask(year.command, *asked, *alone).output
