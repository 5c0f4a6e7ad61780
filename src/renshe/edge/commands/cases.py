"""`renshe cases`: the day of the cases, the seal of days, the proof of the record."""

from __future__ import annotations

from typing import Any

import click
from rich.console import Console

from renshe.edge.home import home
from renshe.edge.startup import prepared

console = Console(highlight=False)
FAULTS_SHOWN = 20


@click.group(name="cases")
def command() -> None:
    """办件：每日督办、封存、核验操作记录 (the day of the cases, seals, proof of the record)."""


@command.command()
@click.option("--place", default="", help="Default: the city that was built.")
def daily(place: str) -> None:
    """每日 · escalate what is overdue, remind of promises, seal the days before today, send notices."""
    with prepared(role="runner"):
        from renshe.edge.commands.month import city_here
        from renshe.edge.moment import moment
        from renshe.runs.case_clocks.run import run
        from renshe.runs.context import RunContext

        now = moment()
        month = now.year * 12 + now.month - 1
        context = RunContext(
            place=place or city_here()[0], period=month, accounting_month=month, at=now, by="clock"
        )
        totals = run(
            context, channel=sms_channel(), mail=mail_channel(),
            material_name=material_name, rates=sampling_rates(), show_codes=codes_shown(),
        )  # fmt: skip
        console.print(
            f"超期督办 escalated {totals['escalated']} · 承诺提醒 reminded {totals['reminded']} · "
            f"封存日 days sealed {totals['sealed_days']} · "
            f"抽检 drawn {totals['drawn']} · 短信邮件 sent {totals['sent'] + totals.get('sent_again', 0)}"
        )


def sms_channel() -> Any:
    """The company's folder; in the demonstration city the simulator stands behind it."""
    from django.conf import settings

    from renshe.gateways.sms.client import DropFolderChannel, SimulatedChannel
    from renshe.gateways.sms.simulator import SimulatedCompany

    root = home() / "sms"
    if settings.RENSHE_MODE == "production":
        return DropFolderChannel(root=root)
    return SimulatedChannel(root=root, company=SimulatedCompany())


def mail_channel() -> Any:
    """The mail server that is set, else a folder; in the demonstration city the simulator stands behind it."""
    from django.conf import settings

    from renshe.gateways.email.client import DropFolderMail, SimulatedChannel, SmtpMail
    from renshe.gateways.email.simulator import SimulatedMail

    root = home() / "mail"
    if settings.RENSHE_MODE != "production":
        return SimulatedChannel(root=root, system=SimulatedMail())
    host, _colon, port = settings.RENSHE_MAIL_SERVER.partition(":")
    return (
        SmtpMail(host=host, port=int(port or 25), root=root) if host else DropFolderMail(root=root)
    )


def codes_shown() -> bool:
    """Whether codes sent by e-mail are shown in the inbox too: only where the mail system is a simulated one."""
    from django.conf import settings

    return bool(settings.RENSHE_MODE != "production")


def sampling_rates() -> dict[str, Any]:
    """How many decided cases of each item are checked, as the items declare it."""
    from renshe.services import catalogue

    return {code: one.item.sampling for code, one in catalogue.catalogue().items()}


def material_name(item: str, material: str) -> tuple[str, str]:
    """What a paper of an item is called in Chinese and English; its key where the item is not offered any more."""
    from renshe.kernel.codes.problem import Refused
    from renshe.services import catalogue

    try:
        materials = catalogue.declared(item).item.materials
    except Refused:
        return material, material
    found = next((one.name for one in materials if one.key == material), None)
    return (found.zh, found.en) if found else (material, material)


@command.command()
def seal() -> None:
    """封存 · seal every day before today."""
    with prepared(role="runner"):
        from renshe.domains.cases import api as cases
        from renshe.edge.moment import moment

        now = moment()
        count = cases.seal_days(until=now.date(), at=now)
        console.print(f"已封存 sealed: {count}")


@command.command()
def verify() -> None:
    """核验 · compute every chain and every seal again; ends with 1 where one does not hold."""
    with prepared(role="runner"):
        from renshe.domains.cases import api as cases

        count = 0
        for fault in cases.verify():
            count += 1
            if count <= FAULTS_SHOWN:
                console.print(f"{fault.where}  {fault.zh}  {fault.en}")
        if count:
            raise click.ClickException(f"操作记录有{count}处不符 {count} faults in the record")
        console.print("操作记录完整 the record holds")
