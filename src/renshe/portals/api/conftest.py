"""Clients of the API: people with a session and machines with a token."""

import json
import os
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from renshe.domains.identity.api import make_machine
from renshe.portals.conftest import NOON, PLACE, Town

ROOT = "/api/v1"


@dataclass
class Api:
    """One caller. Every writing call gets a fresh idempotency key unless one is given."""

    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(ROOT + path, headers=self.headers | headers)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        given = self.headers | {"Idempotency-Key": key or str(uuid.uuid4())} | headers
        text = "" if body is None else json.dumps(body, ensure_ascii=False)
        return self.client.post(
            ROOT + path, data=text, content_type="application/json", headers=given
        )

    def put(self, path: str, body: Any) -> Any:
        text = json.dumps(body, ensure_ascii=False)
        return self.client.put(
            ROOT + path, data=text, content_type="application/json", headers=self.headers
        )

    def delete(self, path: str) -> Any:
        return self.client.delete(ROOT + path, headers=self.headers)


def caller(town: Town, name: str) -> Api:
    """Somebody of the town with a session; `nobody_at_all` is a stranger."""
    return Api(Client() if name == "nobody_at_all" else town.browser(name))


def machine(town: Town, *scopes: str, employer: int | None = None) -> Api:
    """A machine that holds these scopes, for one employer or for the place."""
    made, _secret = make_machine(
        name="测试客户端", actions=scopes, place=PLACE, at=NOON, by=town.accounts["nobody"],
        employer_id=None if employer is None else town.city.employers[employer].pk,
    )  # fmt: skip
    token = get_access_token_model().objects.create(
        application=made.application, token=uuid.uuid4().hex, scope=" ".join(scopes),
        expires=timezone.now() + timedelta(minutes=10),
    )  # fmt: skip
    return Api(Client(), {"Authorization": f"Bearer {token.token}"})


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer, after proof that it is a whole one of this status and code."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    assert told["code"] == code, told
    assert told["status"] == status
    assert told["zh"]
    assert told["en"]
    assert told["clause"]
    return told


@pytest.fixture
def hr(town: Town) -> Api:
    """The payroll system of the first employer."""
    return machine(town, "contributions.declare", "contributions.look", "case.apply", employer=0)


SAMPLES = Path(__file__).parents[1] / "developer" / "samples"


def recorded(
    operation: str, response: Any, *, path: str, method: str = "GET", body: Any = None
) -> Any:
    """The answer, kept as the documentation's sample (RENSHE_RECORD_SAMPLES=1) or proved to look like the one kept."""
    answer = json.loads(response.content)
    told = {
        "method": method, "path": path, "body": body, "status": response.status_code,
        "answer": shortened(answer),
    }  # fmt: skip
    place = SAMPLES / f"{operation}.json"
    if os.environ.get("RENSHE_RECORD_SAMPLES") == "1":
        place.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(place.read_text(encoding="utf-8"))
    assert kept["status"] == response.status_code
    differ = difference(kept["answer"], told["answer"])
    assert not differ, f"{operation}: the sample no longer looks like the answer: {differ}"
    return answer


def shortened(value: Any) -> Any:
    """An answer short enough to read: three entries of a list, forty of an object."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:3]]
    if isinstance(value, dict):
        return {key: shortened(one) for key, one in list(value.items())[:40]}
    return value


def difference(one: Any, other: Any, at: str = "") -> str:
    """Where two answers have another shape; what is null on one side may be anything on the other."""
    if one is None or other is None:
        return ""
    if type(one) is not type(other):
        return f"{at}: {type(one).__name__} and {type(other).__name__}"
    if isinstance(one, dict):
        if at.endswith(("form", "root", "totals", "data", "values")):
            return ""
        if set(one) != set(other):
            return f"{at}: {sorted(set(one) ^ set(other))}"
        return next(filter(None, (difference(one[k], other[k], f"{at}.{k}") for k in one)), "")
    if isinstance(one, list) and one and other:
        return difference(one[0], other[0], f"{at}[]")
    return ""
