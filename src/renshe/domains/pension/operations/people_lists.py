"""Lists of people: put forward by one, each person taken out or done, decided by another. What the act does is the flow's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from renshe.domains.pension.models import PeopleList, PeopleListRow
from renshe.domains.pension.operations.holds import Recorded
from renshe.domains.pension.refusals_of_lists import (
    LIST_DECIDED,
    LIST_EMPTY,
    LIST_TWO_PEOPLE,
    REASON_OF_LIST,
    ROW_CLOSED,
)
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What acting on somebody comes to: the benefit a month from then on, past months owed and claimed back, all in fen;
    `effect` names the rows that it made."""

    after_fen: int
    owed_fen: int
    claimed_fen: int
    effect: Mapping[str, Any] = field(default_factory=dict)

    @property
    def amounts(self) -> tuple[int, int, int]:
        """What two trials of the same act must agree on."""
        return self.after_fen, self.owed_fen, self.claimed_fen


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Somebody to be put on a list, with the outcome as tried, or the reason why nothing can be done for now."""

    person_id: int
    award_id: int
    cause: str
    from_month: Month
    before_fen: int
    tried: Outcome | Refusal
    evidence: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def propose_list(
    *, kind: str, place: str, source: str, people: Sequence[Listed], recorded: Recorded
) -> PeopleList:
    """Put people before a second person; whom nothing can be done for stands on the list with the reason.

    Raises Refusal `list_empty` where there is nobody at all.
    """
    if not people:
        raise Refusal(LIST_EMPTY, place=place)
    made = PeopleList.objects.create(
        kind=kind,
        place=place,
        source=source[:255],
        proposed_by=recorded.by,
        proposed_at=recorded.at,
    )
    PeopleListRow.objects.bulk_create(_row(made, one) for one in people)
    return made


def _row(of: PeopleList, one: Listed) -> PeopleListRow:
    row = PeopleListRow(
        list=of, person_id=one.person_id, award_id=one.award_id, cause=one.cause, from_month=one.from_month,
        before_fen=one.before_fen, evidence=dict(one.evidence),
    )  # fmt: skip
    if isinstance(one.tried, Outcome):
        row.after_fen, row.owed_fen, row.claimed_fen = one.tried.amounts
    else:
        row.state, row.problem = "left", problem_told(one.tried)
    return row


def problem_told(why: Refusal) -> dict[str, str]:
    """A refusal as a row keeps it: its code and its words with the next step in both languages."""
    return {"code": why.code, "zh": why.describe("zh"), "en": why.describe("en")}


@transaction.atomic
def lock_list(*, list_id: int, by: str) -> PeopleList:
    """A list that waits, locked, for another person than put it forward.

    Raises Refusal `list_decided`, `list_two_people`; PeopleList.DoesNotExist.
    """
    found = PeopleList.objects.select_for_update().get(pk=list_id)
    if found.state != "proposed":
        raise Refusal(LIST_DECIDED, subject=str(list_id))
    if found.proposed_by == by:
        raise Refusal(LIST_TWO_PEOPLE, subject=by)
    return found


@transaction.atomic
def strike_from_list(*, row_id: int, reason: str, recorded: Recorded) -> PeopleListRow:
    """Take one person out before the list is decided, with the reason; either of the two may. Raises Refusal."""
    row = PeopleListRow.objects.select_for_update().select_related("list").get(pk=row_id)
    if row.state != "open" or row.list.state != "proposed":
        raise Refusal(ROW_CLOSED, subject=str(row_id))
    if not reason.strip():
        raise Refusal(REASON_OF_LIST)
    row.state = "struck"
    row.problem = {
        "code": "struck", "zh": f"{recorded.by}移出：{reason.strip()[:200]}",
        "en": f"taken out by {recorded.by}: {reason.strip()[:200]}",
    }  # fmt: skip
    row.save(update_fields=["state", "problem"])
    return row


def finish_row(*, row: PeopleListRow, got: Outcome | Refusal) -> None:
    """Write down what became of somebody, in the transaction of the decision."""
    if isinstance(got, Outcome):
        row.state, row.effect = "done", dict(got.effect)
    else:
        row.state, row.problem = "left", problem_told(got)
    row.save(update_fields=["state", "problem", "effect"])


@transaction.atomic
def close_list(*, of: PeopleList, recorded: Recorded, refused: bool = False) -> PeopleList:
    """Write down who decided; not agreed to, nobody on it is touched and `recorded.reason` says why.

    Raises Refusal `reason_missing`.
    """
    if refused and not recorded.reason.strip():
        raise Refusal(REASON_OF_LIST)
    if refused:
        of.people.filter(state="open").update(state="refused")
    of.state = "refused" if refused else "done"
    of.reason = recorded.reason.strip()[:255] if refused else ""
    of.decided_by, of.decided_at = recorded.by, recorded.at
    of.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return of
