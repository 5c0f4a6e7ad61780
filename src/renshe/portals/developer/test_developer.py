"""The documentation says what the API does, and the sandbox lets nobody in who would not be."""

import json
import re

import pytest
from django.test import Client

from renshe.portals.api.all_operations import operations
from renshe.portals.conftest import Town
from renshe.portals.developer.reading import SAMPLES, by_id

LANGUAGES = {"zh": "zh.light.normal", "en": "en.light.normal"}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_operation_has_a_page_in_both_languages(db: None, language: str) -> None:
    client = Client()
    client.cookies["renshe_display"] = LANGUAGES[language]
    bare = []
    for one in operations():
        response = client.get(f"/developer/operations/{one.id}/")
        page = response.content.decode()
        if response.status_code != 200 or one.path not in page:
            bare.append(one.id)
    assert not bare
    listed = client.get("/developer/operations/").content.decode()
    assert listed.count('class="method') == len(operations())


def test_every_operation_says_what_it_is_in_both_languages() -> None:
    silent = [
        one.id for one in operations()
        if not (one.title.zh and one.title.en and one.says.zh and one.says.en)
        or re.search(r"[\u4e00-\u9fff]", one.title.en + one.says.en)
    ]  # fmt: skip
    assert not silent


def test_every_sample_is_of_an_operation_and_was_answered_well() -> None:
    for path in SAMPLES.glob("*.json"):
        told = json.loads(path.read_text(encoding="utf-8"))
        assert path.stem in by_id()
        assert told["status"] in (200, 201)
    assert len(list(SAMPLES.glob("*.json"))) > 30


def test_an_operation_can_be_found_by_an_everyday_word(db: None) -> None:
    page = Client().get("/developer/operations/?q=账单").content.decode()
    assert "/employer/bills" in page
    assert "/law/explain" not in page
    assert "没有找到" in Client().get("/developer/operations/?q=zzz").content.decode()
    assert Client().get("/developer/operations/no_such_thing/").status_code == 404


def test_the_sandbox_calls_as_whoever_is_signed_in_and_as_nobody_else(town: Town) -> None:
    sent = {"operation": "list_bills", "path": "/employer/bills"}
    stranger = Client().post("/developer/sandbox/", sent).content.decode()
    assert "unauthenticated" in stranger
    clerk = town.browser("clerk").post("/developer/sandbox/", sent).content.decode()
    assert "total_fen" in clerk
    person = town.browser("person").post("/developer/sandbox/", sent).content.decode()
    assert "not_allowed" in person


def test_the_sandbox_writes_once_under_its_key(town: Town) -> None:
    one = town.city.people[0]
    body = {
        "period": "2025-10",
        "rows": [{"id_number": one.id_number, "name": one.name, "wage": "8000"}],
    }
    sent = {
        "operation": "declare_month", "path": "/employer/declarations", "key": "again",
        "body": json.dumps(body),
    }  # fmt: skip
    clerk = town.browser("clerk")
    first = clerk.post("/developer/sandbox/", sent).content.decode()
    again = clerk.post("/developer/sandbox/", sent).content.decode()
    assert "Idempotency-Replayed" not in first
    assert "Idempotency-Replayed" in again
    assert len(clerk.get("/api/v1/employer/declarations").json()) == 1


def test_the_sandbox_reaches_the_api_and_no_other_page(town: Town) -> None:
    clerk = town.browser("clerk")
    for path in ("/../../employer/", "//evil.example/x", "../../me/", "?x=1", "", "/%00"):
        sent = {"operation": "list_bills", "path": path}
        page = clerk.post("/developer/sandbox/", sent)
        assert page.status_code == 200
        assert re.search(r"答复 40\d", page.content.decode()), path


def test_there_is_no_sandbox_in_production(db: None, settings: object) -> None:
    settings.RENSHE_MODE = "production"  # type: ignore[attr-defined]
    assert Client().get("/developer/sandbox/").status_code == 404
