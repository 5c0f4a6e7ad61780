"""Stories about foreigners whom an employer registers, with a passport or with a residence card."""

import datetime as dt

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.registry import api as registry
from renshe.services.registration.change_enrolment import decide as change
from renshe.services.registration.test_forms import NEW, send, told

pytestmark = pytest.mark.django_db

ERIKA = {
    **NEW, "id_number": "C01X0001H", "name": "ERIKA MUSTERMANN", "ethnic_code": "", "household_place": "",
    "nationality": "德国", "sex": "女", "birth_on": "1990-12-31", "retirement_category": "女职工（原55周岁）",
    "work_started_month": "",
}  # fmt: skip
NUMBER = "DEU000000C01X0001H"


def test_a_passport_becomes_a_social_security_number_and_its_holder_is_insured(make_employer):
    employer = make_employer()
    assert told(send(employer, ERIKA)) == []
    person = registry.person_by_id_number(id_number=NUMBER)
    assert (person.id_kind, person.sex, person.birth_on) == ("passport", "F", dt.date(1990, 12, 31))
    assert (person.ethnic_code, person.household_place) == ("97", ERIKA["residence_place"])
    leaver = {
        "change": "减少", "id_number": NUMBER.lower(), "name": "Erika Mustermann", "insurances": "全部",
        "month": "2025-10", "reason": "本人辞职",
    }  # fmt: skip
    assert told(send(employer, leaver, form=change)) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"id_number": NUMBER, "nationality": ""},
        {"id_number": NUMBER, "nationality": "deu"},
        {"id_number": "c01x 0001h", "nationality": "DEU"},
    ],
)
def test_the_same_passport_is_the_same_person_however_it_is_typed(make_employer, typed):
    send(make_employer(1), ERIKA)
    again = {**ERIKA, **typed, "sex": "", "birth_on": "", "residence_place": ""}
    second = send(
        make_employer(2), {**again, "medical": "", "pension": "", "from_month": "2025-11"}
    )
    assert [code for _, _, code in told(second)] == ["insured_elsewhere"]
    assert registry.Person.objects.count() == 1


@pytest.mark.parametrize(
    "number", ["KAZ110090123105", id_number(birth="19901231", sequence=2, region="911398")]
)
def test_a_residence_card_is_a_number_whether_it_is_an_old_or_a_new_one(make_employer, number):
    row = {**ERIKA, "id_number": number, "nationality": ""}
    assert told(send(make_employer(), row)) == []
    person = registry.person_by_id_number(id_number=number)
    assert (person.id_kind, person.sex, person.birth_on) == (
        "foreign_permit", "F", dt.date(1990, 12, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "key", "code"),
    [
        ({"nationality": ""}, "id_number", "foreign_id_shape"),
        ({"nationality": "D"}, "nationality", "country_unknown"),
        ({"nationality": "香港"}, "id_number", "foreign_id_shape"),
        ({"id_number": NUMBER, "nationality": "FRA"}, "nationality", "nationality_differs"),
        ({"id_number": NUMBER, "nationality": "中国"}, "nationality", "country_is_china"),
        ({"id_number": "C01"}, "id_number", "passport_shape"),
        ({"id_number": 123456789}, "id_number", "id_stored_as_number"),
        ({"sex": ""}, "sex", "sex_missing"),
        ({"sex": "女士"}, "sex", "choice_unknown"),
        ({"birth_on": ""}, "birth_on", "birth_missing"),
        ({"birth_on": "31.12.1990"}, "birth_on", "date_unreadable"),
        ({"birth_on": "2030-12-31"}, "birth_on", "birth_date_order"),
        ({"residence_place": ""}, "residence_place", "residence_place_missing"),
        ({"retirement_category": ""}, "retirement_category", "field_missing"),
        ({"id_number": "KAZ110090123105", "nationality": "", "birth_on": "1990-12-30"}, "birth_on",
         "birth_disagrees_with_id"),
        ({"id_number": "KAZ110090123106", "nationality": ""}, "id_number", "id_check_digit"),
    ],
)  # fmt: skip
def test_each_bad_cell_of_a_foreigner_is_told_by_column_reason_and_fix(
    make_employer, wrong, key, code
):
    outcome = send(make_employer(), {**ERIKA, **wrong})
    assert told(outcome) == [(6, key, code)]
    assert outcome.findings[0].problem.next_step_zh
    assert registry.Person.objects.count() == 0


def test_a_chinese_number_is_not_asked_for_a_nationality_but_must_agree_with_what_is_said(
    make_employer,
):
    employer = make_employer()
    assert told(send(employer, {**NEW, "nationality": "中国", "sex": "男"})) == []
    other = {**NEW, "id_number": id_number(sequence=103)}
    for wrong, key, code in (
        ({"sex": "女"}, "sex", "sex_disagrees_with_id"),
        ({"birth_on": "1985-03-13"}, "birth_on", "birth_disagrees_with_id"),
        (
            {"id_number": id_number(sequence=103)[:17], "nationality": "中国"},
            "id_number",
            "id_shape",
        ),
    ):
        assert told(send(employer, {**other, **wrong})) == [(6, key, code)]
