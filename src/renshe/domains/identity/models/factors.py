"""How somebody proves who he is besides the password, and where he is signed in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from renshe.domains.identity.models.accounts import Account


class Factor(models.Model):
    """A second factor: an authenticator app (TOTP, RFC 6238) or a passkey (WebAuthn).

    Purpose: a stolen password alone opens nothing. Retention: removed ones are kept as evidence of how
    somebody signed in; their secret is emptied. `sealed` is the app's secret, encrypted with the
    installation's key. `last_step` is the last thirty-second step that was used: a code works once.
    """

    class Kind(models.TextChoices):
        TOTP = "totp", "动态口令"
        PASSKEY = "passkey", "通行密钥"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=64)
    sealed = models.TextField(default="", blank=True)
    credential_id = models.BinaryField(null=True, blank=True, unique=True)
    public_key = models.BinaryField(null=True, blank=True)
    sign_count = models.BigIntegerField(default=0)
    last_step = models.BigIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_factor"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="totp", credential_id__isnull=True)
                | Q(kind="passkey", credential_id__isnull=False, public_key__isnull=False),
                name="identity_factor_kind",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(kind="totp", removed_at__isnull=True),
                name="identity_factor_one_app",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.name}"


class RecoveryCode(models.Model):
    """One of ten codes for the day the telephone is lost; kept as a keyed hash, used once.

    Purpose: nobody is locked out by a broken telephone. Retention: until the next set is made.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_recovery_code"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "digest"], name="identity_recovery_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} recovery code"


class SignIn(models.Model):
    """One session of an account: when, how and with what it was opened, and how it ended.

    Purpose: somebody sees where he is signed in and ends what is not his. Retention: six months (网络安全法
    第二十一条 requires network logs of six months at least). `device` is what the browser said it is, shortened.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, db_index=True)
    how = models.CharField(max_length=16)
    device = models.CharField(max_length=200)
    at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=16, default="", blank=True)

    class Meta:
        db_table = "identity_sign_in"
        indexes = [models.Index(fields=["account", "-at"], name="identity_sign_in_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["password", "totp", "passkey", "recovery", "demonstration"]),
                name="identity_sign_in_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%Y-%m-%d %H:%M} {self.how}"
