"""Stories about one human being who was registered twice."""

from datetime import date

import pytest

from renshe.domains.conftest import NOW, TODAY, id_number
from renshe.domains.registry import api as registry
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge(evidence):
    """Merge on evidence, unless the story says otherwise."""

    def act(survivor, duplicate, **changed):
        fields = {
            "reason": "重复登记",
            "evidence_file_id": evidence,
            "actor": "reviewer",
            "at": NOW,
        }
        return registry.merge_people(
            survivor_id=survivor.pk, duplicate_id=duplicate.pk, **{**fields, **changed}
        )

    return act


def split(duplicate):
    return registry.split_people(
        duplicate_id=duplicate.pk, reason="核实为两人", actor="reviewer", at=NOW
    )


@pytest.fixture
def twice(make_person):
    """王小明 under his number and under a number that was once given to him by mistake."""
    return make_person(), make_person(id_number=id_number(sequence=105))


def breaches():
    return [one.row for _, found, _ in prove(invariants=registry.INVARIANTS) for one in found]


def test_a_merged_duplicate_is_read_as_the_survivor(twice, merge):
    survivor, duplicate = twice
    merge(survivor, duplicate)
    assert registry.resolve(person_id=duplicate.pk) == survivor.pk
    assert registry.person(person_id=duplicate.pk) == survivor
    assert registry.person_by_id_number(id_number=duplicate.id_number) == survivor
    assert registry.everybody_who_is(person_id=duplicate.pk) == [survivor.pk, duplicate.pk]
    numbers = [survivor.id_number, duplicate.id_number, "440402198503120000"]
    assert registry.people_by_id_numbers(id_numbers=numbers) == {
        survivor.id_number: survivor, duplicate.id_number: survivor,
    }  # fmt: skip
    assert list(registry.standing_people()) == [survivor]


def test_every_number_of_a_human_being_is_told_in_one_query_whichever_of_them_is_asked(
    twice, merge, make_person, django_assert_num_queries
):
    """Three registrations of one man; a fourth person is nobody else, and a merge that was undone counts no more."""
    survivor, duplicate = twice
    third = make_person(id_number=id_number(sequence=107))
    stranger = make_person(id_number=id_number(sequence=109))
    for one in (third, duplicate):
        merge(survivor, one)
    numbers = [survivor.pk, *sorted((duplicate.pk, third.pk))]
    for one in (survivor, duplicate, third):
        with django_assert_num_queries(1):
            assert registry.everybody_who_is(person_id=one.pk) == numbers
    assert registry.everybody_who_is(person_id=stranger.pk) == [stranger.pk]
    split(third)
    assert registry.everybody_who_is(person_id=survivor.pk) == [survivor.pk, duplicate.pk]
    assert registry.everybody_who_is(person_id=third.pk) == [third.pk]


def test_a_search_finds_the_survivor_once_and_says_so(twice, merge):
    survivor, duplicate = twice
    merge(survivor, duplicate)
    (found,) = registry.find_people(text=duplicate.id_number)
    assert (found.person_id, found.merged_from) == (survivor.pk, duplicate.pk)
    assert len(registry.find_people(text="王小明")) == 1


def test_the_number_of_a_duplicate_stays_taken(twice, merge, make_person):
    survivor, duplicate = twice
    merge(survivor, duplicate)
    with pytest.raises(Refused) as refusal:
        make_person(id_number=duplicate.id_number)
    assert refusal.value.codes == ("person_exists",)


def test_a_split_gives_the_duplicate_its_life_back_and_keeps_the_trace(twice, merge):
    survivor, duplicate = twice
    merge(survivor, duplicate)
    split(duplicate)
    assert registry.resolve(person_id=duplicate.pk) == duplicate.pk
    assert registry.person_by_id_number(id_number=duplicate.id_number) == duplicate
    assert registry.PersonAlias.objects.filter(undone_at=NOW).count() == 1
    merge(survivor, duplicate)
    assert registry.resolve(person_id=duplicate.pk) == survivor.pk


def test_a_chain_of_merges_is_one_step_and_a_split_in_the_middle_restores_the_rest(
    make_person, merge
):
    first, second, third = (make_person(id_number=id_number(sequence=s)) for s in (101, 103, 105))
    merge(second, first)
    merge(third, second)
    assert registry.resolve_many(person_ids=[first.pk, second.pk, third.pk]) == {
        first.pk: third.pk, second.pk: third.pk, third.pk: third.pk,
    }  # fmt: skip
    assert breaches() == []
    split(second)
    assert registry.resolve_many(person_ids=[first.pk, second.pk]) == {
        first.pk: second.pk, second.pk: second.pk,
    }  # fmt: skip
    assert breaches() == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"name": "王大明"}, "姓名"),
        ({"id_number": id_number(birth="19850313")}, "出生日期"),
        ({"id_number": id_number(sequence=106), "retirement_category": "F50"}, "性别"),
    ],
)
def test_two_records_that_may_be_two_people_are_not_merged(make_person, merge, changed, named):
    survivor = make_person()
    other = make_person(**{"id_number": id_number(sequence=105), **changed})
    with pytest.raises(Refused) as refusal:
        merge(survivor, other)
    assert refusal.value.codes == ("merge_refused",)
    assert named in refusal.value.problems[0].zh
    assert named in refusal.value.problems[0].next_step_zh


def test_strangers_differ_in_everything_and_hear_all_of_it(make_person, merge):
    survivor = make_person()
    stranger = make_person(
        id_number=id_number(birth="19700101", sequence=106), name="李红", retirement_category="F55"
    )
    with pytest.raises(Refused) as refusal:
        merge(survivor, stranger)
    assert len(refusal.value.problems) == 3


def test_a_birth_date_in_the_file_may_prove_who_somebody_is(make_person, merge):
    survivor = make_person(birth_on_file=date(1983, 3, 12))
    duplicate = make_person(id_number=id_number(birth="19830312"))
    merge(survivor, duplicate)
    assert registry.resolve(person_id=duplicate.pk) == survivor.pk


def test_people_who_died_on_different_days_are_two(twice, merge):
    for person, day in zip(twice, (date(2025, 5, 1), date(2025, 5, 2)), strict=True):
        registry.record_death(
            person_id=person.pk, died_on=day, known_on=TODAY, reason="来函", actor="clerk", at=NOW
        )
    with pytest.raises(Refused):
        merge(*twice)


def test_a_merge_needs_evidence_and_a_reason(twice, merge):
    with pytest.raises(Refused) as refusal:
        merge(*twice, evidence_file_id=None, reason=" ")
    assert refusal.value.codes == ("reason_missing", "evidence_missing")


def test_who_is_merged_already_or_is_the_same_is_not_merged_again(twice, merge):
    survivor, duplicate = twice
    with pytest.raises(Refused):
        merge(survivor, survivor)
    merge(survivor, duplicate)
    for pair in ((survivor, duplicate), (duplicate, survivor)):
        with pytest.raises(Refused) as refusal:
            merge(*pair)
        assert refusal.value.codes == ("merge_refused",)
    with pytest.raises(Refused):
        split(survivor)
