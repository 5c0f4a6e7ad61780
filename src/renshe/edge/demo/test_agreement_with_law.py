"""What the old system hands over is what the law engine says: credits, balances, and the opening bills' amounts."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pytest

from renshe.edge.demo import population as who
from renshe.edge.demo.arrears import Dues, opening_bills
from renshe.edge.demo.city import AS_OF, Chunk, City
from renshe.edge.demo.employers import OWN_PAYER
from renshe.kernel.rules import explain_with

PLACES = ["440400", "310112"]
PEOPLE = 1_500


@lru_cache(maxsize=2)
def built(place: str) -> tuple[City, Chunk]:
    city = City.found(place=place, people=PEOPLE)
    return city, city.chunk(np.arange(PEOPLE))


def ask(city: City, target: str, on: dt.date, **facts: object) -> int:
    told = explain_with(
        city.rules,
        target,
        facts,
        place=city.plan.place,
        on=on,
        known_on=AS_OF,
        mode="demonstration",
    )
    return int(told.value)


def history(place: str) -> list[dict[str, object]]:
    """Year rows that have something credited, spread over the whole time."""
    rows = built(place)[1].tables["contributions_year"].to_pylist()
    return [row for row in rows if any(row["credit_fen"])]


@pytest.mark.parametrize("place", PLACES)
def test_every_years_credit_is_the_laws_of_that_month(place: str) -> None:
    city, _ = built(place)
    seen = set()
    for row in history(place):
        if (row["year"], row["employer_id"] is None) in seen:
            continue
        seen.add((row["year"], row["employer_id"] is None))
        month = next(n for n in range(12) if row["credit_fen"][n])
        on = dt.date(row["year"], month + 1, 1)
        wage = {"declared_wage": row["base_fen"][month]}
        if row["employer_id"] is None:
            due = ask(city, "flexible_pension_account", on, person_kind="flexible", **wage)
        else:
            due = ask(city, "account_credit", on, person_kind="employee", **wage)
        assert row["credit_fen"][month] == due, (row["year"], month)
    assert len({year for year, _ in seen}) > 26


def career(rows: list[dict[str, object]]) -> list[dict[str, int]]:
    """A person's rows as the law's career, every year from the first to the last."""
    years: dict[int, dict[str, int]] = {}
    for row in rows:
        entry = years.setdefault(
            row["year"],
            {"year": row["year"], "months": 0, "base_sum": 0, "credit": 0, "credit_product": 0},
        )
        entry["months"] += int(row["paid_months"]).bit_count()
        entry["base_sum"] += sum(row["base_fen"])
        entry["credit"] += sum(row["credit_fen"])
        entry["credit_product"] += sum(fen * (12 - n) for n, fen in enumerate(row["credit_fen"]))
    empty = {"months": 0, "base_sum": 0, "credit": 0, "credit_product": 0}
    return [years.get(y, {"year": y, **empty}) for y in range(min(years), max(years) + 1)]


@pytest.mark.parametrize("place", PLACES)
def test_balances_are_the_fold_of_the_law_over_the_career(place: str) -> None:
    city, chunk = built(place)
    last = AS_OF.year - 1
    closing = dict(
        zip(
            *(
                chunk.tables["funds_account_year"][n].to_pylist()
                for n in ("person_id", "closing_fen")
            ),
            strict=True,
        )
    )
    rows: dict[int, list[dict[str, object]]] = {}
    for row in chunk.tables["contributions_year"].to_pylist():
        if row["year"] <= last and row["paid_months"]:
            rows.setdefault(row["person_id"], []).append(row)
    at_work = [
        p for p in rows if p <= PEOPLE and city.census.role[p - 1] != who.PENSIONER and p in closing
    ]
    checked = sorted(at_work, key=lambda p: -len(rows[p]))[:6] + at_work[:20]
    for person in checked:
        told = career(rows[person])
        for year in range(told[-1]["year"] + 1, last + 1):
            told.append(
                {"year": year, "months": 0, "base_sum": 0, "credit": 0, "credit_product": 0}
            )
        balance = ask(
            city,
            "account_balance_at",
            dt.date(last, 12, 31),
            career=told,
            retirement_month=last * 12 + 11,
        )
        assert balance == closing[person], person
    assert len(checked) > 20


@pytest.mark.parametrize("place", PLACES)
def test_a_pensioners_balance_at_the_claim_is_the_laws(place: str) -> None:
    city, chunk = built(place)
    rows: dict[int, list[dict[str, object]]] = {}
    for row in chunk.tables["contributions_year"].to_pylist():
        if row["paid_months"]:
            rows.setdefault(row["person_id"], []).append(row)
    checked = 0
    for award in chunk.tables["pension_award"].to_pylist():
        retired = award["starts_month"] - 1
        if not 2017 <= retired // 12 <= AS_OF.year - 1 or checked > 12:
            continue
        told = [
            entry for entry in career(rows[award["person_id"]]) if entry["year"] <= retired // 12
        ]
        if told[-1]["year"] != retired // 12:
            continue
        on = dt.date(retired // 12, 12, 31)
        balance = ask(city, "account_balance_at", on, career=told, retirement_month=retired)
        assert json.loads(award["facts"])["account_balance"] == balance, award["person_id"]
        checked += 1
    assert checked > 8


_AMOUNTS = {
    "pension_base_fen": "pension_base",
    "medical_base_fen": "medical_base",
    "unemployment_base_fen": "unemployment_base",
    "injury_base_fen": "injury_base",
    "pension_employer_fen": "pension_employer",
    "pension_personal_fen": "pension_personal",
    "medical_employer_fen": "medical_employer",
    "medical_personal_fen": "medical_personal",
    "unemployment_employer_fen": "unemployment_employer",
    "unemployment_personal_fen": "unemployment_personal",
    "injury_employer_fen": "injury_employer",
    "maternity_employer_fen": "maternity_employer",
    "account_credit_fen": "account_credit",
}
_OWN = {
    "pension_base_fen": "flexible_pension_base",
    "pension_personal_fen": "flexible_pension",
    "account_credit_fen": "flexible_pension_account",
}


@pytest.mark.parametrize("place", PLACES)
def test_opening_bills_are_what_the_law_assesses(place: str) -> None:
    city, chunk = built(place)
    made = opening_bills(
        dues=Dues.joined([chunk.dues]),
        rules=city.rules,
        plan=city.plan,
        employers=city.employers,
        batch_id=1,
    )
    lines = made.lines.to_pylist()
    employees = [x for x in lines if x["employer_id"] and x["pension_base_fen"]]
    own = [x for x in lines if not x["employer_id"]]
    for line in employees[:: max(1, len(employees) // 25)]:
        on = dt.date(line["period"] // 12, line["period"] % 12 + 1, 1)
        injury_class = int(city.employers.injury_class[line["employer_id"] - 1])
        rate = (
            city.rules.parameters["injury_class_rate"]
            .row(place=place, on=on, key=injury_class)
            .value
        )
        facts = {
            "declared_wage": line["declared_wage_fen"],
            "person_kind": "employee",
            "injury_rate": rate,
            "employer_kind": "enterprise",
            "employer_size": "small",
        }
        for column, target in _AMOUNTS.items():
            assert line[column] == ask(city, target, on, **facts), (column, line)
    for line in own[:: max(1, len(own) // 15)]:
        on = dt.date(line["period"] // 12, line["period"] % 12 + 1, 1)
        facts = {"declared_wage": line["declared_wage_fen"], "person_kind": "flexible"}
        for column, target in _OWN.items():
            assert line[column] == ask(city, target, on, **facts), (column, line)
        if line["medical_base_fen"]:
            assert line["medical_personal_fen"] == ask(city, "flexible_medical", on, **facts)
    assert len(employees) > 300
    assert len(own) > 100
    assert (chunk.dues.employer == OWN_PAYER).sum() == len(own)


@pytest.mark.parametrize("place", PLACES)
def test_a_bill_is_the_sum_of_its_lines(place: str) -> None:
    city, chunk = built(place)
    made = opening_bills(
        dues=Dues.joined([chunk.dues]),
        rules=city.rules,
        plan=city.plan,
        employers=city.employers,
        batch_id=1,
    )
    shares = [n for n in made.lines.column_names if n.endswith(("_employer_fen", "_personal_fen"))]
    whole = made.lines.group_by("bill_id").aggregate([(n, "sum") for n in shares])
    total = np.sum([whole[f"{n}_sum"].to_numpy() for n in shares], axis=0)
    order = np.argsort(whole["bill_id"].to_numpy())
    assert (total[order] == made.bills["total_fen"].to_numpy()).all()
    paid = made.bills.filter(pa.compute.equal(made.bills["state"], "credited"))
    assert (paid["received_fen"].to_numpy() == paid["total_fen"].to_numpy()).all()
