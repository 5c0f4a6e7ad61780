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
from renshe.flows.stopped_payments import settle_stopped
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
    settle_stopped(
        lines=ended.lines_to_stop, overpayments=ended.overpayments, reason="death", recorded=recorded,
        accounting_month=accounting_month,
    )  # fmt: skip
    return DeathSettled(
        ended=spells, overpayments=ended.overpayments, stopped=ended.lines_to_stop,
        recall=[line["instruction"] for one in ended.overpayments for line in one.lines],
    )  # fmt: skip
