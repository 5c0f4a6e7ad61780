"""Awards: granted and determined again. An award is never rewritten; a better one replaces it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from renshe.domains.pension.facts import award_facts
from renshe.domains.pension.models import Arrears, Award, AwardEvent, Overpayment
from renshe.domains.pension.operations.adjusting import replay_adjustments
from renshe.domains.pension.operations.determination import Determination, determine
from renshe.domains.pension.operations.settling import open_month, owe_past_months, settle
from renshe.domains.pension.operations.signatures import Signatures
from renshe.domains.pension.queries.awards import in_force, monthly_amounts
from renshe.domains.pension.refusals import ALREADY_IN_FORCE
from renshe.domains.pension.states import AWARD_MOVES, next_state
from renshe.kernel.periods import Month, year_of
from renshe.kernel.rules import Explain, Refusal


@dataclass(frozen=True)
class Granted:
    """What a determination changed: the award, and the past months to pay or to recover."""

    award: Award
    arrears: list[Arrears] = field(default_factory=list)
    overpayment: Overpayment | None = None
    determination: Determination | None = None


@transaction.atomic
def grant_award(
    *, person_id: int, place: str, retirement_month: Month, signed: Signatures, explain: Explain
) -> Granted:
    """Grant a first pension from the career, provisional or final as the law says; months already past become arrears.

    Refuses where one is in force (a double benefit), and with the law's own reason where a fact or
    parameter is missing. Basis: 社会保险法 第十六条; 国发〔2005〕38号 第六条.
    """
    _refuse_second(person_id=person_id, kind="old_age")
    facts = award_facts(
        person_id=person_id,
        place=place,
        retirement_month=retirement_month,
        known_on=signed.known_on,
        explain=explain,
    )
    drawn = determine(facts=facts, place=place, known_on=signed.known_on, explain=explain)
    return _granted(person_id=person_id, kind="old_age", place=place, drawn=drawn, signed=signed)


@transaction.atomic
def grant_benefit(
    *,
    kind: str,
    person_id: int,
    place: str,
    facts: Mapping[str, Any],
    starts_month: Month,
    signed: Signatures,
    explain: Explain,
    ends_month: Month | None = None,
) -> Granted:
    """Grant a monthly benefit of another kind from the facts that its own domain knows; past months become arrears.

    `ends_month` is the last month of what the law gives for a time only. Refuses where one of the kind is in force, and
    with the law's own reason. Basis: the kind's target.
    """
    _refuse_second(person_id=person_id, kind=kind)
    drawn = determine(
        facts=facts, place=place, known_on=signed.known_on, explain=explain, kind=kind,
        starts_month=starts_month,
    )  # fmt: skip
    return _granted(
        person_id=person_id,
        kind=kind,
        place=place,
        drawn=drawn,
        signed=signed,
        ends_month=ends_month,
    )


def _refuse_second(*, person_id: int, kind: str) -> None:
    if in_force(person_id=person_id, kind=kind) is not None:
        raise Refusal(ALREADY_IN_FORCE, subject=str(person_id))


def _granted(
    *,
    person_id: int,
    kind: str,
    place: str,
    drawn: Determination,
    signed: Signatures,
    ends_month: Month | None = None,
) -> Granted:
    award = write_award(
        person_id=person_id, kind=kind, place=place, drawn=drawn, signed=signed, replaces=None,
        ends_month=ends_month,
    )  # fmt: skip
    arrears = owe_past_months(
        award=award,
        until=open_month(award, known_on=signed.known_on),
        cause="first_award",
        known_on=signed.known_on,
    )
    return Granted(award=award, arrears=arrears, determination=drawn)


@transaction.atomic
def redetermine_award(
    *,
    award_id: int,
    cause: str,
    signed: Signatures,
    explain: Explain,
    facts: Mapping[str, Any] | None = None,
) -> Granted:
    """Determine a pension again from today's rows at its original date, replay every adjustment,
    and settle the differences.

    `cause` is `final_base` (the year's base was published) or `redetermined` (service found later,
    an error mended). The facts of an old-age pension are those of today's rows; those of every other kind are handed in by
    its own domain. More than was paid becomes arrears month by month; less becomes an
    overpayment, which the caller posts.
    """
    old = Award.objects.select_for_update().get(pk=award_id)
    if facts is None:
        if old.kind != "old_age":
            raise ValueError(f"{old.kind}: its facts are its own domain's, so they must be told")
        facts = award_facts(
            person_id=old.person_id,
            place=old.place,
            retirement_month=old.starts_month - 1,
            known_on=signed.known_on,
            explain=explain,
        )
    drawn = determine(
        facts=facts, place=old.place, known_on=signed.known_on, explain=explain, kind=old.kind,
        starts_month=old.starts_month,
    )  # fmt: skip
    return _replace(old=old, drawn=drawn, cause=cause, signed=signed, explain=explain)


def _replace(
    *, old: Award, drawn: Determination, cause: str, signed: Signatures, explain: Explain
) -> Granted:
    until = open_month(old, known_on=signed.known_on)
    if old.ends_month is not None:
        until = min(until, old.ends_month + 1)
    before = monthly_amounts(award=old, until=until)
    suspended = old.state == "suspended"
    ended = old.state == "ended"
    if not ended:
        _move(award=old, verb="supersede", reason=cause, signed=signed)
    new = write_award(
        person_id=old.person_id,
        kind=old.kind,
        place=old.place,
        drawn=drawn,
        signed=signed,
        replaces=old,
        state="suspended" if suspended else "ended" if ended else drawn.state,
        ends_month=old.ends_month,
    )
    replay_adjustments(old=old, new=new, drawn=drawn, signed=signed, explain=explain)
    after = monthly_amounts(award=new, until=until)
    arrears, overpayment = settle(
        award=new, before=before, after=after, cause=cause, known_on=signed.known_on
    )
    return Granted(award=new, arrears=arrears, overpayment=overpayment, determination=drawn)


def write_award(
    *,
    person_id: int,
    kind: str,
    place: str,
    drawn: Determination,
    signed: Signatures,
    replaces: Award | None,
    state: str | None = None,
    ends_month: Month | None = None,
) -> Award:
    """Write an award as it was drawn, with the steps that two people took; `state` only where it is not the drawn one."""
    award = Award.objects.create(
        person_id=person_id,
        kind=kind,
        state=state or drawn.state,
        starts_month=drawn.starts_month,
        ends_month=ends_month,
        place=place,
        total_fen=drawn.total_fen,
        facts=drawn.facts,
        receipt=drawn.receipt,
        decided_by=signed.determined_by,
        decided_at=signed.at,
        replaces=replaces,
        **drawn.amounts,
    )
    steps = (
        ("determine", "recognised", "determined", signed.determined_by),
        ("review", "determined", "reviewed", signed.reviewed_by),
        ("decide", "reviewed", award.state, signed.reviewed_by),
    )
    AwardEvent.objects.bulk_create(
        AwardEvent(
            award=award,
            verb=verb,
            source=source,
            target=target,
            reason="",
            actor=actor,
            at=signed.at,
        )
        for verb, source, target, actor in steps
    )
    return award


def _move(*, award: Award, verb: str, reason: str, signed: Signatures) -> None:
    target = next_state(moves=AWARD_MOVES, state=award.state, verb=verb)
    AwardEvent.objects.create(
        award=award,
        verb=verb,
        source=award.state,
        target=target,
        reason=reason,
        actor=signed.reviewed_by,
        at=signed.at,
    )
    award.state = target
    award.save(update_fields=["state"])


def provisional_awards(*, year: int) -> list[int]:
    """Provisional awards whose retirement month lies in `year`: to be determined again once its base is published."""
    rows = Award.objects.filter(state="provisional").values_list("id", "starts_month")
    return sorted(pk for pk, starts in rows if year_of(starts - 1) == year)
