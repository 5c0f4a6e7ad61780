"""A death, reported in time or late: every insurance and the pension end, frozen lines stop, what
was paid after becomes a receivable.

Whoever knows reports within 20 working days (社会保险经办条例 第二十五条). The month of death is payable,
and contributions are due for it; months after it that were assessed are on the list of
`runs/enrolment_corrections` from the moment the death is recorded.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from renshe.domains.enrolment import api as enrolment
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.flows.pension_to_ledger import overpayments_found, pension_stopped
from renshe.kernel.periods import Month


@dataclass(frozen=True)
class DeathSettled:
    """What the death changed: insurances ended, a receivable for each benefit, lines stopped before the bank, and payments
    to be recalled."""

    ended: list[enrolment.Spell]
    overpayments: list[pension.Overpayment]
    stopped: list[tuple[int, int]]
    recall: list[str]


@transaction.atomic
def report_death(
    *, person_id: int, died_on: date, recorded: pension.Recorded, accounting_month: Month
) -> DeathSettled:
    """Record the death in the register, end every insurance with its month, and settle the pension, all or nothing.

    A death that the register knows already is settled all the same. The bank is asked to recall each
    payment in `recall`; what it cannot get back is claimed from the estate, then from the account's
    balance, and from the grant only with the family's consent.
    """
    person = registry.person(person_id=person_id)
    spells = enrolment.die(
        person_id=person.pk,
        died_on=died_on,
        record=enrolment.Recording(
            reason=recorded.reason,
            known_on=recorded.known_on,
            actor=recorded.by,
            at=recorded.at,
        ),
    )
    retirees.end_by_death(
        person_id=person.pk,
        by=retirees.By(name=recorded.by, at=recorded.at, today=recorded.known_on),
    )
    ended = pension.end_pension_by_death(person_id=person.pk, died_on=died_on, recorded=recorded)
    for batch_id, line_no in ended.lines_to_stop:
        _stop(batch_id=batch_id, line_no=line_no, recorded=recorded)
    overpayments_found(
        ended.overpayments, accounting_month=accounting_month, entry_on=recorded.known_on,
        posted_by=recorded.by,
    )  # fmt: skip
    return DeathSettled(
        ended=spells, overpayments=ended.overpayments, stopped=ended.lines_to_stop,
        recall=[line["instruction"] for one in ended.overpayments for line in one.lines],
    )  # fmt: skip


def _stop(*, batch_id: int, line_no: int, recorded: pension.Recorded) -> None:
    """Stop a frozen line of a month after death; it was never due, so it leaves the books where it was posted."""
    stopped = pension.stop_line(
        batch_id=batch_id,
        line_no=line_no,
        reason="death",
        still_due=False,
        note=recorded.reason,
        stopped_by=recorded.by,
        stopped_at=recorded.at,
    )
    if stopped.amounts:
        batch = pension.batch_row(batch_id=batch_id)
        pension_stopped(
            fund=batch.fund,
            batch_id=batch_id,
            line_no=line_no,
            accounting_month=batch.accounting_month,
            entry_on=recorded.known_on,
            totals=stopped.amounts,
            posted_by=recorded.by,
        )
