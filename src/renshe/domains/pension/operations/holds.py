"""What stops a pension: suspension, custody, death; and how it comes back."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F

from renshe.domains.pension.kinds import kind_of
from renshe.domains.pension.models import Arrears, Award, AwardEvent, Hold, Overpayment
from renshe.domains.pension.operations.settling import owe_past_months, shorten
from renshe.domains.pension.queries.awards import all_in_force, first_open_month
from renshe.domains.pension.refusals import NO_AWARD, NOT_HELD
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
    """What a stop did: the hold, the awards that it stopped, months that were paid in it (one receivable a fund), and
    frozen lines that the caller should stop."""

    hold: Hold | None
    awards: list[Award]
    overpayments: list[Overpayment] = field(default_factory=list)
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
    """Stop every pension of a person from a month on, for `overdue_certification`, `manual` or `custody`.

    Months of a prison term that were paid become an overpayment; for the other kinds, custody
    before judgment among them, they stay paid. Basis: 社会保险经办条例 第二十五、二十六条;
    劳社厅函〔2001〕44号.
    """
    awards = all_in_force(person_id=person_id, lock=True)
    if not awards:
        raise Refusal(NO_AWARD, subject=str(person_id))
    hold = _hold(
        person_id=person_id, kind=kind, from_month=from_month, recorded=recorded,
        joins_adjustments=joins_adjustments,
    )  # fmt: skip
    for award in awards:
        if award.state != "suspended":
            move_award(award=award, verb="suspend", recorded=recorded)
    overpayments = []
    if kind == "custody" and not joins_adjustments:
        overpayments = _overpaid(
            person_id=person_id, from_month=from_month, cause="custody_known_late",
            known_on=recorded.known_on,
        )  # fmt: skip
    return Stopped(
        hold=hold,
        awards=awards,
        overpayments=overpayments,
        lines_to_stop=_lines_to_stop(
            person_id=person_id, from_month=from_month, known_on=recorded.known_on
        ),
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
        return Stopped(hold=hold, awards=all_in_force(person_id=person_id))
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
    awards = all_in_force(person_id=hold.person_id, lock=True)
    if back_pay:
        hold.cancelled_on = recorded.known_on
    else:
        hold.to_month = last_month
    hold.save(update_fields=["cancelled_on", "to_month"])
    others = Hold.objects.filter(
        person_id=hold.person_id, kind__in=Hold.STOPPING, cancelled_on=None, to_month=None
    )
    if hold.kind not in Hold.STOPPING or others.exists():
        return []
    cause = "hold_lifted" if hold.kind != "custody" else "acquitted" if back_pay else "restored"
    owed: list[Arrears] = []
    for award in awards:
        if award.state == "suspended":
            move_award(award=award, verb=_way_back(award), recorded=recorded)
        fund = kind_of(award.kind).fund
        owed += owe_past_months(
            award=award,
            until=first_open_month(fund=fund, place=award.place, known_on=recorded.known_on),
            cause=cause,
            known_on=recorded.known_on,
            first=_first_unpaid(award=award, start=hold.from_month),
        )
    return owed


@transaction.atomic
def end_award(
    *, award_id: int, last_month: Month, recorded: Recorded, cause: str = "ended_late"
) -> Stopped:
    """End one award after a month while its person lives: another benefit takes its place, or it was for a time only.

    What is owed for later months is cancelled, and what was paid for them is a receivable: whole, but for a
    `double_benefit` without the account part, the person's own money (人社部发〔2014〕17号 八). Other awards go on. Ended
    already with that month or an earlier one, nothing changes. Returns frozen lines of the award to stop; its `hold` is
    None. Basis: 国办发〔2009〕66号; 人社部发〔2024〕72号 第三条.
    """
    award = Award.objects.select_for_update().get(pk=award_id)
    if award.state == "ended" and award.ends_month is not None and award.ends_month <= last_month:
        return Stopped(hold=None, awards=[award])
    award.ends_month = max(last_month, award.starts_month - 1)
    move_award(award=award, verb="end", recorded=recorded)
    _cancel_arrears(recorded=recorded, after=last_month, award=award)
    overpayments = _overpaid(
        person_id=award.person_id, from_month=last_month + 1, cause=cause,
        known_on=recorded.known_on, kind=award.kind,
    )  # fmt: skip
    return Stopped(
        hold=None,
        awards=[award],
        overpayments=overpayments,
        lines_to_stop=_lines_to_stop(
            person_id=award.person_id,
            from_month=last_month + 1,
            known_on=recorded.known_on,
            kind=award.kind,
        ),
    )  # fmt: skip


@transaction.atomic
def end_pension_by_death(*, person_id: int, died_on: date, recorded: Recorded) -> Stopped:
    """End every pension with the month of death, which is still payable; later months that were paid become receivables.

    Arrears for months after death are cancelled, those for months before stay owed to the estate. A death reported
    again changes nothing; an earlier month replaces the one recorded before, a later one is refused
    (`death_recorded_earlier`): months that were claimed back would be due again.
    Returns the frozen lines to stop; a bank that was already told is asked to recall. Basis:
    社会保险法 第十七条; 社会保险经办条例 第二十五、四十六条.
    """
    month = month_containing(died_on)
    awards = all_in_force(person_id=person_id, lock=True)
    hold = _death_hold(person_id=person_id, from_month=month + 1, recorded=recorded)
    for award in awards:
        award.ends_month = max(month, award.starts_month - 1)
        move_award(award=award, verb="end", recorded=recorded)
    _end_earlier(person_id=person_id, month=month)
    _cancel_arrears(recorded=recorded, after=month, person_id=person_id)
    overpayments = _overpaid(
        person_id=person_id, from_month=month + 1, cause="death_known_late",
        known_on=recorded.known_on,
    )  # fmt: skip
    return Stopped(
        hold=hold,
        awards=awards,
        overpayments=overpayments,
        lines_to_stop=_lines_to_stop(
            person_id=person_id, from_month=month + 1, known_on=recorded.known_on
        ),
    )


def _cancel_arrears(*, recorded: Recorded, after: Month, **whose: object) -> None:
    """What is owed for months after one, and on no roster yet, is owed no more; earlier months of a span stay owed."""
    rows = Arrears.objects.filter(
        period__gt=after - F("months") + 1, roster_batch_id__isnull=True, cancelled_on__isnull=True,
        **whose,
    )  # fmt: skip
    for row in rows.select_for_update().order_by("id"):
        row.cancelled_on = recorded.known_on
        row.save(update_fields=["cancelled_on"])
        shorten(arrears=row, last_month=after, known_on=recorded.known_on)


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


UNFILED = """
SELECT r.batch_id, r.line_no, CASE WHEN x.period < %(first)s THEN x.id END
  FROM pension_roster r
  JOIN pension_payment_batch b ON b.batch_id = r.batch_id AND b.filed_on IS NULL
  JOIN pension_award a ON a.id = r.award_id AND %(kind)s IN ('', a.kind)
  LEFT JOIN pension_arrears x ON x.id = r.arrears_id
 WHERE r.person_id = %(person)s AND r.period + coalesce(x.months, 1) > %(first)s
 ORDER BY 1, 2
"""


def _lines_to_stop(
    *, person_id: int, from_month: Month, known_on: date, kind: str = ""
) -> list[tuple[int, int]]:
    """Frozen lines of a person for months from `from_month` that no file holds yet: they can still be stopped.

    With `kind` only those of its awards. A line that pays earlier months too is stopped whole; they are owed anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNFILED, {"kind": kind, "person": person_id, "first": from_month})
        rows = cursor.fetchall()
    for arrears in Arrears.objects.filter(pk__in=[row[2] for row in rows if row[2] is not None]):
        shorten(arrears=arrears, last_month=from_month - 1, known_on=known_on)
    return [(batch_id, line_no) for batch_id, line_no, _ in rows]


PAID_SINCE = """
SELECT l.batch_id, l.line_no, since.period, since.months,
       ((l.net_fen + l.deduction_fen - CASE WHEN %(pooled_only)s THEN l.account_fen ELSE 0 END)
         / l.months * since.months)::bigint, l.award_id, a.kind
  FROM pension_payment_line l
  JOIN pension_payment_batch b ON b.batch_id = l.batch_id AND b.filed_on IS NOT NULL
  JOIN pension_award a ON a.id = l.award_id AND %(kind)s IN ('', a.kind)
 CROSS JOIN LATERAL (SELECT greatest(l.period, %(first)s) AS period,
                            l.period + l.months - greatest(l.period, %(first)s) AS months) since
 WHERE l.person_id = %(person)s AND since.months > 0
   AND NOT EXISTS (SELECT FROM pension_payment_stop s
                    WHERE s.batch_id = l.batch_id AND s.line_no = l.line_no)
   AND NOT EXISTS (SELECT FROM pension_bank_result f WHERE f.batch_id = l.batch_id
                    AND f.line_no = l.line_no AND f.status = 'failed')
 ORDER BY l.period, l.batch_id
"""


def _overpaid(
    *, person_id: int, from_month: Month, cause: str, known_on: date, kind: str = ""
) -> list[Overpayment]:
    """Months from `from_month` that went to the bank and did not come back: one receivable for each kind of benefit."""
    asked = {
        "kind": kind, "person": person_id, "first": from_month, "pooled_only": cause == "double_benefit",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PAID_SINCE, asked)
        rows = cursor.fetchall()
    known = {
        entry.get("instruction")
        for lines in Overpayment.objects.filter(person_id=person_id).values_list("lines", flat=True)
        for entry in lines
    }
    claims: dict[str, list[tuple[int, int, Month, int, int, int]]] = {}
    for batch, line, period, months, fen, award_id, of_kind in rows:
        if f"{batch}-{line}" not in known and fen:
            claims.setdefault(of_kind, []).append((batch, line, period, months, fen, award_id))
    return [
        Overpayment.objects.create(
            person_id=person_id,
            award_id=lines[-1][5],
            cause=cause,
            from_month=lines[0][2],
            to_month=max(line[2] + line[3] - 1 for line in lines),
            principal_fen=sum(line[4] for line in lines),
            known_on=known_on,
            lines=[
                {"instruction": f"{batch}-{line}", "period": period, "fen": fen}
                | ({"months": months} if months > 1 else {})
                for batch, line, period, months, fen, _ in lines
            ],
        )
        for lines in claims.values()
    ]


def _first_unpaid(*, award: Award, start: Month) -> Month:
    """The first month from `start` that is on no roster that was paid: months paid before the stop
    became known are not owed twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(r.period) + 1, %s) FROM pension_roster r"
            "  LEFT JOIN pension_payment_stop s USING (batch_id, line_no)"
            "  JOIN pension_award a ON a.id = r.award_id AND a.kind = %s"
            " WHERE r.person_id = %s AND r.kind = 'regular' AND r.period >= %s AND s.id IS NULL",
            [start, award.kind, award.person_id, start],
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


def move_award(*, award: Award, verb: str, recorded: Recorded) -> None:
    """Move an award along its table of states, with the event that says who and why; saves state and last month."""
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
