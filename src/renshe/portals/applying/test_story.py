"""Somebody applies, corrects, is granted and reads the decision, in the browser's own words: addresses and forms."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from renshe.domains.cases import api as cases
from renshe.portals.applying.conftest import CODE, EMPLOYERS, PDF, Desk
from renshe.portals.conftest import Town


def text_of(client: Client, address: str, *, status: int = 200) -> str:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return response.content.decode()


def started(client: Client, code: str = CODE) -> str:
    """A draft; the address of its page."""
    answer = client.post(f"/apply/{code}/")
    assert answer.status_code == 302
    return answer["Location"].partition("form/")[0]


def filled(client: Client, code: str = CODE) -> str:
    """A draft with everything in it; the address of its page."""
    base = started(client, code)
    answer = client.post(f"{base}form/1/", {"month": "2025-08", "amount": "800", "why": "twice"})
    assert answer["Location"] == f"{base}papers/"
    paper = SimpleUploadedFile("凭证.pdf", PDF + base.encode())
    client.post(f"{base}papers/", {"material": "proof", "file": paper})
    return base


def submitted(client: Client, code: str = CODE) -> str:
    """A case that was handed in; the address of its page."""
    base = filled(client, code)
    assert client.post(f"{base}review/")["Location"] == base
    return base


def number_in(base: str) -> str:
    """The number of the case whose page is at this address."""
    return base.rstrip("/").rpartition("/")[2]


def test_from_the_guide_to_a_submitted_case(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    assert f'href="/apply/{CODE}/"' in text_of(person, f"/guides/{CODE}/")
    begin = text_of(person, f"/apply/{CODE}/")
    assert "回答4个问题" in begin
    assert cases.cases_by(username="person") == []  # looking opens nothing
    answer = person.post(f"/apply/{CODE}/")
    first = text_of(person, answer["Location"])
    assert "登记里已有的1项已经替您填好" in first
    assert 'value="2025-08"' in first
    base = answer["Location"].partition("form/")[0]
    person.post(f"{base}form/1/", {"month": "2025-08", "amount": "800", "why": "twice"})
    person.post(f"{base}papers/", {"material": "proof", "file": SimpleUploadedFile("a.pdf", PDF)})
    review = text_of(person, f"{base}review/")
    for said in ("800.00 元", "2025年8月", "重复缴费", "a.pdf", "确认无误，提交"):
        assert said in review
    person.post(f"{base}review/")
    page = text_of(person, base)
    assert "已提交，待受理" in page
    assert "上海市闵行区人力资源和社会保障部门" in page
    assert "受理：还剩5个工作日" in page
    assert "等您处理" not in text_of(person, "/my/cases/")


def test_nothing_typed_is_lost_when_it_is_wrong_or_when_one_leaves(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    base = started(person)
    answer = person.post(f"{base}form/1/", {"month": "八月", "amount": "八百", "why": "other"})
    assert answer["Location"] == f"{base}form/1/?check=1#problems"
    page = text_of(person, f"{base}form/1/?check=1")
    assert "有3处要改" in page
    for typed in ('value="八月"', 'value="八百"', 'value="other" checked'):
        assert typed in page
    for field in ("f-month", "f-amount", "f-other"):
        assert f'href="#{field}"' in page
        assert f'id="{field}"' in page
    away = person.post(f"{base}form/1/", {"month": "2025-08", "amount": "八百", "later": "1"})
    assert away["Location"] == base
    assert "还没有提交" in text_of(person, base)
    again = text_of(person, f"{base}form/1/")
    assert 'value="八百"' in again
    assert "有1处要改" not in again  # nobody is scolded on coming back


def test_a_submission_with_gaps_is_refused_with_every_gap_and_keeps_all(
    town: Town, desk: Desk
) -> None:
    person = town.browser("person")
    base = started(person)
    page = text_of(person, f"{base}review/")
    assert "2个问题没有填好" in page
    assert "材料：缴费凭证" in page
    assert re.search(r"<button class=\"button\" disabled>", page)
    forced = person.post(f"{base}review/")
    assert forced.status_code == 409
    assert "没有提交成功，填的内容都还在" in forced.content.decode()
    assert cases.case_by_number(number=number_in(base)).state == "draft"


def test_what_will_stand_in_the_way_is_said_before_it_is_handed_in(town: Town, desk: Desk) -> None:
    desk.service.limit_fen = 100
    page = text_of(town.browser("person"), f"{filled(town.browser('person'))}review/")
    assert "很可能不能批准" in page
    assert "超过实缴金额" in page
    assert "《社会保险法》第八十六条" in page


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("病毒.pdf", b"MZ\x90", "不是其中任何一种"), ("空.pdf", b"", "空的")],
)
def test_a_file_that_is_not_taken_says_why_and_leaves_the_rest(
    name: str, content: bytes, why: str, town: Town, desk: Desk
) -> None:
    person = town.browser("person")
    base = started(person)
    answer = person.post(
        f"{base}papers/", {"material": "proof", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert "必交，还没有" in answer.content.decode()


def test_a_paper_that_is_not_asked_for_and_one_that_a_register_gives_are_refused(
    town: Town, desk: Desk
) -> None:
    person = town.browser("person")
    base = started(person)
    for material in ("record", "diary"):
        file = SimpleUploadedFile("a.pdf", PDF)
        answer = person.post(f"{base}papers/", {"material": material, "file": file})
        assert answer.status_code == 400
        assert "不需要这份材料" in answer.content.decode()


def test_a_promise_stands_for_a_paper_and_the_paper_comes_later(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    base = started(person)
    person.post(f"{base}form/1/", {"month": "2025-08", "amount": "800", "why": "twice"})
    person.post(f"{base}papers/", {"material": "proof", "promise": "1"})
    assert "您承诺在2025年11月14日前补交" in text_of(person, f"{base}papers/")
    person.post(f"{base}review/")
    assert "补交承诺的材料" in text_of(person, base)
    person.post(f"{base}papers/", {"material": "proof", "file": SimpleUploadedFile("a.pdf", PDF)})
    assert "补交承诺的材料" not in text_of(person, base)
    (evidence,) = cases.evidence_of(case=cases.case_by_number(number=number_in(base)))
    assert (evidence.source, evidence.name) == ("upload", "a.pdf")
    late = person.post(
        f"{base}papers/", {"material": "proof", "file": SimpleUploadedFile("b.pdf", PDF)}
    )
    assert late.status_code == 409  # what the office is looking at is not exchanged behind its back


def test_a_correction_is_asked_for_answered_and_granted_and_everything_can_be_read(
    town: Town, desk: Desk
) -> None:
    person = town.browser("person")
    base = submitted(person)
    number = number_in(base)
    desk.accept(number)
    desk.ask_correction(number, missing=["proof"], words="凭证上的日期看不清")
    page = text_of(person, base)
    for said in (
        "需要您补正",
        "缴费凭证",
        "凭证上的日期看不清",
        "时限暂停",
        "在谁手上",
        "一次性告知书",
    ):
        assert said in page
    assert "等您处理" in text_of(person, "/my/cases/")
    assert "去补正" in text_of(person, "/me/")
    assert "要求补正" in text_of(person, f"{base}review/")
    assert "3条新消息" in text_of(person, "/my/inbox/")
    file = SimpleUploadedFile("清楚的.pdf", PDF + b"2")
    person.post(f"{base}papers/", {"material": "proof", "file": file})
    person.post(f"{base}review/")
    desk.accept(number)
    desk.decide(number, grant=True)
    page = text_of(person, base)
    assert "已退费" in page
    assert re.search(
        r'<a class="button slim" href="[^"]+/letters/\w+/">准予决定书', page
    )  # beside the outcome
    assert "什么会暂停" not in page  # nothing runs any more
    letter = re.search(rf'href="({re.escape(base)}letters/\w+/)">准予决定书', page)
    assert letter
    paper = text_of(person, letter[1])
    assert "准予" in paper
    pdf = person.get(f"{letter[1]}pdf/")
    assert pdf["Content-Type"] == "application/pdf" or "attachment" in pdf["Content-Disposition"]
    assert pdf.content.startswith(b"%PDF-")
    person.post("/my/inbox/")
    assert "没有新消息" in text_of(person, "/my/inbox/")


def test_a_refusal_names_its_reason_and_both_ways_to_object(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    base = submitted(person)
    desk.accept(number_in(base))
    desk.decide(number_in(base), grant=False, words="没有多缴")
    page = text_of(person, base)
    for said in ("不予批准", "没有多缴", "60日内依法申请行政复议", "6个月内向人民法院提起行政诉讼"):
        assert said in page


def test_both_sides_talk_in_the_case(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    base = submitted(person)
    empty = person.post(f"{base}message/", {"words": "  "})
    assert "没有写内容" in text_of(person, empty["Location"].partition("#")[0])
    question = "什么时候<b>退</b>？"
    person.post(f"{base}message/", {"words": question})
    cases.note(number=number_in(base), words="内部：存疑", actor=desk.actor("li"))
    cases.note(number=number_in(base), words="下周五", actor=desk.actor("li"), public=True)
    page = text_of(person, base)
    assert escape(question) in page
    assert "下周五" in page
    assert "存疑" not in page
    assert ">li<" not in page  # the office, not its people


def test_one_takes_an_application_back_after_being_asked(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    base = submitted(person)
    assert "撤回这个申请？" in text_of(person, f"{base}withdraw/")
    assert cases.case_by_number(number=number_in(base)).state == "submitted"
    person.post(f"{base}withdraw/", {"words": "已经退了"})
    assert "申请人撤回" in text_of(person, base)
    assert person.post(f"{base}withdraw/").status_code == 409


def test_an_employer_applies_on_its_own_page_and_its_place_decides(town: Town, desk: Desk) -> None:
    clerk = town.browser("clerk")
    base = submitted(clerk, EMPLOYERS)
    case = cases.case_by_number(number=number_in(base))
    employer = town.city.employers[0]
    assert (case.subject_kind, case.subject_id) == ("employer", employer.pk)
    assert (case.place, case.applicant_name) == (employer.place[:6], employer.name)
    assert "单位社会保险" in text_of(clerk, base)
    assert number_in(base) in text_of(clerk, "/my/cases/")
    assert "正在办的" in text_of(clerk, "/employer/")


def test_an_item_of_the_other_side_is_refused_with_what_to_do(town: Town, desk: Desk) -> None:
    page = text_of(town.browser("person"), f"/apply/{EMPLOYERS}/", status=409)
    assert "不能由当前账号申请" in page
    assert "单位经办人账号" in page
    assert town.browser("clerk").post(f"/apply/{CODE}/").status_code == 409
    text_of(town.browser("person"), "/apply/no.such/", status=409)


def test_an_open_case_of_the_same_item_is_pointed_out_before_a_second_one(
    town: Town, desk: Desk
) -> None:
    person = town.browser("person")
    base = started(person)
    assert base in text_of(person, f"/apply/{CODE}/")


def test_a_finished_case_is_rated_once_and_a_bad_rating_is_answered_where_it_was_given(
    town: Town, desk: Desk
) -> None:
    """Not before the end; the labels are those of the grade; the follow-up by somebody else stands beside it."""
    person = town.browser("person")
    base = submitted(person)
    number = number_in(base)
    assert "请您评价" not in text_of(person, base)
    assert person.post(f"{base}rate/", {"grade": "5"}).status_code == 409
    desk.accept(number)
    desk.decide(number, grant=True)
    cases.close(number=number, how="online", actor=desk.actor("li"))
    assert "非常满意" in text_of(person, base)
    assert "跑了好几趟" in text_of(person, f"{base}?grade=1")
    assert "一次就办成" not in text_of(person, f"{base}?grade=1")
    sent = {"grade": "1", "label": ["many_trips", "fast"], "words": "来了<b>三次</b>"}
    assert person.post(f"{base}rate/", sent).status_code == 302
    page = text_of(person, base)
    assert escape("来了<b>三次</b>") in page
    assert "等待回访" in page
    assert person.post(f"{base}rate/", sent).status_code == 409
    assert town.browser("pensioner").post(f"{base}rate/", sent).status_code == 404
    cases.answer_rating(number=number, words="已向您道歉并改了指南", actor=desk.actor("zhao"))
    page = text_of(person, base)
    assert "已向您道歉并改了指南" in page
    assert "等待回访" not in page


def test_the_timeline_says_who_acted_for_whom(town: Town, desk: Desk) -> None:
    """A relative, a guardian, a delegate, a clerk at the counter: each at his own acts."""
    person = town.browser("person")
    base = submitted(person)
    desk.accept(number_in(base))
    for capacity, said in (
        ("", "申请人"), ("family", "申请人的亲属（代申请人办理）"), ("guardian", "申请人的监护人（代申请人办理）"),
        ("delegate", "申请人的受托人（代申请人办理）"), ("staff", "经办机构（窗口代申请人办理）"),
    ):  # fmt: skip
        cases.Case.objects.filter(number=number_in(base)).update(on_behalf=capacity)
        page = text_of(person, base)
        assert page.count(f">{said}</span>") == 2, said
