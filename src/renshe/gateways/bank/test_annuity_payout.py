"""A month of annuities goes to the bank in its own format and comes back: paid, failed, paid again; interest once a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.annuity import api as annuity
from renshe.domains.annuity.test_annuity import (
    BY,
    JANUARY,
    OCCUPATIONAL,
    TERMS,
    broken,
    filed,
    paid,
)
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.proving import BadBankFile
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.annuity_notional_interest import run as interest
from renshe.runs.annuity_payout import run as payout
from renshe.runs.context import RunContext

make_employer, make_person = made_up.make_employer, made_up.make_person
START = JANUARY + 9
DAY = dt.date(2025, 10, 20)
GOOD, CLOSED = "6228480000000000018", "6228480000000000026"
FORMAT = RensheBankFormat()


def context(by: str = "runner", *, period: int = START, day: dt.date = DAY) -> RunContext:
    at = dt.datetime.combine(day, dt.time(9), dt.timezone(dt.timedelta(hours=8)))
    return RunContext("440400", period, period, at, by)


@pytest.fixture
def payouts(fresh_database: Any, make_employer: Any, make_person: Any) -> list[annuity.Payout]:
    """Two people of one plan who draw 1,200 yuan at once; the second's account is closed."""
    fresh_database.become("runner")
    plan, found = filed(make_employer()), []
    for turn, number in enumerate((GOOD, CLOSED)):
        person = make_person(id_number=made_up.id_number(sequence=101 + 2 * turn))
        paid(plan, person, period=JANUARY + turn)
        choice = annuity.Choice(
            reason="emigration", way="lump", starts_month=START, months=1, evidence="定居证明"
        )
        account = annuity.accounts_of(person_id=person.pk)[0].account
        one = annuity.decide_payout(
            account_id=account.pk, choice=choice, explain=library.explain, recorded=BY
        )
        to = annuity.Target(bank_code="103", account_number=number, account_name="王小明")
        annuity.name_target(payout_id=one.pk, target=to, recorded=BY)
        found.append(one)
    return found


def through(bank: SimulatedChannel) -> payout.Report:
    """Made by one, approved by another, filed, sent, answered."""
    batch = payout.make(context(), trustee=TERMS.trustee).batch_id
    payout.approve(context("approver"), batch_id=batch)
    for _again in range(2):
        payout.file(context(), batch_id=batch, bank_format=FORMAT, pay_on=DAY)
        payout.send(batch_id=batch, channel=bank)
    name = payout.file_name(annuity.PayoutBatch.objects.get(pk=batch))
    return payout.take_return(
        context(), content=bank.fetch_return(file_name=name), bank_format=FORMAT
    )


def test_what_the_bank_paid_is_paid_and_what_came_back_goes_out_again(
    payouts: list[annuity.Payout],
) -> None:
    bank = SimulatedBank(
        seed=1, failing_per_mille=0, unknown_per_mille=0, broken_accounts={CLOSED: "E01"}
    )
    channel = SimulatedChannel(bank=bank, settled_on=DAY)
    assert payout.trustees_due(context=context()) == [TERMS.trustee]
    told = through(channel)
    assert told.state == "closed"
    assert told.totals == {
        "rows": 2, "total_fen": 2_400_00, "paid": 1, "paid_fen": 1_200_00, "failed": 1, "failed_fen": 1_200_00,
    }  # fmt: skip
    assert told.attention
    (failed,) = annuity.failed_lines()
    assert failed.payout_id == payouts[1].pk
    with pytest.raises(Refused):
        payout.make(context(), trustee=TERMS.trustee)
    to = annuity.Target(bank_code="103", account_number=GOOD, account_name="王小明")
    annuity.name_target(payout_id=payouts[1].pk, target=to, recorded=BY)
    assert through(channel).totals["paid_fen"] == 1_200_00
    assert annuity.failed_lines() == []
    assert {
        one.balance_fen for one in annuity.trust_balances(plan_id=payouts[0].account.plan_id)
    } == {0}
    assert broken() == []


def test_a_return_of_another_file_is_refused_whole(payouts: list[annuity.Payout]) -> None:
    bank = SimulatedBank(seed=1, failing_per_mille=0, unknown_per_mille=0)
    channel = SimulatedChannel(bank=bank, settled_on=DAY)
    batch = payout.make(context(), trustee=TERMS.trustee).batch_id
    payout.approve(context("approver"), batch_id=batch)
    payout.file(context(), batch_id=batch, bank_format=FORMAT, pay_on=DAY)
    payout.send(batch_id=batch, channel=channel)
    (name,) = channel.sent
    content = channel.fetch_return(file_name=name)
    sha = annuity.PayoutBatch.objects.get(pk=batch).sha256
    other = content.replace(sha.encode(), b"0" * 64)
    with pytest.raises(BadBankFile):
        payout.take_return(context(), content=other, bank_format=FORMAT)
    assert payout.report(batch_id=batch).state == "filed"
    assert payout.take_return(context(), content=content, bank_format=FORMAT).state == "closed"
    assert payout.take_return(context(), content=content, bank_format=FORMAT).totals["paid"] == 2


def test_what_is_only_noted_bears_the_years_rate_once(
    fresh_database: Any, make_employer: Any, make_person: Any
) -> None:
    fresh_database.become("runner")
    plan = filed(
        make_employer(kind="institution"), replace(OCCUPATIONAL, starts_month=JANUARY - 12)
    )
    paid(plan, make_person(), period=JANUARY - 12)
    rate = library.explain(
        "account_rate_of_year", {"account_year": 2024}, place="440400", on=dt.date(2024, 12, 31)
    ).value
    totals = interest.run(context(period=JANUARY), year=2024)
    assert totals == {"plans": 1, "accounts": 1, "interest_fen": round(800_00 * rate)}
    assert interest.run(context(period=JANUARY), year=2024) == totals
    with pytest.raises(Refusal):
        interest.run(context(period=JANUARY + 120), year=2034)
    assert broken() == []
