"""A case at the desks of three people, each with the acts that are his and no others."""

import re

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import looks_at
from renshe.portals.casework.conftest import CODE, Bureau


def page_of(client: Client, case: cases.Case, *, status: int = 200, ask: str = "") -> str:
    """The page of a case."""
    response = client.get(f"/casework/cases/{case.number}/{ask}")
    assert response.status_code == status
    return response.content.decode()


def act(
    client: Client, case: cases.Case, name: str, *, stale: bool = False, **sent: object
) -> object:
    """Press a button of the case's page as it stands now."""
    now = cases.case_by_number(number=case.number)
    events = now.events - 1 if stale else now.events
    return client.post(f"/casework/cases/{case.number}/", {"act": name, "events": events, **sent})


def buttons(page: str) -> set[str]:
    """The acts that a page offers."""
    return set(re.findall(r'name="act" value="(\w+)"', page))


def state(case: cases.Case) -> str:
    return cases.case_by_number(number=case.number).state


def test_a_case_goes_from_the_pool_through_three_desks_to_its_end(bureau: Bureau) -> None:
    """Taken, accepted, proposed, agreed, approved, served: above ten thousand yuan a third person signs."""
    case = bureau.submitted(amount="20000")
    li, wang, zhao = (bureau.browser(name) for name in ("li", "wang", "zhao"))
    home = li.get("/casework/").content.decode()
    assert case.number in home
    assert buttons(page_of(li, case)) == {
        "take", "accept", "ask_correction", "not_accept", "hand_over", "message", "note", "annotate", "show",
    }  # fmt: skip
    assert act(li, case, "take").status_code == 302
    assert act(li, case, "accept").status_code == 302
    assert "decide" in buttons(page_of(li, case))
    assert act(li, case, "decide", grant="yes", words="属实").status_code == 302
    assert state(case) == "reviewing"
    assert case.number in wang.get("/casework/queue/review/").content.decode()
    assert "sign" not in buttons(page_of(li, case))
    assert act(wang, case, "sign", words="同意").status_code == 302
    assert state(case) == "approving"
    assert "sign" not in buttons(page_of(wang, case))
    assert act(zhao, case, "sign").status_code == 302
    assert (state(case), bureau.service.done) == ("granted", [case.number])
    assert act(li, case, "serve", how="counter").status_code == 302
    assert state(case) == "closed"
    qian = bureau.browser(
        "qian"
    )  # neither of the three who decided undoes it, the approver least of all
    offered = [("reverse" in buttons(page_of(one, case))) for one in (li, wang, zhao, qian)]
    assert offered == [False, False, False, True]
    assert act(zhao, case, "reverse", words="金额有误").status_code == 409
    assert act(qian, case, "reverse", words=" ").status_code == 409
    assert act(qian, case, "reverse", words="金额有误").status_code == 302
    assert (state(case), bureau.service.done) == ("reversed", [])
    assert list(cases.verify()) == []


def test_a_correction_is_composed_of_phrases_and_the_clock_says_who_owes_the_next_move(
    bureau: Bureau,
) -> None:
    """Everything missing in one notice, and the badge says that the clock stands still."""
    case = bureau.accepted()
    li = bureau.browser("li")
    sent = {"missing": ["proof", "month"], "phrase": ["unreadable"], "words": "另请带原件"}
    assert act(li, case, "ask_correction", **sent).status_code == 302
    (notice,) = [one for one in cases.papers_of(case=case) if one.kind == "correction_notice"]
    said = "\n".join(notice.content["paragraphs"]["zh"])
    assert "缴费凭证、误缴月份" in said
    assert "材料影像不清晰" in said
    assert "另请带原件" in said
    page = page_of(li, case)
    assert "时限暂停" in page
    assert "申请人：补正后重新提交" in page
    assert "等申请人补正，自2025-10-31起" in page
    paper = li.get(f"/casework/cases/{case.number}/papers/{notice.pk}/").content.decode()
    assert notice.number in paper
    assert "《行政许可法》第三十二条" in paper


def test_a_refused_act_says_why_and_loses_nothing_that_was_typed(bureau: Bureau) -> None:
    """What stands in the way of granting, in the words of the law, beside the field; the words stay in the form."""
    case = bureau.accepted(amount="60000")
    response = act(bureau.browser("li"), case, "decide", grant="yes", words="我写了很久的意见")
    page = response.content.decode()
    assert response.status_code == 409
    assert "核查发现有不符合条件的情形" in page
    assert "我写了很久的意见" in page
    assert 'value="yes" checked' in page
    assert "超过实缴金额" in page
    assert "《社会保险法》第八十六条" in page
    assert state(case) == "accepted"


def test_a_difference_from_the_register_is_lit_beside_its_field_with_its_source(
    bureau: Bureau,
) -> None:
    case = bureau.accepted(amount="799.99")
    page = page_of(bureau.browser("li"), case)
    row = re.search(r'<tr class="differs"><th scope="row">金额</th>.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert "800.00" in row[0]
    assert "缴费记录" in row[0]
    assert "1处异常" in page


def test_a_figure_of_the_law_sheet_leads_to_its_explanation(bureau: Bureau) -> None:
    case = bureau.accepted()
    li = bureau.browser("li")
    assert f"/casework/cases/{case.number}/figures/retires/" in page_of(li, case)
    explained = li.get(f"/casework/cases/{case.number}/figures/retires/").content.decode()
    assert "这个数怎么来的" in explained
    assert li.get(f"/casework/cases/{case.number}/figures/paid/").status_code == 404


def test_personal_data_are_masked_until_a_look_is_recorded_where_the_person_sees_it(
    bureau: Bureau,
) -> None:
    """The telephone number, the name; and each file fetched is a look too, once a day."""
    case = bureau.accepted()
    person, li = bureau.people[0], bureau.browser("li")
    page = page_of(li, case)
    assert "13800001234" not in page
    assert "138****1234" in page
    assert person.name not in page
    shown = act(li, case, "show").content.decode()
    assert "13800001234" in shown
    (evidence,) = cases.evidence_of(case=case)
    for _ in range(2):
        file = li.get(f"/casework/cases/{case.number}/evidence/{evidence.pk}/")
        assert file.status_code == 200
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in file["Content-Security-Policy"]
    looks = [(look.account.username, look.purpose) for look in looks_at(person_id=person.pk)]
    assert sorted(looks) == [
        ("li", f"办理办件{case.number}"),
        ("li", f"查看办件{case.number}的材料"),
    ]


def test_a_file_that_was_altered_is_not_shown(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes no longer have the hash under which they came."""
    from renshe.portals.layout.casefile import evidence as shown

    case = bureau.accepted()
    monkeypatch.setattr(
        shown, "fetch", lambda file_id: ("凭证.pdf", "application/pdf", b"%PDF other")
    )
    li = bureau.browser("li")
    (evidence,) = cases.evidence_of(case=case)
    assert "校验值不符" in page_of(li, case)
    answer = li.get(f"/casework/cases/{case.number}/evidence/{evidence.pk}/")
    assert answer.status_code == 410
    assert b"%PDF" not in answer.content


def test_a_paper_is_marked_for_colleagues_and_a_promise_is_recorded_as_kept(bureau: Bureau) -> None:
    case, promised = bureau.accepted(), bureau.accepted(promise=True)
    li = bureau.browser("li")
    (evidence,) = cases.evidence_of(case=case)
    sent = {"evidence": evidence.pk, "page": 1, "region": "top_left", "words": "印章模糊"}
    assert act(li, case, "annotate", **sent).status_code == 302
    assert "印章模糊" in page_of(bureau.browser("wang"), case)
    (promise,) = cases.evidence_of(case=promised)
    other = act(li, case, "promise_kept", evidence=promise.pk)
    assert other.status_code == 409  # a promise of another case
    assert act(li, promised, "promise_kept", evidence=promise.pk).status_code == 302
    assert "承诺已兑现" in page_of(li, promised)


def test_a_case_is_handed_to_a_colleague_or_to_another_level(bureau: Bureau) -> None:
    case = bureau.accepted()
    li = bureau.browser("li")
    page = page_of(li, case)
    assert '<option value="lin">' in page
    assert '<option value="310100">' in page
    assert '<option value="wang">' not in page
    assert act(li, case, "hand_over", to="lin", words="请接手").status_code == 302
    assert cases.case_by_number(number=case.number).handler == "lin"
    assert act(li, case, "decide", grant="yes").status_code == 409
    assert act(bureau.browser("lin"), case, "decide", grant="yes").status_code == 302


def test_alike_cases_are_signed_together_and_each_outcome_is_told(bureau: Bureau) -> None:
    """Three clean small refunds, one that is not; the handler himself is offered none."""
    alike = [bureau.reviewing() for _ in range(3)]
    odd = bureau.reviewing(amount="799.99")
    wang = bureau.browser("wang")
    assert f"/casework/cases/{alike[0].number}/together/" in page_of(wang, alike[0])
    address = f"/casework/cases/{alike[0].number}/together/"
    page = wang.get(address).content.decode()
    assert [one.number in page for one in (*alike, odd)] == [True, True, True, False]
    assert bureau.browser("li").get(address).status_code == 403
    chosen = [alike[0].number, alike[2].number, odd.number]
    told = wang.post(address, {"number": chosen}, follow=True).content.decode()
    assert told.count("已签字") == 2
    assert [state(one) for one in (*alike, odd)] == ["granted", "reviewing", "granted", "reviewing"]


def test_the_queue_is_paged_filtered_and_walked_by_key(bureau: Bureau) -> None:
    """The next case lies behind this one; a filter that finds nothing says so."""
    made = [bureau.submitted() for _ in range(3)]
    li = bureau.browser("li")
    page = li.get("/casework/queue/pool/").content.decode()
    assert [one.number in page for one in made] == [True, True, True]
    there = li.get(f"/casework/queue/pool/behind/{made[0].number}/")
    assert there["Location"] == f"/casework/cases/{made[1].number}/?queue=pool"
    assert 'data-key="F9"' in page_of(li, made[1], ask="?queue=pool")
    assert "这里没有办件" in li.get("/casework/queue/pool/?item=no.such").content.decode()
    assert made[0].number in li.get(f"/casework/queue/pool/?item={CODE}").content.decode()
    assert li.get("/casework/queue/approval/").status_code == 404
    assert li.get("/casework/find/", {"number": made[0].number}).status_code == 302
    assert "没有这一编号" in li.get("/casework/find/", {"number": "1"}).content.decode()
