"""Accounts and the roles they hold at a place."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from renshe.domains.identity.roles import RoleCode


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts for Django's own commands; the bureau uses `operations.open_account`."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account; without a password it cannot sign in by password."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who can sign in: an insured person, an employer's clerk or a member of staff.

    Purpose: to know who acts. Retention: for ever, switched off and never deleted, because recorded
    acts name the username as text; for the same reason a username is never changed or given again.
    There is no `is_superuser`: no account may do everything (three separated administrators).
    `person_id` and `employer_id` are plain numbers because the registry lies above this domain; `institution` is for whom the
    account acts as its administrator or member.
    """

    class Language(models.TextChoices):
        CHINESE = "zh", "中文"
        ENGLISH = "en", "English"

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=128)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.CHINESE)
    person_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    employer_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    institution = models.ForeignKey(
        "identity.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
    )
    must_change_password = models.BooleanField(default=False)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        db_table = "identity_account"
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=["zh", "en"]), name="identity_account_language"
            ),
            models.CheckConstraint(
                condition=~Q(username=""), name="identity_account_username_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} ({self.username})"


class Role(models.Model):
    """An account's role at a place, from a day to a day (both inside; no end means until taken
    away).

    Purpose: to decide what an account may do. Retention: for ever, as evidence of who held which
    duty. A role at a place reaches every division below it, since GB/T 2260 codes nest by prefix.
    `limited_to` narrows it to some of the role's actions (an employer's further delegates); null is the
    whole role. `given_by` is the username of who gave it, empty where the installation itself did.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=32, choices=RoleCode.choices)
    place = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    limited_to = models.JSONField(null=True, blank=True)
    given_by = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        db_table = "identity_role"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=RoleCode.values), name="identity_role_known"
            ),
            models.CheckConstraint(
                condition=Q(place="CN") | Q(place__regex=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"),
                name="identity_role_place",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="identity_role_dates",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "place"],
                condition=Q(valid_to__isnull=True),
                name="identity_role_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} @ {self.place}"
