"""Stories about money as it is typed, shown and written in capital words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renshe.kernel.money import FEN_MAX, MoneyError, capital_words, format_yuan, yuan_to_fen


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        ("7460", 746_000),
        ("1,234.5", 123_450),
        ("0.05", 5),
        ("-12.30", -1_230),
        ("1.2300", 123),
        (7460, 746_000),
        (Decimal("0.29"), 29),
        (Decimal("1E+3"), 100_000),
    ],
)
def test_yuan_become_exact_fen(yuan, fen):
    assert yuan_to_fen(yuan) == fen


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "１２",
        "¥12",
        "12 ",
        "1,23.4",
        "12.345",
        "1.2.3",
        ".5",
        "5.",
        "1e3",
        "１２.３",
        0.1,
        True,
        None,
    ],
)
def test_what_is_not_exactly_money_is_refused(wrong):
    with pytest.raises(MoneyError):
        yuan_to_fen(wrong)


@pytest.mark.parametrize("wrong", [Decimal("0.001"), Decimal("NaN"), Decimal("Infinity")])
def test_a_part_of_a_fen_is_refused(wrong):
    with pytest.raises(MoneyError):
        yuan_to_fen(wrong)


def test_an_amount_beyond_the_books_is_refused():
    with pytest.raises(MoneyError):
        yuan_to_fen(FEN_MAX)


@given(st.integers(min_value=-FEN_MAX, max_value=FEN_MAX))
def test_an_amount_survives_being_shown_and_typed(fen):
    assert yuan_to_fen(format_yuan(fen)) == fen
    assert yuan_to_fen(format_yuan(fen, separators=False)) == fen


def test_an_amount_shows_separators_and_two_places():
    assert format_yuan(123_456_789) == "1,234,567.89"
    assert format_yuan(-5) == "-0.05"


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        # The examples printed in the rule.
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        # Zeros at every joint.
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角"),
        ("10", "人民币壹拾元整"),
        ("100000", "人民币壹拾万元整"),
        ("100001", "人民币壹拾万零壹元整"),
        ("100010001", "人民币壹亿零壹万零壹元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("10100000000", "人民币壹佰零壹亿元整"),
        ("1000000000000", "人民币壹万亿元整"),
        ("1000100000000", "人民币壹万零壹亿元整"),
        ("1234567890123.45", "人民币壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
        ("-7.00", "人民币负柒元整"),
    ],
)
def test_capital_words_follow_the_rule_for_vouchers(yuan, words):
    assert capital_words(yuan_to_fen(yuan)) == words


def test_capital_words_refuse_what_they_cannot_say():
    with pytest.raises(MoneyError):
        capital_words(10**18)
    with pytest.raises(MoneyError):
        capital_words(1.5)
