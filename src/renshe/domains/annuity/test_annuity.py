"""An annuity lives through its plan, its months, a change of employer and a payout; the law's caps hold at every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import Error, transaction

from renshe.domains import conftest as made_up
from renshe.domains.annuity import api as annuity
from renshe.domains.annuity.api import Choice, Movement, Paid, Recorded, Sent, Terms
from renshe.domains.conftest import NOW, TODAY
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.laws import library

pytestmark = pytest.mark.django_db
make_employer, make_person = made_up.make_employer, made_up.make_person
Make = Callable[..., Any]
JANUARY = 2025 * 12
BY = Recorded(by="clerk", at=NOW, known_on=TODAY, reason="按方案")
TERMS = Terms(
    kind="enterprise", name="企业年金方案", trustee="和润养老金管理", starts_month=JANUARY, joins_after_months=0,
    employer_rate=800, personal_rate=400, full_vesting_years=8,
)  # fmt: skip
OCCUPATIONAL = replace(TERMS, kind="occupational", full_vesting_years=0, notional=True)
PAYROLL = 10_000_00


def broken() -> list[str]:
    return [one.name for one, found, _ in prove(invariants=annuity.INVARIANTS) if found]


def filed(employer: Any, terms: Terms = TERMS) -> annuity.Plan:
    return annuity.file_plan(
        employer_id=employer.pk, terms=terms, explain=library.explain, recorded=BY
    )


def paid(
    plan: annuity.Plan,
    person: Any,
    *,
    period: int = JANUARY,
    employer: int = 800_00,
    own: int = 400_00,
) -> Any:
    sent = Sent(period=period, payroll_fen=PAYROLL, file_name="1月.xlsx", sha256=f"file {period}")
    rows = [Paid(person_id=person.pk, employer_fen=employer, personal_fen=own)]
    return annuity.take_contributions(
        plan_id=plan.pk, sent=sent, rows=rows, explain=library.explain, recorded=BY
    )


def account_of(person: Any) -> annuity.AccountNow:
    return annuity.accounts_of(person_id=person.pk)[-1]


def unit(plan: annuity.Plan, period: int, value: int) -> None:
    annuity.publish_unit_value(
        plan_id=plan.pk, period=period, value=value, explain=library.explain, recorded=BY
    )


def refused(act: Callable[[], object], code: str) -> None:
    with pytest.raises(Refused) as why:
        act()
    assert code in why.value.codes


def test_a_plan_is_held_to_the_caps_and_the_eighth_year(make_employer: Make) -> None:
    """8 and 12 percent and eight years are allowed; a hundredth more is not, and a second plan is not."""
    unit_ = make_employer()
    refused(lambda: filed(unit_, replace(TERMS, employer_rate=801)), "annuity_rate_too_high")
    refused(lambda: filed(unit_, replace(TERMS, personal_rate=401)), "annuity_rate_too_high")
    refused(lambda: filed(unit_, replace(TERMS, full_vesting_years=9)), "annuity_vesting_too_long")
    refused(lambda: filed(unit_, OCCUPATIONAL), "annuity_kind_of_employer")
    plan = filed(unit_)
    assert plan.number == "NJ440402202500001"
    refused(lambda: filed(unit_), "annuity_plan_in_force")
    annuity.end_plan(plan_id=plan.pk, last_month=JANUARY + 5, recorded=BY)
    assert filed(unit_).number == "NJ440402202500002"


def test_a_month_is_taken_once_up_to_the_cap_and_reversed_whole(
    make_employer: Make, make_person: Make
) -> None:
    """One fen above 8 percent is refused; a reversed month leaves nothing and may come again."""
    plan, person = filed(make_employer()), make_person()
    refused(lambda: paid(plan, person, employer=800_01, own=0), "annuity_above_cap")
    refused(lambda: paid(plan, person, employer=800_00, own=400_01), "annuity_above_cap")
    refused(lambda: paid(plan, person, period=JANUARY - 1), "annuity_no_plan")
    file = paid(plan, person)
    refused(lambda: paid(plan, person), "annuity_month_there")
    assert account_of(person).balance == annuity.Balance(employer_fen=800_00, personal_fen=400_00)
    annuity.reverse_contributions(file_id=file.pk, recorded=BY)
    assert account_of(person).balance.total_fen == 0
    paid(plan, person, employer=100_00)
    assert account_of(person).balance.employer_fen == 100_00
    assert broken() == []
    with pytest.raises(Error), transaction.atomic():
        Movement.objects.update(amount_fen=1)


def test_nobody_is_credited_more_than_five_times_the_average(
    make_employer: Make, make_person: Make
) -> None:
    """Six people, one of whom would get nearly everything."""
    plan = filed(make_employer())
    number = made_up.id_number
    people = [make_person(id_number=number(sequence=101 + 2 * n)) for n in range(6)]
    sent = Sent(period=JANUARY, payroll_fen=PAYROLL, file_name="", sha256="")

    def take(*shares: int) -> object:
        rows = [
            Paid(person_id=one.pk, employer_fen=fen, personal_fen=0)
            for one, fen in zip(people, shares, strict=True)
        ]
        return annuity.take_contributions(
            plan_id=plan.pk, sent=sent, rows=rows, explain=library.explain, recorded=BY
        )

    refused(lambda: take(700_00, 1_00, 1_00, 1_00, 1_00, 1_00), "annuity_above_five_times")
    take(500_00, 20_00, 20_00, 20_00, 20_00, 20_00)


def test_the_return_follows_the_unit_value_part_by_part(
    make_employer: Make, make_person: Make
) -> None:
    """From 1.0000 to 1.0250: 2.5 percent of what stood there before the month, rounded down to the fen."""
    plan, person = filed(make_employer()), make_person()
    unit(plan, JANUARY - 1, 10_000)
    paid(plan, person, employer=333_33, own=100_00)
    unit(plan, JANUARY, 10_100)
    assert account_of(person).balance.total_fen == 433_33
    unit(plan, JANUARY + 1, 10_350)
    # 333.33 × 250 / 10100 = 8.2507…, 100.00 × 250 / 10100 = 2.4752…
    assert account_of(person).balance == annuity.Balance(employer_fen=341_58, personal_fen=102_47)
    refused(lambda: unit(plan, JANUARY + 1, 10_500), "annuity_value_order")
    unit(plan, JANUARY + 2, 9_000)
    assert account_of(person).balance.total_fen < 433_33
    assert broken() == []


def test_who_leaves_after_three_years_of_eight_takes_three_eighths_along(
    make_employer: Make, make_person: Make
) -> None:
    """Half a year more does not count; what is not vested goes back, the rest moves into the next plan and stays his."""
    plan, person = filed(make_employer(), replace(TERMS, starts_month=JANUARY - 36)), make_person()
    to = filed(make_employer(2))
    for period in (JANUARY - 36, JANUARY):
        paid(plan, person, period=period)
    account = account_of(person)
    left = annuity.leave_plan(
        account_id=account.account.pk, last_month=JANUARY + 5, at_once=False, to_plan_id=to.pk,
        explain=library.explain, recorded=BY,
    )  # fmt: skip
    assert (left.forfeited_fen, left.moved_fen) == (1_000_00, 600_00 + 800_00)
    here, there = annuity.accounts_of(person_id=person.pk)
    assert here.balance.total_fen == 0
    assert there.balance == annuity.Balance(personal_fen=1_400_00)
    refused(
        lambda: annuity.leave_plan(
            account_id=account.account.pk, last_month=JANUARY + 5, at_once=False, to_plan_id=None,
            explain=library.explain, recorded=BY,
        ),
        "annuity_left_already",
    )  # fmt: skip
    assert broken() == []


def test_the_laws_own_cases_vest_the_whole_at_once(make_employer: Make, make_person: Make) -> None:
    """A dismissal without fault after one month leaves nothing behind."""
    plan, person = filed(make_employer()), make_person()
    paid(plan, person)
    left = annuity.leave_plan(
        account_id=account_of(person).account.pk, last_month=JANUARY, at_once=True, to_plan_id=None,
        explain=library.explain, recorded=BY,
    )  # fmt: skip
    assert (left.forfeited_fen, left.vested_fen) == (0, 800_00)


def test_the_notional_part_bears_the_published_rate_and_is_made_real_when_drawn(
    make_employer: Make, make_person: Make
) -> None:
    """2024 at the published rate, once; at retirement the budget pays, then month by month to the last fen."""
    school = make_employer(kind="institution")
    man = make_person(id_number=made_up.id_number(birth="19620115"))
    plan = filed(school, replace(OCCUPATIONAL, starts_month=JANUARY - 12))
    paid(plan, man, period=JANUARY - 12)
    rate = library.explain(
        "account_rate_of_year", {"account_year": 2024}, place="440400", on=dt.date(2024, 12, 31)
    ).value
    assert (
        annuity.credit_notional(plan_id=plan.pk, year=2024, explain=library.explain, recorded=BY)
        == 1
    )
    assert (
        annuity.credit_notional(plan_id=plan.pk, year=2024, explain=library.explain, recorded=BY)
        == 0
    )
    interest = round(800_00 * rate)
    assert account_of(man).balance == annuity.Balance(
        notional_fen=800_00 + interest, personal_fen=400_00
    )

    start = 2025 * 12 + 9
    choice = Choice(
        reason="retirement", way="monthly", starts_month=start, months=7, evidence="退休审批表"
    )
    account = account_of(man).account
    payout = annuity.decide_payout(
        account_id=account.pk, choice=choice, explain=library.explain, recorded=BY
    )
    assert payout.balance_fen == 1_200_00 + interest
    held = {one.code: one.balance_fen for one in annuity.trust_balances(plan_id=plan.pk)}
    assert (held["budget"], held["notional"]) == (0, 0)
    assert held["custody"] == held["employer"] + held["personal"] == payout.balance_fen
    assert broken() == []


def test_nobody_draws_before_the_law_opens_it(make_employer: Make, make_person: Make) -> None:
    """Not before retirement, not for a death that nobody recorded, not abroad without evidence, and once only."""
    plan, person = filed(make_employer()), make_person()
    paid(plan, person)
    account = account_of(person).account.pk

    def draw(**changed: Any) -> object:
        choice = Choice(
            **{
                "reason": "emigration",
                "way": "lump",
                "starts_month": JANUARY + 9,
                "months": 1,
                "evidence": "定居证明",
                **changed,
            }
        )
        return annuity.decide_payout(
            account_id=account, choice=choice, explain=library.explain, recorded=BY
        )

    for changed in ({"reason": "retirement"}, {"reason": "death"}, {"evidence": " "}):
        refused(lambda changed=changed: draw(**changed), "annuity_not_open")
    draw()
    refused(draw, "annuity_drawn_already")


def test_a_banks_file_is_kept_once_and_no_year_above_the_cap(make_person: Make) -> None:
    """12,000 yuan is kept, a fen more is told by its line; a later report of the year counts."""
    person = make_person()
    row = annuity.ReportedYear(
        id_number=person.id_number,
        opened_on=dt.date(2025, 1, 2),
        paid_fen=12_000_00,
        drawn_fen=0,
        balance_fen=12_100_00,
    )

    def take(sha: str, *rows: annuity.ReportedYear, day: int = 1) -> annuity.Kept:
        file = annuity.BankFile(
            bank="演示银行", year=2025, made_on=dt.date(2025, 9, day), sha256=sha, rows=rows
        )
        return annuity.take_bank_file(file=file, explain=library.explain, recorded=BY)

    assert take("a", row) == annuity.Kept(kept=1, known=0, faults=())
    assert take("a", row).known == 1
    stranger = replace(row, id_number="110101199001011237")
    told = take("b", stranger, replace(row, paid_fen=12_000_01))
    assert told.faults == ((1, "person_unknown"), (2, "above_the_years_cap"))
    take("c", replace(row, balance_fen=12_345_00), day=2)
    found = annuity.personal_pension_of(person_id=person.pk)
    assert found is not None
    assert (found.balance_fen, found.paid_fen) == (12_345_00, 12_000_00)
    assert broken() == []


def test_what_was_made_real_bears_no_published_rate_any_more(
    make_employer: Make, make_person: Make
) -> None:
    """Noted in 2024 and made real in February 2025: the rate of 2024 comes in July and finds nothing noted."""
    plan = filed(make_employer(kind="institution"), replace(OCCUPATIONAL, starts_month=JANUARY - 12))  # fmt: skip
    kept, gone = make_person(), make_person(id_number=made_up.id_number(sequence=881))
    for turn, person in enumerate((kept, gone)):
        paid(plan, person, period=JANUARY - 12 + turn)
    annuity.make_real(account_id=account_of(gone).account.pk, period=JANUARY + 1, recorded=BY)
    early = replace(BY, known_on=dt.date(2025, 6, 30))
    with pytest.raises(Refusal):
        annuity.credit_notional(plan_id=plan.pk, year=2024, explain=library.explain, recorded=early)
    assert annuity.credit_notional(plan_id=plan.pk, year=2024, explain=library.explain, recorded=BY) == 1  # fmt: skip
    assert account_of(gone).balance.notional_fen == 0
    assert account_of(kept).balance.notional_fen == 800_00 + round(800_00 * 0.0262)
    assert broken() == []
