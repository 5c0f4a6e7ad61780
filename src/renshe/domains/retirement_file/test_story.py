"""A file is read, recognised by two, confirmed by the person, and only then counts for the pension."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.domains.retirement_file.conftest import TODAY
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library

DEEMED = {"from_month": 1983 * 12 + 8, "to_month": 1992 * 12 + 5}


def broken() -> list[str]:
    """Names of invariants that some row breaks."""
    return [one.name for one, _, count in prove(invariants=retirement_file.INVARIANTS) if count]


def codes(act: Any) -> tuple[str, ...]:
    """The codes with which an act is refused."""
    with pytest.raises(Refused) as refused, transaction.atomic():
        act()
    return refused.value.codes


def told(person_id: int) -> dict[str, Any]:
    """What the pension law is told as recognised, the latest of each."""
    rows = pension.Recognition.objects.filter(person_id=person_id).order_by("known_on", "pk")
    return {row.fact: row.value for row in rows if row.basis.startswith("档案预审")}


def test_deemed_service_reaches_the_pension_once_two_recognised_and_the_person_confirmed(reading):
    reading.find("birth_date", by_file=dt.date(1965, 3, 12))
    reading.find("work_start", from_month=1983 * 12 + 8)
    reading.find("deemed_service", **DEEMED)
    reading.find("fact", fact="deemed_workplace", value="珠海市")
    reading.recognised()
    assert told(reading.person.pk) == {}
    retirement_file.confirm(review_id=reading.review.pk, by=reading.by("chen"), in_person=False)
    assert told(reading.person.pk) == {"deemed_months": 106, "deemed_workplace": "珠海市"}
    person = registry.person(person_id=reading.person.pk)
    assert (person.birth_on_file, person.work_started_month) == (None, 1983 * 12 + 8)
    facts = pension.award_facts(
        person_id=person.pk, place="440402", retirement_month=2025 * 12 + 3, known_on=TODAY + dt.timedelta(days=90),
        explain=library.explain,
    )  # fmt: skip
    assert facts["deemed_months"] == 106
    assert broken() == []


def test_the_earliest_record_of_the_file_decides_where_it_differs_from_the_id(reading):
    finding = reading.find("birth_date", by_file=dt.date(1964, 12, 30))
    assert finding.counts == dt.date(1964, 12, 30)
    assert finding.by_id == dt.date(1965, 3, 12)
    reading.recognised()
    retirement_file.confirm(review_id=reading.review.pk, by=reading.by("chen"), in_person=False)
    person = registry.person(person_id=reading.person.pk)
    assert person.birth_on == dt.date(1965, 3, 12)
    assert registry.birth_date_for(person=person, purpose="retirement") == dt.date(1964, 12, 30)


def test_special_work_is_public_for_five_working_days_before_it_is_recognised(reading):
    reading.find("birth_date", by_file=dt.date(1965, 3, 12))
    reading.special()
    retirement_file.propose(review_id=reading.review.pk, by=reading.by("li"))
    number = reading.review.pk
    zhao = reading.by("zhao")
    assert codes(lambda: retirement_file.recognise(review_id=number, by=zhao)) == (
        "special_work_not_public",
    )
    shown = retirement_file.open_publicity(review_id=number, by=reading.by("li"))
    assert shown.ends_on == dt.date(2025, 3, 10)
    assert shown.shown["name"].startswith("陈")
    assert "建国" not in str(shown.shown)
    last_day = reading.by("zhao", days=7)
    assert codes(lambda: retirement_file.recognise(review_id=number, by=last_day)) == (
        "publicity_not_ended",
    )
    retirement_file.recognise(review_id=number, by=reading.by("zhao", days=8))
    retirement_file.confirm(review_id=number, by=reading.by("chen", days=8), in_person=False)
    values = told(reading.person.pk)
    assert values == {"special_work_kind": "hot", "special_work_months": 120}
    assert broken() == []


def test_an_objection_is_answered_first_and_an_upheld_one_stands_in_the_way(reading):
    reading.find("birth_date", by_file=dt.date(1965, 3, 12))
    reading.special()
    number = reading.review.pk
    shown = retirement_file.open_publicity(review_id=number, by=reading.by("li"))
    said = {"name": "老同事", "phone": "13800000000", "words": "他在办公室，不在炉前"}
    objection = retirement_file.object_to(
        publicity_id=shown.pk, by=reading.by("public", days=3), **said
    )
    late = reading.by("public", days=8)
    assert codes(lambda: retirement_file.object_to(publicity_id=shown.pk, by=late, **said)) == (
        "publicity_over",
    )
    retirement_file.propose(review_id=number, by=reading.by("li", days=8))
    zhao = reading.by("zhao", days=8)
    assert codes(lambda: retirement_file.recognise(review_id=number, by=zhao)) == (
        "objection_unanswered",
    )
    retirement_file.answer_objection(
        objection_id=objection.pk, upheld=True, answer="工资单属实", by=reading.by("li", days=8)
    )
    assert codes(lambda: retirement_file.recognise(review_id=number, by=zhao)) == (
        "objection_upheld",
    )


def test_what_was_changed_after_publicity_is_public_anew(reading):
    reading.find("birth_date", by_file=dt.date(1965, 3, 12))
    finding = reading.special()
    number = reading.review.pk
    retirement_file.open_publicity(review_id=number, by=reading.by("li"))
    retirement_file.withdraw_finding(finding_id=finding.pk, by=reading.by("li"))
    reading.special(work_type="casting")
    retirement_file.propose(review_id=number, by=reading.by("li", days=9))
    late = reading.by("zhao", days=9)
    assert codes(lambda: retirement_file.recognise(review_id=number, by=late)) == (
        "special_work_not_public",
    )


def test_one_alone_recognises_nothing_and_open_questions_wait(reading, make_employer):
    number = reading.review.pk
    li = reading.by("li")
    assert codes(lambda: retirement_file.propose(review_id=number, by=li)) == (
        "birth_finding_missing",
    )
    reading.find("birth_date", by_file=dt.date(1965, 3, 12))
    asked = retirement_file.ask_employer(
        review_id=number, employer_id=make_employer().pk, asked="1988年调动手续在哪里", by=li
    )
    assert asked.due_on == dt.date(2025, 3, 17)
    assert codes(lambda: retirement_file.propose(review_id=number, by=li)) == (
        "file_question_open",
    )
    retirement_file.answer_question(
        question_id=asked.pk, answer="已补送调动介绍信", by=reading.by("hr", days=2)
    )
    retirement_file.propose(review_id=number, by=li)
    assert codes(lambda: retirement_file.recognise(review_id=number, by=li)) == (
        "recognition_needs_two",
    )
    assert (
        retirement_file.send_back(
            review_id=number, reason="请补出生记载", by=reading.by("zhao")
        ).state
        == "open"
    )


def test_paid_months_are_never_deemed_and_periods_of_a_kind_do_not_overlap(reading):
    assert codes(
        lambda: reading.find("deemed_service", from_month=2004 * 12, to_month=2005 * 12)
    ) == ("deemed_months_paid",)
    reading.find("deemed_service", **DEEMED)
    assert codes(lambda: reading.find("deemed_service", **DEEMED)) == ("finding_overlaps",)
    assert codes(lambda: reading.special(work_type="office")) == ("work_type_unknown",)
    assert codes(lambda: reading.find("fact", fact="account_balance", value=1)) == ("fact_unknown",)


def test_the_person_objects_and_the_review_is_open_again_with_his_reason(reading):
    reading.find("birth_date", by_file=dt.date(1965, 3, 12))
    reading.recognised()
    back = retirement_file.object_to_recognition(
        review_id=reading.review.pk, reason="知青工龄没有算", by=reading.by("chen")
    )
    assert (back.state, back.word_reason) == ("open", "知青工龄没有算")
    assert told(reading.person.pk) == {}
    reading.find("deemed_service", **DEEMED)
    reading.recognised()
    assert codes(
        lambda: retirement_file.confirm(
            review_id=reading.review.pk, by=reading.by("li"), in_person=True
        )
    ) == ("signed_paper_missing",)
    reading.paper(kind="signed", content=b"%PDF signed")
    done = retirement_file.confirm(review_id=reading.review.pk, by=reading.by("li"), in_person=True)
    assert done.state == "confirmed"
    assert told(reading.person.pk)["deemed_months"] == 106
    verbs = list(done.events.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["open", "propose", "recognise", "object", "propose", "recognise", "confirm"]


def test_what_is_written_stays_the_database_itself_refuses(reading):
    reading.find("birth_date", by_file=dt.date(1965, 3, 12))
    for sql in (
        "UPDATE retirement_file_finding SET by_file = '1960-01-01'",
        "DELETE FROM retirement_file_event",
        "UPDATE retirement_file_paper SET proves = '别的'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_list_names_who_reaches_the_legal_month_within_a_year_once(retiree, make_person):
    by = retirement_file.By(name="clerk", at=dt.datetime(2025, 3, 3, 2, tzinfo=dt.UTC), today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO enrolment_spell (person_id, insurance, span, status, person_kind, join_reason, known_on,"
            " recorded_by, recorded_at) VALUES (%s, 1, '[2005-01-01,)', 'active', 'flexible', 'new', '2005-01-01', 'x', now())",
            [retiree.person.pk],
        )
    young = make_person()
    drawn = retirement_file.draw_list(place="440400", by=by, explain=library.explain)
    (one,) = retirement_file.listed_at(place="440400")
    assert (one.person_id, one.retirement_month, one.state) == (
        retiree.person.pk, 2025 * 12 + 3, retirement_file.NO_FILE,
    )  # fmt: skip
    assert young.pk != one.person_id
    assert (drawn.people, drawn.first_month) == (1, 2025 * 12 + 2)
    again = retirement_file.draw_list(place="440400", by=by, explain=library.explain)
    assert again.pk == drawn.pk
    later = retirement_file.By(
        name="clerk", at=dt.datetime(2025, 3, 4, 2, tzinfo=dt.UTC), today=dt.date(2025, 3, 4)
    )
    assert retirement_file.draw_list(place="440400", by=later, explain=library.explain).people == 0
    assert broken() == []


def test_an_appraisal_serves_for_a_year_and_is_recorded_once(reading, evidence):
    given = retirement_file.Appraised(
        level="complete", cause="illness", issuer="珠海市劳动能力鉴定委员会", number="鉴2025-1",
        decided_on=dt.date(2024, 2, 29), file_id=evidence,
    )  # fmt: skip
    li, person_id = reading.by("li"), reading.person.pk
    retirement_file.record_appraisal(person_id=person_id, appraised=given, by=li)
    assert codes(
        lambda: retirement_file.record_appraisal(person_id=person_id, appraised=given, by=li)
    ) == ("appraisal_known",)
    assert retirement_file.valid_appraisal(person_id=person_id, on=dt.date(2025, 2, 28)) is not None
    assert retirement_file.valid_appraisal(person_id=person_id, on=dt.date(2025, 3, 1)) is None
