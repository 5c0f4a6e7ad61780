"""Requests about money: a pension and its account, arrears, refunds, amounts that somebody doubts."""

from __future__ import annotations

import datetime as dt

from renshe.domains.contributions import api as contributions
from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import BANKS, Wanted, new_account, somebody
from renshe.kernel.periods import format_month, month_containing


def change_bank_account(town: Town, person: registry.Person | None) -> Wanted | None:
    """A pensioner's new card."""
    who = somebody(town, person, "pensioner")
    if who is None:
        return None
    number = new_account(town)
    answers = {
        "bank_code": town.one_of("bank", BANKS), "account_number": number, "account_again": number,
        "account_name": who.name, "why": town.one_of("why changed", ("replaced", "lost", "moved")),
    }  # fmt: skip
    return Wanted("pension.change_bank_account", who, answers=answers)


def certify_eligibility(town: Town, person: registry.Person | None) -> Wanted | None:
    """A pensioner comes to the counter with the id card."""
    who = somebody(town, person, "pensioner")
    if who is None:
        return None
    seen = town.opened_on.isoformat()
    answers = {"source": "counter", "seen_on": seen, "checked": "id_card"}
    return Wanted("pension.certify_eligibility", who, answers=answers)


def report_death(town: Town, person: registry.Person | None) -> Wanted | None:
    """A community tells the counter of a death a few days ago; the office verifies it before anything ends."""
    who = somebody(town, person, "pensioner")
    if who is None:
        return None
    died_on = town.opened_on - dt.timedelta(days=3 + town.draw("days since the death", 5))
    answers = {
        "died_on": died_on.isoformat(), "document": "medical", "legal_basis": "社会保险经办条例第二十五条",
        "file_number": f"死证{died_on.year}{town.draw('certificate of death', 900_000) + 100_000}",
    }  # fmt: skip
    return Wanted("pension.report_death", who, answers=answers)


def claim_old_age_pension(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody reaches the legal age about now; the month itself the law fills in."""
    who = somebody(town, person, "old_enough")
    if who is None:
        return None
    answers = {
        "timing": "legal", "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town),
        "account_name": who.name, "phone": who.phone or town.phone(),
    }  # fmt: skip
    return Wanted("pension.claim_old_age_pension", who, answers=answers)


def survivors_benefit(town: Town, person: registry.Person | None) -> Wanted | None:
    """A child claims after a death; that they are family is proved or, for now, promised."""
    who, deceased = somebody(town, person, "young_employee"), town.dead()
    if who is None or deceased is None:
        return None
    answers = {
        "deceased_id": deceased.id_number, "deceased_name": deceased.name, "relation": "child", "cause": "illness",
        "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town), "account_name": who.name,
        "phone": who.phone or town.phone(), "for_all": "on",
    }  # fmt: skip
    promised = ("relation_proof",) if town.draw("promised relation", 2) else ()
    return Wanted("pension.survivors_benefit", who, answers=answers, promised=promised)


def dispute_amount(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody finds one of the last months' own pension shares too small."""
    who = somebody(town, person, "employee")
    if who is None:
        return None
    found = contributions.timeline_of(person_id=who.pk).months
    billed = [one for one in found if one.bill_id is not None and one.line_no is not None]
    if not billed:
        return None
    month = billed[-1]
    answers = {
        "address": f"/me/explain/contribution/{month.bill_id}/{month.line_no}/pension_personal/",
        "why": town.one_of("why wrong", ("wage_or_month", "computation", "personal_fact")),
        "words": f"{format_month(month.period)}我的工资有一次性奖金，缴费基数却和上个月一样，想请核对。",
    }
    return Wanted("contributions.dispute_amount", who, answers=answers)


def instalment_plan(town: Town, person: registry.Person | None) -> Wanted | None:
    """An employer behind with its contributions offers a guarantor and half a year."""
    unit = town.employer("owing")
    answers = {
        "count": str(town.one_of("instalments", (3, 6, 9))),
        "first_due_on": (town.today + dt.timedelta(days=10)).isoformat(), "security": "guarantee",
        "reason": "主要客户延期付款，账面资金只够发放工资；担保人已出具保证函，申请按月缴清。",
    }  # fmt: skip
    return unit and Wanted("contributions.instalment_plan", None, unit, answers, "employer")


def file_annuity_plan(town: Town, person: registry.Person | None) -> Wanted | None:
    """An enterprise without a plan sets up an annuity whose employer's part vests within years."""
    unit = town.employer("without_annuity")
    answers = {
        "kind": "enterprise", "name": "企业年金方案", "trustee": "长宁信托（演示）",
        "starts": format_month(month_containing(town.today)), "joins_after": str(town.one_of("annuity joins", (0, 3, 6))),
        "employer_rate": str(town.one_of("annuity employer", (400, 500, 800))), "personal_rate": "200",
        "vesting_years": str(town.one_of("annuity vests", (3, 5, 8))),
    }  # fmt: skip
    return unit and Wanted("pension.file_annuity_plan", None, unit, answers, "employer")


def refund(town: Town, person: registry.Person | None) -> Wanted | None:
    """A month that was paid here and, as the person says, by another employer elsewhere as well."""
    who = somebody(town, person, "employee")
    if who is None:
        return None
    found = [
        one
        for one in contributions.timeline_of(person_id=who.pk).months
        if one.employer_id and one.bill_id
    ]
    if not found:
        return None
    month = found[-1]
    unit = registry.employer(employer_id=int(month.employer_id or 0))
    answers = {
        "what": "months", "month_ground": town.one_of("month ground", ("no_employment", "paid_twice")),
        "from_month": format_month(month.period), "to_month": format_month(month.period), "paid_through": "employer",
        "employer_uscc": unit.uscc, "claimed_by": "person",
        "reason": "该月已随新单位在外地参保缴费，本地单位减员晚报了一个月，造成重复。",
    }  # fmt: skip
    return Wanted("contributions.refund", who, answers=answers)


def review_file(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody near the legal age asks for the file to be read."""
    who = somebody(town, person, "old_enough")
    if who is None:
        return None
    answers = {"special": "no", "where": "区人才服务中心", "words": "请核对参加工作时间"}
    return Wanted("pension.review_file", who, answers=answers)


def claim_invalidity_allowance(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody ill for long brings the committee's finding."""
    who = somebody(town, person, "employee")
    if who is None:
        return None
    decided = town.opened_on - dt.timedelta(days=20 + town.draw("appraised", 60))
    answers = {
        "level": "complete", "cause": "illness", "issuer": "市劳动能力鉴定委员会（演示）",
        "appraisal_number": f"劳鉴{decided.year}-{town.draw('appraisal', 90_000) + 10_000}",
        "decided_on": decided.isoformat(), "bank_code": town.one_of("bank", BANKS),
        "account_number": new_account(town), "account_name": who.name,
    }  # fmt: skip
    return Wanted("pension.claim_invalidity_allowance", who, answers=answers)


def dispute_determination(town: Town, person: registry.Person | None) -> Wanted | None:
    """A pensioner thinks that years are missing on the sheet."""
    who = somebody(town, person, "pensioner")
    if who is None:
        return None
    answers = {"what": "years", "reason": "核定表上的视同缴费年限比档案里的少，请核对。"}
    return Wanted("pension.dispute_determination", who, answers=answers)
