"""A file of another body from its bytes to what people do about it: passes, hits, false alarms, faults."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.certification import api as certification
from renshe.domains.conftest import id_number
from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners, pensioner_number
from renshe.domains.registry import api as registry
from renshe.flows.certification_to_pension import confirm_hit
from renshe.flows.pension_restores import restores_decided
from renshe.gateways.population.contract import PopulationFiles
from renshe.gateways.population.simulator import SimulatedBody, Told
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.runs.eligibility_clock.conftest import PLACE, Bureau, at
from renshe.runs.eligibility_comparison.run import Outcome, run
from renshe.runs.monthly_pension_payment.conftest import OCTOBER, Month
from renshe.services.pension.report_death.decide import report_death

NOVEMBER, DECEMBER = OCTOBER + 1, OCTOBER + 2
TODAY = dt.date(2025, 12, 3)
NAME = "王小明"
DUPLICATE = id_number(birth="19640502", sequence=533, region="440402")


@pytest.fixture
def bureau(fresh_database: Any) -> Bureau:
    fresh_database.become("runner")
    return Bureau()


def file_of(kind: str, *told: Told) -> bytes:
    body = SimulatedBody(seed=1)
    return body.file(kind=kind, place=PLACE, sequence=1, made_on=TODAY, told=told)


def compared(
    bureau: Bureau, content: bytes, *, name: str = "f.txt", day: dt.date = TODAY
) -> Outcome:
    return run(bureau.context(day), file_name=name, content=content, reader=PopulationFiles())


def dead(n: int, on: dt.date, name: str = NAME) -> Told:
    return Told(pensioner_number(n), name, on, "医院证明")


def check(hit: certification.Hit, *, on: dt.date, by: str = "clerk", stage: str = "") -> None:
    finding = certification.Finding(found_on=on, words="死亡证明已核对", stage=stage)
    certification.check_hit(hit_id=hit.pk, finding=finding, by=by, at=at(TODAY), today=TODAY)


def confirm(hit: certification.Hit, by: str = "head") -> Any:
    return confirm_hit(
        hit_id=hit.pk, by=by, at=at(TODAY), today=TODAY, accounting_month=DECEMBER, die=report_death,
        explain=library.explain,
    )  # fmt: skip


def paid(*months: int) -> None:
    for month in months:
        Month(period=month).pay_all()


def test_a_death_in_the_file_stops_nothing_until_two_people_have_checked_it(bureau: Bureau) -> None:
    """Died in October, November was paid: found by the file, checked, confirmed, ended, claimed back."""
    people = add_pensioners(count=3)
    paid(OCTOBER, NOVEMBER)
    outcome = compared(bureau, file_of("death", dead(2, dt.date(2025, 10, 17))))
    found = outcome.comparison
    assert (found.rows, found.matched, found.pensioners, found.hits) == (1, 1, 1, 1)
    hit = certification.Hit.objects.get()
    assert (hit.person_id, hit.name_matches, hit.state) == (people[1], True, "open")
    assert pension.Award.objects.get(person_id=people[1]).state == "final"
    since = certification.paid_since(person_id=people[1], month=OCTOBER)
    assert (since.months, since.fen, since.last) == (1, 300_002, NOVEMBER)
    with pytest.raises(Refused, match="还没有人核实"):
        confirm(hit)
    check(hit, on=dt.date(2025, 10, 17))
    with pytest.raises(Refused, match="两个人"):
        confirm(hit, by="clerk")
    settled = confirm(hit)
    assert (settled.overpayments[0].principal_fen, settled.overpayments[0].cause) == (300_002, "death_known_late")  # fmt: skip
    assert [line["period"] for line in settled.overpayments[0].lines] == [NOVEMBER]
    award = pension.Award.objects.get(person_id=people[1])
    assert (award.state, award.ends_month) == ("ended", OCTOBER)
    assert registry.person(person_id=people[1]).died_on == dt.date(2025, 10, 17)
    with pytest.raises(Refused, match="已经处理完"):
        confirm(hit, by="third")
    assert bureau.broken() == []
    assert Month(period=DECEMBER).pay_all().totals["paid"] == 2


def test_a_false_alarm_is_dismissed_with_its_reason_and_does_not_come_again(bureau: Bureau) -> None:
    (person,) = add_pensioners(count=1)
    on = dt.date(2025, 11, 9)
    compared(bureau, file_of("death", dead(1, on, "李四")))
    hit = certification.Hit.objects.get()
    assert hit.name_matches is False
    with pytest.raises(Refused, match="没有写明理由"):
        certification.dismiss_hit(hit_id=hit.pk, reason="", by="clerk", at=at(TODAY))
    certification.dismiss_hit(hit_id=hit.pk, reason="社区上门，本人健在，证件号被误录", by="clerk", at=at(TODAY))  # fmt: skip
    later = file_of("death", dead(1, on, "李四"), dead(5, on))
    assert compared(bureau, later, name="later.txt").comparison.hits == 0
    assert pension.Award.objects.get(person_id=person).state == "final"
    assert Month(period=DECEMBER).pay_all().totals["paid"] == 1
    assert bureau.broken() == []


def test_while_a_death_is_open_only_somebody_who_saw_the_person_can_prove_him_alive(bureau: Bureau) -> None:  # fmt: skip
    (person,) = add_pensioners(count=1)
    compared(bureau, file_of("death", dead(1, dt.date(2025, 11, 9))))
    with pytest.raises(Refused, match="需要当面核实"):
        bureau.prove(person, TODAY, "self_service")
    used = file_of("medical_use", Told(pensioner_number(1), NAME, dt.date(2025, 12, 1)))
    assert compared(bureau, used).comparison.passed == 0
    assert bureau.prove(person, TODAY, "counter").proof.pk


def test_the_same_file_twice_changes_nothing(bureau: Bureau) -> None:
    add_pensioners(count=2)
    content = file_of("death", dead(1, dt.date(2025, 11, 9)))
    first = compared(bureau, content)
    again = compared(bureau, content, name="renamed.txt", day=TODAY + dt.timedelta(days=1))
    assert (first.new, again.new, again.comparison.pk) == (True, False, first.comparison.pk)
    assert certification.Hit.objects.count() == certification.Comparison.objects.count() == 1
    used = file_of("medical_use", Told(pensioner_number(2), NAME, dt.date(2025, 12, 1)))
    assert [compared(bureau, used).comparison.passed for _ in range(2)] == [1, 1]
    assert certification.Proof.objects.count() == 1


def test_a_file_with_bad_rows_names_line_and_reason_and_uses_the_others(bureau: Bureau) -> None:
    add_pensioners(count=3)
    on, number = dt.date(2025, 11, 9), pensioner_number(2)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    content = file_of(
        "death", dead(1, on), Told(wrong, NAME, on), Told("31011219", NAME, on), Told(number, " ", on),
        dead(2, TODAY + dt.timedelta(days=1)), dead(3, on), dead(3, on + dt.timedelta(days=1)),
    )  # fmt: skip
    made = compared(bureau, content).comparison
    assert (made.rows, made.bad_rows, made.hits) == (7, 6, 1)
    told = [(one["line_no"], one["code"]) for one in made.faults]
    assert told == [
        (3, "id_check"), (4, "id_shape"), (5, "name_missing"), (6, "event_to_come"), (7, "two_days"), (8, "two_days"),
    ]  # fmt: skip
    assert all(one["zh"] and one["en"] for one in made.faults)


def test_a_file_that_was_cut_or_changed_is_refused_whole_with_its_line(bureau: Bureau) -> None:
    add_pensioners(count=1)
    content = file_of("death", dead(1, dt.date(2025, 11, 9)))
    for broken, says in (
        (content[:-8], "第1行|文件不完整"), (content.replace(b"20251109", b"20251108"), "校验值不符"),
        (content.replace(b"|death|", b"|birth|"), "校验值不符"), (content.replace(b"D|1|", b"E|1|"), "校验值"), (b"", "第1行"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=says):
            compared(bureau, broken)
    assert certification.Comparison.objects.count() == 0


def test_medical_use_proves_silently_and_lists_a_suspended_pension_to_be_restored_by_two_people(
    bureau: Bureau,
) -> None:
    late, prompt = add_pensioners(count=2)
    bureau.prove(prompt, dt.date(2025, 9, 30))
    paid(OCTOBER)
    bureau.day(dt.date(2025, 10, 9))
    assert bureau.day(dt.date(2025, 11, 8))["suspended"] == 1
    paid(NOVEMBER)
    visits = [Told(pensioner_number(n), NAME, day) for n, day in (
        (1, dt.date(2025, 11, 12)), (1, dt.date(2025, 11, 20)), (2, dt.date(2025, 9, 1)),
    )]  # fmt: skip
    outcome = compared(bureau, file_of("medical_use", *visits))
    assert (outcome.comparison.passed, outcome.comparison.hits, outcome.to_restore) == (1, 0, 1)
    assert certification.last_success(person_id=late) == dt.date(2025, 11, 20)
    assert pension.Arrears.objects.count() == 0  # two people restore
    head = pension.Recorded(by="head", at=at(TODAY), known_on=TODAY, reason="")
    restores_decided(list_id=outcome.list_id, recorded=head)
    assert pension.Award.objects.get(person_id=late).state == "final"
    assert certification.last_success(person_id=prompt) == dt.date(2025, 9, 30)
    assert [row.period for row in pension.Arrears.objects.filter(person_id=late)] == [NOVEMBER]
    assert bureau.broken() == []


def test_medical_use_under_another_name_is_looked_at_by_people(bureau: Bureau) -> None:
    (person,) = add_pensioners(count=1)
    on = dt.date(2025, 11, 20)
    compared(bureau, file_of("medical_use", Told(pensioner_number(1), "张三", on)))
    hit = certification.Hit.objects.get()
    assert (hit.kind, hit.name_matches) == ("medical_use", False)
    assert certification.Proof.objects.count() == 0
    check(hit, on=on)
    confirm(hit)
    assert certification.last_success(person_id=person) == on


def test_custody_stops_from_the_month_that_was_found_and_claims_what_was_paid_in_it(bureau: Bureau) -> None:  # fmt: skip
    people = add_pensioners(count=2)
    paid(OCTOBER, NOVEMBER)
    compared(bureau, file_of("custody", Told(pensioner_number(1), NAME, dt.date(2025, 10, 20), "判决书")))  # fmt: skip
    hit = certification.Hit.objects.get()
    with pytest.raises(Refused, match="没有写明是服刑"):
        check(hit, on=dt.date(2025, 11, 1))
    check(hit, on=dt.date(2025, 11, 1), stage="imprisoned")
    settled = confirm(hit)
    assert (settled.overpayments[0].cause, settled.overpayments[0].principal_fen) == ("custody_known_late", 300_001)  # fmt: skip
    assert pension.Award.objects.get(person_id=people[0]).state == "suspended"
    assert bureau.broken() == []
    assert Month(period=DECEMBER).pay_all().totals["paid"] == 1


def test_a_merged_duplicates_number_finds_the_survivor_and_an_old_number_the_one_it_became(
    bureau: Bureau,
) -> None:
    first, second = add_pensioners(count=2)
    other = registry.register_person(
        id_number=DUPLICATE, name=NAME, ethnic_code="01", household_place="310112", residence_place="310112",
        actor="clerk", at=at(TODAY), as_of=TODAY,
    )  # fmt: skip
    paper = documents.store(
        name="a.pdf", media_type="application/pdf", content=b"%PDF a", direction="in", at=at(TODAY)
    )
    registry.merge_people(
        survivor_id=first, duplicate_id=other.pk, reason="一人两号", evidence_file_id=paper.pk,
        actor="reviewer", at=at(TODAY),
    )  # fmt: skip
    number = pensioner_number(2)
    old = number[:6] + number[8:17]
    on = dt.date(2025, 11, 9)
    content = file_of("death", Told(old, NAME, on), Told(DUPLICATE, NAME, on))
    made = compared(bureau, content).comparison
    assert (made.bad_rows, made.matched, made.hits) == (0, 2, 2)
    hits = certification.Hit.objects.order_by("person_id").values_list("person_id", flat=True)
    assert list(hits) == [first, second]
