"""What is sensitive asks again who one is, and nothing typed is lost by the question."""

import pytest
from django.test import Client

from renshe.domains.cases.api import Case
from renshe.domains.identity.api import Look, RoleCode, grant_role, open_account
from renshe.portals.api.conftest import Api, problem
from renshe.portals.conftest import PLACE, SINCE, Town
from renshe.portals.layout.proof import HELD, PROVED, is_sensitive
from renshe.portals.signin.test_powers_given import bill_of
from renshe.services.catalogue import catalogue

CONFIRM, GO_ON = "/account/confirm/", "/account/go-on/"


def unproved(client: Client) -> Client:
    """The same browser a good while later."""
    session = client.session
    session[PROVED] = 0
    session.save()
    return client


def asked(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(CONFIRM)


@pytest.fixture
def administrators(town: Town) -> Town:
    for role in ("system", "security", "audit"):
        account = open_account(username=role, display_name=role, password=None)
        grant_role(
            account=account, role=RoleCode(f"{role}_administrator"), place=PLACE, valid_from=SINCE
        )
        town.accounts[role] = account
    for name, role in (("counter", RoleCode.COUNTER_CLERK), ("reviewer", RoleCode.REVIEWER)):
        town.accounts[name] = open_account(username=name, display_name=name, password=None)
        grant_role(account=town.accounts[name], role=role, place=PLACE, valid_from=SINCE)
    return town


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("system", "/administration/accounts/"), ("system", "/administration/machines/"),
        ("security", "/administration/roles/"), ("security", "/administration/limits/"),
        ("security", "/administration/locks/"), ("clerk", "/delegates/"),
        ("person", "/acting/invite/"), ("counter", "/guardians/"), ("counter", "/emergency/"),
    ],
)  # fmt: skip
def test_powers_are_given_only_by_who_has_just_proved_himself(
    administrators: Town, who: str, path: str
) -> None:
    browser = administrators.browser(who)
    assert browser.get(path).status_code == 200
    unproved(browser)
    assert asked(browser.get(path))
    assert asked(browser.post(path, {"x": "y"}))


def test_ones_own_data_in_full_wait_for_the_proof_and_come_with_one_press(town: Town) -> None:
    me = unproved(town.browser("person"))
    first = me.post("/me/unmasked/")
    assert asked(first)
    assert not Look.objects.exists()
    there = me.post(CONFIRM, {"next": GO_ON})
    assert there["Location"] == GO_ON
    page = me.get(GO_ON).content.decode()
    assert 'action="/me/unmasked/"' in page
    assert "csrfmiddlewaretoken" in page
    assert town.city.people[0].id_number in me.post("/me/unmasked/").content.decode()
    assert Look.objects.count() == 1


def test_a_purpose_that_was_typed_is_still_there_after_the_proof(administrators: Town) -> None:
    staff = unproved(administrators.browser("reviewer"))
    path, purpose = f"/finance/bills/{bill_of(administrators)}/1/", "核对<银行>退回"
    assert asked(staff.post(path, {"purpose": purpose}))
    assert not Look.objects.exists()
    staff.post(CONFIRM, {"next": GO_ON})
    page = staff.get(GO_ON).content.decode()
    assert f'action="{path}"' in page
    assert "核对&lt;银行&gt;退回" in page
    assert HELD not in staff.session
    assert staff.get(GO_ON)["Location"] == "/home/"  # it is offered once
    staff.post(path, {"purpose": purpose})
    (look,) = Look.objects.all()
    assert look.purpose == purpose


def test_what_waits_is_nobody_elses(town: Town) -> None:
    me = unproved(town.browser("person"))
    me.post("/me/unmasked/")
    me.post("/sign-out/")
    me.force_login(town.accounts["other_person"])
    assert me.get(GO_ON)["Location"] == "/home/"


def test_items_that_say_where_money_goes_are_the_sensitive_ones() -> None:
    sensitive = {code for code, one in catalogue().items() if is_sensitive(one.item)}
    assert "pension.change_bank_account" in sensitive
    assert "pension.claim_old_age_pension" in sensitive
    assert "registration.change_contact" not in sensitive


def test_a_new_bank_account_is_handed_in_after_a_fresh_proof(town: Town) -> None:
    pensioner = town.browser("pensioner")
    code = "pension.change_bank_account"
    opened = pensioner.post(f"/apply/{code}/")
    number = Case.objects.get(item=code).number
    assert opened.status_code == 302
    review = f"/my/cases/{number}/review/"
    assert asked(unproved(pensioner).post(review))
    assert Case.objects.get(number=number).state == "draft"
    pensioner.post(CONFIRM, {"next": GO_ON})
    assert f'action="{review}"' in pensioner.get(GO_ON).content.decode()
    assert not asked(pensioner.post(review))


def test_the_interface_asks_the_same_question(administrators: Town) -> None:
    browser = administrators.browser("pensioner")
    browser.post("/apply/pension.change_bank_account/")
    number = Case.objects.get().number
    pensioner = Api(unproved(browser))
    problem(pensioner.post(f"/cases/{number}/submit"), 403, "proof_needed")
    browser = administrators.browser("person")
    browser.post("/apply/registration.change_contact/")
    number = Case.objects.get(item="registration.change_contact").number
    me = Api(browser)
    me.put(f"/cases/{number}/form", {"form": {"phone": "13800000000"}})
    assert me.post(f"/cases/{number}/submit").status_code == 200
    counter = Api(unproved(administrators.browser("counter")))
    look = counter.post(f"/office/cases/{number}/look", {"purpose": "核对手机"})
    problem(look, 403, "proof_needed")
    assert not Look.objects.exists()
