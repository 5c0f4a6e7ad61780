"""Three separate people: what each administrator does, that it is recorded, and that none of them sees business."""

import re

import pytest
from django.test import Client

from renshe.domains.audit.api import Event, events_by
from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.portals.conftest import PLACE, SINCE, Town

ADMINISTRATORS = {
    "system": RoleCode.SYSTEM_ADMINISTRATOR,
    "security": RoleCode.SECURITY_ADMINISTRATOR,
    "audit": RoleCode.AUDIT_ADMINISTRATOR,
}
PAGES = {
    "system": ("accounts", "machines", "outbox"),
    "security": ("roles", "matrix", "locks", "limits"),
    "audit": ("emergencies", "events"),
}


@pytest.fixture(autouse=True)
def administrators(town: Town) -> None:
    for name, role in ADMINISTRATORS.items():
        account = open_account(username=name, display_name=name, password=None)
        grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
        town.accounts[name] = account


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return answer.content.decode()


def post(town: Town, who: str, path: str, **form):
    return town.browser(who).post(f"/administration/{path}/", form)


def test_each_administrator_opens_his_own_pages_and_no_other(town: Town) -> None:
    for who in ADMINISTRATORS:
        client = town.browser(who)
        assert client.get("/home/")["Location"] == f"/administration/{PAGES[who][0]}/"
        for owner, names in PAGES.items():
            for name in names:
                answer = client.get(f"/administration/{name}/")
                assert answer.status_code == (200 if owner == who else 403), f"{who} at {name}"


def test_no_administrator_reads_business(town: Town) -> None:
    for who in ADMINISTRATORS:
        client = town.browser(who)
        for path in ("/finance/", "/me/", "/employer/", "/casework/", "/counter/", "/emergency/"):
            assert client.get(path).status_code == 403, f"{who} at {path}"


def test_an_account_is_opened_by_one_and_given_its_role_by_another(town: Town) -> None:
    opened = post(town, "system", "accounts", username="li", name="李某").content.decode()
    once = re.search(r"<code>([0-9A-Z-]{19})</code>", opened)[1]
    granted = post(
        town, "security", "roles", act="grant", username="li", role="fund_accountant", place=PLACE,
        valid_from="2025-10-31",
    )  # fmt: skip
    assert granted.status_code == 302
    client = Client()
    client.post("/sign-in/", {"username": "li", "password": once})
    assert client.get("/finance/")["Location"] == "/account/password/"
    client.post("/account/password/", {"old": once, "new": "a rather long sentence"})
    page(client, "/finance/")
    assert [event.verb for event in events_by(actor="security")] == ["identity.grant_role"]


def test_nobody_grants_himself_a_role_and_separated_duties_are_refused(town: Town) -> None:
    form = {"act": "grant", "place": PLACE, "valid_from": "2025-10-31"}
    mine = post(town, "security", "roles", username="security", role="approver", **form)
    assert "不能给自己授权" in mine.content.decode()
    both = post(town, "security", "roles", username="accountant", role="fund_supervisor", **form)
    assert "不得由同一人担任" in both.content.decode()
    assert both.status_code == 400
    assert not Event.objects.filter(verb="identity.grant_role").exists()


def test_a_new_role_ends_the_sessions_that_began_without_it(town: Town) -> None:
    client = Client()
    client.post("/sign-in/", {"username": "accountant", "password": "a long enough password"})
    post(
        town, "security", "roles", act="grant", username="accountant", role="run_operator",
        place=PLACE, valid_from="2025-10-31",
    )  # fmt: skip
    assert client.get("/finance/").status_code == 302


def test_a_role_is_reviewed_once_a_quarter_and_can_be_taken_away(town: Town) -> None:
    held = {one.role.account.username: one.role.pk for one in identity.staff_roles(on=SINCE)}
    post(town, "security", "roles", act="keep", number=held["accountant"])
    twice = post(town, "security", "roles", act="keep", number=held["accountant"])
    assert "本季度已经复核过" in twice.content.decode()
    own = post(town, "security", "roles", act="keep", number=held["security"])
    assert own.status_code == 400
    post(town, "security", "roles", act="revoke", number=held["system"])
    assert town.browser("system").get("/administration/accounts/").status_code == 403


def test_a_locked_name_is_unlocked_with_a_reason_and_recorded(town: Town) -> None:
    wrong = {"username": "clerk", "password": "wrong"}
    for _ in range(5):
        Client().post("/sign-in/", wrong)
    assert "clerk" in page(town.browser("security"), "/administration/locks/")
    without = post(town, "security", "locks", act="unlock", username="clerk")
    assert "没有写明理由" in without.content.decode()
    post(town, "security", "locks", act="unlock", username="clerk", reason="本人带证件来")
    right = {"username": "clerk", "password": "a long enough password"}
    assert Client().post("/sign-in/", right).status_code == 302
    (event,) = events_by(actor="security")
    assert (event.verb, event.reason) == ("identity.unlock", "本人带证件来")


def test_sessions_and_second_factors_of_an_account_are_ended_for_a_reason(town: Town) -> None:
    client = Client()
    client.post("/sign-in/", {"username": "clerk", "password": "a long enough password"})
    form = {"act": "end", "username": "clerk", "reason": "手机丢失"}
    assert post(town, "security", "locks", **form).status_code == 302
    assert client.get("/employer/").status_code == 302
    post(town, "security", "locks", **form | {"act": "factors"})
    assert {event.verb for event in events_by(actor="security")} == {
        "identity.end_sign_ins", "identity.remove_all_factors",
    }  # fmt: skip


def test_a_limit_above_which_two_are_needed_is_set_for_the_future_only(town: Town) -> None:
    form = {"action": "contributions.approve", "reason": "内控制度"}
    for bad in ({"amount": "x"}, {"amount": "-1"}, {"amount": "1.234"}, {"amount": "NaN"}):
        answer = post(town, "security", "limits", valid_from="2025-10-31", **form | bad)
        assert answer.status_code == 400
    past = post(town, "security", "limits", valid_from="2025-10-30", amount="1", **form)
    assert past.status_code == 400
    post(town, "security", "limits", valid_from="2025-10-31", amount="10,000.00", **form)
    text = page(town.browser("security"), "/administration/limits/")
    assert "10,000.00" in text
    from datetime import date

    needs = identity.needs_second_person
    assert not needs("contributions.approve", 1_000_000, on=date(2025, 10, 31))
    assert needs("contributions.approve", 1_000_001, on=date(2025, 10, 31))


def test_an_account_that_is_switched_off_is_out_at_once(town: Town) -> None:
    client = Client()
    client.post("/sign-in/", {"username": "clerk", "password": "a long enough password"})
    path = f"accounts/{town.accounts['clerk'].pk}"
    post(town, "system", path, act="off", reason="离职")
    assert client.get("/employer/").status_code == 302
    mine = post(town, "system", f"accounts/{town.accounts['system'].pk}", act="off", reason="x")
    assert "不能停用自己的账号" in mine.content.decode()


def test_recorded_acts_are_found_by_who_what_and_when(town: Town) -> None:
    post(town, "system", f"accounts/{town.accounts['clerk'].pk}", act="reset", reason="忘记密码")
    auditor, clerk = town.browser("audit"), town.accounts["clerk"].pk
    events = "/administration/events/"
    assert "忘记密码" in page(auditor, f"{events}?actor=system")
    assert "忘记密码" in page(auditor, f"{events}?kind=account&number={clerk}&day=2025-10-31")
    for nothing in ("actor=sys", f"kind=account&number={clerk}9", "day=2025-10-30"):
        assert "没有符合的记录" in page(auditor, f"{events}?{nothing}")
    page(auditor, f"{events}?number=99999999999999999999&after=x&day=9999-99-99&kind=%00")


def test_the_matrix_shows_every_action_and_role(town: Town) -> None:
    text = page(town.browser("security"), "/administration/matrix/")
    assert text.count('<th scope="row">') == len(identity.ACTIONS)
