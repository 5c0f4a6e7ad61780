"""Civil affairs files a list on its portal; the office checks each row, another approves; the results are seen."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renshe.domains.audit import api as audit
from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode
from renshe.domains.premium_help import api as premium_help
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.portals.conftest import NOON, PLACE, Town
from renshe.portals.helping.fixed import explain_line
from renshe.portals.institution.test_story import TODAY, fresh, program, staff

CODE = "11310112000000001Q"
OTHER = "11310112000000003R"


def sheet(*rows: tuple[str, str, str]) -> SimpleUploadedFile:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["姓名", "证件号码", "困难人群"])
        for at, row in enumerate(rows, 1):
            page.write_row(at, 0, row)
    return SimpleUploadedFile("names.xlsx", sink.getvalue())


@pytest.fixture
def programme(town: Town) -> premium_help.HelpProgramme:
    """Open in the town's place: medical insurance of people on minimum living allowance; nobody of the town is employed."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    hand = [premium_help.Recorded(by=name, at=NOON, today=TODAY) for name in ("one", "two")]
    made = premium_help.propose(
        new=premium_help.NewProgramme(
            place=PLACE, name="低保医疗资助", insurance="medical", groups=("minimum_living",), source="district_budget",
            payer_name="财政局", fixed_fen=20_000, budget_fen=10_000_000, from_month=2025 * 12, to_month=2025 * 12 + 11,
            public_days=0, instrument="府办〔2025〕1号（示例）",
        ),
        recorded=hand[0],
    )  # fmt: skip
    return premium_help.open_programme(programme_id=made.pk, recorded=hand[1])


@pytest.fixture
def bureau(town: Town, programme: Any, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The town with civil affairs (first, second, an) by the pages, and an office of a clerk and a reviewer."""
    from renshe.domains.premium_help import lists

    monkeypatch.setattr(lists, "wrong_with", lambda **asked: [])
    security = staff(town, "security", RoleCode.SECURITY_ADMINISTRATOR)
    for name in ("first", "second", "an"):
        staff(town, name)
    sent = {"act": "register", "uscc": CODE, "name": "某区民政局", "kind": "authority", "place": PLACE,
            "actions": ["institution.premium_list"], "first": "first", "second": "second"}  # fmt: skip
    assert security.post("/administration/institutions/", sent).status_code == 302
    first, second = fresh(town, "first"), fresh(town, "second")
    invite = {"act": "invite", "username": "an", "actions": ["institution.premium_list"]}
    assert first.post("/institution/members/", invite).status_code == 302
    number = identity.Membership.objects.get(account__username="an").pk
    assert (
        second.post("/institution/members/", {"act": "confirm", "number": number}).status_code
        == 302
    )
    staff(town, "li", RoleCode.COUNTER_CLERK)
    staff(town, "wang", RoleCode.REVIEWER)
    held = identity.Institution.objects.get()
    task = {
        "act": "set_body",
        "number": held.pk,
        "origin": "civil_affairs",
        "document": "职能配置规定第三条",
    }
    assert security.post("/administration/institutions/", task).status_code == 302
    (body,) = premium_help.bodies()
    confirm = {"act": "confirm", "body": body.pk}
    assert town.browser("wang").post("/premium-help/bodies/", confirm).status_code == 302
    return town


def filed(
    town: Town, programme: Any, *rows: tuple[str, str, str], document: str = "民救1号", origin: str = "civil_affairs"
) -> Any:  # fmt: skip
    typed = {"programme": programme.pk, "origin": origin, "document": document, "from_month": "2025-10",
             "file": sheet(*rows)}  # fmt: skip
    return fresh(town, "an").post("/institution/premium-lists/", typed)


def rows_of(town: Town, *at: int) -> list[tuple[str, str, str]]:
    people = [town.city.people[one] for one in at]
    return [(one.name, one.id_number, "最低生活保障对象") for one in people]


def step(town: Town, who: str, programme: Any, status: int, **typed: Any) -> str:
    answer = town.browser(who).post(f"/premium-help/programmes/{programme.pk}/", typed)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_filed_checked_row_by_row_approved_by_another_and_the_institution_sees_each_result(
    bureau: Town, programme: Any
) -> None:
    answer = filed(bureau, programme, *rows_of(bureau, 0, 1))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    (made,) = premium_help.HelpList.objects.all()
    assert (made.institution.name, made.filed_by, made.state) == ("某区民政局", "an", "filed")
    act = {"list": made.pk}
    assert "没有经办人核对" in step(bureau, "wang", programme, 409, act="approve_list", **act)
    second = made.people.order_by("pk")[1]
    step(bureau, "li", programme, 302, act="strike", helped=second.pk, reason="已参加职工医保")
    step(bureau, "li", programme, 302, act="check_list", **act)
    step(bureau, "li", programme, 403, act="approve_list", **act)
    step(bureau, "wang", programme, 302, act="approve_list", **act)
    made.refresh_from_db()
    assert (made.state, made.checked_by, made.approved_by) == ("approved", "li", "wang")
    page = fresh(bureau, "an").get(f"/institution/premium-lists/{made.pk}/").content.decode()
    for words in ("资助中", "没有列入", "已参加职工医保", "已批准"):
        assert words in page, words
    for person in bureau.city.people[:2]:
        assert person.id_number not in page
    audit = bureau.browser("li").get(f"/premium-help/programmes/{programme.pk}/audit/")
    assert "an／li／wang" in re.sub(r"<[^>]+>", "", audit.content.decode())


def test_it_files_only_as_the_body_that_two_people_saw_it_to_be(
    bureau: Town, programme: Any
) -> None:
    page = fresh(bureau, "an").get("/institution/premium-lists/").content.decode()
    assert ('value="civil_affairs"' in page, 'value="street"' in page) == (True, False)
    answer = filed(bureau, programme, *rows_of(bureau, 0), origin="street")
    said = answer.content.decode()
    assert (answer.status_code, "不能以这个部门的身份报送" in said, "安全管理员" in said) == (
        409,
        True,
        True,
    )
    assert "民救1号" in said, "what was typed stays"
    held = identity.Institution.objects.get()
    task = {"act": "set_body", "number": held.pk, "origin": "street", "document": "委托书1号"}
    security = fresh(bureau, "security")
    assert security.post("/administration/institutions/", task).status_code == 302
    assert security.post("/administration/institutions/", task).status_code == 400, "once"
    assert filed(bureau, programme, *rows_of(bureau, 0), origin="street").status_code == 409, (
        "one hand"
    )
    waits, _confirmed = premium_help.bodies()
    hand = premium_help.Recorded(by="security", at=NOON, today=TODAY)
    with pytest.raises(Refused, match="不同的人办理"):
        premium_help.confirm_body(body_id=waits.pk, recorded=hand)
    confirm = {"act": "confirm", "body": waits.pk}
    assert bureau.browser("li").post("/premium-help/bodies/", confirm).status_code == 403
    assert bureau.browser("wang").post("/premium-help/bodies/", confirm).status_code == 302
    assert filed(bureau, programme, *rows_of(bureau, 0), origin="street").status_code == 302
    verbs = set(audit.Event.objects.values_list("verb", flat=True))
    assert {"premium_help.body_set", "premium_help.body_confirmed"} <= verbs


def test_an_ended_body_files_nothing_more_and_what_it_filed_stays_proved(
    bureau: Town, programme: Any
) -> None:
    assert filed(bureau, programme, *rows_of(bureau, 0)).status_code == 302
    (body,) = premium_help.bodies()
    end = {"act": "end_body", "number": body.pk}
    security = fresh(bureau, "security")
    assert security.post("/administration/institutions/", end).status_code == 400, (
        "without a reason"
    )
    assert (
        security.post("/administration/institutions/", end | {"why": "机构改革"}).status_code == 302
    )
    page = fresh(bureau, "an").get("/institution/premium-lists/").content.decode()
    assert "还没有已确认的报送身份" in page
    assert filed(bureau, programme, *rows_of(bureau, 1), document="民救2号").status_code == 409
    name = "premium_help_lists_filed_as_a_confirmed_body"
    check = [one for one in premium_help.INVARIANTS if one.name == name]
    assert [wrong for _, wrong, _ in prove(invariants=check)] == [[]]
    premium_help.HelpList.objects.update(origin="street")
    ((_, wrong, _),) = prove(invariants=check)
    assert len(wrong) == 1


def test_a_fixed_sum_is_explained_by_instrument_months_and_formula(
    bureau: Town, programme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renshe.domains.premium_help import claims

    monkeypatch.setattr(claims, "employed_in", lambda *asked, **more: set())
    filed(bureau, programme, *rows_of(bureau, 0))
    (made,) = premium_help.HelpList.objects.all()
    step(bureau, "li", programme, 302, act="check_list", list=made.pk)
    step(bureau, "wang", programme, 302, act="approve_list", list=made.pk)
    hand = premium_help.Recorded(by="li", at=NOON, today=TODAY)
    brought = premium_help.make_claims(
        programme_id=programme.pk, month=2025 * 12 + 9, explain=library.explain, recorded=hand
    )
    assert brought.claim is not None
    (line,) = brought.claim.lines.all()
    told = explain_line(premium_help.line(line_id=line.pk))
    assert (told.value, told.root.formula) == (20_000, "fixed_sum * periods_helped")
    assert [node.value for node in told.root.children] == [20_000, 1]
    page = bureau.browser("li").get(f"/premium-help/months/{line.pk}/why/")
    words = re.sub(r"<[^>]+>", "", page.content.decode())
    for said in (
        "每人每月定额",
        "府办〔2025〕1号",
        "200.00元",
        "2025-10",
        "2025年1月1日至2025年12月31日执行",
    ):
        assert said in words, said


def test_who_is_not_known_by_name_and_number_is_told_nothing_more(
    bureau: Town, programme: Any
) -> None:
    (name, number, group), *_ = rows_of(bureau, 0)
    answer = filed(
        bureau, programme, ("别人", number, group), ("某人", "310112199001010018", group)
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert page.count("没有这样一位参保人，或者姓名与证件号码不符") == 2
    assert name not in page
    assert "民救1号" in page, "what was typed stays"
    assert not premium_help.HelpList.objects.exists()


def test_it_takes_a_list_back_only_until_the_office_has_checked_it(
    bureau: Town, programme: Any
) -> None:
    filed(bureau, programme, *rows_of(bureau, 0))
    (made,) = premium_help.HelpList.objects.all()
    address = f"/institution/premium-lists/{made.pk}/"
    assert fresh(bureau, "an").post(address, {"why": ""}).status_code == 409
    assert fresh(bureau, "an").post(address, {"why": "名单有误"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.refused_why) == ("refused", "机构撤回：名单有误")
    assert filed(bureau, programme, *rows_of(bureau, 0)).status_code == 302
    again = premium_help.HelpList.objects.get(state="filed")
    step(bureau, "li", programme, 302, act="check_list", list=again.pk)
    said = fresh(bureau, "an").post(f"/institution/premium-lists/{again.pk}/", {"why": "再改"})
    assert (said.status_code, "不能撤回" in said.content.decode()) == (409, True)


def test_another_institution_and_another_place_see_and_file_nothing(
    bureau: Town, programme: Any
) -> None:
    filed(bureau, programme, *rows_of(bureau, 0))
    (made,) = premium_help.HelpList.objects.all()
    premium_help.HelpList.objects.filter(pk=made.pk).update(institution=None)
    assert fresh(bureau, "an").get(f"/institution/premium-lists/{made.pk}/").status_code == 404
    identity.Institution.objects.update(place="440400")
    answer = filed(bureau, programme, *rows_of(bureau, 1), document="民救2号")
    assert (answer.status_code, "不在本机构可以办理的地区" in answer.content.decode()) == (
        409,
        True,
    )
    assert bureau.browser("person").get("/institution/premium-lists/").status_code == 403
    assert Client().get("/institution/premium-lists/").status_code in (302, 403)


def test_insurances_that_no_rule_lets_be_helped_are_refused_with_reason_and_where_to_go(
    bureau: Town,
) -> None:
    clerk = bureau.browser("li")
    page = clerk.get("/premium-help/new/").content.decode()
    typed = {
        "name": "职工资助", "groups": ["minimum_living"], "source": "district_budget", "payer_name": "财政局", "budget": "100",
        "from_month": "2025-10", "to_month": "2025-12", "public_days": "0", "instrument": "文件",
    }  # fmt: skip
    for code, why in (
        ("employee_pension", "没有由政府按名单代缴的规定"), ("resident_medical", "没有它的基金账"),
    ):  # fmt: skip
        assert why in page
        answer = clerk.post("/premium-help/new/", typed | {"insurance": code})
        assert (answer.status_code, why in answer.content.decode()) == (409, True)
        assert "职工资助" in answer.content.decode()


def test_a_program_does_the_same_and_the_audit_answers(bureau: Town, programme: Any) -> None:
    civil = program(bureau, "an", CODE)
    assert [one["code"] for one in civil.get("/institution/filing-bodies").json()] == [
        "civil_affairs"
    ]
    (offered,) = civil.get("/institution/premium-programmes").json()
    assert offered["id"] == programme.pk
    body = {
        "programme": programme.pk,
        "origin": "civil_affairs",
        "document": "民救5号",
        "from_month": "2025-10",
    }

    def sent(*rows: tuple[str, str, str]) -> dict[str, Any]:
        content = base64.b64encode(sheet(*rows).read()).decode()
        return body | {"content_base64": content}

    wrong = civil.post(
        "/institution/premium-lists", sent(("某人", "310112199001010018", "最低生活保障对象"))
    )
    assert [(one["cell"], one["code"]) for one in wrong.json()["errors"]] == [
        ("B2", "person_not_matched")
    ]
    made = civil.post("/institution/premium-lists", sent(*rows_of(bureau, 0, 1)))
    assert made.status_code == 201, made.content.decode()
    number = made.json()["filed"]["id"]
    assert [one["id"] for one in civil.get("/institution/premium-lists").json()] == [number]
    whole = civil.get(f"/institution/premium-lists/{number}").json()
    assert (whole["people"], whole["is_checked"], len(whole["rows"])) == (2, False, 2)
    gone = civil.post(f"/institution/premium-lists/{number}/withdrawal", {"why": "名单有误"})
    assert gone.json()["state"] == "refused"
