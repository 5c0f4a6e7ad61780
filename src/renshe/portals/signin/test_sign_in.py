"""Coming in and going out, and how pages look."""

from datetime import date

import pytest
from django.test import Client

from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.portals.conftest import Town
from renshe.portals.layout.display import COOKIE


def test_a_right_password_opens_the_page_that_was_wanted(town: Town) -> None:
    client = Client()
    form = {"username": "clerk", "password": "a long enough password", "next": "/employer/history/"}
    answer = client.post("/sign-in/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/employer/history/")


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(town: Town) -> None:
    answers = [
        Client().post("/sign-in/", {"username": name, "password": "wrong"})
        for name in ("clerk", "ghost")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert all("用户名或密码不对" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "\\\\evil.example"]
)
def test_nobody_is_sent_to_another_site(town: Town, elsewhere: str) -> None:
    form = {"username": "clerk", "password": "a long enough password", "next": elsewhere}
    assert Client().post("/sign-in/", form)["Location"] == "/home/"


def test_in_the_demonstration_one_picks_an_account_by_role(town: Town) -> None:
    client = Client()
    page = client.get("/sign-in/").content.decode()
    assert "挑一个演示账号" in page
    assert 'value="accountant"' in page
    answer = client.post("/sign-in/demonstration/", {"username": "accountant"})
    assert answer.status_code == 302
    assert client.get("/finance/").status_code == 200


def test_the_citys_own_people_stand_in_groups_with_what_to_try_first(town: Town) -> None:
    """Others come by their role, and whoever has no password is offered to nobody."""
    for username, password in (("counter", "long enough, really"), ("p0000001", None)):
        account = open_account(username=username, display_name=f"某 {username}", password=password)
        role = RoleCode.COUNTER_CLERK if password else RoleCode.INSURED_PERSON
        grant_role(account=account, role=role, place="310112", valid_from=date(2025, 1, 1))
    page = Client().get("/sign-in/").content.decode()
    groups = {
        piece.partition("<")[0]: piece for piece in page.split('<h3 class="persona-group">')[1:]
    }
    assert "先办今天早上收到的件" in groups["窗口和经办"]
    assert 'value="counter"' in groups["窗口和经办"]
    assert 'value="pensioner"' in groups["办自己和家里人的事"]
    assert 'value="clerk"' in groups["单位经办人"], "whoever the city does not name comes by role"
    assert "p0000001" not in page


def test_in_production_nobody_picks_an_account(town: Town, settings) -> None:
    settings.RENSHE_MODE = "production"
    client = Client()
    assert "挑一个演示账号" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/demonstration/", {"username": "accountant"}).status_code == 404


def test_signing_out_closes_every_page(town: Town) -> None:
    client = town.browser("clerk")
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/employer/").status_code == 302


def test_an_account_with_one_role_goes_straight_to_its_pages_and_one_without_is_told(
    town: Town,
) -> None:
    assert town.browser("clerk").get("/home/")["Location"] == "/employer/"
    assert "您的账号现在没有可进入的页面" in town.browser("nobody").get("/home/").content.decode()


def test_one_press_changes_language_and_type_and_leads_back(town: Town) -> None:
    client = town.browser("person")
    answer = client.post("/display/", {"language": "en", "next": "/me/contributions/"})
    assert answer["Location"] == "/me/contributions/"
    client.post("/display/", {"type": "elderly"})
    assert client.cookies[COOKIE].value == "en.auto.elderly"
    page = client.get("/me/").content.decode()
    assert '<html lang="en"' in page
    assert 'data-type="elderly"' in page
    assert "Who looked" in page


def test_a_choice_that_is_not_offered_changes_nothing(town: Town) -> None:
    client = town.browser("person")
    client.post("/display/", {"language": "xx", "theme": "<script>"})
    assert client.cookies[COOKIE].value == "zh.auto.normal"


def test_pages_are_kept_by_nobody_and_allow_no_script_of_their_own(town: Town) -> None:
    answer = town.browser("person").get("/me/")
    assert answer["Cache-Control"] == "no-store"
    policy = answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "default-src 'self'" in policy
