"""A call is registered, answered by the one who took it, and sent where it belongs."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused

CODE = "information.hotline_ticket"
CALL = {
    "source": "h12333", "kind": "consult", "named": "named", "caller_name": "王小明", "phone": "13812345678",
    "said": "灵活就业人员每月几号前缴费？",
}  # fmt: skip


def test_a_question_is_answered_and_closed_by_one_person_within_fifteen_days(office):
    at = office(CODE)
    case = at.submitted(CALL)
    assert cases.accept(
        number=case.number, item=at.declared.item, actor=at.actor("li")
    ).due_on == dt.date(2025, 10, 30)
    case = at.closed({**CALL, "said": "灵活就业缴费可以缓缴吗？"})
    assert case.decision["zh"].startswith("已答复：")
    assert case.handler == "li"


def test_an_anonymous_caller_is_not_told_a_record_and_a_named_one_leaves_a_number(office):
    at = office(CODE)
    hidden = {**CALL, "kind": "query", "named": "anonymous", "phone": ""}
    assert at.found(hidden) == ["identity_needed"]
    assert at.found({**CALL, "phone": ""}) == ["no_way_to_answer"]
    assert at.found({**hidden, "kind": "suggestion"}) == []


@pytest.mark.parametrize(("kind", "field"), [("complaint", "against"), ("report", "employer_name")])
def test_a_complaint_names_whom_and_a_report_the_employer(office, kind, field):
    with pytest.raises(AssertionError, match=field):
        office(CODE).submitted({**CALL, "kind": kind})


def test_a_ticket_of_12345_keeps_its_number(office):
    at = office(CODE)
    with pytest.raises(AssertionError, match="outside_number"):
        at.submitted({**CALL, "source": "h12345"})
    case = at.submitted({**CALL, "source": "h12345", "outside_number": "ZH20251015-0042"})
    assert case.form["outside_number"] == "ZH20251015-0042"


def test_reports_direct_items_and_repeated_calls_are_lit(office):
    at = office(CODE)
    report = {**CALL, "kind": "report", "employer_name": "某厂", "said": "不给职工参保"}
    assert at.noticed(report) == ["for_inspectorate"]
    case = at.submitted({**CALL, "said": "想开一份参保证明怎么办"})
    (found,) = case.examination["findings"]
    assert (found["code"], found["detail"]) == (
        "item_exists",
        "information.certificate_of_insurance",
    )
    assert at.noticed({**CALL, "said": "想开一份参保证明怎么办"}) == ["item_exists", "said_before"]


def test_every_item_that_callers_are_sent_to_exists():
    from renshe.services.catalogue import catalogue
    from renshe.services.information.hotline_ticket.service import DIRECT

    assert {code for _, code in DIRECT} <= set(catalogue())


def test_without_an_answer_no_ticket_closes_and_what_was_said_stays_said(office):
    at = office(CODE)
    case = at.submitted(CALL)
    with pytest.raises(Refused, match="没有写明答复内容"):
        at.decided(case.number, words="")
    case = at.decided(at.submitted(CALL).number, words="每月25日前")
    with pytest.raises(Refused, match="不能自动撤销"):
        at.reversed(case.number)


def test_prefill_is_what_most_callers_are(office):
    at = office(CODE)
    assert at.declared.service.prefill(at.asked()) == {
        "source": "web", "kind": "consult", "named": "named",
    }  # fmt: skip
