"""A resident joins, pays, gets what is added, takes a job, dies: account and books agree to the fen at every step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.conftest import id_number, make_person
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.models import Spell
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.checks import INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.laws import library

__all__ = ["make_person"]
ZONE = dt.timezone(dt.timedelta(hours=8))
NOVEMBER = 2025 * 12 + 10
CASH = resident.ByOtherMeans(how="cash", voucher="B1", why="本人没有银行账户，到窗口领取")
TO = resident.PayTo(bank_code="103", account_number="6228480000000000018", account_name="王小明")


def hand(day: str = "2025-11-03", by: str = "clerk", reference: str = "") -> resident.ByHand:
    today = dt.date.fromisoformat(day)
    at = dt.datetime.combine(today, dt.time(10), ZONE)
    return resident.ByHand(by=by, at=at, today=today, reference=reference)


def paid(
    year: int = 2025, fen: int = 120_000, day: str = "2025-11-03", **more: Any
) -> resident.Paid:
    return resident.Paid(
        year=year, tier=fen // 100, amount_fen=fen, paid_on=dt.date.fromisoformat(day),
        **{"channel": "counter", "external_ref": f"T{year}{fen}", **more},
    )  # fmt: skip


def joined(person: registry.Person, *, tier: int = 1200, **more: Any) -> resident.Participation:
    return resident.join(
        person_id=person.pk, place="440402", community="440402001001", tier=tier, explain=library.explain,
        **{"student": False, "draws_other_pension": False, "hand": hand(), **more},
    )  # fmt: skip


def pay(person: registry.Person, what: resident.Paid, **more: Any) -> resident.ResidentPayment:
    return ledger.year_paid(
        person_id=person.pk, paid=what, hand=more.get("hand", hand()), explain=library.explain
    )


def employed(person: registry.Person, first: str, last: str | None) -> None:
    """In the employee pension on one's own from a day until before another."""
    span = (dt.date.fromisoformat(first), last and dt.date.fromisoformat(last))
    Spell.objects.create(
        person=person, employer=None, insurance=enrolment.Insurance.PENSION, span=span, status="active",
        person_kind="flexible", join_reason="own_payer", known_on=hand().today, recorded_by="clerk",
        recorded_at=hand().at, leave_reason="own_wish" if last else None,
    )  # fmt: skip


def broken() -> dict[str, list[str]]:
    every = [*resident.INVARIANTS, *funds.INVARIANTS, *INVARIANTS]
    return {
        one.name: [f"{row.row}: {row.detail}" for row in rows]
        for one, rows, count in prove(invariants=every, limit=3)
        if count
    }


def books(account: str) -> int:
    book = "rights" if account.startswith("R") else "cash"
    rows = funds.trial_balance(fund=ledger.FUND, book=book, accounting_month=2026 * 12)
    return sum(row.closing_fen for row in rows if row.code == account)


@pytest.fixture
def man(db: None, make_person: Any) -> registry.Person:
    """Forty, of Zhuhai, in no scheme; the demonstration's law computes."""
    library.configure(overlays=library.configured()[0], mode="demonstration")
    return make_person()


def refusal(act: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as told:
        act()
    assert all(one.clause and one.next_step_zh and one.next_step_en for one in told.value.problems)
    return told.value.codes


# ---- joining ---------------------------------------------------------------------------------------------------------


def test_whoever_may_join_joins_once_with_a_tier_of_the_place(man: registry.Person) -> None:
    participation = joined(man)
    assert resident.tier_of_year(participation=participation, year=2025) == 1200
    assert refusal(lambda: joined(man)) == ("joined_already",)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"student": True}, "student"),
        ({"draws_other_pension": True}, "draws_other_pension"),
    ],
)
def test_what_the_law_says_against_joining_is_told(
    man: registry.Person, changed: dict[str, Any], why: str
) -> None:
    assert refusal(lambda: joined(man, **changed)) == (why,)


def test_the_register_tells_age_household_and_employment(
    man: registry.Person, make_person: Any
) -> None:
    child = make_person(id_number=id_number(birth="20091201", sequence=103))
    old = make_person(id_number=id_number(birth="19651101", sequence=105))
    guest = make_person(id_number=id_number(sequence=107), household_place="430102")
    worker = make_person(id_number=id_number(sequence=109))
    employed(worker, "2025-03-01", None)
    found = [refusal(lambda who=who: joined(who)) for who in (child, old, guest, worker)]
    assert found == [
        ("under_sixteen",), ("pension_age_reached",), ("registered_elsewhere",), ("insured_as_employee",),
    ]  # fmt: skip


def test_a_tier_that_the_place_does_not_offer_is_refused_by_the_law(man: registry.Person) -> None:
    with pytest.raises(Refusal, match="1000"):
        joined(man, tier=1000)
    assert resident.live_participation(person_id=man.pk) is None


def test_another_tier_holds_from_the_year_that_is_not_paid_yet(man: registry.Person) -> None:
    participation = joined(man)
    pay(man, paid())
    change = {"person_id": man.pk, "tier": 720, "hand": hand(), "explain": library.explain}
    assert refusal(lambda: resident.choose_tier(from_year=2025, **change)) == ("tier_year_over",)
    resident.choose_tier(from_year=2026, **change)
    tiers = [resident.tier_of_year(participation=participation, year=y) for y in (2025, 2026, 2030)]
    assert tiers == [1200, 720, 720]


# ---- paying and what is added ----------------------------------------------------------------------------------------


def test_a_year_paid_stands_in_the_account_and_in_both_books(man: registry.Person) -> None:
    joined(man)
    pay(man, paid())
    assert resident_account.balance(person_id=man.pk) == {
        "own": 120_000,
        "government": 0,
        "collective": 0,
    }
    assert [books(code) for code in ("1005", "4001", "R1901", "R2201", "R4101", "R5301")] == [
        120_000
    ] * 6
    assert broken() == {}


def test_a_year_is_paid_once_with_the_amount_of_its_tier_and_a_receipt_is_booked_once(
    man: registry.Person,
) -> None:
    joined(man)
    pay(man, paid())
    again = paid(external_ref="T2")
    assert refusal(lambda: pay(man, again)) == ("year_is_paid",)
    same = paid(2024, external_ref="T2025120000")
    assert refusal(lambda: pay(man, same)) == ("receipt_known",)
    wrong = resident.Paid(
        year=2024, tier=1200, amount_fen=119_999, channel="counter", external_ref="T3", paid_on=hand().today
    )  # fmt: skip
    assert refusal(lambda: pay(man, wrong)) == ("not_the_tier",)
    assert refusal(lambda: pay(man, paid(2026, external_ref="T4"))) == ("year_ahead",)


def test_the_subsidy_comes_with_the_money_of_finance_once_and_not_for_a_year_paid_later(
    man: registry.Person,
) -> None:
    joined(man)
    pay(man, paid())
    pay(man, paid(2023))
    received = ledger.Received(received_on=dt.date(2025, 11, 20), external_ref="CZ2025-11")
    told = ledger.subsidies_received(
        place="440400", received=received, hand=hand("2025-11-20"), explain=library.explain
    )
    # 国发〔2014〕8号 四: at least 60 yuan from a tier of 500; 2023 was paid in 2025 and gets none.
    assert told == {"people": 1, "amount_fen": 6_000}
    assert resident_account.balance(person_id=man.pk)["government"] == 6_000
    assert (books("4101"), books("1003")) == (6_000, 6_000)
    later = ledger.Received(received_on=dt.date(2025, 11, 28), external_ref="CZ2025-12")
    again = ledger.subsidies_received(
        place="440400", received=later, hand=hand("2025-11-28"), explain=library.explain
    )
    assert again == {"people": 0, "amount_fen": 0}
    assert broken() == {}


def test_the_village_adds_up_to_the_highest_tier_and_each_source_stays_apart(
    man: registry.Person,
) -> None:
    joined(man)
    add = {
        "person_id": man.pk, "year": 2025, "instrument": "红旗村民会议决议〔2025〕3号", "hand": hand(),
        "explain": library.explain,
    }  # fmt: skip
    assert refusal(lambda: resident.list_collective(amount_fen=144_001, **add)) == (
        "above_the_cap",
    )
    assert refusal(
        lambda: resident.list_collective(amount_fen=20_000, **{**add, "instrument": " "})
    ) == ("instrument_missing",)
    resident.list_collective(amount_fen=20_000, **add)
    assert refusal(lambda: resident.list_collective(amount_fen=1, **add)) == ("listed_already",)
    received = ledger.Received(received_on=hand().today, external_ref="CUN-1")
    told = ledger.collective_received(place="440400", year=2025, received=received, hand=hand())
    assert told == {"people": 1, "amount_fen": 20_000}
    assert resident_account.balance(person_id=man.pk) == {
        "own": 0,
        "government": 0,
        "collective": 20_000,
    }
    assert broken() == {}


def test_for_somebody_in_need_the_government_pays_the_lowest_tier_and_the_year_counts(
    man: registry.Person,
) -> None:
    joined(man)
    resident.list_in_need(
        person_id=man.pk, year=2025, kind="poor", instrument="珠民〔2025〕8号", hand=hand(), explain=library.explain
    )  # fmt: skip
    received = ledger.Received(received_on=hand().today, external_ref="CZ-DJ")
    told = ledger.help_received(
        place="440400", year=2025, received=received, hand=hand(), explain=library.explain
    )
    assert told == {"people": 1, "amount_fen": 72_000}
    assert resident.years_paid(person_id=man.pk) == [2025]
    assert resident_account.balance(person_id=man.pk)["government"] == 72_000
    assert broken() == {}


def test_past_years_are_paid_since_the_scheme_began_until_there_are_fifteen(
    man: registry.Person, make_person: Any
) -> None:
    joined(man)
    assert refusal(lambda: pay(man, paid(2005))) == ("before_the_scheme",)
    for year in range(2010, 2025):
        assert pay(man, paid(year)).is_back_payment
    assert refusal(lambda: pay(man, paid(2009))) == ("years_enough",)
    young = make_person(id_number=id_number(birth="20050601", sequence=111))
    joined(young)
    assert refusal(lambda: pay(young, paid(2020, external_ref="Y"))) == ("too_young_that_year",)
    worker = make_person(id_number=id_number(sequence=113))
    employed(worker, "2022-01-01", "2024-01-01")
    joined(worker)
    assert refusal(lambda: pay(worker, paid(2023, external_ref="W"))) == ("covered_that_year",)


def test_an_order_asked_for_twice_is_one_order_and_is_paid_as_written(man: registry.Person) -> None:
    joined(man)
    first = resident.order_year(person_id=man.pk, year=2025, hand=hand(), explain=library.explain)
    again = resident.order_year(person_id=man.pk, year=2025, hand=hand(), explain=library.explain)
    assert (first.pk, first.amount_fen, first.tier) == (again.pk, 120_000, 1200)
    ledger.year_paid(
        person_id=man.pk, paid=paid(channel="tax_file"), hand=hand(), explain=library.explain, order=first
    )  # fmt: skip
    assert resident.open_orders(person_id=man.pk) == []
    assert broken() == {}


# ---- interest, double cover, death -----------------------------------------------------------------------------------


def test_covered_twice_gives_back_the_twelfths_and_leaves_the_rest(man: registry.Person) -> None:
    joined(man)
    pay(man, paid())
    employed(man, "2025-09-01", None)
    payout = ledger.double_year_refunded(
        person_id=man.pk, year=2025, payee=TO, hand=hand("2025-11-20", by="zhao", reference="Z1"),
        explain=library.explain,
    )  # fmt: skip
    # 人社部发〔2014〕17号 七: September to December, four of twelve months.
    assert (payout.amount_fen, payout.state) == (40_000, "owed")
    assert resident_account.balance(person_id=man.pk)["own"] == 80_000
    assert resident.years_paid(person_id=man.pk) == [2025]
    assert broken() == {}
    assert refusal(
        lambda: ledger.paid_out(payout_id=payout.pk, means=CASH, hand=hand(by="zhao"))
    ) == ("two_people_needed",)
    for means, why in (
        (resident.ByOtherMeans(how="bank", voucher="B1", why="本人到窗口"), "how_needed"),
        (resident.ByOtherMeans(how="cash", voucher="B1", why=" "), "how_needed"),
        (resident.ByOtherMeans(how="cash", voucher=" ", why="本人到窗口"), "bank_ref_used"),
    ):
        pay_it = {"payout_id": payout.pk, "means": means, "hand": hand(by="cashier")}
        assert refusal(lambda pay_it=pay_it: ledger.paid_out(**pay_it)) == (why,)
    ledger.paid_out(payout_id=payout.pk, means=CASH, hand=hand("2025-11-25", by="cashier"))
    assert (books("4001"), books("1004"), books("R2101")) == (80_000, -40_000, 0)
    assert broken() == {}
    again = {"person_id": man.pk, "year": 2025, "payee": TO, "explain": library.explain}
    assert refusal(lambda: ledger.double_year_refunded(hand=hand(reference="Z2"), **again)) == (
        "refunded_already",
    )


def test_a_refund_that_was_not_paid_is_put_back(man: registry.Person) -> None:
    joined(man)
    pay(man, paid())
    employed(man, "2025-01-01", None)
    ledger.double_year_refunded(
        person_id=man.pk, year=2025, payee=TO, hand=hand(reference="Z3"), explain=library.explain
    )
    assert resident.years_paid(person_id=man.pk) == []
    ledger.payout_cancelled(case_number="Z3", hand=hand("2025-11-21", by="qian"))
    assert resident_account.balance(person_id=man.pk)["own"] == 120_000
    assert resident.years_paid(person_id=man.pk) == [2025]
    assert books("R2101") == 0
    assert broken() == {}


def test_who_paid_no_year_twice_gets_nothing_back(man: registry.Person) -> None:
    joined(man)
    pay(man, paid())
    act = {"person_id": man.pk, "year": 2025, "payee": TO, "hand": hand(reference="Z"), "explain": library.explain}  # fmt: skip
    assert refusal(lambda: ledger.double_year_refunded(**act)) == ("nothing_paid_twice",)


def test_what_a_dead_person_left_goes_to_the_heir_with_every_source(man: registry.Person) -> None:
    joined(man)
    pay(man, paid())
    received = ledger.Received(received_on=hand().today, external_ref="CZ1")
    ledger.subsidies_received(
        place="440400", received=received, hand=hand(), explain=library.explain
    )
    inherit = {"person_id": man.pk, "payee": TO}
    assert refusal(lambda: ledger.account_inherited(hand=hand(reference="J1"), **inherit)) == (
        "person_is_alive",
    )
    registry.record_death(
        person_id=man.pk, died_on=dt.date(2025, 11, 4), known_on=dt.date(2025, 11, 5), reason="社区报告",
        actor="clerk", at=hand().at,
    )  # fmt: skip
    payout = ledger.account_inherited(hand=hand("2025-11-10", reference="J1"), **inherit)
    assert payout.amount_fen == 126_000
    assert sum(resident_account.balance(person_id=man.pk).values()) == 0
    assert resident.live_participation(person_id=man.pk) is None
    assert books("R2101") == 126_000
    assert broken() == {}
    assert refusal(lambda: ledger.account_inherited(hand=hand(reference="J2"), **inherit)) == (
        "account_is_empty",
    )


# ---- the pension that it will come to ----------------------------------------------------------------------------------


def test_the_facts_of_an_award_are_what_the_law_asks(man: registry.Person) -> None:
    joined(man)
    pay(man, paid())
    on = dt.date(2025, 11, 20)
    facts = resident_account.award_facts(person_id=man.pk, on=on)
    assert facts["resident_years"] == 1
    assert facts["resident_account_balance"] == 120_000
    assert facts["resident_age_at_scheme_start"] == 2006 * 12 - (1985 * 12 + 2)
    ahead = resident.projected_facts(
        person_id=man.pk, on=on, tier=1200, drawn_fen=0, explain=library.explain
    )
    # 2026 to 2045, the year of sixty, each with 1,200 yuan and the subsidy of 60.
    assert ahead["resident_years"] == 21
    assert ahead["resident_account_balance"] == 120_000 + 20 * 126_000
    assert library.explain("resident_pension", ahead, place="440402", on=on).value > 46_000
    whole = facts | {"draws_other_pension": False}
    assert (
        library.explain("resident_entitlement", whole, place="440402", on=on).value == "too_young"
    )
