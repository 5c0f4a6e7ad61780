"""What machines do with the API, and what they may not."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import resolve, reverse

from renshe.domains.contributions.api import Bill
from renshe.domains.contributions.models import DeclaredRow
from renshe.domains.contributions.test_small_city import id_number
from renshe.domains.identity.api import make_machine
from renshe.portals.api import limits
from renshe.portals.api.conftest import Api, caller, machine, problem
from renshe.portals.conftest import NOON, PLACE, Town

MONTH = "2025-10"


def wages(town: Town, *sums: str) -> list[dict[str, str]]:
    """One row for each sum, for the first people of the first employer."""
    return [
        {"id_number": person.id_number, "name": person.name, "wage": wage}
        for person, wage in zip(town.city.people, sums, strict=False)
    ]


def test_a_payroll_system_declares_a_month_and_sends_the_failed_rows_again_alone(
    town: Town, hr: Api
) -> None:
    rows = wages(town, "8123.45", "一万")
    first = hr.post("/employer/declarations", {"period": MONTH, "rows": rows})
    assert first.status_code == 201, first.content.decode()
    told = first.json()
    assert (told["state"]["code"], told["rows_good"], told["rows_bad"]) == ("partly_accepted", 1, 1)
    (error,) = told["errors"]
    assert (error["row"], error["field"]) == (2, "wage")
    assert error["zh"]
    assert error["next_step_en"]
    number = told["declaration"]
    waiting = hr.get(f"/employer/declarations/{number}/bad-rows").json()
    assert [row["row"] for row in waiting["items"]] == [2]
    mended = [rows[1] | {"wage": "10000.00"}]
    second = hr.post(f"/employer/declarations/{number}/mended-rows", {"rows": mended})
    assert second.status_code == 201, second.content.decode()
    assert second.json()["state"]["code"] == "accepted"
    assert hr.get(f"/employer/declarations/{number}/bad-rows").json()["items"] == []
    listed = hr.get("/employer/declarations").json()
    assert [(one["channel"], one["mends"]) for one in listed] == [("api", number), ("api", None)]


def test_the_same_key_and_body_is_done_once_and_answered_the_same(town: Town, hr: Api) -> None:
    body = {"period": MONTH, "rows": wages(town, "8000.00")}
    first = hr.post("/employer/declarations", body, key="pay-2025-10")
    again = hr.post("/employer/declarations", body, key="pay-2025-10")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert len(hr.get("/employer/declarations").json()) == 1


def test_another_body_under_the_same_key_is_refused_and_changes_nothing(
    town: Town, hr: Api
) -> None:
    hr.post("/employer/declarations", {"period": MONTH, "rows": wages(town, "8000.00")}, key="k-1")
    other = {"period": MONTH, "rows": wages(town, "9000.00")}
    problem(hr.post("/employer/declarations", other, key="k-1"), 409, "idempotency_key_reused")
    assert len(hr.get("/employer/declarations").json()) == 1


def test_a_key_is_its_clients_own(town: Town, hr: Api) -> None:
    body = {"period": MONTH, "rows": wages(town, "8000.00")}
    hr.post("/employer/declarations", body, key="same")
    clerk = caller(town, "clerk").post("/employer/declarations", body, key="same")
    assert clerk.status_code == 201
    assert "Idempotency-Replayed" not in clerk


def test_what_was_refused_is_answered_the_same_and_left_nothing(town: Town, hr: Api) -> None:
    body = {"period": "2024-01", "rows": wages(town, "8000.00")}
    first = hr.post("/employer/declarations", body, key="old")
    problem(first, 409, "window_unknown")
    again = hr.post("/employer/declarations", body, key="old")
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert hr.get("/employer/declarations").json() == []


@pytest.mark.parametrize(("key", "code"), [("", "key_missing"), ("你好", "key_malformed")])
def test_a_writing_request_without_a_good_key_is_refused(
    town: Town, hr: Api, key: str, code: str
) -> None:
    headers = hr.headers | ({"Idempotency-Key": key} if key else {})
    response = hr.client.post(
        "/api/v1/employer/declarations", data="{}", content_type="application/json", headers=headers
    )
    problem(response, 400, code)


def test_a_machine_without_the_scope_is_told_which_one_it_lacks(town: Town) -> None:
    reader = machine(town, "contributions.look", employer=0)
    assert reader.get("/employer/bills").status_code == 200
    body = {"period": MONTH, "rows": wages(town, "8000.00")}
    told = problem(reader.post("/employer/declarations", body), 403, "scope_missing")
    assert "contributions.declare" in told["detail"]


def test_a_client_gets_its_token_with_its_own_credentials_and_calls_with_it(town: Town) -> None:
    made, secret = make_machine(
        name="薪酬系统", actions=["contributions.look"], place=PLACE, at=NOON,
        employer_id=town.city.employers[0].pk, by=town.accounts["nobody"],
    )  # fmt: skip
    asked = {
        "grant_type": "client_credentials", "scope": "contributions.look",
        "client_id": made.application.client_id, "client_secret": secret,
    }  # fmt: skip
    given = Client().post("/oauth/token/", asked)
    assert given.status_code == 200, given.content.decode()
    payroll = Api(Client(), {"Authorization": f"Bearer {given.json()['access_token']}"})
    assert payroll.get("/employer/bills").json()[0]["total_fen"] > 0
    problem(payroll.get("/employer/declarations"), 403, "scope_missing")


def test_a_machine_of_one_employer_sees_no_other_employer_no_person_and_no_office(
    town: Town, hr: Api
) -> None:
    bill = Bill.objects.get(employer=town.city.employers[0]).pk
    other = machine(town, "contributions.look", employer=1)
    assert hr.get(f"/employer/bills/{bill}/lines").json()["items"][0]["name"].endswith("*")
    problem(other.get(f"/employer/bills/{bill}"), 404, "not_found")
    problem(other.get(f"/employer/bills/{bill}/lines"), 404, "not_found")
    problem(hr.get("/me/contributions"), 403, "scope_missing")
    problem(hr.get("/office/queues"), 403, "scope_missing")
    problem(hr.get("/finance/batches"), 403, "scope_missing")


def test_a_token_that_nobody_gave_is_refused_even_for_what_anybody_may_see(town: Town) -> None:
    made_up = Api(Client(), {"Authorization": "Bearer made-up"})
    response = made_up.get("/status")
    problem(response, 401, "unauthenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_bad_body_gets_a_problem_that_names_every_field(town: Town, hr: Api) -> None:
    body = {"period": "October", "rows": [{"id_number": "x", "name": 7, "wages": "1"}]}
    told = problem(hr.post("/employer/declarations", body), 422, "invalid")
    assert told["field"] == "period"
    assert [one["field"] for one in told["errors"]] == [
        "period", "rows.0.name", "rows.0.wage", "rows.0.wages",
    ]  # fmt: skip
    assert all(one["zh"] and one["en"] for one in told["errors"])


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("{", 400, "bad_json"),
        ('{"period": NaN}', 400, "bad_json"),
        ('{"period": "\\u0000"}', 400, "bad_text"),
        ('{"period": "\\ud800"}', 400, "bad_text"),
        ("[" * 5000, 400, "bad_json"),
        ("x" * (5 * 2**20), 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused_at_the_door(
    town: Town, hr: Api, text: str, status: int, code: str
) -> None:
    response = hr.client.post(
        "/api/v1/employer/declarations", data=text, content_type="application/json",
        headers=hr.headers | {"Idempotency-Key": "k"},
    )  # fmt: skip
    problem(response, status, code)


def test_a_thousand_rows_are_read_page_by_page_each_once_and_in_order(town: Town, hr: Api) -> None:
    rows = [
        {"id_number": id_number(number, born="19700101"), "name": "无名", "wage": "8000"}
        for number in range(999)
    ]
    done = hr.post(
        "/employer/declarations", {"period": MONTH, "rows": wages(town, "8000") + rows}
    ).json()
    assert done["rows_bad"] == 999
    assert len(done["errors"]) == 200
    seen: list[int] = []
    cursor, pages = "", 0
    while True:
        address = f"/employer/declarations/{done['declaration']}/bad-rows?limit=100&cursor={cursor}"
        page = hr.get(address).json()
        seen += [row["row"] for row in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
        if not cursor:
            break
    assert seen == sorted(seen)
    assert (len(set(seen)), pages) == (999, 10)
    problem(hr.get(f"/employer/declarations/{done['declaration']}/bad-rows?limit=201"), 422, "invalid")  # fmt: skip


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "Wy0xXQ", "WzFlOTld", "W3RydWVd"])
def test_a_made_up_cursor_is_refused(town: Town, cursor: str) -> None:
    problem(caller(town, "person").get(f"/me/contributions?cursor={cursor}"), 400, "cursor_unknown")


def test_an_answer_that_has_not_changed_is_not_sent_again(town: Town) -> None:
    stranger = caller(town, "nobody_at_all")
    first = stranger.get("/codes/ethnic_group")
    again = stranger.get("/codes/ethnic_group", **{"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_who_asks_too_often_waits_and_is_told_how_long(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STRANGER", 3)
    stranger = caller(town, "nobody_at_all")
    answers = [stranger.get("/status") for _ in range(4)]
    assert [one["RateLimit-Remaining"] for one in answers] == ["2", "1", "0", "0"]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    problem(answers[-1], 429, "too_many_requests")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert caller(town, "clerk").get("/status").status_code == 200


def test_a_browser_session_without_the_anti_forgery_token_writes_nothing(town: Town) -> None:
    clerk = town.browser("clerk")
    clerk.handler.enforce_csrf_checks = True
    body = json.dumps({"period": MONTH, "rows": wages(town, "8000.00")})
    response = clerk.post(
        "/api/v1/employer/declarations", data=body, content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )  # fmt: skip
    problem(response, 403, "forged")


def test_a_stranger_is_told_to_sign_in_and_a_wrong_role_what_it_lacks(town: Town) -> None:
    stranger = problem(caller(town, "nobody_at_all").get("/me"), 401, "unauthenticated")
    assert stranger["next_step_zh"]
    told = problem(caller(town, "clerk").get("/me"), 403, "not_allowed")
    assert "person.look" in told["detail"]


def test_a_person_reads_his_own_record_and_its_explanation(town: Town) -> None:
    me = caller(town, "person")
    assert "*" in me.get("/me").json()["name"]
    months = me.get("/me/contributions").json()["items"]
    billed = next(month for month in months if month["bill"])
    address = f"/me/contributions/{billed['bill']}/{billed['line_no']}/explanations/pension_base"
    told = me.get(address).json()
    assert told["value"] == billed["base_fen"]
    assert told["explanation"]["root"]["instrument"]
    other = caller(town, "other_person").get(address)
    problem(other, 404, "not_found")


def test_the_law_answers_anybody_with_its_whole_tree(town: Town) -> None:
    stranger = caller(town, "nobody_at_all")
    facts = {"injury_class": "1", "injury_float": 100}
    needed = stranger.get("/law/targets/injury_rate_by_class").json()["facts"]
    assert {one["name"] for one in needed} >= {"injury_class", "injury_float"}
    body = {"target": "injury_rate_by_class", "facts": facts, "place": "310112", "on": "2025-10-01"}
    first = stranger.post("/law/explain", body)
    if first.status_code == 409:
        body["facts"] = facts | {"injury_class": 1}
        first = stranger.post("/law/explain", body)
    assert first.status_code == 200, first.content.decode()
    assert first.json()["explanation"]["ruleset_hash"]
    refused = stranger.post("/law/explain", body | {"facts": {}})
    told = problem(refused, 409, "missing_fact")
    assert told["next_step_zh"]


def test_the_books_are_read_by_accountants_alone_and_balance(town: Town) -> None:
    accountant = caller(town, "accountant")
    trial = accountant.get("/finance/statements/employee_pension/rights/trial-balance/2025-10")
    assert trial.json()["balanced"] is True
    batch = accountant.get(f"/finance/batches/{town.assessed_batch}").json()
    assert batch["accounting_month"] == MONTH
    problem(caller(town, "clerk").get("/finance/batches"), 403, "not_allowed")


def test_an_unknown_address_and_an_unknown_method_get_problems_too(town: Town) -> None:
    stranger = caller(town, "nobody_at_all")
    problem(stranger.get("/no/such/thing"), 404, "path_unknown")
    response = stranger.delete("/status")
    problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET"


def test_every_address_declares_who_may_use_each_method() -> None:
    view = resolve(reverse("api:list_webhooks")).func
    assert set(view.operations) == {"GET", "POST"}
    assert view.access.needs_account
    assert all(one.access is not None for one in view.operations.values())


def test_an_operation_on_its_way_out_says_when_and_what_follows_it() -> None:
    from renshe.portals.api.door import _retiring
    from renshe.portals.api.operation import Retirement

    assert _retiring(None) == {}
    told = _retiring(
        Retirement(
            deprecated_on=dt.date(2026, 1, 1), sunset_on=dt.date(2027, 1, 1),
            successor="/api/v2/cases",
        )
    )  # fmt: skip
    assert told["Deprecation"] == "@1767225600"
    assert told["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert 'rel="successor-version"' in told["Link"]


def test_no_row_is_declared_twice_by_a_replay(town: Town, hr: Api) -> None:
    body = {"period": MONTH, "rows": wages(town, "8000.00", "9000.00")}
    for _ in range(3):
        hr.post("/employer/declarations", body, key="thrice")
    assert DeclaredRow.objects.count() == 2
