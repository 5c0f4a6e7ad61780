"""Money taken for the wrong person has a way back: out of the open till, to the right name, or by the bank; by two people."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.conftest import id_number, make_person
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account, resident_corrections
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.test_resident import TO, books, broken, hand, joined, refusal
from renshe.flows.test_resident_counter import PLACE, man, take
from renshe.laws import library

__all__ = ["make_person", "man"]
TELLER, LEAD = hand(by="teller"), hand(by="lead")
LATER = hand("2025-11-10", by="clerk")
LATER_LEAD = hand("2025-11-10", by="lead")


@pytest.fixture
def woman(man: registry.Person, make_person: Any) -> registry.Person:
    """Whose year it really was: in the same scheme, with the same tier."""
    person: registry.Person = make_person(id_number=id_number(sequence=109))
    joined(person)
    return person


def wrong(payment: resident.ResidentPayment, way: str, **more: Any) -> resident.Wrong:
    return resident.Wrong(
        payment_id=payment.pk, way=way, **{"reason": "看错身份证，收到同名人名下", **more}
    )


def propose(
    payment: resident.ResidentPayment, way: str, by: resident.ByHand, **more: Any
) -> resident.PaymentCorrection:
    return resident.propose_correction(wrong=wrong(payment, way, **more), hand=by)


def held(person: registry.Person) -> dict[str, int]:
    return resident_account.balance(person_id=person.pk)


def test_on_the_open_day_the_teller_hands_it_back_and_the_lead_confirms(
    man: registry.Person,
) -> None:
    payment = take(man)
    assert refusal(lambda: propose(payment, "hand_back", TELLER, reason=" ")) == ("reason_needed",)
    assert refusal(lambda: propose(payment, "hand_back", LEAD)) == ("not_the_teller",)
    assert refusal(lambda: propose(payment, "refund", TELLER, payee=TO)) == ("teller_day_open",)
    found = propose(payment, "hand_back", TELLER)
    assert refusal(lambda: propose(payment, "hand_back", TELLER)) == ("corrected_already",)
    close = {"place": PLACE, "counted_fen": 120_000, "slip_ref": "JK-3", "hand": TELLER}
    assert refusal(lambda: resident.close_teller_day(**close)) == ("corrections_open",)
    confirm = {"correction_id": found.pk}
    assert refusal(lambda: resident_corrections.confirmed(hand=TELLER, **confirm)) == (
        "two_people_needed",
    )
    resident_corrections.confirmed(hand=LEAD, **confirm)
    assert refusal(lambda: resident_corrections.confirmed(hand=LEAD, **confirm)) == (
        "correction_decided",
    )
    assert held(man) == {"own": 0, "government": 0, "collective": 0}
    assert [books(code) for code in ("1005", "4001", "R1901", "R2201", "R4101", "R5301")] == [0] * 6
    assert resident.years_paid(person_id=man.pk) == []
    assert broken() == {}
    again = take(man)
    assert resident.taken_by(teller="teller", day=TELLER.today) == [again], (
        "the right year is taken anew, and the till holds it alone"
    )
    resident.close_teller_day(**close)
    assert broken() == {}


def test_a_proposal_that_was_no_error_is_refused_with_the_reason_and_the_payment_stands(
    man: registry.Person,
) -> None:
    payment = take(man)
    found = propose(payment, "hand_back", TELLER)
    refuse = {"correction_id": found.pk, "hand": LEAD}
    assert refusal(lambda: resident.refuse_correction(reason="", **refuse)) == ("reason_needed",)
    resident.refuse_correction(reason="本人确认缴费无误", **refuse)
    assert held(man)["own"] == 120_000
    assert resident.correction_of(payment_id=payment.pk) is None
    resident.close_teller_day(place=PLACE, counted_fen=120_000, slip_ref="JK-4", hand=TELLER)
    assert broken() == {}


def test_after_the_day_the_year_moves_to_the_right_person_and_its_subsidy_goes_with_it(
    man: registry.Person, woman: registry.Person
) -> None:
    payment = take(man)
    resident.close_teller_day(place=PLACE, counted_fen=120_000, slip_ref="JK-5", hand=TELLER)
    assert refusal(lambda: propose(payment, "hand_back", TELLER)) == ("teller_day_over",)
    assert refusal(lambda: propose(payment, "move", LATER, right_person_id=man.pk)) == (
        "same_person",
    )
    came = ledger.Received(received_on=LATER.today, external_ref="CZ-1")
    ledger.subsidies_received(place=PLACE, received=came, hand=LATER, explain=library.explain)
    assert refusal(lambda: propose(payment, "refund", LATER, payee=TO)) == ("subsidy_came",)
    found = propose(payment, "move", LATER, right_person_id=woman.pk)
    resident_corrections.confirmed(correction_id=found.pk, hand=LATER_LEAD)
    assert (sum(held(man).values()), held(woman)) == (
        0, {"own": 120_000, "government": 6_000, "collective": 0},
    )  # fmt: skip
    assert resident.years_paid(person_id=man.pk) == []
    assert resident.years_paid(person_id=woman.pk) == [2025]
    assert (books("1005"), books("4001"), books("R2201")) == (120_000, 120_000, 126_000)
    later = ledger.Received(received_on=LATER.today, external_ref="CZ-2")
    told = ledger.subsidies_received(place=PLACE, received=later, hand=LATER, explain=library.explain)  # fmt: skip
    assert told["people"] == 0, "the subsidy of the year came once"
    assert broken() == {}
    resident.order_year(person_id=man.pk, year=2025, hand=LATER, explain=library.explain)


def test_a_year_that_was_moved_before_its_subsidy_came_is_subsidised_under_the_right_name(
    man: registry.Person, woman: registry.Person
) -> None:
    payment = take(man)
    found = propose(payment, "move", LATER, right_person_id=woman.pk)
    resident_corrections.confirmed(correction_id=found.pk, hand=LATER_LEAD)
    came = ledger.Received(received_on=LATER.today, external_ref="CZ-1")
    told = ledger.subsidies_received(place=PLACE, received=came, hand=LATER, explain=library.explain)  # fmt: skip
    assert told == {"people": 1, "amount_fen": 6_000}
    assert (held(man)["government"], held(woman)["government"]) == (0, 6_000)
    assert broken() == {}


def test_whoever_should_have_it_must_be_able_to_have_it(
    man: registry.Person, woman: registry.Person, make_person: Any
) -> None:
    payment = take(man)
    take(woman)
    found = propose(payment, "move", LATER, right_person_id=woman.pk)
    confirm = {"correction_id": found.pk, "hand": LATER_LEAD}
    assert refusal(lambda: resident_corrections.confirmed(**confirm)) == ("year_is_paid",)
    assert held(man)["own"] == 120_000
    resident.refuse_correction(correction_id=found.pk, reason="本人已缴，改为退费", hand=LATER_LEAD)
    stranger = make_person(id_number=id_number(sequence=113))
    found = propose(payment, "move", LATER, right_person_id=stranger.pk)
    confirm["correction_id"] = found.pk
    assert refusal(lambda: resident_corrections.confirmed(**confirm)) == ("not_in_the_scheme",)
    assert broken() == {}


def test_what_nobody_can_have_is_owed_to_the_payer_and_lessens_the_income_once_paid(
    man: registry.Person,
) -> None:
    payment = take(man)
    found = propose(payment, "refund", LATER, payee=TO)
    resident_corrections.confirmed(correction_id=found.pk, hand=LATER_LEAD)
    (waiting,) = resident.payouts_waiting(place=PLACE)
    assert (waiting.owed.kind, waiting.owed.amount_fen, waiting.owed.approved_by) == (
        "taken_wrong", 120_000, "lead",
    )  # fmt: skip
    assert (books("R2101"), books("R2201"), books("4001")) == (120_000, 0, 120_000)
    assert broken() == {}
    means = resident.ByOtherMeans(how="cheque", voucher="ZP-1", why="缴费人要求支票")
    ledger.paid_out(payout_id=waiting.owed.pk, means=means, hand=hand(by="cashier"))
    assert (books("R2101"), books("4001")) == (0, 0)
    assert broken() == {}


def test_interest_since_and_what_was_given_back_refuse(man: registry.Person) -> None:
    payment = take(man)
    resident.credit(
        rows=[resident.NewCredit(person_id=man.pk, year=2026, source="own", kind="interest", amount_fen=1)],
        month=2026 * 12, on=LATER.today, cause="take_over:test", hand=LATER,
    )  # fmt: skip
    assert refusal(lambda: propose(payment, "refund", LATER, payee=TO)) == ("interest_since",)


def test_a_correction_that_is_a_fen_short_is_found(man: registry.Person) -> None:
    """A mutation: one fen stays in the wrong account, so the proof names the correction."""
    payment = take(man)
    found = propose(payment, "refund", LATER, payee=TO)
    resident_corrections.confirmed(correction_id=found.pk, hand=LATER_LEAD)
    fen = {"kind": "restored", "amount_fen": 1, "payment_id": payment.pk}
    resident.credit(
        rows=[resident.NewCredit(person_id=man.pk, year=2025, source="own", **fen)],
        month=2025 * 12 + 10, on=LATER.today, cause="take_over:test", hand=LATER,
    )  # fmt: skip
    assert "resident_correction_is_whole" in broken()
