"""Who looked at my data: whatever page or operation shows somebody's facts in full to staff leaves a look in that person's list.

Every address of the site and every reading operation is asked by every role of staff with numbers that are really there;
wherever the answer holds a person's name, number, telephone or account in full, the look must stand in his list by then.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from renshe.domains.cases.api import Case
from renshe.domains.contributions.api import Bill
from renshe.domains.identity.api import Look, RoleCode
from renshe.domains.pension.api import Award
from renshe.portals.api import limits
from renshe.portals.api.all_operations import operations
from renshe.portals.api.conftest import ROOT, Api
from renshe.portals.conftest import Town
from renshe.portals.test_access import OUTSIDE, PARTS, walked
from renshe.portals.test_red_team import opened, staff

PHONE, ACCOUNT = "13812345678", "6222000000000008812"
ROLES = [
    RoleCode.COUNTER_CLERK, RoleCode.COMMUNITY_WORKER, RoleCode.REVIEWER, RoleCode.APPROVER, RoleCode.FUND_ACCOUNTANT,
    RoleCode.FUND_SUPERVISOR, RoleCode.RUN_OPERATOR, RoleCode.LEGAL_OFFICER,
    RoleCode.SYSTEM_ADMINISTRATOR, RoleCode.SECURITY_ADMINISTRATOR, RoleCode.AUDIT_ADMINISTRATOR,
]  # fmt: skip
PART = re.compile(r"\{(\w+)\}")
MOST_TRIED = 40
"""Combinations of numbers for one address."""


@pytest.fixture
def lived(town: Town, monkeypatch: pytest.MonkeyPatch) -> tuple[Town, Case]:
    """The town with a case of its first person, taken in and with its receipt."""
    monkeypatch.setattr(limits, "SIGNED_IN", 10**6)
    case = opened(town)
    clerk = Api(staff(town, "at-the-desk", RoleCode.COUNTER_CLERK))
    assert clerk.post(f"/office/cases/{case.number}/accept", {}).status_code == 200
    return town, case


def numbers(town: Town, case: Case) -> dict[str, list[Any]]:
    """What is really there, by the name of the part of an address."""
    people = [one.pk for one in town.city.people]
    bills = list(Bill.objects.values_list("pk", flat=True))
    few = sorted({1, 2, town.assessed_batch, Award.objects.get().pk, *bills})
    return {
        "number": [case.number, *few], "person": people, "employer": [town.city.employers[0].pk],
        "evidence": [1, 2], "paper": [1, 2], "line_no": [1, 2], "id": [1, 2], "bill": bills,
    }  # fmt: skip


def pages_of(known: dict[str, list[Any]]) -> Iterator[str]:
    """Every page's address with everything that may stand in it."""
    for namespace, pattern in walked(get_resolver().url_patterns):
        if namespace not in OUTSIDE and pattern.name != "sign_out":
            yield from islice(_filled(namespace, pattern, known), MOST_TRIED)


def _filled(namespace: str, pattern: URLPattern, known: dict[str, list[Any]]) -> Iterator[str]:
    names = list(pattern.pattern.converters)
    choices = [known.get(name, [PARTS.get(name, 1), 1, 2]) for name in names]
    for chosen in product(*choices):
        try:
            parts = dict(zip(names, chosen, strict=True))
            yield reverse(f"{namespace}:{pattern.name}", kwargs=parts)
        except NoReverseMatch:
            continue


def operations_of(known: dict[str, list[Any]]) -> Iterator[str]:
    for operation in operations():
        if operation.method == "GET":
            names = PART.findall(operation.path)
            choices = [known.get(name, [PARTS.get(name, 1)]) for name in names]
            for chosen in islice(product(*choices), MOST_TRIED):
                values = dict(zip(names, chosen, strict=True))
                yield ROOT + PART.sub(lambda part, v=values: str(v[part[1]]), operation.path)


def shown_in_full(town: Town, text: str) -> set[int]:
    """Whose facts a text holds in full."""
    found = set()
    for number, one in enumerate(town.city.people):
        facts = [one.id_number, one.name]
        facts += [PHONE] if number == 0 else []
        facts += [ACCOUNT] if number == len(town.city.people) - 1 else []
        if any(fact in text for fact in facts):
            found.add(one.pk)
    return found


def text_of(answer: Any) -> str:
    """An answer as somebody reads it: JSON with its characters, not their numbers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8", errors="replace")
    if answer.get("Content-Type", "").startswith("application/json"):
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_whatever_shows_somebody_in_full_to_staff_leaves_a_look(
    lived: tuple[Town, Case], role: RoleCode
) -> None:
    town, case = lived
    browser = staff(town, "watcher", role)
    account = town.accounts["watcher"]
    known = numbers(town, case)
    unseen, asked = [], 0
    for address in (*pages_of(known), *operations_of(known)):
        with transaction.atomic():  # undone: the look of one page must not stand for another
            answer = browser.get(address)
            if answer.status_code == 200 and "pdf" not in answer.get("Content-Type", ""):
                asked += 1
                looked = set(Look.objects.filter(account=account, subject_kind="person")
                             .values_list("subject_id", flat=True))  # fmt: skip
                missing = shown_in_full(town, text_of(answer)) - looked
                unseen += [f"{address}: person {person}" for person in sorted(missing)]
            transaction.set_rollback(True)
    assert asked > 10
    assert not unseen, "\n".join(unseen)


def test_the_search_finds_what_is_shown_in_full(lived: tuple[Town, Case]) -> None:
    """The test itself can fail: a person's own page in full is found, and the masked one is not."""
    town, _case = lived
    me = town.browser("person")
    first = town.city.people[0]
    assert shown_in_full(town, me.get("/me/").content.decode()) == set()
    assert shown_in_full(town, me.post("/me/unmasked/").content.decode()) == {first.pk}


def test_a_printed_paper_leaves_a_look_in_the_browser_and_in_the_interface(
    lived: tuple[Town, Case],
) -> None:
    town, case = lived
    one, other = staff(town, "a", RoleCode.REVIEWER), staff(town, "b", RoleCode.REVIEWER)
    assert one.get(f"/casework/cases/{case.number}/papers/1/?pdf=1").status_code == 200
    assert other.get(f"{ROOT}/office/cases/{case.number}/papers/1/pdf").status_code == 200
    looks = Look.objects.filter(subject_id=case.subject_id).values_list("account__username", flat=True)  # fmt: skip
    assert set(looks) == {"a", "b"}
    told = Api(town.browser("person")).get("/me/looks").json()
    assert {line["by"] for line in told} == {"a", "b"}
    page = town.browser("person").get("/me/looks/").content.decode()
    assert page.count(case.number) >= 2
