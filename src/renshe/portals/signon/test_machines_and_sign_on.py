"""Machines with a token of their own, and other systems that let people sign in through us; and who tries to cheat."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from jwcrypto import jwk, jwt

from renshe.domains.identity import api as identity
from renshe.domains.identity.api import Subject, machine_allowed
from renshe.portals.conftest import PLACE, Town

BACK = "https://training.example/back"
VERIFIER = "a-verifier-that-is-long-enough-for-the-rule-of-pkce-0123456789"


@pytest.fixture
def maker(town: Town):
    return town.accounts["accountant"]


def machine(maker, **changed):
    """A payroll program that may look at contributions; its client id and secret."""
    fields = {"name": "薪酬软件", "actions": ["contributions.look"], "place": PLACE, "by": maker,
              "at": timezone.now(), **changed}  # fmt: skip
    made, secret = identity.make_machine(**fields)
    return made, made.application.client_id, secret


def token_for(client_id: str, secret: str, **form: str):
    given = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Client().post("/oauth/token/", given | form)


def asks(token: str, action: str, subject: Subject | None = None):
    headers = {"authorization": f"Bearer {token}"}
    return machine_allowed(RequestFactory(headers=headers).get("/api/"), action, subject=subject)


def test_a_machine_gets_a_token_for_ten_minutes_and_does_what_it_was_given(maker) -> None:
    made, client_id, secret = machine(maker)
    answer = token_for(client_id, secret).json()
    assert answer["expires_in"] == 600
    assert answer["scope"] == "contributions.look"
    caller = asks(answer["access_token"], "contributions.look")
    assert (caller.actor, caller.machine_id) == (f"machine:{client_id}", made.pk)
    assert asks(answer["access_token"], "books.look") is None
    assert asks(answer["access_token"], "no.such") is None


def test_a_machine_reaches_its_place_and_its_employer_only(maker) -> None:
    _made, client_id, secret = machine(maker)
    token = token_for(client_id, secret).json()["access_token"]
    here, there = (Subject(kind="person", id=1, place=place) for place in (PLACE, "440400"))
    assert asks(token, "contributions.look", here)
    assert asks(token, "contributions.look", there) is None
    _made, client_id, secret = machine(maker, employer_id=5)
    token = token_for(client_id, secret).json()["access_token"]
    for subject, expected in (
        (Subject(kind="employer", id=5), True),
        (Subject(kind="employer", id=6), False),
        (Subject(kind="person", id=1, employer_id=5), True),
        (Subject(kind="person", id=1, place=PLACE), False),
    ):
        assert bool(asks(token, "contributions.look", subject)) is expected


def test_a_machine_cannot_ask_for_more_than_it_was_given(maker) -> None:
    _made, client_id, secret = machine(maker)
    for scope in ("books.look", "contributions.look books.look", "openid"):
        refused = token_for(client_id, secret, scope=scope)
        assert refused.status_code in (400, 401)
        assert refused.json()["error"] == "invalid_scope"


def test_wrong_old_and_ended_credentials_open_nothing(maker) -> None:
    made, client_id, secret = machine(maker)
    assert token_for(client_id, "wrong").status_code == 401
    token = token_for(client_id, secret).json()["access_token"]
    _made, fresh = identity.new_secret(machine_id=made.pk)
    assert token_for(client_id, secret).status_code == 401
    assert asks(token, "contributions.look") is None
    token = token_for(client_id, fresh).json()["access_token"]
    identity.end_machine(machine_id=made.pk, by=maker, at=timezone.now())
    assert asks(token, "contributions.look") is None
    assert token_for(client_id, fresh).status_code == 401


def test_neither_a_token_in_the_address_nor_a_password_grant_is_taken(maker, town: Town) -> None:
    _made, client_id, secret = machine(maker)
    token = token_for(client_id, secret).json()["access_token"]
    request = RequestFactory().get("/api/", {"access_token": token})
    assert machine_allowed(request, "contributions.look") is None
    form = {"username": "clerk", "password": "a long enough password"}
    assert token_for(client_id, secret, grant_type="password", **form).status_code >= 400


def test_secrets_and_tokens_are_kept_as_hashes(maker) -> None:
    from oauth2_provider.models import AccessToken

    made, client_id, secret = machine(maker)
    token = token_for(client_id, secret).json()["access_token"]
    assert secret not in made.application.client_secret
    assert token not in AccessToken.objects.get().token


def sign_on(maker) -> tuple[str, str]:
    made, secret = identity.make_sign_on(
        name="培训平台", redirect=BACK, place=PLACE, by=maker, at=timezone.now()
    )
    return made.application.client_id, secret


def question(client_id: str, /, **changed: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
    given = {
        "response_type": "code", "client_id": client_id, "redirect_uri": BACK, "nonce": "n-1",
        "scope": "openid profile", "state": "s-1", "code_challenge_method": "S256",
        "code_challenge": challenge.decode().rstrip("="),
    }  # fmt: skip
    return f"/oauth/authorize/?{urlencode({**given, **changed})}"


def code_for(town: Town, client_id: str) -> str:
    """The code that the other system gets after the clerk agreed on our page."""
    browser = town.browser("clerk")
    page = browser.get(question(client_id))
    assert "培训平台" in page.content.decode()
    assert "https://training.example" in page["Content-Security-Policy"]
    form = {name: value[0] for name, value in parse_qs(urlsplit(question(client_id)).query).items()}
    agreed = browser.post(question(client_id), form | {"allow": "Authorize"})
    back = parse_qs(urlsplit(agreed["Location"]).query)
    assert back["state"] == ["s-1"]
    return back["code"][0]


def test_somebody_signs_on_to_another_system_which_learns_his_name_and_nothing_else(
    town: Town, maker
) -> None:
    client_id, secret = sign_on(maker)
    form = {"code": code_for(town, client_id), "redirect_uri": BACK, "code_verifier": VERIFIER,
            "grant_type": "authorization_code"}  # fmt: skip
    answer = token_for(client_id, secret, **form).json()
    keys = jwk.JWKSet.from_json(Client().get("/oauth/.well-known/jwks.json").content)
    told = jwt.JWT(jwt=answer["id_token"], key=keys, algs=["RS256"])
    claims = json.loads(told.claims)
    assert claims["aud"] == client_id
    assert claims["sub"] == str(town.accounts["clerk"].pk)
    assert claims["preferred_username"] == "clerk"
    assert claims["nonce"] == "n-1"
    assert not {"person_id", "employer_id", "roles", "email"} & set(claims)
    assert asks(answer["access_token"], "contributions.look") is None
    assert token_for(client_id, secret, **form).status_code == 400  # the code works once


def test_a_stranger_signs_in_first_and_comes_back_to_the_question(town: Town, maker) -> None:
    client_id, _secret = sign_on(maker)
    answer = Client().get(question(client_id))
    assert answer["Location"].startswith("/sign-in/?next=/oauth/authorize/")


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": "https://training.example/back/other"},
        {"client_id": "unknown"},
    ],
)
def test_nobody_is_sent_to_an_address_that_was_not_registered(town, maker, changed) -> None:
    client_id, _secret = sign_on(maker)
    answer = town.browser("clerk").get(question(client_id, **changed))
    assert answer.status_code == 400
    assert "这个登录请求不对" in answer.content.decode()


@pytest.mark.parametrize(
    "changed",
    [{"code_challenge": ""}, {"code_challenge_method": "plain"}, {"response_type": "token"},
     {"scope": "contributions.look"}],
)  # fmt: skip
def test_a_question_without_proof_key_or_for_more_than_the_name_gets_no_code(
    town, maker, changed
) -> None:
    client_id, _secret = sign_on(maker)
    answer = town.browser("clerk").get(question(client_id, **changed))
    assert answer.status_code in (302, 400)
    assert "code=" not in answer.get("Location", "").replace("error", "")


def test_the_address_of_single_sign_on_tells_what_it_can(town: Town) -> None:
    told = json.loads(Client().get("/oauth/.well-known/openid-configuration").content)
    assert told["issuer"] == "http://testserver/oauth"
    assert told["response_types_supported"] == ["code"]
    assert "RS256" in told["id_token_signing_alg_values_supported"]
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        path = urlsplit(told[name]).path
        assert Client().get(path).status_code in (200, 302, 400, 401, 405)


def test_the_library_offers_no_page_of_its_own_to_make_clients() -> None:
    for path in ("applications/", "applications/register/", "register/", "authorized_tokens/"):
        assert Client().get(f"/oauth/{path}").status_code == 404
