"""An amount is disputed from its explanation, and where the person is right the correcting case is there at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.audit import api as audit
from renshe.domains.cases import api as cases
from renshe.domains.contributions.models import Bill
from renshe.domains.funds import api as funds
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office, invariants_hold
from renshe.services.contributions.conftest import OCTOBER_2024, Bureau

CODE = "contributions.dispute_amount"


@pytest.fixture
def at(bureau: Bureau) -> Office:
    """The office a year after the month that is disputed."""
    return Office(CODE, place="310112", today=dt.date(2025, 11, 20))


def line_of(bureau: Bureau, person_id: int) -> dict[str, Any]:
    """The person's line of October 2024."""
    from renshe.domains.contributions import api as contributions

    bill = Bill.objects.get(period=OCTOBER_2024, employer=bureau.factory)
    return next(
        row for row in contributions.bill_lines(bill_id=bill.pk) if row["person_id"] == person_id
    )


def about(row: dict[str, Any], **changed: str) -> dict[str, str]:
    """Her own pension share of that month."""
    address = f"/me/explain/contribution/{row['bill_id']}/{row['line_no']}/pension_personal/"
    return {
        "address": address,
        "shown": "808.00",
        "why": "personal_fact",
        "words": "参加工作时间早于登记",
        **changed,
    }


def test_a_justified_dispute_opens_the_case_that_corrects_it(bureau: Bureau, at: Office) -> None:
    """For the same applicant, about the same person, linked by its number."""
    row = line_of(bureau, bureau.second)
    case = at.closed(about(row), subject_id=bureau.second, applicant="zhang")
    linked = cases.case_by_number(number=case.decision["reference"]["case"])
    assert (linked.item, linked.state) == ("registration.correct_person", "draft")
    assert (linked.applicant, linked.subject_id, linked.place) == ("zhang", bureau.second, "310112")
    assert linked.number in case.decision["zh"]
    assert case.decision["reference"]["address"] == about(row)["address"]
    at.reversed(case.number)
    assert cases.case_by_number(number=linked.number).state == "withdrawn"
    invariants_hold()


@pytest.mark.parametrize(
    ("why", "item"),
    [("paid_in_error", "contributions.refund"), ("wage_or_month", "labour.complain")],
)
def test_each_kind_of_mistake_leads_to_its_own_correction(
    bureau: Bureau, at: Office, why: str, item: str
) -> None:
    """What an employer did wrong is a complaint; what was not due comes back."""
    told = about(line_of(bureau, bureau.second), why=why)
    case = at.granted(told, subject_id=bureau.second)
    assert cases.case_by_number(number=case.decision["reference"]["case"]).item == item


def test_a_wrong_computation_goes_to_the_keepers_of_the_rules(bureau: Bureau, at: Office) -> None:
    """Recorded about the person, with the address of the amount."""
    told = about(line_of(bureau, bureau.second), why="computation")
    case = at.closed(told, subject_id=bureau.second)
    assert case.decision["reference"]["case"] is None
    (event, *_) = audit.events_about(subject_kind="person", subject_id=bureau.second)
    assert (event.verb, event.reason) == ("rules.amount_disputed", case.number)
    assert event.detail["address"] == told["address"]


def test_only_ones_own_explained_amounts_are_disputed(bureau: Bureau, at: Office) -> None:
    """Somebody else's line, a line of nobody, and addresses that explain nothing."""
    own, theirs = line_of(bureau, bureau.second), line_of(bureau, bureau.first)
    told = {"subject_id": bureau.second}
    assert at.found(about(theirs), **told) == ["amount_of_somebody_else"]
    nobody = about({"bill_id": own["bill_id"], "line_no": 99_999})
    assert at.found(nobody, **told) == ["amount_of_somebody_else"]
    for address in (
        "/me/contributions/",
        "https://x.example/me/explain/pension/total/",
        "/me/explain/pension/../",
    ):
        assert at.found(about(own, address=address), **told) == ["amount_not_named"]
    for nothing in (
        "/me/explain/pension/total/",
        "/me/explain/account/2019/closing/",
        "/me/explain/payment/1/1/",
        f"/me/explain/history/{OCTOBER_2024}/0/base/",
        f"/me/explain/contribution/{own['bill_id']}/{own['line_no']}/wish/",
    ):
        assert at.found(about(own, address=nothing), **told) == ["amount_of_somebody_else"]


def test_the_amount_at_the_address_is_filled_in_and_another_one_is_lit(
    bureau: Bureau, at: Office
) -> None:
    """Books beside memory, with the record that proves them; nothing of somebody else's amount."""
    row = line_of(bureau, bureau.second)
    handed = {"address": about(row)["address"]}
    filled = at.declared.service.prefill(at.asked(subject_id=bureau.second, values=handed))
    assert filled == {
        **handed,
        "what": "2024年10月养老保险个人缴费",
        "shown": "808.00",
    }
    assert at.declared.service.prefill(at.asked(subject_id=bureau.second)) == {}
    assert at.declared.service.prefill(at.asked(subject_id=bureau.first, values=handed)) == {}
    case = at.submitted(about(row, shown="880"), subject_id=bureau.second)
    (difference,) = case.examination["differences"]
    assert (difference["given"], difference["registered"]) == ("880.00", "808.00")
    sheet = case.examination["sheet"]
    assert sheet["booked"]["fen"] == 80_800
    record = f"账单{row['bill_id']}第{row['line_no']}行，记账批次{row['batch_id']}"
    assert record in sheet["record"]["zh"]


def test_what_an_open_year_of_the_account_holds_can_be_disputed(bureau: Bureau, at: Office) -> None:
    """What was credited and what stands there so far; a closed year has its interest, an open one none."""
    told = {"subject_id": bureau.second}

    def at_year(year: int, part: str) -> int | None:
        values = {"address": f"/me/explain/account/{year}/{part}/"}
        shown = at.declared.service.prefill(at.asked(values=values, **told)).get("shown")
        return None if shown is None else round(float(str(shown)) * 100)

    (closed,) = funds.account_years(person_id=bureau.second)
    assert at_year(2024, "interest") == closed.interest_fen > 0
    assert at_year(2024, "credit") == closed.credit_fen == 80_800
    assert at_year(2024, "closing") == closed.closing_fen
    assert at_year(2025, "closing") == bureau.account_of(bureau.second)
    assert at_year(2025, "credit") == bureau.account_of(bureau.second) - closed.closing_fen > 0
    assert at_year(2025, "interest") is None
    assert at_year(2023, "closing") is None


def test_a_correction_that_went_on_is_not_withdrawn_with_the_dispute(
    bureau: Bureau, at: Office
) -> None:
    """It is decided by itself."""
    case = at.granted(
        about(line_of(bureau, bureau.second)), subject_id=bureau.second, applicant="zhang"
    )
    linked = case.decision["reference"]["case"]
    cases.withdraw(
        number=linked, item=Office("registration.correct_person").declared.item, words="不再申请",
        actor=at.actor("zhang"),
    )  # fmt: skip
    with pytest.raises(Refused, match="不能自动撤销"):
        at.reversed(case.number)
