"""An amount is disputed from its explanation, and where the person is right the correcting case is there at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.audit import api as audit
from renshe.domains.cases import api as cases
from renshe.domains.contributions.models import Bill
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
    assert at.found(about(own, address="/me/explain/pension/total/"), **told) == []


def test_the_amount_at_the_address_is_filled_in_and_another_one_is_lit(
    bureau: Bureau, at: Office
) -> None:
    """Books beside memory."""
    row = line_of(bureau, bureau.second)
    filled = at.declared.service.prefill(
        at.asked(subject_id=bureau.second, values={"address": about(row)["address"]})
    )
    assert filled == {"shown": "808.00"}
    assert at.declared.service.prefill(at.asked(subject_id=bureau.second)) == {}
    case = at.submitted(about(row, shown="880"), subject_id=bureau.second)
    (difference,) = case.examination["differences"]
    assert (difference["given"], difference["registered"]) == ("880.00", "808.00")


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
