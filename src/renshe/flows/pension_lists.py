"""Lists of people whose pensions change together: tried for each, put forward, decided by another, done one by one.

What is done for one person stands in a flow of its own kind; here is what all kinds share: a trial that leaves nothing
behind, amounts that must be the same again when another signs, one transaction, and a message to whoever has an account.
Basis: 社会保险经办条例 第四十条 (two people).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.domains.pension import api as pension
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal

TRIAL = "trial"
"""Who would sign where nobody has yet: amounts do not depend on it, and nothing of a trial stays."""
Act = Callable[[pension.PeopleListRow, pension.Signatures], pension.Outcome]
Letter = Callable[[pension.PeopleListRow], tuple[str, str]]


class _TakenBack(Exception):
    """What was only tried."""


def monthly_now(award: pension.Award, *, month: Month) -> int:
    """What an award gives in a month, its rises up to then included (fen)."""
    rises = award.adjustments.filter(from_month__lte=month).values_list("amount_fen", flat=True)
    return award.total_fen + sum(rises)


def outcome_of(granted: pension.Granted, *, sheet: int | None = None) -> pension.Outcome:
    """What an award and the settlement of its past months come to."""
    award = granted.award
    rises = sum(award.adjustments.values_list("amount_fen", flat=True))
    claim = granted.overpayment
    return pension.Outcome(
        after_fen=award.total_fen + rises,
        owed_fen=sum(one.total_fen for one in granted.arrears),
        claimed_fen=claim.principal_fen if claim is not None else 0,
        effect={
            "award": award.pk, "sheet": sheet, "arrears": [one.pk for one in granted.arrears],
            "overpayments": [claim.pk] if claim is not None else [],
        },
    )  # fmt: skip


def tried(
    act: Callable[[pension.Signatures], pension.Outcome], *, recorded: pension.Recorded
) -> pension.Outcome | Refusal:
    """What acting now would come to, or why nothing can be done. Nothing is written."""
    signed = pension.Signatures(recorded.by, f"{recorded.by} {TRIAL}", recorded.at, recorded.known_on)  # fmt: skip
    try:
        with transaction.atomic():
            got = act(signed)
            raise _TakenBack
    except _TakenBack:
        return got
    except Refusal as refusal:
        return refusal


@transaction.atomic
def list_decided(
    *, list_id: int, act: Act, letter: Letter, recorded: pension.Recorded
) -> pension.PeopleList:
    """Do for everybody who is open on a list what was put forward, in one transaction, signed by its two people.

    Whom it fails, or whose amounts are no longer those that were put forward, stays undone with the reason and holds up
    nobody. Raises Refusal `list_decided`, `list_two_people`; PeopleList.DoesNotExist.
    """
    found = pension.lock_list(list_id=list_id, by=recorded.by)
    signed = pension.Signatures(
        found.proposed_by, recorded.by, at=recorded.at, known_on=recorded.known_on
    )
    rows = pension.list_rows(list_id=list_id).filter(state="open").select_for_update(of=("self",))
    done = []
    for row in rows:
        got = _done(row, act=act, signed=signed)
        pension.finish_row(row=row, got=got)
        if isinstance(got, pension.Outcome):
            done.append(row)
    _tell(done, letter=letter, recorded=recorded)
    return pension.close_list(of=found, recorded=recorded)


@transaction.atomic
def list_refused(*, list_id: int, recorded: pension.Recorded) -> pension.PeopleList:
    """The second person does not agree, for `recorded.reason`; nobody on it is touched. Raises Refusal."""
    found = pension.lock_list(list_id=list_id, by=recorded.by)
    return pension.close_list(of=found, recorded=recorded, refused=True)


def _done(
    row: pension.PeopleListRow, *, act: Act, signed: pension.Signatures
) -> pension.Outcome | Refusal:
    try:
        with transaction.atomic():
            got = act(row, signed)
            if got.amounts != (row.after_fen, row.owed_fen, row.claimed_fen):
                raise Refusal(pension.AMOUNT_CHANGED, subject=str(row.award_id))
    except Refusal as refusal:
        return refusal
    return got


def _tell(rows: list[pension.PeopleListRow], *, letter: Letter, recorded: pension.Recorded) -> None:
    """A message to each who has an account; the letters of the others are printed from the list."""
    people = [row.person_id for row in rows]
    found = identity.Account.objects.filter(person_id__in=people, is_active=True).order_by("pk")
    accounts: dict[Any, str] = dict(found.values_list("person_id", "username"))
    told = [(accounts[row.person_id], letter(row)) for row in rows if row.person_id in accounts]
    cases.Notice.objects.bulk_create(
        cases.Notice(to_account=account, at=recorded.at, by_sms=True, zh=zh, en=en)
        for account, (zh, en) in told
    )
