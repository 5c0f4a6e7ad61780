"""A raise that is owed for many months is one payment, and a death in the middle of it divides it."""

from datetime import date

from django.db import connection

from renshe.domains.pension import api as pension
from renshe.domains.pension.checks import INVARIANTS
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.runs.monthly_pension_payment.conftest import OCTOBER
from renshe.runs.monthly_pension_payment.test_stoppages import recorded

MAY, SEPTEMBER = OCTOBER - 5, OCTOBER - 1


def owe_raise(person_id, *, months=5, fen=12_345):
    award = pension.in_force(person_id=person_id)
    return pension.Arrears.objects.create(
        person_id=person_id, award=award, period=MAY, months=months, cause="adjustment",
        other_fen=fen, known_on=date(2025, 10, 1),
    )  # fmt: skip


def open_spans(person_id):
    rows = pension.Arrears.objects.filter(
        person_id=person_id, roster_batch_id=None, cancelled_on=None
    )
    return [(row.period, row.months, row.total_fen) for row in rows.order_by("id")]


def broken():
    found = {}
    for invariant in INVARIANTS:
        with connection.cursor() as cursor:
            cursor.execute(invariant.sql)
            rows = cursor.fetchall()
        if rows:
            found[invariant.name] = rows
    return found


def test_five_months_of_a_raise_are_one_line_with_all_their_money(month):
    (person,) = add_pensioners(count=1)
    owe_raise(person)
    closed = month.pay_all()
    assert (closed.totals["paid"], closed.totals["paid_fen"]) == (2, 300_001 + 5 * 12_345)
    (line,) = pension.PaymentLine.objects.filter(kind="arrears")
    assert (line.period, line.months, line.other_fen, line.net_fen) == (MAY, 5, 61_725, 61_725)
    seen = pension.person_pension(person_ids=[person], month=OCTOBER).payments
    assert {(one.kind, one.months) for one in seen} == {("regular", 1), ("arrears", 5)}
    assert broken() == {}


def test_a_death_learned_before_the_roster_leaves_the_months_up_to_it(month):
    (person,) = add_pensioners(count=1)
    owe_raise(person)
    pension.end_pension_by_death(
        person_id=person, died_on=date(2025, 8, 10), recorded=recorded(known_on=date(2025, 10, 7))
    )
    assert open_spans(person) == [(MAY, 4, 4 * 12_345)]


def test_a_death_learned_after_the_freeze_stops_the_line_and_owes_the_months_up_to_it_anew(month):
    (person,) = add_pensioners(count=1)
    owe_raise(person)
    month.freeze()
    stopped = pension.end_pension_by_death(
        person_id=person, died_on=date(2025, 8, 10), recorded=recorded(known_on=date(2025, 10, 9))
    )
    assert len(stopped.lines_to_stop) == 2
    assert open_spans(person) == [(MAY, 4, 4 * 12_345)]


def test_the_check_of_the_roster_divides_a_line_at_a_death_that_only_the_register_knows(month):
    (person,) = add_pensioners(count=1)
    owe_raise(person)
    month.freeze()
    registry.record_death(
        person_id=person, died_on=date(2025, 8, 10), known_on=date(2025, 10, 9), reason="x",
        actor="clerk", at=recorded(known_on=date(2025, 10, 9)).at,
    )  # fmt: skip
    month.check()
    month.check()
    assert pension.stops_by_reason(batch_id=month.batch_id) == {"death": 2}
    assert open_spans(person) == [(MAY, 4, 4 * 12_345)]
    assert broken() == {}


def test_of_a_span_that_was_paid_only_the_months_after_death_come_back(month):
    (person,) = add_pensioners(count=1)
    owe_raise(person)
    month.pay_all()
    (claim,) = pension.end_pension_by_death(
        person_id=person, died_on=date(2025, 8, 10), recorded=recorded(known_on=date(2025, 11, 2))
    ).overpayments
    assert claim.principal_fen == 12_345 + 300_001
    assert (claim.from_month, claim.to_month) == (SEPTEMBER, OCTOBER)
    assert broken() == {}


def test_months_that_touched_the_account_stand_each_by_themselves(month):
    (person,) = add_pensioners(count=1)
    award = pension.in_force(person_id=person)
    owed = pension.owe(
        award=award,
        months={
            m: {"basic_fen": 100, "account_fen": 7 if m == MAY else 0, "transitional_fen": 0, "other_fen": 0}
            for m in (MAY, MAY + 1, MAY + 2, MAY + 4)
        },
        cause="redetermined",
        known_on=date(2025, 10, 1),
    )  # fmt: skip
    assert [(row.period, row.months) for row in owed] == [(MAY, 1), (MAY + 1, 2), (MAY + 4, 1)]
