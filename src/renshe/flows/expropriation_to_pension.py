"""The living allowance becomes an award that is paid: entitlement, award and account in one transaction.

Basis: 沪府规〔2022〕3号. The award is paid by the fund `land_security` with everybody else's pension of the month.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import month_containing
from renshe.laws import library

KIND, TOWN = "land_allowance", "town"
STILL_PAID = Problem(
    "allowance_still_paid",
    "生活费还在发放，不能撤销核定",
    "the allowance is still being paid, so its determination is not withdrawn",
    "社会保险经办条例 46",
    "请先由待遇岗位终止发放、已发的按多发待遇追回，再撤销",
    "Have the payment ended and what was paid claimed back first, then withdraw it",
)


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where it is paid to, in the person's own name."""

    bank_code: str
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """The entitlement, the award that pays it, and what a claim handed in late makes up for."""

    allowance: expropriation.LandAllowance
    award: pension.Award
    grown: pension.Grown
    arrears: tuple[pension.Arrears, ...]

    @property
    def owed_fen(self) -> int:
        """What is paid for past months in all (fen)."""
        return sum(one.total_fen for one in self.arrears)

    @property
    def monthly_fen(self) -> int:
        """What is paid each month from now on: as first granted, with every rise since (fen)."""
        return int(self.award.total_fen) + sum(one.amount_fen for one in self.grown.rises)


class _TakenBack(Exception):
    """What was only tried."""


@transaction.atomic
def allowance_claimed(
    *, person_id: int, reference: str, account: Account, recorded: expropriation.Recorded, signed: pension.Signatures
) -> Claimed:  # fmt: skip
    """Determine the allowance by the law of its first month, raise it by what came since, pay past months as arrears.

    Raises Refused, Refusal; then nothing is written.
    """
    claimed = _awarded(person_id=person_id, reference=reference, recorded=recorded, signed=signed)
    pension.change_payee_account(
        person_id=person_id, bank_code=account.bank_code, account_number=account.number, account_name=account.name,
        verified_on=recorded.today, valid_from=recorded.today,
    )  # fmt: skip
    return claimed


def allowance_reckoned(*, person_id: int, recorded: expropriation.Recorded) -> Claimed:
    """What a claim of today would bring. Nothing is written. Raises Refused, Refusal."""
    signed = pension.Signatures(
        determined_by=recorded.by, reviewed_by="未复核", at=recorded.at, known_on=recorded.today
    )
    try:
        with transaction.atomic():
            claimed = _awarded(person_id=person_id, reference="", recorded=recorded, signed=signed)
            raise _TakenBack
    except _TakenBack:
        return claimed


def _awarded(
    *, person_id: int, reference: str, recorded: expropriation.Recorded, signed: pension.Signatures
) -> Claimed:
    allowance = expropriation.grant_allowance(
        person_id=person_id, reference=reference, recorded=recorded, explain=library.explain
    )
    (told,) = [
        one
        for one in expropriation.facts_for_award(person_id=person_id, on=recorded.today)
        if one.kind == KIND
    ]
    granted = pension.grant_benefit(
        kind=KIND, person_id=person_id, place=told.place, facts=told.facts, starts_month=told.starts_month,
        signed=signed, explain=library.explain,
    )  # fmt: skip
    grown = pension.grow_since_start(
        award_id=granted.award.pk, known_on=signed.known_on, signed=signed, explain=library.explain
    )
    return Claimed(
        allowance=allowance, award=granted.award, grown=grown, arrears=(*granted.arrears, *grown.arrears)
    )  # fmt: skip


@transaction.atomic
def allowance_withdrawn(
    *, allowance_id: int, reason: str, recorded: expropriation.Recorded
) -> expropriation.LandAllowance:
    """End an entitlement whose award pays no more. Raises Refused `allowance_still_paid`."""
    found = expropriation.LandAllowance.objects.select_related("member").get(pk=allowance_id)
    if pension.in_force(person_id=found.member.person_id, kind=KIND) is not None:
        raise Refused(STILL_PAID)
    return expropriation.end_allowance(allowance_id=allowance_id, reason=reason, recorded=recorded)


TOWN_STILL_PAID = Problem(
    "town_still_paid",
    "镇保养老金还在发放，不能撤销核定",
    "the town pension is still being paid, so its determination is not withdrawn",
    "社会保险经办条例 46",
    "请先由待遇岗位终止发放、已发的按多发待遇追回，再撤销",
    "Have the payment ended and what was paid claimed back first, then withdraw it",
)


@dataclass(frozen=True, kw_only=True)
class TownClaimed:
    """The record that is drawn and the award that pays it."""

    record: expropriation.TownInsuranceRecord
    award: pension.Award


@transaction.atomic
def town_pension_claimed(
    *, person_id: int, reference: str, account: Account, recorded: expropriation.Recorded, signed: pension.Signatures
) -> TownClaimed:  # fmt: skip
    """Award the town pension from the month after the claim. Raises Refused, Refusal; then nothing is written.

    Basis: 沪府发〔2003〕65号; the first month is owner-default, as for employees.
    """
    month = month_containing(recorded.today)
    record, facts = expropriation.draw_town_pension(
        person_id=person_id, reference=reference, month=month, recorded=recorded, explain=library.explain
    )  # fmt: skip
    granted = pension.grant_benefit(
        kind=TOWN, person_id=record.person_id, place=record.place[:6], facts=facts, starts_month=month + 1, signed=signed,
        explain=library.explain,
    )  # fmt: skip
    pension.change_payee_account(
        person_id=record.person_id, bank_code=account.bank_code, account_number=account.number,
        account_name=account.name, verified_on=recorded.today, valid_from=recorded.today,
    )  # fmt: skip
    return TownClaimed(record=record, award=granted.award)


@transaction.atomic
def town_withdrawn(*, record_id: int) -> expropriation.TownInsuranceRecord:
    """Keep a record again whose award pays no more. Raises Refused `town_still_paid`."""
    found = expropriation.TownInsuranceRecord.objects.get(pk=record_id)
    if pension.in_force(person_id=found.person_id, kind=TOWN) is not None:
        raise Refused(TOWN_STILL_PAID)
    return expropriation.keep_town_again(record_id=record_id)
