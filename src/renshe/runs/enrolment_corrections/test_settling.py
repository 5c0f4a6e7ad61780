"""Changes of enrolment that come after the month was assessed: given back, annulled or billed, to the fen."""

from __future__ import annotations

import datetime as dt

from renshe.domains.contributions import api as domain
from renshe.domains.contributions import test_small_city as small
from renshe.domains.contributions.models import Bill, Refund
from renshe.domains.documents import api as documents
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance
from renshe.domains.registry import api as registry
from renshe.runs.context import RunContext
from renshe.runs.enrolment_corrections import run as corrections
from renshe.runs.enrolment_corrections.columns import SHARES
from renshe.runs.enrolment_corrections.conftest import (
    ALL,
    DUE,
    KNOWN,
    OCTOBER,
    PLACE,
    at,
    because,
    correct,
    credits,
    joins,
    leaves,
    lines,
    listed,
    months_counted,
    nothing_is_broken,
    pay,
    pay_all,
    wage,
)
from renshe.runs.monthly_contribution_assessment import law


def test_a_leaver_learned_after_the_month_was_paid_is_given_back_to_the_fen(city):
    pay_all()
    first, second = city.people[0].pk, city.people[1].pk
    leaves(city, 1)
    totals = correct()
    original = Bill.objects.get(kind="regular", employer=city.employers[0])
    (bill,) = Bill.objects.filter(kind="correction")
    assert (bill.corrects_id, bill.state, bill.heads, bill.received_on) == (
        original.pk, "refunded", -1, original.received_on,
    )  # fmt: skip
    (line,) = [row for row in domain.bill_lines(bill_id=original.pk) if row["person_id"] == second]
    paid = sum(line[name] for name in SHARES)
    assert (bill.total_fen, bill.received_fen) == (-paid, -paid)
    assert sum(Refund.objects.values_list("amount_fen", flat=True)) == paid
    assert (totals["given_back_months"], totals["given_back_fen"], totals["waiting_months"]) == (
        1, -paid, 0,
    )  # fmt: skip
    assert (months_counted(first), months_counted(second)) == (1, 0)
    assert listed(second) == [("leave", "corrected", "")]
    nothing_is_broken()


def test_an_account_earns_nothing_on_money_that_goes_back_months_later(city):
    """劳办发〔1997〕116号: credited in November and taken out in January, as if it had never been there."""
    pay_all()
    leaves(city, 1)
    person = city.people[1].pk
    at_credit = credits(2025)[person]
    assert at_credit == (80_800, 80_800 * 2), (
        "November's money bears interest for two months of the year"
    )
    corrections.run(
        RunContext(place=PLACE, period=OCTOBER + 2, accounting_month=OCTOBER + 2, by="operator",
                   at=at(dt.date(2025, 12, 15))),
        law=law, due_on=dt.date(2026, 1, 25), approved_by="head",
    )  # fmt: skip
    assert credits(2025)[person] == (0, 0)
    nothing_is_broken()


def test_a_bill_that_nobody_owes_is_annulled_and_money_that_comes_all_the_same_is_held(city):
    own = city.people[3]
    enrolment.die(person_id=own.pk, died_on=dt.date(2025, 9, 20), record=because("死亡证明"))
    totals = correct()
    bill, answer = Bill.objects.filter(person=own).order_by("id")
    assert (bill.state, answer.state, answer.total_fen) == (
        "written_off",
        "written_off",
        -bill.total_fen,
    )
    assert (totals["annulled_months"], totals["annulled_fen"]) == (1, -bill.total_fen)
    assert listed(own.pk) == [("die", "corrected", "")]
    assert domain.timeline_of(person_id=own.pk).months == ()
    nothing_is_broken()
    pay((own.id_number, bill.total_fen), day=dt.date(2025, 11, 18))
    bill.refresh_from_db()
    assert (bill.received_fen, bill.state) == (0, "written_off")
    assert [item.left_fen for item in domain.suspense_items(as_of=DUE)] == [bill.total_fen]
    nothing_is_broken()


def test_a_bill_of_which_nothing_is_right_is_annulled_only_if_none_of_its_months_waits(city):
    from renshe.domains.pension.models import Award

    for who in range(3):
        leaves(city, who)
    drawn = Award.objects.create(
        person=city.people[2], kind="old_age", state="final", starts_month=OCTOBER + 1, place=PLACE, basic_fen=1,
        account_fen=0, transitional_fen=0, other_fen=0, total_fen=1, decided_by="d", decided_at=at(KNOWN),
    )  # fmt: skip
    assert correct(dt.date(2025, 11, 11))["waiting_months"] == 3
    assert [listed(person.pk)[0][2] for person in city.people[:3]] == [
        "not_paid_yet", "not_paid_yet", "benefits_drawn",
    ]  # fmt: skip
    drawn.state = "redetermined"
    drawn.save()
    totals = correct(dt.date(2025, 11, 12))
    assert (totals["annulled_months"], totals["waiting_months"]) == (3, 0)
    assert {bill.state for bill in Bill.objects.filter(employer=city.employers[0])} == {"written_off"}  # fmt: skip
    nothing_is_broken()


def test_a_pause_learned_late_is_given_back_and_a_return_learned_late_is_billed(city):
    pay_all()
    person = city.people[0].pk
    where = {
        "person_id": person,
        "employer_id": city.employers[0].pk,
        "insurances": ALL,
        "from_month": OCTOBER,
    }
    enrolment.suspend(**where, record=because("停薪留职"))
    assert correct(dt.date(2025, 11, 11))["given_back_months"] == 1
    enrolment.resume(**where, record=because("误报，复岗"))
    assert correct(dt.date(2025, 11, 12))["billed_months"] == 1
    pay_all(day=dt.date(2025, 11, 18), number=2)
    assert months_counted(person) == 1
    nothing_is_broken()


def test_a_joiner_reported_late_owes_what_he_would_have_owed_in_time_from_the_day_it_was_due(city):
    """社会保险法 63, 86: the employer reported ten months late, so the surcharge runs from October's due day."""
    late = small.add_person(city)
    wage(late.pk, city.employers[0].pk, 1_010_000)
    joins(city, 4, 0, from_month=OCTOBER - 9)
    totals = correct()
    (bill,) = Bill.objects.filter(kind="back_payment")
    assert (bill.period, bill.due_on, bill.heads) == (OCTOBER, small.DUE, 1)
    colleague = next(
        row for row in domain.bill_lines(bill_id=Bill.objects.get(employer=city.employers[0], kind="regular").pk)
        if row["person_id"] == city.people[1].pk
    )  # fmt: skip
    (line,) = domain.bill_lines(bill_id=bill.pk)
    for name in (*SHARES, "pension_base_fen", "account_credit_fen"):
        assert line[name] == colleague[name], name
    assert (totals["billed_late_months"], totals["billed_months"]) == (1, 0)
    charged = domain.surcharge_by_bill(as_of=KNOWN, surcharge_of=lambda asked: asked["principal_fen"])  # fmt: skip
    assert bill.pk in charged["bill_id"].to_list()
    nothing_is_broken()
    pay_all(day=dt.date(2025, 11, 18))
    assert months_counted(late.pk) == 1
    nothing_is_broken()


def test_a_joiner_within_thirty_days_after_the_cut_off_bears_no_surcharge(city):
    """社会保险法 58: whoever enrols within thirty days is not late, though the month is assessed already."""
    late = small.add_person(city)
    wage(late.pk, city.employers[0].pk, 1_000_000)
    joins(city, 4, 0)
    totals = correct()
    (bill,) = Bill.objects.filter(kind="back_payment")
    assert (bill.due_on, totals["billed_months"], totals["billed_late_months"]) == (DUE, 1, 0)
    charged = domain.surcharge_by_bill(as_of=KNOWN, surcharge_of=lambda asked: asked["principal_fen"])  # fmt: skip
    assert bill.pk not in charged["bill_id"].to_list()
    nothing_is_broken()


def test_a_move_learned_late_is_given_back_to_the_old_employer_and_billed_to_the_new(city):
    pay_all()
    person = city.people[0].pk
    wage(person, city.employers[1].pk, 1_200_000)
    enrolment.move(
        person_id=person, from_employer_id=city.employers[0].pk, to_employer_id=city.employers[1].pk,
        first_month=OCTOBER, record=because("调动"),
    )  # fmt: skip
    totals = correct()
    assert (totals["given_back_months"], totals["billed_months"]) == (1, 1)
    assert [row[:3] for row in lines(person)] == [
        (1, city.employers[0].pk, 1_000_000), (-1, city.employers[0].pk, -1_000_000),
        (1, city.employers[1].pk, 1_200_000),
    ]  # fmt: skip
    assert months_counted(person) == 0, "the new employer has not paid yet"
    pay_all(day=dt.date(2025, 11, 18), number=2)
    (entry,) = domain.career_of(person_id=person, base_caps={})
    assert (entry.months, entry.base_sum_fen, entry.credit_fen) == (1, 1_200_000, 96_000)
    nothing_is_broken()


def test_who_left_one_insurance_gets_that_back_and_keeps_the_others_untouched(city):
    pay_all()
    person = city.people[0].pk
    leaves(city, 0, insurances=[Insurance.UNEMPLOYMENT], record=because("employment_ended"))
    correct()
    (bill,) = Bill.objects.filter(kind="correction")
    assert bill.total_fen == bill.unemployment_employer_fen + bill.unemployment_personal_fen == -10_000  # fmt: skip
    assert [(row[0], row[2], row[4]) for row in lines(person)] == [
        (1, 1_000_000, 1_000_000), (-1, -1_000_000, -1_000_000), (1, 1_000_000, 0),
    ]  # fmt: skip
    (entry,) = domain.career_of(person_id=person, base_caps={})
    assert (entry.months, entry.credit_fen) == (1, 80_000)
    nothing_is_broken()


def test_a_month_made_of_two_bills_goes_back_out_of_the_bill_that_each_part_paid(city):
    pay_all()
    person = city.people[0].pk
    leaves(city, 0, insurances=[Insurance.MEDICAL])
    correct(dt.date(2025, 11, 11))
    joins(city, 0, 0, insurances=[Insurance.MEDICAL])
    correct(dt.date(2025, 11, 12))
    (more,) = Bill.objects.filter(kind="back_payment")
    assert more.total_fen == more.medical_employer_fen + more.medical_personal_fen > 0
    pay_all(day=dt.date(2025, 11, 18), number=2)
    assert months_counted(person) == 1
    enrolment.cancel(
        person_id=person, employer_id=city.employers[0].pk, insurances=[Insurance.MEDICAL], from_month=OCTOBER,
        record=because("误登"),
    )  # fmt: skip
    leaves(city, 0)
    correct(dt.date(2025, 11, 20))
    answers = Bill.objects.filter(kind="correction", corrects=more)
    assert [bill.total_fen for bill in answers] == [-more.total_fen]
    assert (months_counted(person), sum(row[0] for row in lines(person))) == (0, 0)
    assert sum(row[2] for row in lines(person)) == sum(row[3] for row in lines(person)) == 0
    nothing_is_broken()


def test_after_a_merger_learned_late_the_months_stand_and_the_successor_pays_them(city):
    """民法典 67, 公司法（2023）221: what the absorbed employer owes, the bill in flight too, is its successor's."""
    old, new = city.employers[0], city.employers[1]
    newcomer = small.add_person(city)
    evidence = documents.store(
        name="合并协议.pdf", media_type="application/pdf", content=b"%PDF", direction="in", at=at(KNOWN)
    ).pk  # fmt: skip
    registry.absorb_employer(
        employer_id=old.pk, successor_id=new.pk, last_day=dt.date(2025, 9, 30), reason="吸收合并",
        evidence_file_id=evidence, actor="approver", at=at(KNOWN), known_on=KNOWN,
    )  # fmt: skip
    enrolment.absorb(employer_id=old.pk, record=because("合并"))
    wage(newcomer.pk, new.pk, 1_000_000)
    joins(city, 4, 1)
    totals = correct()
    assert (totals["billed_months"], totals["given_back_months"], totals["annulled_months"]) == (
        1, 0, 0,
    )  # fmt: skip
    assert {state for _, state, _ in listed(city.people[0].pk)} == {"agrees"}
    inherited = Bill.objects.get(employer=old)
    own = Bill.objects.get(employer=new)
    assert (inherited.kind, own.kind, own.heads) == ("regular", "back_payment", 1)
    pay((new.uscc, inherited.total_fen + own.total_fen), day=dt.date(2025, 11, 18))
    for bill in (inherited, own):
        bill.refresh_from_db()
        assert (bill.state, bill.received_fen) == ("credited", bill.total_fen)
    assert [months_counted(person.pk) for person in city.people[:3]] == [1, 1, 1]
    nothing_is_broken()


def test_somebody_both_employers_insured_against_injury_is_charged_once_after_the_merger(city):
    old, new = city.employers[0], city.employers[1]
    person = city.people[0].pk
    wage(person, new.pk, 1_000_000)
    joins(city, 0, 1, insurances=[Insurance.INJURY])
    correct(dt.date(2025, 11, 11))
    pay_all(day=dt.date(2025, 11, 12))
    evidence = documents.store(
        name="合并协议.pdf", media_type="application/pdf", content=b"%PDF", direction="in", at=at(KNOWN)
    ).pk  # fmt: skip
    registry.absorb_employer(
        employer_id=old.pk, successor_id=new.pk, last_day=dt.date(2025, 9, 30), reason="吸收合并",
        evidence_file_id=evidence, actor="approver", at=at(KNOWN), known_on=KNOWN,
    )  # fmt: skip
    enrolment.absorb(employer_id=old.pk, record=because("合并"))
    totals = correct(dt.date(2025, 11, 20))
    (bill,) = Bill.objects.filter(kind="correction")
    assert bill.total_fen == bill.injury_employer_fen == totals["given_back_fen"] < 0
    assert months_counted(person) == 1
    nothing_is_broken()


def test_two_numbers_of_one_human_being_keep_the_month_that_is_the_survivors(city):
    """Both were assessed in October; once one spell is cancelled and the records are merged, one month is too much."""
    survivor, duplicate = city.people[0], city.people[1]
    pay_all()
    enrolment.cancel(
        person_id=duplicate.pk, employer_id=city.employers[0].pk, insurances=ALL,
        from_month=OCTOBER - 9, record=because("重复参保"),
    )  # fmt: skip
    registry.PersonAlias.objects.create(
        person=survivor, merged_id=duplicate.pk, merged_into=survivor, id_number=duplicate.id_number, reason="重复登记",
        merged_by="r", merged_at=at(KNOWN),
    )  # fmt: skip
    assert correct()["given_back_months"] == 1
    assert [row[0] for row in lines(survivor.pk)] == [1]
    assert [row[0] for row in lines(duplicate.pk)] == [1, -1]
    assert months_counted(survivor.pk) == 1
    nothing_is_broken()
