"""The picture of old age joins the schemes that do not know it: the residents' and the expropriated farmers'."""

from __future__ import annotations

from typing import Any

from django.test import Client

from renshe.domains import conftest as made_up
from renshe.domains.annuity.api import told_parts
from renshe.domains.expropriation.models import TownInsuranceRecord
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.registry.api import Person
from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger
from renshe.laws import library
from renshe.portals.conftest import NOON, PLACE, SINCE, Town, signed_in

make_person = made_up.make_person
PICTURE = "/me/pension/picture/"
TODAY = NOON.date()


def browser_of(person: Person) -> Client:
    """A browser in which this person is signed in."""
    account = open_account(
        username="villager", display_name="villager", password="a long enough password", person_id=person.pk
    )  # fmt: skip
    grant_role(account=account, role=RoleCode.INSURED_PERSON, place=PLACE, valid_from=SINCE)
    return signed_in(Client(), account)


def joined(person: Person) -> None:
    """In the residents' scheme on the tier of 1,200 yuan, this year paid and the subsidy added."""
    hand = resident.ByHand(by="clerk", at=NOON, today=TODAY)
    resident.join(
        person_id=person.pk, place="440402", community="440402001001", tier=1200, student=False,
        draws_other_pension=False, hand=hand, explain=library.explain,
    )  # fmt: skip
    paid = resident.Paid(
        year=TODAY.year, tier=1200, amount_fen=120_000, paid_on=TODAY, channel="counter", external_ref="T1"
    )  # fmt: skip
    resident_to_ledger.year_paid(person_id=person.pk, paid=paid, hand=hand, explain=library.explain)


def test_a_resident_sees_the_account_and_what_it_comes_to_at_sixty(
    town: Town, make_person: Any
) -> None:
    """Each line says how sure, from when and from whom, and leads to its explanation; a stranger to the scheme has none."""
    person = make_person()
    assert told_parts(person_id=person.pk, today=TODAY) == []
    joined(person)
    parts = {one.code: one for one in told_parts(person_id=person.pk, today=TODAY)}
    assert parts["resident_account"].balance_fen == 120_000
    assert parts["resident_account"].sureness == "balance"
    going_on = parts["resident_pension_1200"]
    # Forty years at this tier: by the law's own projection, which the explanation of the same address repeats.
    assert going_on.sureness == "assumed"
    assert going_on.starts is not None
    assert going_on.monthly_fen is not None
    assert going_on.monthly_fen > 20_000
    assert "resident_pension_0" not in parts  # one year alone gives no monthly pension
    browser = browser_of(person)
    page = str(browser.get(PICTURE).content.decode())
    for words in (
        "居民养老个人账户", "1,200.00", "居民养老金，按现在的档次缴到60岁", "从城乡居民养老保险基金发", "按谨慎假设",
    ):  # fmt: skip
        assert words in page
    for part in parts.values():
        assert part.url in page
        assert browser.get(part.url).status_code == 200
    assert (going_on.payer_en, going_on.en) != (going_on.payer_zh, going_on.zh)


def test_a_town_insurance_that_is_kept_stands_there_and_a_converted_one_does_not(
    town: Town, make_person: Any
) -> None:
    person = make_person()
    record = TownInsuranceRecord.objects.create(
        person=person, place="310112", months=180, months_paid=60, account_fen=1_234_500,
        recorded_by="clerk", recorded_at=NOON,
    )  # fmt: skip
    (part,) = told_parts(person_id=person.pk, today=TODAY)
    assert (part.code, part.balance_fen, part.sureness) == ("town_account", 1_234_500, "balance")
    browser = browser_of(person)
    page = str(browser.get(PICTURE).content.decode())
    assert "镇保个人账户" in page
    assert "12,345.00" in page
    assert browser.get(part.url).status_code == 200
    TownInsuranceRecord.objects.filter(pk=record.pk).update(
        state="converted", carried_months=90, carried_fen=1, converted_on=TODAY, carried_facts={}
    )
    assert told_parts(person_id=person.pk, today=TODAY) == []


def test_what_is_drawn_stands_under_its_own_name(town: Town) -> None:
    """The town's pensioner: 3,000.00 a month, drawn, with its explanation."""
    page = str(town.browser("pensioner").get(PICTURE).content.decode())
    for words in ("基本养老金", "正在领", "3,000.00", "/me/explain/pension/total/"):
        assert words in page


def test_a_month_that_is_none_is_no_server_error(town: Town) -> None:
    """The public calculator over the API: 0000-00 names no month and is answered 404 with its reason."""
    facts = {
        "place": "310000", "born": "0000-00", "category": "M60", "kind": "employee", "months": 1, "index": 1,
        "account_fen": 0, "base_fen": 0, "annuity_fen": 0, "annuity_month_fen": 0, "personal_fen": 0,
        "personal_year_fen": 0, "wage_growth": 0, "crediting_rate": 0, "returns": 0,
    }  # fmt: skip
    answer = Client().post("/api/v1/law/outlook", facts, content_type="application/json")
    assert answer.status_code == 404
    assert "month_unreadable" in str(answer.content.decode())
