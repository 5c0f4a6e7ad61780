"""What stops pensions, what brings them back, and what must come back: stories over several months."""

from datetime import UTC, date, datetime

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry.api import Person
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment.conftest import OCTOBER, PLACE, Month

NOVEMBER, DECEMBER = OCTOBER + 1, OCTOBER + 2


def recorded(*, known_on, reason="比对"):
    at = datetime(known_on.year, known_on.month, known_on.day, tzinfo=UTC)
    return pension.Recorded(by="clerk", at=at, known_on=known_on, reason=reason)


def test_a_death_learned_two_months_late_becomes_a_receivable_for_the_months_after_it(month):
    people = add_pensioners(count=3)
    month.pay_all()
    november = month.next()
    november.pay_all()
    december = november.next()
    december.freeze()
    dead = people[0]
    settled = pension.end_pension_by_death(
        person_id=dead, died_on=date(2025, 10, 30), recorded=recorded(known_on=date(2025, 12, 5))
    )
    assert settled.overpayments[0].principal_fen == 300_001
    assert [line["period"] for line in settled.overpayments[0].lines] == [NOVEMBER]
    assert settled.lines_to_stop == [(december.batch_id, 1)]
    assert (settled.awards[0].state, settled.awards[0].ends_month) == ("ended", OCTOBER)
    assert december.check().totals["stopped_death"] == 1


def test_a_death_told_before_the_month_is_frozen_leaves_the_month_of_death_to_be_paid(month):
    dead, other = add_pensioners(count=2)
    pension.end_pension_by_death(
        person_id=dead, died_on=date(2025, 10, 3), recorded=recorded(known_on=date(2025, 10, 5))
    )
    assert month.pay_all().totals["paid"] == 2
    november = month.next()
    assert november.pay_all().totals["paid"] == 1
    lines = pension.PaymentLine.objects.order_by("period", "person_id")
    assert [(line.person_id, line.period) for line in lines] == [
        (dead, OCTOBER), (other, OCTOBER), (other, NOVEMBER),
    ]  # fmt: skip


def test_a_benefit_that_ends_with_a_month_to_come_is_paid_up_to_it(month):
    person, _other = add_pensioners(count=2)
    (award,) = pension.all_in_force(person_id=person)
    pension.end_award(
        award_id=award.pk, last_month=NOVEMBER, recorded=recorded(known_on=date(2025, 10, 5))
    )
    paid = []
    for _ in range(3):
        month.pay_all()
        lines = pension.PaymentLine.objects.filter(person_id=person, period=month.period)
        paid.append(lines.count())
        month = month.next()
    assert paid == [1, 1, 0]


def test_a_prison_term_stops_the_pension_which_comes_back_at_the_old_rate_without_the_lost_months(
    month,
):
    people = add_pensioners(count=2)
    month.pay_all()
    prisoner = people[0]
    stopped = pension.record_custody(
        person_id=prisoner, stage="imprisoned", from_month=NOVEMBER,
        recorded=recorded(known_on=date(2025, 11, 3)),
    )  # fmt: skip
    november = month.next()
    assert november.pay_all().totals["paid"] == 1
    arrears = pension.restore_pension(
        hold_id=stopped.hold.pk, last_month=NOVEMBER, back_pay=False,
        recorded=recorded(known_on=date(2025, 12, 1), reason="刑满释放"),
    )  # fmt: skip
    assert arrears == []
    december = november.next()
    december.pay_all()
    lines = pension.PaymentLine.objects.filter(person_id=prisoner).order_by("period")
    assert [(line.period, line.net_fen) for line in lines] == [
        (OCTOBER, 300_001),
        (DECEMBER, 300_001),
    ]


def test_who_is_acquitted_gets_the_months_of_detention_paid_back(month):
    people = add_pensioners(count=2)
    month.pay_all()
    stopped = pension.record_custody(
        person_id=people[0], stage="detained", from_month=NOVEMBER,
        recorded=recorded(known_on=date(2025, 11, 3)),
    )  # fmt: skip
    assert stopped.overpayments == []
    november = month.next()
    november.pay_all()
    arrears = pension.restore_pension(
        hold_id=stopped.hold.pk, last_month=NOVEMBER, back_pay=True,
        recorded=recorded(known_on=date(2025, 12, 1), reason="判决无罪"),
    )  # fmt: skip
    assert [(row.period, row.cause) for row in arrears] == [(NOVEMBER, "acquitted")]
    december = november.next()
    assert december.pay_all().totals["paid"] == 3


def test_who_serves_outside_prison_is_paid_but_gets_no_adjustment(month):
    people = add_pensioners(count=1)
    pension.record_custody(
        person_id=people[0], stage="community", from_month=OCTOBER,
        recorded=recorded(known_on=date(2025, 10, 1)),
    )  # fmt: skip
    assert month.pay_all().totals["paid"] == 1
    award = pension.in_force(person_id=people[0])
    assert pension.adjust_award(
        award_id=award.pk, year=2026, known_on=date(2026, 6, 1), explain=None
    ) is None  # fmt: skip


def test_certification_made_good_brings_the_pension_back_with_the_months_in_between(month):
    people = add_pensioners(count=2)
    month.pay_all()
    stopped = pension.suspend_pension(
        person_id=people[1], kind="overdue_certification", from_month=NOVEMBER,
        recorded=recorded(known_on=date(2025, 11, 2)),
    )  # fmt: skip
    november = month.next()
    november.pay_all()
    pension.restore_pension(
        hold_id=stopped.hold.pk, last_month=NOVEMBER, back_pay=True,
        recorded=recorded(known_on=date(2025, 11, 25)),
    )  # fmt: skip
    december = november.next()
    december.pay_all()
    lines = pension.PaymentLine.objects.filter(batch_id=december.batch_id).order_by("line_no")
    assert [(line.kind, line.period) for line in lines] == [
        ("regular", DECEMBER), ("regular", DECEMBER), ("arrears", NOVEMBER),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="not_held"):
        pension.restore_pension(
            hold_id=stopped.hold.pk, last_month=NOVEMBER, back_pay=True,
            recorded=recorded(known_on=date(2025, 12, 25)),
        )  # fmt: skip


def overpaid(person_id, *, fen):
    return pension.Overpayment.objects.create(
        person_id=person_id, cause="agency_error", from_month=OCTOBER - 3, to_month=OCTOBER - 3,
        principal_fen=fen, known_on=date(2025, 9, 1),
    )  # fmt: skip


def test_an_overpayment_is_set_off_after_notice_until_it_is_recovered_and_never_beyond(month):
    people = add_pensioners(count=2)
    owed = overpaid(people[0], fen=50_000)
    setting = {"overpayment_id": owed.pk, "from_month": OCTOBER, "monthly_fen": 30_000}
    with pytest.raises(Refusal, match="not_notified"):
        pension.offset_from_pension(**setting, recorded_by="clerk", known_on=date(2025, 9, 3))
    pension.notify_overpayment(overpayment_id=owed.pk, on=date(2025, 9, 2))
    pension.offset_from_pension(**setting, recorded_by="clerk", known_on=date(2025, 9, 3))
    month.pay_all()
    november = month.next()
    november.pay_all()
    december = november.next()
    december.pay_all()
    lines = pension.PaymentLine.objects.filter(person_id=people[0]).order_by("period")
    assert [line.deduction_fen for line in lines] == [30_000, 20_000, 0]
    owed.refresh_from_db()
    assert (owed.recovered_fen, owed.state) == (50_000, "settled")
    rows = funds.trial_balance(fund="employee_pension", book="rights", accounting_month=DECEMBER)
    assert next(row.closing_fen for row in rows if row.code == "R1201") == -50_000


def test_a_stopped_line_gives_its_set_off_back_to_what_is_owed(month):
    people = add_pensioners(count=2)
    owed = overpaid(people[0], fen=50_000)
    pension.notify_overpayment(overpayment_id=owed.pk, on=date(2025, 9, 2))
    pension.offset_from_pension(
        overpayment_id=owed.pk, from_month=OCTOBER, monthly_fen=50_000, recorded_by="clerk",
        known_on=date(2025, 9, 3),
    )  # fmt: skip
    month.freeze()
    month.check()
    month.plan()
    owed.refresh_from_db()
    assert owed.state == "settled"
    month.stop(line_no=1, reason="death", still_due=False)
    owed.refresh_from_db()
    assert (owed.recovered_fen, owed.state) == (0, "open")


def test_the_months_heads_and_fen_come_out_even(month):
    people = add_pensioners(count=10)
    pension.suspend_pension(
        person_id=people[9], kind="manual", from_month=OCTOBER - 1,
        recorded=recorded(known_on=date(2025, 9, 1)),
    )  # fmt: skip
    september = Month(period=OCTOBER - 1)
    september.pay_all()
    first = pension.month_balance(fund=pension.EMPLOYEE_FUND, place=PLACE, period=OCTOBER - 1)
    assert (first.movements["new"].heads, first.closes) == (9, True)
    newcomers = add_pensioners(count=2, first=50, starts_month=OCTOBER)
    pension.end_pension_by_death(
        person_id=people[0],
        died_on=date(2025, 9, 20),
        recorded=recorded(known_on=date(2025, 9, 25)),
    )
    Person.objects.filter(pk=people[0]).update(
        died_on=date(2025, 9, 20), death_known_on=date(2025, 9, 25)
    )
    pension.suspend_pension(
        person_id=people[1], kind="overdue_certification", from_month=OCTOBER,
        recorded=recorded(known_on=date(2025, 10, 1)),
    )  # fmt: skip
    month.freeze()
    month.check()
    month.plan()
    month.stop(line_no=1, reason="manual", still_due=True)
    balance = pension.month_balance(fund=pension.EMPLOYEE_FUND, place=PLACE, period=OCTOBER)
    heads = {name: moved.heads for name, moved in balance.movements.items() if moved.heads}
    assert heads == {"new": 2, "dead": 1, "suspended": 1, "stopped": 1}
    assert (balance.last_month.heads, balance.this_month.heads) == (9, 8)
    assert balance.closes
    assert balance.movements["dead"].fen == -300_001
    assert len(newcomers) == 2


def test_recovered_money_is_taken_once_and_not_beyond_what_is_owed(month):
    people = add_pensioners(count=1)
    owed = overpaid(people[0], fen=40_000)
    pension.agree_instalments(
        overpayment_id=owed.pk, instalments=[(NOVEMBER, 20_000), (DECEMBER, 20_000)]
    )
    paid = {"overpayment_id": owed.pk, "way": "instalment", "received_on": date(2025, 11, 5)}
    assert pension.record_recovery(**paid, amount_fen=20_000, reference="R1")[1]
    assert not pension.record_recovery(**paid, amount_fen=20_000, reference="R1")[1]
    with pytest.raises(Refusal, match="recovery_too_large"):
        pension.record_recovery(**paid, amount_fen=20_001, reference="R2")
    pension.record_recovery(**paid, amount_fen=20_000, reference="R3")
    owed.refresh_from_db()
    assert owed.state == "settled"


def test_two_set_offs_for_one_overpayment_never_take_more_than_is_owed(month):
    people = add_pensioners(count=1)
    owed = overpaid(people[0], fen=50_000)
    pension.notify_overpayment(overpayment_id=owed.pk, on=date(2025, 9, 2))
    for _ in range(2):
        pension.offset_from_pension(
            overpayment_id=owed.pk, from_month=OCTOBER, monthly_fen=30_000, recorded_by="clerk",
            known_on=date(2025, 9, 3),
        )  # fmt: skip
    month.freeze()
    month.check()
    assert month.plan().totals["deduction_fen"] == 50_000
