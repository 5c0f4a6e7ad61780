"""Stories about foreigners: a passport or an old residence card, and what its number does not tell."""

from datetime import date

import pytest
from django.db import connection

from renshe.domains.conftest import NOW, TODAY, id_number
from renshe.domains.registry import api as registry
from renshe.kernel.codes.foreign_id import old_card_check_digit, social_security_number
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import parse_month

pytestmark = pytest.mark.django_db

PASSPORT = "DEU000000C01X0001H"
OLD_CARD = "KAZ110090123105"
CHANGE = {"reason": "换发证件", "actor": "clerk", "at": NOW, "known_on": TODAY}


@pytest.fixture
def make_foreigner(make_person):
    """A woman born on 1990-12-31 who has a passport only, or whatever else the arguments say."""

    def make(**changed):
        fields = {
            "id_number": PASSPORT, "name": "ERIKA MUSTERMANN", "sex": "F", "birth_on": date(1990, 12, 31),
            "retirement_category": "F55", "ethnic_code": "97", **changed,
        }  # fmt: skip
        return make_person(**fields)

    return make


def broken():
    """The invariants about numbers that do not hold now."""
    found = set()
    with connection.cursor() as cursor:
        for invariant in registry.INVARIANTS:
            cursor.execute(invariant.sql)
            if cursor.fetchall():
                found.add(invariant.name)
    return found


def test_a_foreigner_is_registered_with_a_passport_sex_and_birth_date(make_foreigner):
    person = make_foreigner(id_number=PASSPORT.lower())
    assert (person.id_number, person.id_kind) == (PASSPORT, "passport")
    assert (person.sex, person.birth_on) == ("F", date(1990, 12, 31))
    assert person.get_id_kind_display() == "外国护照"
    assert registry.person_by_id_number(id_number=PASSPORT.lower()).pk == person.pk
    number = social_security_number(country="德国", document="C01X0001H")
    assert number == PASSPORT
    assert broken() == set()


def test_an_old_residence_card_is_a_number_of_its_own(make_foreigner):
    person = make_foreigner(id_number=OLD_CARD)
    assert (person.id_number, person.id_kind) == (OLD_CARD, "foreign_permit")
    assert broken() == set()


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"sex": None, "birth_on": None}, ("sex_missing", "birth_missing")),
        ({"birth_on": None}, ("birth_missing",)),
        ({"sex": "女"}, ("value_unknown",)),
        ({"birth_on": date(2026, 1, 1)}, ("date_order",)),
        ({"birth_on": date(1879, 1, 1)}, ("date_order",)),
        ({"retirement_category": None}, ("field_missing",)),
        ({"work_started_month": parse_month("2000-01")}, ("date_order",)),
        ({"id_number": OLD_CARD, "birth_on": date(1990, 12, 30)}, ("disagrees_with_id",)),
        ({"id_number": "C01X0001H"}, ("foreign_id_shape",)),
        ({"id_number": "D<<000000C01X0001H"}, ("foreign_id_shape",)),
        ({"id_number": OLD_CARD[:14] + "6"}, ("id_check_digit",)),
    ],
)
def test_what_a_foreigner_s_number_does_not_tell_must_be_given_and_fit(
    make_foreigner, wrong, codes
):
    with pytest.raises(Refused) as refusal:
        make_foreigner(**wrong)
    assert refusal.value.codes == codes
    assert all(problem.next_step_zh for problem in refusal.value.problems)


def test_a_passport_is_registered_once(make_foreigner):
    make_foreigner()
    with pytest.raises(Refused) as refusal:
        make_foreigner(name="ERIKA MUSTERFRAU")
    assert refusal.value.codes == ("person_exists",)
    assert "C01X" not in str(refusal.value)


def test_a_foreigner_is_found_by_the_beginning_of_the_number_or_of_the_name(make_foreigner):
    person = make_foreigner()
    for text in ("deu0000", PASSPORT, "ERIKA"):
        (found,) = registry.find_people(text=text)
        assert found.person_id == person.pk
    assert registry.find_people(text="DEU00") == []


def test_sex_and_birth_of_a_passport_are_corrected_by_themselves(make_foreigner, evidence):
    person = make_foreigner(sex="M", retirement_category=None)
    ask = {"person_id": person.pk, "evidence_file_id": evidence, **CHANGE}
    registry.change_key_field(field="birth_on", new=date(1990, 12, 30), **ask)
    with pytest.raises(Refused) as refusal:
        registry.change_key_field(field="sex", new="F", **ask)
    assert refusal.value.codes == ("field_missing",)
    registry.change_key_field(field="sex", new="F", retirement_category="F50", **ask)
    after = registry.person(person_id=person.pk)
    assert (after.sex, after.retirement_category, after.birth_on) == ("F", "F50", date(1990, 12, 30))  # fmt: skip
    with pytest.raises(Refused) as refusal:
        registry.change_key_field(field="birth_on", new=date(2030, 1, 1), **ask)
    assert refusal.value.codes == ("date_order",)


def test_a_passport_gives_way_to_a_residence_card_which_then_decides(make_foreigner, evidence):
    person = make_foreigner()
    ask = {"person_id": person.pk, "field": "id_number", "evidence_file_id": evidence, **CHANGE}
    registry.change_key_field(new=OLD_CARD, **ask)
    assert registry.person(person_id=person.pk).id_kind == "foreign_permit"
    later = "KAZ11009101210"
    with pytest.raises(Refused) as refusal:
        registry.change_key_field(new=later + old_card_check_digit(later), **ask)
    assert refusal.value.codes == ("disagrees_with_id",)
    new_card = id_number(birth="19901231", sequence=2, region="911398")
    registry.change_key_field(new=new_card, **ask)
    after = registry.person(person_id=person.pk)
    assert (after.id_number, after.id_kind, after.sex) == (new_card, "foreign_permit", "F")
    assert [(one.old, one.new) for one in registry.changes_of(person_id=person.pk)] == [
        (OLD_CARD, new_card), ("passport", "foreign_permit"), (PASSPORT, OLD_CARD),
    ]  # fmt: skip
    assert broken() == set()


@pytest.mark.parametrize(
    ("number", "kind", "invariant"),
    [
        ("DEU00000C01X0001H", "passport", "registry_id_numbers_check"),
        (PASSPORT, "resident_id", "registry_id_numbers_check"),
        ("KAZ110090123106", "foreign_permit", "registry_id_numbers_check"),
        ("KAZ110091123102", "foreign_permit", "registry_sex_and_birth_as_by_id"),
    ],
)
def test_the_proof_notices_a_number_that_was_loaded_wrong(make_foreigner, number, kind, invariant):
    person = make_foreigner()
    registry.Person.objects.filter(pk=person.pk).update(id_number=number, id_kind=kind)
    assert invariant in broken()
