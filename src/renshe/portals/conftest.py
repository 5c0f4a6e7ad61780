"""A town of a few people who have lived through a month, and browsers signed in as its roles."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from django.db import connections
from django.test import Client

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.test_small_city import (
    NOON,
    OCTOBER,
    PLACE,
    City,
    bill_table,
    declare_wages,
    new_batch,
    small_city,
)
from renshe.domains.documents.api import store
from renshe.domains.funds import api as funds
from renshe.domains.identity.api import Account, RoleCode, grant_role, open_account
from renshe.domains.pension.api import Award, PayeeAccount
from renshe.flows import contribution_to_ledger as ledger
from renshe.laws import library
from tests.frame.cluster import TestServer
from tests.frame.database import FreshDatabase

PAID_ON = dt.date(2025, 10, 20)
SINCE = dt.date(2025, 1, 1)
COLUMNS = {
    "pension_base_fen": "pension_base",
    "medical_base_fen": "medical_base",
    "unemployment_base_fen": "unemployment_base",
    "injury_base_fen": "injury_base",
    "pension_employer_fen": "pension_employer",
    "pension_personal_fen": "pension_personal",
    "medical_employer_fen": "medical_employer",
    "medical_personal_fen": "medical_personal",
    "unemployment_employer_fen": "unemployment_employer",
    "unemployment_personal_fen": "unemployment_personal",
    "injury_employer_fen": "injury_employer",
    "maternity_employer_fen": "maternity_employer",
    "account_credit_fen": "account_credit",
}
OWN = {
    "pension_base_fen": "flexible_pension_base",
    "pension_personal_fen": "flexible_pension",
    "account_credit_fen": "flexible_pension_account",
    "medical_base_fen": "flexible_medical_base",
    "medical_personal_fen": "flexible_medical",
}


@dataclass
class Town:
    """The town, the batch of its month, and its accounts by role."""

    city: City
    assessed_batch: int
    accounts: dict[str, Account]

    def browser(self, name: str) -> Client:
        """A browser in which this account is signed in and has just proved who it is."""
        return signed_in(Client(), self.accounts[name])


def signed_in(client: Client, account: Account) -> Client:
    """Sign an account in and let it confirm, as sensitive pages ask (one press in the demonstration)."""
    client.force_login(account)
    client.post("/account/confirm/")
    return client


@pytest.fixture(scope="session")
def town_template(
    test_server: TestServer,
    template_database: str,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[tuple[str, Town]]:
    """The town built once, in a database of which each test gets a clone."""
    name = f"{connections['default'].settings_dict['NAME']}_town"
    test_server.clone(template=template_database, name=name)
    with django_db_blocker.unblock(), demonstration_law(), pointed_at(name, role="runner"):
        built = build_town()
    yield name, built
    test_server.drop(name=name)


@pytest.fixture
def town(
    town_template: tuple[str, Town], test_server: TestServer, django_db_blocker: Any
) -> Iterator[Town]:
    """Assessed by law, paid by the first employer, credited; one pensioner; one account for each role."""
    template, built = town_template
    name = f"{template}_clone"
    test_server.clone(template=template, name=name)
    with django_db_blocker.unblock(), demonstration_law(), pointed_at(name, role="app"):
        yield built
    test_server.drop(name=name)


@contextmanager
def demonstration_law() -> Iterator[None]:
    """The law as the demonstration city reads it, where unconfirmed parameters compute under a mark."""
    library.configure(mode="demonstration")
    try:
        yield
    finally:
        library.configure()


@contextmanager
def pointed_at(name: str, *, role: str) -> Iterator[None]:
    """Inside, Django's connection and the bulk recipe's lead to this database."""
    before = connections["default"].settings_dict["NAME"]
    FreshDatabase(name=name).become(role)
    try:
        yield
    finally:
        FreshDatabase(name=before).become("app")
        connections.close_all()


def build_town() -> Town:
    """Let the town live through its month. Django must be the runner."""
    city = small_city()
    declare_wages(city)
    table = contributions.assessment_table(period=OCTOBER, place=PLACE)
    batch_id = bill_table(table, lines=lawful_lines, key="monthly_contribution_assessment")
    pay_first_employer(city)
    award(city)
    return Town(city=city, assessed_batch=batch_id, accounts=open_accounts(city))


def lawful_lines(table: pa.Table, period: int) -> pa.Table:
    """Contribution lines by asking the law for one person at a time, as an explanation does."""
    rows = []
    on = dt.date(period // 12, period % 12 + 1, 1)
    for fact in table.to_pylist():
        own = fact["employer_id"] is None
        place = fact["place"][:6]
        facts = {
            "declared_wage": fact["declared_wage_fen"],
            "person_kind": fact["person_kind"],
            "employer_kind": "flexible_pool" if own else fact["employer_kind"],
            "employer_size": "micro" if own else fact["size_class"],
        }
        if not own:
            asked = {"injury_class": fact["injury_rate_class"], "injury_float": 100}
            rate = library.explain("injury_rate_by_class", asked, place=place, on=on)
            facts["injury_rate"] = rate.value
        names = dict.fromkeys(COLUMNS, "") | OWN if own else COLUMNS
        row = {
            column: int(library.explain(target, facts, place=place, on=on).value) if target else 0
            for column, target in names.items()
        }
        head = {"person_id": fact["person_id"], "employer_id": fact["employer_id"], "months": 1}
        head |= {"period": period, "declared_wage_fen": fact["declared_wage_fen"]}
        rows.append(head | row)
    return pl.DataFrame(rows).to_arrow()


def pay_first_employer(city: City) -> None:
    """One receipt that covers the first employer's bill and a little more; then credited and posted."""
    bill = contributions.Bill.objects.get(employer=city.employers[0])
    file = store(name="tax.csv", media_type="text/csv", content=b"1", direction="in", at=NOON)
    receipt = pl.DataFrame(
        {
            "external_ref": ["TX-1"],
            "payer_uscc": [city.employers[0].uscc],
            "received_on": [PAID_ON],
            "amount_fen": [bill.total_fen + 5_000],
            "period": [OCTOBER],
        },
        schema_overrides={"amount_fen": pl.Int64, "period": pl.Int64},
    ).to_arrow()
    contributions.record_receipts(rows=receipt, accounting_month=OCTOBER, file_id=file.pk)
    batch_id = new_batch("monthly_collection", kind="contribution_receipts")
    given = contributions.allocate_receipts(batch_id=batch_id, as_of=PAID_ON)
    applied: dict[str, int] = {}
    for (insurance, _share), fen in given.by_fund.items():
        fund = ledger.FUND_OF[insurance]
        applied[fund] = applied.get(fund, 0) + fen
    ledger.contributions_received(
        posting=ledger.Posting(batch_id, OCTOBER, PAID_ON, "runner", NOON),
        rows=given.rows,
        mode="agency_assesses_tax_collects",
        applied_fen=applied,
    )
    credited = new_batch("account_crediting", kind="account_crediting")
    done = contributions.credit_bills(batch_id=credited, as_of=PAID_ON)
    ledger.contributions_credited(
        posting=ledger.Posting(credited, OCTOBER, PAID_ON, "runner", NOON),
        rows=done.person_months,
        credit_fen=done.account_credit_fen,
    )


def award(city: City) -> None:
    """The last person draws a pension that was taken over from an old system."""
    person = city.people[-1]
    Award.objects.create(
        person=person,
        state="final",
        starts_month=OCTOBER - 12,
        place="310112001",
        basic_fen=200_000,
        account_fen=100_000,
        total_fen=300_000,
        facts={"birth_month": 1964 * 12, "retirement_category": "M60", "contribution_months": 362},
        decided_by="old system",
        decided_at=NOON,
    )
    PayeeAccount.objects.create(
        person=person,
        bank_code="102",
        account_number="6222000000000008812",
        account_name=person.name,
        verified_on=SINCE,
        valid_from=SINCE,
    )


def open_accounts(city: City) -> dict[str, Account]:
    """A clerk of each employer, an insured person, the pensioner, an accountant, and somebody without a role."""
    first, second = city.employers[0], city.employers[1]
    wanted = {
        "clerk": (RoleCode.EMPLOYER_CLERK, {"employer_id": first.pk}),
        "other_clerk": (RoleCode.EMPLOYER_CLERK, {"employer_id": second.pk}),
        "person": (RoleCode.INSURED_PERSON, {"person_id": city.people[0].pk}),
        "other_person": (RoleCode.INSURED_PERSON, {"person_id": city.people[1].pk}),
        "pensioner": (RoleCode.INSURED_PERSON, {"person_id": city.people[-1].pk}),
        "accountant": (RoleCode.FUND_ACCOUNTANT, {}),
        "reviewing_accountant": (RoleCode.FUND_ACCOUNTANT, {}),
        "nobody": (None, {}),
    }
    accounts = {}
    for name, (role, link) in wanted.items():
        accounts[name] = open_account(
            username=name, display_name=name, password="a long enough password", **link
        )
        if role is not None:
            grant_role(account=accounts[name], role=role, place=PLACE, valid_from=SINCE)
    grant_role(
        account=accounts["reviewing_accountant"],
        role=RoleCode.REVIEWER,
        place=PLACE,
        valid_from=SINCE,
    )
    funds.add_bank_account(
        fund="employee_pension",
        role="treasury",
        bank_name="国库",
        number="310000000001",
        valid_from=SINCE,
    )
    return accounts
