"""The living allowance (征地养老生活费): who is entitled from when to how much, and what an award of it needs to know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models import LandAllowance, ProjectMember
from renshe.domains.expropriation.projects import Recorded
from renshe.domains.expropriation.town import town_facts
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.kernel.rules import Explain

FUND_OF = {"land_allowance": "land_security", "town": "town_insurance"}
TARGET_OF = {"land_allowance": "land_allowance_month", "town": "town_pension"}
_ASKED = {
    "land_allowance_first": ("age_at_expropriation", "sex"), "land_elder_allowance": ("land_age_now",),
}  # fmt: skip
PARTS = tuple(_ASKED)


@dataclass(frozen=True, kw_only=True)
class AwardFacts:
    """What `pension` needs for an award of one kind: its fund, the law's target, the facts, place and first month."""

    kind: str
    fund: str
    target: str
    place: str
    starts_month: Month
    facts: dict[str, Any]


def old_member(*, person_id: int) -> ProjectMember | None:
    """The place of a human being among the old of a settled project, or None."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = ProjectMember.objects.filter(
        person_id__in=people, group="old", removed_on=None, project__state="settled"
    )
    return rows.select_related("project").order_by("pk").first()


def allowance_of(*, person_id: int) -> LandAllowance | None:
    """The entitlement of a human being, ended or not."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = LandAllowance.objects.filter(member__person_id__in=people, member__removed_on=None)
    return rows.select_related("member__project").order_by("pk").first()


def allowance_facts(*, member: ProjectMember, month: Month) -> dict[str, Any]:
    """What the law asks: age and sex on the project's day, the year of life that is complete within the month."""
    person = registry.person(person_id=member.person_id)
    return {**member.facts, "land_age_now": (month - month_containing(person.birth_on)) // 12}


def determine(
    *, member: ProjectMember, explain: Explain, month: Month | None = None
) -> dict[str, Any]:
    """The law's explanations of both parts in the first month, whenever the claim comes; rises since are the award's.

    `month` names another one for what an old system pays. Raises Refusal.
    """
    month = starts_month(member) if month is None else month
    return explained_parts(
        facts=allowance_facts(member=member, month=month), place=member.project.place[:6], on=first_day(month),
        explain=explain,
    )  # fmt: skip


def determined(*, allowance: LandAllowance, explain: Explain) -> dict[str, Any]:
    """The law's explanations of both parts of an allowance again, from the facts and the day it was determined with."""
    return explained_parts(
        facts=allowance.facts, place=allowance.member.project.place[:6], on=allowance.determined_on, explain=explain
    )  # fmt: skip


def explained_parts(
    *, facts: dict[str, Any], place: str, on: dt.date, explain: Explain
) -> dict[str, Any]:
    """The law's explanations of both parts for facts and a day. Raises Refusal."""
    return {
        part: explain(part, facts_of_part(part=part, facts=facts), place=place, on=on)
        for part in PARTS
    }


def facts_of_part(*, part: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Those of an allowance's facts that one part is asked with."""
    return {key: facts[key] for key in _ASKED[part]}


def starts_month(member: ProjectMember) -> Month:
    """The month after the project's money was booked: before that there is nothing to pay it from."""
    assert member.project.settled_on is not None
    return month_containing(member.project.settled_on) + 1


@transaction.atomic
def grant_allowance(
    *, person_id: int, reference: str, recorded: Recorded, explain: Explain, law_of: Month | None = None
) -> LandAllowance:  # fmt: skip
    """Determine the allowance of one of the old of a settled project by the law of its first month, once.

    `law_of` is the month whose amount an old system hands over, rises included. Raises Refused, Refusal.
    """
    member = old_member(person_id=person_id)
    if member is None:
        raise Refused(problems.NOT_OLD)
    ProjectMember.objects.select_for_update().get(pk=member.pk)
    if LandAllowance.objects.filter(member=member).exists():
        raise Refused(problems.GRANTED)
    begins = starts_month(member)
    month = begins if law_of is None else law_of
    told = determine(member=member, month=month, explain=explain)
    return LandAllowance.objects.create(
        member=member, starts_month=begins, amount_fen=int(told["land_allowance_first"].value),
        elder_fen=int(told["land_elder_allowance"].value),
        facts=allowance_facts(member=member, month=month), determined_on=first_day(month), reference=reference,
        determined_by=recorded.by, determined_at=recorded.at,
    )  # fmt: skip


@transaction.atomic
def end_allowance(*, allowance_id: int, reason: str, recorded: Recorded) -> LandAllowance:
    """End an entitlement; the row stays with its reason. Raises Refused."""
    found = LandAllowance.objects.select_for_update().get(pk=allowance_id)
    if found.ended_on is not None or not reason.strip():
        raise Refused(problems.REASON)
    found.ended_on, found.ended_reason = recorded.today, reason.strip()[:120]
    found.save(update_fields=["ended_on", "ended_reason"])
    return found


def facts_for_award(*, person_id: int, on: dt.date) -> list[AwardFacts]:
    """Every award that this domain gives grounds for: the living allowance once granted, the town pension once kept.

    Whether a town pension is due, and at which wage, is the law's question to the award, not this domain's.
    """
    found: list[AwardFacts] = []
    allowance = allowance_of(person_id=person_id)
    if allowance is not None and allowance.ended_on is None:
        member = allowance.member
        found.append(
            AwardFacts(
                kind="land_allowance", fund=FUND_OF["land_allowance"], target=TARGET_OF["land_allowance"],
                place=member.project.place[:6], starts_month=allowance.starts_month,
                facts=dict(allowance.facts),
            )
        )  # fmt: skip
    town = town_facts(person_id=person_id)
    if town is not None:
        person = registry.person(person_id=person_id)
        found.append(
            AwardFacts(
                kind="town", fund=FUND_OF["town"], target=TARGET_OF["town"],
                place=person.residence_place[:6], starts_month=month_containing(on),
                facts={**town, "sex": person.sex, "birth_month": month_containing(person.birth_on)},
            )
        )  # fmt: skip
    return found
