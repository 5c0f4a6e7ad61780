"""The door of identity: accounts, permission, masking and looks."""

from renshe.domains.identity.checks import INVARIANTS
from renshe.domains.identity.masking import (
    mask_address,
    mask_bank_account,
    mask_id_number,
    mask_name,
    mask_phone,
)
from renshe.domains.identity.models import Account, Look, Role
from renshe.domains.identity.operations import (
    grant_role,
    open_account,
    record_look,
    revoke_role,
    switch_off_account,
)
from renshe.domains.identity.permissions import ACTIONS, ActionName
from renshe.domains.identity.queries import (
    NotAllowed,
    Subject,
    account_named,
    allowed,
    looks_at,
    places_of,
    require,
    require_allowed,
    roles_on,
)
from renshe.domains.identity.roles import RoleCode

__all__ = [
    "ACTIONS",
    "INVARIANTS",
    "Account",
    "ActionName",
    "Look",
    "NotAllowed",
    "Role",
    "RoleCode",
    "Subject",
    "account_named",
    "allowed",
    "grant_role",
    "looks_at",
    "mask_address",
    "mask_bank_account",
    "mask_id_number",
    "mask_name",
    "mask_phone",
    "open_account",
    "places_of",
    "record_look",
    "require",
    "require_allowed",
    "revoke_role",
    "roles_on",
    "switch_off_account",
]
