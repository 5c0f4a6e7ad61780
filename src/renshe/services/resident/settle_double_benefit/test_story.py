"""Two pensions at once are settled through three hands: the resident one ends and the account goes back to its owner.

What months that were paid come to is told in `runs/monthly_pension_payment/test_double_benefits.py`.
"""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.pension import api as pension
from renshe.domains.pension.models import Award
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows.resident_again import first_month_free
from renshe.kernel.codes.problem import Refused
from renshe.services.resident.conftest import AT, BANK, books_hold, held, pay

CODE = "resident.settle_double_benefit"
OCTOBER = 2025 * 12 + 9


def draws(man: registry.Person, kind: str, *, starts: int = OCTOBER) -> Award:
    return Award.objects.create(
        person_id=man.pk, kind=kind, state="final", starts_month=starts, place="440402", basic_fen=20_000, account_fen=0,
        transitional_fen=0, other_fen=0, total_fen=20_000, facts={}, receipt={}, decided_by="take_over", decided_at=AT,
    )  # fmt: skip


def test_the_resident_pension_ends_and_the_balance_is_owed_to_its_owner(
    office: Any, man: registry.Person
) -> None:
    pay(man)
    ours, _other = draws(man, "resident"), draws(man, "old_age", starts=OCTOBER - 5)
    item = office(CODE)
    case = item.closed(BANK, subject_id=man.pk)
    assert case.decision["reference"]["amount_fen"] == 120_000
    assert "1,200.00元退还本人" in case.decision["zh"]
    assert held(man) == 0
    ours.refresh_from_db()
    assert (ours.state, ours.ends_month) == ("ended", OCTOBER - 1)
    assert pension.in_force(person_id=man.pk) is not None
    (payout,) = resident.payouts_of(person_id=man.pk)
    assert (payout.kind, payout.amount_fen, payout.approved_by) == ("returned", 120_000, "zhao")
    books_hold()
    with pytest.raises(Refused) as told:
        item.reversed(case.number)
    assert told.value.codes == ("other_pension_in_force",)


def test_a_settlement_that_was_wrong_is_answered_by_a_counter_act_and_the_pension_claimed_anew(
    office: Any, man: registry.Person
) -> None:
    pay(man)
    ours, other = draws(man, "resident"), draws(man, "old_age", starts=OCTOBER - 5)
    item = office(CODE)
    case = item.closed(BANK, subject_id=man.pk)
    # The other pension turns out to be another person's and ends before its first month.
    Award.objects.filter(pk=other.pk).update(state="ended", ends_month=other.starts_month - 1)
    item.reversed(case.number)
    live = resident.live_participation(person_id=man.pk)
    assert live is not None
    assert live.reference == case.number
    assert resident.tier_of_year(participation=live, year=2025) == 1200
    assert held(man) == 120_000, "nobody had paid the balance yet"
    ours.refresh_from_db()
    assert (ours.state, ours.ends_month) == ("ended", OCTOBER - 1), (
        "what was settled stays as it was"
    )
    assert [one.state for one in resident.payouts_of(person_id=man.pk)] == ["cancelled"]
    books_hold()


def test_whose_other_pension_ended_joins_again_and_no_month_is_paid_twice(
    office: Any, man: registry.Person
) -> None:
    pay(man)
    draws(man, "resident", starts=OCTOBER - 9)
    other = draws(man, "old_age", starts=OCTOBER - 5)
    office(CODE).closed(BANK, subject_id=man.pk)
    again = {"tier": "1200", "community": "440402", "student": "", "in_need": ""}
    join = office("resident.enrol")
    assert join.found(again, subject_id=man.pk) == ["other_pension_in_force"]
    Award.objects.filter(pk=other.pk).update(state="ended", ends_month=OCTOBER - 2)
    join.closed(again, subject_id=man.pk)
    assert resident.live_participation(person_id=man.pk) is not None
    assert first_month_free(person_id=man.pk) == OCTOBER - 1
    books_hold()


def test_one_pension_or_another_mans_account_is_refused(office: Any, man: registry.Person) -> None:
    pay(man)
    item = office(CODE)
    draws(man, "resident")
    assert item.found(BANK, subject_id=man.pk) == ["draws_no_two_pensions"]
    draws(man, "land_allowance")
    assert item.found(BANK, subject_id=man.pk) == ["draws_no_two_pensions"], "no basic pension"
    draws(man, "institution")
    assert item.found({**BANK, "account_name": "李四"}, subject_id=man.pk) == ["not_own_account"]
