"""Filing an annuity plan, ending it, and taking people into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.annuity import problems
from renshe.domains.annuity.models import Account, Plan
from renshe.domains.annuity.recording import Recorded
from renshe.domains.audit.api import record_event
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month
from renshe.kernel.rules import Explain

PUBLIC_BODIES = ("government", "institution")
"""Kinds of employer whose staff have an occupational annuity (国办发〔2015〕18号)."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a plan agrees. Rates in hundredths of a percent; `notional`: the budget only notes the employer's part."""

    kind: str
    name: str
    trustee: str
    starts_month: Month
    joins_after_months: int
    employer_rate: int
    personal_rate: int
    full_vesting_years: int
    notional: bool = False


@transaction.atomic
def file_plan(*, employer_id: int, terms: Terms, explain: Explain, recorded: Recorded) -> Plan:
    """File a plan after its terms were held against the law. Raises Refused with everything that is wrong."""
    unit = registry.employer(employer_id=employer_id)
    wrong = _of_law(terms, explain=explain, recorded=recorded)
    if (terms.kind == Plan.Kind.OCCUPATIONAL) != (unit.kind in PUBLIC_BODIES):
        wrong.insert(0, problems.wrong_kind())
    standing = (
        Plan.objects.select_for_update()
        .filter(employer_id=employer_id, kind=terms.kind, ended_month__isnull=True)
        .first()
    )
    if standing is not None:
        wrong.append(problems.plan_in_force(standing.number))
    if wrong:
        raise Refused(*wrong)
    plan = Plan.objects.create(
        employer=unit, kind=terms.kind, number=_number(unit.place, recorded), name=terms.name.strip(),
        trustee=terms.trustee.strip(), starts_month=terms.starts_month,
        joins_after_months=terms.joins_after_months, employer_rate=terms.employer_rate,
        personal_rate=terms.personal_rate, full_vesting_years=terms.full_vesting_years,
        notional=terms.notional, reference=recorded.reference, recorded_by=recorded.by,
        recorded_at=recorded.at,
    )  # fmt: skip
    _note(plan, "annuity.plan_filed", recorded)
    return plan


@transaction.atomic
def end_plan(*, plan_id: int, last_month: Month, recorded: Recorded) -> Plan:
    """End a plan with its last month; accounts and what stands in them stay. Raises Refused `annuity_no_plan`."""
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.ended_month is not None or last_month < plan.starts_month:
        raise Refused(problems.no_plan())
    plan.ended_month = last_month
    plan.save(update_fields=["ended_month"])
    _note(plan, "annuity.plan_ended", recorded)
    return plan


def account_in(*, plan: Plan, person_id: int, from_month: Month) -> Account:
    """The account of a human being in a plan, opened where there is none."""
    person = registry.resolve(person_id=person_id)
    found, _made = Account.objects.get_or_create(
        plan=plan, person_id=person, defaults={"joined_month": from_month}
    )
    return found


def accounts_in(*, plan: Plan, person_ids: Iterable[int], from_month: Month) -> dict[int, int]:
    """The number of each person's account in a plan, opened where there is none; a handful of queries for a whole file."""
    stands_for = registry.resolve_many(person_ids=person_ids)
    people = sorted(set(stands_for.values()))
    there = dict(plan.accounts.filter(person_id__in=people).values_list("person_id", "pk"))
    opened = Account.objects.bulk_create(
        [
            Account(plan=plan, person_id=person, joined_month=from_month)
            for person in people
            if person not in there
        ]
    )
    numbers = there | {one.person_id: one.pk for one in opened}
    return {asked: numbers[person] for asked, person in stands_for.items()}


def _of_law(terms: Terms, *, explain: Explain, recorded: Recorded) -> list[Problem]:
    """Caps and vesting as the law in force says them (企业年金办法 15, 19; 国办发〔2015〕18号 四)."""

    def figure(name: str) -> float:
        return float(explain(name, {}, place="CN", on=recorded.known_on).value)

    if terms.kind == Plan.Kind.OCCUPATIONAL:
        rates = (
            round(figure("occupational_annuity_employer_rate") * 10_000),
            round(figure("occupational_annuity_personal_rate") * 10_000),
        )
        fits = (terms.employer_rate, terms.personal_rate) == rates
        return [] if fits else [problems.occupational_rates()]
    wrong = []
    employer = round(figure("annuity_employer_cap") * 10_000)
    both = round(figure("annuity_combined_cap") * 10_000)
    if terms.employer_rate > employer:
        wrong.append(problems.rate_too_high(most=f"{employer / 100:g}%", of="employer"))
    if terms.employer_rate + terms.personal_rate > both:
        wrong.append(problems.rate_too_high(most=f"{both / 100:g}%", of="both"))
    most = int(figure("annuity_vesting_cap"))
    if terms.full_vesting_years > most:
        wrong.append(problems.vesting_too_long(most=most))
    return wrong


def _number(place: str, recorded: Recorded) -> str:
    """Place, year and a running number; the row's lock is the table's count under this transaction."""
    stem = f"NJ{place[:6]}{recorded.known_on.year}"
    last = (
        Plan.objects.select_for_update()
        .filter(number__startswith=stem)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{stem}{int(last[len(stem) :]) + 1 if last else 1:05d}"


def _note(plan: Plan, verb: str, recorded: Recorded) -> None:
    record_event(
        actor=recorded.by, verb=verb, subject_kind="employer", subject_id=plan.employer_id,
        reason=recorded.reason or plan.name, at=recorded.at, detail={"plan": plan.number},
    )  # fmt: skip
