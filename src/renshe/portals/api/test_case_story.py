"""A case through the API from its draft to its papers, and everybody who tries what is not his."""

import base64
import datetime as dt

import pytest

from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.portals.api.conftest import Api, caller, machine, problem, recorded
from renshe.portals.conftest import PLACE, SINCE, Town
from renshe.runs.webhook_delivery.run import run
from renshe.runs.webhook_delivery.test_run import HOST, Receiver

CONTACT = "registration.change_contact"
CORRECT = "registration.correct_person"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture
def staff(town: Town) -> dict[str, Api]:
    """A counter clerk, a reviewer and an approver."""
    found = {}
    for name, role in (
        ("counter", RoleCode.COUNTER_CLERK),
        ("reviewer", RoleCode.REVIEWER),
        ("approver", RoleCode.APPROVER),
    ):
        town.accounts[name] = open_account(
            username=name, display_name=name, password="a long enough password"
        )
        grant_role(account=town.accounts[name], role=role, place=PLACE, valid_from=SINCE)
        found[name] = caller(town, name)
    return found


def applied(me: Api) -> str:
    """The number of a change of telephone, handed in."""
    body = {"form": {"phone": "13800000000"}, "submit": True}
    response = me.post(f"/services/{CONTACT}/cases", body)
    assert response.status_code == 201, response.content.decode()
    return str(response.json()["number"])


def test_a_case_is_applied_for_accepted_decided_served_and_its_subscriber_hears_of_it(
    town: Town, staff: dict[str, Api]
) -> None:
    me, counter = caller(town, "person"), staff["counter"]
    hook = {"url": f"https://{HOST}/hooks", "kinds": [], "note": "演示接收方"}
    opened = me.post("/webhooks", hook)
    subscription = recorded("open_webhook", opened, path="/webhooks", method="POST", body=hook)
    body = {"form": {"phone": "13800000000"}, "submit": True}
    path = f"/services/{CONTACT}/cases"
    case = recorded(
        "apply_registration_change_contact",
        me.post(path, body),
        path=path,
        method="POST",
        body=body,
    )
    number = case["number"]
    assert case["state"]["code"] == "submitted"
    seen = recorded("read_office_case", counter.get(f"/office/cases/{number}"), path=f"/office/cases/{number}")  # fmt: skip
    assert seen["masked"] is True
    assert seen["form"]["phone"] != "13800000000"
    accepted = counter.post(f"/office/cases/{number}/accept", {})
    recorded("office_accept", accepted, path=f"/office/cases/{number}/accept", method="POST", body={})  # fmt: skip
    opinion = {"grant": True, "words": "属实"}
    decided = counter.post(f"/office/cases/{number}/propose", opinion)
    recorded("office_propose", decided, path=f"/office/cases/{number}/propose", method="POST", body=opinion)  # fmt: skip
    assert decided.json()["state"]["code"] == "granted", decided.content.decode()
    closed = counter.post(f"/office/cases/{number}/close", {"how": "online"})
    assert closed.json()["state"]["code"] == "closed"
    mine = recorded("read_case", me.get(f"/cases/{number}"), path=f"/cases/{number}")
    assert mine["decision"]["granted"] is True
    assert [one["verb"]["code"] for one in mine["timeline"]] == ["open", "submit", "accept", "grant", "serve"]  # fmt: skip
    assert "counter" not in {one["by"] for one in mine["timeline"]}
    papers = recorded("list_papers", me.get(f"/cases/{number}/papers"), path=f"/cases/{number}/papers")  # fmt: skip
    address = f"/papers/{papers[1]['code']}/verification"
    told = recorded("verify_paper", caller(town, "nobody_at_all").get(address), path=address)
    assert (told["genuine"], told["in_force"]) == (True, True)
    pdf = me.get(f"/cases/{number}/papers/{papers[1]['id']}/pdf")
    assert pdf.content.startswith(b"%PDF-"), pdf.content[:300]
    assert recorded("read_inbox", me.get("/inbox"), path="/inbox")["unread"] >= 2
    heard(me, subscription)


def heard(me: Api, subscription: dict[str, object]) -> None:
    """The subscriber gets four signed events, and one of them once more when it asks."""
    at = dt.datetime.fromisoformat(str(subscription["opened_at"])) + dt.timedelta(hours=1)
    receiver = Receiver()
    assert run(at=at, line=receiver).delivered == 4
    assert {one["_secret"] for one in receiver.taken.values()} == {subscription["secret"]}
    kinds = {str(one["type"]) for one in receiver.taken.values()}
    assert kinds == {"case.submit", "case.accept", "case.grant", "case.serve"}
    path = f"/webhooks/{subscription['id']}/deliveries"
    listed = recorded("list_deliveries", me.get(path), path=path)["items"]
    again = me.post(f"{path}/{listed[0]['id']}/replay")
    assert (again.status_code, again.json()["body"]) == (201, listed[0]["body"])


def test_a_wrong_form_opens_nothing_and_names_its_fields(town: Town) -> None:
    me = caller(town, "person")
    body = {"form": {"phone": "12", "residence_place": [1], "favourite": "x"}}
    told = problem(me.post(f"/services/{CONTACT}/cases", body), 422, "invalid")
    assert {one["field"] for one in told["errors"]} == {"form.residence_place", "form.favourite"}
    told = problem(me.post(f"/services/{CONTACT}/cases", {"form": {"phone": "12"}}), 422, "invalid")
    assert told["field"] == "form.phone"
    assert told["errors"][0]["next_step_zh"]
    assert me.get("/cases").json()["items"] == []


def test_a_draft_takes_its_papers_as_they_are_and_gives_them_back_byte_for_byte(town: Town) -> None:
    me = caller(town, "person")
    guide = me.get(f"/catalogue/{CORRECT}").json()
    material = next(one["key"] for one in guide["materials"] if one["source"] != "register")
    number = draft(me, guide)
    for content, code in (("!", "not_base64"), (base64.b64encode(b"MZ\x90").decode(), "invalid")):
        sent = {"material": material, "name": "a.pdf", "content_base64": content}
        problem(me.post(f"/cases/{number}/evidence", sent), 422, code)
    sent = {
        "material": material,
        "name": "证明.pdf",
        "content_base64": base64.b64encode(PDF).decode(),
    }
    kept = me.post(f"/cases/{number}/evidence", sent)
    assert kept.status_code == 201, kept.content.decode()
    back = me.get(f"/cases/{number}/evidence/{kept.json()['id']}")
    assert (back.content, back["Content-Type"]) == (PDF, "application/octet-stream")
    stolen = caller(town, "other_person").get(f"/cases/{number}/evidence/{kept.json()['id']}")
    problem(stolen, 404, "not_found")


def draft(me: Api, guide: dict[str, object]) -> str:
    """A draft of the correction of a person, with whatever its form asks for."""
    body = {"form": {"field": "name", "new_value": "丁一一", "why": "typing"}}
    fields = {one["key"]: one for one in guide["fields"]}  # type: ignore[attr-defined]
    form = {}
    for key, one in fields.items():
        if one["kind"] == "choice" and one["required"]:
            form[key] = next(iter(one["choices"]))
    for key, one in fields.items():
        shown = one["when"] is None or form.get(one["when"][0]) == one["when"][1]
        if one["required"] and shown and key not in form:
            form[key] = {"mark": True, "date": "1985-06-15", "month": "2005-07"}.get(one["kind"], "丁一一")  # fmt: skip
    body["form"] = form
    response = me.post(f"/services/{CORRECT}/cases", body)
    assert response.status_code == 201, response.content.decode()
    return str(response.json()["number"])


def test_nobody_reads_or_moves_a_case_that_is_not_his(town: Town, staff: dict[str, Api]) -> None:
    number = applied(caller(town, "person"))
    for name in ("other_person", "clerk", "pensioner"):
        problem(caller(town, name).get(f"/cases/{number}"), 404, "not_found")
        problem(caller(town, name).get(f"/office/cases/{number}"), 403, "not_allowed")
    problem(caller(town, "person").post(f"/office/cases/{number}/accept", {}), 403, "not_allowed")
    opinion = {"grant": True, "words": ""}
    problem(staff["reviewer"].post(f"/office/cases/{number}/propose", opinion), 403, "not_allowed")
    problem(staff["counter"].post(f"/cases/{number}/withdraw", {}), 404, "not_found")
    problem(staff["counter"].post(f"/office/cases/{number}/close", {"how": "online"}), 409, "wrong_step")  # fmt: skip


def test_staff_of_another_place_are_refused(town: Town) -> None:
    number = applied(caller(town, "person"))
    town.accounts["far"] = open_account(
        username="far", display_name="far", password="a long enough password"
    )
    grant_role(
        account=town.accounts["far"], role=RoleCode.COUNTER_CLERK, place="440400", valid_from=SINCE
    )
    problem(caller(town, "far").get(f"/office/cases/{number}"), 403, "not_allowed")
    assert caller(town, "far").get("/office/cases?queue=all").json()["items"] == []


def test_seeing_a_case_unmasked_needs_a_purpose_and_is_told_to_the_person(
    town: Town, staff: dict[str, Api]
) -> None:
    me = caller(town, "person")
    number = applied(me)
    path = f"/office/cases/{number}/look"
    problem(staff["counter"].post(path, {"purpose": ""}), 422, "invalid")
    told = staff["counter"].post(path, {"purpose": "核对手机号码"})
    assert told.json()["form"]["phone"] == "13800000000"
    looks = me.get("/me/looks").json()
    assert [(one["by"], one["purpose"]) for one in looks] == [("counter", "核对手机号码")]


def test_an_employers_machine_may_not_apply_for_a_persons_item(town: Town) -> None:
    hr = machine(town, "case.apply", employer=0)
    response = hr.post(f"/services/{CONTACT}/cases", {"form": {"phone": "13800000000"}})
    problem(response, 403, "role_may_not_apply")


def test_staff_apply_for_whom_they_name_and_not_for_nobody(
    town: Town, staff: dict[str, Api]
) -> None:
    path, counter = f"/services/{CONTACT}/cases", staff["counter"]
    form = {"phone": "13800000000"}
    problem(counter.post(path, {"form": form}), 422, "subject_needed")
    problem(counter.post(path, {"form": form, "for": {"id_number": "x"}}), 422, "subject_unknown")
    who = {"id_number": town.city.people[1].id_number}
    done = counter.post(path, {"form": form, "for": who, "submit": True})
    assert done.status_code == 201, done.content.decode()
    assert caller(town, "other_person").get(f"/cases/{done.json()['number']}").status_code == 200
    mine = caller(town, "person").post(path, {"form": form, "for": who})
    problem(mine, 403, "not_allowed")


def test_the_samples_of_the_documentation_are_what_is_answered(town: Town) -> None:
    stranger, me = caller(town, "nobody_at_all"), caller(town, "person")
    clerk, accountant = caller(town, "clerk"), caller(town, "accountant")
    law = {
        "target": "pension_personal", "place": "310112", "on": "2025-10-01",
        "facts": {"declared_wage": 800_000, "person_kind": "employee", "employer_kind": "enterprise", "employer_size": "small"},
    }  # fmt: skip
    rows = [
        {"id_number": one.id_number, "name": one.name, "wage": wage}
        for one, wage in zip(town.city.people, ("8123.45", "一万"), strict=False)
    ]
    roster = {"period": "2025-10", "rows": rows}
    for who, operation, path in (
        (stranger, "list_items", "/catalogue?q=证明"), (stranger, "read_item", f"/catalogue/{CONTACT}"),
        (stranger, "read_status", "/status"), (stranger, "list_changes", "/changelog"),
        (stranger, "list_code_tables", "/codes"), (stranger, "read_codes", "/codes/bill_state"),
        (stranger, "list_places", "/places?q=闵行"), (stranger, "list_targets", "/law/targets?limit=3"),
        (stranger, "read_target", "/law/targets/pension_personal"),
        (me, "read_me", "/me"), (me, "list_my_months", "/me/contributions"),
        (me, "read_my_summary", "/me/contributions/summary"), (me, "list_account_years", "/me/account"),
        (caller(town, "pensioner"), "read_my_pension", "/me/pension"), (me, "list_cases", "/cases"),
        (clerk, "read_month", "/employer/months/2025-10"), (clerk, "read_roster", "/employer/roster/2025-10"),
        (clerk, "list_bills", "/employer/bills"), (clerk, "list_declarations", "/employer/declarations"),
        (accountant, "list_batches", "/finance/batches"), (accountant, "read_finance_month", "/finance/months/2025-10"),
        (accountant, "read_statement", "/finance/statements/employee_pension/rights/trial-balance/2025-10"),
    ):  # fmt: skip
        recorded(operation, who.get(path), path=path)
    recorded("explain_law", stranger.post("/law/explain", law), path="/law/explain", method="POST", body=law)  # fmt: skip
    declared = clerk.post("/employer/declarations", roster)
    recorded("declare_month", declared, path="/employer/declarations", method="POST", body=roster)
