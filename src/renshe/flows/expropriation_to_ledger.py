"""Expropriated people's money in the books: pre-deposit, split into accounts, pool and reserve; town insurance carried over.

Fund `land_security`. Money that came for a project is suspense until the certificate is out: Dr money / Cr pre-deposit in both
books. The split applies it: accounts are R2201, the risk reserve R2401, the pool is what stays equity. A conversion moves the
supplementary account from `town_insurance` to `employee_pension` within the fiscal special accounts.
Basis: 土地管理法 第四十八条; 沪府规〔2022〕3号; 沪府发〔2003〕65号.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.expropriation import api as expropriation
from renshe.domains.funds import api as funds
from renshe.flows.books_month import books_month
from renshe.flows.expropriation_to_career import count_bought, count_carried
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, month_of, year_of
from renshe.laws import library

FUND, TOWN, EMPLOYEES = "land_security", "town_insurance", "employee_pension"
ACCOUNT_YEAR_OVER = Problem(
    "account_year_over",
    "当年个人账户已经结息，不能再记入本年",
    "this year's individual accounts are closed already",
    "劳办发〔1997〕116号",
    "请在下一年度办理转入",
    "Convert it in the next year",
)
_SUBSIDY = "government"


@transaction.atomic
def list_confirmed(
    *, project_id: int, letter: str, recorded: expropriation.Recorded
) -> expropriation.ExpropriationProject:
    """The second confirmation, and with it what every payer owes, as receivable and assessed."""
    project = expropriation.confirm_by_land(project_id=project_id, letter=letter, recorded=recorded)
    fen = expropriation.cost_of(project)
    _post(
        fund=FUND, book="rights", reason="expropriation_due", cause=("expropriation_project", project.pk),
        posts=(funds.Post("R1101", debit_fen=fen), funds.Post("R4101", credit_fen=fen)), recorded=recorded,
    )  # fmt: skip
    return project


@transaction.atomic
def money_received(
    *, share_id: int, amount_fen: int, received_on: dt.date, bank_ref: str, recorded: expropriation.Recorded
) -> expropriation.ProjectReceipt:  # fmt: skip
    """Money of a payer into the pre-deposit; it belongs to nobody's account before the certificate."""
    month = books_month(fund=FUND, on=recorded.today)
    receipt = expropriation.record_receipt(
        share_id=share_id, amount_fen=amount_fen, received_on=received_on, bank_ref=bank_ref, accounting_month=month,
        recorded=recorded,
    )  # fmt: skip
    subject = _subject(receipt.share.project)
    for book, money, held in (("cash", "1003", "2001"), ("rights", "R1901", "R2301")):
        _post(
            fund=FUND, book=book, reason="expropriation_received", cause=("expropriation_receipt", receipt.pk),
            posts=(
                funds.Post(money, debit_fen=amount_fen),
                funds.Post(held, credit_fen=amount_fen, subject=subject),
            ),
            recorded=recorded, month=month,
        )  # fmt: skip
    return receipt


@transaction.atomic
def project_settled(
    *, project_id: int, recorded: expropriation.Recorded
) -> expropriation.ExpropriationProject:
    """Split a certified project's pre-deposit: accounts and reserve to their own lines, the rest is the pool's.

    The months that it bought enter the careers of those of working age. Raises Refused, Refusal.
    """
    project, split = expropriation.settle(project_id=project_id, recorded=recorded)
    count_bought(project=project, recorded=recorded)
    subject, cause = _subject(project), ("expropriation_project", project.pk)
    subsidy = sum(
        one.amount_fen or 0 for one in project.shares.order_by("pk") if one.payer == _SUBSIDY
    )
    _post(
        fund=FUND, book="cash", reason="expropriation_settled", cause=cause, recorded=recorded,
        posts=(
            funds.Post("2001", debit_fen=split.total_fen, subject=subject),
            funds.Post("4001", credit_fen=split.total_fen - subsidy),
            funds.Post("4101", credit_fen=subsidy),
        ),
    )  # fmt: skip
    _post(
        fund=FUND, book="rights", reason="expropriation_settled", cause=cause, recorded=recorded,
        posts=(
            funds.Post("R2301", debit_fen=split.total_fen, subject=subject),
            funds.Post("R1101", credit_fen=split.total_fen),
        ),
    )  # fmt: skip
    _post(
        fund=FUND, book="rights", reason="expropriation_split", cause=cause, recorded=recorded,
        posts=(
            funds.Post("R5301", debit_fen=split.account_fen),
            funds.Post("R2201", credit_fen=split.account_fen),
            funds.Post("R5901", debit_fen=split.reserve_fen),
            funds.Post("R2401", credit_fen=split.reserve_fen),
        ),
    )  # fmt: skip
    return project


@transaction.atomic
def town_insurance_converted(
    *, person_id: int, reference: str, recorded: expropriation.Recorded
) -> expropriation.Carried:
    """Close somebody's town insurance into the employee scheme: months as the law carries them, the account with its money.

    The account's money enters the employee account of this year with the months of interest that are left of it.
    Raises Refused, Refusal.
    """
    month = books_month(fund=EMPLOYEES, on=recorded.today)
    if (funds.last_account_year() or 0) >= year_of(month):
        raise Refused(ACCOUNT_YEAR_OVER)
    record, carried = expropriation.convert_town_insurance(
        person_id=person_id, reference=reference, recorded=recorded, explain=library.explain
    )
    count_carried(
        record=record,
        months=carried.months,
        reference=reference or f"town-{record.pk}",
        recorded=recorded,
    )
    fen, cause = carried.account_fen, ("town_insurance_record", record.pk)
    if not fen:
        return carried
    out = (("cash", "5101", "1003"), ("rights", "R2201", "R1901"))
    into = (("cash", "1003", "4301"), ("rights", "R1901", "R2201"))
    for fund, sides in ((TOWN, out), (EMPLOYEES, into)):
        for book, debit, credit in sides:
            _post(
                fund=fund, book=book, reason="town_insurance_converted", cause=cause, recorded=recorded, month=month,
                posts=(funds.Post(debit, debit_fen=fen), funds.Post(credit, credit_fen=fen)),
            )  # fmt: skip
    batch_id = funds.open_batch(
        kind="town_insurance_conversion", accounting_month=month, run_key=f"town-conversion-{record.pk}", fund=EMPLOYEES
    )  # fmt: skip
    change = contributions.AccountChange(
        record.person_id, year_of(month), fen, fen * (13 - month_of(month))
    )
    contributions.record_account_changes(batch_id=batch_id, changes=[change])
    funds.post_batch(
        batch_id=batch_id, rows=1, totals={"account_fen": fen}, entries=(), posted_by=recorded.by,
        posted_at=recorded.at,
    )  # fmt: skip
    return carried


def _subject(project: expropriation.ExpropriationProject) -> str:
    return f"project-{project.pk}"


def _post(
    *, fund: str, book: str, reason: str, cause: tuple[str, int], posts: tuple[funds.Post, ...],
    recorded: expropriation.Recorded, month: Month | None = None,
) -> None:  # fmt: skip
    entry = funds.NewEntry(book, fund, recorded.today, reason, cause[0], str(cause[1]), posts)
    funds.post_entry(
        entry=entry, accounting_month=month or books_month(fund=fund, on=recorded.today),
        posted_by=recorded.by,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What an old system hands over of one fund (fen): money, accounts, reserve; the rest is the pool's."""

    fund: str
    money_fen: int
    accounts_fen: int
    reserve_fen: int = 0


@transaction.atomic
def funds_taken_over(*, opening: Opening, month: Month, recorded: expropriation.Recorded) -> None:
    """Open both books of the land-security money or of town insurance with what an old system hands over."""
    pool = opening.money_fen - opening.accounts_fen - opening.reserve_fen
    cause = ("take_over", 0)
    _post(
        fund=opening.fund, book="cash", reason="opening", cause=cause, recorded=recorded, month=month,
        posts=(
            funds.Post("1003", debit_fen=opening.money_fen),
            funds.Post("3001", credit_fen=opening.money_fen),
        ),
    )  # fmt: skip
    _post(
        fund=opening.fund, book="rights", reason="opening", cause=cause, recorded=recorded, month=month,
        posts=(
            funds.Post("R1901", debit_fen=opening.money_fen),
            funds.Post("R2201", credit_fen=opening.accounts_fen),
            funds.Post("R2401", credit_fen=opening.reserve_fen),
            funds.Post("R3001", credit_fen=max(pool, 0), debit_fen=max(-pool, 0)),
        ),
    )  # fmt: skip
