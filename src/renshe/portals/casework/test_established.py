"""A hospital's clerk asks, the office recognises, another reviews: in the browser, by form and by table, and by program."""

from __future__ import annotations

import datetime as dt
import io
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renshe.domains.conftest import NOW, credit_code_numbered
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.institution_staff import api as staff
from renshe.domains.institution_staff.test_entering import NO_SERVICE, ROW
from renshe.domains.registry import api as registry
from renshe.laws import library
from renshe.portals.api.conftest import Api
from renshe.portals.conftest import PLACE, SINCE, Town, signed_in
from renshe.portals.finance.test_payment_pages import staff as staff_of
from renshe.portals.test_query_budgets import BUDGETS, queries_of

ASK, LIST = "/employer/institution/entering/", "/casework/established/"


def hospital_of(town: Town) -> registry.Employer:
    """A hospital of the town."""
    return registry.register_employer(
        uscc=credit_code_numbered(77), name="第七医院", kind="institution", industry_code="Q", size_class="small",
        injury_rate_class=1, place=PLACE, registered_on=SINCE, actor="clerk", at=NOW,
    )  # fmt: skip


def proposal_of(town: Town) -> staff.StaffProposal:
    """The town's first person, asked onto the hospital's register."""
    body, person = hospital_of(town), town.city.people[0]
    hand = staff.ByHand(by="hospital", at=NOW, today=NOW.date())
    read = staff.read_staff([form(person)], employer_id=body.pk, today=hand.today)
    return staff.ask_for(employer_id=body.pk, rows=read.rows, recognised=False, hand=hand)[0]


@pytest.fixture
def body(town: Town) -> registry.Employer:
    return hospital_of(town)


@pytest.fixture
def clerk(body: registry.Employer) -> Client:
    account = open_account(
        username="hospital", display_name="人事科", password=None, employer_id=body.pk
    )
    grant_role(account=account, role=RoleCode.EMPLOYER_CLERK, place=PLACE, valid_from=SINCE)
    return signed_in(Client(), account)


@pytest.fixture
def person(town: Town) -> registry.Person:
    return town.city.people[0]


def form(person: registry.Person, **changed: str) -> dict[str, str]:
    """The town's first person was born in 1985: working since 2008, 75 months before the reform."""
    return ROW | {
        "act": "one", "id_number": person.id_number, "name": person.name, "kind": "institution", "hired_on": "2008-07-01",
        "deemed_months": "75", **changed,
    }  # fmt: skip


def table(*rows: dict[str, str]) -> SimpleUploadedFile:
    book = openpyxl.load_workbook(io.BytesIO(staff.staff_template()))
    for row in rows:
        book.active.append([row[column.key] for column in staff.COLUMNS])
    sink = io.BytesIO()
    book.save(sink)
    return SimpleUploadedFile("编制内.xlsx", sink.getvalue())


def test_a_clerk_asks_the_office_recognises_and_another_reviews(
    body: registry.Employer, clerk: Client, person: registry.Person
) -> None:
    wrong = clerk.post(ASK, form(person, deemed_months="76"))
    page = wrong.content.decode()
    assert (wrong.status_code, "视同缴费月数超过参加工作到2014年9月的月数" in page) == (400, True)
    assert 'value="1.36"' in page, "nothing typed is lost"
    assert clerk.post(ASK, form(person)).status_code == 302
    assert person.id_number not in clerk.get(ASK).content.decode()
    handler, reviewer = staff_of("counter", RoleCode.COUNTER_CLERK), staff_of("checker", RoleCode.REVIEWER)  # fmt: skip
    one = f"{LIST}{staff.StaffProposal.objects.get().pk}/"
    assert one in handler.get(LIST).content.decode()
    shown = handler.get(one).content.decode()
    for words in ("1.3600", "90%", "2,334.00", "审核通过"):
        assert words in shown, words
    assert reviewer.post(one, {"act": "recognise"}).status_code == 403
    early = reviewer.post(one, {"act": "review"})
    assert (early.status_code, "现在不能办这一步" in early.content.decode()) == (409, True)
    assert handler.post(one, {"act": "recognise"}).status_code == 302
    assert handler.post(one, {"act": "review"}).status_code == 403
    assert staff.live_member(person_id=person.pk) is None
    assert reviewer.post(one, {"act": "review"}).status_code == 302
    assert "已登记" in clerk.get(ASK).content.decode()
    member = staff.live_member(person_id=person.pk)
    assert member is not None
    assert member.employer_id == body.pk
    before = staff.service_before(person_id=person.pk, known_on=dt.date.max)
    assert before is not None
    assert before.deemed_months == 75
    # (2334 × 90 % + 2350 + 460 + 0) × a growth of 1.28: what the comparison of both methods asks of these rows.
    facts = staff.old_method_facts(before) | {"retirement_month": 2023 * 12 + 5}
    old = library.explain(
        "institution_old_method", facts, place="440400", on=dt.date(2023, 6, 1),
        given={"institution_wage_growth": Fraction("1.28")},
    )  # fmt: skip
    assert int(old.value) == 628_557


def test_a_table_with_a_bad_cell_is_not_taken_and_says_which(
    clerk: Client, town: Town, person: registry.Person
) -> None:
    second = town.city.people[1]
    good, other = form(person), form(person) | {"id_number": second.id_number, "name": second.name}
    bad = clerk.post(ASK, {"act": "list", "file": table(good, other | {"percent": "120"})})
    page = bad.content.decode()
    assert (bad.status_code, "逐格差错" in page, "老办法计发比例" in page) == (400, True, True)
    assert not staff.StaffProposal.objects.exists()
    assert clerk.post(ASK, {"act": "list", "file": table(good, other)}).status_code == 302
    assert staff.StaffProposal.objects.filter(state="asked", file_name="编制内.xlsx").count() == 2
    assert clerk.get(f"{ASK}template/").status_code == 200


def test_the_office_sends_it_back_with_a_reason_and_the_body_reads_it(
    clerk: Client, person: registry.Person
) -> None:
    clerk.post(ASK, form(person))
    handler = staff_of("counter", RoleCode.COUNTER_CLERK)
    one = f"{LIST}{staff.StaffProposal.objects.get().pk}/"
    silent = handler.post(one, {"act": "refuse", "why": " "})
    assert (silent.status_code, "没有写明不通过的原因" in silent.content.decode()) == (409, True)
    handler.post(one, {"act": "refuse", "why": "档案中参加工作是2009年"})
    assert "档案中参加工作是2009年" in clerk.get(ASK).content.decode()


def test_the_office_enters_for_a_body_of_its_place_and_another_person_reviews(
    body: registry.Employer, person: registry.Person
) -> None:
    handler, reviewer = staff_of("counter", RoleCode.COUNTER_CLERK), staff_of("checker", RoleCode.REVIEWER)  # fmt: skip
    typed = form(person, **NO_SERVICE)
    unknown = handler.post(LIST, typed | {"uscc": "91310000000000000X"})
    page = unknown.content.decode()
    assert (unknown.status_code, "没有这个单位" in page, person.id_number in page) == (
        400, True, True,
    )  # fmt: skip
    assert reviewer.post(LIST, typed | {"uscc": body.uscc}).status_code == 403
    assert handler.post(LIST, typed | {"uscc": body.uscc}).status_code == 302
    one = f"{LIST}{staff.StaffProposal.objects.get(state='recognised').pk}/"
    assert reviewer.post(one, {"act": "review"}).status_code == 302
    assert staff.live_member(person_id=person.pk) is not None


def test_who_may_not_finds_nothing_and_pages_keep_within_their_budgets(
    town: Town, clerk: Client, person: registry.Person
) -> None:
    clerk.post(ASK, form(person))
    one = f"{LIST}{staff.StaffProposal.objects.get().pk}/"
    assert town.browser("clerk").get(ASK).status_code == 404, "a factory has no established staff"
    assert clerk.get(LIST).status_code == 403
    handler = staff_of("counter", RoleCode.COUNTER_CLERK)
    for browser, address in ((clerk, ASK), (handler, LIST), (handler, one)):
        page, count = queries_of(browser, address)
        assert count <= BUDGETS[page], f"{address}: {count} queries"


def test_a_program_does_the_same(
    body: registry.Employer, clerk: Client, person: registry.Person
) -> None:
    row = {name: text for name, text in form(person).items() if name != "act"}
    mine = Api(clerk)
    wrong = mine.post("/employer/institution/proposals", {"rows": [row | {"basic_wage": "x"}]})
    assert wrong.status_code == 422
    assert "rows.0.basic_wage" in wrong.content.decode()
    made = mine.post("/employer/institution/proposals", {"rows": [row]}).json()
    number = made[0]["proposal"]
    assert made[0]["deemed_index"] == 13_600
    handler = Api(staff_of("counter", RoleCode.COUNTER_CLERK))
    reviewer = Api(staff_of("checker", RoleCode.REVIEWER))
    (listed,) = handler.get("/institution-staff/proposals").json()
    assert listed["state"] == "asked"
    acts: list[tuple[Any, str, int]] = [
        (reviewer, "recognise", 403), (handler, "recognise", 200), (handler, "review", 403), (reviewer, "review", 200),
    ]  # fmt: skip
    for api, act, status in acts:
        answer = api.post(f"/institution-staff/proposals/{number}/acts", {"act": act})
        assert answer.status_code == status, answer.content.decode()
    assert reviewer.get(f"/institution-staff/proposals/{number}").json()["state"] == "done"
    (again,) = mine.get("/employer/institution/proposals").json()
    assert again["decided_by"] == "checker"
    office = {"uscc": body.uscc, "rows": [row]}
    assert handler.post("/institution-staff/proposals", office).status_code == 422
    assert reviewer.post("/institution-staff/proposals", office).status_code == 404
