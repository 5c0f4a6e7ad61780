"""How figures, formulas and charts are written."""

import datetime as dt
from fractions import Fraction

import pytest
from django.utils import translation

from renshe.laws import library
from renshe.portals.citizen.test_samples import sample_explanation
from renshe.portals.layout import formats
from renshe.portals.layout.codes import CODES
from renshe.portals.layout.explanation_view import view_explanation
from renshe.portals.layout.formula import read_formula, round_in_words
from renshe.portals.layout.paging import paging_from
from renshe.portals.layout.recorded import Term, recorded_sum


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (123_456_789, "1,234,567.89"),
        (-5, "−0.05"),
        (-100, "−1.00"),
        (None, "—"),
    ],
)
def test_money_is_written_to_the_fen_and_an_absent_amount_is_no_zero(
    fen: int | None, written: str
) -> None:
    assert formats.yuan(fen) == written


def test_a_month_is_written_in_the_language_of_the_reader() -> None:
    with translation.override("zh-hans"):
        assert formats.month(2025 * 12 + 9) == "2025年10月"
        assert formats.day(dt.date(2025, 10, 5)) == "2025年10月5日"
        assert formats.months_long(313) == "26年1个月"
    with translation.override("en"):
        assert formats.month(2025 * 12 + 9) == "Oct 2025"
        assert formats.day(dt.date(2025, 10, 5)) == "5 Oct 2025"


def test_a_number_that_does_not_end_says_that_it_was_cut() -> None:
    assert formats.decimal_text(Fraction(1, 3), 4) == "≈ 0.3333"
    assert formats.decimal_text(Fraction(5, 4)) == "1.25"
    assert formats.decimal_text(Fraction(-7, 2)) == "−3.5"


def test_a_formula_reads_titles_for_names_and_keeps_what_has_none() -> None:
    with translation.override("zh-hans"):
        pieces = read_formula("min(base, cap) * rate", titles={"base": "基数", "rate": "比例"})
        text = "".join(piece.text for piece in pieces)
    assert text == "取小(基数，cap)×比例"


def test_a_formula_of_several_lines_keeps_its_lines() -> None:
    pieces = read_formula("if a >= b:\n    return a\nreturn b", titles={})
    assert [piece.kind for piece in pieces].count("break") == 2
    assert "≥" in [piece.text for piece in pieces]


def test_a_rounding_is_said_with_its_clause_and_a_silent_law_is_called_silent() -> None:
    with translation.override("zh-hans"):
        assert (
            round_in_words("half_up fen", clause="国发〔2005〕38号 六")
            == "四舍五入到分，依据：国发〔2005〕38号第六条"
        )
        assert "法规未写明" in round_in_words("up jiao", clause="owner-default")


def test_an_explanation_tells_a_value_once_and_refers_to_it_afterwards() -> None:
    with translation.override("zh-hans"):
        view = view_explanation(sample_explanation(), place_names={"310000": "上海市"})
    told = [step for step in view.root.steps if step.title == "养老金计发基数"]
    again = [
        below for step in view.root.steps for below in step.steps if below.title == "养老金计发基数"
    ]
    assert not told[0].repeated
    assert again[0].repeated
    assert view.confidence.code == "A"
    assert told[0].place == "上海市"


def test_an_explanation_fills_the_formula_with_months_and_not_with_years() -> None:
    with translation.override("zh-hans"):
        view = view_explanation(sample_explanation())
        filled = "".join(piece.text for piece in view.root.filled)
    assert "313个月" in filled
    assert "26年" not in filled


def test_an_english_reader_gets_english_titles_and_the_rules_own_words() -> None:
    with translation.override("en"):
        view = view_explanation(sample_explanation())
    assert view.root.title == "Basic pension"
    assert view.root.doc


def test_a_recorded_sum_adds_up_and_says_what_was_taken_off() -> None:
    terms = [
        Term(name="a", zh="甲", en="A", fen=500),
        Term(name="b", zh="乙", en="B", fen=70, taken_off=True),
    ]
    explanation = recorded_sum(name="net", zh="实发", en="net", terms=terms)
    assert explanation.value == 430
    assert explanation.root.formula == "a - b"


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("１", 1), ("9" * 40, 1)],
)
def test_a_page_number_that_is_none_means_the_nearest_page(text: str, number: int) -> None:
    assert paging_from(text, total=120, rows=50).number == number


def test_every_code_of_the_laws_is_said_in_words() -> None:
    rules = library.law_alone()
    codes: set[str] = set()
    for fact in rules.facts.values():
        codes.update(getattr(fact, "values", ()) or ())
    for versions in rules.rules.values():
        for version in versions:
            codes.update(version.values or ())
    spoken = {code for code in codes if not code.isascii()}  # names of places are words already
    assert codes - spoken - set(CODES) == set()
