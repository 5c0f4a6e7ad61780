"""Each role of the town tries to read and to change what is not its own, by every number it can guess. One story a role."""

import datetime as dt
import json

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.cases.models import Case
from renshe.domains.contributions.api import Bill
from renshe.domains.identity.api import Look, Role, RoleCode, end_machine, grant_role, open_account
from renshe.domains.identity.models import Machine
from renshe.domains.pension.api import Award
from renshe.domains.registry.models import Person
from renshe.portals.api.conftest import Api, caller, machine, problem
from renshe.portals.conftest import NOON, PLACE, SINCE, Town

CONTACT = "registration.change_contact"
YESTERDAY = dt.date(2025, 10, 30)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"
CLOSED = (302, 403, 404, 405, 409, 422)
"""What somebody may be answered who asks for what is not his: never the thing itself."""


def staff(town: Town, name: str, role: RoleCode, *, place: str = PLACE, **own: int) -> Client:
    account = open_account(username=name, display_name=name, password=None, **own)
    grant_role(account=account, role=role, place=place, valid_from=SINCE)
    town.accounts[name] = account
    return town.browser(name)


def opened(town: Town, name: str = "person") -> Case:
    """A change of telephone with a paper, handed in and accepted, so that there is evidence and a letter."""
    browser = town.browser(name)
    browser.post(f"/apply/{CONTACT}/")
    number = Case.objects.filter(item=CONTACT).latest("pk").number
    me = Api(browser)
    assert me.put(f"/cases/{number}/form", {"form": {"phone": "13812345678"}}).status_code == 200
    assert me.post(f"/cases/{number}/submit").status_code == 200
    return cases.case_by_number(number=number)


def everything_of(case: Case) -> tuple[object, ...]:
    fresh = Case.objects.get(pk=case.pk)
    return (fresh.state, fresh.form, fresh.events, fresh.holder)


def addresses_of(case: Case) -> list[str]:
    """Every page and operation about a case, by its number and by small numbers that may be its parts."""
    number = case.number
    api = f"/api/v1/cases/{number}"
    office = f"/api/v1/office/cases/{number}"
    found = [f"/my/cases/{number}/", f"/casework/cases/{number}/", f"/counter/cases/{number}/", api]
    found += [f"{api}/papers", f"{api}/figures/total", office, f"{office}/papers"]
    for part in range(1, 6):
        found += [
            f"/my/cases/{number}/evidence/{part}/", f"/casework/cases/{number}/evidence/{part}/",
            f"/casework/cases/{number}/papers/{part}/?pdf=1", f"/counter/cases/{number}/papers/{part}/",
            f"{api}/evidence/{part}", f"{api}/papers/{part}/pdf", f"{office}/evidence/{part}",
            f"{office}/papers/{part}/pdf",
        ]  # fmt: skip
    return found


def changes_to(case: Case) -> list[tuple[str, dict[str, object]]]:
    """Every way to change a case through the interface."""
    number = case.number
    own, office = f"/cases/{number}", f"/office/cases/{number}"
    return [
        (f"{own}/submit", {}), (f"{own}/withdraw", {}), (f"{own}/messages", {"words": "x"}),
        (f"{own}/evidence", {"material": "proof", "promise": True}), (f"{own}/rating", {"grade": 1}),
        (f"{office}/take", {}), (f"{office}/accept", {}), (f"{office}/propose", {"grant": True}),
        (f"{office}/sign", {"grant": True}), (f"{office}/send-back", {"words": "x"}),
        (f"{office}/reverse", {"words": "x"}), (f"{office}/notes", {"words": "x"}),
        (f"{office}/hand-over", {"to": "me", "words": "x"}), (f"{office}/close", {"how": "online"}),
        (f"{office}/look", {"purpose": "好奇"}),
    ]  # fmt: skip


def keeps_out(client: Client, case: Case, *, headers: dict[str, str] | None = None) -> None:
    """Nothing about the case is shown, nothing is changed, and no look stands in the person's list."""
    before, program = everything_of(case), Api(client, headers or {})
    for address in addresses_of(case):
        answer = client.get(address, headers=headers or {})
        assert answer.status_code in CLOSED, f"{address}: {answer.status_code}"
        assert "13812345678" not in answer.content.decode(errors="replace"), address
    for path, body in changes_to(case):
        answer = program.post(path, body)
        assert answer.status_code in CLOSED, f"{path}: {answer.status_code} {answer.content!r}"
    assert everything_of(case) == before
    assert not Look.objects.filter(subject_id=case.subject_id).exists()


def test_an_insured_person_guesses_numbers_and_finds_only_himself(town: Town) -> None:
    case, other = opened(town), town.browser("other_person")
    keeps_out(other, case)
    theirs = Bill.objects.get(employer=town.city.employers[0]).pk
    mine = town.city.people[1].name
    for bill in range(1, theirs + 3):
        for line in range(1, 6):
            page = other.get(f"/me/explain/contribution/{bill}/{line}/pension_personal/")
            told = other.get(
                f"/api/v1/me/contributions/{bill}/{line}/explanations/pension_personal"
            )
            assert page.status_code == told.status_code or page.status_code in CLOSED
            for one in town.city.people:
                if one.name != mine and page.status_code == 200:
                    assert one.id_number not in page.content.decode()
    for address in (
        f"/employer/bills/{theirs}/", f"/finance/bills/{theirs}/", f"/finance/bills/{theirs}/1/",
        f"/finance/awards/{Award.objects.get().pk}/award/", "/me/explain/pension/total/",
        f"/counter/people/{town.city.people[0].pk}/", "/casework/", "/administration/accounts/",
    ):  # fmt: skip
        assert other.get(address).status_code in CLOSED, address


def test_an_employers_clerk_finds_no_other_employer_and_nobodys_private_record(town: Town) -> None:
    case, clerk = opened(town), town.browser("other_clerk")
    keeps_out(clerk, case)
    keeps_out(town.browser("clerk"), case)  # one's employee's own affairs are not the employer's
    for bill in Bill.objects.exclude(employer=town.city.employers[1]):
        for address in (
            f"/employer/bills/{bill.pk}/",
            f"/employer/bills/{bill.pk}/1/pension_base/",
        ):
            assert clerk.get(address).status_code == 404, address
        for path in ("", "/lines", "/lines/1/explanations/pension_base"):
            told = clerk.get(f"/api/v1/employer/bills/{bill.pk}{path}")
            assert told.status_code in CLOSED, told.content
    for address in ("/me/", "/me/pension/", "/me/looks/"):
        assert clerk.get(address).status_code == 403


@pytest.mark.parametrize("how", ["the role is over", "he was dismissed", "he was switched off"])
def test_a_delegate_whose_power_has_ended_opens_nothing_of_the_employer(
    town: Town, how: str
) -> None:
    unit = town.city.employers[0]
    delegate = staff(town, "delegate", RoleCode.EMPLOYER_CLERK, employer_id=unit.pk)
    application = cases.Application(
        _item_of_employers(), unit.place[:6], "online", unit.pk, unit.name
    )
    actor = cases.Actor("delegate", NOON, NOON.date(), employer_id=unit.pk)
    case = cases.open_case(application=application, actor=actor)
    assert Api(delegate).get(f"/cases/{case.number}").status_code == 200
    if how == "the role is over":
        Role.objects.filter(account__username="delegate").update(valid_to=YESTERDAY)
    elif how == "he was dismissed":
        town.browser("clerk").post(
            "/delegates/", {"act": "dismiss", "number": town.accounts["delegate"].pk}
        )
    else:
        type(town.accounts["delegate"]).objects.filter(username="delegate").update(is_active=False)
    bill = Bill.objects.get(employer=unit).pk
    for address in (
        "/employer/", f"/employer/bills/{bill}/", f"/my/cases/{case.number}/", "/delegates/",
        f"/api/v1/cases/{case.number}", "/api/v1/employer/bills", f"/api/v1/employer/bills/{bill}",
        "/api/v1/employer/roster/2025-10", f"/api/v1/cases/{case.number}/papers",
    ):  # fmt: skip
        answer = delegate.get(address)
        assert answer.status_code in (*CLOSED, 401), f"{address}: {answer.status_code}"
    listed = delegate.get("/api/v1/cases")
    assert case.number not in listed.content.decode()
    program = Api(delegate)
    for path, body in changes_to(case):
        assert program.post(path, body).status_code in (*CLOSED, 401), path
    assert everything_of(case) == ("draft", {}, case.events, case.holder)


def test_a_delegate_with_one_power_has_no_other(town: Town) -> None:
    unit = town.city.employers[0]
    application = cases.Application(
        _item_of_employers(), unit.place[:6], "online", unit.pk, unit.name
    )
    actor = cases.Actor("clerk", NOON, NOON.date(), employer_id=unit.pk)
    case = cases.open_case(application=application, actor=actor)
    Case.objects.filter(pk=case.pk).update(state="submitted")
    account = open_account(username="half", display_name="half", password=None, employer_id=unit.pk)
    grant_role(account=account, role=RoleCode.EMPLOYER_CLERK, place=PLACE, valid_from=SINCE,
               limited_to=["contributions.look"])  # fmt: skip
    town.accounts["half"] = account
    half = caller(town, "half")
    assert half.get("/employer/bills").status_code == 200
    problem(half.get(f"/cases/{case.number}"), 404, "not_found")
    problem(half.get(f"/cases/{case.number}/papers"), 404, "not_found")
    assert half.get("/cases").json()["items"] == []
    problem(half.get("/employer/roster/2025-10"), 403, "not_allowed")
    problem(half.post("/employer/declarations", {"period": "2025-10", "rows": []}), 403, "not_allowed")  # fmt: skip


@pytest.mark.parametrize("role", [RoleCode.COUNTER_CLERK, RoleCode.REVIEWER, RoleCode.APPROVER])
def test_a_streets_staff_read_and_change_nothing_of_another_street(
    town: Town, role: RoleCode
) -> None:
    Person.objects.filter(pk=town.city.people[0].pk).update(residence_place="310112002")
    case = opened(town)
    Case.objects.filter(pk=case.pk).update(place="310112002")
    case.refresh_from_db()
    street = staff(town, "street", role, place="310112001")
    keeps_out(street, case)
    assert case.number not in street.get("/casework/queue/all/").content.decode()
    assert street.get("/api/v1/office/cases?queue=all").json()["items"] == []
    assert (
        street.post(f"/counter/people/{case.subject_id}/", {"purpose": "好奇"}).status_code
        in CLOSED
    )
    assert not Look.objects.exists()


@pytest.mark.parametrize("role", [RoleCode.COUNTER_CLERK, RoleCode.REVIEWER, RoleCode.APPROVER])
def test_staff_neither_see_in_full_nor_decide_their_own_affair(town: Town, role: RoleCode) -> None:
    case = opened(town)
    own = staff(town, "own", role, person_id=town.city.people[0].pk)
    program = Api(own)
    office = f"/office/cases/{case.number}"
    problem(program.post(f"{office}/look", {"purpose": "看看自己的"}), 403, "not_allowed")
    problem(program.get(f"{office}/papers"), 403, "not_allowed")
    for path, body in changes_to(case)[5:]:
        assert program.post(path, body).status_code in CLOSED, path
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    "role",
    [RoleCode.FUND_ACCOUNTANT, RoleCode.FUND_SUPERVISOR, RoleCode.RUN_OPERATOR,
     RoleCode.LEGAL_OFFICER, RoleCode.SYSTEM_ADMINISTRATOR, RoleCode.SECURITY_ADMINISTRATOR,
     RoleCode.AUDIT_ADMINISTRATOR],
)  # fmt: skip
def test_who_has_no_hand_in_cases_changes_none_and_sees_no_one_in_full(
    town: Town, role: RoleCode
) -> None:
    case = opened(town)
    someone = staff(town, "someone", role)
    if role == RoleCode.FUND_SUPERVISOR:  # he may read cases of his place, masked
        told = Api(someone).get(f"/office/cases/{case.number}").json()
        assert told["masked"]
        assert "13812345678" not in json.dumps(told)
        before = everything_of(case)
        for path, body in changes_to(case):
            assert Api(someone).post(path, body).status_code in CLOSED, path
        assert everything_of(case) == before
    else:
        keeps_out(someone, case)
    bill = Bill.objects.get(employer=town.city.employers[0]).pk
    answer = someone.post(f"/finance/bills/{bill}/1/", {"purpose": "好奇"})
    assert answer.status_code in CLOSED
    assert town.city.people[0].id_number not in answer.content.decode()
    assert not Look.objects.exists()


@pytest.mark.parametrize("employer", [None, 1], ids=["of the place", "of another employer"])
def test_a_machine_out_of_its_scope_or_its_reach_gets_nothing(
    town: Town, employer: int | None
) -> None:
    case = opened(town)
    program = machine(town, "contributions.look", "contributions.declare", employer=employer)
    keeps_out(Client(), case, headers=program.headers)
    bill = Bill.objects.get(employer=town.city.employers[0]).pk
    for path in (f"/employer/bills/{bill}", f"/employer/bills/{bill}/lines", "/me", "/inbox/read"):
        assert program.get(path).status_code in CLOSED, path
    assert program.get("/cases").json()["items"] == []


def test_a_machine_of_another_city_finds_no_case_of_ours_and_none_sees_evidence(town: Town) -> None:
    case = opened(town)
    near = machine(town, "case.look", "case.handle", "person.unmask")
    told = near.get(f"/office/cases/{case.number}").json()
    assert told["masked"]
    assert "13812345678" not in json.dumps(told)
    for path in ("/papers", "/evidence/1", "/papers/1/pdf"):
        problem(near.get(f"/office/cases/{case.number}{path}"), 403, "not_allowed")
    problem(near.post(f"/office/cases/{case.number}/look", {"purpose": "同步"}), 403, "not_allowed")
    Machine.objects.update(place="440400")
    far = Api(Client(), near.headers)
    problem(far.get(f"/office/cases/{case.number}"), 403, "not_allowed")
    assert far.get("/office/cases?queue=all").json()["items"] == []


def test_a_machine_that_was_ended_is_nobody_at_once(town: Town) -> None:
    program = machine(town, "contributions.look", employer=0)
    assert program.get("/employer/bills").status_code == 200
    end_machine(machine_id=Machine.objects.get().pk, by=town.accounts["nobody"], at=NOON)
    problem(program.get("/employer/bills"), 401, "unauthenticated")


def _item_of_employers() -> cases.Item:
    from renshe.services.catalogue import catalogue

    return next(
        one.item for one in catalogue().values()
        if one.item.subject == "employer" and "employer_clerk" in one.item.applicants
    )  # fmt: skip
