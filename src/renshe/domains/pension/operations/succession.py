"""One benefit becomes another at an age: the invalidity allowance is computed as a pension when five years are left, and
becomes the old-age pension, unchanged, at the legal age."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from renshe.domains.pension.models import Adjustment, Award
from renshe.domains.pension.operations.adjusting import replay_adjustments
from renshe.domains.pension.operations.awards import Granted, write_award
from renshe.domains.pension.operations.determination import (
    COMPONENTS,
    Determination,
    determine,
    replay,
)
from renshe.domains.pension.operations.holds import Recorded, end_award, move_award
from renshe.domains.pension.operations.settling import open_month, settle
from renshe.domains.pension.operations.signatures import Signatures
from renshe.domains.pension.queries.awards import in_force, monthly_amounts
from renshe.domains.pension.refusals import ALREADY_IN_FORCE
from renshe.domains.pension.refusals_of_lists import (
    NO_RECEIPT,
    NOT_BY_THE_WHOLE_FORMULA,
    SUSPENDED,
)
from renshe.kernel.periods import Month
from renshe.kernel.rules import Explain, Explanation, Refusal

FULL = "full_pension_formula"


def drawn_as_a_pension(*, award: Award, explain: Explain) -> bool:
    """Whether an invalidity allowance was given by the whole pension formula, so that it goes over without recalculation.

    Basis: 人社部发〔2024〕72号 第三条; what was given by the basic part alone (第四、五条) is determined as a pension anew.
    Raises Refusal `no_receipt_of_ours` for one that an old system determined.
    """
    if award.kind != "invalidity":
        return False
    if "target" not in award.receipt:
        raise Refusal(NO_RECEIPT, subject=str(award.pk))
    return _whole(replay(receipt=award.receipt, facts=award.facts, explain=explain))


def _whole(told: Explanation) -> bool:
    return any(
        node.name == "invalidity_formula" and node.value == FULL for node in told.root.walk()
    )


@transaction.atomic
def recompute_allowance(
    *,
    award_id: int,
    from_month: Month,
    facts: Mapping[str, Any],
    signed: Signatures,
    explain: Explain,
) -> Granted:
    """An allowance by the basic part alone computed as a pension from a month on: five years are left to the legal age.

    The old award ends with the month before, the new one takes its place with every later rise; months since that were paid
    or frozen at the old amount are settled by their difference, gross. Refuses where the award is suspended, or where the
    facts give no whole formula. Basis: 人社部发〔2024〕72号 第四条.
    """
    old = Award.objects.select_for_update().get(pk=award_id)
    if old.kind != "invalidity":
        raise ValueError(f"award {award_id} is no invalidity allowance")
    if old.state == "suspended":
        raise Refusal(SUSPENDED, subject=str(award_id))
    drawn = determine(
        facts=facts, place=old.place, known_on=signed.known_on, explain=explain, kind=old.kind,
        starts_month=from_month,
    )  # fmt: skip
    if not _whole(drawn.explanation):
        raise Refusal(NOT_BY_THE_WHOLE_FORMULA, subject=str(award_id))
    until = open_month(old, known_on=signed.known_on)
    before = {
        month: parts
        for month, parts in monthly_amounts(award=old, until=until).items()
        if month >= from_month
    }
    recorded = Recorded(
        by=signed.reviewed_by, at=signed.at, known_on=signed.known_on, reason="距法定退休年龄五年，重新核算"
    )  # fmt: skip
    old.ends_month = from_month - 1
    move_award(award=old, verb="end", recorded=recorded)
    drawn.receipt["recomputed_from"] = old.pk
    new = write_award(
        person_id=old.person_id, kind=old.kind, place=old.place, drawn=drawn, signed=signed, replaces=old,
    )  # fmt: skip
    replay_adjustments(old=old, new=new, drawn=drawn, signed=signed, explain=explain)
    arrears, overpayment = settle(
        award=new, before=before, after=monthly_amounts(award=new, until=until), cause="redetermined",
        known_on=signed.known_on,
    )  # fmt: skip
    return Granted(award=new, arrears=arrears, overpayment=overpayment, determination=drawn)


@transaction.atomic
def become_old_age(
    *,
    award_id: int,
    from_month: Month,
    signed: Signatures,
    explain: Explain,
    claimed: bool = True,
) -> Granted:
    """The old-age pension that an invalidity allowance becomes: the same parts, the same rises, no recalculation.

    It starts with `from_month`, or with the first month that no roster has frozen yet, and the allowance ends before it.
    Refuses where an old-age pension is in force. Not `claimed` by the person, it replaces the allowance and is no proof that
    he was seen.
    """
    old = Award.objects.select_for_update().get(pk=award_id)
    if not drawn_as_a_pension(award=old, explain=explain):
        raise ValueError(f"award {award_id} is no allowance by the whole formula")
    if in_force(person_id=old.person_id) is not None:
        raise Refusal(ALREADY_IN_FORCE, subject=str(old.person_id))
    starts = max(from_month, open_month(old, known_on=signed.known_on))
    recorded = Recorded(
        by=signed.reviewed_by, at=signed.at, known_on=signed.known_on, reason="转为基本养老金"
    )
    state = old.state
    end_award(award_id=old.pk, last_month=starts - 1, recorded=recorded)
    drawn = Determination(
        amounts={column: getattr(old, column) for column in COMPONENTS}, total_fen=old.total_fen,
        state="final", starts_month=starts, facts=old.facts,
        receipt=old.receipt | {"converted_from": old.pk},
        explanation=replay(receipt=old.receipt, facts=old.facts, explain=explain),
    )  # fmt: skip
    new = write_award(
        person_id=old.person_id, kind="old_age", place=old.place, drawn=drawn, signed=signed,
        replaces=None if claimed else old, state="suspended" if state == "suspended" else None,
    )  # fmt: skip
    Adjustment.objects.bulk_create(
        Adjustment(
            award=new, target=one.target, year=one.year, from_month=one.from_month,
            amount_fen=one.amount_fen, receipt=one.receipt, known_on=one.known_on,
        )
        for one in old.adjustments.order_by("from_month")
    )  # fmt: skip
    return Granted(award=new, determination=drawn)
