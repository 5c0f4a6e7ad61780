"""What signing in demands of each role: the second factor, and how long a session lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renshe.domains.identity.roles import RoleCode

OUTSIDE = frozenset({RoleCode.INSURED_PERSON, RoleCode.EMPLOYER_CLERK})
ADMINISTRATORS = frozenset(
    {
        RoleCode.SYSTEM_ADMINISTRATOR,
        RoleCode.SECURITY_ADMINISTRATOR,
        RoleCode.AUDIT_ADMINISTRATOR,
    }
)
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """In seconds: a session ends after so long without a request, and so long after it began."""

    idle_s: int
    absolute_s: int


_OUTSIDE = SessionLimits(idle_s=60 * MINUTE, absolute_s=12 * HOUR)
_STAFF = SessionLimits(idle_s=30 * MINUTE, absolute_s=10 * HOUR)
_ADMINISTRATOR = SessionLimits(idle_s=15 * MINUTE, absolute_s=4 * HOUR)
RECENT_PROOF_S = 10 * MINUTE
"""A sensitive page opens without asking again this long after the last proof of who one is."""
TIME_TO_FILL_S = 30 * MINUTE
"""What was filled in on a sensitive page is accepted this long after the proof, so that nothing typed is lost."""
PENDING_S = 10 * MINUTE
"""Between the password and the second factor."""


def session_limits(roles: Iterable[str]) -> SessionLimits:
    """The strictest limits of the roles somebody holds (GB/T 22239-2019 8.1.4.1 b)."""
    held = set(roles)
    if held & ADMINISTRATORS:
        return _ADMINISTRATOR
    return _STAFF if held - OUTSIDE else _OUTSIDE


def second_factor_needed(roles: Iterable[str], *, production: bool) -> bool:
    """Whether the roles may not be used without a second factor.

    Staff need one in production (GB/T 22239-2019 8.1.4.1 d: two kinds of proof, one of them cryptographic). In the
    demonstration nobody is forced; whoever has enrolled one is asked for it everywhere.
    """
    return production and bool(set(roles) - OUTSIDE)
