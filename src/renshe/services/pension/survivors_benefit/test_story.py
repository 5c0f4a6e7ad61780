"""A pensioner dies; the daughter claims, three people grant, the fund owes and pays once; and every way it may not go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.one_off_to_ledger import one_off_paid, one_off_words
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.services.conftest import Office
from renshe.services.pension.conftest import NOVEMBER, Pensioners

CODE = "pension.survivors_benefit"
FIGURE = """
monthly_disposable_income:
  zh: 上年度全省城镇居民月人均可支配收入
  en: Province's monthly urban disposable income of the year before
  unit: yuan
  rows:
    - {place: "310000", from: 2025-01-01, to: 2025-12-31, value: "7758", instrument: 测试, confidence: A}
"""
INCOME = 775_800


@dataclass
class Family:
    """The office, the pensioners, and the daughter of the second, who died in October 2025."""

    office: Office
    pensioners: Pensioners
    daughter: registry.Person
    deceased: registry.Person

    def claim(self, **changed: str) -> dict[str, str]:
        """The claim as it ought to be, or as the arguments say."""
        return {
            "deceased_id": self.deceased.id_number, "deceased_name": self.deceased.name, "relation": "child",
            "cause": "illness", "bank_code": "105", "account_number": "6222021234567890128",
            "account_name": self.daughter.name, "phone": "13812345678", "for_all": "on", **changed,
        }  # fmt: skip

    def found(self, **changed: str) -> list[str]:
        """What stands in the way of the claim."""
        return self.office.found(self.claim(**changed), subject_id=self.daughter.pk)

    def paid(self) -> str:
        """All that waits goes to the bank in one batch, and the bank pays it; the first instruction."""
        at = dt.datetime(2025, 11, 25, 2, tzinfo=dt.UTC)
        chosen = pension.choose_benefits(place="310112", benefit_ids=None)
        batch_id = funds.open_batch(
            kind="one_off_payment",
            accounting_month=NOVEMBER,
            run_key="once",
            fund="employee_pension",
        )
        batch = pension.make_one_off_batch(
            batch_id=batch_id, place="310112", accounting_month=NOVEMBER, chosen=chosen, by="accountant", at=at,
        )  # fmt: skip
        pension.approve_one_off(batch_id=batch_id, by="supervisor", at=at)
        pension.fund_one_off(
            batch_id=batch_id, plan_id=None, funded_fen=batch.total_fen, on=at.date()
        )
        batch = pension.OneOffBatch.objects.get(pk=batch_id)
        lines = pension.one_off_lines(batch_id=batch_id)
        pension.file_one_off(
            batch=batch, pay_on=at.date(), sha256="x", file_id=1, rows=len(lines), total_fen=batch.total_fen,
        )  # fmt: skip
        one_off_paid(batch=batch, lines=lines, by="accountant", at=at)
        words = [
            pension.BankWord(one.line_no, one.account_number, one.amount_fen, "paid", "", at.date())
            for one in lines
        ]
        one_off_words(
            batch=batch, words=words, file_id=2, month=NOVEMBER, on=at.date(), by="accountant"
        )
        return f"{batch_id}-1"


@pytest.fixture
def family(pensioners, fresh_database, make_person, tmp_path: Path):
    """A death in October that nobody was paid after, and the law with Shanghai's figure of a test."""
    figure = tmp_path / "figure.yaml"
    figure.write_text(FIGURE, encoding="utf-8")
    library.configure(overlays=(figure,), mode="demonstration")
    fresh_database.become("runner")
    from renshe.services.pension.report_death.decide import report_death

    report_death(
        person_id=pensioners.second, died_on=dt.date(2025, 10, 20), accounting_month=NOVEMBER,
        recorded=pension.Recorded("clerk", pensioners.at(NOVEMBER, 3), dt.date(2025, 11, 3), "医院报告"),
    )  # fmt: skip
    daughter = make_person(
        id_number=id_number(birth="19900307", sequence=102),
        name="王小红",
        retirement_category="F55",
    )
    fresh_database.become("app")
    office = Office(CODE, place="310112", today=dt.date(2025, 11, 20))
    return Family(office, pensioners, daughter, registry.person(person_id=pensioners.second))


def test_a_pensioners_family_gets_two_and_nine_months_owed_in_the_books_and_paid_once(family):
    case = family.office.closed(family.claim(), subject_id=family.daughter.pk)
    benefit = pension.SurvivorsBenefit.objects.get()
    assert (benefit.funeral_fen, benefit.grant_fen) == (2 * INCOME, 9 * INCOME)
    assert (benefit.total_fen, case.amount_fen, case.path) == (11 * INCOME, 11 * INCOME, "approval")
    assert (benefit.determined_by, benefit.reviewed_by, benefit.approved_by) == (
        "li", "wang", "zhao",
    )  # fmt: skip
    assert family.pensioners.balance("R2101") == 11 * INCOME
    (owed,) = [
        item
        for item in funds.open_items(
            fund="employee_pension", account="R2101", as_of=dt.date(2025, 11, 20)
        )
        if item.subject
    ]
    assert owed.subject == case.number
    assert family.pensioners.broken() == {}
    before = family.pensioners.balance("1004")
    instruction = family.paid()
    benefit.refresh_from_db()
    assert (benefit.paid_reference, benefit.paid_on) == (instruction, dt.date(2025, 11, 25))
    assert family.pensioners.balance("1004") == before - 11 * INCOME
    assert family.pensioners.balance("R2101") == 0
    assert family.pensioners.broken() == {}
    assert pension.unpaid_survivors_benefits() == []


def test_the_sheet_tells_each_figure_with_its_clause_and_what_replays_it(family):
    case = family.office.submitted(family.claim(), subject_id=family.daughter.pk)
    sheet = case.examination["sheet"]
    told = {line["name"]: line["shown"] for line in sheet["inputs"]}
    assert told["monthly_disposable_income"] == "7,758.00"
    assert told["survivors_grant_months"] == "9"
    assert told["pension_months_received"] == "17"
    assert all(part["clause"] for part in sheet["parts"])
    asked = sheet["total"]["explain"]
    assert asked["on"] == "2025-10-20"
    again = library.explain(
        asked["target"], asked["facts"], place=asked["place"], on=dt.date.fromisoformat(asked["on"])
    )
    assert int(again.value) == sheet["total"]["fen"] == case.amount_fen


def test_one_grant_for_one_death_and_self_correction_before_it_is_paid(family):
    case = family.office.closed(family.claim(), subject_id=family.daughter.pk)
    assert family.found() == ["benefit_granted_already"]
    family.office.reversed(case.number)
    assert family.pensioners.balance("R2101") == 0
    assert family.pensioners.broken() == {}
    again = family.office.closed(family.claim(), subject_id=family.daughter.pk)
    benefit = pension.SurvivorsBenefit.objects.get(cancelled_on__isnull=True)
    assert benefit.case_number == again.number
    family.paid()
    with pytest.raises(Refusal, match="survivors_paid_already"):
        family.office.reversed(again.number)
    with pytest.raises(Refusal, match="nothing_waits"):
        family.paid()


def test_who_lives_who_is_unknown_and_who_died_from_work_are_refused(family):
    alive = registry.person(person_id=family.pensioners.first)
    assert family.found(deceased_id=alive.id_number) == ["still_alive"]
    stranger = id_number(birth="19500101", sequence=303)
    assert family.found(deceased_id=stranger) == ["deceased_unknown"]
    assert family.found(cause="work") == ["died_from_work"]
    assert family.found(deceased_name="李四") == ["deceased_name_differs"]


def test_who_never_paid_in_and_had_no_pension_leaves_no_benefit(family, make_person):
    stranger = make_person()
    registry.record_death(
        person_id=stranger.pk, died_on=dt.date(2025, 10, 1), known_on=dt.date(2025, 10, 8), reason="医院报告",
        actor="clerk", at=family.office.actor("clerk").at,
    )  # fmt: skip
    claim = {"deceased_id": stranger.id_number, "deceased_name": stranger.name}
    assert family.found(**claim) == ["nothing_due_to_survivors"]


def test_the_claimant_claims_in_his_own_name_for_all_and_not_for_himself(family):
    assert family.found(account_name="王小明") == ["account_name_differs"]
    assert family.office.found(family.claim()) == ["subject_missing"]
    own = family.office.found(
        family.claim(account_name=family.deceased.name), subject_id=family.deceased.pk
    )
    assert own == ["claimant_dead", "claims_own_death"]


def test_without_the_provinces_figure_the_law_refuses_and_says_which(family):
    library.configure(mode="demonstration")
    case = family.office.submitted(family.claim(), subject_id=family.daughter.pk)
    (found,) = case.examination["findings"]
    assert (found["code"], found["detail"]) == ("missing_parameter", "monthly_disposable_income")
    assert case.amount_fen is None


def test_a_prisoners_family_is_refused(family, fresh_database):
    pension.Hold.objects.create(
        person_id=family.deceased.pk, kind="custody", from_month=2025 * 12 + 5, joins_adjustments=False,
        reason="判决", recorded_by="clerk", known_on=dt.date(2025, 11, 1),
    )  # fmt: skip
    assert family.found() == ["died_in_prison"]


def test_pensions_paid_after_the_death_are_lit(family, fresh_database, make_person):
    fresh_database.become("runner")
    owed = family.pensioners.die(family.pensioners.third, dt.date(2025, 8, 15))
    fresh_database.become("app")
    late = registry.person(person_id=family.pensioners.third)
    claim = family.claim(deceased_id=late.id_number)
    assert family.office.noticed(claim, subject_id=family.daughter.pk) == ["pension_paid_after_death"]  # fmt: skip
    assert owed.principal_fen > 0


def test_only_the_claimants_own_data_are_filled_in(family):
    office = family.office
    told = office.declared.service.prefill(office.asked(subject_id=family.daughter.pk))
    assert told["account_name"] == "王小红"
    assert "deceased_id" not in told
