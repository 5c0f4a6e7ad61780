"""Town insurance (镇保): who is in it, and what the law takes along into the employee scheme."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models import TownInsuranceRecord
from renshe.domains.expropriation.projects import Recorded
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.kernel.rules import Explain

CARRIED = ("town_months_carried", "town_account_carried", "town_index_carried")


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What goes along: months, fen, and the index of those months as the law words it; with its explanations."""

    months: int
    account_fen: int
    facts: dict[str, int]
    explanations: dict[str, Any]


def town_record(*, person_id: int) -> TownInsuranceRecord | None:
    """A human being's town insurance, also under a merged number, or None."""
    people = registry.everybody_who_is(person_id=person_id)
    return TownInsuranceRecord.objects.filter(person_id__in=people).order_by("pk").first()


def carried_by_law(*, record: TownInsuranceRecord, on: Any, explain: Explain) -> Carried:
    """What the law of a day takes along. Raises Refusal."""
    facts = {"town_months": record.months, "town_account_balance": record.account_fen}
    told = {target: explain(target, facts, place=record.place[:6], on=on) for target in CARRIED}
    return Carried(
        months=int(told["town_months_carried"].value), account_fen=int(told["town_account_carried"].value),
        facts=facts, explanations=told,
    )  # fmt: skip


@transaction.atomic
def convert_town_insurance(
    *, person_id: int, reference: str, recorded: Recorded, explain: Explain
) -> tuple[TownInsuranceRecord, Carried]:
    """Close the record into the employee scheme, once. Books: `flows/expropriation_to_ledger`. Raises Refused, Refusal."""
    found = town_record(person_id=person_id)
    if found is None:
        raise Refused(problems.NO_TOWN)
    record = TownInsuranceRecord.objects.select_for_update().get(pk=found.pk)
    if record.state != "kept":
        raise Refused(problems.TOWN_ENDED)
    carried = carried_by_law(record=record, on=recorded.today, explain=explain)
    record.state, record.converted_on, record.reference = "converted", recorded.today, reference
    record.carried_months, record.carried_fen = carried.months, carried.account_fen
    record.carried_facts = carried.facts
    record.save()
    return record, carried


def town_facts(*, person_id: int) -> dict[str, int] | None:
    """What the law's targets on a town pension ask of this record, or None where nothing is kept."""
    record = town_record(person_id=person_id)
    if record is None or record.state == "converted":
        return None
    return {"town_months": record.months, "town_months_paid": record.months_paid}


def town_award_facts(
    *, record: TownInsuranceRecord, person: registry.Person, month: Month, explain: Explain
) -> dict[str, Any]:
    """What the law asks about a town pension claimed in a month, the city's wage of the year before among it. Raises Refusal."""
    on = first_day(month + 1)
    wage = explain("town_wage", {"assessment_month": month}, place=record.place[:6], on=on)
    return {
        "sex": person.sex, "birth_month": month_containing(person.birth_on), "assessment_month": month,
        "town_months": record.months, "town_months_paid": record.months_paid, "town_reference_wage": int(wage.value),
    }  # fmt: skip


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts as they are kept with an award."""
    return json.dumps(facts, ensure_ascii=False)


@transaction.atomic
def draw_town_pension(
    *, person_id: int, reference: str, month: Month, recorded: Recorded, explain: Explain
) -> tuple[TownInsuranceRecord, dict[str, Any]]:
    """Begin to draw a kept record claimed in a month, once; returns it and the facts for its award. Raises Refused, Refusal."""
    found = town_record(person_id=person_id)
    if found is None:
        raise Refused(problems.NO_TOWN)
    record = TownInsuranceRecord.objects.select_for_update().get(pk=found.pk)
    if record.state != "kept":
        raise Refused(problems.TOWN_ENDED)
    person = registry.person(person_id=record.person_id)
    facts = town_award_facts(record=record, person=person, month=month, explain=explain)
    asked = {name: value for name, value in facts.items() if name != "town_reference_wage"}
    told = explain("town_entitled", asked, place=record.place[:6], on=recorded.today)
    if not told.value:
        raise Refused(problems.TOWN_NOT_ENTITLED)
    record.state, record.reference = "drawing", reference
    record.save(update_fields=["state", "reference"])
    return record, facts


@transaction.atomic
def keep_town_again(*, record_id: int) -> TownInsuranceRecord:
    """Take back that a record is drawn, where its award was granted by mistake and has ended. Raises Refused."""
    record = TownInsuranceRecord.objects.select_for_update().get(pk=record_id)
    if record.state != "drawing":
        raise Refused(problems.TOWN_ENDED)
    record.state, record.reference = "kept", ""
    record.save(update_fields=["state", "reference"])
    return record
