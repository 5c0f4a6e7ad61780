"""The same request many times at the very same moment, from many connections: done once, answered the same."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from renshe.domains.cases.models import Case
from renshe.portals.api import limits
from renshe.portals.api.conftest import ROOT, Api, caller, problem
from renshe.portals.conftest import Town

AT_ONCE = 8
PATH = "/services/registration.change_contact/cases"
BODY = {"form": {"phone": "13800000000"}, "submit": True}


def at_once(work: Callable[[int], Any], *, times: int = AT_ONCE) -> list[Any]:
    """What `times` threads got that all began together, each with a connection of its own."""
    gate = threading.Barrier(times)

    def one(number: int) -> Any:
        gate.wait(timeout=30)
        try:
            return work(number)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def same_session(town: Town, name: str) -> Callable[[], Api]:
    """Callers that share one session, as retries of one program do."""
    cookie = town.browser(name).cookies["sessionid"].value

    def made() -> Api:
        client = Client()
        client.cookies["sessionid"] = cookie
        return Api(client)

    return made


def test_eight_replays_at_once_do_it_once_and_all_hear_the_same(town: Town) -> None:
    made = same_session(town, "person")
    answers = at_once(lambda _number: made().post(PATH, BODY, key="one-key"))
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert Counter("Idempotency-Replayed" in one for one in answers) == {True: 7, False: 1}
    assert Case.objects.count() == 1


def test_two_bodies_under_one_key_at_once_one_is_done_and_the_other_refused(town: Town) -> None:
    made = same_session(town, "person")
    bodies = [{"form": {"phone": f"1380000000{number}"}} for number in (1, 2)]
    answers = at_once(lambda number: made().post(PATH, bodies[number % 2], key="one-key"), times=6)
    told = Counter(one.status_code for one in answers)
    assert told == {201: 3, 409: 3}
    (case,) = Case.objects.all()
    done = next(one for one in answers if one.status_code == 201)
    assert done.json()["number"] == case.number
    for refused in (one for one in answers if one.status_code == 409):
        problem(refused, 409, "idempotency_key_reused")


def test_the_same_key_of_different_clients_is_everybodys_own(town: Town) -> None:
    names = ["person", "other_person", "pensioner"]
    made = {name: same_session(town, name) for name in names}
    answers = at_once(lambda number: made[names[number]]().post(PATH, BODY, key="k"), times=3)
    assert [one.status_code for one in answers] == [201, 201, 201]
    assert Case.objects.count() == 3


def test_a_case_is_withdrawn_once_however_many_press_at_once(town: Town) -> None:
    number = caller(town, "person").post(PATH, BODY).json()["number"]
    made = same_session(town, "person")
    answers = at_once(lambda _number: made().post(f"/cases/{number}/withdraw", {}))
    assert Counter(one.status_code for one in answers) == {200: 1, 409: 7}
    assert Case.objects.get().state == "withdrawn"


def test_no_request_slips_past_the_limit_by_coming_at_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STRANGER", 5)
    answers = at_once(lambda _number: Client().get(f"{ROOT}/status"), times=12)
    assert Counter(one.status_code for one in answers) == {200: 5, 429: 7}
    lefts = sorted(int(one["RateLimit-Remaining"]) for one in answers)
    assert lefts == [0] * 8 + [1, 2, 3, 4]
    late = next(one for one in answers if one.status_code == 429)
    told = problem(late, 429, "too_many_requests")
    assert told["next_step_zh"]
    assert 1 <= int(late["Retry-After"]) <= 60
