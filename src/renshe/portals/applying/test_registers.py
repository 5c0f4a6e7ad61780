"""The registers are asked again while a form is filled in: what is known comes by itself, what was typed stays."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import looks_at, mask_name
from renshe.domains.registry.api import person as person_of
from renshe.portals.applying.test_story import number_in, text_of
from renshe.portals.conftest import Town

HIRE, LEAVE = "registration.hire", "registration.leave"


def started(client: Client, code: str) -> str:
    """A draft; the address of its page."""
    return client.post(f"/apply/{code}/")["Location"].partition("form/")[0]


def form_of(base: str) -> dict[str, object]:
    """What the draft holds."""
    return dict(cases.case_by_number(number=number_in(base)).form)


def test_a_leaver_is_named_by_the_number_and_is_told_of_it(town: Town) -> None:
    """Without a script: the button keeps what was typed, fills the name of one's own employee, and shows the page again."""
    clerk, insured = town.browser("clerk"), person_of(person_id=town.city.people[0].pk)
    base = started(clerk, LEAVE)
    typed = {"id_number": insured.id_number, "reason": "resignation", "lookup": "id_number"}
    answer = clerk.post(f"{base}form/1/", typed)
    assert answer["Location"] == f"{base}form/1/?looked=1&filled=1#f-id_number"
    page = text_of(clerk, answer["Location"])
    assert f'value="{insured.name}"' in page
    assert "登记里是" + mask_name(insured.name) in page
    assert form_of(base)["reason"] == "resignation"
    look = looks_at(person_id=insured.pk)[0]
    assert look.fields == ["name"]


def test_what_was_typed_is_never_replaced(town: Town) -> None:
    """Another name than the register's stays as it was typed; the office is told of the difference later."""
    clerk, insured = town.browser("clerk"), person_of(person_id=town.city.people[0].pk)
    base = started(clerk, LEAVE)
    typed = {"id_number": insured.id_number, "name": "王大明", "lookup": "id_number"}
    assert "filled=0" in clerk.post(f"{base}form/1/", typed)["Location"]
    assert form_of(base)["name"] == "王大明"


def test_going_on_asks_by_itself_and_a_stranger_is_masked(town: Town) -> None:
    """Somebody who never worked here: whether he is known is filled in, his name is not."""
    clerk, stranger = town.browser("other_clerk"), person_of(person_id=town.city.people[0].pk)
    base = started(clerk, HIRE)
    clerk.post(f"{base}form/1/", {"id_number": stranger.id_number, "person_kind": "employee"})
    kept = form_of(base)
    assert kept["first_time"] == "no"
    assert kept.get("name") is None
    looked = text_of(clerk, f"{base}form/1/?looked=1")
    assert stranger.name not in looked
    assert mask_name(stranger.name) in looked


def test_a_script_gets_only_what_was_found(town: Town) -> None:
    """The same answer as data; the draft is kept all the same."""
    clerk = town.browser("clerk")
    base = started(clerk, HIRE)
    typed = {"id_number": "110101199003070011", "occupation": "焊工", "lookup": "id_number"}
    answer = clerk.post(f"{base}form/1/", typed, headers={"X-Lookup": "1"})
    told = json.loads(answer.content)
    assert set(told) == {"filled", "found"}
    page = text_of(clerk, f"{base}form/1/")
    assert 'name="lookup" value="id_number"' in page
    assert form_of(base)["id_number"] or form_of(base)["_raw"]


@pytest.mark.parametrize("number", ["", "44", "4404021990010112'4"])
def test_what_is_no_number_finds_nobody(town: Town, number: str) -> None:
    """And breaks nothing."""
    clerk = town.browser("clerk")
    base = started(clerk, LEAVE)
    answer = clerk.post(f"{base}form/1/", {"id_number": number, "lookup": "id_number"})
    assert "filled=0" in answer["Location"]
    assert clerk.get(answer["Location"]).status_code == 200
