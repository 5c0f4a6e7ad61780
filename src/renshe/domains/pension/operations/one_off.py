"""One-off payments of survivors' benefits: the steps of `funds.PaidOnce` on this domain's tables, and another account.

Nothing here posts: `flows/one_off_to_ledger.py` books each step in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.funds import api as funds
from renshe.domains.pension.models import OneOffBatch, OneOffLine, SurvivorsBenefit
from renshe.domains.pension.queries.one_off import (
    ONE_OFF,
    PAYS_ONE_OFF,
    WaitingBenefit,
    waiting_benefits,
)
from renshe.domains.pension.refusals import NAME_DIFFERS
from renshe.domains.pension.refusals_of_recovery import REASON_NEEDED
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.rules import Refusal

BankWord = funds.BankWord


def lock_one_off() -> None:
    """One batch is made at a time, for the caller's transaction; the unique index is the last word."""
    ONE_OFF.lock()


def choose_benefits(*, place: str, benefit_ids: Sequence[int] | None) -> list[WaitingBenefit]:
    """The waiting benefits of a place to pay: the named ones, or all that need nobody's decision. Raises Refusal
    `nothing_waits`."""
    return ONE_OFF.choose(waiting_benefits(place=place), numbers=benefit_ids)


def make_one_off_batch(
    *,
    batch_id: int,
    place: str,
    accounting_month: int,
    chosen: Sequence[WaitingBenefit],
    by: str,
    at: datetime,
) -> OneOffBatch:
    """Freeze who is paid how much into which account; line numbers are given here and are for life."""
    made: OneOffBatch = ONE_OFF.make(
        batch_id=batch_id, place=place, accounting_month=accounting_month, chosen=chosen, by=by, at=at
    )  # fmt: skip
    return made


def locked_one_off(*, batch_id: int) -> OneOffBatch:
    """The batch, locked for the caller's transaction. Raises OneOffBatch.DoesNotExist."""
    found: OneOffBatch = ONE_OFF.locked(batch_id=batch_id)
    return found


def require_one_off(*, batch: OneOffBatch, states: Sequence[str]) -> None:
    """Refuse unless the batch is in one of these states."""
    ONE_OFF.require(batch=batch, states=states)


def approve_one_off(*, batch_id: int, by: str, at: datetime) -> OneOffBatch:
    """Agree to the batch as a second person. Asked again by the same, no change. Raises Refusal `two_people_needed`."""
    done: OneOffBatch = ONE_OFF.approve(batch_id=batch_id, by=by, at=at)
    return done


def discard_one_off(*, batch_id: int, by: str, at: datetime, why: str) -> OneOffBatch:
    """Take a batch back before it goes to the bank, with the reason. Raises Refusal `reason_needed`, `wrong_step`."""
    done: OneOffBatch = ONE_OFF.discard(batch_id=batch_id, by=by, at=at, why=why)
    return done


def fund_one_off(*, batch_id: int, plan_id: int | None, funded_fen: int, on: date) -> OneOffBatch:
    """The money for first payments is in the expenditure account. Raises Refusal `not_enough_money`."""
    done: OneOffBatch = ONE_OFF.fund(
        batch_id=batch_id, plan_id=plan_id, funded_fen=funded_fen, on=on
    )
    return done


def file_one_off(
    *, batch: OneOffBatch, pay_on: date, sha256: str, file_id: int, rows: int, total_fen: int
) -> None:
    """Keep which file went to the bank, in the caller's transaction; refused where it is not the batch to the fen."""
    ONE_OFF.file(
        batch=batch, pay_on=pay_on, sha256=sha256, file_id=file_id, rows=rows, total_fen=total_fen
    )


def one_off_sent(*, batch_id: int, at: datetime) -> None:
    """The bank has the file. Sending again changes nothing."""
    ONE_OFF.sent(batch_id=batch_id, at=at)


def record_one_off_words(
    *, batch: OneOffBatch, words: Sequence[BankWord], file_id: int
) -> tuple[list[OneOffLine], list[OneOffLine]]:
    """Keep the bank's words: the lines now paid, and those that came back. Raises Refusal `return_does_not_fit`."""
    return ONE_OFF.record_words(batch=batch, words=words, file_id=file_id)


def one_off_return_taken(*, batch_id: int, file_id: int) -> bool:
    """Whether the answers of this very file are kept already."""
    return ONE_OFF.return_taken(batch_id=batch_id, file_id=file_id)


def settle_one_off_by_statement(*, line: OneOffLine, amount_fen: int, file_id: int | None) -> str:
    """A statement credits an instruction back, which proves that it failed: settled, failed, paid or foreign."""
    return ONE_OFF.settle_by_statement(line=line, amount_fen=amount_fen, file_id=file_id)


def close_one_off(*, batch_id: int, on: date) -> OneOffBatch:
    """Close the batch once every line has the bank's final word. Raises Refusal `still_unknown`, `wrong_step`."""
    done: OneOffBatch = ONE_OFF.close(batch_id=batch_id, on=on)
    return done


@transaction.atomic
def redirect_benefit(
    *,
    benefit_id: int,
    bank_code: str,
    account_number: str,
    account_name: str,
    by: str,
    at: datetime,
    reason: str,
) -> SurvivorsBenefit:
    """Pay a waiting benefit into another account of the claimant's own, on the reason given.

    Whoever approves the next batch sees the account. Raises Refusal `name_differs`, `in_a_payment_batch`, `reason_needed`.
    """
    benefit = SurvivorsBenefit.objects.select_for_update().get(pk=benefit_id)
    require_not_on_its_way(benefit=benefit)
    if not reason.strip():
        raise Refusal(REASON_NEEDED, subject=benefit.case_number)
    claimant = registry.person(person_id=benefit.claimant_id)
    if not same_name(account_name, claimant.name):
        raise Refusal(NAME_DIFFERS, subject=benefit.case_number)
    benefit.bank_code, benefit.account_number, benefit.account_name = (
        bank_code,
        account_number,
        claimant.name,
    )
    benefit.save(update_fields=["bank_code", "account_number", "account_name"])
    audit.record_event(
        actor=by, verb="redirect", subject_kind=PAYS_ONE_OFF, subject_id=benefit.pk, reason=reason, at=at,
        detail={"bank": bank_code, "account": f"…{account_number[-4:]}"},
    )  # fmt: skip
    return benefit


def require_not_on_its_way(*, benefit: SurvivorsBenefit) -> None:
    """Refuse where the benefit is in a batch that is open: made, at the bank, or unknown to it."""
    ONE_OFF.require_not_on_its_way(owed=benefit, subject=benefit.case_number)
