"""What stops a pension: suspension, custody, death; and how it comes back."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from renshe.domains.pension.models import Arrears, Award, AwardEvent, Hold, Overpayment
from renshe.domains.pension.operations.awards import award_of, owe_past_months
from renshe.domains.pension.queries.awards import first_open_month, in_force
from renshe.domains.pension.refusals import NOT_HELD
from renshe.domains.pension.refusals_of_undue import DIED_EARLIER_RECORDED
from renshe.domains.pension.states import AWARD_MOVES, next_state
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Refusal


@dataclass(frozen=True)
class Recorded:
    """Who recorded an act, when, why, and on what day it became known."""

    by: str
    at: datetime
    known_on: date
    reason: str


@dataclass(frozen=True)
class Stopped:
    """What a stop did: the hold, months that were paid in it, and frozen lines that the caller should stop."""

    hold: Hold
    award: Award | None
    overpayment: Overpayment | None = None
    lines_to_stop: list[tuple[int, int]] = field(default_factory=list)


@transaction.atomic
def suspend_pension(
    *,
    person_id: int,
    kind: str,
    from_month: Month,
    recorded: Recorded,
    joins_adjustments: bool = True,
) -> Stopped:
    """Stop a pension from a month on, for `overdue_certification`, `manual` or `custody`.

    Months of a prison term that were paid become an overpayment; for the other kinds, custody
    before judgment among them, they stay paid. Basis: 社会保险经办条例 第二十五、二十六条;
    劳社厅函〔2001〕44号.
    """
    award = award_of(person_id=person_id)
    hold = _hold(
        person_id=person_id, kind=kind, from_month=from_month, recorded=recorded,
        joins_adjustments=joins_adjustments,
    )  # fmt: skip
    if award.state != "suspended":
        _move(award=award, verb="suspend", recorded=recorded)
    overpayment = None
    if kind == "custody" and not joins_adjustments:
        overpayment = _overpaid(
            person_id=person_id, award=award, from_month=from_month, cause="custody_known_late",
            known_on=recorded.known_on,
        )  # fmt: skip
    return Stopped(
        hold=hold,
        award=award,
        overpayment=overpayment,
        lines_to_stop=unfiled_lines(person_id=person_id, from_month=from_month),
    )


@transaction.atomic
def record_custody(*, person_id: int, stage: str, from_month: Month, recorded: Recorded) -> Stopped:
    """Custody and its kin (劳社厅函〔2001〕44号), by `stage`:

    `imprisoned`: stopped, later resumed at the old rate, joining later adjustments only;
    `detained`, before judgment: suspended, and paid back if acquitted; `community`
    (管制、缓刑、监外执行): paid, without adjustments.
    """
    if stage == "community":
        hold = _hold(
            person_id=person_id, kind="community_correction", from_month=from_month,
            recorded=recorded, joins_adjustments=False,
        )  # fmt: skip
        return Stopped(hold=hold, award=in_force(person_id=person_id))
    if stage not in ("imprisoned", "detained"):
        raise ValueError(f"stage is imprisoned, detained or community, not {stage!r}")
    return suspend_pension(
        person_id=person_id,
        kind="custody",
        from_month=from_month,
        recorded=recorded,
        joins_adjustments=stage != "imprisoned",
    )


@transaction.atomic
def restore_pension(
    *, hold_id: int, last_month: Month, recorded: Recorded, back_pay: bool
) -> list[Arrears]:
    """End a stop after `last_month`; with `back_pay` the stopped months are owed, without they are lost.

    Certification made good, or an acquittal, is paid back; a sentence served is not. Returns the
    arrears, for months of the stop and for months since that were frozen without this person.
    """
    hold = Hold.objects.select_for_update().get(pk=hold_id)
    if hold.cancelled_on is not None or hold.to_month is not None:
        raise Refusal(NOT_HELD, subject=str(hold_id))
    award = in_force(person_id=hold.person_id, lock=True)
    if back_pay:
        hold.cancelled_on = recorded.known_on
    else:
        hold.to_month = last_month
    hold.save(update_fields=["cancelled_on", "to_month"])
    others = Hold.objects.filter(
        person_id=hold.person_id, kind__in=Hold.STOPPING, cancelled_on=None, to_month=None
    )
    if award is None or hold.kind not in Hold.STOPPING or others.exists():
        return []
    if award.state == "suspended":
        _move(award=award, verb=_way_back(award), recorded=recorded)
    cause = "hold_lifted" if hold.kind != "custody" else "acquitted" if back_pay else "restored"
    return owe_past_months(
        award=award,
        until=first_open_month(place=award.place, known_on=recorded.known_on),
        cause=cause,
        known_on=recorded.known_on,
        first=_first_unpaid(person_id=hold.person_id, start=hold.from_month),
    )


@transaction.atomic
def end_pension_by_death(*, person_id: int, died_on: date, recorded: Recorded) -> Stopped:
    """End a pension with the month of death, which is still payable; later months that were paid become a receivable.

    Arrears for months after death are cancelled, those for months before stay owed to the estate. A death reported
    again changes nothing; an earlier month replaces the one recorded before, a later one is refused
    (`death_recorded_earlier`): months that were claimed back would be due again.
    Returns the frozen lines to stop; a bank that was already told is asked to recall. Basis:
    社会保险法 第十七条; 社会保险经办条例 第二十五、四十六条.
    """
    month = month_containing(died_on)
    award = in_force(person_id=person_id, lock=True)
    hold = _death_hold(person_id=person_id, from_month=month + 1, recorded=recorded)
    if award is not None:
        award.ends_month = max(month, award.starts_month - 1)
        _move(award=award, verb="end", recorded=recorded)
    else:
        _end_earlier(person_id=person_id, month=month)
    Arrears.objects.filter(
        person_id=person_id,
        period__gt=month,
        roster_batch_id__isnull=True,
        cancelled_on__isnull=True,
    ).update(cancelled_on=recorded.known_on)
    overpayment = _overpaid(
        person_id=person_id, award=award, from_month=month + 1, cause="death_known_late",
        known_on=recorded.known_on,
    )  # fmt: skip
    return Stopped(
        hold=hold,
        award=award,
        overpayment=overpayment,
        lines_to_stop=unfiled_lines(person_id=person_id, from_month=month + 1),
    )


def _death_hold(*, person_id: int, from_month: Month, recorded: Recorded) -> Hold:
    """The one live hold of a death: the one there is, or a new one that replaces a later one."""
    known = (
        Hold.objects.select_for_update()
        .filter(person_id=person_id, kind="death", cancelled_on__isnull=True)
        .first()
    )
    if known is not None and known.from_month == from_month:
        return known
    if known is not None:
        if known.from_month < from_month:
            raise Refusal(DIED_EARLIER_RECORDED, subject=str(person_id))
        known.cancelled_on = recorded.known_on
        known.save(update_fields=["cancelled_on"])
    return _hold(
        person_id=person_id, kind="death", from_month=from_month, recorded=recorded,
        joins_adjustments=False,
    )  # fmt: skip


def _end_earlier(*, person_id: int, month: Month) -> None:
    """An award that a death ended already ends with the earlier month that is now known."""
    for award in Award.objects.select_for_update().filter(
        person_id=person_id, state="ended", ends_month__gt=month
    ):
        award.ends_month = max(month, award.starts_month - 1)
        award.save(update_fields=["ends_month"])


def _way_back(award: Award) -> str:
    """A pension that was provisional when it was suspended comes back as provisional."""
    suspended = award.events.filter(verb="suspend").order_by("-id").first()
    provisional = suspended is not None and suspended.source == "provisional"
    return "restore_provisional" if provisional else "restore"


def unfiled_lines(*, person_id: int, from_month: Month) -> list[tuple[int, int]]:
    """Frozen lines of a person for months from `from_month` that no file holds yet: they can still be stopped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.batch_id, r.line_no FROM pension_roster r"
            "  JOIN pension_payment_batch b ON b.batch_id = r.batch_id AND b.filed_on IS NULL"
            " WHERE r.person_id = %s AND r.period >= %s ORDER BY 1, 2",
            [person_id, from_month],
        )
        return cursor.fetchall()


PAID_SINCE = """
SELECT l.batch_id, l.line_no, l.period, (l.net_fen + l.deduction_fen)::bigint
  FROM pension_payment_line l
  JOIN pension_payment_batch b ON b.batch_id = l.batch_id AND b.filed_on IS NOT NULL
 WHERE l.person_id = %s AND l.period >= %s
   AND NOT EXISTS (SELECT FROM pension_payment_stop s
                    WHERE s.batch_id = l.batch_id AND s.line_no = l.line_no)
   AND NOT EXISTS (SELECT FROM pension_bank_result f WHERE f.batch_id = l.batch_id
                    AND f.line_no = l.line_no AND f.status = 'failed')
 ORDER BY l.period, l.batch_id
"""


def _overpaid(
    *, person_id: int, award: Award | None, from_month: Month, cause: str, known_on: date
) -> Overpayment | None:
    """Months from `from_month` that went to the bank and did not come back, as one receivable;
    none where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(PAID_SINCE, [person_id, from_month])
        rows = cursor.fetchall()
    known = {
        entry.get("instruction")
        for lines in Overpayment.objects.filter(person_id=person_id).values_list("lines", flat=True)
        for entry in lines
    }
    rows = [row for row in rows if f"{row[0]}-{row[1]}" not in known]
    if not rows:
        return None
    return Overpayment.objects.create(
        person_id=person_id,
        award=award,
        cause=cause,
        from_month=rows[0][2],
        to_month=rows[-1][2],
        principal_fen=sum(row[3] for row in rows),
        known_on=known_on,
        lines=[
            {"instruction": f"{batch}-{line}", "period": period, "fen": fen}
            for batch, line, period, fen in rows
        ],
    )


def _first_unpaid(*, person_id: int, start: Month) -> Month:
    """The first month from `start` that is on no roster that was paid: months paid before the stop
    became known are not owed twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(r.period) + 1, %s) FROM pension_roster r"
            "  LEFT JOIN pension_payment_stop s USING (batch_id, line_no)"
            " WHERE r.person_id = %s AND r.kind = 'regular' AND r.period >= %s AND s.id IS NULL",
            [start, person_id, start],
        )
        return max(start, cursor.fetchone()[0])


def _hold(
    *, person_id: int, kind: str, from_month: Month, recorded: Recorded, joins_adjustments: bool
) -> Hold:
    return Hold.objects.create(
        person_id=person_id,
        kind=kind,
        from_month=from_month,
        joins_adjustments=joins_adjustments,
        reason=recorded.reason,
        recorded_by=recorded.by,
        known_on=recorded.known_on,
    )


def _move(*, award: Award, verb: str, recorded: Recorded) -> None:
    target = next_state(moves=AWARD_MOVES, state=award.state, verb=verb)
    AwardEvent.objects.create(
        award=award,
        verb=verb,
        source=award.state,
        target=target,
        reason=recorded.reason,
        actor=recorded.by,
        at=recorded.at,
    )
    award.state = target
    award.save(update_fields=["state", "ends_month"])
