"""One human being insured under two numbers: nothing is merged while a month stands assessed for both."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from django.db import connection

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions import test_small_city as small
from renshe.domains.contributions.models import Bill
from renshe.domains.documents import api as documents
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.models import Spell
from renshe.domains.registry import api as registry
from renshe.flows import contribution_to_ledger as ledger
from renshe.flows import enrolment_to_contributions as flow
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.services.registration.unify_people import decide as unify

OCTOBER, NOVEMBER = small.OCTOBER, small.NOVEMBER
KNOWN = dt.datetime(2025, 11, 10, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def twice(fresh_database: Any) -> small.City:
    """丁一 pays for himself, and a factory insured him under a number given to him by mistake; October is assessed."""
    fresh_database.become("runner")
    city = small.small_city(people=1)
    duplicate = small.add_person(city, name=city.people[0].name)
    small.insure(duplicate, city.employers[0])
    assess(OCTOBER)
    return city


def assess(period: int) -> None:
    """A month by plain arithmetic, everybody on 10,000 yuan: the law's amounts are not the matter here."""
    facts = pl.from_arrow(contributions.assessment_table(period=period, place=small.PLACE))
    facts = facts.with_columns(declared_wage_fen=pl.lit(1_000_000, dtype=pl.Int64))
    small.bill_table(facts.to_arrow(), period=period, lines=lines)


def lines(table: Any, period: int) -> Any:
    """Plain lines with bases of nothing for insurances that the person is not in."""
    flags = pl.from_arrow(table).select("person_id", "employer_id", "^insured_.*$")
    rows = pl.from_arrow(small.plain_lines(table, period)).join(
        flags, on=["person_id", "employer_id"], nulls_equal=True
    )
    named = {
        name: insurance
        for insurance in ("pension", "medical", "unemployment", "injury", "maternity")
        for name in rows.columns
        if name.startswith(insurance)
    } | {"account_credit_fen": "pension"}
    return rows.select(
        *(pl.when(f"insured_{named[name]}").then(name).otherwise(0).alias(name) if name in named else name
          for name in rows.columns if not name.startswith("insured_"))
    ).to_arrow()  # fmt: skip


def merge(city: small.City) -> registry.PersonAlias:
    evidence = documents.store(
        name="证明.pdf", media_type="application/pdf", content=b"%PDF", direction="in", at=KNOWN
    ).pk  # fmt: skip
    survivor, duplicate = city.people
    return unify.merge(
        survivor_id=survivor.pk, duplicate_id=duplicate.pk, reason="重复登记", evidence_file_id=evidence,
        actor="reviewer", at=KNOWN,
    )  # fmt: skip


def annul(person_id: int) -> None:
    """The bill of an own payer was not due: assessed back to nothing, as the run of corrections does it."""
    bill = Bill.objects.get(person_id=person_id)
    batch_id = small.new_batch("annul", period=NOVEMBER, kind="enrolment_corrections")
    (line,) = contributions.bill_lines(bill_id=bill.pk)
    keep = {"person_id", "employer_id", "period", "bill_id"}
    row = {
        name: value if name in keep else -value
        for name, value in line.items()
        if name in keep or name == "months" or name.endswith("_fen")
    }
    types = dict.fromkeys(row, pl.Int64) | {"period": pl.Int32, "months": pl.Int16}
    flow.bills_annulled(
        posting=ledger.Posting(batch_id, NOVEMBER, KNOWN.date(), "operator", KNOWN),
        lines=pl.DataFrame([row], schema=types),
        originals=pl.DataFrame(
            {"bill_id": [bill.pk], "due_on": [bill.due_on], "received_on": [bill.received_on]},
            schema_overrides={"received_on": pl.Date},
        ),
        decision=contributions.Decision(
            reason="参保登记更正", requested_by="operator", approved_by="head", decided_on=KNOWN.date(),
            accounting_month=NOVEMBER, batch_id=batch_id,
        ),
    )  # fmt: skip


def test_months_assessed_for_both_are_named_and_nothing_is_merged(twice):
    duplicate = twice.people[1]
    with pytest.raises(Refused) as refusal:
        merge(twice)
    assert refusal.value.codes == ("merge_overlap", "merge_assessed_twice")
    said = refusal.value.problems[1]
    assert "2025年10月" in said.zh
    assert "职工基本养老保险、职工基本医疗保险" in said.zh
    assert "失业" not in said.zh, "he is insured against unemployment under one number only"
    assert registry.resolve(person_id=duplicate.pk) == duplicate.pk


def test_cancelling_a_spell_does_not_open_the_way_while_its_month_still_stands(twice):
    survivor, duplicate = twice.people
    enrolment.cancel(
        person_id=survivor.pk, employer_id=None, insurances=[1, 2], from_month=OCTOBER - 9,
        record=enrolment.Recording(
            reason="重复参保", known_on=KNOWN.date(), actor="clerk", at=KNOWN
        ),
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        merge(twice)
    assert refusal.value.codes == ("merge_assessed_twice",)
    assert enrolment.late_months_of(person_id=survivor.pk).filter(period=OCTOBER).exists()
    annul(survivor.pk)
    assert merge(twice).merged_id == duplicate.pk
    invariants = [*contributions.INVARIANTS, *enrolment.INVARIANTS, *registry.INVARIANTS]
    assert not [one.name for one, _, count in prove(invariants=invariants) if count]


def test_work_injury_at_two_employers_is_no_double_month(twice):
    """实施《社会保险法》若干规定 九: each employer insures, so one human being may stand assessed at both."""
    survivor, duplicate = twice.people
    Spell.objects.filter(person=survivor).update(status="cancelled")
    annul(survivor.pk)
    small.insure(survivor, twice.employers[1], since=dt.date(2025, 11, 1), insurances=(4,))
    assess(NOVEMBER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM contributions_line WHERE period = %s AND injury_base_fen > 0",
            [NOVEMBER],
        )
        assert cursor.fetchone() == (2,)
    assert merge(twice).merged_id == duplicate.pk
