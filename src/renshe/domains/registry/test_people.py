"""Stories about registering people and changing what is known of them."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from renshe.domains.audit import api as audit
from renshe.domains.conftest import NOW, TODAY, id_number
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import parse_month

pytestmark = pytest.mark.django_db

CHANGE = {"reason": "公安机关更正", "actor": "clerk", "at": NOW, "known_on": TODAY}


def test_a_person_is_registered_with_what_the_number_says(make_person):
    person = make_person(id_number=id_number(sequence=102).lower(), retirement_category="F50")
    assert (person.sex, person.birth_on, person.id_kind) == ("F", date(1985, 3, 12), "resident_id")
    (event,) = audit.events_about(subject_kind="person", subject_id=person.pk)
    assert (event.actor, event.verb) == ("clerk", "registry.register_person")


@pytest.mark.parametrize(
    "name", ["𬍛𬒈", "\U00030edd\U000323af", "㛃𠮷", "买买提·吐尔逊", "龴龵", "MARIA SMITH"]
)
def test_a_rare_name_survives_the_database(make_person, name):
    person = make_person(name=name)
    person.refresh_from_db()
    assert person.name == name
    (found,) = registry.find_people(text=name[:1])
    assert found.person_id == person.pk


def test_every_wrong_field_is_told_at_once(make_person):
    with pytest.raises(Refused) as refusal:
        make_person(
            id_number="440402198503121", name="王\ue81e", ethnic_code="99",
            household_place="990000", phone="123", birth_on_file=date(1800, 1, 1),
        )  # fmt: skip
    assert refusal.value.codes == (
        "id_15_digits", "name_private_use", "unknown_code", "place_unknown", "phone_shape",
        "date_order",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"sex": "F"}, "disagrees_with_id"),
        ({"birth_on": date(1985, 3, 13)}, "disagrees_with_id"),
        ({"retirement_category": "F50"}, "value_unknown"),
        ({"work_started_month": parse_month("1990-01")}, "date_order"),
        ({"work_started_month": parse_month("2025-11")}, "date_order"),
        ({"residence_place": "440402999999"}, "place_unknown"),
        ({"id_number": id_number(sequence=102)}, "field_missing"),
    ],
)
def test_what_cannot_be_is_refused(make_person, wrong, code):
    with pytest.raises(Refused) as refusal:
        make_person(**wrong)
    assert refusal.value.codes == (code,)


def test_a_number_is_registered_once(make_person):
    make_person()
    with pytest.raises(Refused) as refusal:
        make_person(name="王大明")
    assert refusal.value.codes == ("person_exists",)
    assert "440402198503121" not in str(refusal.value)


def test_the_database_itself_refuses_what_cannot_be(make_person):
    person = make_person()
    for wrong in (
        {"sex": "X"}, {"sex": "F"}, {"died_on": date(1980, 1, 1), "death_known_on": TODAY},
        {"died_on": TODAY}, {"death_known_on": TODAY}, {"name": ""}, {"household_place": "44"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            registry.Person.objects.filter(pk=person.pk).update(**wrong)


def test_a_name_changes_only_on_evidence_and_keeps_its_history(make_person, evidence):
    person = make_person()
    for missing in (None, evidence + 99):
        with pytest.raises(Refused) as refusal:
            registry.change_key_field(
                person_id=person.pk, field="name", new="王晓明", evidence_file_id=missing, **CHANGE
            )
        assert refusal.value.codes == ("evidence_missing",)
    registry.change_key_field(
        person_id=person.pk, field="name", new="王晓明", evidence_file_id=evidence, **CHANGE
    )
    (change,) = registry.changes_of(person_id=person.pk)
    assert (change.old, change.new, change.evidence_file_id) == ("王小明", "王晓明", evidence)
    assert (change.changed_by, change.changed_at, change.known_on) == ("clerk", NOW, TODAY)
    assert registry.person(person_id=person.pk).name == "王晓明"


def test_a_corrected_number_brings_sex_and_birth_with_it(make_person, evidence):
    person = make_person()
    number = id_number(birth="19850321", sequence=104)
    with pytest.raises(Refused) as refusal:
        registry.change_key_field(
            person_id=person.pk, field="id_number", new=number, evidence_file_id=evidence, **CHANGE
        )
    assert refusal.value.codes == ("field_missing",)
    registry.change_key_field(
        person_id=person.pk, field="id_number", new=number, evidence_file_id=evidence,
        retirement_category="F55", **CHANGE,
    )  # fmt: skip
    after = registry.person(person_id=person.pk)
    assert (after.id_number, after.sex, after.birth_on) == (number, "F", date(1985, 3, 21))
    assert after.retirement_category == "F55"
    assert {change.field for change in registry.changes_of(person_id=person.pk)} == {
        "id_number", "sex", "birth_on", "retirement_category",
    }  # fmt: skip


def test_a_number_of_somebody_else_is_refused(make_person, evidence):
    person = make_person()
    other = make_person(id_number=id_number(sequence=103))
    with pytest.raises(Refused) as refusal:
        registry.change_key_field(
            person_id=person.pk, field="id_number", new=other.id_number,
            evidence_file_id=evidence, **CHANGE,
        )  # fmt: skip
    assert refusal.value.codes == ("person_exists",)


def test_sex_and_birth_cannot_leave_the_number(make_person, evidence):
    person = make_person()
    for field, new in (("sex", "F"), ("birth_on", date(1986, 3, 12))):
        with pytest.raises(Refused) as refusal:
            registry.change_key_field(
                person_id=person.pk, field=field, new=new, evidence_file_id=evidence, **CHANGE
            )
        assert refusal.value.codes == ("disagrees_with_id",)


def test_two_birth_dates_stand_side_by_side_and_the_file_decides_retirement(make_person, evidence):
    person = make_person()
    assert registry.birth_date_for(person=person, purpose="retirement") == date(1985, 3, 12)
    person = registry.change_key_field(
        person_id=person.pk, field="birth_on_file", new=date(1983, 3, 12),
        evidence_file_id=evidence, **CHANGE,
    )  # fmt: skip
    assert registry.birth_date_for(person=person, purpose="retirement") == date(1983, 3, 12)
    assert registry.birth_date_for(person=person, purpose="identity") == date(1985, 3, 12)
    with pytest.raises(KeyError):
        registry.birth_date_for(person=person, purpose="birthday card")


@pytest.mark.parametrize(
    ("field", "new", "code"),
    [
        ("name", "王小明", "nothing_changes"),
        ("retirement_category", "F50", "value_unknown"),
        ("phone", "13812345678", "field_unknown"),
        ("work_started_month", parse_month("1991-01"), "date_order"),
    ],
)
def test_a_change_that_changes_nothing_or_cannot_be_is_refused(
    make_person, evidence, field, new, code
):
    person = make_person()
    with pytest.raises(Refused) as refusal:
        registry.change_key_field(
            person_id=person.pk, field=field, new=new, evidence_file_id=evidence, **CHANGE
        )
    assert refusal.value.codes == (code,)


def test_history_cannot_be_rewritten(make_person, evidence):
    person = make_person()
    registry.change_key_field(
        person_id=person.pk, field="name", new="王晓明", evidence_file_id=evidence, **CHANGE
    )
    change = registry.changes_of(person_id=person.pk).get()
    for act in (change.delete, lambda: registry.PersonChange.objects.update(old="别的")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_contact_details_change_without_evidence_but_not_without_trace(make_person):
    person = make_person()
    registry.change_contact(
        person_id=person.pk, phone="0756-1234567", address="翠香街道1号", **CHANGE
    )
    assert {change.field for change in registry.changes_of(person_id=person.pk)} == {
        "phone",
        "address",
    }
    with pytest.raises(Refused) as refusal:
        registry.change_contact(person_id=person.pk, phone="0756-1234567", **CHANGE)
    assert refusal.value.codes == ("nothing_changes",)


def test_a_death_learned_late_keeps_both_days(make_person, evidence):
    person = make_person()
    registry.record_death(person_id=person.pk, died_on=date(2025, 6, 3), **CHANGE)
    person.refresh_from_db()
    assert (person.died_on, person.death_known_on) == (date(2025, 6, 3), TODAY)
    with pytest.raises(Refused) as refusal:
        registry.record_death(person_id=person.pk, died_on=date(2025, 6, 4), **CHANGE)
    assert refusal.value.codes == ("evidence_missing",)
    registry.withdraw_death(person_id=person.pk, evidence_file_id=evidence, **CHANGE)
    person.refresh_from_db()
    assert (person.died_on, person.death_known_on) == (None, None)


def test_nobody_dies_before_birth_or_after_the_news(make_person):
    person = make_person()
    for day in (date(1985, 3, 11), date(2025, 10, 16)):
        with pytest.raises(Refused) as refusal:
            registry.record_death(person_id=person.pk, died_on=day, **CHANGE)
        assert refusal.value.codes == ("date_order",)


def test_a_search_shows_masked_people_by_name_or_number(make_person):
    person = make_person(name="买买提·吐尔逊")
    make_person(name="王小红", id_number=id_number(sequence=103))
    (by_dot,) = registry.find_people(text="买买提•吐")
    assert (by_dot.person_id, by_dot.name) == (person.pk, "买***")
    assert len(registry.find_people(text="440402")) == 2
    assert registry.find_people(text="44040") == []
    assert registry.find_people(text=" ") == []
    assert registry.find_people(text="小明") == []
    (by_number,) = registry.find_people(text=person.id_number)
    assert by_number.id_number.count("*") == 10
