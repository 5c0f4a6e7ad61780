"""Complete loss of work capacity, not from work, below the legal age: a monthly allowance by the law's formula."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import PLACE
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

CODE = "pension.claim_invalidity_allowance"
TODAY = dt.date(2025, 3, 3)
CLAIM = {
    "level": "complete", "cause": "illness", "issuer": "珠海市劳动能力鉴定委员会", "appraisal_number": "珠劳鉴2025-7",
    "decided_on": "2025-01-20", "bank_code": "102", "account_number": "6222021234567890128", "account_name": "陈建国",
}  # fmt: skip


@pytest.fixture
def among(retiree, fresh_database):
    """The office a month before the man's legal month."""
    fresh_database.become("app")
    man = retiree.person
    retiree.recognise("local_addition", 0, known_on=dt.date(2025, 2, 1))
    retiree.recognise("account_balance", 16_000_000, known_on=dt.date(2025, 2, 1))
    return Office(CODE, place=PLACE, today=TODAY), man


def test_near_the_legal_age_it_is_the_whole_formula_from_the_month_after_the_claim(among):
    office, man = among
    case = office.granted(CLAIM, subject_id=man.pk)
    award = pension.in_force(person_id=man.pk, kind="invalidity")
    assert award.total_fen == case.amount_fen
    assert (award.starts_month, award.ends_month) == (2025 * 12 + 3, None)
    assert award.account_fen > 0
    assert award.basic_fen > 0
    sheet = retirement_file.sheet_of(award=award)
    assert sheet.content["kind"] == "invalidity"
    assert sum(one["fen"] for one in sheet.content["parts"]) == award.total_fen
    kept = retirement_file.valid_appraisal(person_id=man.pk, on=TODAY)
    assert (kept.number, kept.case_number) == ("珠劳鉴2025-7", case.number)
    assert (
        pension.PayeeAccount.objects.get(person_id=man.pk).account_number == CLAIM["account_number"]
    )
    with pytest.raises(Refused, match="只能停发或者重核"):
        office.reversed(case.number)


def test_what_the_law_does_not_give_an_allowance_for_is_refused(among):
    office, man = among
    who = {"subject_id": man.pk}
    assert office.found({**CLAIM, "level": "most"}, **who) == ["capacity_not_lost"]
    assert office.found({**CLAIM, "cause": "work"}, **who) == ["loss_from_work"]
    assert office.found({**CLAIM, "decided_on": "2024-03-02"}, **who) == ["appraisal_expired"]
    assert office.found({**CLAIM, "account_name": "陈建"}, **who) == ["account_name_differs"]
    assert office.found(CLAIM) == ["subject_missing"]
    later = Office(CODE, place=PLACE, today=dt.date(2025, 4, 10))
    assert later.found(CLAIM, **who) == ["legal_age_reached"]
