"""A daughter acts for her mother through the API, and a guardian for a child: by mandate, within it, on the record."""

import datetime as dt

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.cases.models import Case
from renshe.domains.identity.api import Look, Mandate, RoleCode, grant_role, looks_at, open_account
from renshe.portals.api.conftest import Api, caller, machine, problem
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.portals.layout.access import ACTING_FOR
from renshe.services.catalogue import catalogue

TODAY = dt.date(2025, 10, 31)
CONTACT = "/services/registration.change_contact/cases"
PHONE = {"form": {"phone": "13800000000"}, "submit": True}
LOOKING = ("person.look", "contributions.look", "pension.look", "case.look")
FOR = "Renshe-Acting-For"


def mandate(town: Town, *actions: str, kind: str = "consent", **more: object) -> Mandate:
    """The first person may act for the second one, who is her mother."""
    given = {
        "kind": kind, "state": "active", "person_id": town.city.people[1].pk, "person_shown": "乙*",
        "agent": town.accounts["person"], "relation": "母亲", "actions": list(actions),
        "valid_from": SINCE, "valid_to": dt.date(2025, 12, 31), "made_by": "other_person",
        "made_at": NOON,
    }  # fmt: skip
    return Mandate.objects.create(**(given | more))


def acting(town: Town, given: Mandate | str, name: str = "person") -> Api:
    """Somebody's program that names a mandate with every request."""
    number = given if isinstance(given, str) else str(given.pk)
    return Api(town.browser(name), {FOR: number})


def test_a_daughter_reads_her_mothers_record_and_applies_for_her(town: Town) -> None:
    held = mandate(town, *LOOKING, "case.apply")
    daughter, for_mother = caller(town, "person"), acting(town, held)
    (told,) = daughter.get("/mandates").json()
    assert (told["mandate"], told["name"], told["relation"]) == (held.pk, "乙*", "母亲")
    own, mothers = daughter.get("/me").json(), for_mother.get("/me").json()
    assert (own["name"][0], mothers["name"][0]) == ("丁", "王")
    answer = for_mother.post(CONTACT, PHONE)
    assert answer.status_code == 201, answer.content.decode()
    case = Case.objects.get(number=answer.json()["number"])
    assert (case.subject_id, case.applicant) == (town.city.people[1].pk, "person")
    assert (case.on_behalf, case.applicant_name) == ("family", town.city.people[1].name)
    assert answer.json()["on_behalf"] == "family"
    first = cases.timeline(case=case, public_only=True)[0]
    assert first.actor == "person"
    assert caller(town, "other_person").get(f"/cases/{case.number}").status_code == 200


def test_a_guardian_is_called_one_on_the_case(town: Town) -> None:
    held = mandate(
        town, "case.apply", kind="guardian", place=PLACE, relation="父" * 32, evidence_id=1
    )
    told = acting(town, held).post(CONTACT, PHONE).json()
    assert told["on_behalf"] == "guardian"


def test_what_the_mandate_does_not_allow_is_refused(town: Town) -> None:
    limited = acting(town, mandate(town, "contributions.look"))
    assert limited.get("/me/contributions/summary").status_code == 200
    for path in ("/me", "/me/pension", "/me/looks"):
        problem(limited.get(path), 403, "not_allowed")
    problem(limited.post(CONTACT, PHONE), 403, "not_allowed")
    mother = caller(town, "other_person").post(CONTACT, PHONE).json()["number"]
    problem(limited.get(f"/cases/{mother}"), 404, "not_found")
    assert limited.get("/cases").json()["items"] == []


@pytest.mark.parametrize("number", ["0", "999999999", "-1", "1; DROP", "9" * 40, "x", "１"])
def test_a_number_that_is_no_mandate_of_ones_own_opens_nothing(town: Town, number: str) -> None:
    problem(acting(town, number.encode().decode("latin-1")).get("/me"), 403, "mandate_over")


def test_somebody_elses_mandate_is_worth_nothing(town: Town) -> None:
    held = mandate(town, *LOOKING)
    for name in ("pensioner", "clerk", "other_person"):
        problem(acting(town, held, name).get("/me"), 403, "mandate_over")
    problem(Api(Client(), {FOR: str(held.pk)}).get("/me"), 401, "unauthenticated")


@pytest.mark.parametrize(
    "end", [{"state": "ended"}, {"valid_to": TODAY - dt.timedelta(days=1)},
            {"valid_from": TODAY + dt.timedelta(days=1)}, {"state": "requested"}],
)  # fmt: skip
def test_a_mandate_that_is_over_or_not_yet_begun_opens_nothing_and_never_falls_back_to_oneself(
    town: Town, end: dict[str, object]
) -> None:
    held = mandate(town, *LOOKING, "case.apply")
    for_mother = acting(town, held)
    number = for_mother.post(CONTACT, PHONE).json()["number"]
    Mandate.objects.filter(pk=held.pk).update(**end)
    before = Case.objects.count()
    problem(for_mother.get("/me"), 403, "mandate_over")
    problem(for_mother.post(CONTACT, PHONE), 403, "mandate_over")
    problem(for_mother.get(f"/cases/{number}"), 403, "mandate_over")
    assert Case.objects.count() == before
    # Nor does she find her mother's case as herself, though she handed it in.
    daughter = caller(town, "person")
    for path in ("", "/papers", "/evidence/1"):
        problem(daughter.get(f"/cases/{number}{path}"), 404, "not_found")
    problem(daughter.post(f"/cases/{number}/withdraw", {}), 404, "not_found")
    assert number not in daughter.get("/cases").content.decode()


def test_the_mother_reads_once_a_day_that_her_daughter_acts_for_her(town: Town) -> None:
    for_mother = acting(town, mandate(town, *LOOKING))
    for _again in range(3):
        assert for_mother.get("/me").status_code == 200
    (look,) = looks_at(person_id=town.city.people[1].pk)
    assert (look.account.username, look.fields) == ("person", ["acting"])
    assert "母亲" in look.purpose
    assert "查看缴费" in look.purpose
    (shown,) = caller(town, "other_person").get("/me/looks").json()
    assert shown["by"] == "person"


def test_what_was_refused_is_no_look(town: Town) -> None:
    problem(acting(town, mandate(town, "case.look")).get("/me"), 403, "not_allowed")
    assert not Look.objects.exists()


def test_one_key_does_not_do_for_two_people(town: Town) -> None:
    held = mandate(town, "case.apply", "case.look")
    body = {"form": PHONE["form"]}
    assert acting(town, held).post(CONTACT, body, key="one").status_code == 201
    again = caller(town, "person").post(CONTACT, body, key="one")
    problem(again, 409, "idempotency_key_reused")


def test_the_choice_of_the_browser_counts_until_a_request_says_otherwise(town: Town) -> None:
    held, browser = mandate(town, *LOOKING), town.browser("person")
    session = browser.session
    session[ACTING_FOR] = held.pk
    session.save()
    assert Api(browser).get("/me").json()["name"][0] == "王"
    assert Api(browser, {FOR: "self"}).get("/me").json()["name"][0] == "丁"


def test_whoever_acts_for_somebody_does_nothing_for_his_employer_meanwhile(town: Town) -> None:
    clerk = town.accounts["clerk"]
    held = mandate(town, "case.apply", "case.look", agent=clerk)
    employers = sorted(
        code
        for code, one in catalogue().items()
        if one.item.subject == "employer" and "api" in one.item.channels
    )
    assert employers
    for code in employers:
        prefill = acting(town, held, "clerk").get(f"/services/{code}/prefill")
        assert prefill.status_code == 403, code
    assert caller(town, "clerk").get(f"/services/{employers[0]}/prefill").status_code == 200


def test_staff_who_act_for_their_mother_are_no_staff_meanwhile(town: Town) -> None:
    account = open_account(
        username="counter", display_name="counter", password=None,
        person_id=town.city.people[2].pk,
    )  # fmt: skip
    town.accounts["counter"] = account
    grant_role(account=account, role=RoleCode.COUNTER_CLERK, place=PLACE, valid_from=SINCE)
    held = mandate(town, "case.apply", agent=account)
    named = {**PHONE, "for": {"id_number": town.city.people[0].id_number}}
    problem(acting(town, held, "counter").post(CONTACT, named), 403, "not_allowed")


def test_a_machine_acts_for_no_person(town: Town) -> None:
    hr = machine(town, "case.apply", "contributions.look", employer=0)
    problem(hr.get("/employer/bills", **{FOR: "1"}), 403, "machine_for_nobody")
    problem(hr.get("/mandates"), 403, "machine_for_nobody")


def test_the_description_names_the_header_where_a_person_may_act(town: Town) -> None:
    told = caller(town, "nobody_at_all").get("/openapi.json").json()["paths"]

    def takes(path: str, method: str = "get") -> bool:
        return any(one["name"] == FOR for one in told[path][method].get("parameters", ()))

    assert takes("/me")
    assert takes(CONTACT, "post")
    assert takes("/cases/{number}")
    assert not takes("/finance/batches")
    assert not takes("/employer/bills")
