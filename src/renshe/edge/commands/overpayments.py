"""`renshe overpayment`: what was paid too much, set off against an inherited account or written off, hand by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from renshe.edge.commands.corrections import (
    by_option,
    evidence_option,
    month_option,
    months_of,
    reason_option,
    refusals_told,
    stored,
)
from renshe.edge.startup import prepared
from renshe.kernel.money import format_yuan

console = Console(highlight=False)
instrument_option = click.option("--instrument", required=True, help="文号 number of the paper")


@click.group(name="overpayment")
def command() -> None:
    """多发待遇：账户抵扣、核销 (overpaid pensions: set off against the account, written off)."""


def _hand(by: str) -> Any:
    from renshe.domains.pension.api import Hand
    from renshe.edge.moment import moment

    return Hand(by, moment())


def _told(word: str, decision: Any) -> None:
    console.print(f"{word}: {decision.pk} · {format_yuan(decision.amount_fen)} 元 yuan")
    if decision.restored_fen:
        console.print(
            f"  先恢复个人账户 put back into the account first: {format_yuan(decision.restored_fen)}"
        )


@command.command(name="list")
def listed() -> None:
    """台账 · overpayments that still owe something."""
    with prepared(role="runner"):
        from renshe.domains.pension import api as pension

        table = Table(
            "编号 no.", "原因 cause", "应收回 principal", "已追回 recovered", "状态 state"
        )
        rows = pension.Overpayment.objects.filter(state__in=["open", "agreed"]).order_by("pk")[:200]
        for one in rows:
            table.add_row(str(one.pk), one.get_cause_display(), format_yuan(one.principal_fen),
                          format_yuan(one.recovered_fen), one.get_state_display())  # fmt: skip
        console.print(table)


@command.command(name="set-off")
@click.argument("overpayment", type=int)
@instrument_option
@evidence_option
@reason_option
@by_option
def set_off(overpayment: int, instrument: str, evidence: Path, reason: str, by: str) -> None:
    """账户抵扣 · propose to set OVERPAYMENT off against the account that the dead person left."""
    with prepared(role="runner"), refusals_told():
        from renshe.services.pension.recover_overpayment import account

        who = _hand(by)
        decision = account.propose(
            overpayment_id=overpayment,
            instrument=instrument,
            evidence_id=stored(evidence, who.at),
            reason=reason,
            hand=who,
        )
        _told("已受理 handled", decision)


@command.command(name="write-off")
@click.argument("overpayment", type=int)
@click.option(
    "--ground", required=True, type=click.Choice(["no_estate", "uneconomic", "execution_ended"])
)
@instrument_option
@evidence_option
@reason_option
@by_option
def write_off(
    overpayment: int, ground: str, instrument: str, evidence: Path, reason: str, by: str
) -> None:
    """核销 · propose to give up what OVERPAYMENT still owes."""
    with prepared(role="runner"), refusals_told():
        from renshe.domains.pension.api import Proposal
        from renshe.services.pension.write_off_overpayment import decide

        who = _hand(by)
        proposal = Proposal(overpayment, ground, instrument, stored(evidence, who.at), reason)
        _told("已受理 handled", decide.propose(proposal=proposal, hand=who))


@command.command()
@click.argument("number", type=int)
@by_option
def review(number: int, by: str) -> None:
    """复核 · agree to decision NUMBER as a second person."""
    with prepared(role="runner"), refusals_told():
        from renshe.domains.pension import api as pension

        _told("已复核 reviewed", pension.review_decision(decision_id=number, hand=_hand(by)))


@command.command()
@click.argument("number", type=int)
@month_option
@by_option
def approve(number: int, month: str, by: str) -> None:
    """批准并入账 · decide NUMBER as a third person; it is booked at once, since no money moves."""
    with prepared(role="runner"), refusals_told():
        from renshe.domains.pension import api as pension
        from renshe.services.pension.recover_overpayment import account
        from renshe.services.pension.write_off_overpayment import decide

        found = pension.OverpaymentDecision.objects.filter(pk=number).first()
        item = account if found is not None and found.kind == "account" else decide
        asked = {"decision_id": number, "accounting_month": months_of(month)[0], "hand": _hand(by)}
        _told("已批准并入账 approved and booked", item.approve(**asked))


@command.command()
@click.argument("number", type=int)
@click.option("--why", required=True, help="理由 the reason")
@by_option
def refuse(number: int, why: str, by: str) -> None:
    """不予办理 · refuse decision NUMBER with the reason."""
    with prepared(role="runner"), refusals_told():
        from renshe.domains.pension import api as pension

        _told(
            "不予办理 refused", pension.refuse_decision(decision_id=number, hand=_hand(by), why=why)
        )
