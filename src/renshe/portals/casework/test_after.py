"""What follows from a clock and a decision, at the desks: extensions, idle hands, checks of quality, ratings, their follow-up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import ITEM
from renshe.portals.casework.conftest import CODE, TODAY, Bureau
from renshe.portals.casework.test_story import act, buttons, page_of, state
from renshe.portals.test_query_budgets import BUDGETS, queries_of
from renshe.services import catalogue

GOOD = {f"mark-{key}": "ok" for key in cases.CHECKLIST}
SEPTEMBER = TODAY.year * 12 + TODAY.month - 2


@pytest.fixture
def longer(bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """The bureau, whose item may be extended by ten working days."""
    path = tmp_path / "longer.yaml"
    path.write_text(
        ITEM.replace("silence: escalate}", "silence: escalate, extension: {days: 10, basis: 行政许可法 42}}"),
        encoding="utf-8",
    )  # fmt: skip
    bureau.item = cases.load_item(path)
    one = catalogue.Declared(bureau.item, bureau.service)
    monkeypatch.setattr(catalogue, "catalogue", lambda: {CODE: one})
    return bureau


def closed(bureau: Bureau, **how: object) -> cases.Case:
    """A case that li handled and wang signed, served."""
    case = bureau.reviewing(**how)
    cases.sign(
        number=case.number, item=bureau.item, service=bureau.service, grant=True, words="同意",
        actor=bureau.actor("wang", days=1),
    )  # fmt: skip
    return cases.close(number=case.number, how="online", actor=bureau.actor("li", days=1))


@pytest.fixture
def drawn(bureau: Bureau) -> cases.Case:
    """A case that was decided in September and drawn for a check on the first of October."""
    case = bureau.submitted(days=46)
    told = {"number": case.number, "item": bureau.item}
    cases.accept(**told, actor=bureau.actor("li", days=45))
    given = {**told, "service": bureau.service, "grant": True, "words": "属实"}
    cases.propose(**given, actor=bureau.actor("li", days=44))
    cases.sign(**given, actor=bureau.actor("wang", days=43))
    cases.close(number=case.number, how="online", actor=bureau.actor("li", days=43))
    first = bureau.actor("clock", days=30)
    cases.seal_days(until=first.today, at=first.at)
    every = cases.Sampling(promised=100, immediate=100, signed=100)
    assert cases.draw_sample(rates={CODE: every}, month=SEPTEMBER, at=first.at) == 1
    return cases.case_by_number(number=case.number)


def check_address(case: cases.Case) -> str:
    return f"/casework/quality/checks/{case.number}/"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_limit_is_lengthened_by_two_people_and_the_badge_says_so(longer: Bureau) -> None:
    """The handler asks with a phrase, the approver consents, the applicant's paper and the clock say why."""
    case = longer.accepted()
    li, zhao = longer.browser("li"), longer.browser("zhao")
    assert "ask_extension" in buttons(page_of(li, case))
    assert "ask_extension" not in buttons(page_of(longer.browser("lin"), case))
    assert "可以延长一次" in page_of(li, case)
    wrong = act(li, case, "ask_extension", days="许多天", words="须征求意见")
    assert wrong.status_code == 409
    assert "须征求意见" in wrong.content.decode()
    sent = {"days": "10", "phrase": ["consult"], "words": ""}
    assert act(li, case, "ask_extension", **sent).status_code == 302
    assert "ask_extension" not in buttons(page_of(li, case))
    assert case.number in text(zhao, "/casework/queue/extension/")
    page = page_of(zhao, case)
    assert "decide_extension" in buttons(page)
    assert "申请延长10个工作日" in page
    assert act(li, case, "decide_extension", grant="yes").status_code == 409
    assert act(zhao, case, "decide_extension", grant="yes").status_code == 302
    page = page_of(li, case)
    assert "已延长10个工作日" in page
    assert "延长办理期限告知书" in page
    assert case.number not in text(zhao, "/casework/queue/extension/")
    assert list(cases.verify()) == []


def test_an_overdue_case_is_taken_out_of_idle_hands_by_the_head_alone(bureau: Bureau) -> None:
    """Not before its day, not by a reviewer; the new handler can act at once."""
    case = bureau.submitted(days=60)
    case = cases.accept(number=case.number, item=bureau.item, actor=bureau.actor("li", days=60))
    zhao, wang, lin = (bureau.browser(name) for name in ("zhao", "wang", "lin"))
    assert case.number in text(zhao, "/casework/queue/overdue/")
    page = page_of(zhao, case)
    assert "reassign" in buttons(page)
    assert '<option value="lin">' in page
    assert "reassign" not in buttons(page_of(wang, case))
    assert act(zhao, case, "reassign", to="lin", words=" ").status_code == 409
    for nobody in ("wang", "insured", "far"):  # a reviewer, no staff, another city's clerk
        assert act(zhao, case, "reassign", to=nobody, words="经办人请假").status_code == 409
    assert act(zhao, case, "reassign", to="lin", words="经办人请假").status_code == 302
    assert "decide" in buttons(page_of(lin, case))
    fresh = bureau.accepted()
    assert "reassign" not in buttons(page_of(zhao, fresh))


def test_a_case_goes_up_to_the_city_and_is_decided_there(bureau: Bureau) -> None:
    """Handed from the county to the city's level: the county's clerk has no act left, the county's own list loses it."""
    case = bureau.accepted()
    assert (
        act(bureau.browser("li"), case, "hand_over", place="310100", words="须市级核定").status_code
        == 302
    )
    moved = cases.case_by_number(number=case.number)
    assert (moved.place, moved.holder, moved.handler) == ("310100", "", "")
    assert case.number not in text(bureau.browser("lin"), "/casework/queue/all/")
    assert bureau.browser("li").get(f"/casework/cases/{case.number}/").status_code == 403


def test_a_check_finds_a_wrong_result_and_leads_to_its_correction(
    bureau: Bureau, drawn: cases.Case
) -> None:
    """Who decided cannot check; the handler answers; a stranger to the case corrects it; the count says so."""
    wu, li, wang, zhao = (bureau.browser(name) for name in ("wu", "li", "wang", "zhao"))
    assert drawn.number in text(wu, "/casework/quality/")
    for name in ("li", "wang"):
        assert f"/quality/checks/{drawn.number}/" not in text(
            bureau.browser(name), "/casework/quality/"
        )
        assert 'name="act" value="check"' not in text(bureau.browser(name), check_address(drawn))
        assert (
            bureau.browser(name).post(check_address(drawn), {"act": "check", **GOOD}).status_code
            == 403
        )
    half = wu.post(check_address(drawn), {"act": "check", "mark-law": "wrong", "words": "写了很久"})
    assert half.status_code == 409
    assert "检查清单没有填完" in half.content.decode()
    assert "写了很久" in half.content.decode()
    assert 'id="law-wrong" name="mark-law" value="wrong" checked' in half.content.decode()
    sent = {"act": "check", **GOOD, "mark-amount": "wrong", "words": "多退一个月"}
    assert wu.post(check_address(drawn), sent).status_code == 302
    assert drawn.number in text(li, "/casework/quality/")
    assert "有1件事等您" in text(li, "/casework/")
    assert "多退一个月" in text(li, check_address(drawn))
    assert li.post(check_address(drawn), {"act": "answer", "words": "月数看错"}).status_code == 302
    assert "自行纠正" in text(zhao, check_address(drawn))
    assert "reverse" in buttons(page_of(zhao, drawn))
    assert act(zhao, drawn, "reverse", words="多退一个月").status_code == 302
    assert (state(drawn), bureau.service.done) == ("reversed", [])
    assert "原决定已自行纠正" in text(wu, check_address(drawn))
    summary = text(wang, "/casework/quality/summary/?from=2025-09&to=2025-09")
    assert "结果有误" in summary
    assert "wu（测试）" not in summary
    assert "li（测试）" not in summary
    assert list(cases.verify()) == []


def test_a_third_person_upholds_what_a_check_found_wrong(bureau: Bureau, drawn: cases.Case) -> None:
    sent = {"act": "check", **GOOD, "mark-law": "wrong", "words": "条款不对"}
    assert bureau.browser("wu").post(check_address(drawn), sent).status_code == 302
    told = {"act": "correct", "words": "适用条款正确"}
    assert bureau.browser("wu").post(check_address(drawn), told).status_code == 403
    assert (
        bureau.browser("qian")
        .post(check_address(drawn), {"act": "correct", "words": ""})
        .status_code
        == 409
    )
    assert bureau.browser("qian").post(check_address(drawn), told).status_code == 302
    assert "维持原决定" in text(bureau.browser("wu"), check_address(drawn))


def test_the_applicant_rates_at_the_counter_and_an_outsider_follows_a_bad_rating_up(
    bureau: Bureau,
) -> None:
    """The screen is turned round; whoever handled the case learns neither the grade nor the words."""
    case = closed(bureau)
    li, lin, zhao = (bureau.browser(name) for name in ("li", "lin", "zhao"))
    address = f"/casework/cases/{case.number}/rating/"
    assert "非常不满意" in text(lin, address)
    assert "跑了好几趟" in text(lin, f"{address}?grade=1")
    assert lin.post(address, {"grade": "9"}).status_code == 409
    sent = {"grade": "1", "label": ["many_trips"], "words": "来了三次"}
    assert lin.post(address, sent).status_code == 302
    assert "谢谢" in text(lin, address)
    assert lin.post(address, sent).status_code == 409
    assert "来了三次" not in page_of(li, case)
    follow = f"/casework/quality/ratings/{case.number}/"
    assert li.get(follow).status_code == 403
    assert bureau.browser("far_reviewer").get(follow).status_code == 403
    assert case.number in text(zhao, "/casework/quality/")
    assert "来了三次" in text(zhao, follow)
    assert zhao.post(follow, {"words": " "}).status_code == 409
    assert zhao.post(follow, {"words": "已向申请人道歉并修改指南"}).status_code == 302
    assert "已向申请人道歉" in text(zhao, follow)
    assert "等您回访的差评" in text(zhao, "/casework/quality/")
    open_case = bureau.accepted()
    assert li.get(f"/casework/cases/{open_case.number}/rating/").status_code == 404


@pytest.mark.parametrize("stranger", ["insured", "accountant"])
def test_who_is_no_staff_of_cases_finds_no_door_to_quality(bureau: Bureau, stranger: str) -> None:
    case = closed(bureau)
    for address in (
        "quality/", "quality/summary/", f"quality/checks/{case.number}/", f"quality/ratings/{case.number}/",
        f"cases/{case.number}/rating/",
    ):  # fmt: skip
        assert bureau.browser(stranger).get(f"/casework/{address}").status_code == 403, address


def test_the_pages_of_quality_keep_within_their_budgets(bureau: Bureau, drawn: cases.Case) -> None:
    cases.rate(
        number=drawn.number, grade=1, labels=[], words="", channel="online", actor=bureau.actor("someone")
    )  # fmt: skip
    over = []
    for name, address in (
        ("wu", "/casework/"), ("zhao", "/casework/quality/"), ("wu", "/casework/quality/summary/"),
        ("wu", check_address(drawn)), ("zhao", f"/casework/quality/ratings/{drawn.number}/"),
        ("lin", f"/casework/cases/{drawn.number}/rating/"), ("zhao", f"/casework/cases/{drawn.number}/"),
    ):  # fmt: skip
        page, count = queries_of(bureau.browser(name), address)
        if count > BUDGETS[page]:
            over.append(f"{address}: {count}, {page} may need {BUDGETS[page]}")
    assert not over, "\n".join(over)
