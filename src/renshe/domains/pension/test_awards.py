"""One man's pension: granted provisionally, made final, corrected for service found later, adjusted each year."""

from datetime import date
from fractions import Fraction
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import PLACE, RETIRED, load_history
from renshe.domains.pension.facts import listed_career
from renshe.domains.pension.operations.roster import NewBatch
from renshe.kernel.rules import Refusal

NOVEMBER = 2025 * 12 + 10


def freeze(*, period, batch_id, at=date(2025, 10, 8)):
    """A frozen month, so that earlier months can only be paid as arrears."""
    from datetime import UTC, datetime

    return pension.freeze_month_roster(
        batch=NewBatch(
            fund="employee_pension",
            batch_id=batch_id,
            period=period,
            place="440400",
            attempt=1,
            pays="month",
            accounting_month=period,
            frozen_at=datetime(at.year, at.month, at.day, tzinfo=UTC),
            frozen_by="clerk",
        )
    )


def test_a_pension_is_granted_with_its_parts_its_state_and_a_receipt_that_replays(retiree):
    granted = retiree.grant()
    award = granted.award
    assert award.starts_month == RETIRED + 1
    assert award.state == "provisional"
    parts = award.basic_fen + award.account_fen + award.transitional_fen + award.other_fen
    assert parts == award.total_fen
    # 160,000 yuan over the divisor of 60 years and one month, 138.4 by the interpolated table.
    assert award.account_fen == round(Fraction(16_000_000) / Fraction("138.4"))
    receipt = pension.award_receipt(award_id=award.pk)
    again = pension.replay(**receipt, explain=retiree.explain)
    assert int(again.value) == award.total_fen
    assert again.ruleset_hash == award.receipt["ruleset_hash"]
    assert [event.verb for event in award.events.order_by("id")] == [
        "determine",
        "review",
        "decide",
    ]


def test_months_before_the_first_roster_that_can_pay_are_owed_as_arrears(retiree):
    freeze(period=NOVEMBER - 1, batch_id=900)
    granted = retiree.grant(known_on=date(2025, 10, 20))
    assert [row.period for row in granted.arrears] == list(range(RETIRED + 1, NOVEMBER))
    assert {row.cause for row in granted.arrears} == {"first_award"}
    heads = freeze(period=NOVEMBER, batch_id=901)
    assert heads == {"rows": 7, "regular": 1, "arrears": 6, "retry": 0}


def test_a_second_pension_of_the_same_kind_is_refused_here_and_by_the_database(retiree):
    award = retiree.grant().award
    with pytest.raises(Refusal, match="already_in_force"):
        retiree.grant()
    with pytest.raises(IntegrityError, match="pension_award_one_in_force"), transaction.atomic():
        pension.Award.objects.create(
            person=retiree.person, state="final", starts_month=RETIRED, place=PLACE, basic_fen=1,
            account_fen=0, total_fen=1, decided_by="x", decided_at=award.decided_at,
        )  # fmt: skip


def test_an_award_once_determined_cannot_be_rewritten_by_anybody(retiree):
    award = retiree.grant().award
    with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
        pension.Award.objects.filter(pk=award.pk).update(
            basic_fen=award.basic_fen + 1, total_fen=award.total_fen + 1
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        pension.Award.objects.filter(pk=award.pk).update(facts={})


def test_parts_that_do_not_add_up_cannot_be_stored(retiree):
    award = retiree.grant().award
    with pytest.raises(IntegrityError, match="components_sum"), transaction.atomic():
        pension.Award.objects.create(
            person=retiree.person, state="redetermined", starts_month=RETIRED, place=PLACE,
            basic_fen=1, account_fen=1, total_fen=3, decided_by="x", decided_at=award.decided_at,
        )  # fmt: skip


def test_service_found_later_raises_the_pension_from_its_first_month(retiree):
    old = retiree.grant().award
    freeze(period=NOVEMBER - 1, batch_id=900)
    found = [(year, 0b1111_1111_1111, 500_000) for year in (2003, 2004)]
    load_history(person_id=retiree.person.pk, years=found, key="found")
    known = date(2025, 10, 28)
    redone = pension.redetermine_award(
        award_id=old.pk,
        cause="redetermined",
        signed=retiree.signed(known_on=known),
        explain=retiree.explain,
    )
    old.refresh_from_db()
    new = redone.award
    assert old.state == "redetermined"
    assert (new.starts_month, new.replaces_id, new.state) == (
        old.starts_month,
        old.pk,
        "provisional",
    )
    rise = new.total_fen - old.total_fen
    assert rise > 0
    assert [month for row in redone.arrears for month in row.covers] == list(
        range(old.starts_month, NOVEMBER)
    )
    owed = {
        row.basic_fen + row.account_fen + row.transitional_fen + row.other_fen
        for row in redone.arrears
    }
    assert owed == {rise}
    assert redone.overpayment is None


def test_a_lower_pension_becomes_an_overpayment_and_never_shortens_arrears(retiree):
    old = retiree.grant().award
    freeze(period=NOVEMBER - 1, batch_id=900)
    retiree.recognise("account_balance", 15_000_000, known_on=date(2025, 10, 1))
    redone = pension.redetermine_award(
        award_id=old.pk, cause="redetermined", signed=retiree.signed(known_on=date(2025, 10, 28)),
        explain=retiree.explain,
    )  # fmt: skip
    months = NOVEMBER - old.starts_month
    assert redone.arrears == []
    assert redone.overpayment.principal_fen == (old.total_fen - redone.award.total_fen) * months
    assert (redone.overpayment.from_month, redone.overpayment.to_month) == (
        old.starts_month,
        NOVEMBER - 1,
    )


class ChangedBase:
    """The law with one figure changed, as when the year's base is published later."""

    def __init__(self, explain, *, base_fen, state="final"):
        self.explain, self.base_fen, self.state = explain, base_fen, state

    def __call__(self, target, facts, *, place, on, known_on=None, given=None):
        given = {"pension_calculation_base": self.base_fen, "award_state": self.state}
        if target == "adjustment_increase":
            given = {"adjustment_increase": facts["pension_before_adjustment"] // 50}
        return self.explain(target, facts, place=place, on=on, known_on=known_on, given=given)


def test_a_provisional_pension_becomes_final_when_the_base_is_published_and_the_rest_is_paid(
    retiree,
):
    retiree.explain = ChangedBase(retiree.explain, base_fen=949_300, state="provisional")
    old = retiree.grant().award
    freeze(period=NOVEMBER - 1, batch_id=900)
    assert pension.provisional_awards(year=2025) == [old.pk]
    retiree.explain = ChangedBase(retiree.explain.explain, base_fen=960_000)
    redone = pension.redetermine_award(
        award_id=old.pk, cause="final_base", signed=retiree.signed(known_on=date(2025, 10, 28)),
        explain=retiree.explain,
    )  # fmt: skip
    assert redone.award.state == "final"
    rise = redone.award.total_fen - old.total_fen
    assert rise > 0
    assert len(redone.arrears) == 1, "what is owed alike for neighbouring months is one payment"
    assert sum(row.total_fen for row in redone.arrears) == rise * (NOVEMBER - old.starts_month)
    assert pension.provisional_awards(year=2025) == []


def test_every_yearly_adjustment_is_replayed_on_the_corrected_pension(retiree):
    retiree.explain = ChangedBase(retiree.explain, base_fen=949_300)
    old = retiree.grant().award
    for year, known in ((2026, date(2026, 6, 1)), (2027, date(2027, 6, 1))):
        freeze(period=year * 12 + 4, batch_id=900 + year, at=date(year, 5, 1))
        adjustment, arrears = pension.adjust_award(
            award_id=old.pk, year=year, known_on=known, explain=retiree.explain
        )
        assert [list(row.covers) for row in arrears] == [[year * 12 + month for month in range(5)]]
        assert {row.other_fen for row in arrears} == {adjustment.amount_fen}
    retiree.recognise("account_balance", 17_000_000, known_on=date(2027, 7, 1))
    redone = pension.redetermine_award(
        award_id=old.pk, cause="redetermined", signed=retiree.signed(known_on=date(2027, 7, 2)),
        explain=retiree.explain,
    )  # fmt: skip
    new = redone.award
    first = new.total_fen // 50
    second = (new.total_fen + first) // 50
    assert list(new.adjustments.order_by("year").values_list("year", "amount_fen")) == [
        (2026, first),
        (2027, second),
    ]
    due = pension.monthly_amounts(award=new, until=2027 * 12 + 5)
    was = pension.monthly_amounts(award=old, until=2027 * 12 + 5)
    owed = {
        month: row.account_fen + row.other_fen for row in redone.arrears for month in row.covers
    }
    assert owed == {month: sum(due[month].values()) - sum(was[month].values()) for month in due}
    assert owed[2027 * 12] > owed[2026 * 12] > owed[2025 * 12 + 11]


def test_who_retired_within_the_year_has_no_adjustment_of_that_year(retiree):
    retiree.explain = ChangedBase(retiree.explain, base_fen=949_300)
    award = retiree.grant().award
    assert pension.adjust_award(
        award_id=award.pk, year=2025, known_on=date(2025, 7, 1), explain=retiree.explain
    ) is None  # fmt: skip


def test_a_fact_that_nobody_recognised_refuses_with_its_name(retiree):
    retiree.recognise("account_balance", 16_000_000, known_on=date(2025, 4, 1))
    with pytest.raises(Refusal, match=r"missing_fact.*local_addition"):
        retiree.grant(known_on=date(2025, 4, 15))


def test_years_that_are_only_deemed_are_counted_and_no_part_of_the_career():
    """A working life that began in 1970: the law's career begins with the first year paid, gaps within it stay listed."""
    entry = partial(
        contributions.YearEntry, base_sum_fen=0, credit_fen=0, credit_product_fen=0, deemed_months=0
    )
    years = [entry(year=1970, months=0), entry(year=1993, months=12), entry(year=1995, months=6)]
    listed = listed_career(years, last_year=1996)
    assert [(one["year"], one["months"]) for one in listed] == [
        (1993, 12), (1994, 0), (1995, 6), (1996, 0),
    ]  # fmt: skip
    assert listed_career(years[:1], last_year=1996) == []
