"""Letters that cannot be followed are refused by two hands; a form names third provinces and the account before 1998."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from renshe.domains import conftest as made_up
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import load_history
from renshe.domains.pension.facts import account_facts, listed_career
from renshe.domains.transfers import api as transfers
from renshe.flows import transfers_to_ledger as ledger
from renshe.flows.checks_transfers import TRANSFER_INVARIANTS
from renshe.flows.transfer_letters import letter_refused
from renshe.foundation.invariants import prove
from renshe.gateways.provincial_platform import contract
from renshe.gateways.provincial_platform.simulator import SimulatedProvinces
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.runs.retroactive_parameter import award_rows
from renshe.runs.retroactive_parameter.award_facts import since_closing
from tests.flows import test_transfers as story
from tests.flows.test_transfers import BALANCE, PLACE, SICHUAN, START, YEAR, Bureau, holds, leaves

make_person = made_up.make_person
bureau, demonstration = story.bureau, story.demonstration
HUBEI = "420000"
FIRST_HALF = 0b0000_0011_1111


def letter(bureau: Bureau, number: str = "SC-1", **changed: str) -> None:
    """Sichuan asks for somebody."""
    who = {
        "id_number": bureau.person.id_number,
        "name": bureau.person.name,
        "agency": "成都市社会保险事业管理局",
    }
    body = {**who, "applied_on": "2025-10-10", **changed}
    bureau.line.comes("contact_letter", number, number, body, SICHUAN)


def number_of(message_id: str = "SC-1") -> int:
    return int(transfers.TransferMessage.objects.get(message_id=message_id).pk)


def propose(
    bureau: Bureau, reason: str, words: str, by: str = "li", day: dt.date = START
) -> transfers.LetterAnswer:
    return transfers.propose_refusal(
        number=number_of(),
        reason=reason,
        words=words,
        recorded=bureau.hand(by, day),
        explain=library.explain,
    )


def own_hold() -> None:
    own = [*transfers.INVARIANTS, *TRANSFER_INVARIANTS]
    assert [(one.name, found) for one, found, count in prove(invariants=own) if count] == []


def test_a_letter_for_somebody_who_is_still_insured_is_refused_by_two_hands_and_may_come_again(
    bureau: Bureau,
) -> None:
    opened = leaves(bureau)
    bureau.insured(dt.date(2025, 10, 1))
    with pytest.raises(Refused, match="与所选理由不符"):
        propose(bureau, "draws_pension", "已退休")
    with pytest.raises(Refused, match="没有写明情况"):
        propose(bureau, "still_insured", " ")
    answer = propose(bureau, "still_insured", "10月在本地参保，停保后可再来函")
    assert answer.due_on == opened.step_due_on
    with pytest.raises(Refused, match="两个人"):
        letter_refused(number=number_of(), recorded=bureau.hand("li"))
    assert transfers.transfer(transfer_id=opened.pk).state == "letter_received"
    letter_refused(number=number_of(), recorded=bureau.hand("wang"))
    refused = transfers.transfer(transfer_id=opened.pk)
    assert (refused.state, refused.step_due_on) == ("refused", None)
    assert "停保后可再来函" in refused.refusal
    bureau.day(START + dt.timedelta(days=1))
    (sent,) = [one for one in bureau.line.sent if one.kind == "refusal"]
    assert (sent.reference, sent.to_code, sent.body["code"]) == ("SC-1", SICHUAN, "still_insured")
    bureau.line.comes("receipt", "K1", "SC-1", {"amount_fen": 0}, SICHUAN)
    bureau.day(START + dt.timedelta(days=3))
    answer.refresh_from_db()
    assert answer.confirmed_on == START + dt.timedelta(days=3)
    letter(bureau, "SC-2")
    assert bureau.day(START + dt.timedelta(days=4))["unusable"] == 0
    own_hold()


def test_the_second_hand_may_send_a_refusal_back_and_the_letter_is_then_followed(
    bureau: Bureau,
) -> None:
    leaves(bureau)
    propose(bureau, "months_disputed", "2024年3月单位申报有争议")
    with pytest.raises(Refused, match="没有写明情况"):
        transfers.return_refusal(
            number=number_of(), why="", recorded=bureau.hand("wang"), explain=library.explain
        )
    back = transfers.return_refusal(
        number=number_of(),
        why="争议已结案，请受理",
        recorded=bureau.hand("wang"),
        explain=library.explain,
    )
    assert (back.state, back.returned_why) == ("open", "争议已结案，请受理")
    ledger.sent_out(person_id=bureau.person.pk, case_number="Z9", recorded=bureau.hand("approver"))
    back.refresh_from_db()
    assert (back.state, back.due_on) == ("taken", None)
    with pytest.raises(Refused, match="不能做这一步"):
        propose(bureau, "months_disputed", "再退回")
    own_hold()


def test_a_letter_for_nobody_waits_with_a_clock_until_it_is_refused_or_the_person_is_found(
    bureau: Bureau, make_person: Any
) -> None:
    other = made_up.id_number(birth="19850305", sequence=777)
    letter(bureau, id_number=other, name="何人")
    letter(bureau, "SC-2", id_number=other, name="何人")
    assert bureau.day()["unusable"] == 2
    first, second = transfers.unanswered(place="440400")
    assert first.due_on == second.due_on == dt.date(2025, 11, 3)
    told = transfers.standing(letter=first.letter, today=START)
    assert [code for code, so in told.holds.items() if so] == ["person_unknown"]
    assert bureau.day(dt.date(2025, 11, 4))["escalated"] == 2
    assert bureau.day(dt.date(2025, 11, 5))["escalated"] == 0
    propose(bureau, "person_unknown", "证件号码和姓名均查无此人")
    letter_refused(number=number_of(), recorded=bureau.hand("wang"))
    make_person(id_number=other, name="何人", household_place="510104")
    again = transfers.take_again(
        number=number_of("SC-2"), recorded=bureau.hand("li"), explain=library.explain
    )
    assert (again.state, again.letter_id) == ("letter_received", "SC-2")
    assert list(transfers.unanswered(place="440400")) == []
    own_hold()


def test_the_simulated_province_confirms_a_refusal_and_writes_again_later(tmp_path: Path) -> None:
    provinces = SimulatedProvinces()
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    who = {"id_number": "x", "name": "王", "agency": "成都"}
    first = provinces.letter(
        number="SC-1", sender=SICHUAN, receiver="440000", made_on=START, who=who
    )
    (tmp_path / "in" / "transfer_SC-1.txt").write_bytes(first)
    said = transfers.Message(
        message_id="NSC-1", kind="refusal", from_code="440000", to_code=SICHUAN, made_on=START, reference="SC-1",
        body={"code": "still_insured", "reason": "仍在参保"},
    )  # fmt: skip
    path = tmp_path / "out" / "transfer_NSC-1.txt"
    path.write_bytes(contract.write(said))
    assert provinces.work(root=tmp_path, today=START + dt.timedelta(days=10)) == 1
    receipt = contract.read((tmp_path / "in" / "transfer_KSC-1.txt").read_bytes())
    assert (receipt.kind, receipt.reference, receipt.body) == ("receipt", "SC-1", {"amount_fen": 0})
    assert provinces.work(root=tmp_path, today=START + dt.timedelta(days=60)) == 1
    again = contract.read((tmp_path / "in" / "transfer_SC-1-2.txt").read_bytes())
    assert (again.kind, again.body["id_number"]) == ("contact_letter", "x")
    path.write_bytes(contract.write(transfers.Message(**{**vars(said), "body": {"reason": "x"}})))
    with pytest.raises(ValueError, match="gives no reason"):
        provinces.work(root=tmp_path, today=START)


def third(form: dict[str, Any], *years: int) -> dict[str, Any]:
    """The form with some years paid in Hubei before."""
    for one in form["years"]:
        if one["year"] in years:
            one["place"] = HUBEI
    return form


def test_months_of_a_third_province_count_in_their_own_place_and_leave_under_its_name(
    bureau: Bureau,
) -> None:
    bureau.insured(dt.date(2025, 7, 1), dt.date(2025, 10, 1))
    form = bureau.form(*((year, YEAR, 200_000) for year in range(2005, 2017)), account=456_000)
    bureau.brings(third(form, *range(2005, 2015)))
    months = transfers.months_elsewhere(person_id=bureau.person.pk)
    assert {code: len(found) for code, found in months.items()} == {HUBEI: 120, "310000": 24}
    told = transfers.benefit_place(
        person_id=bureau.person.pk, place=PLACE, today=START, explain=library.explain
    )
    # Shanghai with two years is no place of benefit, Hubei with ten is; by the sender alone it would have been Shanghai.
    assert told.province == HUBEI
    holds()
    years = transfers.paid_years(person_id=bureau.person.pk)
    assert {(one.place, one.year) for one in years} == {
        *((HUBEI, year) for year in range(2005, 2015)), ("310000", 2015), ("310000", 2016),
    }  # fmt: skip


def test_a_year_of_two_provinces_is_one_year_of_the_career_and_no_month_stands_twice(
    bureau: Bureau,
) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    load_history(person_id=bureau.person.pk, years=[(2006, 0b1100_0000_0000, 300_000)], key="own")
    form = bureau.form(
        (2006, FIRST_HALF, 200_000), (2006, YEAR & ~FIRST_HALF, 300_000), account=400_000
    )
    form["years"][0]["place"] = HUBEI
    twice = json.loads(json.dumps(form))
    twice["years"][0]["paid_months"], twice["years"][0]["base_fen"] = YEAR, [200_000] * 12
    opened = bureau.asks()
    bureau.day()
    bureau.line.comes("information_form", "F0", opened.letter_id, twice)
    assert bureau.day(START + dt.timedelta(days=1))["unusable"] == 1
    bureau.line.comes("information_form", "F1", opened.letter_id, form)
    money = form["pooled_fen"] + form["account_fen"]
    paid = {"amount_fen": money, "bank_ref": "B", "paid_on": "2025-10-15"}
    bureau.line.comes("money_sent", "M1", opened.letter_id, paid)
    assert bureau.day(START + dt.timedelta(days=2))["booked"] == 1
    # November and December were paid here as well: 8 % (11 % until 2005) of Shanghai's 3,000 a month go back.
    (owed,) = transfers.refunds_owed(place=PLACE)
    assert owed.amount_fen == 2 * 300_000 * 8 // 100
    (year,) = contributions.career_of(person_id=bureau.person.pk, base_caps={})
    assert (year.months, year.base_sum_fen) == (12, 6 * 200_000 + 4 * 300_000 + 2 * 300_000)
    told = transfers.explained_year(
        transfer=transfers.transfer(transfer_id=opened.pk), year=2006, explain=library.explain
    )
    assert told is not None
    assert int(told.value) == (6 * 200_000 + 6 * 300_000) * 12 // 100
    holds()


def test_a_form_with_months_before_1998_tells_the_own_part_of_the_account_apart(
    bureau: Bureau,
) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    form = bureau.form((1997, YEAR, 50_000), (1998, YEAR, 60_000), account=150_000)
    opened = bureau.asks()
    bureau.day()
    wrong = ({}, {"before_1998_fen": 150_001})
    for number, told in enumerate(wrong):
        bureau.line.comes("information_form", f"F{number}", opened.letter_id, {**form, **told})
    assert bureau.day(START + dt.timedelta(days=1))["unusable"] == 2
    bureau.line.comes(
        "information_form", "F8", opened.letter_id, {**form, "before_1998_fen": 40_000}
    )
    paid = {"amount_fen": form["pooled_fen"] + 150_000, "bank_ref": "B", "paid_on": "2025-10-15"}
    bureau.line.comes("money_sent", "M8", opened.letter_id, paid)
    bureau.day(START + dt.timedelta(days=2))
    came = transfers.transfer(transfer_id=opened.pk)
    assert (came.state, came.before_1998_fen, came.pooled_fen) == (
        "booked",
        40_000,
        12 * 60_000 * 12 // 100,
    )
    holds()


def test_of_an_account_before_1998_only_the_own_part_leaves_and_the_rest_stays_in_the_fund(
    bureau: Bureau,
) -> None:
    leaves(bureau)
    load_history(person_id=bureau.person.pk, years=[(1997, YEAR, 100_000)], key="early")
    out = {"person_id": bureau.person.pk, "case_number": "Z9", "recorded": bureau.hand("approver")}
    with pytest.raises(Refused, match="还没有分清"):
        ledger.sent_out(**out)
    with pytest.raises(Refused, match="超过账户储存额"):
        ledger.sent_out(**out, before_1998=transfers.Before1998(own_fen=1, rest_fen=BALANCE * 2))
    accounts, income = bureau.balance("rights", "R2201"), bureau.balance("rights", "R4901")
    told = transfers.Before1998(own_fen=120_000, rest_fen=90_000)
    gone, quote = ledger.sent_out(**out, before_1998=told)
    # The closed balance and eight months of 2025 at 320 yuan, without the 900 yuan that an employer had put in.
    assert quote.account_fen == BALANCE + 8 * 32_000 - 90_000
    assert (gone.before_1998_fen, gone.stays_fen) == (120_000, 90_000)
    assert accounts - bureau.balance("rights", "R2201") == quote.account_fen + 90_000
    assert bureau.balance("rights", "R4901") - income == 90_000
    assert quote.pooled_fen == (16 * 300_000 + 8 * 400_000) * 12 // 100, (
        "bases of 1997 move nothing"
    )
    bureau.day(START + dt.timedelta(days=1))
    form = next(one for one in bureau.line.sent if one.kind == "information_form").body
    assert (form["before_1998_fen"], form["account_fen"]) == (120_000, quote.account_fen)
    credits = contributions.credits_of_year(year=2025).to_pylist()
    (row,) = [one for one in credits if one["person_id"] == bureau.person.pk]
    assert row["credit_fen"] == -BALANCE, "the year closes at nothing"
    own_hold()


def test_who_has_nothing_before_1998_fills_in_nothing(bureau: Bureau) -> None:
    leaves(bureau)
    with pytest.raises(Refused, match="没有1998年以前的记账"):
        ledger.sent_out(
            person_id=bureau.person.pk, case_number="Z9", recorded=bureau.hand("approver"),
            before_1998=transfers.Before1998(own_fen=100, rest_fen=0),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("retired", "balance"),
    [
        # October to December at the rate of 2025, 1.5 %: 10,000 × 3 / 12 × 1.5 % = 37.50.
        ("2025-12", 1_003_750),
        # Of October alone: 12.50.
        ("2025-10", 1_001_250),
        # It came after June: the money is his, and earned nothing here by then.
        ("2025-06", 1_000_000),
    ],
)
def test_an_account_that_arrives_in_the_year_of_retirement_counts_without_a_closed_year_here(
    bureau: Bureau, make_person: Any, retired: str, balance: int
) -> None:
    newcomer = Bureau(
        make_person(id_number=made_up.id_number(birth="19850305", sequence=779), name="孙七", household_place="510104"),
        bureau.line,
    )  # fmt: skip
    newcomer.insured(dt.date(2025, 7, 1))
    came = newcomer.brings(newcomer.form((2010, YEAR, 200_000), account=1_000_000))
    assert came.state == "booked"
    assert funds.account_years(person_id=newcomer.person.pk) == []
    year, month = map(int, retired.split("-"))
    facts = {
        "career": listed(newcomer), "retirement_month": year * 12 + month - 1,
    }  # fmt: skip
    asked = account_facts(
        person_id=newcomer.person.pk,
        facts=facts,
        interest=pension.interest_by_law(place=PLACE, explain=library.explain),
    )
    on = dt.date(year, month, 1)
    assert int(library.explain("account_balance_at", asked, place=PLACE, on=on).value) == balance
    assert in_bulk(newcomer, facts) == [asked["career"]], "the same, set by set"


def in_bulk(bureau: Bureau, facts: dict[str, Any]) -> list[list[dict[str, int]]]:
    """The career as a retroactive parameter computes it for many."""
    people, month = [bureau.person.pk], int(facts["retirement_month"])
    heads = pl.DataFrame({
        "award_id": people, "person_id": people, "starts_month": [month + 1], "law_place": [PLACE],
    })  # fmt: skip
    closed = award_rows.closed_years(person_ids=people)
    late = award_rows.late_movements(heads=heads, closed=closed)
    table = pa.table({"career": [facts["career"]], "retirement_month": [month]})
    found: list[list[dict[str, int]]] = since_closing(
        heads=heads, facts=table, closed=closed, late=late
    ).to_pylist()
    return found


def listed(bureau: Bureau) -> list[dict[str, int]]:
    career = contributions.career_of(person_id=bureau.person.pk, base_caps={})
    return listed_career(career, last_year=2025)
