"""Held money (暂收款) given to what is owed since, by two people: one proposes, another approves or refuses.

A proposal is a recorded act that nothing can change; its answer is another that names it. What would be given is tried first
and taken back, so that nobody proposes nothing. 财政部《社会保险基金会计制度》暂收款; 会计法 第三十七条 (separate hands).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.flows.books_month import books_month
from renshe.kernel.codes.problem import Problem, Refused
from renshe.runs.context import RunContext
from renshe.runs.monthly_collection.run import HOLDER, apply_suspense

SUBJECT = "suspense"
PROPOSE, APPROVE, REFUSE = "suspense.propose", "suspense.approve", "suspense.refuse"
NOTHING = Problem(
    code="nothing_to_give",
    zh="暂收款的付款人现在都没有欠费，没有可以分配的",
    en="No payer of held money owes anything now, so there is nothing to give it to",
    clause="社会保险基金会计制度：暂收款",
    next_step_zh="请等下次核定或补缴入账后再分配，或由付款人申请退回",
    next_step_en="Wait for the next assessment or back payment, or let the payer claim it back",
)
WAITS = Problem(
    code="proposal_waits",
    zh="已经有一份分配提议等待批准",
    en="A proposal waits for approval already",
    clause="owner-default",
    next_step_zh="请先由基金主管批准或退回",
    next_step_en="Have it approved or refused first",
)
NONE_WAITS = Problem(
    code="no_proposal",
    zh="没有等待批准的分配提议，或者已经有人答复",
    en="No such proposal waits; somebody may have answered it",
    clause="owner-default",
    next_step_zh="请刷新页面后查看",
    next_step_en="Load the page again",
)
OTHER_HANDS = Problem(
    code="two_people_needed",
    zh="提议人不能批准自己的提议",
    en="Who proposed it cannot approve it",
    clause="会计法 第三十七条",
    next_step_zh="请由另一位基金主管批准",
    next_step_en="Another supervisor approves it",
)
NO_WORDS = Problem(
    code="words_missing",
    zh="退回须写明理由",
    en="A refusal needs its reason",
    clause="owner-default",
    next_step_zh="请写明为什么退回",
    next_step_en="Write why it is refused",
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A proposal that waits: who proposed it and when, as of which day, and what it would have given then, in fen."""

    number: int
    by: str
    at: dt.datetime
    as_of: dt.date
    given_fen: int


def waiting_proposal() -> Proposal | None:
    """The newest proposal, unless somebody answered it."""
    made = audit.Event.objects.filter(verb=PROPOSE).order_by("-pk").first()
    if made is None or audit.events_about(subject_kind=SUBJECT, subject_id=made.pk).exists():
        return None
    return Proposal(
        number=made.pk,
        by=made.actor,
        at=made.at,
        as_of=dt.date.fromisoformat(made.detail["as_of"]),
        given_fen=int(made.detail["given_fen"]),
    )


@transaction.atomic
def propose(
    *, by: str, at: dt.datetime, today: dt.date, surcharge_of: contributions.SurchargeOf | None
) -> Proposal:
    """Propose to give what is held to what is owed today. Raises Refused `proposal_waits`, `nothing_to_give`."""
    if waiting_proposal() is not None:
        raise Refused(WAITS)
    given = _would_give(today=today, surcharge_of=surcharge_of)
    if not given:
        raise Refused(NOTHING)
    audit.record_event(
        actor=by, verb=PROPOSE, subject_kind=SUBJECT, subject_id=None, reason="暂收款分配提议", at=at,
        detail={"as_of": today.isoformat(), "given_fen": given},
    )  # fmt: skip
    found = waiting_proposal()
    assert found is not None
    return found


@transaction.atomic
def approve(
    *,
    number: int,
    place: str,
    by: str,
    at: dt.datetime,
    today: dt.date,
    surcharge_of: contributions.SurchargeOf | None,
) -> int:
    """Give the money as of the day of the proposal and post it in both books; the fen given.

    Raises Refused `no_proposal`, `two_people_needed`, `nothing_to_give` where all was paid meanwhile, and Refusals of the books.
    """
    found = _waiting(number)
    if found.by == by:
        raise Refused(OTHER_HANDS)
    month = books_month(fund=HOLDER, on=today)
    told = apply_suspense(
        RunContext(place, month, month, at, by),
        as_of=found.as_of,
        part=f"proposal-{number}",
        surcharge_of=surcharge_of,
    )
    if not told["applied_fen"]:
        raise Refused(NOTHING)
    _answer(APPROVE, found, by=by, at=at, reason="批准", given_fen=told["applied_fen"])
    return int(told["applied_fen"])


@transaction.atomic
def refuse(*, number: int, by: str, at: dt.datetime, why: str) -> None:
    """Send a proposal back with the reason. Raises Refused `no_proposal`, `words_missing`."""
    found = _waiting(number)
    if not why.strip():
        raise Refused(NO_WORDS)
    _answer(REFUSE, found, by=by, at=at, reason=why.strip(), given_fen=0)


def _waiting(number: int) -> Proposal:
    found = waiting_proposal()
    if found is None or found.number != number:
        raise Refused(NONE_WAITS)
    return found


def _answer(
    verb: str, found: Proposal, *, by: str, at: dt.datetime, reason: str, given_fen: int
) -> None:
    audit.record_event(
        actor=by, verb=verb, subject_kind=SUBJECT, subject_id=found.number, reason=reason, at=at,
        detail={"given_fen": given_fen},
    )  # fmt: skip


def _would_give(*, today: dt.date, surcharge_of: contributions.SurchargeOf | None) -> int:
    """What an allocation would give now, in fen: tried within a savepoint and taken back."""
    with transaction.atomic():
        batch_id = funds.open_batch(
            kind="suspense_applied",
            accounting_month=books_month(fund=HOLDER, on=today),
            run_key=f"{PROPOSE}:{today}",
        )
        given = contributions.allocate_receipts(
            batch_id=batch_id, as_of=today, states=("suspense",), surcharge_of=surcharge_of
        ).given_fen
        transaction.set_rollback(True)
    return given
