"""Pages of an institution send few statements, however many requests and members it has."""

import pytest

from renshe.domains.cases.api import Case
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.flows.institutions import Hand, ask
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.portals.test_access import institution
from renshe.portals.test_query_budgets import BUDGETS, queries_of
from renshe.services.catalogue import declared

REQUESTS = 12
FORM = {"legal_basis": "民政条例", "reason": "核对", "detail": "summary"}


@pytest.fixture
def asked(town: Town) -> tuple[Town, Case]:
    """An authority with a member who asked a dozen times, and its administrator."""
    held, told = institution(town), declared("information.certificate_for_institution")
    for name, role in (
        ("member", RoleCode.INSTITUTION_MEMBER),
        ("head", RoleCode.INSTITUTION_ADMINISTRATOR),
    ):
        account = open_account(username=name, display_name=name, password=None)
        account.institution = held
        account.save()
        grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
        town.accounts[name] = account
    hand = Hand(institution_id=held.pk, by="member", at=NOON, today=NOON.date())
    people = town.city.people
    for number in range(REQUESTS):
        about = people[number % 3]
        case = ask(
            hand=hand, purpose="institution.certificate", name=about.name, id_number=about.id_number,
            form={**FORM, "file_number": str(number)}, channel="online", item=told.item,
            service=told.service,
        )  # fmt: skip
    return town, case


def test_every_page_of_an_institution_keeps_within_its_budget(asked: tuple[Town, Case]) -> None:
    town, case = asked
    addresses = {
        "member": ["", "certificate/", "death/", f"requests/{case.number}/"],
        "head": ["", "members/"],
    }
    over, seen = [], set()
    for name, wanted in addresses.items():
        client = town.browser(name)
        for address in wanted:
            page, count = queries_of(client, f"/institution/{address}")
            seen.add(page)
            if count > BUDGETS[page]:
                over.append(f"{address}: {count} queries, {page} may need {BUDGETS[page]}")
    assert not over, "\n".join(over)
    assert seen == {page for page in BUDGETS if page.startswith("institution.")}
