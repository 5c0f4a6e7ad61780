"""Stories about numbers, names and codes as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renshe.kernel.codes import credit_code, divisions, names, national_id, standards
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.names import read_person_name, same_name
from renshe.kernel.codes.national_id import NationalId, read_national_id
from renshe.kernel.codes.problem import Problem, Refused, accepted

TODAY = date(2025, 10, 15)


def numbered(first_17: str) -> str:
    """An id number from its first seventeen digits."""
    return first_17 + national_id.check_digit(first_17)


def problem_code(found: object) -> str:
    """The code of a problem; anything else fails the story."""
    assert isinstance(found, Problem), found
    assert found.zh
    assert found.en
    assert found.next_step_zh
    assert found.next_step_en
    return found.code


# GB 11643-1999 prints both of these in its annex.
@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_numbers_printed_in_the_standard_are_read(number):
    found = read_national_id(number, as_of=TODAY)
    assert isinstance(found, NationalId)
    assert found.number == number


def test_a_number_tells_region_birth_and_sex():
    found = read_national_id("11010519491231002x", as_of=TODAY)
    assert found == NationalId(
        number="11010519491231002X",
        kind="resident_id",
        region="110105",
        birth_on=date(1949, 12, 31),
        sex="F",
    )


def test_a_number_from_a_county_that_is_gone_is_read():
    doumen_county = accepted(read_national_id(numbered("44042119700305001"), as_of=TODAY))
    assert doumen_county.sex == "M"
    assert not divisions.divisions()["440421"].last_listed.startswith("2023")


@pytest.mark.parametrize(
    ("first_17", "kind"),
    [
        ("81000019800101002", "hmt_permit"),
        ("82000019800101002", "hmt_permit"),
        ("83000019800101001", "hmt_permit"),
        ("94484019900101003", "foreign_permit"),
    ],
)
def test_permits_for_others_are_told_from_resident_cards(first_17, kind):
    assert accepted(read_national_id(numbered(first_17), as_of=TODAY)).kind == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105194912310021", "id_check_digit"),
        ("１１０１０５194912310020", "full_width"),
        ("110105194912310\u200b02X", "invisible_character"),
        ("110105491231002", "id_15_digits"),
        ("1.10105E+17", "id_stored_as_number"),
        ("11010519491231002", "id_shape"),
        ("11010519491231002A", "id_shape"),
        ("", "id_shape"),
        (numbered("99010519491231002"), "id_region"),
        (numbered("19010519491231002"), "id_region"),
        (numbered("81010019800101002"), "id_region"),
        (numbered("11010520230229002"), "id_birth"),
        (numbered("11010520251016002"), "id_birth"),
        (numbered("11010517990101002"), "id_birth"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(text, code):
    assert problem_code(read_national_id(text, as_of=TODAY)) == code


def test_a_full_width_number_is_answered_with_the_half_width_one():
    found = read_national_id("１１０１０５１９４９１２３１００２Ｘ", as_of=TODAY)
    assert isinstance(found, Problem)
    assert "11010519491231002X" in found.next_step_zh


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_never_passes_as_the_same_person(position, shift):
    right = "11010519491231002X"
    wrong = f"{right[:position]}{(int(right[position]) + shift) % 10}{right[position + 1 :]}"
    assert isinstance(read_national_id(wrong, as_of=TODAY), Problem)


def test_the_code_printed_in_the_credit_code_standard_is_read():
    assert read_credit_code("91350100M000100Y43") == "91350100M000100Y43"
    assert read_credit_code("91350100m000100y43") == "91350100M000100Y43"
    assert credit_code.organisation_check("M000100Y") == "4"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91350100M000100Y44", "credit_code_check"),
        ("91350100M000100O43", "credit_code_letter"),
        ("91350100M000100Y4", "credit_code_shape"),
        ("9135O100M000100Y43", "credit_code_letter"),
        ("9135A100M000100Y43", "credit_code_shape"),
        ("９1350100M000100Y43", "full_width"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_its_reason(text, code):
    assert problem_code(read_credit_code(text)) == code


@given(st.text(alphabet=credit_code.ALPHABET, min_size=9, max_size=9))
def test_a_credit_code_with_its_check_character_is_read(tail):
    first_17 = f"91440400{tail}"
    assert read_credit_code(first_17 + credit_code.check_character(first_17)) == (
        first_17 + credit_code.check_character(first_17)
    )


@pytest.mark.parametrize(
    "name",
    [
        "王小明",
        "欧阳娜娜",
        "买买提·吐尔逊",
        "𬍛𬒈",
        "㛃𠮷",
        "\U00030edd\U00030edd",
        "\U000323af一",
        "龴龵",
        "〇一",
        "MARIA O'NEIL-SMITH",
    ],
)
def test_names_in_documents_are_read_as_they_are(name):
    assert read_person_name(name) == name


@pytest.mark.parametrize("dot", "•・･‧．")
def test_other_dots_become_the_middle_dot(dot):
    assert read_person_name(f"买买提{dot}吐尔逊") == "买买提·吐尔逊"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("王\ue81e", "name_private_use"),
        ("王\ue000", "name_private_use"),
        ("王\U000f0000", "name_private_use"),
        ("王\U0002f800", "name_compatibility"),
        ("王葛\U000e0100", "name_variation"),
        ("王\u200b明", "invisible_character"),
        ("王 明", "name_blank"),
        ("王", "name_shape"),
        ("王1明", "name_shape"),
        ("王明（曾用名）", "full_width"),
        ("·王明", "name_shape"),
        ("", "name_shape"),
    ],
)
def test_a_name_that_would_not_travel_is_refused(name, code):
    assert problem_code(read_person_name(name)) == code


def test_a_private_use_relic_is_answered_with_the_standard_character():
    found = read_person_name("王\ue81e")
    assert isinstance(found, Problem)
    assert "\u9fb4" in found.next_step_zh
    assert "U+9FB4" in found.next_step_en


def test_names_are_the_same_across_dots_blanks_and_relics():
    assert same_name("买买提·吐尔逊", "买买提•吐尔逊")
    assert same_name("张 三", "张三")
    assert same_name("王\ue81e", "王\u9fb4")
    assert same_name("Maria Smith", "MARIA SMITH")
    assert not same_name("张三", "张叁")
    assert not same_name("𬍛", "\u73d0")


def test_a_place_holds_its_parts():
    assert divisions.lies_within("440402001001", "440400")
    assert divisions.lies_within("310112", "310000")
    assert divisions.lies_within("310112101", "CN")
    assert not divisions.lies_within("440402", "440403")
    assert not divisions.lies_within("440400", "440402")
    assert divisions.ancestors("440402001001") == [
        "440402001001",
        "440402001",
        "440402",
        "440400",
        "440000",
        "CN",
    ]
    assert divisions.ancestors("310000") == ["310000", "CN"]


def test_every_division_is_six_digits_with_a_name_and_its_province_is_listed():
    for code, division in divisions.divisions().items():
        assert len(code) == 6
        assert code.isdigit()
        assert division.name
        assert f"{code[:2]}0000" in divisions.divisions()


def test_a_division_is_called_by_its_full_name():
    assert divisions.division_name("440402") == "广东省珠海市香洲区"
    assert divisions.division_name("310112") == "上海市闵行区"
    assert divisions.division_name("440000") == "广东省"


def test_a_code_is_read_by_number_or_by_name():
    assert standards.read_code("01", table="ethnic_group") == "01"
    assert standards.read_code("壮族", table="ethnic_group") == "08"
    assert problem_code(standards.read_code("火星族", table="ethnic_group")) == "unknown_code"
    assert standards.code_name("C", table="industry", language="en") == "Manufacturing"
    assert standards.sex_as_standard("F") == "2"


def test_every_table_names_its_standard():
    for table in standards.code_tables().values():
        assert table.standard.startswith("GB")
        assert table.codes
    assert len(standards.code_tables()["ethnic_group"].codes) == 58
    assert len(standards.code_tables()["industry"].codes) == 20


def test_a_refusal_carries_every_problem():
    wrong = read_credit_code("")
    assert isinstance(wrong, Problem)
    with pytest.raises(Refused) as refusal:
        accepted(wrong)
    assert refusal.value.codes == ("credit_code_shape",)
    assert names.CLAUSE == "GB 18030-2022"
