"""Pages of an institution send few statements, however many requests and members it has."""

import pytest

from renshe.domains.cases.api import Case
from renshe.domains.identity.api import Institution, RoleCode, grant_role, open_account
from renshe.domains.premium_help import api as premium_help
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


def listed(town: Town) -> int:
    """A list of the institution with three people of the town."""
    programme = premium_help.HelpProgramme.objects.create(
        place=PLACE, name="资助", insurance="medical", groups=["minimum_living"], source="district_budget", payer_name="财政",
        budget_fen=1, from_month=2025 * 12, to_month=2026 * 12, public_days=0, instrument="文件", state="open",
        proposed_by="a", proposed_at=NOON, opened_by="b", opened_at=NOON,
    )  # fmt: skip
    made = premium_help.HelpList.objects.create(
        programme=programme, origin="civil_affairs", institution=Institution.objects.get(), document="1",
        from_month=2025 * 12, filed_by="member", filed_at=NOON,
    )  # fmt: skip
    for person in town.city.people[:3]:
        premium_help.HelpedPerson.objects.create(
            programme=programme, list=made, insurance="medical", person=person, group="minimum_living", from_month=2025 * 12
        )  # fmt: skip
    return int(made.pk)


def test_every_page_of_an_institution_keeps_within_its_budget(asked: tuple[Town, Case]) -> None:
    town, case = asked
    addresses = {
        "member": [
            "",
            "certificate/",
            "death/",
            f"requests/{case.number}/",
            "premium-lists/",
            f"premium-lists/{listed(town)}/",
        ],
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
