"""Denied by default: every address of the portals, asked by a stranger and by every wrong role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from renshe.portals.conftest import Town

PORTALS = ("signin", "employer", "citizen", "finance")
OPEN = {"signin:sign_in", "signin:demonstration_sign_in", "signin:sign_out", "signin:display"}
PARTS: dict[str, Any] = {
    "period": 24309,
    "employer": 1,
    "slug": "2025-10",
    "number": 1,
    "line_no": 1,
    "bill": 1,
    "batch": 1,
    "year": 2025,
    "column": "pension_base",
    "part": "total",
    "target": "legal_retirement_month",
    "fund": "employee_pension",
    "book": "cash",
    "kind": "income",
    "code": "4001",
}
RIGHT = {"employer": "clerk", "citizen": "person", "finance": "accountant"}


def pages() -> dict[str, Callable]:
    """Every view of the portals by the name of its address."""
    found: dict[str, Callable] = {}

    def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, pattern.app_name or namespace)
            elif namespace in PORTALS:
                found[f"{namespace}:{pattern.name}"] = pattern.callback

    walk(get_resolver().url_patterns, "")
    return found


def address_of(name: str) -> str:
    """An address of this name, with some value for each of its parts."""
    parts = get_resolver().namespace_dict[name.split(":")[0]][1].reverse_dict
    needed = parts.getlist(name.split(":")[1])[0][0][0][1]
    return reverse(name, kwargs={part: PARTS[part] for part in needed})


def test_there_are_addresses_to_ask() -> None:
    assert len(pages()) > 40


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_page_declares_who_may_see_it(name: str) -> None:
    view = pages()[name]
    assert hasattr(view, "access"), f"{name} is not put on its address by Portal.page"
    assert view.access.needs_account == (name not in OPEN)


@pytest.mark.parametrize("name", sorted(set(pages()) - OPEN))
def test_a_stranger_is_sent_to_sign_in(name: str) -> None:
    response = Client().get(address_of(name))
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")


def test_a_wrong_role_is_refused_everywhere_and_told_why(town: Town) -> None:
    wrong = []
    for name in sorted(set(pages()) - OPEN - {"signin:home"}):
        portal = name.split(":")[0]
        for account in ("clerk", "person", "accountant", "nobody"):
            if account == RIGHT[portal]:
                continue
            response = town.browser(account).get(address_of(name))
            if response.status_code != 403 or "这一页不对您开放" not in response.content.decode():
                wrong.append(f"{account} at {name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_role_that_has_ended_opens_nothing_any_more(town: Town) -> None:
    import datetime as dt

    from renshe.domains.identity.api import Role, revoke_role

    role = Role.objects.get(account=town.accounts["clerk"])
    assert town.browser("clerk").get("/employer/").status_code == 200
    revoke_role(role_id=role.pk, last_day=dt.date(2025, 6, 30))
    assert town.browser("clerk").get("/employer/").status_code == 403


def test_an_unknown_address_is_answered_with_a_way_back() -> None:
    response = Client().get("/no-such-page/")
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()
