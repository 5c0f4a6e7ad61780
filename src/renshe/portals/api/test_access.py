"""Denied by default: every operation, asked by a stranger, by every role, and by machines with the wrong scope.

What each should answer follows from the access that the operation declares and from the table of roles, so an operation that
a colleague adds is covered the moment it is there. What a role may ask may still refuse one record, never by a fault.
"""

import json
import re

import pytest
from django.test import Client

from renshe.domains.identity.api import ACTIONS, GRANTS, RoleCode
from renshe.portals.api import limits
from renshe.portals.api.all_operations import operations
from renshe.portals.api.calling import AnyOf
from renshe.portals.api.conftest import ROOT, Api, machine
from renshe.portals.api.operation import Operation
from renshe.portals.conftest import Town, signed_in
from renshe.portals.layout.access import Access
from renshe.portals.test_access import account_for, expects

PART = re.compile(r"\{(\w+)\}")
VALUES = {"month": "2025-10", "year": "2025", "number": "310112-2025-00000001", "part": "total"}
REFUSED = ("not_allowed", "scope_missing")


def path_of(operation: Operation) -> str:
    """Some address of the operation; what is not known by its name is number one."""
    return PART.sub(lambda part: VALUES.get(part[1], "1"), operation.path)


def rules_of(operation: Operation) -> tuple[Access, ...]:
    access = operation.access
    return access.rules if isinstance(access, AnyOf) else (access,)


def asked(caller: Api, operation: Operation) -> tuple[int, str]:
    """Status and, where it is a problem, its code."""
    body = None if operation.method in ("GET", "DELETE") else {}
    if operation.method == "GET":
        response = caller.get(path_of(operation))
    elif operation.method == "DELETE":
        response = caller.delete(path_of(operation))
    elif operation.method == "PUT":
        response = caller.put(path_of(operation), body)
    else:
        response = caller.post(path_of(operation), body)
    told = response.headers.get("Content-Type", "") == "application/problem+json"
    return response.status_code, json.loads(response.content)["code"] if told else ""


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGNED_IN", 10**6)
    monkeypatch.setattr(limits, "STRANGER", 10**6)


def test_a_stranger_is_told_to_sign_in_wherever_it_is_not_public(town: Town) -> None:
    wrong = []
    for operation in operations():
        status, code = asked(Api(Client()), operation)
        closed = operation.access.needs_account
        if closed != ((status, code) == (401, "unauthenticated")):
            wrong.append(f"{operation.id}: {status} {code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [None, *RoleCode], ids=str)
def test_every_role_at_every_operation_gets_what_its_table_says(
    town: Town, role: RoleCode | None
) -> None:
    caller = Api(signed_in(Client(raise_request_exception=False), account_for(town, role)))
    wrong = []
    for operation in operations():
        status, code = asked(caller, operation)
        may = any(expects(rule, role) for rule in rules_of(operation))
        if not may and (status, code) != (403, "not_allowed"):
            wrong.append(f"{operation.id}: {status} {code} for who may not")
        if may and (status >= 500 or status == 401):
            wrong.append(f"{operation.id}: {status} {code} for who may")
    assert not wrong, f"{role}\n" + "\n".join(wrong)


@pytest.mark.parametrize("employer", [None, 0], ids=["of the place", "of an employer"])
def test_a_machine_without_the_scope_gets_nothing_with_all_others(
    town: Town, employer: int | None
) -> None:
    """For every action: a machine that holds all actions but this one is refused wherever only this one opens."""
    wrong = []
    needed = {rule.action for one in operations() for rule in rules_of(one)} - {""}
    for action in sorted(needed):
        others = [one for one in ACTIONS if one != action]
        caller = machine(town, *others, employer=employer)
        for operation in operations():
            if {rule.action for rule in rules_of(operation)} == {action}:
                status, code = asked(caller, operation)
                if (status, code) != (403, "scope_missing"):
                    wrong.append(f"{operation.id} without {action}: {status} {code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("employer", [None, 0], ids=["of the place", "of an employer"])
def test_a_machine_with_every_scope_is_still_no_person_and_no_other_kind_of_machine(
    town: Town, employer: int | None
) -> None:
    caller = machine(town, *ACTIONS, employer=employer)
    mine = {"employer"} if employer is not None else {"staff"}
    wrong = []
    for operation in operations():
        kinds = {rule.whose for rule in rules_of(operation)}
        status, code = asked(caller, operation)
        if not kinds & (mine | {"anybody", "signed_in"}) and (status, code) != (403, "scope_missing"):  # fmt: skip
            wrong.append(f"{operation.id} ({kinds}): {status} {code}")
        if status >= 500:
            wrong.append(f"{operation.id}: {status}")
    assert not wrong, "\n".join(wrong)


def test_the_three_administrators_find_no_business_in_the_interface(town: Town) -> None:
    business = {
        action for action in ACTIONS
        if action.split(".")[0] in ("person", "employer", "enrolment", "contributions", "pension", "case", "books")
    }  # fmt: skip
    for role in (
        RoleCode.SYSTEM_ADMINISTRATOR,
        RoleCode.SECURITY_ADMINISTRATOR,
        RoleCode.AUDIT_ADMINISTRATOR,
    ):
        assert not business & (GRANTS[role].own | GRANTS[role].place)


def test_every_operation_has_an_address_below_the_root(town: Town) -> None:
    assert all(path_of(one).startswith("/") for one in operations())
    assert ROOT == "/api/v1"
    assert len(operations()) > 100
