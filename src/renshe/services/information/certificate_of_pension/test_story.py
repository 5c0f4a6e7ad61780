"""A pensioner shows that a pension is paid; what is not so is not certified."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import pensioner_number
from renshe.services.information.conftest import printed

CODE = "information.certificate_of_pension"
SHOWN = {"purpose": "签证", "amount_shown": "with", "number_shown": "full"}


def test_the_certificate_tells_since_when_how_much_and_until_when_it_holds(
    about_pensioners, pensioners
):
    office = about_pensioners(CODE)
    case = office.closed(SHOWN, subject_id=pensioners.first)
    said = printed(case)
    for words in (
        "养老保险待遇领取证明", "2024年6月", "正在发放", "3,000.01元", "签证", pensioner_number(1),
        "有效期至2026年2月20日", "演示",
    ):  # fmt: skip
        assert words in said, words
    (paper,) = [one for one in cases.papers_of(case=case) if one.kind == "certificate"]
    assert paper.valid_until == dt.date(2026, 2, 20)
    english = printed(case, language="en")
    assert "June2024" in english
    assert "20February2026" in english


def test_the_amount_is_left_out_where_the_pensioner_wants_it_so(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    said = printed(
        office.granted({**SHOWN, "amount_shown": "without"}, subject_id=pensioners.first)
    )
    assert "3,000" not in said


def test_nobody_the_dead_and_who_has_no_pension_are_refused(
    about_pensioners, pensioners, make_person, fresh_database
):
    fresh_database.become("runner")
    pensioners.die(pensioners.second, dt.date(2025, 8, 15))
    fresh_database.become("app")
    office = about_pensioners(CODE)
    assert office.found(SHOWN) == ["subject_missing"]
    assert office.found(SHOWN, subject_id=make_person().pk) == ["no_pension"]
    assert office.found(SHOWN, subject_id=pensioners.second) == ["subject_dead", "no_pension"]
    early = replace(office, today=dt.date(2024, 5, 20))
    assert early.found(SHOWN, subject_id=pensioners.first) == ["pension_not_begun"]


def test_a_suspended_pension_is_certified_as_suspended(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    pension.suspend_pension(
        person_id=pensioners.third, kind="overdue_certification", from_month=2025 * 12 + 10,
        recorded=pension.Recorded("clerk", office.actor("clerk").at, office.today, "逾期未认证"),
    )  # fmt: skip
    assert office.noticed(SHOWN, subject_id=pensioners.third) == ["pension_suspended"]
    assert "暂停发放" in printed(office.granted(SHOWN, subject_id=pensioners.third))


def test_prefill_and_self_correction(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    asked = office.asked(subject_id=pensioners.first)
    assert office.declared.service.prefill(asked)["amount_shown"] == "with"
    case = office.reversed(office.closed(SHOWN, subject_id=pensioners.first).number)
    assert "日撤销" in printed(case)
