"""Programmes: proposed by one person, opened by another, closed with a reason; and what of the budget is left."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from renshe.domains.premium_help import problems
from renshe.domains.premium_help.groups import GROUPS, INSURANCES, NOT_OFFERED, SOURCES
from renshe.domains.premium_help.hand import Recorded
from renshe.domains.premium_help.models import HelpClaim, HelpProgramme
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProgramme:
    """A programme as proposed; see `HelpProgramme` for what each means. Amounts are fen."""

    place: str
    name: str
    insurance: str
    groups: tuple[str, ...]
    source: str
    payer_name: str
    fixed_fen: int | None
    budget_fen: int
    from_month: Month
    to_month: Month
    public_days: int
    instrument: str


def propose(*, new: NewProgramme, recorded: Recorded) -> HelpProgramme:
    """Write it down; it helps nobody before another opens it. Raises Refused `help_terms_wrong`,
    `help_programme_named`, and the law's reason for an insurance that is not helped with here."""
    if new.insurance in NOT_OFFERED:
        raise Refused(NOT_OFFERED[new.insurance][1], subject=new.insurance)
    if not _sound(new):
        raise Refused(problems.TERMS_WRONG, subject=new.name)
    if HelpProgramme.objects.filter(place=new.place, name=new.name.strip()).exists():
        raise Refused(problems.NAME_TAKEN, subject=new.name)
    return HelpProgramme.objects.create(
        place=new.place, name=new.name.strip(), insurance=new.insurance, groups=sorted(set(new.groups)), source=new.source,
        payer_name=new.payer_name.strip(), fixed_fen=new.fixed_fen, budget_fen=new.budget_fen, from_month=new.from_month,
        to_month=new.to_month, public_days=new.public_days, instrument=new.instrument.strip(),
        proposed_by=recorded.by, proposed_at=recorded.at,
    )  # fmt: skip


def _sound(new: NewProgramme) -> bool:
    fitting = all(
        code in GROUPS and new.insurance in GROUPS[code].insurances for code in new.groups
    )
    # A year of the resident pension is paid whole or not at all: its amount is the law's (国发〔2014〕8号 四).
    fixed = new.fixed_fen is None or (new.fixed_fen > 0 and new.insurance != "resident_pension")
    return (
        new.insurance in INSURANCES and new.source in SOURCES and bool(new.groups) and fitting and fixed
        and 0 < new.budget_fen < 10**13 and new.from_month <= new.to_month and 0 <= new.public_days <= 60
        and bool(new.name.strip() and new.payer_name.strip() and new.instrument.strip())
        and len(new.name) <= 120 and len(new.payer_name) <= 120 and len(new.instrument) <= 160
    )  # fmt: skip


@transaction.atomic
def open_programme(*, programme_id: int, recorded: Recorded) -> HelpProgramme:
    """Another person opens it. Raises Refused `help_step_wrong`, `two_people_needed`."""
    programme = locked(programme_id)
    if programme.state != "proposed":
        raise Refused(problems.WRONG_STEP)
    if programme.proposed_by == recorded.by:
        raise Refused(problems.SAME_HAND)
    programme.state, programme.opened_by, programme.opened_at = "open", recorded.by, recorded.at
    programme.save(update_fields=["state", "opened_by", "opened_at"])
    return programme


@transaction.atomic
def close_programme(*, programme_id: int, why: str, recorded: Recorded) -> HelpProgramme:
    """It takes no more names and makes no more claims. Raises Refused `help_step_wrong`, `reason_missing`."""
    programme = locked(programme_id)
    if programme.state != "open":
        raise Refused(problems.WRONG_STEP)
    if not why.strip():
        raise Refused(problems.REASON)
    programme.state, programme.closed_on, programme.closed_why = (
        "closed",
        recorded.today,
        why.strip()[:255],
    )
    programme.save(update_fields=["state", "closed_on", "closed_why"])
    return programme


def locked(programme_id: int) -> HelpProgramme:
    """The programme, held until the transaction ends. Raises HelpProgramme.DoesNotExist."""
    return HelpProgramme.objects.select_for_update().get(pk=programme_id)


def claimed_fen(*, programme_id: int) -> int:
    """What all claims that were not withdrawn come to (fen): paid, or promised to be asked for."""
    found = HelpClaim.objects.filter(programme_id=programme_id).exclude(state="withdrawn")
    return int(found.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
