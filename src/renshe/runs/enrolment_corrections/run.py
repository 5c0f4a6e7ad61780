"""Correct assessed months that late changes of enrolment made wrong: list → compare → take back → bill → say what waits.

Months are taken one by one, oldest first, each under the hold of its assessment. Every batch is one transaction under
its own key and the list is closed from the rows that were posted, so a kill at any instant leaves nothing lost and
nothing doubled, and the same call does the rest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.funds import api as funds
from renshe.flows import contribution_to_ledger as ledger
from renshe.flows import enrolment_to_contributions as flow
from renshe.foundation.bulk import ArrowReader
from renshe.foundation.crash_points import crash_point
from renshe.foundation.exclusive import exclusive
from renshe.kernel.codes.citation import cite
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, format_month
from renshe.kernel.rules import Reason
from renshe.runs.context import RunContext, begin
from renshe.runs.enrolment_corrections import lines as made
from renshe.runs.enrolment_corrections.columns import KEY
from renshe.runs.enrolment_corrections.comparing import ANNULLED, GIVEN_BACK
from renshe.runs.enrolment_corrections.money import ask_for_money, money_lacking
from renshe.runs.enrolment_corrections.month import BILLED, BILLED_LATE, Found, Law, find
from renshe.runs.enrolment_corrections.reading import listed_periods, posted_months, read_listed
from renshe.runs.enrolment_corrections.reasons import REASONS

KIND = "enrolment_corrections"
WAYS = (GIVEN_BACK, ANNULLED, BILLED_LATE, BILLED)
NAMED = 20


@dataclass(frozen=True)
class Work:
    """One run: its key, by which law, when bills that are not late are due, and who approves what goes back."""

    context: RunContext
    key: str
    law: Law
    due_on: dt.date
    approved_by: str
    reasons: dict[str, Reason] = field(default_factory=lambda: {**contributions.REASONS, **REASONS})

    def batch_key(self, period: Month, way: str) -> str:
        """The key of the batch that settles a month one way."""
        return f"{self.key}:{format_month(period)}:{way}"

    def posted(self, period: Month) -> dict[str, int]:
        """Ways of a month that this run has posted, an earlier attempt included, with their batches."""
        states = {way: funds.batch_state(run_key=self.batch_key(period, way)) for way in WAYS}
        return {way: state[0] for way, state in states.items() if state and state[1] == "posted"}


def preview(*, place: str, law: Law) -> pl.DataFrame:
    """What a run would do now: person, employer, month, way or why it waits, fen; nothing is written."""
    with ArrowReader() as reader:
        found = [
            find(reader, place=place, period=period, law=law).listing()
            for period, kind in listed_periods(reader, place=place)
            if kind == "assessed"
        ]
    return pl.concat(found) if found else pl.DataFrame(schema={"way": pl.String, "fen": pl.Int64})


def run(context: RunContext, *, law: Law, due_on: dt.date, approved_by: str) -> dict[str, Any]:
    """Settle the list of a place as it is today; returns the totals. Asked again on the same day, what was done.

    `due_on` is the day of bills whose payer was not late. `context.by` asks for what goes back and `approved_by`
    approves it (社会保险经办条例 37). Best run before a month is assessed and after its money was credited.
    Raises Refusal `two_people_needed`; StageBusy while a listed month is being assessed.
    """
    if approved_by == context.by:
        raise contributions.refused("two_people_needed", subject=approved_by)
    key, done = begin(context, KIND, context.today.isoformat())
    if not done:
        work = Work(context, key, law, due_on, approved_by)
        with ArrowReader() as reader:
            periods = listed_periods(reader, place=context.place)
            for number, (period, kind) in enumerate(periods, start=1):
                _take(work, reader, period, kind)
                context.progress("correct", number, len(periods))
        waiting = _note(work)
        audit.finish(key=key, at=context.at, totals={**_sums(key), "waiting_months": waiting})
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _take(work: Work, reader: ArrowReader, period: Month, kind: str) -> None:
    """A month that is still to be assessed stays on the list; one from before the first assessment is a person's."""
    if kind == "earlier":
        listed = read_listed(reader, place=work.context.place, period=period)
        _close(work, period, [(row, "waiting", "before_go_live", None) for row in listed["id"]], {})
    if kind == "assessed":
        # A late part of the same month, at the same time, would bill the same people.
        with exclusive(work=f"assessment of {period}"):
            _settle(work, reader, period)


def _settle(work: Work, reader: ArrowReader, period: Month) -> None:
    found = _find(work, reader, period)
    for way in (GIVEN_BACK, ANNULLED):
        _take_back(work, found, period, way)
        crash_point(f"corrections.{way}")
    for way in (BILLED_LATE, BILLED):
        _bill(work, found, period, way)
        crash_point(f"corrections.{way}")
    for code, reason in found.reasons.items():
        work.reasons.setdefault(code, reason)
    batches = work.posted(period)
    months = posted_months(reader, batches=list(batches.values()), period=period)
    verdicts = _verdicts(found, months)
    sums: dict[str, int] = {}
    for way, batch in batches.items():
        part = months.filter(pl.col("batch_id") == batch)
        sums |= {f"{way}_months": part.height, f"{way}_fen": int(part["fen"].sum())}
    _close(work, period, verdicts, sums)


def _find(work: Work, reader: ArrowReader, period: Month) -> Found:
    """The differences of a month; what should go back waits where the expenditure account does not hold it."""
    place, posted = work.context.place, frozenset(work.posted(period))
    found = find(reader, place=place, period=period, law=work.law, posted=posted)
    month = work.context.accounting_month
    going = found.too_much.filter((pl.col("way") == GIVEN_BACK) & (GIVEN_BACK not in posted))
    lacking = money_lacking(going, accounting_month=month)
    if not lacking:
        return found
    cause = f"{work.context.today.isoformat()} {work.context.place} {format_month(period)}"
    ask_for_money(lacking, cause_id=cause, accounting_month=month, prepared_by=work.context.by)
    held = {GIVEN_BACK: "money_missing"}
    return find(reader, place=place, period=period, law=work.law, posted=posted, held=held)


def _take_back(work: Work, found: Found, period: Month, way: str) -> None:
    rows = found.too_much.filter(pl.col("way") == way)
    if rows.is_empty() or way in work.posted(period):
        return
    batch_id, posting = _batch(work, period, way)
    act = flow.months_given_back if way == GIVEN_BACK else flow.bills_annulled
    act(
        posting=posting,
        lines=made.lines_taken_back(rows, period=period),
        originals=rows.select("bill_id", "received_on", due_on="bill_due_on").unique(),
        decision=contributions.Decision(
            reason="参保登记更正",
            requested_by=work.context.by,
            approved_by=work.approved_by,
            decided_on=work.context.today,
            accounting_month=work.context.accounting_month,
            batch_id=batch_id,
        ),
    )


def _bill(work: Work, found: Found, period: Month, way: str) -> None:
    rows = found.to_bill.filter(pl.col("way") == way)
    if rows.is_empty():
        return
    late = contributions.window_of(place=work.context.place, period=period).due_on
    _, posting = _batch(work, period, way)
    flow.months_billed(
        posting=posting,
        lines=rows.drop("way"),
        due_on=late if way == BILLED_LATE else max(late, work.due_on),
    )


def _batch(work: Work, period: Month, way: str) -> tuple[int, ledger.Posting]:
    context = work.context
    batch_id = funds.open_batch(
        kind=KIND,
        accounting_month=context.accounting_month,
        period=period,
        run_key=work.batch_key(period, way),
    )
    return batch_id, ledger.Posting(
        batch_id, context.accounting_month, context.today, context.by, context.at
    )


def _verdicts(found: Found, months: pl.DataFrame) -> list[tuple[int, str, str, int | None]]:
    """What became of each listed row: it waits, was corrected by a batch, or agreed; what is left gets no word."""
    batch = months.group_by(KEY).agg(pl.col("batch_id").max())
    rows = (
        found.read.listed.join(found.left, on=KEY, how="anti")
        .join(found.waiting(), on=KEY, how="left")
        .join(batch, on=KEY, how="left")
    )
    verdicts: list[tuple[int, str, str, int | None]] = []
    for row, why, batch_id in rows.select("id", "why", "batch_id").iter_rows():
        if why is not None:
            verdicts.append((row, "waiting", why, None))
        elif batch_id is not None:
            verdicts.append((row, "corrected", "", batch_id))
        else:
            verdicts.append((row, "agrees", "", None))
    return verdicts


def _close(
    work: Work,
    period: Month,
    verdicts: list[tuple[int, str, str, int | None]],
    sums: dict[str, int],
) -> None:
    """The list of a month together with what its batches come to, counted from their rows."""
    with transaction.atomic():
        enrolment.settle_late_months(
            verdicts=verdicts, settled_by=work.context.by, settled_at=work.context.at
        )
        audit.progress(key=work.key, done=0, total=0, totals={format_month(period): sums})


def _sums(key: str) -> dict[str, int]:
    """Person-months and fen of the run by way, over its months."""
    row = audit.run_by_key(key=key)
    assert row is not None
    found = {f"{way}_{what}": 0 for way in WAYS for what in ("months", "fen")}
    for sums in row.totals.values():
        for name, number in sums.items() if isinstance(sums, dict) else ():
            found[name] += int(number)
    return found


_WAITING = """
SELECT m.why, count(DISTINCT (m.person_id, m.employer_id, m.period)), (array_agg(DISTINCT m.person_id))[1:%(named)s]
  FROM enrolment_late_month m JOIN registry_person p ON p.id = m.person_id
  LEFT JOIN registry_employer e ON e.id = m.employer_id
 WHERE m.state = 'waiting' AND coalesce(e.place, p.residence_place) LIKE %(below)s GROUP BY 1 ORDER BY 1
"""


def _note(work: Work) -> int:
    """Name what waits for a person, by reason, with the clause and the next step; returns how many person-months."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"named": NAMED, "below": f"{stem(work.context.place)}%"})
        waiting = cursor.fetchall()
    for why, months, people in waiting:
        reason = work.reasons.get(why, REASONS["missing_fact"])
        some = ", ".join(str(person) for person in people)
        audit.attention(
            key=work.key, code=why, subject=str(months),
            zh=f"{months} 个人月未能更正：{reason.zh}；{reason.next_step_zh}[{cite(reason.clause)}]（人员 {some}）",
            en=f"{months} person-months not corrected: {reason.en}; {reason.next_step_en}"
            f" [{cite(reason.clause, 'en')}] (people {some})",
        )  # fmt: skip
    return sum(int(months) for _, months, _ in waiting)
