"""The worker's day on a telephone: accept, visit and certify, close a promise; and the mark that nothing else shows."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renshe.domains.certification import api as certification
from renshe.domains.identity.api import Look, RoleCode, grant_role, open_account
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.flows.checks_retirees import RETIREES_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.portals.api.all_operations import operations
from renshe.portals.api.conftest import ROOT
from renshe.portals.conftest import NOON, PLACE, SINCE, Town, signed_in
from renshe.portals.layout.forms.test_uploads import png
from renshe.portals.test_access import pages

BRANCH = "第九离退休支部"
KEY = "00000000-0000-4000-8000-000000000009"
BY = retirees.By(name="worker", at=NOON, today=NOON.date())


@pytest.fixture
def street(town: Town) -> tuple[Town, Client, int]:
    """The town's pensioner lives in a community of the district and is offered to it; its worker is signed in."""
    registry.load_places(city="shanghai")
    person = town.city.people[-1]
    rows = registry.Place.objects.filter(level="community", code__startswith="310112")
    type(person).objects.filter(pk=person.pk).update(residence_place=rows.order_by("code")[0].code)
    retirees.offer_everybody(city=PLACE, by=BY)
    worker = open_account(
        username="worker", display_name="退管员", password="a long enough password"
    )
    grant_role(account=worker, role=RoleCode.COMMUNITY_WORKER, place=PLACE, valid_from=SINCE)
    return town, signed_in(Client(), worker), person.pk


def accepted(person: int) -> None:
    offer = retirees.waiting(person_id=person)
    assert offer is not None
    retirees.accept(hand_over_id=offer.pk, by=BY)


def test_the_worker_accepts_visits_certifies_and_keeps_what_was_promised(
    street: tuple[Town, Client, int],
) -> None:
    _town, browser, person = street
    offer = retirees.waiting(person_id=person)
    assert offer is not None
    browser.post("/community/hand-over/", {"act": "accept", "number": offer.pk})
    address = f"/community/people/{person}/visit/"
    sent = {"outcome": "seen", "visited_on": NOON.date().isoformat(), "checked": "id_card", "form_key": KEY,
            "findings": "精神不错", "follow_up": "陪诊", "due_on": ""}  # fmt: skip
    refused = browser.post(address, sent)
    assert refused.status_code == 409
    assert "精神不错" in refused.content.decode()
    for _time in range(2):
        picture = SimpleUploadedFile("家.png", png(), content_type="image/png")
        done = browser.post(address, {**sent, "due_on": "2025-12-31", "photograph": picture})
        assert done.status_code == 302, done.content.decode()
    (made,) = retirees.visits_to(person_id=person)
    (proof,) = certification.proofs_of(person_id=person)
    assert (proof.source, proof.reference) == ("home_visit", f"visit-{made.pk}")
    assert [one.name for one, found, _ in prove(invariants=RETIREES_INVARIANTS) if found] == []
    (owed,) = retirees.follow_ups_owed(place=PLACE)
    assert (
        browser.post("/community/", {"follow_up": owed.pk, "result": "去过医院"}).status_code == 302
    )
    assert list(retirees.follow_ups_owed(place=PLACE)) == []


def test_telephone_and_address_are_shown_after_a_purpose_only_and_leave_a_look(
    street: tuple[Town, Client, int],
) -> None:
    _town, browser, person = street
    accepted(person)
    name = registry.person(person_id=person).name
    address = f"/community/people/{person}/"
    assert name not in browser.get(address).content.decode()
    assert name not in browser.post(address, {"act": "reveal", "purpose": " "}).content.decode()
    assert (
        name in browser.post(address, {"act": "reveal", "purpose": "上门前联系"}).content.decode()
    )
    assert Look.objects.get(subject_id=person).purpose == "上门前联系"


def test_the_pensioner_sees_the_community_joins_a_group_and_decides_about_the_mark(
    street: tuple[Town, Client, int],
) -> None:
    town, _browser, person = street
    accepted(person)
    care = retirees.care_now(person_id=person)
    assert care is not None
    group = retirees.begin_group(
        community=care.community, name="太极队", kind="health", meets="清晨", by=BY
    )
    mine = town.browser("pensioner")
    assert "太极队" in mine.get("/me/community/").content.decode()
    assert mine.post("/me/community/", {"act": "join", "group": group.pk}).status_code == 302
    assert [one.group_id for one in retirees.groups_of(person_id=person)] == [group.pk]
    assert (
        BRANCH
        in mine.post("/me/community/party/", {"act": "agree", "branch": BRANCH}).content.decode()
    )
    assert BRANCH not in mine.get("/me/community/party/").content.decode()
    mine.post("/me/community/party/", {"act": "withdraw"})
    assert retirees.own_mark(person_id=person, on=NOON.date()) is None


def test_the_mark_is_on_no_list_in_no_search_and_in_no_answer_of_the_api(
    street: tuple[Town, Client, int],
) -> None:
    town, browser, person = street
    accepted(person)
    retirees.keep_mark(person_id=person, branch=BRANCH, consent="纸-1", by=BY)
    address = f"/community/people/{person}/party/"
    with_mark = browser.get(address).content.decode()
    told = browser.post(address, {"act": "look", "purpose": "通知支部大会"}).content.decode()
    assert BRANCH in told
    assert Look.objects.get(subject_id=person).fields == ["party_mark"]
    seen = [
        "/community/", "/community/people/", f"/community/people/{person}/", "/community/rate/", "/community/groups/",
        f"{ROOT}/retirees", f"{ROOT}/retirees/people/{person}", f"{ROOT}/retirees/visit-plan",
    ]  # fmt: skip
    for path in seen:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert BRANCH not in answer.content.decode(), path
    mine = town.browser("pensioner")
    for path in ("/me/", "/me/community/", "/me/community/party/", f"{ROOT}/me/community"):
        assert BRANCH not in mine.get(path).content.decode(), path
    retirees.erase_mark(person_id=person)
    without = browser.get(address).content.decode()
    assert _bare(with_mark) == _bare(without), "a GET tells whether there is anything"
    assert not [one.id for one in operations() if "party" in one.id or "mark_of" in one.id]
    assert {name for name in pages() if "party" in name} == {"community:party", "citizen:party"}


def _bare(page: str) -> list[str]:
    """A page's lines without the token that changes each time."""
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_another_street_and_other_roles_see_nobody(street: tuple[Town, Client, int]) -> None:
    _town, _browser, person = street
    accepted(person)
    other = open_account(username="other", display_name="别处", password="a long enough password")
    grant_role(account=other, role=RoleCode.COMMUNITY_WORKER, place="310112114", valid_from=SINCE)
    elsewhere = signed_in(Client(), other)
    assert elsewhere.get(f"/community/people/{person}/").status_code == 404
    assert (
        elsewhere.post(
            f"/community/people/{person}/party/", {"act": "look", "purpose": "x"}
        ).status_code
        == 404
    )
    reviewer = open_account(
        username="reviews", display_name="复核", password="a long enough password"
    )
    grant_role(account=reviewer, role=RoleCode.REVIEWER, place=PLACE, valid_from=SINCE)
    looks_on = signed_in(Client(), reviewer)
    assert looks_on.get(f"/community/people/{person}/").status_code == 200
    assert (
        looks_on.post(f"/community/people/{person}/", {"act": "reveal", "purpose": "x"}).status_code
        == 403
    )
    assert looks_on.get(f"/community/people/{person}/party/").status_code == 403


def test_a_table_of_groups_and_of_attendance_is_taken_whole_or_told_cell_by_cell(
    street: tuple[Town, Client, int],
) -> None:
    _town, browser, person = street
    accepted(person)
    care, who = retirees.care_now(person_id=person), registry.person(person_id=person)
    assert care is not None
    heads = ("小组名称", "做什么", "活动时间地点", "姓名", "证件号码")
    rows = (heads, ("太极队", "健身", "清晨", who.name, who.id_number))
    sent = {"act": "import", "community": care.community, "file": sheet(*rows)}
    assert browser.post("/community/groups/", sent).status_code == 302
    (group,) = retirees.groups_at(place=care.community)
    address = f"/community/groups/{group.pk}/"
    attended = ("日期", "活动", "姓名", "证件号码")
    future = (attended, ("2199-01-01", "晨练", who.name, who.id_number))
    refused = browser.post(address, {"act": "import", "file": sheet(*future)})
    assert refused.status_code == 409
    assert "A2" in refused.content.decode()
    day = NOON.date().isoformat()
    good = (attended, (day, "晨练", who.name, who.id_number))
    assert browser.post(address, {"act": "import", "file": sheet(*good)}).status_code == 302
    page = browser.get(address).content.decode()
    assert "晨练" in page
    assert who.id_number not in page
    (member,) = retirees.members_of(group_id=group.pk)
    again = browser.post(
        address, {"act": "activity", "held_on": day, "what": "晨练", "there": [member.pk]}
    )
    assert (again.status_code, again.content.decode().count(" checked")) == (409, 1), "kept"
    for template in ("groups/template/", "groups/attendance-template/"):
        assert browser.get(f"/community/{template}").content[:2] == b"PK"


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return SimpleUploadedFile("table.xlsx", sink.getvalue())


def test_a_move_to_another_district_shows_its_message_its_last_day_and_what_comes_back(
    street: tuple[Town, Client, int],
) -> None:
    """Xuhui keeps a register of its own: first written, then received there, at last sent back with a reason."""
    _town, browser, person = street
    accepted(person)
    registry.Person.objects.filter(pk=person).update(residence_place="310104")
    offer = retirees.moved(person_id=person, by=BY)
    assert offer is not None
    assert "待发送" in shown(browser)
    retirees.write_offers(place=PLACE, by=BY)
    (message,) = retirees.to_hand_over()
    retirees.mark_handed_over(message_id=message.message_id, at=NOON)
    page = shown(browser)
    assert ("已发送" in page, message.message_id in page) == (True, True)
    told: dict[str, object] = {
        "from_code": "310104", "to_code": "310112", "made_on": NOON.date(), "reference": message.message_id,
    }  # fmt: skip
    receipt = retirees.Message(message_id="S1", kind="receipt", body={}, **told)
    retirees.receive(message=receipt, by=BY)
    assert "对方已签收" in shown(browser)
    (line,) = as_program(browser, "/retirees/hand-overs/sent")
    assert (line["messages"], line["state"]) == (["offer", "receipt"], "offered")
    no = retirees.Message(message_id="R1", kind="refused", body={"reason": "不住在该地址"}, **told)
    retirees.receive(message=no, by=BY)
    page = shown(browser)
    assert ("退回的，请改交" in page, "不住在该地址" in page) == (True, True)
    home = registry.Place.objects.filter(level="community", code__startswith="310112").first()
    assert home is not None
    again = {"act": "again", "number": offer.pk, "community": home.code}
    assert browser.post("/community/hand-over/", again).status_code == 302
    waits = retirees.waiting(person_id=person)
    assert waits is not None
    assert (waits.to_place, waits.state) == (home.code, "offered")


def test_whom_another_district_took_stays_on_the_page_with_its_receipt(
    street: tuple[Town, Client, int],
) -> None:
    _town, browser, person = street
    accepted(person)
    registry.Person.objects.filter(pk=person).update(residence_place="310104")
    retirees.moved(person_id=person, by=BY)
    retirees.write_offers(place=PLACE, by=BY)
    (message,) = retirees.to_hand_over()
    said = retirees.Message(
        message_id="A1", kind="accepted", from_code="310104", to_code="310112", made_on=NOON.date(),
        reference=message.message_id, body={"receipt": "徐退管2025-7", "taken_on": NOON.date().isoformat()},
    )  # fmt: skip
    retirees.receive(message=said, by=BY)
    page = shown(browser)
    assert ("对方已接收" in page, "徐退管2025-7" in page, "已发出，等对方接收" in page) == (
        True,
        True,
        False,
    )


def shown(browser: Client) -> str:
    return browser.get("/community/hand-over/").content.decode()


def as_program(browser: Client, address: str) -> list[dict[str, object]]:
    found = browser.get(f"{ROOT}{address}")
    assert found.status_code == 200, found.content.decode()
    return list(found.json())
