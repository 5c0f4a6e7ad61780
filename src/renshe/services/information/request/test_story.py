"""Somebody asks what the office holds, and gets an answer in writing within twenty working days."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.conftest import credit_code_numbered, id_number
from renshe.kernel.codes.problem import Refused
from renshe.services.information.conftest import printed

CODE = "information.request"
WANTED = {
    "applicant_kind": "person", "applicant_name": "王小明", "id_number": id_number(), "phone": "13812345678",
    "subject": "statistics", "wanted": "2024年香洲区企业职工基本养老保险参保人数和基金收支总额", "form": "electronic",
    "way": "online",
}  # fmt: skip
ANSWER = "该信息已于2025年4月在本机关网站“统计数据”栏目公开，请按栏目查阅。"


def test_the_answer_goes_out_on_a_paper_of_its_own_with_both_remedies(office):
    at = office(CODE)
    case = at.submitted(WANTED)
    case = at.decided(case.number, words=ANSWER)
    assert (case.state, case.path) == ("granted", "review")
    case = cases.close(number=case.number, how="online", actor=at.actor("li"))
    said = printed(case, kind="answer")
    for words in (
        "政府信息公开申请答复书",
        "答〔2025〕",
        "2025年4月在本机关网站",
        "60日",
        "应当先",
        "15日",
        "2025-10-15",
    ):
        assert words in said, words


def test_twenty_working_days_run_from_acceptance_and_stand_still_while_a_third_party_is_asked(
    office,
):
    at = office(CODE)
    case = at.submitted(WANTED)
    given = {"number": case.number, "actor": at.actor("li")}
    case = cases.accept(item=at.declared.item, **given)
    assert case.due_on == dt.date(2025, 11, 12)
    cases.suspend(words="征求第三方意见（条例第三十二条）", **given)
    case = cases.resume(number=case.number, actor=at.actor("li", days=7))
    assert case.due_on == dt.date(2025, 11, 19)


def test_what_is_not_disclosed_is_refused_with_its_reason(office):
    at = office(CODE)
    case = at.submitted(WANTED)
    case = at.decided(
        case.number, grant=False, words="公开后可能危及社会稳定，依据条例第十四条不予公开"
    )
    kinds = {paper.kind: paper for paper in cases.papers_of(case=case)}
    assert "第十四条" in kinds["refused"].content["paragraphs"]["zh"][1]
    assert "60日" in kinds["refused"].content["remedy"]["zh"]


def test_ones_own_record_belongs_to_another_item(office):
    assert office(CODE).found({**WANTED, "subject": "own_record"}) == ["own_record_elsewhere"]


def test_without_an_answer_in_words_nothing_is_granted(office):
    at = office(CODE)
    case = at.submitted(WANTED)
    with pytest.raises(Refused, match="没有写明答复内容"):
        at.decided(case.number, words="")
    case.refresh_from_db()
    assert case.state == "reviewing"


def test_vague_repeated_and_disguised_requests_are_lit_for_the_handler(office):
    at = office(CODE)
    assert at.noticed({**WANTED, "wanted": "社保数据"}) == ["description_vague"]
    assert at.noticed({**WANTED, "wanted": "投诉窗口人员并要求查处其行为"}) == ["may_be_petition"]
    assert at.noticed(WANTED) == []
    assert at.noticed(WANTED) == ["asked_before"]


def test_an_organisation_gives_its_credit_code_and_a_postal_address_where_it_wants_post(office):
    at = office(CODE)
    asks = {**WANTED, "applicant_kind": "organisation", "credit_code": credit_code_numbered(1), "way": "post"}  # fmt: skip
    with pytest.raises(AssertionError, match="address"):
        at.submitted(asks)
    assert at.decided(at.submitted({**asks, "address": "香洲区翠香路1号"}).number, words=ANSWER)


def test_prefill_and_what_was_told_cannot_be_taken_back(office):
    at = office(CODE)
    assert at.declared.service.prefill(at.asked())["form"] == "electronic"
    case = at.submitted(WANTED)
    at.decided(case.number, words=ANSWER)
    with pytest.raises(Refused, match="不能自动撤销"):
        at.reversed(case.number)
