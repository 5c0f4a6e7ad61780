"""A claim to an old-age pension: examined as often as one likes, refused with a reason, granted with a sheet."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import KNOWN, PLACE, RETIRED
from renshe.domains.registry import api as registry
from renshe.foundation.bulk import StagedPartition
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal
from renshe.services.pension.claim_old_age_pension.decide import Claim, examine, grant


def claim_of(retiree, **changed):
    """The claim at the legal month, or as the arguments say."""
    return replace(
        Claim(person_id=retiree.person.pk, place=PLACE, retirement_month=RETIRED), **changed
    )


def codes(examination):
    return [(finding.reason.code, finding.refuses) for finding in examination.findings]


def test_the_sheet_prints_every_part_with_formula_and_clause_and_they_add_up(retiree):
    examination = examine(claim=claim_of(retiree), known_on=KNOWN, explain=retiree.explain)
    assert examination.granted
    assert codes(examination) == []
    sheet = examination.sheet
    assert [part.name for part in sheet.parts] == [
        "basic_pension",
        "account_pension",
        "transitional_pension",
        "other_items",
    ]
    assert sum(part.value for part in sheet.parts) == sheet.total.value
    assert all(part.clause and part.formula for part in sheet.parts)
    printed = {line.name: line.shown for line in sheet.inputs}
    assert printed["contribution_months"] == "244"
    assert printed["annuity_divisor"] == "138.4"
    assert printed["account_balance"] == "160,000.00"
    assert sheet.total.shown == format_yuan(int(sheet.total.value))
    assert sheet.provisional
    assert pension.Award.objects.count() == 0


def test_a_granted_claim_is_the_pension_of_the_sheet(retiree):
    sheet = examine(claim=claim_of(retiree), known_on=KNOWN, explain=retiree.explain).sheet
    granted = grant(claim=claim_of(retiree), signed=retiree.signed(), explain=retiree.explain)
    assert granted.award.total_fen == sheet.total.value
    assert granted.award.receipt["ruleset_hash"] == sheet.ruleset_hash


def test_a_month_before_the_window_is_refused_with_the_earliest_possible_one(retiree):
    early = claim_of(retiree, retirement_month=2025 * 12 + 1)
    examination = examine(claim=early, known_on=KNOWN, explain=retiree.explain)
    assert ("retirement_too_early", True) in codes(examination)
    assert examination.sheet is None
    assert examination.findings[0].detail == "最早2025年3月"
    assert "第三条" in examination.findings[0].reason.clause
    with pytest.raises(Refusal, match="retirement_too_early"):
        grant(claim=early, signed=retiree.signed(), explain=retiree.explain)


def test_a_short_record_is_refused_with_the_missing_months_and_what_can_be_done(retiree):
    short = retiree.__class__(retiree.person)
    short.explain = lambda target, facts, **when: retiree.explain(
        target, {**facts, "career": facts["career"][-10:]}, **when
    )
    examination = examine(claim=claim_of(retiree), known_on=KNOWN, explain=short.explain)
    (finding,) = [one for one in examination.findings if one.refuses]
    assert (finding.reason.code, finding.detail) == ("years_short", "尚缺68个月")
    assert "城乡居民" in finding.reason.next_step_zh
    assert "resident scheme" in finding.reason.next_step_en


def test_who_has_a_pension_already_is_refused_a_second(retiree):
    retiree.grant()
    examination = examine(claim=claim_of(retiree), known_on=KNOWN, explain=retiree.explain)
    assert codes(examination) == [("already_in_force", True)]


def test_the_claim_of_a_dead_man_is_refused(retiree):
    registry.record_death(
        person_id=retiree.person.pk,
        died_on=date(2025, 5, 1),
        known_on=date(2025, 5, 9),
        reason="医院报告",
        actor="clerk",
        at=retiree.signed().at,
    )
    examination = examine(claim=claim_of(retiree), known_on=KNOWN, explain=retiree.explain)
    assert codes(examination)[0] == ("claimant_dead", True)


def test_a_missing_recognition_is_told_by_its_name_instead_of_a_guess(retiree):
    examination = examine(
        claim=claim_of(retiree), known_on=date(2025, 4, 1), explain=retiree.explain
    )
    assert not examination.granted
    assert examination.findings[-1].reason.code in ("missing_fact", "missing_parameter")


def test_one_person_cannot_determine_and_review(retiree):
    with pytest.raises(Refusal, match="two_people_needed"):
        pension.Signatures(
            determined_by="a", reviewed_by="a", at=retiree.signed().at, known_on=KNOWN
        )


@pytest.fixture
def drawing_an_allowance(retiree, monkeypatch):
    """The man draws an allowance by the basic part alone since February: 2,000 yuan, April and May of it frozen."""
    monkeypatch.setattr(pension, "drawn_as_a_pension", lambda **_: False)
    award = pension.Award.objects.create(
        person_id=retiree.person.pk, kind="invalidity", state="final", starts_month=RETIRED - 2, place=PLACE,
        basic_fen=200_000, account_fen=0, transitional_fen=0, other_fen=0, total_fen=200_000, facts={}, receipt={},
        decided_by="take_over", decided_at=retiree.signed().at,
    )  # fmt: skip
    for month in (RETIRED, RETIRED + 1):
        batch_id = funds.open_batch(
            kind="pension", accounting_month=month, run_key=f"month-{month}"
        )
        pension.freeze_month_roster(
            batch=pension.NewBatch(
                batch_id=batch_id, fund="employee_pension", period=month, place=PLACE, attempt=1, pays="month",
                accounting_month=month, frozen_at=retiree.signed().at, frozen_by="clerk",
            )
        )  # fmt: skip
    return award


def test_an_allowance_by_the_basic_part_ends_and_its_frozen_line_is_stopped(
    retiree, drawing_an_allowance
):
    granted = grant(claim=claim_of(retiree), signed=retiree.signed(), explain=retiree.explain)
    drawing_an_allowance.refresh_from_db()
    assert (drawing_an_allowance.state, drawing_an_allowance.ends_month) == ("ended", RETIRED)
    (stop,) = pension.PaymentStop.objects.all()
    assert pension.batch_row(batch_id=stop.batch_id).period == RETIRED + 1
    assert (stop.reason, stop.still_due) == ("manual", False)
    assert granted.award.starts_month == RETIRED + 1


def test_months_of_the_allowance_that_the_bank_paid_since_are_claimed_in_the_books(
    retiree, drawing_an_allowance
):
    pension.PaymentBatch.objects.update(filed_on=KNOWN)
    for batch in pension.PaymentBatch.objects.all():
        with StagedPartition(parent="pension_payment_line", batch_id=batch.batch_id) as stage:
            stage.create()
            (draw,) = pension.draw_lines(batch=batch)
            stage.copy(draw().table)
            with transaction.atomic(), connection.cursor() as cursor:
                stage.attach(cursor)
    grant(claim=claim_of(retiree), signed=retiree.signed(), explain=retiree.explain)
    (claim,) = pension.Overpayment.objects.all()
    assert (claim.from_month, claim.to_month, claim.principal_fen) == (
        RETIRED + 1, RETIRED + 1, 200_000,
    )  # fmt: skip
    rows = funds.trial_balance(
        fund="employee_pension", book="rights", accounting_month=month_containing(KNOWN)
    )
    assert {row.code: row.closing_fen for row in rows}["R1201"] == 200_000
