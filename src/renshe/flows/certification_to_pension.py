"""Certification and the pension: a success brings a suspended pension back, a missed one suspends it, a confirmed hit ends it.

Everything that moves money goes through `pension`'s holds and both books; certification keeps no flag of its own.
Basis: 社会保险经办条例 第二十五、二十六条; 人社厅发〔2018〕107号; 劳社厅函〔2001〕44号.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.stopped_payments import settle_stopped
from renshe.kernel.periods import Month, month_containing

Die = Callable[..., Any]
"""Records a death everywhere (`services/pension/report_death`), handed in by whoever stands above both."""


@dataclass(frozen=True)
class Proved:
    """A success, and the past months that it made payable again."""

    proof: certification.Proof
    arrears: list[pension.Arrears] = field(default_factory=list)


@transaction.atomic
def prove(*, person_id: int, new: certification.NewProof, explain: certification.Explain) -> Proved:
    """Record a success; a pension that was stopped for want of one comes back with its arrears, in one transaction.

    A success so old that its twelve months are over is kept and restores nothing. Raises what `record_proof` does.
    """
    proof = certification.record_proof(person_id=person_id, new=new)
    award = certification.pensions_of(person_id=person_id)[0]
    due = certification.due_on(
        last_on=new.proved_on, place=award.place, on=new.known_on, explain=explain
    )
    if due < new.known_on:
        return Proved(proof)
    return Proved(proof, restored(person_id=person_id, by=new.by, at=new.at, known_on=new.known_on))


@transaction.atomic
def restored(
    *, person_id: int, by: str, at: dt.datetime, known_on: dt.date
) -> list[pension.Arrears]:
    """End every stop for want of a proof; what was missed is owed and comes with the next payment."""
    arrears: list[pension.Arrears] = []
    for hold in certification.live_overdue_holds(person_id=person_id):
        arrears += pension.restore_pension(
            hold_id=hold.pk, last_month=month_containing(known_on), back_pay=True,
            recorded=pension.Recorded(by=by, at=at, known_on=known_on, reason="资格认证通过，恢复发放"),
        )  # fmt: skip
    return arrears


@transaction.atomic
def suspend_overdue(*, person_id: int, recorded: pension.Recorded) -> pension.Stopped | None:
    """Suspend a pension whose proof ended, from the first month that is not frozen yet; None where nothing is paid."""
    awards = pension.all_in_force(person_id=person_id, lock=True)
    if all(award.state == "suspended" for award in awards):
        return None
    return pension.suspend_pension(
        person_id=awards[0].person_id,
        kind="overdue_certification",
        from_month=max(
            pension.first_open_month(
                fund=pension.kind_of(award.kind).fund, place=award.place, known_on=recorded.known_on
            )
            for award in awards
        ),
        recorded=recorded,
    )


@dataclass(frozen=True)
class Settled:
    """What a confirmed hit did: the hit, the receivables for months paid after, and frozen lines that were stopped."""

    hit: certification.Hit
    overpayments: list[pension.Overpayment] = field(default_factory=list)
    stopped: list[tuple[int, int]] = field(default_factory=list)


@transaction.atomic
def confirm_hit(
    *, hit_id: int, by: str, at: dt.datetime, today: dt.date, accounting_month: Month,
    die: Die, explain: certification.Explain,
) -> Settled:  # fmt: skip
    """Confirm what another person found, and let it take effect, all or nothing.

    A death ends pension and insurances (`die`), custody and a second pension stop it from the month found, medical use of
    somebody whose name differed proves him. Raises what `certification.confirm_hit` and `pension` do.
    """
    hit = certification.confirm_hit(hit_id=hit_id, by=by, at=at)
    assert hit.found_on is not None
    recorded = pension.Recorded(
        by=by,
        at=at,
        known_on=today,
        reason=f"{hit.comparison.get_kind_display()}比对：{hit.finding}",
    )
    if hit.kind == "death":
        ended = die(
            person_id=hit.person_id, died_on=hit.found_on, recorded=recorded,
            accounting_month=accounting_month,
        )  # fmt: skip
        return Settled(hit, ended.overpayments, ended.stopped)
    if hit.kind == "medical_use":
        prove(
            person_id=hit.person_id, new=_medical(hit, by=by, at=at, today=today), explain=explain
        )
        return Settled(hit)
    stopped = _stopped(hit, recorded=recorded)
    settle_stopped(
        lines=stopped.lines_to_stop if hit.stage != "community" else (), overpayments=stopped.overpayments,
        reason="custody" if hit.kind == "custody" else "manual", recorded=recorded, accounting_month=accounting_month,
    )  # fmt: skip
    return Settled(hit, stopped.overpayments, stopped.lines_to_stop)


def _medical(
    hit: certification.Hit, *, by: str, at: dt.datetime, today: dt.date
) -> certification.NewProof:
    assert hit.found_on is not None
    return certification.NewProof(
        proved_on=hit.found_on, source="comparison", evidence=f"{hit.comparison.file_name} {hit.finding}",
        by=by, at=at, known_on=today,
    )  # fmt: skip


def _stopped(hit: certification.Hit, *, recorded: pension.Recorded) -> pension.Stopped:
    assert hit.found_on is not None
    person = registry.person(person_id=hit.person_id).pk
    from_month = month_containing(hit.found_on)
    if hit.kind == "custody":
        return pension.record_custody(
            person_id=person, stage=hit.stage, from_month=from_month, recorded=recorded
        )
    return pension.suspend_pension(
        person_id=person, kind="manual", from_month=from_month, recorded=recorded
    )
