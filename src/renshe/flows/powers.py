"""Acts on accounts and powers, each with its recorded event in one transaction.

Identity lies below audit and cannot record by itself; whoever changes who may do what does it here, so that there is
no change without its event. An event names accounts, actions and days, never a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from renshe.domains.audit.api import record_event

T = TypeVar("T")


@transaction.atomic
def recorded(
    act: Callable[[], T],
    *,
    actor: str,
    verb: str,
    at: datetime,
    subject_kind: str = "account",
    subject_id: Callable[[T], int | None] | int | None = None,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> T:
    """Do an act of identity and record it as `identity.<verb>`; a refusal records nothing.

    `subject_id` may be read off what was done.
    """
    done = act()
    number = subject_id(done) if callable(subject_id) else subject_id
    record_event(
        actor=actor,
        verb=f"identity.{verb}",
        subject_kind=subject_kind,
        subject_id=number,
        reason=reason,
        detail=dict(detail or {}),
        at=at,
    )
    return done
