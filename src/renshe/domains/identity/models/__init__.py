"""The tables of identity."""

from renshe.domains.identity.models.accounts import Account, AccountManager, Role
from renshe.domains.identity.models.factors import Factor, RecoveryCode, SignIn
from renshe.domains.identity.models.institutions import (
    Institution,
    InstitutionRequest,
    Membership,
)
from renshe.domains.identity.models.looks import Emergency, Look
from renshe.domains.identity.models.machines import Machine
from renshe.domains.identity.models.powers import Mandate, RoleReview, TwoPersonLimit

__all__ = [
    "Account",
    "AccountManager",
    "Emergency",
    "Factor",
    "Institution",
    "InstitutionRequest",
    "Look",
    "Machine",
    "Mandate",
    "Membership",
    "RecoveryCode",
    "Role",
    "RoleReview",
    "SignIn",
    "TwoPersonLimit",
]
