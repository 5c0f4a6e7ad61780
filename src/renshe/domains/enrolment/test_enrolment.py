"""Stories about joining, leaving, pausing, dying and moving."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from renshe.domains.audit import api as audit
from renshe.domains.conftest import NOW, TODAY, id_number
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording, Spell
from renshe.domains.registry import api as registry
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import parse_month

pytestmark = pytest.mark.django_db

ALL = list(Insurance)
MARCH, JUNE, SEPTEMBER, OCTOBER = (
    parse_month(f"2025-{month}") for month in ("03", "06", "09", "10")
)


def because(reason, **changed):
    return Recording(
        **{"reason": reason, "known_on": TODAY, "actor": "clerk", "at": NOW, **changed}
    )


@pytest.fixture
def join_up(make_person, make_employer):
    """王小明 is insured in everything through the first employer since March."""
    person, employer = make_person(), make_employer()
    return person, employer, enrolment.join(
        person_id=person.pk, employer_id=employer.pk, insurances=ALL, from_month=MARCH,
        person_kind="employee", record=because("employment"),
    )  # fmt: skip


def story(person, insurance=Insurance.PENSION):
    """What the pension spells of somebody say, in order: months, status, end."""
    return [
        (str(spell.span.lower)[:7], str(spell.span.upper or "")[:7], spell.status,
         spell.leave_reason or "")
        for spell in enrolment.spells_of(person_id=person.pk, insurance=insurance)
    ]  # fmt: skip


def breaches():
    return {
        invariant.name for invariant, _, count in prove(invariants=enrolment.INVARIANTS) if count
    }


def test_an_employee_joins_all_five_and_the_act_is_recorded(join_up):
    person, employer, spells = join_up
    assert [spell.insurance for spell in spells] == [1, 2, 3, 4, 5]
    assert story(person) == [("2025-03", "", "active", "")]
    (member,) = enrolment.members(employer_id=employer.pk, month=OCTOBER)
    assert (member.person_id, member.insurances) == (person.pk, frozenset(Insurance))
    assert enrolment.members(employer_id=employer.pk, month=MARCH - 1) == []
    change = enrolment.changes_of_person(person_id=person.pk)[0]
    assert (change.kind, change.effective_on, change.known_on) == ("join", date(2025, 3, 1), TODAY)
    assert (change.recorded_by, change.recorded_at, change.reason) == ("clerk", NOW, "employment")
    event = audit.events_about(subject_kind="person", subject_id=person.pk)[0]
    assert (event.verb, event.detail["spells"]) == ("enrolment.join", 5)


def test_nobody_joins_twice_here_or_elsewhere(join_up, make_employer):
    person, employer, _ = join_up
    for unit, code in ((employer, "insured_here_already"), (make_employer(2), "insured_elsewhere")):
        with pytest.raises(Refused) as refusal:
            enrolment.join(
                person_id=person.pk, employer_id=unit.pk, insurances=[1, 2], from_month=JUNE,
                person_kind="employee", record=because("employment"),
            )  # fmt: skip
        assert refusal.value.codes == (code,)
        assert "养老" in refusal.value.problems[0].zh


def test_another_employer_is_not_named_to_who_asks(join_up, make_employer):
    person, employer, _ = join_up
    with pytest.raises(Refused) as refusal:
        enrolment.join(
            person_id=person.pk, employer_id=make_employer(2).pk, insurances=[1], from_month=JUNE,
            person_kind="employee", record=because("employment"),
        )  # fmt: skip
    assert employer.name not in str(refusal.value)


def test_two_employers_both_insure_against_work_injury(join_up, make_employer):
    person, _, _ = join_up
    second = make_employer(2)
    enrolment.join(
        person_id=person.pk, employer_id=second.pk, insurances=[Insurance.INJURY], from_month=JUNE,
        person_kind="employee", record=because("employment"),
    )  # fmt: skip
    assert len(story(person, Insurance.INJURY)) == 2
    assert enrolment.is_member(employer_id=second.pk, person_id=person.pk, month=JUNE)
    assert not enrolment.is_member(employer_id=second.pk, person_id=person.pk, month=MARCH)


@pytest.mark.parametrize("insurance", [Insurance.PENSION, Insurance.INJURY])
def test_the_database_itself_refuses_overlap(join_up, insurance):
    person, employer, spells = join_up
    twin = spells[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.create(
            person=person, employer=employer, insurance=insurance,
            span=DateRange(date(2025, 6, 1), None), status="suspended", person_kind="employee",
            join_reason="suspension", known_on=TODAY, recorded_by="x", recorded_at=twin.recorded_at,
        )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"span": DateRange(date(2025, 3, 2), None)},
        {"span": DateRange(date(2025, 3, 1), date(2025, 6, 15)), "leave_reason": "resignation"},
        {"span": DateRange(date(2025, 3, 1), date(2025, 6, 1))},
        {"span": DateRange(None, None)},
        {"span": DateRange(date(2025, 3, 1), date(2025, 3, 1)), "leave_reason": "resignation"},
        {"leave_reason": "resignation"},
        {"employer": None},
        {"insurance": 6},
        {"status": "asleep"},
    ],
)
def test_the_database_itself_refuses_a_spell_that_cannot_be(join_up, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.filter(pk=join_up[2][0].pk).update(**wrong)


def test_an_own_payer_joins_pension_and_medical_only(make_person):
    person = make_person()
    with pytest.raises(Refused) as refusal:
        enrolment.join(
            person_id=person.pk, employer_id=None, insurances=[1, 4], from_month=MARCH,
            person_kind="flexible", record=because("own_payer"),
        )  # fmt: skip
    assert refusal.value.codes == ("insurance_not_for_kind",)
    enrolment.join(
        person_id=person.pk, employer_id=None, insurances=[1, 2], from_month=MARCH,
        person_kind="flexible", record=because("own_payer"),
    )  # fmt: skip
    assert story(person) == [("2025-03", "", "active", "")]


def test_who_cannot_join_hears_every_reason(make_person, make_employer, evidence):
    employer = make_employer(registered_on=date(2025, 4, 1))
    child = make_person(id_number=id_number(birth="20100101"))
    registry.record_death(
        person_id=child.pk,
        died_on=date(2025, 2, 1),
        known_on=TODAY,
        reason="来函",
        actor="c",
        at=NOW,
    )
    with pytest.raises(Refused) as refusal:
        enrolment.join(
            person_id=child.pk, employer_id=employer.pk, insurances=[1], from_month=MARCH,
            person_kind="retiree_injury_only", record=because("employment"),
        )  # fmt: skip
    assert refusal.value.codes == (
        "insurance_not_for_kind", "employer_not_open", "person_dead", "under_age",
    )  # fmt: skip
    gymnast = make_person(id_number=id_number(birth="20110101"))
    enrolment.join(
        person_id=gymnast.pk, employer_id=employer.pk, insurances=[1], from_month=JUNE,
        person_kind="employee", record=because("employment", evidence_file_id=evidence),
    )  # fmt: skip
    assert story(gymnast) == [("2025-06", "", "active", "")]


def test_a_reason_outside_the_table_is_refused(join_up):
    person, employer, _ = join_up
    with pytest.raises(Refused) as refusal:
        enrolment.leave(
            person_id=person.pk, employer_id=employer.pk, last_month=JUNE, record=because("boredom")
        )
    assert refusal.value.codes == ("reason_unknown",)


def test_a_leaver_is_insured_to_the_last_month_and_may_come_back(join_up):
    person, employer, _ = join_up
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=JUNE, record=because("resignation")
    )
    assert story(person) == [("2025-03", "2025-07", "active", "resignation")]
    assert enrolment.spell_in(person_id=person.pk, insurance=1, month=JUNE) is not None
    assert enrolment.spell_in(person_id=person.pk, insurance=1, month=JUNE + 1) is None
    enrolment.join(
        person_id=person.pk, employer_id=employer.pk, insurances=ALL, from_month=SEPTEMBER,
        person_kind="employee", record=because("employment"),
    )  # fmt: skip
    assert story(person)[1] == ("2025-09", "", "active", "")
    with pytest.raises(Refused) as refusal:
        enrolment.leave(
            person_id=person.pk,
            employer_id=employer.pk,
            last_month=JUNE + 1,
            record=because("resignation"),
        )
    assert refusal.value.codes == ("not_insured_here",)


def test_leaving_one_insurance_keeps_the_others(join_up):
    person, employer, _ = join_up
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=JUNE, insurances=[3],
        record=because("employment_ended"),
    )  # fmt: skip
    assert story(person, Insurance.UNEMPLOYMENT)[0][1] == "2025-07"
    assert story(person)[0][1] == ""


def test_a_pause_splits_the_spell_and_a_return_goes_on(join_up):
    person, employer, _ = join_up
    where = {"person_id": person.pk, "employer_id": employer.pk, "insurances": [1, 2]}
    enrolment.suspend(**where, from_month=JUNE, record=because("停薪留职"))
    enrolment.resume(**where, from_month=SEPTEMBER, record=because("复岗"))
    assert story(person) == [
        ("2025-03", "2025-06", "active", "suspension"),
        ("2025-06", "2025-09", "suspended", "resumption"),
        ("2025-09", "", "active", ""),
    ]
    (member,) = enrolment.members(employer_id=employer.pk, month=JUNE)
    assert member.suspended == {Insurance.PENSION, Insurance.MEDICAL}
    with pytest.raises(Refused):
        enrolment.resume(**where, from_month=OCTOBER, record=because("复岗"))


def test_a_pause_from_the_first_month_turns_the_spell_itself(join_up):
    person, employer, _ = join_up
    enrolment.suspend(
        person_id=person.pk, employer_id=employer.pk, insurances=[1], from_month=MARCH,
        record=because("停薪留职"),
    )  # fmt: skip
    assert story(person) == [("2025-03", "", "suspended", "")]


def test_a_leaver_learned_late_takes_the_pause_after_it_along(join_up):
    person, employer, _ = join_up
    enrolment.suspend(
        person_id=person.pk, employer_id=employer.pk, insurances=[1], from_month=JUNE + 1,
        record=because("停薪留职"),
    )  # fmt: skip
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=JUNE, record=because("resignation")
    )
    assert story(person) == [("2025-03", "2025-07", "active", "resignation")]


def test_a_death_learned_late_ends_everything_with_its_month(join_up, make_employer):
    person, _, _ = join_up
    enrolment.join(
        person_id=person.pk, employer_id=make_employer(2).pk, insurances=[Insurance.INJURY],
        from_month=SEPTEMBER, person_kind="employee", record=because("employment"),
    )  # fmt: skip
    enrolment.die(person_id=person.pk, died_on=date(2025, 6, 3), record=because("死亡证明"))
    assert story(person) == [("2025-03", "2025-07", "active", "death")]
    assert story(person, Insurance.INJURY) == [("2025-03", "2025-07", "active", "death")]
    person.refresh_from_db()
    assert (person.died_on, person.death_known_on) == (date(2025, 6, 3), TODAY)
    assert breaches() == set()
    assert (
        enrolment.die(person_id=person.pk, died_on=date(2025, 6, 3), record=because("重复")) == []
    )


def test_a_death_recorded_past_this_door_is_proved_wrong(join_up):
    person, _, _ = join_up
    registry.record_death(
        person_id=person.pk,
        died_on=date(2025, 6, 3),
        known_on=TODAY,
        reason="来函",
        actor="c",
        at=NOW,
    )
    assert breaches() == {"enrolment_ends_with_death"}


def test_a_move_leaves_no_gap(join_up, make_employer):
    person, old, _ = join_up
    new = make_employer(2)
    enrolment.move(
        person_id=person.pk, from_employer_id=old.pk, to_employer_id=new.pk, first_month=JUNE,
        record=because("调动"),
    )  # fmt: skip
    assert story(person) == [
        ("2025-03", "2025-06", "active", "transfer"), ("2025-06", "", "active", ""),
    ]  # fmt: skip
    assert enrolment.members(employer_id=old.pk, month=JUNE) == []
    assert len(enrolment.members(employer_id=new.pk, month=JUNE)) == 1
    with pytest.raises(Refused):
        enrolment.move(
            person_id=person.pk, from_employer_id=old.pk, to_employer_id=new.pk,
            first_month=OCTOBER, record=because("调动"),
        )  # fmt: skip


def test_a_move_that_cannot_be_changes_nothing(join_up, make_employer):
    person, old, _ = join_up
    young = make_employer(2, registered_on=date(2025, 9, 1))
    with pytest.raises(Refused) as refusal:
        enrolment.move(
            person_id=person.pk, from_employer_id=old.pk, to_employer_id=young.pk, first_month=JUNE,
            record=because("调动"),
        )  # fmt: skip
    assert refusal.value.codes == ("employer_not_open",)
    assert story(person) == [("2025-03", "", "active", "")]


def test_a_joining_by_mistake_is_cancelled_and_stands_in_nobodys_way(join_up, make_employer):
    person, employer, _ = join_up
    enrolment.cancel(
        person_id=person.pk, employer_id=employer.pk, insurances=ALL, from_month=MARCH,
        record=because("误登同名人员"),
    )  # fmt: skip
    assert story(person) == []
    assert Spell.objects.filter(person=person, status="cancelled").count() == 5
    enrolment.join(
        person_id=person.pk, employer_id=make_employer(2).pk, insurances=ALL, from_month=MARCH,
        person_kind="employee", record=because("employment"),
    )  # fmt: skip
    with pytest.raises(Refused):
        enrolment.cancel(
            person_id=person.pk, employer_id=employer.pk, insurances=[1], from_month=MARCH,
            record=because("再次"),
        )  # fmt: skip


def test_everybody_goes_on_at_the_successor_of_a_merged_employer(
    join_up, make_person, make_employer, evidence
):
    person, old, _ = join_up
    new = make_employer(2)
    paused = make_person(id_number=id_number(sequence=103), name="李红")
    enrolment.join(
        person_id=paused.pk, employer_id=old.pk, insurances=ALL, from_month=MARCH,
        person_kind="employee", record=because("employment"),
    )  # fmt: skip
    enrolment.suspend(
        person_id=paused.pk,
        employer_id=old.pk,
        insurances=[1],
        from_month=JUNE,
        record=because("停"),
    )
    enrolment.join(
        person_id=person.pk, employer_id=new.pk, insurances=[Insurance.INJURY], from_month=JUNE,
        person_kind="employee", record=because("employment"),
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        enrolment.absorb(employer_id=old.pk, record=because("合并"))
    assert refusal.value.codes == ("no_successor",)
    registry.absorb_employer(
        employer_id=old.pk, successor_id=new.pk, last_day=date(2025, 8, 31), reason="吸收合并",
        evidence_file_id=evidence, actor="approver", at=NOW, known_on=TODAY,
    )  # fmt: skip
    assert breaches() == {"enrolment_ends_with_the_employer"}
    enrolment.absorb(employer_id=old.pk, record=because("合并"))
    assert story(person) == [
        ("2025-03", "2025-09", "active", "merger"), ("2025-09", "", "active", ""),
    ]  # fmt: skip
    assert story(paused)[1:] == [
        ("2025-06", "2025-09", "suspended", "merger"), ("2025-09", "", "suspended", ""),
    ]  # fmt: skip
    assert story(person, Insurance.INJURY) == [
        ("2025-03", "2025-09", "active", "merger"), ("2025-06", "", "active", ""),
    ]  # fmt: skip
    assert enrolment.members(employer_id=old.pk, month=SEPTEMBER) == []
    assert len(enrolment.members(employer_id=new.pk, month=SEPTEMBER)) == 2
    assert breaches() == set()
    assert enrolment.absorb(employer_id=old.pk, record=because("合并")) == []


def test_a_merged_duplicate_joins_and_leaves_as_the_survivor(
    join_up, make_person, make_employer, evidence
):
    person, employer, _ = join_up
    duplicate = make_person(id_number=id_number(sequence=105))
    other = make_employer(2)
    enrolment.join(
        person_id=duplicate.pk, employer_id=other.pk, insurances=[1], from_month=SEPTEMBER,
        person_kind="employee", record=because("employment"),
    )  # fmt: skip
    pairs = enrolment.merge_conflicts(person_ids=[person.pk, duplicate.pk])
    assert [(left.insurance, right.insurance) for left, right in pairs] == [(1, 1)]
    registry.merge_people(
        survivor_id=person.pk, duplicate_id=duplicate.pk, reason="重复登记", actor="r", at=NOW,
        evidence_file_id=evidence,
    )  # fmt: skip
    assert breaches() == {"enrolment_of_merged_people_agrees"}
    enrolment.leave(
        person_id=duplicate.pk, employer_id=employer.pk, last_month=JUNE, record=because("transfer")
    )
    assert breaches() == set()
    assert [row[0] for row in story(person)] == ["2025-03", "2025-09"]
    with pytest.raises(Refused):
        enrolment.join(
            person_id=person.pk, employer_id=employer.pk, insurances=[1], from_month=OCTOBER,
            person_kind="employee", record=because("employment"),
        )  # fmt: skip
    assert enrolment.merge_conflicts(person_ids=[person.pk, duplicate.pk]) == []


def test_recorded_changes_stay(join_up):
    for act in (
        lambda: enrolment.Change.objects.update(reason="other"),
        lambda: enrolment.Change.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_changes_of_a_month_are_listed_for_the_employer(join_up):
    person, employer, _ = join_up
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=JUNE, record=because("resignation")
    )
    left = enrolment.changes_of_employer(employer_id=employer.pk, month=JUNE + 1, kinds=["leave"])
    assert {change.spell.insurance for change in left} == set(ALL)
    assert not enrolment.changes_of_employer(employer_id=employer.pk, month=JUNE).exists()


def test_bulk_columns_are_those_of_the_table(db):
    from django.db import connection

    (schema,) = enrolment.bulk_tables().values()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, is_nullable = 'YES' FROM information_schema.columns "
            "WHERE table_name = 'enrolment_spell' AND column_name <> 'id'"
        )
        assert dict(cursor.fetchall()) == {field.name: field.nullable for field in schema}
