"""Awards: granted, determined again, adjusted each year. An award is never rewritten; a better one replaces it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from renshe.domains.pension.facts import Explain, adjustment_facts, award_facts, handed_in
from renshe.domains.pension.models import Adjustment, Arrears, Award, AwardEvent, Overpayment
from renshe.domains.pension.operations.determination import (
    COMPONENTS,
    Determination,
    determine,
)
from renshe.domains.pension.queries.awards import (
    first_open_month,
    in_force,
    monthly_amounts,
    stopped_months,
)
from renshe.domains.pension.refusals import ALREADY_IN_FORCE, NO_AWARD, SAME_PERSON
from renshe.domains.pension.states import AWARD_MOVES, next_state
from renshe.kernel.periods import Month, first_day, year_of
from renshe.kernel.rules import Refusal


@dataclass(frozen=True)
class Signatures:
    """Who determined and who reviewed, when, and on what day's knowledge. Two people, always."""

    determined_by: str
    reviewed_by: str
    at: datetime
    known_on: date

    def __post_init__(self) -> None:
        if not self.determined_by or self.determined_by == self.reviewed_by:
            raise Refusal(SAME_PERSON, subject=self.determined_by)


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
    if in_force(person_id=person_id) is not None:
        raise Refusal(ALREADY_IN_FORCE, subject=str(person_id))
    facts = award_facts(
        person_id=person_id,
        place=place,
        retirement_month=retirement_month,
        known_on=signed.known_on,
        explain=explain,
    )
    drawn = determine(facts=facts, place=place, known_on=signed.known_on, explain=explain)
    award = _write(person_id=person_id, place=place, drawn=drawn, signed=signed, replaces=None)
    arrears = owe_past_months(
        award=award,
        until=first_open_month(place=place, known_on=signed.known_on),
        cause="first_award",
        known_on=signed.known_on,
    )
    return Granted(award=award, arrears=arrears, determination=drawn)


@transaction.atomic
def redetermine_award(
    *, award_id: int, cause: str, signed: Signatures, explain: Explain
) -> Granted:
    """Determine a pension again from today's rows at its original date, replay every adjustment,
    and settle the differences.

    `cause` is `final_base` (the year's base was published) or `redetermined` (service found later,
    an error mended). More than was paid becomes arrears month by month; less becomes an
    overpayment, which the caller posts.
    """
    old = Award.objects.select_for_update().get(pk=award_id)
    facts = award_facts(
        person_id=old.person_id,
        place=old.place,
        retirement_month=old.starts_month - 1,
        known_on=signed.known_on,
        explain=explain,
    )
    drawn = determine(facts=facts, place=old.place, known_on=signed.known_on, explain=explain)
    return _replace(old=old, drawn=drawn, cause=cause, signed=signed, explain=explain)


def _replace(
    *, old: Award, drawn: Determination, cause: str, signed: Signatures, explain: Explain
) -> Granted:
    until = first_open_month(place=old.place, known_on=signed.known_on)
    if old.ends_month is not None:
        until = min(until, old.ends_month + 1)
    before = monthly_amounts(award=old, until=until)
    suspended = old.state == "suspended"
    ended = old.state == "ended"
    if not ended:
        _move(award=old, verb="supersede", reason=cause, signed=signed)
    new = _write(
        person_id=old.person_id,
        place=old.place,
        drawn=drawn,
        signed=signed,
        replaces=old,
        state="suspended" if suspended else "ended" if ended else drawn.state,
        ends_month=old.ends_month,
    )
    _replay_adjustments(old=old, new=new, drawn=drawn, signed=signed, explain=explain)
    after = monthly_amounts(award=new, until=until)
    arrears, overpayment = _settle(
        award=new, before=before, after=after, cause=cause, known_on=signed.known_on
    )
    return Granted(award=new, arrears=arrears, overpayment=overpayment, determination=drawn)


def _write(
    *,
    person_id: int,
    place: str,
    drawn: Determination,
    signed: Signatures,
    replaces: Award | None,
    state: str | None = None,
    ends_month: Month | None = None,
) -> Award:
    award = Award.objects.create(
        person_id=person_id,
        kind="old_age",
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


def _replay_adjustments(
    *, old: Award, new: Award, drawn: Determination, signed: Signatures, explain: Explain
) -> None:
    """Apply each yearly adjustment of the old award to the new one, year by year, each on the amount before it."""
    for adjustment in old.adjustments.order_by("year"):
        _adjust(
            award=new,
            year=adjustment.year,
            from_month=adjustment.from_month,
            facts=drawn.facts,
            known_on=signed.known_on,
            explain=explain,
        )


def _adjust(
    *,
    award: Award,
    year: int,
    from_month: Month,
    facts: Mapping[str, Any],
    known_on: date,
    explain: Explain,
) -> Adjustment:
    before = award.total_fen + sum(
        award.adjustments.filter(year__lt=year).values_list("amount_fen", flat=True)
    )
    asked = adjustment_facts(
        birth_month=facts["birth_month"],
        category=facts["retirement_category"],
        facts=facts,
        year=year,
        before_fen=before,
    )
    on = first_day(from_month)
    answer = explain(
        "adjustment_increase", asked, place=award.place, on=on, known_on=known_on, given=handed_in(facts),
    )  # fmt: skip
    receipt = {
        "target": "adjustment_increase",
        "place": award.place,
        "on": on.isoformat(),
        "known_on": known_on.isoformat(),
        "ruleset_hash": answer.ruleset_hash,
        "facts": {
            name: value for name, value in asked.items() if name not in ("career", "deemed_months")
        },
    }
    return Adjustment.objects.create(
        award=award,
        year=year,
        from_month=from_month,
        amount_fen=int(answer.value),
        receipt=receipt,
        known_on=known_on,
    )


@transaction.atomic
def adjust_award(
    *, award_id: int, year: int, known_on: date, explain: Explain
) -> tuple[Adjustment, list[Arrears]] | None:
    """The yearly adjustment of one award from January of `year`, with arrears for months already frozen.

    None for who was not on pension by 31 December before, or lost this adjustment for good (服刑,
    缓刑: 劳社厅函〔2001〕44号). Basis: 社会保险法 第十八条.
    """
    award = Award.objects.select_for_update().get(pk=award_id)
    january = year * 12
    if award.starts_month >= january or award.state not in ("provisional", "final", "suspended"):
        return None
    if january in stopped_months(
        person_id=award.person_id, months=range(january, january + 1), only_without_adjustment=True
    ):
        return None
    done = award.adjustments.filter(year=year).first()
    if done is not None:
        return done, []
    until = first_open_month(place=award.place, known_on=known_on)
    made = _adjust(
        award=award,
        year=year,
        from_month=january,
        facts=award.facts,
        known_on=known_on,
        explain=explain,
    )
    amounts = dict.fromkeys(COMPONENTS, 0) | {"other_fen": made.amount_fen}
    stopped = stopped_months(person_id=award.person_id, months=range(january, until))
    owed = [
        Arrears(
            person_id=award.person_id,
            award=award,
            period=month,
            cause="adjustment",
            known_on=known_on,
            **amounts,
        )
        for month in range(january, until)
        if month not in stopped
    ]
    return made, Arrears.objects.bulk_create(owed)


def owe_past_months(
    *, award: Award, until: Month, cause: str, known_on: date, first: Month | None = None
) -> list[Arrears]:
    """Arrears for each month of an award before the next roster, except those in which it is stopped."""
    start = max(award.starts_month, first or award.starts_month)
    due = monthly_amounts(award=award, until=until)
    stopped = stopped_months(person_id=award.person_id, months=range(start, until))
    owed = [
        Arrears(
            person_id=award.person_id,
            award=award,
            period=month,
            cause=cause,
            known_on=known_on,
            **amounts,
        )
        for month, amounts in due.items()
        if month >= start and month not in stopped and sum(amounts.values()) > 0
    ]
    return Arrears.objects.bulk_create(owed)


def _settle(
    *,
    award: Award,
    before: dict[Month, dict[str, int]],
    after: dict[Month, dict[str, int]],
    cause: str,
    known_on: date,
) -> tuple[list[Arrears], Overpayment | None]:
    """Month by month, what the new award gives above the old is owed, what it gives below was overpaid; both gross."""
    months = range(award.starts_month, max(after, default=award.starts_month - 1) + 1)
    stopped = stopped_months(person_id=award.person_id, months=months)
    owed, too_much = [], {}
    for month, amounts in after.items():
        if month in stopped:
            continue
        old = before.get(month, dict.fromkeys(COMPONENTS, 0))
        difference = {column: amounts[column] - old[column] for column in COMPONENTS}
        total = sum(difference.values())
        if total > 0:
            owed.append(
                Arrears(
                    person_id=award.person_id,
                    award=award,
                    period=month,
                    cause=cause,
                    known_on=known_on,
                    **difference,
                )
            )
        elif total < 0:
            too_much[month] = -total
    arrears = Arrears.objects.bulk_create(owed)
    if not too_much:
        return arrears, None
    overpayment = Overpayment.objects.create(
        person_id=award.person_id,
        award=award,
        cause="redetermined_lower",
        from_month=min(too_much),
        to_month=max(too_much),
        principal_fen=sum(too_much.values()),
        known_on=known_on,
        lines=[{"period": month, "fen": fen} for month, fen in too_much.items()],
    )
    return arrears, overpayment


def award_of(*, person_id: int) -> Award:
    """The award in force, locked for the caller's transaction. Refuses where there is none."""
    award = in_force(person_id=person_id, lock=True)
    if award is None:
        raise Refusal(NO_AWARD, subject=str(person_id))
    return award


def provisional_awards(*, year: int) -> list[int]:
    """Provisional awards whose retirement month lies in `year`: to be determined again once its base is published."""
    rows = Award.objects.filter(state="provisional").values_list("id", "starts_month")
    return sorted(pk for pk, starts in rows if year_of(starts - 1) == year)
