"""The survivors' benefit: determined by law from the dead person's record, granted once, paid once, cancelled before that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.pension.facts import CapsByLaw, listed_career
from renshe.domains.pension.models import Award, Hold, SurvivorsBenefit
from renshe.domains.pension.operations.one_off import require_not_on_its_way
from renshe.domains.pension.queries.awards import stopped_months
from renshe.domains.pension.refusals_of_survivors import (
    ALIVE,
    ALREADY_GRANTED,
    ALREADY_PAID,
    DIED_IN_PRISON,
    NOTHING_DUE,
    OWN_PART_UNKNOWN,
)
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, month_containing, year_of
from renshe.kernel.rules import Explain, Explanation, Refusal

TARGET = "survivors_benefit"
OWN_SHARE_ALONE = 2006
"""From this year on an account is credited with the person's own 8 percent and nothing else (国发〔2005〕38号)."""


@dataclass(frozen=True)
class SurvivorsDetermination:
    """What the law gives: both grants and what is paid of them (fen), with what it was found by."""

    funeral_fen: int
    grant_fen: int
    total_fen: int
    facts: dict[str, Any]
    receipt: dict[str, Any]
    explanation: Explanation


@dataclass(frozen=True)
class Payee:
    """Who gets it: a survivor, the relation, and an account of the survivor's own."""

    claimant_id: int
    relation: str
    bank_code: str
    account_number: str
    account_name: str


@dataclass(frozen=True)
class Hands:
    """The three people of a grant and when the last one signed."""

    determined_by: str
    reviewed_by: str
    approved_by: str
    at: datetime
    today: date


def determine_survivors_benefit(
    *, person_id: int, place: str, known_on: date, explain: Explain
) -> SurvivorsDetermination:
    """What a death gives by the law of its day, at the place that paid the pension, else at `place`. Nothing is written.

    Raises Refusal: `still_alive`, `benefit_granted_already`, `died_in_prison`, `own_part_unknown`,
    `nothing_due_to_survivors`, and the law's own where a figure is not published or a part year not settled.
    """
    people = registry.everybody_who_is(person_id=person_id)
    person = registry.person(person_id=person_id)
    if person.died_on is None:
        raise Refusal(ALIVE, subject=str(person.pk))
    if SurvivorsBenefit.objects.filter(person_id__in=people, cancelled_on__isnull=True).exists():
        raise Refusal(ALREADY_GRANTED, subject=str(person.pk))
    _not_in_prison(people=people, died_on=person.died_on)
    award = _award_at(people=people, died_on=person.died_on)
    at = award.place if award else place
    facts = survivors_facts(person=person, award=award, place=at, explain=explain)
    explanation = explain(TARGET, facts, place=at, on=person.died_on, known_on=known_on)
    if int(explanation.value) <= 0:
        raise Refusal(NOTHING_DUE, subject=str(person.pk))
    values = {node.name: node.value for node in explanation.root.walk()}
    receipt = {
        "target": TARGET,
        "place": at,
        "on": person.died_on.isoformat(),
        "known_on": known_on.isoformat(),
        "ruleset_hash": explanation.ruleset_hash,
        "confidence": explanation.confidence,
    }
    return SurvivorsDetermination(
        funeral_fen=int(values["funeral_grant"]),
        grant_fen=int(values["survivors_grant"]),
        total_fen=int(explanation.value),
        facts=facts,
        receipt=receipt,
        explanation=explanation,
    )


def survivors_facts(
    *, person: registry.Person, award: Award | None, place: str, explain: Explain
) -> dict[str, Any]:
    """What the law asks about the dead person: status, career, months of pension, own contributions.

    Raises Refusal `own_part_unknown` where the cap needs the person's own part and years before 2006 mix it with others'.
    """
    assert person.died_on is not None
    died = month_containing(person.died_on)
    years = contributions.career_of(
        person_id=person.pk, base_caps=CapsByLaw(place=place, explain=explain)
    )
    years = [entry for entry in years if entry.year <= year_of(died)]
    months = sum(entry.months + entry.deemed_months for entry in years)
    if (
        award is None
        and months < 60
        and any(entry.months and entry.year < OWN_SHARE_ALONE for entry in years)
    ):
        raise Refusal(OWN_PART_UNKNOWN, subject=str(person.pk))
    return {
        "survivors_status": "retiree" if award else "in_service",
        "career": listed_career(years, last_year=year_of(died)),
        "deemed_months": sum(entry.deemed_months for entry in years),
        "pension_months_received": _months_received(person, award),
        "own_contributions_total": sum(entry.credit_fen for entry in years),
    }


@transaction.atomic
def grant_survivors_benefit(
    *,
    person_id: int,
    case_number: str,
    payee: Payee,
    drawn: SurvivorsDetermination,
    hands: Hands,
    accounting_month: Month,
) -> SurvivorsBenefit:
    """Write the grant; the caller books it as owed in the same transaction. One for each death, by three people."""
    return SurvivorsBenefit.objects.create(
        person_id=registry.resolve(person_id=person_id),
        claimant_id=payee.claimant_id,
        relation=payee.relation,
        case_number=case_number,
        bank_code=payee.bank_code,
        account_number=payee.account_number,
        account_name=payee.account_name,
        funeral_fen=drawn.funeral_fen,
        grant_fen=drawn.grant_fen,
        total_fen=drawn.total_fen,
        place=drawn.receipt["place"],
        facts=drawn.facts,
        receipt=drawn.receipt,
        determined_by=hands.determined_by,
        reviewed_by=hands.reviewed_by,
        approved_by=hands.approved_by,
        granted_at=hands.at,
        accounting_month=accounting_month,
    )


@transaction.atomic
def cancel_survivors_benefit(*, benefit_id: int, on: date) -> SurvivorsBenefit:
    """Take a grant back before it was paid; the caller takes it out of the books.

    Raises Refusal `survivors_paid_already`, and `in_a_payment_batch` while a batch holds it.
    """
    benefit = SurvivorsBenefit.objects.select_for_update().get(pk=benefit_id)
    if benefit.paid_on is not None or benefit.cancelled_on is not None:
        raise Refusal(ALREADY_PAID, subject=benefit.case_number)
    require_not_on_its_way(benefit=benefit)
    benefit.cancelled_on = on
    benefit.save(update_fields=["cancelled_on"])
    return benefit


@transaction.atomic
def mark_survivors_benefit_paid(
    *, benefit_id: int, on: date, reference: str
) -> tuple[SurvivorsBenefit, bool]:
    """The bank paid it: the grant, and whether that is news. The same reference again changes nothing.

    Raises Refusal `survivors_paid_already` for one that was cancelled or paid under another reference.
    """
    benefit = SurvivorsBenefit.objects.select_for_update().get(pk=benefit_id)
    if benefit.paid_reference == reference:
        return benefit, False
    if benefit.paid_on is not None or benefit.cancelled_on is not None:
        raise Refusal(ALREADY_PAID, subject=benefit.case_number)
    benefit.paid_on, benefit.paid_reference = on, reference
    benefit.save(update_fields=["paid_on", "paid_reference"])
    return benefit, True


def unpaid_survivors_benefits() -> list[SurvivorsBenefit]:
    """Grants that wait for their payment, the oldest first."""
    rows = SurvivorsBenefit.objects.filter(paid_on__isnull=True, cancelled_on__isnull=True)
    return list(rows.order_by("granted_at", "pk"))


def _award_at(*, people: list[int], died_on: date) -> Award | None:
    """The award that ran when the person died; replaced ones aside."""
    rows = Award.objects.filter(person_id__in=people, starts_month__lte=month_containing(died_on))
    return rows.exclude(state="redetermined").order_by("-id").first()


def _months_received(person: registry.Person, award: Award | None) -> int:
    if award is None or person.died_on is None:
        return 0
    began = min(
        Award.objects.filter(person_id=award.person_id).values_list("starts_month", flat=True)
    )
    months = range(began, month_containing(person.died_on) + 1)
    return len(months) - len(stopped_months(person_id=award.person_id, months=months))


def _not_in_prison(*, people: list[int], died_on: date) -> None:
    died = month_containing(died_on)
    rows: Mapping[str, Any] = {
        "person_id__in": people, "kind": "custody", "joins_adjustments": False, "cancelled_on__isnull": True,
        "from_month__lte": died,
    }  # fmt: skip
    if any(row.to_month is None or row.to_month >= died for row in Hold.objects.filter(**rows)):
        raise Refusal(DIED_IN_PRISON, subject=str(people[0]))
