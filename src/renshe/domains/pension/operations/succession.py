"""One benefit becomes another at an age: the invalidity allowance becomes the old-age pension, unchanged."""

from __future__ import annotations

from django.db import transaction

from renshe.domains.pension.facts import Explain
from renshe.domains.pension.models import Adjustment, Award
from renshe.domains.pension.operations.awards import Granted, write_award
from renshe.domains.pension.operations.determination import COMPONENTS, Determination, replay
from renshe.domains.pension.operations.holds import Recorded, end_award
from renshe.domains.pension.operations.settling import open_month
from renshe.domains.pension.operations.signatures import Signatures
from renshe.domains.pension.queries.awards import in_force
from renshe.domains.pension.refusals import ALREADY_IN_FORCE
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal

FULL = "full_pension_formula"


def drawn_as_a_pension(*, award: Award, explain: Explain) -> bool:
    """Whether an invalidity allowance was given by the whole pension formula, so that it goes over without recalculation.

    Basis: 人社部发〔2024〕72号 第三条; what was given by the basic part alone (第四、五条) is determined as a pension anew.
    """
    if award.kind != "invalidity":
        return False
    told = replay(receipt=award.receipt, facts=award.facts, explain=explain)
    return any(
        node.name == "invalidity_formula" and node.value == FULL for node in told.root.walk()
    )


@transaction.atomic
def become_old_age(
    *, award_id: int, from_month: Month, signed: Signatures, explain: Explain
) -> Granted:
    """The old-age pension that an invalidity allowance becomes: the same parts, the same rises, no recalculation.

    It starts with `from_month`, or with the first month that no roster has frozen yet, and the allowance ends before it.
    Refuses where an old-age pension is in force.
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
        replaces=None, state="suspended" if state == "suspended" else None,
    )  # fmt: skip
    Adjustment.objects.bulk_create(
        Adjustment(
            award=new, target=one.target, year=one.year, from_month=one.from_month,
            amount_fen=one.amount_fen, receipt=one.receipt, known_on=one.known_on,
        )
        for one in old.adjustments.order_by("from_month")
    )  # fmt: skip
    return Granted(award=new, determination=drawn)
