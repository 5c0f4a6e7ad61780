"""Stories about foreigners' numbers: passports, old and new residence cards, and what is typed wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renshe.kernel.codes.countries import countries, read_country
from renshe.kernel.codes.foreign_id import (
    ForeignId,
    old_card_check_digit,
    read_foreign_id,
    social_security_number,
)
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.national_id import NationalId
from renshe.kernel.codes.problem import Problem
from renshe.kernel.codes.test_codes import numbered, problem_code

TODAY = date(2025, 10, 15)
OLD_CARD = "KAZ110090123105"  # the example of a public program that reads these cards


@pytest.mark.parametrize(
    ("country", "document", "number"),
    [
        ("DEU", "C01X0001H", "DEU000000C01X0001H"),
        ("德国", "c01x 0001h", "DEU000000C01X0001H"),
        ("usa", "123456789", "USA000000123456789"),
        ("DNK", "ABCDEFGH123456", "DNK0ABCDEFGH123456"),
        ("RUS", "75 1234567", "RUS000000751234567"),
    ],
)
def test_a_passport_gives_eighteen_characters_that_read_as_themselves(country, document, number):
    assert social_security_number(country=country, document=document) == number
    assert len(number) == 18
    assert read_foreign_id(number.lower()) == ForeignId(
        number=number, kind="passport", country=number[:3]
    )


@given(
    st.sampled_from(sorted(countries())), st.from_regex(r"[1-9A-Z][0-9A-Z]{4,13}", fullmatch=True)
)
def test_a_passport_can_be_read_back_from_its_number(country, document):
    number = social_security_number(country=country, document=document)
    assert number[:3] == country
    assert number[4:].lstrip("0") == document


@pytest.mark.parametrize(
    ("country", "document", "code"),
    [
        ("D", "C01X0001H", "country_unknown"),
        ("XYZ", "C01X0001H", "country_unknown"),
        ("CHN", "E12345678", "country_is_china"),
        ("台湾", "312345678", "country_is_china"),
        ("HKG", "K12345678", "country_is_china"),
        ("DEU", "C01", "passport_shape"),
        ("DEU", "C01X0001H12345678", "passport_shape"),
        ("DEU", "C01X护照", "passport_shape"),
        ("DEU", "Ｃ01X0001H", "full_width"),
        ("DEU", "000000000", "passport_shape"),
        ("DEU", "", "passport_shape"),
    ],
)
def test_a_wrong_passport_is_refused_with_its_reason(country, document, code):
    assert problem_code(social_security_number(country=country, document=document)) == code


def test_an_old_card_tells_its_country_and_its_day_of_birth_without_the_century():
    assert read_foreign_id(OLD_CARD.lower()) == ForeignId(
        number=OLD_CARD, kind="foreign_permit", country="KAZ", born="901231"
    )


@given(st.integers(3, 13), st.integers(1, 9))
def test_one_mistyped_digit_of_an_old_card_is_noticed(position, shift):
    wrong = (
        f"{OLD_CARD[:position]}{(int(OLD_CARD[position]) + shift) % 10}{OLD_CARD[position + 1 :]}"
    )
    assert problem_code(read_foreign_id(wrong)) == "id_check_digit"


def card(first_14: str) -> str:
    return first_14 + old_card_check_digit(first_14)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OLD_CARD[:14] + "6", "id_check_digit"),
        (card("KAZ11009013310"), "id_birth"),
        (card("KAZ11009002300"), "id_birth"),
        (card("CHN11009012310"), "country_is_china"),
        (card("ZZZ11009012310"), "country_unknown"),
        ("ＫＡＺ110090123105", "full_width"),
        ("KAZ1100901\u200b23105", "invisible_character"),
        ("G01234567", "foreign_id_shape"),
        ("DEU00000C01X0001H", "foreign_id_shape"),
        ("DEUX00000C01X0001H", "foreign_id_shape"),
        ("DEU000000000000000", "passport_shape"),
    ],
)
def test_a_wrong_number_of_a_foreigner_is_refused_with_its_reason(text, code):
    assert problem_code(read_id_number(text, as_of=TODAY)) == code


def test_somebody_is_read_by_whatever_number_he_has():
    resident = read_id_number("11010519491231002x", as_of=TODAY)
    new_card = read_id_number("911124198108030024", as_of=TODAY)
    passport = read_id_number("deu000000c01x0001h", as_of=TODAY)
    old_card = read_id_number(OLD_CARD, as_of=TODAY)
    assert [one.kind for one in (resident, new_card, passport, old_card)] == [
        "resident_id", "foreign_permit", "passport", "foreign_permit",
    ]  # fmt: skip
    assert isinstance(new_card, NationalId)
    assert (new_card.birth_on, new_card.sex) == (date(1981, 8, 3), "F")
    for wrong in ("", "123456789", numbered("99010519491231002")):
        assert isinstance(read_id_number(wrong, as_of=TODAY), Problem)


def test_every_country_has_three_letters_and_names_of_its_own():
    assert len(countries()) == 245
    for code, country in countries().items():
        assert len(code) == 3
        assert code.isupper()
        assert read_country(country.zh) == code
        assert country.en
