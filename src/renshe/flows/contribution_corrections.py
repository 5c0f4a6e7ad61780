"""What is set right in the books of contributions: held money applied or sent back, refunds, write-offs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renshe.domains.funds import api as funds
from renshe.flows.contribution_to_ledger import FUND_OF, Posting, finish, journal


def held_money_applied(
    *,
    posting: Posting,
    rows: int,
    holder: str,
    items: Sequence[tuple[str, str, bool, int]],
) -> list[int]:
    """Give money held by one fund to what became owed in any: ``(receipt, insurance, is_surcharge, fen)``.

    The holder's suspense is cleared; money for another fund moves there over both funds' fiscal accounts.
    """
    entries: list[funds.NewEntry] = []
    for receipt, insurance, is_surcharge, fen in items:
        fund, cause = (
            FUND_OF[insurance],
            f"{posting.batch_id}:{receipt}:{insurance}:{int(is_surcharge)}",
        )
        income, owed = ("4501", "R1102") if is_surcharge else ("4001", "R1101")
        if is_surcharge:
            entries.append(
                funds.NewEntry(
                    "rights",
                    fund,
                    posting.entry_on,
                    "surcharge_assessed",
                    "receipt",
                    cause,
                    (funds.Post("R1102", debit_fen=fen), funds.Post("R4102", credit_fen=fen)),
                )
            )
        for book, held, other, money in (
            ("cash", "2001", income, "1003"),
            ("rights", "R2301", owed, "R1901"),
        ):
            clear = funds.Post(held, debit_fen=fen, subject=receipt)
            if fund == holder:
                entries.append(
                    funds.NewEntry(
                        book,
                        fund,
                        posting.entry_on,
                        "suspense_applied",
                        "receipt",
                        cause,
                        (clear, funds.Post(other, credit_fen=fen)),
                    )
                )
                continue
            entries.append(
                funds.NewEntry(
                    book,
                    holder,
                    posting.entry_on,
                    "suspense_passed_on",
                    "receipt",
                    cause,
                    (clear, funds.Post(money, credit_fen=fen)),
                )
            )
            entries.append(
                funds.NewEntry(
                    book,
                    fund,
                    posting.entry_on,
                    "suspense_applied",
                    "receipt",
                    cause,
                    (funds.Post(money, debit_fen=fen), funds.Post(other, credit_fen=fen)),
                )
            )
    return finish(posting, rows, {"applied_fen": sum(item[3] for item in items)}, entries)


def suspense_refunded(*, posting: Posting, items: Sequence[tuple[str, str, int]]) -> list[int]:
    """Send money held as 暂收款 back to its payer by the original route: ``(fund, receipt, fen)``."""
    entries = []
    for fund, subject, fen in items:
        entries.append(
            funds.NewEntry(
                "cash",
                fund,
                posting.entry_on,
                "suspense_refunded",
                "receipt",
                f"{posting.batch_id}:{subject}",
                (
                    funds.Post("2001", debit_fen=fen, subject=subject),
                    funds.Post("1004", credit_fen=fen),
                ),
            )
        )
        entries.append(
            funds.NewEntry(
                "rights",
                fund,
                posting.entry_on,
                "suspense_refunded",
                "receipt",
                f"{posting.batch_id}:{subject}",
                (
                    funds.Post("R2301", debit_fen=fen, subject=subject),
                    funds.Post("R1901", credit_fen=fen),
                ),
            )
        )
    return finish(posting, len(items), {"refunded_fen": sum(item[2] for item in items)}, entries)


def contributions_refunded(
    *,
    posting: Posting,
    rows: int,
    refund_fen: Mapping[str, int],
    account_debit_fen: int = 0,
    interest_debit_fen: int = 0,
) -> list[int]:
    """Pay back dues that were wrong, double or after death, as principal (社会保险法 and 259号 practice).

    The assessment is reversed by negative lines of the batch, the money leaves the expenditure account,
    and what had been credited to individual accounts is taken out again, with the interest it has earned there.
    """
    entries = []
    for fund, fen in refund_fen.items():
        entries.append(
            journal(
                posting,
                "rights",
                fund,
                "assessment_reversed",
                funds.Post("R4101", debit_fen=fen),
                funds.Post("R1101", credit_fen=fen),
            )
        )
        entries.append(
            journal(
                posting,
                "rights",
                fund,
                "contributions_refunded",
                funds.Post("R1101", debit_fen=fen),
                funds.Post("R1901", credit_fen=fen),
            )
        )
        entries.append(
            journal(
                posting,
                "cash",
                fund,
                "contributions_refunded",
                funds.Post("4001", debit_fen=fen),
                funds.Post("1004", credit_fen=fen),
            )
        )
    entries.append(
        journal(
            posting,
            "rights",
            "employee_pension",
            "account_credit_reversed",
            funds.Post("R2201", debit_fen=account_debit_fen),
            funds.Post("R5301", credit_fen=account_debit_fen),
        )
    )
    entries.append(
        journal(
            posting,
            "rights",
            "employee_pension",
            "account_interest_reversed",
            funds.Post("R2201", debit_fen=interest_debit_fen),
            funds.Post("R5201", credit_fen=interest_debit_fen),
        )
    )
    body = {"refund_fen": dict(refund_fen), "account_debit_fen": account_debit_fen}
    if interest_debit_fen:
        body["interest_debit_fen"] = interest_debit_fen
    return finish(posting, rows, body, entries)


def months_moved(
    *, posting: Posting, rows: int, moved_fen: int, account_fen: int, interest_fen: int
) -> list[int]:
    """Months that were paid for the wrong person are the right one's: the money stays, the accounts change hands.

    `moved_fen` is the principal that now stands under the right name; `account_fen` and `interest_fen` leave one
    individual account for another, which the control account shows as one amount on both sides.
    """
    whole = account_fen + interest_fen
    entry = journal(
        posting,
        "rights",
        "employee_pension",
        "months_moved",
        funds.Post("R2201", debit_fen=whole),
        funds.Post("R2201", credit_fen=whole),
    )
    totals = {
        "moved_fen": moved_fen,
        "account_moved_fen": account_fen,
        "interest_moved_fen": interest_fen,
    }
    return finish(posting, rows, totals, [entry])


def contributions_written_off(
    *, posting: Posting, rows: int, written_off_fen: Mapping[str, int]
) -> list[int]:
    """Write off dues that can never come in; the decision by two people is the caller's."""
    entries = [
        journal(
            posting,
            "rights",
            fund,
            "contributions_written_off",
            funds.Post("R5501", debit_fen=fen),
            funds.Post("R1101", credit_fen=fen),
        )
        for fund, fen in written_off_fen.items()
    ]
    return finish(posting, rows, {"written_off_fen": dict(written_off_fen)}, entries)
