"""Denied by default: every address of the site, asked by a stranger and by every role, by GET and by POST.

What each address should answer follows from the Access that its page declares and from the table of roles, so a page that a
colleague adds is covered the moment it has an address.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from renshe.domains.identity.api import (
    GRANTS,
    INSTITUTION_ROLES,
    Account,
    Institution,
    Role,
    RoleCode,
    grant_role,
    open_account,
    register_institution,
)
from renshe.domains.identity.api import revoke_role as end_role
from renshe.portals.conftest import NOON, PLACE, SINCE, Town, signed_in
from renshe.portals.layout.access import Access

# Addresses that are no pages of a portal: each has a test of its own for who may use it.
OUTSIDE = {"": {"health", "set_language"}, "oauth2_provider": None, "api": None}
PARTS: dict[str, Any] = {
    "period": 24309, "slug": "2025-10", "year": 2025, "column": "pension_base", "part": "total",
    "target": "legal_retirement_month", "fund": "employee_pension", "book": "cash",
    "kind": "income", "code": "4001", "letter": "A",
}  # fmt: skip
UNHEARD = 404, 405, 400, 409, 422, 429
"""What somebody who may see a page may get besides the page: there is no such record, or he asked it wrongly."""


@dataclass(frozen=True)
class Address:
    """One address of the site: its name, some path that leads there, and its view."""

    name: str
    path: str
    view: Callable[..., Any]

    @property
    def access(self) -> Access:
        """Who may see the page, as it declares it."""
        found: Access = self.view.access  # type: ignore[attr-defined]
        return found


def walked(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walked(pattern.url_patterns, pattern.app_name or namespace)
        else:
            yield namespace, pattern


def value_for(part: str, converter: object) -> Any:
    """Some value for a part of an address: one that means something where the part is known, else any."""
    if part in PARTS:
        return PARTS[part]
    return 1 if "Int" in type(converter).__name__ else "x"


def pages() -> dict[str, Callable]:
    """Every view of the portals by the name of its address; also asked for by other tests."""
    return {
        f"{namespace}:{pattern.name}": pattern.callback
        for namespace, pattern in walked(get_resolver().url_patterns)
        if namespace not in OUTSIDE
    }


def addresses() -> list[Address]:
    """Every address that is a page of a portal, once."""
    found = {}
    for namespace, pattern in walked(get_resolver().url_patterns):
        if namespace not in OUTSIDE:
            name = f"{namespace}:{pattern.name}"
            converters = pattern.pattern.converters
            parts = {part: value_for(part, one) for part, one in converters.items()}
            found[name] = Address(name, reverse(name, kwargs=parts), pattern.callback)
    return [found[name] for name in sorted(found)]


ALL = addresses()
CLOSED = [one for one in ALL if getattr(one.view, "access", None) and one.access.needs_account]


def expects(access: Access, role: RoleCode | None) -> bool:
    """Whether an account that holds this role (with its own person or employer) may see a page."""
    if access.whose in ("anybody", "signed_in"):
        return True
    if role is None:
        return False
    grant = GRANTS[role]
    if access.whose == "staff":
        return access.action in grant.place
    own = {
        "person": {RoleCode.INSURED_PERSON},
        "employer": {RoleCode.EMPLOYER_CLERK},
        "institution": {RoleCode.INSTITUTION_MEMBER, RoleCode.INSTITUTION_ADMINISTRATOR},
        "applicant": {RoleCode.INSURED_PERSON, RoleCode.EMPLOYER_CLERK},
    }[access.whose]
    return role in own and access.action in grant.own


def account_for(town: Town, role: RoleCode | None) -> Account:
    """A fresh account with one role, and with a person or employer where the role is about its own."""
    own: dict[str, int] = {}
    if role == RoleCode.INSURED_PERSON:
        own = {"person_id": town.city.people[0].pk}
    if role == RoleCode.EMPLOYER_CLERK:
        own = {"employer_id": town.city.employers[0].pk}
    account = open_account(username=f"asks-{role}", display_name="某人", password=None, **own)
    if role in INSTITUTION_ROLES:
        account.institution = institution(town)
        account.save()
    if role is not None:
        grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
    return account


def institution(town: Town) -> Institution:
    """An authority that may do everything an institution can, with two administrators of its own."""
    for name in ("first", "second"):
        open_account(username=name, display_name=name, password=None)
    return register_institution(
        uscc="11310112000000001Q", name="某区民政局", kind="authority", place=PLACE,
        purposes=["institution.certificate", "institution.death", "institution.premium_list"],
        administrators=("first", "second"), by=town.accounts["nobody"], on=SINCE, at=NOON,
    )  # fmt: skip


def test_there_are_addresses_to_ask() -> None:
    assert len(ALL) > 100


def test_every_page_declares_who_may_see_it_and_nothing_else_has_an_address() -> None:
    undeclared = [
        one.name for one in ALL if not isinstance(getattr(one.view, "access", None), Access)
    ]
    assert not undeclared, f"not put on their address by Portal.page: {undeclared}"
    others = {
        pattern.name
        for namespace, pattern in walked(get_resolver().url_patterns)
        if namespace == ""
    }
    assert others == OUTSIDE[""]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_from_every_closed_page(town: Town, method: str) -> None:
    wrong = []
    for one in CLOSED:
        response = getattr(Client(), method)(one.path)
        if response.status_code != 302 or not response["Location"].startswith("/sign-in/?next="):
            wrong.append(f"{one.name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [None, *RoleCode], ids=str)
def test_every_role_at_every_address_gets_what_its_table_says(
    town: Town, role: RoleCode | None
) -> None:
    account = account_for(town, role)
    wrong = []
    for method in ("get", "post"):
        client = signed_in(Client(raise_request_exception=False), account)
        for one in ALL:
            response = getattr(client, method)(one.path)
            allowed = expects(one.access, role)
            fault = fault_of(response, allowed=allowed)
            if method == "post" and allowed:  # it may have signed out, or begun to act for somebody
                signed_in(client, account)
            if fault:
                wrong.append(f"{method} {one.name} {one.path}: {fault}")
    assert not wrong, f"{role}\n" + "\n".join(wrong)


def fault_of(response: Any, *, allowed: bool) -> str:
    """What is wrong with an answer, or empty."""
    status = response.status_code
    if not allowed:
        told = "这一页不对您开放" in response.content.decode()
        return "" if status == 403 and told else f"{status} instead of 403 with its reason"
    if status in (301, 302):
        return "" if response["Location"].startswith(("/", "?")) else response["Location"]
    # A page that is open to the role may still refuse one record of it with 403, never with a fault.
    return "" if status in (200, 403, *UNHEARD) else f"{status} for somebody who may"


def test_every_page_carries_the_headers_that_protect_it(town: Town) -> None:
    bare = []
    client = town.browser("person")
    for one in ALL:
        if one.name == "signin:sign_out":
            continue
        response = client.get(one.path)
        policy = response.headers.get("Content-Security-Policy", "")
        held = {
            "policy": "default-src 'self'" in policy and "unsafe" not in policy,
            "scripts": "object-src 'none'" in policy and "base-uri 'none'" in policy,
            "frames": response.headers.get("X-Frame-Options") == "DENY"
            and "frame-ancestors 'none'" in policy,
            "sniffing": response.headers.get("X-Content-Type-Options") == "nosniff",
            "referrer": response.headers.get("Referrer-Policy") == "same-origin",
            "opener": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
            "cache": not one.access.needs_account
            or "no-store" in response.headers["Cache-Control"],
        }
        bare += [f"{one.name}: {what}" for what, there in held.items() if not there]
    assert not bare, "\n".join(bare)


def test_no_page_takes_a_form_that_did_not_come_from_this_site(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.accounts["person"])
    taken = []
    for one in ALL:
        response = client.post(one.path, {"next": "/"})
        if response.status_code != 403 or "请返回刷新" not in response.content.decode():
            taken.append(f"{one.name}: {response.status_code}")
    assert not taken, "\n".join(taken)


def test_a_role_that_has_ended_opens_nothing_any_more(town: Town) -> None:
    role = Role.objects.get(account=town.accounts["clerk"])
    assert town.browser("clerk").get("/employer/").status_code == 200
    end_role(role_id=role.pk, last_day=date(2025, 6, 30))
    assert town.browser("clerk").get("/employer/").status_code == 403


def test_an_unknown_address_is_answered_with_a_way_back() -> None:
    response = Client().get("/no-such-page/")
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()
