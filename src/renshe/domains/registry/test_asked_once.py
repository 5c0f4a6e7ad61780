"""Under which numbers somebody stands is asked once while a page is read, and anew as soon as somebody is merged or split."""

import pytest

from renshe.domains.registry import api as registry
from renshe.domains.registry.test_merging import merge, split, twice

__all__ = ["merge", "twice"]
pytestmark = pytest.mark.django_db


def numbers_of(person):
    return registry.everybody_who_is(person_id=person.pk)


def test_inside_a_reading_only_the_first_question_costs_a_statement(
    make_person, django_assert_num_queries
):
    person = make_person()
    with registry.numbers_asked_once():
        with django_assert_num_queries(1):
            assert numbers_of(person) == [person.pk]
        with django_assert_num_queries(0):
            assert numbers_of(person) == [person.pk]
            assert registry.resolve(person_id=person.pk) == person.pk
    with django_assert_num_queries(1):
        numbers_of(person)


def test_who_got_an_answer_cannot_change_it_for_the_next(make_person):
    person = make_person()
    with registry.numbers_asked_once():
        numbers_of(person).append(0)
        assert numbers_of(person) == [person.pk]


def test_a_merge_and_a_split_inside_are_seen_at_once(twice, merge):
    survivor, duplicate = twice
    with registry.numbers_asked_once():
        assert numbers_of(duplicate) == [duplicate.pk]
        merge(survivor, duplicate)
        assert numbers_of(duplicate) == numbers_of(survivor) == [survivor.pk, duplicate.pk]
        assert registry.resolve(person_id=duplicate.pk) == survivor.pk
    with registry.numbers_asked_once():
        assert registry.resolve(person_id=duplicate.pk) == survivor.pk
        assert numbers_of(duplicate) == [survivor.pk, duplicate.pk]
        split(duplicate)
        assert numbers_of(duplicate) == [duplicate.pk]


def test_the_next_request_asks_for_itself(make_person, django_assert_num_queries):
    person = make_person()
    with registry.numbers_asked_once():
        numbers_of(person)
    with registry.numbers_asked_once(), django_assert_num_queries(1):
        numbers_of(person)
