"""The case of a refund: three people decide, the accountant posts, and before that it may be taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office
from renshe.services.contributions.conftest import NOVEMBER_2025, Bureau, broken
from renshe.services.contributions.refund import decide

CODE = "contributions.refund"
# The second person's shares at 10,100 yuan: 24, 12, 1 and 0.4 percent.
PAID = 242_400 + 121_200 + 10_100 + 4_040


@pytest.fixture
def at(bureau: Bureau) -> Office:
    """The office in the month in which refunds are posted."""
    return Office(CODE, place="310112", today=dt.date(2025, 11, 20))


def months(bureau: Bureau, **changed: Any) -> dict[str, Any]:
    """October 2024 was paid without employment."""
    return {
        "what": "months", "month_ground": "no_employment", "from_month": "2024-10", "to_month": "2024-10",
        "paid_through": "employer", "employer_uscc": bureau.factory.uscc, "claimed_by": "person",
        "instrument": "沪劳人仲（2025）办字第8号", "reason": "双方无劳动关系", **changed,
    }  # fmt: skip


def money(bureau: Bureau, **changed: Any) -> dict[str, Any]:
    """The factory paid 8,000 yuan twice."""
    return {
        "what": "money", "money_ground": "overpaid", "receipt_ref": "twice", "amount": "5000", "paid_through": "employer",
        "employer_uscc": bureau.factory.uscc, "claimed_by": "employer", "reason": "重复扣款", **changed,
    }  # fmt: skip


def test_months_go_back_when_the_accountant_has_posted_what_three_people_decided(
    bureau: Bureau, at: Office
) -> None:
    """The request carries the case's hands, and the posting a fourth one."""
    bureau.leave(bureau.second)
    case = at.granted(months(bureau), subject_id=bureau.second)
    assert case.amount_fen == PAID
    assert case.examination["sheet"]["account_fen"] == 80_800
    request = contributions.request_by_id(request_id=case.decision["reference"]["request_id"])
    assert request is not None
    hands = (request.handled_by, request.reviewed_by, request.approved_by)
    assert hands == (case.handler, case.reviewer, case.approver) == ("li", "wang", "zhao")
    month, _ = decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert (month.done, month.fen) == ([request.pk], PAID)
    cases.close(number=case.number, how="online", actor=at.actor("li"))
    with pytest.raises(Refused, match="已入账付出"):
        at.reversed(case.number)
    assert broken() == {}
    assert list(cases.verify()) == []


def test_money_in_suspense_goes_back_to_its_payer(bureau: Bureau, at: Office) -> None:
    """The employer claims at the counter, and what is asked may be taken back before the posting."""
    bureau.receive(NOVEMBER_2025, ("twice", bureau.factory.uscc, 800_000))
    case = at.granted(money(bureau), subject_id=bureau.second)
    assert case.amount_fen == 500_000
    at.reversed(case.number)
    again = at.granted(money(bureau, amount="8000"), subject_id=bureau.second)
    _, suspense = decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert (suspense.done, suspense.fen) == ([again.decision["reference"]["request_id"]], 800_000)
    assert broken() == {}


def test_what_the_registers_do_not_show_is_refused_at_its_field(bureau: Bureau, at: Office) -> None:
    """Each reason where the form asks for it; no request is left behind by looking."""
    told = {"subject_id": bureau.second}
    assert at.found(months(bureau), **told) == ["still_insured"]
    assert at.found(months(bureau, month_ground="after_death"), **told) == ["ground_not_shown"]
    assert at.found(months(bureau, to_month="2024-09"), **told) == ["months_out_of_order"]
    assert at.found(money(bureau), **told) == ["receipt_unknown"]
    bureau.receive(NOVEMBER_2025, ("twice", bureau.factory.uscc, 800_000))
    assert at.found(money(bureau, amount="8000.01"), **told) == ["more_than_there_is"]
    assert at.found(money(bureau, employer_uscc=bureau.other.uscc), **told) == ["not_the_payer"]
    assert contributions.open_requests() == []


def test_nobody_claims_for_an_employer_from_a_personal_account(bureau: Bureau, at: Office) -> None:
    """Online it is one's own; the form says so already."""
    person = registry.person(person_id=bureau.second)
    identity.open_account(username="zhang", display_name="张某", password=None, person_id=person.pk)
    own = cases.Asked(
        number="", item=CODE, place=at.place, subject_id=person.pk, applicant="zhang", values={},
        at=at.actor("zhang").at, today=at.today, actor="zhang",
    )  # fmt: skip
    assert at.declared.service.prefill(own) == {"claimed_by": "person"}
    assert at.declared.service.prefill(at.asked(subject_id=person.pk)) == {}
    bureau.receive(NOVEMBER_2025, ("twice", bureau.factory.uscc, 800_000))
    found = at.found(money(bureau), subject_id=person.pk, applicant="zhang")
    assert found == ["not_for_the_employer"]
