"""The goal: no page slows down unseen. Each page of the town is asked for and its queries are counted."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from renshe.domains.contributions.api import Bill
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.pension.api import Award
from renshe.kernel.yaml_files import read_yaml
from renshe.portals.conftest import PLACE, SINCE, Town

BUDGETS = read_yaml(Path(__file__).with_name("query_budgets.yaml").read_text(encoding="utf-8"))

FUTURE = (
    "/me/pension/picture/",
    "/me/pension/outlook/",
    "/me/pension/personal/",
    "/me/explain/outlook/careful/2045-10/monthly_pension/",
)


class Counter:
    """Counts statements as Django sends them; a bulk read by COPY is one of the recipe's own and not counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def queries_of(client: Client, address: str) -> tuple[str, int]:
    """The page's name and how many queries its second showing needs, when nothing has to be warmed up."""
    client.get(address)
    counter = Counter()
    with connection.execute_wrapper(counter):
        response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return resolve(address.partition("?")[0]).func.page_name, counter.count


def office_addresses(town: Town) -> dict[str, list[str]]:
    """Addresses of administrators and of the office, by account."""
    return {
        "system": [
            "/administration/accounts/",
            f"/administration/accounts/{town.accounts['person'].pk}/",
            "/administration/machines/",
        ],
        "security": [
            "/administration/roles/",
            "/administration/matrix/",
            "/administration/limits/",
            "/administration/locks/",
            "/administration/institutions/",
        ],
        "legal": ["/administration/parameters/"],
        "audit": ["/administration/events/", "/administration/emergencies/"],
        "counter": [
            "/land/",
            "/land/watch/",
            "/premium-help/",
            "/premium-help/new/",
            "/premium-help/statement/",
            "/land/cover/",
            "/guardians/",
            "/emergency/",
            "/casework/certification/",
            "/casework/pensions/lists/",
            "/casework/pensions/invalidity/",
            "/casework/pensions/claims/",
            "/casework/resident/",
            "/casework/transfers/",
            "/casework/resident/list.xlsx",
            "/casework/retirement/",
        ],
    }


def addresses(town: Town) -> dict[str, list[str]]:
    """Addresses of pages by the account that may see them."""
    bill = Bill.objects.get(employer=town.city.employers[0]).pk
    award = Award.objects.get().pk
    return office_addresses(town) | {
        "person": [
            "/me/",
            "/me/contributions/",
            "/me/contributions/2025/",
            "/me/account/",
            "/me/pension/",
            "/me/looks/",
            "/me/land/",
            *FUTURE,
            "/me/resident/",
            "/me/premium-help/",
            "/me/explain/resident/2025/balance/",
            f"/me/explain/contribution/{bill}/1/pension_base/",
            "/me/explain/account/2025/credit/",
            "/me/explain/retirement/legal_retirement_month/",
        ],
        "pensioner": [
            "/me/",
            "/me/pension/",
            "/me/explain/pension/total/",
            "/me/certification/",
            "/me/transfers/",
            "/me/explain/transfers/0/benefit/",
            "/me/file/",
            "/me/community/",
            "/me/explain/certification/",
        ],
        "clerk": [
            "/employer/",
            "/employer/months/2025-10/",
            "/employer/history/",
            "/employer/staff/",
            "/employer/owing/",
            "/employer/retiring/",
            "/employer/annuity/",
            "/employer/annuity/leaving/",
            "/employer/institution/",
            "/employer/roster/2025-10/",
            f"/employer/bills/{bill}/",
            f"/employer/bills/{bill}/1/pension_base/",
        ],
        "accountant": books(town, bill=bill, award=award),
        "nobody": ["/home/", "/account/", "/acting/", "/acting/guardian/", "/account/app/"],
        "stranger": [
            "/sign-in/",
            "/land/public/",
            "/premium-help/public/",
            "/developer/",
            "/developer/operations/",
            "/developer/operations/list_cases/",
            "/developer/problems/",
            "/developer/changelog/",
            "/developer/webhooks/",
            "/developer/sandbox/",
        ],
        "first_delegate": ["/delegates/"],
        "giver": ["/acting/invite/"],
    }


OFFICES = {
    "system": RoleCode.SYSTEM_ADMINISTRATOR,
    "security": RoleCode.SECURITY_ADMINISTRATOR,
    "audit": RoleCode.AUDIT_ADMINISTRATOR,
    "legal": RoleCode.LEGAL_OFFICER,
    "counter": RoleCode.COUNTER_CLERK,
}


@pytest.fixture
def staffed(town: Town) -> Town:
    """The town with its three administrators, a counter clerk, and more accounts than a list's first page holds."""
    for name, role in OFFICES.items():
        account = open_account(username=name, display_name=name, password=None)
        grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
        town.accounts[name] = account
    for number in range(60):
        open_account(username=f"one-more-{number}", display_name="某人", password=None)
    town.accounts["first_delegate"] = town.accounts["clerk"]
    town.accounts["giver"] = town.accounts["person"]
    return town


def books(town: Town, *, bill: int, award: int) -> list[str]:
    """Addresses of what the accountant sees."""
    finance = "/finance/statements/employee_pension"
    return [
        "/finance/",
        "/finance/months/2025-10/",
        "/finance/months/2025-10/places/",
        "/finance/months/2025-10/places/310112-own/",
        "/finance/open-items/",
        f"{finance}/cash/income/2025-10/",
        f"{finance}/rights/trial-balance/2025-10/",
        f"{finance}/cash/balance-sheet/2025-10/",
        "/finance/accounts/employee_pension/rights/R1101/2025-10/",
        "/finance/entries/1/",
        "/gallery/",
        "/finance/batches/",
        f"/finance/batches/{town.assessed_batch}/",
        f"/finance/bills/{bill}/",
        f"/finance/bills/{bill}/1/",
        f"/finance/bills/{bill}/1/pension_base/",
        f"/finance/awards/{award}/award/",
    ]


def test_every_page_keeps_within_its_budget_of_queries(staffed: Town) -> None:
    over = []
    for name, wanted in addresses(staffed).items():
        client = Client() if name == "stranger" else staffed.browser(name)
        for address in wanted:
            page, count = queries_of(client, address)
            if count > BUDGETS[page]:
                over.append(f"{address}: {count} queries, {page} may need {BUDGETS[page]}")
    assert not over, "\n".join(over)


@pytest.mark.parametrize("page", sorted(BUDGETS))
def test_a_budget_stands_for_a_page_that_there_is(page: str) -> None:
    from renshe.portals.test_access import pages

    assert page in {found.page_name for found in pages().values()}
