"""A custodian's month and two banks' year come in by file: once, within the limit of all banks, every bad line named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.annuity import api as annuity
from renshe.domains.annuity.test_annuity import JANUARY, broken, filed, paid
from renshe.gateways.annuity_custodian.contract import read_values
from renshe.gateways.annuity_custodian.simulator import SimulatedCustodian
from renshe.gateways.personal_pension_bank.contract import read_report
from renshe.gateways.personal_pension_bank.simulator import BANKS, Saved, SimulatedBank
from renshe.kernel.codes.problem import Refused
from renshe.runs.annuity_files import run
from renshe.runs.context import RunContext

make_employer, make_person = made_up.make_employer, made_up.make_person
DAY = dt.date(2025, 9, 30)
ONE, OTHER = (SimulatedBank(name, 1) for name in BANKS)
CUSTODIAN = SimulatedCustodian("演示托管银行", 1)


@pytest.fixture
def context(fresh_database: Any) -> RunContext:
    fresh_database.become("runner")
    at = dt.datetime.combine(DAY, dt.time(9), dt.timezone(dt.timedelta(hours=8)))
    return RunContext("440400", JANUARY + 8, JANUARY + 8, at, "runner")


def reported(
    context: RunContext, bank: SimulatedBank, sequence: int, *saved: Saved
) -> dict[str, Any]:
    content = bank.report(year=2025, sequence=sequence, made_on=DAY, saved=saved)
    return run.take_report(context, file_name="r.txt", content=content, file=read_report(content))


def test_the_years_limit_is_one_for_all_banks(context: RunContext, make_person: Any) -> None:
    """8,000 at the first bank leave 4,000 at the second; a fen more is named with its line, and the same file changes nothing."""
    number = make_person().id_number

    def saved(fen: int) -> Saved:
        return Saved(number, dt.date(2025, 1, 2), fen, fen)

    assert reported(context, ONE, 1, saved(8_000_00))["kept"] == 1
    assert reported(context, ONE, 1, saved(8_000_00))["kept"] == 1  # what was done is found
    told = reported(context, OTHER, 1, saved(4_000_01))
    assert (told["kept"], [(one["line_no"], one["code"]) for one in told["faults"]]) == (
        0, [(2, "above_the_years_cap")],
    )  # fmt: skip
    assert reported(context, OTHER, 2, saved(4_000_00))["kept"] == 1
    now = annuity.personal_pension_of(person_id=annuity.PersonalPension.objects.get().person_id)
    assert now is not None
    assert (now.paid_fen, now.balance_fen, len(now.reports)) == (12_000_00, 12_000_00, 2)
    # A later report of the same bank replaces its year.
    assert reported(context, ONE, 3, saved(7_000_00))["kept"] == 1
    now = annuity.personal_pension_of(person_id=now.pension.person_id)
    assert now is not None
    assert now.paid_fen == 11_000_00
    assert broken() == []


def test_what_is_drawn_names_its_case(context: RunContext, make_person: Any) -> None:
    number, stranger = make_person().id_number, "110101199001011237"
    bare = Saved(number, DAY, 0, 0, drawn_fen=500_00)
    told = reported(context, ONE, 1, bare, Saved(stranger, DAY, 1, 1))
    assert [one["code"] for one in told["faults"]] == ["drawn_without_a_case", "person_unknown"]
    assert reported(context, ONE, 2, Saved(number, DAY, 0, 0, 500_00, "medical_cost"))["kept"] == 1


def test_a_changed_file_is_refused_whole() -> None:
    content = ONE.report(
        year=2025, sequence=1, made_on=DAY, saved=[Saved("110101199001011237", DAY, 5, 5)]
    )
    assert read_report(content).rows[0].paid_fen == 5
    with pytest.raises(Refused):
        read_report(content.replace(b"|5|0||5", b"|6|0||6"))


def test_a_custodians_month_posts_every_return_once(
    context: RunContext, make_employer: Any, make_person: Any
) -> None:
    """From 1.0000 to 1.0100 on 1,200 yuan: 12 yuan; said again, otherwise, too early or for nobody's plan: nothing more."""
    plan, person = filed(make_employer()), make_person()
    paid(plan, person)

    def taken(period: int, values: dict[str, int], sequence: int = 1) -> dict[str, Any]:
        year, month = divmod(period, 12)
        content = CUSTODIAN.file(
            year=year, month=month + 1, sequence=sequence, made_on=DAY, values=values
        )
        return run.take_values(
            context, file_name="v.txt", content=content, file=read_values(content)
        )

    assert taken(JANUARY, {plan.number: 10_000})["kept"] == 1
    told = taken(JANUARY + 1, {plan.number: 10_100, "NJ000000000000000": 1})
    assert (told["kept"], [one["code"] for one in told["faults"]]) == (1, ["plan_unknown"])
    assert annuity.accounts_of(person_id=person.pk)[0].balance.total_fen == 1_212_00
    assert taken(JANUARY + 1, {plan.number: 10_100}, 2)["known"] == 1
    assert (
        taken(JANUARY + 1, {plan.number: 10_200}, 3)["faults"][0]["code"] == "value_said_otherwise"
    )
    assert (
        taken(JANUARY - 1, {plan.number: 10_200}, 4)["faults"][0]["code"] == "annuity_value_order"
    )
    assert annuity.accounts_of(person_id=person.pk)[0].balance.total_fen == 1_212_00
    assert broken() == []
