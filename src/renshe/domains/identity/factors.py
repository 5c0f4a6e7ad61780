"""Second factors: authenticator apps, recovery codes and passkeys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from django.db import transaction
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from renshe.domains.identity.models import Account, Factor, RecoveryCode
from renshe.domains.identity.refusals import problem
from renshe.domains.identity.sealed import digest, new_code, seal, unseal
from renshe.kernel.codes.problem import Refused

STEP_S = 30
ISSUER = "人社 Renshe"
RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The address under which browsers know this site: passkeys are bound to it."""

    host: str
    origin: str


def factors_of(*, account: Account) -> list[Factor]:
    """The second factors somebody can use now, oldest first."""
    return list(Factor.objects.filter(account=account, removed_at__isnull=True).order_by("pk"))


def recovery_codes_left(*, account: Account) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()


def new_app_secret() -> str:
    """A fresh secret for an authenticator app (base32, 160 bits). It is kept only once a code has proved it."""
    return pyotp.random_base32()


def app_address(*, account: Account, secret: str) -> str:
    """The otpauth: address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=ISSUER)


@transaction.atomic
def bind_app(*, account: Account, secret: str, code: str, at: datetime) -> Factor:
    """Bind an authenticator app once it shows a right code. Refuses a wrong code and a second app.

    `at` is the true time. The code that proved it counts as used.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    if Factor.objects.filter(account=account, kind="totp", removed_at__isnull=True).exists():
        raise Refused(problem("app_already_there"))
    step = _step_of(secret, code=code, at=at, after=None)
    if step is None:
        raise Refused(problem("factor_wrong"))
    return Factor.objects.create(
        account=account,
        kind=Factor.Kind.TOTP,
        name="App",
        sealed=seal(secret),
        last_step=step,
        added_at=at,
    )


@transaction.atomic
def app_code_right(*, account: Account, code: str, at: datetime) -> bool:
    """Whether this is a fresh code of the account's app. A code is right once: a replay is wrong."""
    factor = (
        Factor.objects.select_for_update()
        .filter(account=account, kind=Factor.Kind.TOTP, removed_at__isnull=True)
        .first()
    )
    if factor is None:
        return False
    step = _step_of(unseal(factor.sealed), code=code, at=at, after=factor.last_step)
    if step is None:
        return False
    factor.last_step, factor.used_at = step, at
    factor.save(update_fields=["last_step", "used_at"])
    return True


@transaction.atomic
def make_recovery_codes(*, account: Account, at: datetime) -> list[str]:
    """Ten new codes, shown this once; the old ones are void."""
    RecoveryCode.objects.filter(account=account).delete()
    codes = [new_code(groups=3) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_recovery_digest(account, code), made_at=at)
        for code in codes
    )
    return codes


def recovery_code_right(*, account: Account, code: str, at: datetime) -> bool:
    """Use up a recovery code. False for one that is unknown or used: two who try at once cannot both succeed."""
    used = RecoveryCode.objects.filter(
        account=account, digest=_recovery_digest(account, code), used_at__isnull=True
    ).update(used_at=at)
    return used == 1


def passkey_registration(*, account: Account, site: Site) -> tuple[str, bytes]:
    """Options (JSON) for the browser to make a passkey, and the challenge to keep until it answers."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=ISSUER,
        user_id=str(account.pk).encode(),
        user_name=account.username,
        user_display_name=account.display_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(account),
    )
    return options_to_json(options), options.challenge


def add_passkey(
    *, account: Account, site: Site, credential: str, challenge: bytes, name: str, at: datetime
) -> Factor:
    """Register the passkey that answered the challenge. Refuses an answer that does not verify."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError) as wrong:
        raise Refused(problem("passkey_not_accepted")) from wrong
    if Factor.objects.filter(credential_id=made.credential_id).exists():
        raise Refused(problem("passkey_taken"))
    return Factor.objects.create(
        account=account,
        kind=Factor.Kind.PASSKEY,
        name=name.strip()[:64] or "Passkey",
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        added_at=at,
    )


def passkey_question(*, account: Account | None, site: Site) -> tuple[str, bytes]:
    """Options (JSON) for the browser to prove a passkey, and the challenge.

    Without an account the browser offers whichever passkey it has for this site: sign-in by passkey alone.
    """
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_descriptors(account) if account else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), options.challenge


@transaction.atomic
def passkey_account(
    *, site: Site, credential: str, challenge: bytes, at: datetime
) -> Account | None:
    """The account whose passkey signed the challenge, or None. The passkey verified its owner (PIN, finger)."""
    factor = (
        Factor.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(credential_id=_credential_id(credential), removed_at__isnull=True)
        .first()
    )
    if factor is None or not factor.account.is_active:
        return None
    try:
        proved = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(factor.public_key or b""),
            credential_current_sign_count=factor.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError):
        return None
    factor.sign_count, factor.used_at = proved.new_sign_count, at
    factor.save(update_fields=["sign_count", "used_at"])
    return factor.account


@transaction.atomic
def remove_factor(*, account: Account, factor_id: int, needed: bool, at: datetime) -> Factor:
    """Remove one of the account's own second factors; `needed` says that the last one must stay."""
    Account.objects.select_for_update().get(pk=account.pk)
    mine = factors_of(account=account)
    factor = next((one for one in mine if one.pk == factor_id), None)
    if factor is None:
        raise Refused(problem("factor_missing"))
    if needed and len(mine) == 1:
        raise Refused(problem("factor_needed"))
    _empty(factor, at=at)
    if len(mine) == 1:
        RecoveryCode.objects.filter(account=account).delete()
    return factor


@transaction.atomic
def remove_all_factors(*, account: Account, at: datetime) -> int:
    """Forget every second factor and recovery code (a lost telephone, proved to the security administrator)."""
    mine = factors_of(account=account)
    for factor in mine:
        _empty(factor, at=at)
    RecoveryCode.objects.filter(account=account).delete()
    return len(mine)


def _empty(factor: Factor, *, at: datetime) -> None:
    factor.removed_at, factor.sealed = at, ""
    factor.save(update_fields=["removed_at", "sealed"])


def _step_of(secret: str, *, code: str, at: datetime, after: int | None) -> int | None:
    """The step whose code this is: now, the one before or the one after, and later than the last used one."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP_S
    app = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        fresh = after is None or step > after
        if fresh and pyotp.utils.strings_equal(app.at(step * STEP_S), typed):
            return step
    return None


def _recovery_digest(account: Account, code: str) -> str:
    return digest(code, purpose=f"recovery.{account.pk}")


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    found = Factor.objects.filter(account=account, kind="passkey", removed_at__isnull=True)
    return [PublicKeyCredentialDescriptor(id=bytes(one.credential_id or b"")) for one in found]


def _credential_id(credential: str) -> bytes:
    """The id a browser's answer names; empty where it is no answer at all."""
    try:
        answer: Mapping[str, Any] = json.loads(credential)
        return base64url_to_bytes(str(answer["rawId"]))
    except (ValueError, KeyError, TypeError):
        return b""
