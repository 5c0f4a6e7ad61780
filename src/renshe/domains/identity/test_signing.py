"""Stories about proving who one is: one-time codes, recovery codes, passkeys, passwords, sessions."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from renshe.domains.identity import api as identity
from renshe.domains.identity.models import Factor, RecoveryCode
from renshe.domains.identity.test_authenticator import SoftPasskey
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db
CLOCK = datetime(2026, 3, 2, 1, 0, 0, tzinfo=UTC)
SITE = identity.Site(host="renshe.example", origin="https://renshe.example")


def somebody(username: str = "li"):
    return identity.open_account(
        username=username, display_name="某人", password="once upon a time"
    )


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def bound(account) -> str:
    """Bind an app at CLOCK; its secret."""
    secret = identity.new_app_secret()
    identity.bind_app(account=account, secret=secret, code=code_at(secret, CLOCK), at=CLOCK)
    return secret


def test_an_app_is_bound_only_by_a_code_that_proves_it():
    account, secret = somebody(), identity.new_app_secret()
    with pytest.raises(Refused) as refusal:
        identity.bind_app(account=account, secret=secret, code="000000", at=CLOCK)
    assert refusal.value.codes == ("factor_wrong",)
    assert identity.factors_of(account=account) == []
    assert "issuer=" in identity.app_address(account=account, secret=secret)


def test_the_secret_of_an_app_is_not_readable_in_the_database():
    account = somebody()
    secret = bound(account)
    assert secret not in Factor.objects.get().sealed


def test_a_code_works_once_and_a_replay_is_refused():
    account = somebody()
    secret = bound(account)
    assert not identity.app_code_right(account=account, code=code_at(secret, CLOCK), at=CLOCK)
    later = CLOCK + timedelta(seconds=30)
    code = code_at(secret, later)
    assert identity.app_code_right(account=account, code=f"{code[:3]} {code[3:]}", at=later)
    assert not identity.app_code_right(account=account, code=code, at=later)
    assert not identity.app_code_right(account=account, code=code_at(secret, CLOCK), at=later)


def test_a_code_of_two_minutes_ago_and_of_another_account_is_wrong():
    account, other = somebody(), somebody("wang")
    secret, later = bound(account), CLOCK + timedelta(minutes=5)
    old = code_at(secret, later - timedelta(minutes=2))
    assert not identity.app_code_right(account=account, code=old, at=later)
    assert not identity.app_code_right(account=other, code=code_at(secret, later), at=later)


def test_a_recovery_code_works_once_and_is_kept_as_a_hash():
    account = somebody()
    codes = identity.make_recovery_codes(account=account, at=CLOCK)
    assert len(set(codes)) == 10
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not kept & set(codes)
    typed = codes[0].lower().replace("-", " ")
    assert identity.recovery_code_right(account=account, code=typed, at=CLOCK)
    assert not identity.recovery_code_right(account=account, code=codes[0], at=CLOCK)
    assert identity.recovery_codes_left(account=account) == 9
    identity.make_recovery_codes(account=account, at=CLOCK)
    assert not identity.recovery_code_right(account=account, code=codes[1], at=CLOCK)


def test_the_last_factor_of_a_duty_that_needs_one_stays():
    account = somebody()
    bound(account)
    (factor,) = identity.factors_of(account=account)
    with pytest.raises(Refused) as refusal:
        identity.remove_factor(account=account, factor_id=factor.pk, needed=True, at=CLOCK)
    assert refusal.value.codes == ("factor_needed",)
    identity.remove_factor(account=account, factor_id=factor.pk, needed=False, at=CLOCK)
    assert identity.factors_of(account=account) == []
    assert Factor.objects.get().sealed == ""


def test_nobody_removes_the_factor_of_somebody_else():
    owner, thief = somebody(), somebody("thief")
    bound(owner)
    (factor,) = identity.factors_of(account=owner)
    with pytest.raises(Refused):
        identity.remove_factor(account=thief, factor_id=factor.pk, needed=False, at=CLOCK)


def registered(account) -> SoftPasskey:
    passkey = SoftPasskey(host=SITE.host, origin=SITE.origin)
    options, challenge = identity.passkey_registration(account=account, site=SITE)
    identity.add_passkey(
        account=account, site=SITE, credential=passkey.registers(options), challenge=challenge,
        name="办公室电脑", at=CLOCK,
    )  # fmt: skip
    return passkey


def test_a_passkey_signs_somebody_in_by_itself():
    account = somebody()
    passkey = registered(account)
    options, challenge = identity.passkey_question(account=None, site=SITE)
    proved = identity.passkey_account(
        site=SITE, credential=passkey.proves(options), challenge=challenge, at=CLOCK
    )
    assert proved == account


def test_a_passkeys_answer_is_worth_nothing_for_another_question_or_site():
    account = somebody()
    passkey = registered(account)
    options, challenge = identity.passkey_question(account=account, site=SITE)
    answer = passkey.proves(options)
    _, another = identity.passkey_question(account=account, site=SITE)
    phishing = identity.Site(host=SITE.host, origin="https://renshe.example.evil")
    for site, asked in ((SITE, another), (phishing, challenge)):
        assert (
            identity.passkey_account(site=site, credential=answer, challenge=asked, at=CLOCK)
            is None
        )
    for nonsense in ("", "{}", '{"rawId": "AAAA"}'):
        assert (
            identity.passkey_account(site=SITE, credential=nonsense, challenge=challenge, at=CLOCK)
            is None
        )


def test_a_passkey_that_was_copied_shows_an_old_counter_and_is_refused():
    account = somebody()
    passkey = registered(account)
    for expected in (account, None):
        passkey.counter = 5
        options, challenge = identity.passkey_question(account=account, site=SITE)
        answer = passkey.proves(options)
        found = identity.passkey_account(
            site=SITE, credential=answer, challenge=challenge, at=CLOCK
        )
        assert found == expected


def test_a_passkey_of_an_account_that_is_switched_off_opens_nothing():
    account = somebody()
    passkey = registered(account)
    identity.switch_off_account(account_id=account.pk)
    options, challenge = identity.passkey_question(account=None, site=SITE)
    answer = passkey.proves(options)
    assert (
        identity.passkey_account(site=SITE, credential=answer, challenge=challenge, at=CLOCK)
        is None
    )


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "password_too_short"),
        ("123456789012345", "password_entirely_numeric"),
        ("qwertyuiop123456789", None),
        ("1qaz2wsx3edc", "password_too_common"),
        ("li-xiaoming-2026-zhuhai", None),
        ("x" * 129, "password_too_long"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(new, code):
    account = somebody()
    if code is None:
        identity.change_password(account=account, old="once upon a time", new=new)
        assert account.check_password(new)
        return
    with pytest.raises(Refused) as refusal:
        identity.change_password(account=account, old="once upon a time", new=new)
    assert code in refusal.value.codes


def test_a_password_is_kept_by_scrypt_and_changed_only_with_the_old_one():
    account = somebody()
    assert account.password.startswith("scrypt$")
    with pytest.raises(Refused) as refusal:
        identity.change_password(account=account, old="wrong", new="a rather long sentence")
    assert refusal.value.codes == ("password_wrong",)


def test_a_password_handed_over_must_be_changed_first():
    account = somebody()
    once = identity.reset_password(account=account)
    assert account.check_password(once)
    assert account.must_change_password
    identity.change_password(account=account, old=once, new="a rather long sentence")
    assert not account.must_change_password


@pytest.mark.parametrize(
    ("roles", "production", "needed"),
    [
        (["counter_clerk"], True, True),
        (["insured_person", "audit_administrator"], True, True),
        (["insured_person", "employer_clerk"], True, False),
        (["counter_clerk"], False, False),
    ],
)
def test_staff_need_a_second_factor_in_production(roles, production, needed):
    assert identity.second_factor_needed(roles, production=production) is needed


def test_the_strictest_role_sets_the_limits_of_a_session():
    citizen = identity.session_limits(["insured_person"])
    clerk = identity.session_limits(["insured_person", "counter_clerk"])
    both = identity.session_limits(["counter_clerk", "security_administrator"])
    assert citizen.idle_s > clerk.idle_s > both.idle_s
    assert citizen.absolute_s > clerk.absolute_s > both.absolute_s
