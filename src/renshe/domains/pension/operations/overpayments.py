"""Getting overpaid money back: notice, agreement, set-off, refund. Arrears and overpayments are
posted gross, never netted.

Basis: 社会保险经办条例 第四十六条.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from renshe.domains.pension.models import Hold, Instalment, Overpayment, Recovery
from renshe.domains.pension.refusals import NOT_NOTIFIED, RECOVERY_TOO_LARGE
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal


def notify_overpayment(*, overpayment_id: int, on: date) -> None:
    """The notice of refund was served; the first service counts."""
    Overpayment.objects.filter(pk=overpayment_id, notified_on__isnull=True).update(notified_on=on)


@transaction.atomic
def agree_instalments(
    *, overpayment_id: int, instalments: Sequence[tuple[Month, int]]
) -> list[Instalment]:
    """A repayment agreement `(month, fen)` that covers exactly what is still owed; it replaces an earlier one.

    Raises Refusal `recovery_too_large` where the sum is another, or where nothing is owed.
    """
    owed = _open(overpayment_id)
    if not instalments or owed.state in ("settled", "written_off"):
        raise Refusal(RECOVERY_TOO_LARGE, subject=str(overpayment_id))
    if sum(fen for _, fen in instalments) != owed.principal_fen - owed.recovered_fen:
        raise Refusal(RECOVERY_TOO_LARGE, subject=f"{overpayment_id}: {owed.principal_fen}")
    owed.instalments.all().delete()
    owed.state = "agreed"
    owed.save(update_fields=["state"])
    return Instalment.objects.bulk_create(
        Instalment(overpayment=owed, due_month=month, amount_fen=fen) for month, fen in instalments
    )


@transaction.atomic
def offset_from_pension(
    *, overpayment_id: int, from_month: Month, monthly_fen: int, recorded_by: str, known_on: date
) -> Hold:
    """Set the overpayment off against later pensions, so much a month, until it is recovered. Only after notice."""
    owed = _open(overpayment_id)
    if owed.notified_on is None or owed.notified_on > known_on:
        raise Refusal(NOT_NOTIFIED, subject=str(overpayment_id))
    return Hold.objects.create(
        person_id=owed.person_id,
        kind="deduction",
        from_month=from_month,
        monthly_fen=monthly_fen,
        overpayment=owed,
        reason=f"多发待遇抵扣 {overpayment_id}",
        recorded_by=recorded_by,
        known_on=known_on,
    )


@transaction.atomic
def record_recovery(
    *, overpayment_id: int, way: str, amount_fen: int, received_on: date, reference: str
) -> tuple[Recovery, bool]:
    """Money of an overpayment came back by refund, instalment, bank recall, the account or the estate.

    The same reference again changes nothing; the second value tells whether it was new. The caller
    posts what is new in the same transaction. Refuses more than is still owed.
    """
    owed = _open(overpayment_id)
    known = Recovery.objects.filter(reference=reference).first()
    if known is not None:
        return known, False
    if amount_fen <= 0 or amount_fen > owed.principal_fen - owed.recovered_fen:
        raise Refusal(RECOVERY_TOO_LARGE, subject=f"{overpayment_id}: {amount_fen}")
    made = Recovery.objects.create(
        overpayment=owed,
        way=way,
        amount_fen=amount_fen,
        received_on=received_on,
        reference=reference,
    )
    owed.recovered_fen += amount_fen
    if owed.recovered_fen == owed.principal_fen:
        owed.state = "settled"
    owed.save(update_fields=["recovered_fen", "state"])
    return made, True


def equal_parts(*, fen: int, months: int, first: Month) -> list[tuple[Month, int]]:
    """So many fen in so many months, alike to the fen; what does not divide is in the first."""
    each, rest = divmod(fen, months)
    return [(first + number, each + (rest if number == 0 else 0)) for number in range(months)]


def _open(overpayment_id: int) -> Overpayment:
    """The overpayment, locked for the caller's transaction."""
    return Overpayment.objects.select_for_update().get(pk=overpayment_id)
