"""Signing in by two steps, sessions, and what somebody tries who should not get in."""

import re
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from renshe.domains.identity import api as identity
from renshe.domains.identity.test_authenticator import SoftPasskey
from renshe.portals.conftest import Town
from renshe.portals.layout.proof import PROVED
from renshe.portals.signin import session as sessions
from renshe.portals.signin.session import SEEN, STARTED

PASSWORD = "a long enough password"
SECOND, HOME = "/sign-in/second/", "/home/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings):
    """A clock to turn: what the edge reads for sessions and one-time codes."""
    edge = import_string(next(name for name in settings.MIDDLEWARE if "Moment" in name))

    class Clock:
        now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

        def later(self, **by: float) -> None:
            self.now += timedelta(**by)

    turned = Clock()
    before = edge.__call__

    def at_this_time(self, request):
        answer = self.get_response

        def with_clock(given):
            given.clock = turned.now
            return answer(given)

        self.get_response = with_clock
        try:
            return before(self, request)
        finally:
            self.get_response = answer

    monkeypatch.setattr(edge, "__call__", at_this_time)
    return turned


def password_given(client: Client, username: str = "clerk", **more: str):
    return client.post("/sign-in/", {"username": username, "password": PASSWORD, **more})


def with_app(town: Town, clock, username: str = "clerk") -> pyotp.TOTP:
    """Bind an app to an account."""
    secret, app_at = identity.new_app_secret(), clock.now - timedelta(minutes=5)
    code = pyotp.TOTP(secret).at(app_at)
    identity.bind_app(account=town.accounts[username], secret=secret, code=code, at=app_at)
    return pyotp.TOTP(secret)


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_password_alone_opens_nothing_once_a_second_factor_is_bound(town: Town, clock) -> None:
    app, client = with_app(town, clock), Client()
    answer = password_given(client, next="/employer/history/")
    assert answer["Location"] == f"{SECOND}?next=%2Femployer%2Fhistory%2F"
    assert not is_in(client)
    assert client.get("/employer/").status_code == 302
    form = {"code": app.at(clock.now), "next": "/employer/history/"}
    assert client.post(SECOND, form)["Location"] == "/employer/history/"
    assert is_in(client)


def test_a_code_that_was_seen_over_the_shoulder_is_worth_nothing(town: Town, clock) -> None:
    app, first, thief = with_app(town, clock), Client(), Client()
    code = app.at(clock.now)
    password_given(first)
    password_given(thief)
    assert first.post(SECOND, {"code": code}).status_code == 302
    refused = thief.post(SECOND, {"code": code})
    assert refused.status_code == 400
    assert "没有通过" in refused.content.decode()
    assert not is_in(thief)


def test_the_second_step_waits_ten_minutes_and_needs_the_first(town: Town, clock) -> None:
    app = with_app(town, clock)
    assert Client().post(SECOND, {"code": app.at(clock.now)})["Location"] == "/sign-in/"
    client = Client()
    password_given(client)
    clock.later(minutes=11)
    assert client.post(SECOND, {"code": app.at(clock.now)})["Location"] == "/sign-in/"
    assert not is_in(client)


def test_a_recovery_code_opens_the_door_once(town: Town, clock) -> None:
    with_app(town, clock)
    code, *_rest = identity.make_recovery_codes(account=town.accounts["clerk"], at=clock.now)
    for expected in (302, 400):
        client = Client()
        password_given(client)
        assert client.post(SECOND, {"recovery": code}).status_code == expected


def test_wrong_codes_lock_like_wrong_passwords_and_say_until_when(town: Town) -> None:
    with_app(town, Now())
    client = Client()
    password_given(client)
    for _ in range(5):
        refused = client.post(SECOND, {"code": "000000"})
    assert refused.status_code == 429
    locked = password_given(Client())
    assert locked.status_code == 429
    assert re.search(r"\d\d:\d\d以后可以再试", locked.content.decode())


class Now:
    """The true time."""

    now = timezone.now()


def test_an_unknown_name_locks_and_is_told_exactly_the_same(town: Town, settings) -> None:
    settings.RENSHE_MODE = "production"  # without the list of demonstration accounts
    pages = []
    for username in ("clerk", "ghost"):
        for _ in range(6):
            answer = Client().post("/sign-in/", {"username": username, "password": "wrong"})
        text = re.sub(r"\d\d:\d\d", "", answer.content.decode()).replace(username, "")
        pages.append((answer.status_code, re.sub(r'value="[^"]{20,}"', "", text)))
    assert pages[0][0] == 429
    assert pages[0] == pages[1]


def test_an_unknown_name_takes_as_long_as_a_wrong_password(town: Town) -> None:
    def seconds(username: str) -> float:
        start = time.perf_counter()
        Client().post("/sign-in/", {"username": username, "password": "wrong"})
        return time.perf_counter() - start

    seconds("warm-up")
    known, unknown = seconds("clerk"), seconds("ghost")
    assert 0.4 < known / unknown < 2.5


def test_a_right_password_does_not_open_a_locked_name_and_the_lock_ends(town: Town) -> None:
    for _ in range(5):
        Client().post("/sign-in/", {"username": "clerk", "password": "wrong"})
    assert password_given(Client()).status_code == 429
    assert identity.unlock(username="clerk") == 1
    assert password_given(Client()).status_code == 302


def test_a_password_too_long_to_be_one_is_not_hashed(town: Town) -> None:
    start = time.perf_counter()
    answer = Client().post("/sign-in/", {"username": "clerk", "password": "x" * 1_000_000})
    assert answer.status_code == 400
    assert time.perf_counter() - start < 2


def test_staff_enrol_before_they_enter_in_production(town: Town, clock, settings) -> None:
    settings.RENSHE_MODE = "production"
    client = Client()
    answer = password_given(client, "accountant")
    assert answer["Location"] == "/account/app/"
    page = client.get("/account/app/").content.decode()
    assert "<svg" in page
    assert client.get("/finance/").status_code == 302
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    wrong = client.post("/account/app/", {"code": "000000"})
    assert wrong.status_code == 400
    assert secret[:4] in wrong.content.decode()
    done = client.post("/account/app/", {"code": pyotp.TOTP(secret).at(clock.now)})
    assert done.content.decode().count("<li><code>") == 10
    assert client.get("/finance/").status_code == 200
    assert password_given(Client(), "clerk")["Location"] == HOME


def test_whoever_has_a_factor_cannot_walk_around_it_by_enrolling_another(town: Town, clock) -> None:
    with_app(town, clock)
    client = Client()
    password_given(client)
    for answer in (client.get("/account/app/"), client.post("/account/app/", {"code": "1"})):
        assert answer["Location"] == SECOND


def test_a_picked_demonstration_account_is_asked_for_its_second_factor(town: Town, clock) -> None:
    with_app(town, clock, "accountant")
    client = Client()
    answer = client.post("/sign-in/demonstration/", {"username": "accountant"})
    assert answer["Location"] == SECOND
    assert client.get("/finance/").status_code == 302


def key_of(town: Town, clock, username: str = "clerk") -> SoftPasskey:
    site = identity.Site(host="testserver", origin="http://testserver")
    key = SoftPasskey(host=site.host, origin=site.origin)
    account = town.accounts[username]
    options, challenge = identity.passkey_registration(account=account, site=site)
    identity.add_passkey(
        account=account, site=site, credential=key.registers(options), challenge=challenge,
        name="", at=clock.now,
    )  # fmt: skip
    return key


def test_a_passkey_alone_signs_in_and_its_answer_works_once(town: Town, clock) -> None:
    key, client = key_of(town, clock), Client()
    options = client.post("/sign-in/passkey/options/").content.decode()
    answer = key.proves(options)
    assert client.post("/sign-in/passkey/", {"credential": answer}).status_code == 302
    assert is_in(client)
    thief = Client()
    thief.post("/sign-in/passkey/options/")
    assert thief.post("/sign-in/passkey/", {"credential": answer}).status_code == 400
    assert Client().post("/sign-in/passkey/", {"credential": answer}).status_code == 400


def test_somebody_elses_passkey_is_no_second_step(town: Town, clock) -> None:
    key_of(town, clock)
    other, client = key_of(town, clock, "accountant"), Client()
    password_given(client)
    options = client.post("/sign-in/passkey/options/").content.decode()
    answer = other.proves(options)
    assert client.post(SECOND, {"credential": answer}).status_code == 400
    assert not is_in(client)


def test_a_session_key_planted_before_sign_in_is_worth_nothing_after(town: Town) -> None:
    victim, thief = Client(), Client()
    victim.get("/sign-in/?next=/me/")
    victim.post("/sign-in/passkey/options/")
    planted = victim.cookies["sessionid"].value
    thief.cookies["sessionid"] = planted
    password_given(victim)
    assert victim.cookies["sessionid"].value != planted
    assert not is_in(thief)


def test_a_stolen_session_is_dead_after_the_password_was_changed(town: Town) -> None:
    owner, thief = Client(), Client()
    password_given(owner)
    password_given(thief)
    new = {"old": PASSWORD, "new": "quite another sentence"}
    assert owner.post("/account/password/", new)["Location"] == "/account/password/?done=1"
    assert is_in(owner)
    assert not is_in(thief)
    assert password_given(Client()).status_code == 400


def test_a_weak_new_password_is_refused_on_the_page_that_asked(town: Town) -> None:
    client = Client()
    password_given(client)
    page = client.post("/account/password/", {"old": "wrong", "new": "x"}).content.decode()
    assert "原密码不对" in page
    page = client.post("/account/password/", {"old": PASSWORD, "new": "short"}).content.decode()
    assert "密码太短" in page


def test_one_sees_where_one_is_signed_in_and_ends_one_or_all_others(town: Town) -> None:
    here, phone, office = Client(), Client(), Client()
    for client, agent in ((here, "Windows Edg/1"), (phone, "iPhone"), (office, "Linux Firefox/1")):
        client.post(
            "/sign-in/",
            {"username": "clerk", "password": PASSWORD},
            headers={"user-agent": agent},
        )
    page = here.get("/account/").content.decode()
    assert "iPhone" in page
    assert page.count("退出它</button>") == 2
    (row,) = [one for one in identity.open_sign_ins(account=town.accounts["clerk"])
              if one.device == "iPhone"]  # fmt: skip
    here.post("/account/", {"act": "end", "number": row.pk})
    assert [is_in(one) for one in (here, phone, office)] == [True, False, True]
    here.post("/account/", {"act": "end_others"})
    assert [is_in(one) for one in (here, phone, office)] == [True, False, False]


def test_nobody_ends_a_session_of_somebody_else(town: Town) -> None:
    owner, thief = Client(), Client()
    password_given(owner)
    password_given(thief, "accountant")
    (row,) = identity.open_sign_ins(account=town.accounts["clerk"])
    thief.post("/account/", {"act": "end", "number": row.pk})
    assert is_in(owner)


@pytest.mark.parametrize(
    ("step", "times", "why"),
    [({"minutes": 61}, 1, "一段时间没有操作"), ({"minutes": 50}, 15, "已到最长时间")],
)
def test_a_session_ends_when_idle_and_when_old_and_says_why(
    town: Town, clock, step, times, why
) -> None:
    client = Client()
    password_given(client)
    for _ in range(times):
        clock.later(**step)
        client.get("/me/looks/")
    answer = client.get("/employer/")
    assert answer["Location"] == "/sign-in/?next=/employer/"
    assert why in client.get("/sign-in/").content.decode()
    assert identity.open_sign_ins(account=town.accounts["clerk"]) == []


def test_use_keeps_a_session_alive_without_writing_on_every_request(town: Town, clock) -> None:
    client = Client()
    password_given(client)
    clock.later(minutes=50)
    assert is_in(client)
    seen = client.session[SEEN]
    clock.later(seconds=30)
    assert is_in(client)
    assert client.session[SEEN] == seen
    clock.later(minutes=50)
    assert is_in(client)
    assert client.session[STARTED] < client.session[SEEN]


def test_a_sensitive_page_asks_again_and_leads_back(town: Town, clock) -> None:
    client = Client()
    password_given(client)
    assert client.get("/delegates/").status_code == 200
    clock.later(minutes=11)
    answer = client.get("/delegates/")
    assert answer["Location"] == "/account/confirm/?next=%2Fdelegates%2F"
    form = {"next": "/delegates/"}
    assert client.post("/account/confirm/", form)["Location"] == "/delegates/"
    assert client.get("/delegates/").status_code == 200


def test_what_was_typed_on_a_sensitive_page_is_taken_half_an_hour_after_the_proof(
    town: Town, clock
) -> None:
    client = Client()
    password_given(client)
    clock.later(minutes=25)
    answer = client.post("/delegates/", {"act": "appoint", "username": "ghost"})
    assert "ghost" in answer.content.decode()
    clock.later(minutes=10)
    assert client.post("/delegates/", {"act": "appoint"})["Location"].startswith(
        "/account/confirm/"
    )


def test_in_production_the_password_is_asked_again_and_wrong_ones_are_counted(
    town: Town, clock, settings
) -> None:
    client = Client()
    password_given(client)
    settings.RENSHE_MODE = "production"
    clock.later(minutes=11)
    assert client.post("/account/confirm/", {"next": "/"}).status_code == 400
    proved = client.session[PROVED]
    answer = client.post("/account/confirm/", {"password": PASSWORD, "next": "/delegates/"})
    assert answer["Location"] == "/delegates/"
    assert client.session[PROVED] > proved


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//e.x",
    ],
)
@pytest.mark.parametrize("page", ["/account/confirm/", "/display/", "/sign-in/"])
def test_no_next_leads_to_another_site(town: Town, page: str, elsewhere: str) -> None:
    client = Client()
    if page != "/sign-in/":
        client.force_login(town.accounts["clerk"])
    form = {"next": elsewhere, "username": "clerk", "password": PASSWORD}
    assert client.post(page, form)["Location"] == HOME


def test_a_password_that_was_handed_over_opens_nothing_but_its_own_change(town: Town) -> None:
    account = identity.account_named(username="clerk")
    once = identity.reset_password(account=account)
    client = Client()
    client.post("/sign-in/", {"username": "clerk", "password": once})
    for path in ("/employer/", "/account/", "/acting/"):
        assert client.get(path)["Location"] == "/account/password/"
    client.post("/account/password/", {"old": once, "new": "quite another sentence"})
    assert client.get("/employer/").status_code == 200


def test_passkeys_are_bound_to_the_host_without_its_port() -> None:
    from django.test import RequestFactory

    request = RequestFactory(headers={"host": "localhost:8000"}).get("/")
    assert sessions.site_of(request) == identity.Site(
        host="localhost", origin="http://localhost:8000"
    )
