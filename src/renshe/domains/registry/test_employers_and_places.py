"""Stories about employers, their mergers, and places."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from renshe.domains.conftest import NOW, TODAY, credit_code_numbered
from renshe.domains.registry import api as registry
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db

CHANGE = {"reason": "市场监管变更", "actor": "clerk", "at": NOW, "known_on": TODAY}


def absorb(employer, successor, evidence, *, last_day=date(2025, 9, 30)):
    return registry.absorb_employer(
        employer_id=employer.pk, successor_id=successor.pk, last_day=last_day,
        evidence_file_id=evidence, **CHANGE,
    )  # fmt: skip


def test_an_employer_is_registered_by_its_code_and_found(make_employer):
    employer = make_employer(industry_code="制造业", name="珠海示例（集团）有限公司")
    assert employer.industry_code == "C"
    assert registry.employer_by_uscc(uscc=employer.uscc.lower()) == employer
    assert registry.find_employers(text="示例") == [employer]
    assert registry.find_employers(text=employer.uscc[:10]) == [employer]
    assert registry.find_employers(text=" ") == []


def test_every_wrong_field_of_an_employer_is_told_at_once(make_employer):
    with pytest.raises(Refused) as refusal:
        make_employer(
            uscc="91350100M000100Y44", name="A", kind="shop", industry_code="Z", size_class="huge",
            injury_rate_class=9, place="999999", registered_on=date(2026, 1, 1),
        )  # fmt: skip
    assert refusal.value.codes == (
        "credit_code_check", "field_missing", "value_unknown", "unknown_code", "value_unknown",
        "value_unknown", "place_unknown", "date_order",
    )  # fmt: skip


def test_a_code_is_registered_once(make_employer):
    make_employer()
    with pytest.raises(Refused) as refusal:
        make_employer(name="另一名称有限公司")
    assert refusal.value.codes == ("employer_exists",)


def test_a_name_changes_on_evidence_and_a_size_without(make_employer, evidence):
    employer = make_employer()
    with pytest.raises(Refused) as refusal:
        registry.change_employer(
            employer_id=employer.pk,
            field="name",
            new="珠海新名有限公司",
            evidence_file_id=None,
            **CHANGE,
        )
    assert refusal.value.codes == ("evidence_missing",)
    for field, new, file in (("name", "珠海新名有限公司", evidence), ("size_class", "large", None)):
        registry.change_employer(
            employer_id=employer.pk, field=field, new=new, evidence_file_id=file, **CHANGE
        )
    history = registry.changes_of_employer(employer_id=employer.pk)
    assert [(change.field, change.new) for change in history] == [
        ("size_class", "large"), ("name", "珠海新名有限公司"),
    ]  # fmt: skip


def test_a_merged_employer_is_closed_and_names_its_successor(make_employer, evidence):
    first, second, third = make_employer(1), make_employer(2), make_employer(3)
    absorb(first, second, evidence)
    absorb(second, third, evidence)
    assert registry.employer(employer_id=first.pk).closed_on == date(2025, 9, 30)
    assert registry.final_successor(employer_id=first.pk) == third.pk
    assert registry.final_successor(employer_id=third.pk) == third.pk
    assert registry.predecessors(employer_id=third.pk) == [second.pk, first.pk]


def test_mergers_that_cannot_be_are_refused(make_employer, evidence):
    old, new, closed = make_employer(1), make_employer(2), make_employer(3)
    young = make_employer(4, registered_on=date(2025, 10, 5))
    registry.close_employer(
        employer_id=closed.pk, last_day=date(2025, 1, 1), evidence_file_id=None, **CHANGE
    )
    for employer, successor in ((old, old), (old, closed), (closed, new), (old, young)):
        with pytest.raises(Refused) as refusal:
            absorb(employer, successor, evidence)
        assert refusal.value.codes == ("successor_refused",)
    with pytest.raises(Refused) as refusal:
        absorb(old, new, evidence, last_day=date(2009, 12, 31))
    assert refusal.value.codes == ("date_order",)
    with pytest.raises(Refused) as refusal:
        absorb(old, new, evidence + 99)
    assert refusal.value.codes == ("evidence_missing",)


def test_the_database_refuses_a_successor_of_an_open_employer(make_employer):
    employer, other = make_employer(1), make_employer(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        registry.Employer.objects.filter(pk=employer.pk).update(successor=other)


def test_zhuhai_has_three_districts_24_streets_and_270_communities():
    registry.load_places(city="zhuhai")
    counts = {
        level: registry.places_within(outer="440400", level=level).count()
        for level in ("district", "street", "community")
    }
    assert counts == {"district": 3, "street": 24, "community": 270}
    assert registry.place_name(code="440402001001") == "广东省珠海市香洲区翠香街道紫荆社区"


def test_minhang_has_its_streets_and_shanghai_its_16_districts():
    registry.load_places(city="shanghai")
    assert registry.places_within(outer="310000", level="district").count() == 16
    assert registry.places_within(outer="310112", level="street").count() == 13
    assert registry.place_name(code="310112101") == "上海市闵行区莘庄镇"
    several = registry.place_names(codes=["310112101", "310112", "310112999"])
    assert several == {
        "310112101": "上海市闵行区莘庄镇", "310112": "上海市闵行区", "310112999": "上海市闵行区",
    }  # fmt: skip


def test_loading_places_again_changes_nothing(make_person):
    first = registry.load_places(city="zhuhai")
    assert registry.load_places(city="zhuhai") == first == registry.Place.objects.count()
    assert make_person(residence_place="440402001001").residence_place == "440402001001"
    with pytest.raises(KeyError):
        registry.load_places(city="atlantis")


def test_all_places_lie_in_their_parent():
    for city in ("zhuhai", "shanghai"):
        registry.load_places(city=city)
    assert [found for _, found, _ in prove(invariants=registry.INVARIANTS) if found] == []


def test_a_person_whose_sex_is_not_the_numbers_is_proved_wrong(make_person):
    person = make_person()
    registry.Person.objects.filter(pk=person.pk).update(birth_on=date(1985, 3, 13))
    broken = {
        invariant.name: [one.row for one in found]
        for invariant, found, count in prove(invariants=registry.INVARIANTS) if count
    }  # fmt: skip
    assert broken == {"registry_sex_and_birth_as_by_id": [str(person.pk)]}


def test_wrong_check_digits_are_proved_wrong(make_person, make_employer):
    person, employer = make_person(), make_employer()
    last = "1" if person.id_number[17] != "1" else "2"
    registry.Person.objects.filter(pk=person.pk).update(id_number=person.id_number[:17] + last)
    wrong = credit_code_numbered(2)[:17] + credit_code_numbered(1)[17]
    registry.Employer.objects.filter(pk=employer.pk).update(uscc=wrong)
    broken = {
        invariant.name for invariant, _, count in prove(invariants=registry.INVARIANTS) if count
    }
    assert broken == {"registry_id_numbers_check", "registry_credit_codes_check"}


def test_bulk_tables_are_the_tables(make_person, make_employer):
    for table, schema in registry.bulk_tables().items():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name, is_nullable = 'YES' FROM information_schema.columns "
                "WHERE table_name = %s AND table_schema = 'public'",
                [table],
            )
            assert dict(cursor.fetchall()) == {field.name: field.nullable for field in schema}
