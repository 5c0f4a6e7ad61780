"""A man of Zhuhai claims his pension: three signatures, a sheet, an account; and what stands in the way of others."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.test_printing import text_of
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import PLACE, RETIRED
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows.determination_sheet import formula_in_words
from renshe.foundation.invariants import prove
from renshe.kernel.codes.citation import cite
from renshe.kernel.codes.problem import Refused
from renshe.kernel.money import format_yuan
from renshe.laws import library
from renshe.services.conftest import Office

CODE = "pension.claim_old_age_pension"
CLAIM = {
    "timing": "legal", "retirement_month": "2025-04", "bank_code": "102", "account_number": "6222021234567890128",
    "account_name": "陈建国", "phone": "13812345678",
}  # fmt: skip


@pytest.fixture
def among(retiree, fresh_database):
    """The office of the item in May 2025, and the man."""
    fresh_database.become("app")
    return Office(CODE, place=PLACE, today=dt.date(2025, 5, 12)), retiree.person


def test_three_people_grant_the_pension_of_the_sheet_and_it_has_an_account(among):
    office, man = among
    case = office.closed(CLAIM, subject_id=man.pk)
    award = pension.in_force(person_id=man.pk)
    assert (case.path, case.handler, case.reviewer, case.approver) == (
        "approval", "li", "wang", "zhao",
    )  # fmt: skip
    assert award.total_fen == case.amount_fen
    assert award.starts_month == RETIRED + 1
    steps = [(event.verb, event.actor) for event in award.events.order_by("pk")]
    assert steps == [("determine", "li"), ("review", "wang"), ("decide", "wang")]
    account = pension.PayeeAccount.objects.get(person_id=man.pk)
    assert (account.account_number, account.verified_on) == (CLAIM["account_number"], office.today)
    broken = [one.name for one, _, count in prove(invariants=pension.INVARIANTS) if count]
    assert broken == []


def test_the_sheet_is_a_paper_with_every_part_formula_and_clause(among):
    office, man = among
    case = office.granted(CLAIM, subject_id=man.pk)
    sheet = case.examination["sheet"]
    (paper,) = [one for one in cases.papers_of(case=case) if one.kind == "certificate"]
    said = text_of(cases.render_paper(paper, address="https://renshe.example")).replace(" ", "")
    assert "基本养老金核定表" in said
    assert format_yuan(case.amount_fen) in said
    assert "退休时个人账户储存额÷计发月数" in said
    assert "account_balance" not in said
    for part in sheet["parts"]:
        assert part["zh"] in said
        assert part["shown"] in said
        assert cite(part["clause"]).replace(" ", "") in said.replace("\n", "")


def test_the_examination_shows_what_the_earliest_the_legal_and_the_latest_month_bring(among):
    office, man = among
    case = office.submitted(CLAIM, subject_id=man.pk)
    earliest, legal, latest = case.examination["sheet"]["options"]
    assert (earliest["month"], legal["month"], latest["month"]) == (
        RETIRED - 1, RETIRED, RETIRED + 36,
    )  # fmt: skip
    assert [earliest["chosen"], legal["chosen"], latest["chosen"]] == [False, True, False]
    assert legal["fen"] == case.amount_fen
    assert earliest["fen"]
    assert latest.get("fen") or "（" in latest["zh"]


def test_an_early_month_needs_notice_three_months_before(among):
    office, man = among
    early = {**CLAIM, "timing": "early", "retirement_month": "2025-03", "notified_on": "2025-01-15"}
    assert office.found(early, subject_id=man.pk) == ["notice_too_late"]
    in_time = {**early, "notified_on": "2024-12-10"}
    case = office.granted(in_time, subject_id=man.pk)
    assert pension.in_force(person_id=man.pk).starts_month == RETIRED
    assert case.state == "granted"


def test_month_and_kind_have_to_agree_and_the_window_of_the_law_holds(among):
    office, man = among
    who = {"subject_id": man.pk}
    wrong_kind = {**CLAIM, "timing": "late", "agreed_on": "2025-03-01"}
    assert office.found(wrong_kind, **who) == ["timing_differs"]
    too_early = {**CLAIM, "timing": "early", "retirement_month": "2025-02", "notified_on": "2024-10-01"}  # fmt: skip
    assert office.found(too_early, **who) == ["retirement_too_early"]
    late = {**CLAIM, "timing": "late", "retirement_month": "2025-06", "agreed_on": "2025-05-02"}
    assert "agreement_after_legal_month" in office.found(late, **who)
    far = {**CLAIM, "timing": "late", "retirement_month": "2026-02", "agreed_on": "2025-03-02"}
    assert "claimed_too_soon" in office.found(far, **who)


def test_nobody_another_name_and_a_second_pension_are_refused(among):
    office, man = among
    assert office.found(CLAIM) == ["subject_missing"]
    case = office.submitted({**CLAIM, "account_name": "陈建"}, subject_id=man.pk)
    assert [one["code"] for one in case.examination["findings"]] == ["account_name_differs"]
    assert case.examination["differences"][0]["registered"] == "陈建国"
    office.granted(CLAIM, subject_id=man.pk)
    assert office.found(CLAIM, subject_id=man.pk) == ["already_in_force"]


def test_the_form_opens_with_the_legal_month_and_what_the_register_knows(among):
    office, man = among
    told = office.declared.service.prefill(office.asked(subject_id=man.pk))
    assert (told["timing"], told["retirement_month"], told["account_name"]) == (
        "legal", "2025-04", "陈建国",
    )  # fmt: skip
    assert office.declared.service.prefill(office.asked()) == {}


def test_a_granted_pension_is_determined_again_not_withdrawn(among):
    office, man = among
    case = office.closed(CLAIM, subject_id=man.pk)
    with pytest.raises(Refused, match="重核"):
        office.reversed(case.number)
    assert pension.in_force(person_id=man.pk) is not None


def test_a_formula_reads_in_words_and_one_that_decides_between_cases_is_left_to_its_clause():
    zh = formula_in_words("account_balance / annuity_divisor", language="zh")
    assert zh == "退休时个人账户储存额 ÷ 计发月数"
    steps = "half = (account_balance + local_addition) / 2\nreturn half * annuity_divisor"
    assert "(" in formula_in_words(steps, language="en")
    assert "half" not in formula_in_words(steps, language="en")
    assert formula_in_words("if a > b:\n    return a\nreturn b", language="zh") == ""


def test_the_total_is_computed_again_from_what_the_sheet_keeps(among):
    office, man = among
    case = office.submitted(CLAIM, subject_id=man.pk)
    asked = case.examination["sheet"]["total"]["explain"]
    again = library.explain(
        asked["target"], asked["facts"], place=asked["place"], on=dt.date.fromisoformat(asked["on"]),
        known_on=dt.date.fromisoformat(asked["known_on"]),
    )  # fmt: skip
    assert int(again.value) == case.amount_fen


def test_recognised_special_work_opens_an_earlier_month_and_the_sheet_says_so(
    among, retiree, fresh_database
):
    office, man = among
    claim = {**CLAIM, "timing": "special", "retirement_month": "2025-02"}
    assert office.found(claim, subject_id=man.pk) == [
        "retirement_too_early", "special_work_not_recognised",
    ]  # fmt: skip
    known = dt.date(2025, 5, 11)
    retiree.recognise("special_work_kind", "hot", known_on=known)
    retiree.recognise("special_work_months", 107, known_on=known)
    assert office.found(claim, subject_id=man.pk) == ["special_work_short"]
    retiree.recognise("special_work_months", 108, known_on=dt.date(2025, 5, 12))
    case = office.granted(claim, subject_id=man.pk)
    award = pension.in_force(person_id=man.pk)
    assert (award.starts_month, award.total_fen) == (2025 * 12 + 2, case.amount_fen)
    sheet = retirement_file.sheet_of(award=award)
    assert sheet.content["kind"] == "special_work"
    assert sheet.content["total_fen"] == award.total_fen
    assert sheet.sha256 == retirement_file.content_hash(sheet.content)
    broken = [one.name for one, _, count in prove(invariants=retirement_file.INVARIANTS) if count]
    assert broken == []
