"""The two-person rule by amount, on the path of a case: no money moves on one signature that the bureau has not allowed."""

from __future__ import annotations

import datetime as dt

from renshe.domains.identity.api import needs_second_person, two_person_limit

HANDLE, APPROVE = "case.handle", "case.approve"
"""The actions whose limits the security administrator sets: what one person may decide, and what two may."""


def path_of_amount(path: str, amount_fen: int | None, *, on: dt.date) -> str:
    """The path that a case of this amount takes on a day, at least the one its item declares.

    A case with money on the immediate path gets a second person above the limit of handling; where none was ever set,
    always (`identity.needs_second_person`). Above a limit set for approval the third person signs, too, as above the
    amount of the item itself. A case without money keeps its path.
    """
    if not amount_fen:
        return path
    if path == "immediate" and needs_second_person(HANDLE, amount_fen, on=on):
        path = "review"
    approval = two_person_limit(action=APPROVE, on=on)
    if path == "review" and approval is not None and abs(amount_fen) > approval.amount_fen:
        path = "approval"
    return path
