"""`renshe api`: the description of the API as a file, and one round of messages to subscribers."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from renshe.edge.startup import prepared


@click.group(name="api")
def command() -> None:
    """开放接口：导出接口描述、投递事件 (description of the API, webhooks)."""


@command.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写入文件 a file")
def schema(out: Path | None) -> None:
    """导出 OpenAPI 3.1 文件 (the OpenAPI document)."""
    with prepared(role="app"):
        from renshe.portals.api.document import document

        text = json.dumps(document(), ensure_ascii=False, indent=2, sort_keys=True)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")


@command.command()
def deliver() -> None:
    """投递一轮事件 (one round of messages to subscribers; ask it every minute)."""
    with prepared(role="app"):
        from renshe.edge.moment import moment
        from renshe.runs.webhook_delivery.run import run

        at = moment()
        done = run(at=at, line=webhook_line(at))
    click.echo(
        f"新事件 noted {done.noted} · 已送达 delivered {done.delivered}"
        f" · 未送达 failed {done.failed} · 清理 swept {done.swept}"
    )


def webhook_line(at: dt.datetime) -> Any:
    """The line to subscribers at a moment; in the demonstration city its one host is answered by the simulator."""
    from django.conf import settings

    from renshe.gateways.webhooks.client import HttpsChannel, SimulatedChannel, SimulatedLine
    from renshe.gateways.webhooks.simulator import HOST, SimulatedReceiver

    outside = HttpsChannel(settings.RENSHE_WEBHOOK_HOSTS)
    if settings.PRODUCTION:
        return outside
    receiver = SimulatedReceiver(now=at.timestamp)
    return SimulatedLine(HOST, SimulatedChannel(receiver.receive), outside)
