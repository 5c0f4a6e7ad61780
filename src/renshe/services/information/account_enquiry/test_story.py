"""An account is asked about at the counter, told on paper, and the paper taken back."""

from __future__ import annotations

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_id_number
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import pensioner_number
from renshe.kernel.money import format_yuan
from renshe.services.information.conftest import printed

CODE = "information.account_enquiry"
YEARS = {"from_year": "2023", "to_year": "2025", "number_shown": "masked"}


def test_the_account_is_told_by_year_with_todays_balance_and_the_number_masked(
    about_pensioners, pensioners
):
    office = about_pensioners(CODE)
    case = office.closed(YEARS, subject_id=pensioners.first)
    left = pension.account_standing(person_id=pensioners.first).balance_fen
    assert left == 2_500_000 - 2 * 100_000
    said = printed(case)
    for words in (
        "养老保险个人账户查询单", "王小明", mask_id_number(pensioner_number(1)), "2024", "25,000.00", f"{format_yuan(left)}元",
        "当前账面余额", "上海市闵行区社会保险经办机构",
    ):  # fmt: skip
        assert words in said, words
    assert pensioner_number(1) not in said
    assert "Balanceasbooked" in printed(case, language="en")


def test_the_form_opens_with_the_last_five_years(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    asked = office.asked(subject_id=pensioners.first)
    assert office.declared.service.prefill(asked) == {
        "from_year": 2020, "to_year": 2025, "number_shown": "masked",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"from_year": "2026"}, "years_turned"),
        ({"to_year": "2027"}, "year_ahead"),
        ({"from_year": "2001", "to_year": "2002"}, "nothing_in_years"),
    ],
)
def test_years_that_make_no_sense_are_refused_at_their_field(
    about_pensioners, pensioners, changed, code
):
    office = about_pensioners(CODE)
    assert office.found({**YEARS, **changed}, subject_id=pensioners.first) == [code]


def test_nobody_and_somebody_without_an_account_are_told_where_to_turn(
    about_pensioners, make_person
):
    office = about_pensioners(CODE)
    assert office.found(YEARS) == ["subject_missing"]
    assert office.found(YEARS, subject_id=make_person().pk) == ["no_account"]


def test_a_statement_that_was_wrong_is_revoked_and_verifies_so(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    case = office.closed(YEARS, subject_id=pensioners.first)
    case = office.reversed(case.number)
    (paper,) = [one for one in cases.papers_of(case=case) if one.kind == "certificate"]
    found = cases.verify_paper(code=paper.code)
    assert found is not None
    assert found.revoked_at is not None
    assert "日撤销" in printed(case)
