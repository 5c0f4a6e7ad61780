"""A death: insurance and pension end, the frozen line stops, money paid after becomes a receivable and comes back."""

from datetime import UTC, date, datetime

from renshe.domains.enrolment import api as enrolment
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.foundation.invariants import prove
from renshe.kernel.periods import format_month, month_containing
from renshe.services.pension.recover_overpayment.decide import take_recovery
from renshe.services.pension.report_death.decide import report_death

OCTOBER = 2025 * 12 + 9


def recorded(known_on):
    at = datetime(known_on.year, known_on.month, known_on.day, tzinfo=UTC)
    return pension.Recorded(by="clerk", at=at, known_on=known_on, reason="社区报告")


def frozen(*, place="310100"):
    """October frozen and not yet drawn."""
    batch_id = funds.open_batch(
        kind="pension_payment",
        accounting_month=OCTOBER,
        run_key="october",
        fund="employee_pension",
        period=OCTOBER,
    )
    pension.freeze_month_roster(
        batch=pension.NewBatch(
            fund="employee_pension",
            batch_id=batch_id,
            period=OCTOBER,
            place=place,
            attempt=1,
            pays="month",
            accounting_month=OCTOBER,
            frozen_at=datetime(2025, 10, 8, tzinfo=UTC),
            frozen_by="clerk",
        )
    )
    return batch_id


def test_a_death_after_the_freeze_ends_the_pension_and_stops_the_frozen_line(fresh_database):
    fresh_database.become("runner")
    people = add_pensioners(count=3)
    batch_id = frozen()
    known = date(2025, 10, 9)
    settled = report_death(
        person_id=people[1],
        died_on=date(2025, 9, 28),
        recorded=recorded(known),
        accounting_month=OCTOBER,
    )
    assert (settled.overpayments, settled.recall) == ([], [])
    assert settled.stopped == [(batch_id, 2)]
    assert pension.stops_by_reason(batch_id=batch_id) == {"death": 1}
    award = pension.Award.objects.get(person_id=people[1])
    assert (award.state, award.ends_month) == ("ended", OCTOBER - 1)


def test_a_death_in_the_month_that_is_being_paid_leaves_that_month_payable(fresh_database):
    fresh_database.become("runner")
    people = add_pensioners(count=1)
    frozen()
    settled = report_death(
        person_id=people[0],
        died_on=date(2025, 10, 2),
        recorded=recorded(date(2025, 10, 9)),
        accounting_month=OCTOBER,
    )
    assert settled.stopped == []


def insured(person_id, *, since):
    """The person pays pension and medical contributions for himself from a month on."""
    at = datetime(2025, 5, 5, tzinfo=UTC)
    enrolment.join(
        person_id=person_id, employer_id=None, insurances=[1, 2], from_month=since,
        person_kind="flexible",
        record=enrolment.Recording(
            reason="own_payer", known_on=at.date(), actor="clerk", at=at
        ),
    )  # fmt: skip


def test_a_death_learned_late_ends_every_insurance_and_lists_the_months_after_it(fresh_database):
    fresh_database.become("runner")
    (person,) = add_pensioners(count=1)
    insured(person, since=OCTOBER - 5)
    known = date(2025, 10, 9)
    settled = report_death(
        person_id=person,
        died_on=date(2025, 7, 30),
        recorded=recorded(known),
        accounting_month=OCTOBER,
    )
    assert {spell.insurance for spell in settled.ended} == {1, 2}
    ends = {
        (spell.span.upper, spell.leave_reason) for spell in enrolment.spells_of(person_id=person)
    }
    assert ends == {(date(2025, 8, 1), "death")}
    dead = registry.person(person_id=person)
    assert (dead.died_on, dead.death_known_on) == (date(2025, 7, 30), known)
    change = enrolment.changes_of_person(person_id=person)[0]
    assert (change.kind, change.known_on, change.reason) == ("die", known, "社区报告")
    listed = enrolment.late_months_of(person_id=person).filter(change__kind="die")
    assert [format_month(row.period) for row in listed] == ["2025-08", "2025-09", "2025-10"]
    assert not any(count for _, _, count in prove(invariants=enrolment.INVARIANTS))


def test_a_death_that_the_register_knew_already_still_ends_insurance(fresh_database):
    fresh_database.become("runner")
    (person,) = add_pensioners(count=1)
    insured(person, since=month_containing(date(2025, 5, 1)))
    registry.record_death(
        person_id=person, died_on=date(2025, 9, 28), known_on=date(2025, 10, 1), reason="来函",
        actor="registrar", at=datetime(2025, 10, 1, tzinfo=UTC),
    )  # fmt: skip
    settled = report_death(
        person_id=person,
        died_on=date(2025, 9, 28),
        recorded=recorded(date(2025, 10, 9)),
        accounting_month=OCTOBER,
    )
    assert len(settled.ended) == 2
    assert registry.person(person_id=person).death_known_on == date(2025, 10, 1)


def test_recovered_money_is_booked_once_however_often_it_is_reported(fresh_database):
    fresh_database.become("runner")
    people = add_pensioners(count=1)
    owed = pension.Overpayment.objects.create(
        person_id=people[0],
        cause="death_known_late",
        from_month=OCTOBER - 2,
        to_month=OCTOBER - 1,
        principal_fen=600_002,
        known_on=date(2025, 10, 1),
    )
    for _ in range(2):
        take_recovery(
            overpayment_id=owed.pk,
            way="estate",
            amount_fen=600_002,
            received_on=date(2025, 10, 20),
            reference="bank-77",
            accounting_month=OCTOBER,
            by="cashier",
        )
    owed.refresh_from_db()
    assert (owed.state, owed.recoveries.count()) == ("settled", 1)
    rows = funds.trial_balance(fund="employee_pension", book="cash", accounting_month=OCTOBER)
    assert next(row.closing_fen for row in rows if row.code == "1004") == 600_002
