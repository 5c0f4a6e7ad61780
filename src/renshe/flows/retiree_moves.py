"""A retiree moves: the register has the new address, and the new community is offered what the old one did.

Asked for by the person (`services/retirees`), or taken down by the worker at the door. Basis: 社会保险经办条例 第九条.
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees


@transaction.atomic
def move(
    *, person_id: int, residence_place: str, address: str, phone: str, reason: str, by: retirees.By
) -> retirees.CareHandOver | None:
    """Change where somebody lives; empty telephone stays. The hand-over that it makes, None within the same community.

    Raises Refused as `registry.change_contact` and `retirees.moved` do.
    """
    registry.change_contact(
        person_id=person_id, actor=by.name, at=by.at, known_on=by.today, reason=reason,
        residence_place=residence_place, address=address, phone=phone or None,
    )  # fmt: skip
    return retirees.moved(person_id=person_id, by=by)
