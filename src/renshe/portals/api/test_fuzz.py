"""The API attacked from its own description: whatever is sent, no server error, and every answer is as described.

Bounded to about a minute: a few examples of each operation, for one caller who may use it.
"""

import os
from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

from renshe.domains.cases import api as cases
from renshe.domains.contributions.api import Bill
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.flows.institutions import Hand, ask
from renshe.portals.api import limits
from renshe.portals.api.all_operations import operations
from renshe.portals.api.operation import Operation
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.portals.test_access import institution
from renshe.services.catalogue import catalogue

EXAMPLES = int(os.environ.get("RENSHE_FUZZ_EXAMPLES", "4"))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
CSRF = "c" * 32
BY_WHOSE = {"employer": "clerk", "person": "person", "anybody": "nobody", "signed_in": "clerk",
            "institution": "member"}  # fmt: skip


def caller_of(operation: Operation) -> str:
    """An account of the town that may use the operation."""
    if operation.group == "services" or operation.group in ("cases", "papers"):
        return "person"
    if "staff" in operation.access.whose:
        by_action = {
            "books.look": "accountant",
            "parameters.look": "legal",
            "pension.approve": "approving",
            "case.review": "reviewing",
            "case.approve": "approving",
        }
        of_finance = operation.group == "finance"
        return "accountant" if of_finance else by_action.get(operation.access.action, "counter")
    return BY_WHOSE.get(operation.access.whose, "clerk")


@pytest.fixture
def known(town: Town) -> dict[str, dict[str, Any]]:
    """Staff of the town, and for each chapter the number of something that is really there."""
    for name, role in (
        ("counter", RoleCode.COUNTER_CLERK),
        ("reviewing", RoleCode.REVIEWER),
        ("approving", RoleCode.APPROVER),
        ("legal", RoleCode.LEGAL_OFFICER),
    ):
        town.accounts[name] = open_account(
            username=name, display_name=name, password="a long enough password"
        )
        grant_role(account=town.accounts[name], role=role, place=PLACE, valid_from=SINCE)
    item = catalogue()["registration.change_contact"].item
    who = town.accounts["person"]
    numbers = {}
    for chapter, state in (("cases", "draft"), ("papers", "draft"), ("office", "submitted")):
        case = cases.open_case(
            application=cases.Application(item, PLACE, "api", who.person_id, "某人"),
            actor=cases.Actor("person", NOON, NOON.date(), person_id=who.person_id),
        )
        cases.save_form(
            number=case.number, item=item, given={"phone": "13800000000"},
            actor=cases.Actor("person", NOON, NOON.date(), person_id=who.person_id),
        )  # fmt: skip
        cases.Case.objects.filter(pk=case.pk).update(state=state)
        numbers[chapter] = {"number": case.number}
    numbers["institutions"] = {"number": _asked_by_an_institution(town)}
    numbers["employer"] = {"number": Bill.objects.get(employer=town.city.employers[0]).pk}
    numbers["finance"] = {"number": town.assessed_batch}
    return numbers


def _asked_by_an_institution(town: Town) -> str:
    """A request of an authority, and `member`, who acts for it."""
    held = institution(town)
    town.accounts["member"] = open_account(
        username="member", display_name="经办", password="a long enough password"
    )
    town.accounts["member"].institution = held
    town.accounts["member"].save()
    grant_role(
        account=town.accounts["member"], role=RoleCode.INSTITUTION_MEMBER, place=PLACE, valid_from=SINCE
    )  # fmt: skip
    told, about = catalogue()["information.certificate_for_institution"], town.city.people[0]
    form = {"legal_basis": "民政条例", "file_number": "7", "reason": "核对", "detail": "summary"}
    case = ask(
        hand=Hand(institution_id=held.pk, by="member", at=NOON, today=NOON.date()),
        purpose="institution.certificate", name=about.name, id_number=about.id_number, form=form,
        channel="api", item=told.item, service=told.service,
    )  # fmt: skip
    return case.number


@pytest.fixture
def schema(town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The description, answered by the site in this process, with nobody waiting for a limit."""
    monkeypatch.setattr(limits, "SIGNED_IN", 10**6)
    monkeypatch.setattr(limits, "STRANGER", 10**6)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_whatever_is_sent_no_operation_fails_and_every_answer_is_as_described(
    town: Town, schema: Any, known: dict[str, dict[str, Any]]
) -> None:
    wrong: list[str] = []
    answered: Counter[int] = Counter()
    for operation in operations():
        cookie = town.browser(caller_of(operation)).cookies["sessionid"].value
        there = known.get(operation.group) if "{number}" in operation.path else None
        described = schema[operation.path][operation.method]
        fault = attacked(described, there, cookie=cookie, answered=answered)
        if fault:
            wrong.append(f"{operation.method} {operation.path}: {fault}")
    assert not wrong, "\n\n".join(wrong)
    assert answered[200] > 50, f"too little of it was let in to prove anything: {answered}"
    assert answered[401] == 0, f"the callers are not signed in: {answered}"


def attacked(
    described: Any, there: dict[str, Any] | None, *, cookie: str, answered: Counter[int]
) -> str:
    """What was found wrong with one operation, or nothing. `there` names something that is really there."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=both_kinds(described, there))
    def attack(case: Any) -> None:
        response = case.call_and_validate(
            checks=CHECKS,
            cookies={"sessionid": cookie, "csrftoken": CSRF},
            headers={"X-CSRFToken": CSRF},
        )
        answered[response.status_code] += 1

    try:
        attack()
    except Exception as found:
        return f"{type(found).__name__}: {found}"[:1500]
    return ""


def both_kinds(described: Any, there: dict[str, Any] | None) -> Any:
    """Cases as described, about something that is there or anything at all, and cases as they must not be."""
    good = described.as_strategy(generation_mode=GenerationMode.POSITIVE)
    bad = described.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    if there is None or str(described.path).count("{") > len(there):
        return good | bad
    return described.as_strategy(path_parameters=dict(there)) | bad
