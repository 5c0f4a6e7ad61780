"""`renshe correct`: refunds, months moved to the right person, write-offs and waivers, hand by hand."""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from renshe.edge.startup import prepared
from renshe.kernel.money import MoneyError, format_yuan, yuan_to_fen
from renshe.kernel.periods import format_month, parse_month
from renshe.kernel.rules import Refusal

console = Console(highlight=False)
KINDS = ("month_refund", "suspense_refund", "month_move", "write_off", "surcharge_waiver")


@click.group(name="correct")
def command() -> None:
    """更正：退费、更正至本人、核销、滞纳金减免 (refunds, moves, write-offs, waivers)."""


by_option = click.option("--by", required=True, help="经办人 who does this step")
evidence_option = click.option(
    "--evidence", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="证明材料 the paper that proves it",
)  # fmt: skip
reason_option = click.option("--reason", required=True, help="理由 why")
instrument_option = click.option("--instrument", default="", help="文号 number of the paper")
month_option = click.option("--month", required=True, help="记账月份 the month of the books")
person_option = click.option("--person", default="", help="证件号码 id number")
employer_option = click.option("--employer", default="", help="统一社会信用代码 credit code")


def months_of(text: str) -> list[int]:
    """Months written as ``2024-10,2024-11``."""
    try:
        return [parse_month(part.strip()) for part in text.split(",")]
    except ValueError as error:
        raise click.BadParameter(f"{text!r}: 请写成 write 2024-10,2024-11") from error


@contextmanager
def refusals_told() -> Iterator[None]:
    """A refusal ends the command with its reason, clause and next step in both languages."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.describe('zh')}\n{refusal.describe('en')}") from None


def person_id(id_number: str) -> int:
    """The row of a person with an id number."""
    from renshe.domains.registry import api as registry

    found = registry.person_by_id_number(id_number=id_number)
    if found is None:
        raise click.BadParameter(f"查无此人 nobody has the number {id_number}")
    return int(found.pk)


def employer_id(uscc: str) -> int | None:
    """The row of an employer with a credit code; none for an empty one (who pays for himself)."""
    from renshe.domains.registry import api as registry

    if not uscc:
        return None
    found = registry.employer_by_uscc(uscc=uscc)
    if found is None:
        raise click.BadParameter(f"查无此单位 no employer has the code {uscc}")
    return int(found.pk)


def stored(path: Path, at: dt.datetime) -> int:
    """Keep the paper that proves a claim; its number."""
    from renshe.domains.documents import api as documents

    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return int(
        documents.store(
            name=path.name, media_type=media_type, content=path.read_bytes(), direction="in", at=at
        ).pk
    )


def hand(by: str) -> Any:
    """Whoever does this step, now."""
    from renshe.domains.contributions.api import Hand
    from renshe.edge.moment import moment

    return Hand(by, moment())


def _taken(request: Any) -> None:
    console.print(
        f"已受理 handled: {request.pk} · {format_yuan(request.amount_fen)} 元 yuan · 待复核 waits for its review"
    )
    for name in ("account_fen", "interest_fen"):
        if request.totals.get(name):
            console.print(f"  {name:14} {format_yuan(request.totals[name])}")
    if request.totals.get("redetermine"):
        months = ", ".join(format_month(month) for month in request.totals["redetermine"])
        console.print(
            f"  本人待遇须重核 the pension of the right person is to be determined again: {months}"
        )


@command.command()
@person_option
@employer_option
@click.option("--months", required=True, help="费款所属期 2024-10,2024-11")
@click.option("--ground", required=True, type=click.Choice(
    ["after_death", "after_retirement", "paid_twice", "no_employment"]))  # fmt: skip
@click.option("--claimed-by", default="employer", type=click.Choice(["employer", "person"]))
@month_option
@evidence_option
@reason_option
@instrument_option
@by_option
def refund(
    person: str, employer: str, months: str, ground: str, claimed_by: str, month: str, evidence: Path, reason: str,
    instrument: str, by: str,
) -> None:  # fmt: skip
    """退费 · months that should not have been paid: take the claim down."""
    with prepared(role="runner"), refusals_told():
        from renshe.services.contributions.refund.claim import MonthClaim, claim_months

        who = hand(by)
        claim = MonthClaim(person_id(person), employer_id(employer), months_of(months), ground, claimed_by,
                           stored(evidence, who.at), reason, instrument)  # fmt: skip
        _taken(claim_months(claim=claim, month=months_of(month)[0], hand=who))


@command.command()
@click.option("--receipt", required=True, type=int, help="收款编号 number of the receipt")
@click.option("--payer", required=True, help="缴款人代码 the payer's code as on the receipt")
@click.option("--amount", required=True, help="金额（元） yuan")
@click.option("--ground", default="overpaid", type=click.Choice(["overpaid", "not_ours"]))
@evidence_option
@reason_option
@by_option
def suspense(
    receipt: int, payer: str, amount: str, ground: str, evidence: Path, reason: str, by: str
) -> None:
    """退还暂收款 · money that paid nothing: take the claim down."""
    with prepared(role="runner"), refusals_told():
        from renshe.services.contributions.refund.claim import MoneyClaim, claim_suspense

        who = hand(by)
        try:
            fen = yuan_to_fen(amount)
        except MoneyError as error:
            raise click.BadParameter(f"{amount!r} 不是金额 is no amount; write 1234.56") from error
        claim = MoneyClaim(
            receipt,
            payer,
            fen,
            ground,
            "employer",
            stored(evidence, who.at),
            reason,
        )
        _taken(claim_suspense(claim=claim, hand=who))


@command.command()
@person_option
@click.option("--right-person", required=True, help="应缴人证件号码 id number of the right person")
@employer_option
@click.option("--months", required=True, help="费款所属期 2024-10,2024-11")
@month_option
@evidence_option
@reason_option
@by_option
def move(
    person: str,
    right_person: str,
    employer: str,
    months: str,
    month: str,
    evidence: Path,
    reason: str,
    by: str,
) -> None:
    """更正至本人 · months paid for the wrong person: take the claim down."""
    with prepared(role="runner"), refusals_told():
        from renshe.services.contributions.move_months.claim import MoveClaim, claim_move

        who, at_employer = hand(by), employer_id(employer)
        if at_employer is None:
            raise click.UsageError("须指明 --employer needs the employer")
        claim = MoveClaim(person_id(person), person_id(right_person), at_employer, months_of(months),
                          stored(evidence, who.at), reason)  # fmt: skip
        _taken(claim_move(claim=claim, month=months_of(month)[0], hand=who))


@command.command(name="write-off")
@person_option
@employer_option
@click.option(
    "--ground", required=True, type=click.Choice(["bankruptcy_ended", "dissolved", "payer_dead"])
)
@click.option("--instrument", required=True, help="裁定书或证明文号 number of the ruling or proof")
@evidence_option
@reason_option
@by_option
def write_off(
    person: str, employer: str, ground: str, instrument: str, evidence: Path, reason: str, by: str
) -> None:
    """核销 · arrears of a payer that is no more: take the proposal down."""
    with prepared(role="runner"), refusals_told():
        from renshe.services.contributions.write_off.claim import WriteOffClaim, claim_write_off

        who = hand(by)
        claim = WriteOffClaim(ground, instrument, stored(evidence, who.at), reason, employer_id(employer),
                              person_id(person) if person else None)  # fmt: skip
        _taken(claim_write_off(claim=claim, hand=who))


@command.command()
@click.option(
    "--bill", "bills", required=True, type=int, multiple=True, help="应缴单编号 number of a bill"
)
@click.option("--until", required=True, help="截至 2025-11-18")
@click.option("--ground", required=True, help="state_relief, court_ruling, collector_error")
@click.option("--instrument", required=True, help="文号 number of the notice or ruling")
@evidence_option
@reason_option
@by_option
def waive(
    bills: tuple[int, ...],
    until: str,
    ground: str,
    instrument: str,
    evidence: Path,
    reason: str,
    by: str,
) -> None:
    """滞纳金减免 · surcharge of bills up to a day: take the proposal down."""
    with prepared(role="runner"), refusals_told():
        from renshe.services.contributions.write_off.claim import WaiverClaim, claim_waiver

        who = hand(by)
        try:
            day = dt.date.fromisoformat(until)
        except ValueError as error:
            raise click.BadParameter(f"{until!r} 不是日期 is no day; write 2025-11-18") from error
        claim = WaiverClaim(ground, instrument, stored(evidence, who.at), reason, bills, day)
        _taken(claim_waiver(claim=claim, hand=who))


@command.command(name="list")
@click.option("--kind", default="", type=click.Choice(["", *KINDS]))
def listed(kind: str) -> None:
    """待办 · requests that are not settled yet."""
    with prepared(role="runner"):
        from renshe.domains.contributions import api as contributions

        table = Table("编号 no.", "事项 kind", "事由 ground", "金额 yuan", "状态 state", "经办 by")
        for one in contributions.open_requests(kind=kind or None):
            state = " ".join(contributions.REQUEST_STATES[one.state])
            table.add_row(
                str(one.pk),
                one.get_kind_display(),
                one.ground,
                format_yuan(one.amount_fen),
                state,
                one.handled_by,
            )
        console.print(table)


@command.command()
@click.argument("number", type=int)
@by_option
def review(number: int, by: str) -> None:
    """复核 · agree to request NUMBER as a second person."""
    with prepared(role="runner"), refusals_told():
        from renshe.domains.contributions import api as contributions

        contributions.review_request(request_id=number, hand=hand(by))
        console.print(f"已复核 reviewed: {number}")


@command.command()
@click.argument("number", type=int)
@by_option
def approve(number: int, by: str) -> None:
    """批准 · decide request NUMBER as a third person."""
    with prepared(role="runner"), refusals_told():
        from renshe.domains.contributions import api as contributions

        contributions.approve_request(request_id=number, hand=hand(by))
        console.print(f"已批准，待入账 approved, waits for its posting: {number}")


@command.command()
@click.argument("number", type=int)
@click.option("--why", required=True, help="理由 the reason")
@by_option
def refuse(number: int, why: str, by: str) -> None:
    """不予办理 · refuse request NUMBER with the reason."""
    with prepared(role="runner"), refusals_told():
        from renshe.domains.contributions import api as contributions

        contributions.refuse_request(request_id=number, hand=hand(by), why=why)
        console.print(f"不予办理 refused: {number}")


@command.command()
@click.argument("kind", type=click.Choice(KINDS))
@month_option
@click.option(
    "--plan", is_flag=True, help="只编用款计划 only prepare the fund-use plans that it needs"
)
@by_option
def post(kind: str, month: str, plan: bool, by: str) -> None:
    """入账 · post all approved requests of KIND as the accountant."""
    with prepared(role="runner"), refusals_told():
        from renshe.flows import correction_requests

        if plan:
            plans = correction_requests.request_money(
                kind=kind, month=months_of(month)[0], prepared_by=by
            )
            console.print(
                f"用款计划 fund-use plans: {', '.join(str(one) for one in plans) or '无需 none needed'}"
            )
            return
        posted = correction_requests.post_approved(
            kind=kind, month=months_of(month)[0], hand=hand(by)
        )
        if posted.batch_id is None and not posted.refused:
            console.print("没有待入账的申请 nothing waits")
            return
        console.print(
            f"已入账 posted: {len(posted.done)} · {format_yuan(posted.fen)} 元 yuan · batch {posted.batch_id}"
        )
        for number, refusal in posted.refused:
            console.print(f"  {number}: {refusal.describe('zh')}\n     {refusal.describe('en')}")
