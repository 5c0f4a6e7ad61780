"""A court asks, a hospital tells, the office decides, the person reads it; and everybody else is kept out."""

import datetime as dt
import json

import pytest
from django.test import Client

from renshe.domains.audit.models import Event
from renshe.domains.cases import api as cases
from renshe.domains.cases.models import Case
from renshe.domains.enrolment import api as enrolment
from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.identity.models import InstitutionRequest
from renshe.domains.registry.models import Person
from renshe.portals.api.conftest import Api, problem
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.services.catalogue import declared

COURT, HOSPITAL = "11310112000000001Q", "12310112000000002Q"
CERTIFICATE, DEATH = "institution.certificate", "institution.death"
BASIS, FILE = "民事诉讼法第七十条", "（2025）沪0112民初77号"
TODAY = dt.date(2025, 10, 31)
ASKED = {
    "legal_basis": BASIS,
    "file_number": FILE,
    "reason": "核实被告是否在职",
    "detail": "summary",
}
TOLD = {"legal_basis": "社会保险经办条例第二十五条", "file_number": "医证 17", "died_on": "2025-10-20",
        "document": "medical"}  # fmt: skip


def staff(town: Town, name: str, role: RoleCode | None = None) -> Client:
    account = open_account(username=name, display_name=name, password=None)
    if role is not None:
        grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
    town.accounts[name] = account
    return town.browser(name)


def fresh(town: Town, name: str) -> Client:
    """A browser of an account as it is now: admitting somebody ended his sessions."""
    town.accounts[name].refresh_from_db()
    return town.browser(name)


@pytest.fixture
def bureau(town: Town) -> Town:
    """The town with a security administrator, a court (an, bo, judge) and a hospital (cy, di, doctor), all by the pages."""
    security = staff(town, "security", RoleCode.SECURITY_ADMINISTRATOR)
    for name in ("an", "bo", "judge", "cy", "di", "doctor"):
        staff(town, name)
    for code, name, kind, purpose, two, member in (
        (COURT, "某区人民法院", "court", CERTIFICATE, ("an", "bo"), "judge"),
        (HOSPITAL, "某区中心医院", "hospital", DEATH, ("cy", "di"), "doctor"),
    ):
        sent = {"act": "register", "uscc": code, "name": name, "kind": kind, "place": PLACE, "actions": [purpose],
                "first": two[0], "second": two[1]}  # fmt: skip
        assert security.post("/administration/institutions/", sent).status_code == 302
        first, second = (fresh(town, one) for one in two)
        invite = {"act": "invite", "username": member, "actions": [purpose]}
        assert first.post("/institution/members/", invite).status_code == 302
        number = identity.Membership.objects.get(account__username=member).pk
        confirm = {"act": "confirm", "number": number}
        assert first.post("/institution/members/", confirm).status_code == 400
        assert second.post("/institution/members/", confirm).status_code == 302
    return town


def about(town: Town, at: int = 0, **more: str) -> dict[str, str]:
    person = town.city.people[at]
    return {"person_name": person.name, "person_id_number": person.id_number, **more}


def asked_by_page(town: Town, **more: str) -> Case:
    answer = fresh(town, "judge").post("/institution/certificate/", about(town, **(ASKED | more)))
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.latest("pk")


def decide(town: Town, case: Case, *, grant: bool = True) -> Case:
    told = declared(case.item)
    actor = {name: cases.Actor(name, NOON.replace(year=2025), TODAY) for name in ("li", "wang")}
    cases.accept(number=case.number, item=told.item, actor=actor["li"])
    given = {
        "number": case.number,
        "item": told.item,
        "service": told.service,
        "grant": grant,
        "words": "属实",
    }
    cases.propose(**given, actor=actor["li"])
    return cases.sign(**given, actor=actor["wang"])


def test_a_court_asks_the_office_decides_and_the_person_reads_who_asked_and_why(
    bureau: Town,
) -> None:
    case = asked_by_page(bureau)
    assert (case.item, case.state) == ("information.certificate_for_institution", "submitted")
    assert (case.on_behalf, case.applicant_name) == ("institution", "某区人民法院")
    page = fresh(bureau, "judge").get(f"/institution/requests/{case.number}/").content.decode()
    assert FILE in page
    assert bureau.city.people[0].id_number not in page
    assert decide(bureau, case).state == "granted"
    (paper,) = [one for one in cases.papers_of(case=case) if one.kind == "certificate"]
    address = f"/institution/requests/{case.number}/papers/{paper.pk}/"
    got = fresh(bureau, "judge").get(address)
    assert (got.status_code, got["Content-Type"]) == (200, "application/pdf")
    looks = identity.looks_at(person_id=bureau.city.people[0].pk)
    assert len(looks) == 2
    seen = bureau.browser("person").get("/me/looks/").content.decode()
    for words in ("某区人民法院", BASIS, FILE, "机构依法请求或报告"):
        assert words in seen, words
    assert Event.objects.filter(verb="identity.institution_request", actor="judge").count() == 1


def test_the_office_sees_who_asks_and_about_whom_masked_until_it_says_why(bureau: Town) -> None:
    case = asked_by_page(bureau)
    clerk = staff(bureau, "li", RoleCode.COUNTER_CLERK)
    page = clerk.get(f"/casework/cases/{case.number}/").content.decode()
    person = bureau.city.people[0]
    for words in (
        "某区人民法院",
        "机构依法请求",
        "所涉人员",
        identity.mask_id_number(person.id_number),
    ):
        assert words in page, words
    assert person.id_number not in page


def test_a_hospital_tells_of_a_death_and_only_the_office_ends_anything(bureau: Town) -> None:
    at = len(bureau.city.people) - 1
    answer = fresh(bureau, "doctor").post("/institution/death/", about(bureau, at, **TOLD))
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.latest("pk")
    person = bureau.city.people[at].pk
    assert Person.objects.get(pk=person).died_on is None
    decide(bureau, case)
    assert Person.objects.get(pk=person).died_on == dt.date(2025, 10, 20)
    assert (
        not enrolment.spells_of(person_id=person)
        .filter(span__contains=dt.date(2025, 11, 1))
        .exists()
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"legal_basis": ""}, {"file_number": " "}, {"person_name": "别人"},
        {"person_id_number": "310112199001010000"}, {"reason": ""},
    ],
)  # fmt: skip
def test_no_basis_no_file_or_a_wrong_name_leaves_nothing_behind_and_keeps_what_was_typed(
    bureau: Town, wrong: dict[str, str]
) -> None:
    before = Case.objects.count()
    answer = fresh(bureau, "judge").post(
        "/institution/certificate/", about(bureau, **ASKED) | wrong
    )
    assert answer.status_code == 400
    assert "核实被告" in answer.content.decode() or "reason" in wrong
    assert (Case.objects.count(), InstitutionRequest.objects.count()) == (before, 0)
    assert not identity.looks_at(person_id=bureau.city.people[0].pk).exists()


def test_who_is_insured_elsewhere_and_oneself_are_not_asked_about(bureau: Town) -> None:
    person = bureau.city.people[0]
    Person.objects.filter(pk=person.pk).update(residence_place="440402001")
    judge = fresh(bureau, "judge")
    assert judge.post("/institution/certificate/", about(bureau, **ASKED)).status_code == 400
    Person.objects.filter(pk=person.pk).update(residence_place=person.residence_place)
    identity.Account.objects.filter(username="judge").update(person_id=person.pk)
    told = fresh(bureau, "judge").post("/institution/certificate/", about(bureau, **ASKED))
    assert told.status_code == 400
    assert "不得办理本人" in told.content.decode()


def test_the_other_institution_its_administrators_and_strangers_find_nothing(bureau: Town) -> None:
    case = asked_by_page(bureau)
    decide(bureau, case)
    paper = cases.papers_of(case=case)[0].pk
    page, pdf = (
        f"/institution/requests/{case.number}/",
        f"/institution/requests/{case.number}/papers/{paper}/",
    )
    doctor = fresh(bureau, "doctor")
    for address in (page, pdf, f"/api/v1/institution/requests/{case.number}"):
        assert doctor.get(address).status_code == 404, address
    assert doctor.post(page, {"act": "withdraw"}).status_code == 404
    assert FILE not in doctor.get("/institution/").content.decode()
    assert doctor.post("/institution/certificate/", about(bureau, **ASKED)).status_code == 403
    assert doctor.get("/institution/members/").status_code == 403
    an = fresh(bureau, "an")
    assert FILE in an.get("/institution/").content.decode()
    assert an.get(pdf).status_code == 404
    assert an.post(page, {"act": "withdraw"}).status_code == 403
    assert an.post("/institution/certificate/", about(bureau, **ASKED)).status_code == 403
    for name in ("person", "clerk", "accountant", "security", "nobody"):
        for address in ("/institution/", page, pdf, "/institution/members/"):
            assert bureau.browser(name).get(address).status_code == 403, (name, address)
    assert bureau.browser("person").get(f"/my/cases/{case.number}/").status_code in (403, 404)
    for address in (
        "/casework/",
        "/counter/",
        "/me/",
        "/employer/",
        "/finance/",
        "/administration/institutions/",
    ):
        assert fresh(bureau, "judge").get(address).status_code == 403, address


def test_an_ended_member_is_out_at_once_and_his_request_stays_the_institutions(
    bureau: Town,
) -> None:
    case = asked_by_page(bureau)
    open_page = fresh(bureau, "judge")
    number = identity.Membership.objects.get(account__username="judge").pk
    fresh(bureau, "an").post("/institution/members/", {"act": "end", "number": number})
    assert open_page.get("/institution/").status_code in (302, 403)
    assert fresh(bureau, "judge").get("/institution/").status_code == 403
    answer = fresh(bureau, "judge").post("/institution/certificate/", about(bureau, **ASKED))
    assert answer.status_code == 403
    assert case.number in fresh(bureau, "bo").get("/institution/").content.decode()


def test_the_office_asks_for_more_and_the_institution_mends_it_but_not_its_basis(
    bureau: Town,
) -> None:
    case = asked_by_page(bureau)
    item = declared(case.item).item
    cases.ask_correction(
        number=case.number, item=item, missing=["reason"], words="请写明与案件的关系",
        actor=cases.Actor("li", NOON, TODAY),
    )  # fmt: skip
    judge, page = fresh(bureau, "judge"), f"/institution/requests/{case.number}/"
    assert "请写明与案件的关系" in judge.get(page).content.decode()
    sent = {"act": "correct", "reason": "被告主张没有劳动关系", "detail": "months", "legal_basis": "另一条",
            "file_number": "另一号"}  # fmt: skip
    assert judge.post(page, sent).status_code == 302
    case.refresh_from_db()
    assert case.state in ("submitted", "accepted")
    assert (case.form["legal_basis"], case.form["file_number"]) == (BASIS, FILE)
    assert case.form["reason"] == "被告主张没有劳动关系"
    assert judge.post(page, {"act": "withdraw", "words": "已调解"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "withdrawn"


def program(town: Town, name: str, code: str) -> Api:
    fresh(town, name)
    return Api(town.browser(name), {"Renshe-Acting-For": f"institution:{code}"})


def body(town: Town, at: int = 0, **form: str) -> dict[str, object]:
    person = town.city.people[at]
    return {"about": {"name": person.name, "id_number": person.id_number}, "form": form}


def test_a_members_program_names_its_institution_and_then_nothing_else_is_open(
    bureau: Town,
) -> None:
    judge = program(bureau, "judge", COURT)
    assert judge.get("/institution").json()["name"] == "某区人民法院"
    made = judge.post("/institution/certificates", body(bureau, **ASKED))
    assert made.status_code == 201, made.content.decode()
    number = made.json()["number"]
    assert [one["number"] for one in judge.get("/institution/requests").json()] == [number]
    assert judge.get("/me").status_code == 403
    problem(program(bureau, "judge", HOSPITAL).get("/institution"), 403, "institution_not_yours")
    problem(
        program(bureau, "doctor", HOSPITAL).get(f"/institution/requests/{number}"), 404, "not_found"
    )
    problem(judge.post("/institution/deaths", body(bureau, **TOLD)), 403, "not_allowed")
    problem(
        judge.post("/institution/certificates", body(bureau, **(ASKED | {"legal_basis": ""}))),
        422,
        "invalid",
    )
    gone = judge.post(f"/institution/requests/{number}/withdrawal", {"words": "已调解"})
    assert gone.json()["state"]["code"] == "withdrawn"


def bound(town: Town, code: str, *scopes: str) -> Api:
    """The program of an institution, with a token."""
    import uuid
    from datetime import timedelta

    from django.utils import timezone
    from oauth2_provider.models import get_access_token_model

    made, _secret = identity.make_machine(
        name="法院系统", actions=scopes, place=PLACE, institution=identity.institution_with_code(uscc=code),
        by=town.accounts["nobody"], at=NOON,
    )  # fmt: skip
    token = get_access_token_model().objects.create(
        application=made.application, token=uuid.uuid4().hex, scope=" ".join(scopes),
        expires=timezone.now() + timedelta(minutes=10),
    )  # fmt: skip
    return Api(Client(), {"Authorization": f"Bearer {token.token}"})


def test_a_client_bound_to_an_institution_asks_within_its_purposes_and_is_no_staff(
    bureau: Town,
) -> None:
    court = bound(bureau, COURT, CERTIFICATE, "institution.look")
    made = court.post("/institution/certificates", body(bureau, **ASKED))
    assert made.status_code == 201, made.content.decode()
    assert made.json()["asked_by"].startswith("machine:")
    (look,) = identity.looks_at(person_id=bureau.city.people[0].pk)
    assert look.account.display_name == "某区人民法院"
    problem(court.post("/institution/deaths", body(bureau, **TOLD)), 403, "scope_missing")
    for path in ("/office/cases", "/employer/bills", "/finance/months/2025-10", "/me"):
        assert court.get(path).status_code in (403, 404), path
    hospital = bound(bureau, HOSPITAL, DEATH, "institution.look")
    problem(hospital.get(f"/institution/requests/{made.json()['number']}"), 404, "not_found")
    held = identity.institution_with_code(uscc=COURT)
    assert held is not None
    fresh(bureau, "security").post(
        "/administration/institutions/", {"act": "end", "number": held.pk}
    )
    problem(court.get("/institution"), 401, "unauthenticated")
    assert fresh(bureau, "an").get("/institution/").status_code == 403


def test_a_client_of_no_institution_opens_nothing_of_one_whatever_it_holds(bureau: Town) -> None:
    from renshe.portals.api.conftest import machine

    for employer in (None, 0):
        caller = machine(bureau, CERTIFICATE, DEATH, "institution.look", employer=employer)
        problem(caller.get("/institution"), 403, "scope_missing")
        problem(
            caller.post("/institution/certificates", body(bureau, **ASKED)), 403, "scope_missing"
        )


def test_the_events_of_members_name_who_did_it_and_never_a_person(bureau: Town) -> None:
    verbs = {"register_institution", "invite_member", "confirm_member"}
    told = Event.objects.filter(verb__in=[f"identity.{one}" for one in verbs])
    assert {one.actor for one in told} == {"security", "an", "bo", "cy", "di"}
    assert bureau.city.people[0].id_number not in json.dumps(
        [one.detail for one in told], default=str
    )
