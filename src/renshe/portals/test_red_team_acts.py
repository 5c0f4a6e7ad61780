"""Every role, one after the other, tries acts that are another role's: with the very forms that the pages send and through
the interface. Nothing is done, and nothing is shown. Beside it the three whom `test_red_team.py` does not play: family,
an institution's member and its administrator.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from renshe.domains.identity.api import Mandate, RoleCode
from renshe.domains.identity.models import (
    Account,
    Emergency,
    Institution,
    Machine,
    Membership,
    Role,
    TwoPersonLimit,
)
from renshe.domains.pension.api import OneOffBatch, SurvivorsBenefit
from renshe.domains.resident.api import BridgingList, PayoutBatch
from renshe.portals.api.conftest import Api
from renshe.portals.api.test_office_after import found_by_a_file
from renshe.portals.conftest import NOON, PLACE, SINCE, Town, signed_in
from renshe.portals.finance.test_payment_pages import granted
from renshe.portals.test_access import account_for, expects, pages
from renshe.portals.test_red_team import CLOSED, keeps_out, opened

KEPT = (
    Account, Role, Machine, TwoPersonLimit, Institution, Membership, Emergency, Mandate, OneOffBatch, PayoutBatch, BridgingList,
)  # fmt: skip
"""What somebody might hope to make: powers, and payments."""
FORMS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("administration:accounts", "/administration/accounts/", {"act": "open", "username": "mine", "name": "我"}),
    ("administration:machines", "/administration/machines/", {"act": "make", "name": "后门", "actions": ["case.look"]}),
    ("administration:roles", "/administration/roles/",
     {"act": "grant", "username": "me", "role": "approver", "place": PLACE, "valid_from": "2025-10-01"}),
    ("administration:limits", "/administration/limits/",
     {"action": "books.approve", "amount": "99999999", "valid_from": "2025-11-01", "reason": "方便"}),
    ("administration:locks", "/administration/locks/", {"act": "factors", "username": "person", "reason": "忘记"}),
    ("administration:institutions", "/administration/institutions/",
     {"act": "register", "uscc": "11310112000000009Q", "name": "某局", "kind": "authority", "place": PLACE,
      "actions": ["institution.death"], "first": "person", "second": "clerk"}),
    ("administration:emergencies", "/administration/emergencies/", {"number": "1", "justified": "1", "words": "可以"}),
    ("institution:members", "/institution/members/", {"act": "invite", "username": "me", "actions": ["institution.death"]}),
    ("signin:delegates", "/delegates/", {"username": "me", "actions": ["contributions.declare"], "valid_from": "2025-10-31"}),
    ("signin:emergency", "/emergency/", {"id_number": "x", "reason": "很想看看这个人的材料", "fields": ["name"]}),
    ("finance:one_off", "/finance/one-off/", {"act": "make", "benefit": "1"}),
    ("finance:one_off_benefit", "/finance/one-off/benefits/1/",
     {"bank_code": "102", "account_number": "6222000000009999", "account_name": "我", "reason": "改到我这里"}),
    ("finance:residents", "/finance/residents/", {"act": "make", "payout": "1"}),
    ("finance:bridgings", "/finance/bridgings/", {"direction": "resident_to_employee"}),
    ("casework:hit", "/casework/certification/hits/1/", {"act": "dismiss", "reason": "不是他"}),
)  # fmt: skip
READS: tuple[tuple[str, str], ...] = (
    ("finance:one_off", "/finance/one-off/waiting"),
    ("finance:one_off_benefit", "/finance/one-off/benefits/1"),
    ("finance:residents", "/finance/residents/waiting"),
    ("finance:bridgings", "/finance/bridgings/lists"),
    ("finance:bill", "/finance/bills/1/lines"),
    ("casework:hit", "/certification/hits/1"),
    ("casework:quality", "/office/quality"),
    ("administration:parameters", "/law/parameters"),
    ("institution:home", "/institution/requests"),
)
"""The page whose access decides, and the operation that tells the same."""


def standing() -> tuple[object, ...]:
    """All powers and payments as they are, and whom the one benefit goes to."""
    counts = tuple((model.__name__, model._base_manager.count()) for model in KEPT)
    benefit = SurvivorsBenefit.objects.get()
    return (*counts, benefit.account_number, found_states())


def found_states() -> list[str]:
    from renshe.domains.certification.api import Hit

    return list(Hit.objects.values_list("state", flat=True))


@pytest.mark.parametrize("role", list(RoleCode), ids=str)
def test_no_role_does_what_is_another_roles(town: Town, role: RoleCode) -> None:
    """Each form is sent just as its page would send it; who may not is told 403, and nothing has moved."""
    granted(town)
    found_by_a_file(town)
    mine = account_for(town, role)
    Account.objects.filter(pk=mine.pk).update(username="me")
    mine.refresh_from_db()
    browser = signed_in(Client(), mine)
    before, known, tried = standing(), pages(), 0
    for page, address, form in FORMS:
        if not expects(known[page].access, role):
            tried += 1
            answer = browser.post(address, form)
            assert answer.status_code == 403, f"{role} at {address}: {answer.status_code}"
    program = Api(browser)
    for page, path in READS:
        if not expects(known[page].access, role):
            tried += 1
            assert program.get(path).status_code == 403, f"{role} at {path}"
    assert tried > 10
    assert standing() == before


@pytest.mark.parametrize("role", [RoleCode.INSTITUTION_MEMBER, RoleCode.INSTITUTION_ADMINISTRATOR])
def test_an_institutions_people_see_no_case_that_is_not_their_request(
    town: Town, role: RoleCode
) -> None:
    """Neither as the people they are nor by naming their institution with every request."""
    case, mine = opened(town), account_for(town, role)
    town.accounts["theirs"] = mine
    keeps_out(town.browser("theirs"), case)
    named = {"Renshe-Acting-For": f"institution:{mine.institution.uscc}"}
    keeps_out(town.browser("theirs"), case, headers=named)
    program = Api(town.browser("theirs"), named)
    assert program.get(f"/institution/requests/{case.number}").status_code in CLOSED
    for path in ("withdrawal", "correction"):
        sent = program.post(f"/institution/requests/{case.number}/{path}", {"form": {}})
        assert sent.status_code in CLOSED


def test_a_daughter_who_acts_for_her_mother_reads_and_changes_nobody_elses_case(town: Town) -> None:
    """By pages and by program: a third person's case stays closed, and a narrow mandate opens no more than it says."""
    third = opened(town, "other_person")
    mandate = Mandate.objects.create(
        kind="consent", state="active", person_id=town.city.people[2].pk, person_shown="母*",
        agent=town.accounts["person"], relation="母亲", actions=["case.look"], valid_from=SINCE,
        valid_to=dt.date(2025, 12, 31), made_by="other_person", made_at=NOON,
    )  # fmt: skip
    daughter = town.browser("person")
    keeps_out(daughter, third, headers={"Renshe-Acting-For": str(mandate.pk)})
    assert daughter.post("/acting/choose/", {"mandate": mandate.pk}).status_code == 302
    assert daughter.session["acting_for"] == mandate.pk
    keeps_out(daughter, third)
    program = Api(town.browser("person"), {"Renshe-Acting-For": str(mandate.pk)})
    for path in ("/me", "/me/pension", "/me/contributions", "/me/certification"):
        assert program.get(path).status_code == 403, path
    sent = program.post("/services/registration.change_contact/cases", {"form": {"phone": "13800000000"}})  # fmt: skip
    assert sent.status_code == 403
