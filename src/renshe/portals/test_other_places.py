"""Staff of another district with every role ask for each record of this town by its very address, and see nothing of it.

Every staff address that names a record by a number is either tried here with a record that its own staff do see, or stands in
`NO_PLACE` with the reason why place does not decide. A page that a colleague adds fails until it is one or the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from renshe.domains.contributions.api import Bill
from renshe.domains.expropriation import api as expropriation
from renshe.domains.funds.api import open_batch
from renshe.domains.identity.api import INSTITUTION_ROLES, RoleCode, grant_role, open_account
from renshe.domains.pension import api as pension
from renshe.domains.retirement_file.models import FileReview
from renshe.foundation.bulk import StagedPartition
from renshe.portals.api.conftest import Api
from renshe.portals.api.test_office_after import found_by_a_file
from renshe.portals.casework.test_established import proposal_of
from renshe.portals.casework.test_transfer_letter import letter_of
from renshe.portals.conftest import NOON, PLACE, SINCE, Town, signed_in
from renshe.portals.finance.test_annuity_pages import payout_of
from renshe.portals.finance.test_payment_pages import granted
from renshe.portals.finance.test_resident_pages import batch_of, list_of, owed_of
from renshe.portals.land.test_story import project
from renshe.portals.test_access import walked
from renshe.portals.test_red_team import opened
from tests.frame.database import FreshDatabase

__all__ = ["project"]  # the fixture of a project with its people

ELSEWHERE = "310113"
OFFICE_ROLES = [
    role
    for role in RoleCode
    if role not in (*INSTITUTION_ROLES, RoleCode.EMPLOYER_CLERK, RoleCode.INSURED_PERSON)
]
NUMBERED = {"number", "person", "employer"}
"""Parts of addresses that name a record."""
SHUT = 403, 404
NO_PLACE = {
    "finance:entry": "a journal entry is the fund's; it names no person",
    "finance:batch": "a batch is the fund's; payers and people of other places are not named (below)",
    "counter:person": "any desk takes papers in for anybody (跨区收件); masked, and in full only at his own place",
    "counter:employer": "any desk takes papers in for any employer; what stands there is public",
    "casework:next_case": "leads on to a case of the visitor's own queue, which asks again",
    "administration:account": "accounts belong to the installation and its three administrators",
    "finance:undue_paper": "is there once a proposal is; asks for the decision's place as `finance:undue` does",
    "land:explain_allowance": "leads through `land:explain_quota`'s own door, `own_project`",
    "signin:guardian_evidence": "requests that wait at the visitor's own places: `signin` tests",
    "signin:emergency_record": "the account's own emergency: `test_red_team_acts.py`",
    "land:explain_award": "asks `own_project`, as `land:project` does",
    "land:project_awards": "asks `own_project`, as `land:project` does",
    "helping:programme": "asks `own_programme`, as every address of a programme does",
    "helping:template": "as the programme",
    "helping:audit": "as the programme",
    "helping:audit_file": "as the programme",
    "helping:person": "as the programme of the person's line",
    "helping:explain": "as the programme of the person's line",
    "community:photograph": "asks for the place of the visit",
    "community:group": "asks for the group's community",
    "casework:paper": "papers of a case are asked for by `test_red_team.addresses_of`, which has them",
    "casework:evidence": "evidence of a case: as papers",
    "casework:figure": "figures of a case: as papers",
    "counter:paper": "as papers",
    "counter:evidence": "as papers",
    "counter:form": "a draft of the desk: `counter` tests",
    "counter:resident_person": "any desk takes a year's money for anybody; masked, as `counter:person`",
    "counter:resident_due": "what a tier costs where the person takes part: as `counter:resident_person`",
    "counter:resident_wrong": "as the receipt",
    "counter:resident_receipt": "asks for the desk's own county (`counter` tests); numbered by the receipt, not by a record",
    "casework:together": "asks for the case as `casework:case` does; open once it is being reviewed",
    "casework:check": "`casework/test_after.py` tries it from another place",
    "casework:rating": "a case of this place that was rated: `casework/test_after.py`",
    "casework:follow_up": "as ratings",
    "casework:pension_list": "`casework/test_pension_lists.py` tries it from another place",
    "casework:pension_list_table": "as the list",
    "casework:pension_list_paper": "as the list",
    "casework:pension_list_letters": "as the list",
    "casework:list_amount": "`casework/test_pension_lists.py` tries it from another place",
    "casework:pension_claim": "`casework/test_pension_lists.py` tries it from another place",
    "casework:claim_amount": "as the claim",
    "casework:invalidity_amount": "looked for among the allowances of the visitor's own place",
}
"""Addresses at which place does not decide, or whose records another test makes, with the reason."""


@dataclass(frozen=True)
class Office:
    """The town with a record behind every address, and one for each office role: here, and in another district."""

    town: Town
    here: dict[RoleCode, Client]
    elsewhere: dict[RoleCode, Client]
    records: dict[str, dict[str, Any]]


def staff_of(place: str) -> dict[RoleCode, Client]:
    """A browser for each role of an office at a place: some roles may not be one person's."""
    browsers = {}
    for role in OFFICE_ROLES:
        name = f"{role}-{place}"
        account = open_account(username=name, display_name=name, password=None)
        grant_role(account=account, role=role, place=place, valid_from=SINCE)
        browsers[role] = signed_in(Client(), account)
    return browsers


def paid(town: Town) -> int:
    """October's pension of the pensioner, frozen as one line of one batch; the batch's number."""
    award, october = pension.Award.objects.get(), 2025 * 12 + 9
    database = connection.settings_dict["NAME"]
    FreshDatabase(name=database).become("runner")
    number = open_batch(
        kind="pension_payment", accounting_month=october, run_key="october", period=october,
        fund="employee_pension",
    )  # fmt: skip
    pension.PaymentBatch.objects.create(
        batch_id=number, fund="employee_pension", period=october, place=PLACE, attempt=1, pays="month",
        accounting_month=october, state="planned", frozen_at=NOON, frozen_by="run", planned_fen=award.total_fen,
    )  # fmt: skip
    columns = {
        "line_no": 1, "person_id": award.person_id, "award_id": award.pk, "period": october, "kind": "regular",
        "basic_fen": award.basic_fen, "account_fen": award.account_fen, "transitional_fen": 0, "other_fen": 0,
        "deduction_fen": 0, "net_fen": award.total_fen,
    }  # fmt: skip
    with StagedPartition(parent="pension_payment_line", batch_id=number) as stage:
        stage.create()
        stage.copy(pa.table({name: [value] for name, value in columns.items()}))
        stage.key()
        with transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
    FreshDatabase(name=database).become("app")
    return number


@pytest.fixture
def office(town: Town, project: expropriation.ExpropriationProject) -> Office:
    """Everything that somebody elsewhere might ask for."""
    case, bill = opened(town), Bill.objects.get(employer=town.city.employers[0])
    person = town.city.people[-1]
    award = pension.Award.objects.get(person=person)
    payment = {"number": paid(town), "line_no": 1}
    review = FileReview.objects.create(person=person, place=PLACE, opened_by="li", opened_at=NOON)
    benefit, hit = granted(town), found_by_a_file(town)
    here = staff_of(PLACE)
    made = here[RoleCode.FUND_ACCOUNTANT].post(
        "/finance/one-off/", {"act": "make", "benefit": [benefit.pk]}
    )["Location"]
    line = {"number": bill.pk, "line_no": 1}
    money, moved = owed_of(town, who=1), list_of(town, who=2)
    payout, proposal = payout_of(town, who=2), proposal_of(town)
    annuities = here[RoleCode.FUND_ACCOUNTANT].post(
        "/finance/annuities/", {"trustee": payout.account.plan.trustee}
    )["Location"]
    return Office(
        town,
        here,
        staff_of(ELSEWHERE),
        {
            "finance:bill": {"number": bill.pk},
            "finance:contribution_row": line,
            "finance:explain_contribution": {**line, "column": "pension_base"},
            "finance:payment_row": payment,
            "finance:undue": payment,
            "finance:explain_award": {"number": award.pk, "part": "award"},
            "finance:one_off_batch": {"number": int(made.split("/")[3])},
            "finance:one_off_benefit": {"number": benefit.pk},
            "finance:explain_survivors": {"number": benefit.pk, "part": "total"},
            "finance:resident_batch": {"number": batch_of(here, money)},
            "finance:resident_payout": {"number": money.pk},
            "finance:bridging_list": {"number": moved.pk},
            "finance:bridging_list_file": {"number": moved.pk},
            "finance:annuity_batch": {"number": int(annuities.split("/")[3])},
            "finance:annuity_payout": {"number": payout.pk},
            "finance:explain_annuity": {"number": payout.lines.get().pk},
            "casework:established_one": {"number": proposal.pk},
            "casework:transfer_letter": {"number": letter_of(town).pk},
            "casework:hit": {"number": hit.pk},
            "casework:case": {"number": case.number},
            "casework:retirement_file": {"number": review.pk},
            "counter:case": {"number": case.number},
            "land:project": {"number": project.pk},
            "land:explain_quota": {"number": project.pk},
        },
    )


OPERATIONS = {
    "finance:bill": "/finance/bills/{number}",
    "finance:contribution_row": "/finance/bills/{number}/lines",
    "finance:explain_contribution": "/finance/bills/{number}/lines/{line_no}/explanations/{column}",
    "finance:payment_row": "/finance/payments/{number}/{line_no}",
    "finance:one_off_batch": "/finance/one-off/batches/{number}",
    "finance:one_off_benefit": "/finance/one-off/benefits/{number}",
    "finance:resident_batch": "/finance/residents/batches/{number}",
    "finance:resident_payout": "/finance/residents/payouts/{number}",
    "finance:bridging_list": "/finance/bridgings/lists/{number}",
    "finance:annuity_batch": "/finance/annuities/batches/{number}",
    "finance:annuity_payout": "/finance/annuities/payouts/{number}",
    "finance:explain_annuity": "/finance/annuities/payments/{number}/explanation",
    "casework:established_one": "/institution-staff/proposals/{number}",
    "casework:transfer_letter": "/office/transfer-letters/{number}",
    "casework:hit": "/certification/hits/{number}",
    "casework:case": "/office/cases/{number}",
    "land:project": "/land/projects/{number}",
    "land:explain_quota": "/land/projects/{number}/quota",
}
"""The same records through the interface."""


def test_every_address_of_a_record_is_tried_or_says_why_place_does_not_decide(
    office: Office,
) -> None:
    named = {
        f"{namespace}:{pattern.name}"
        for namespace, pattern in walked(get_resolver().url_patterns)
        if namespace != "api"
        and NUMBERED & set(pattern.pattern.converters)
        and getattr(getattr(pattern.callback, "access", None), "whose", "") == "staff"
    }
    assert named == set(office.records) | set(NO_PLACE)
    assert not set(office.records) & set(NO_PLACE)


def test_staff_of_another_district_open_no_record_of_this_one(office: Office) -> None:
    """Each address is one that some of the town's own staff do open: a number without a record would prove nothing."""
    for name, parts in office.records.items():
        address = reverse(name, kwargs=parts)
        mine = {client.get(address).status_code for client in office.here.values()}
        assert 200 in mine, f"{address}: {mine}"
        for role, client in office.elsewhere.items():
            told = client.get(address).status_code
            assert told in SHUT, f"{role} at {address}: {told}"


def test_the_interface_keeps_the_same_records_from_them(office: Office) -> None:
    for name, path in OPERATIONS.items():
        asked = path.format(**office.records[name])
        mine = {Api(client).get(asked).status_code for client in office.here.values()}
        assert 200 in mine, f"{asked}: {mine}"
        for role, client in office.elsewhere.items():
            told = Api(client).get(asked).status_code
            assert told in SHUT, f"{role} at {asked}: {told}"


def test_a_batch_names_to_another_district_the_money_and_nobody(office: Office) -> None:
    """A batch is the fund's, and its sums are everybody's who sees the books; payers and pensioners are not."""
    town = office.town
    unit, bill = town.city.employers[0], office.records["finance:bill"]["number"]
    here, elsewhere = (
        browsers[RoleCode.FUND_ACCOUNTANT] for browsers in (office.here, office.elsewhere)
    )
    paid_batch = office.records["finance:payment_row"]["number"]
    for number, link, amount in (
        (town.assessed_batch, f"/finance/bills/{bill}/", Bill.objects.get(pk=bill).total_fen),
        (paid_batch, f"/finance/payments/{paid_batch}/1/", pension.Award.objects.get().total_fen),
    ):
        mine = here.get(f"/finance/batches/{number}/").content.decode()
        theirs = elsewhere.get(f"/finance/batches/{number}/").content.decode()
        assert link in mine
        assert link not in theirs
        assert f"{amount // 100:,}.{amount % 100:02}" in theirs
        assert "不显示" in theirs
        for one in (unit.name, unit.uscc):
            assert one not in theirs
