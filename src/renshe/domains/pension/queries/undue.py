"""Payments found never due, and what an instruction of the failed-payment queue goes back to."""

from django.db import connection

from renshe.domains.pension.models import (
    Award,
    BankResult,
    Overpayment,
    PaymentBatch,
    PaymentLine,
    UndueDecision,
)
from renshe.domains.registry import api as registry
from renshe.kernel.periods import year_of


def attempts_of(*, instruction: str) -> list[PaymentLine]:
    """An instruction's line and every attempt before it, back to the line that first owed the money."""
    found = []
    at: str | None = instruction
    while at is not None:
        batch, _, number = at.partition("-")
        line = PaymentLine.objects.get(batch_id=int(batch), line_no=int(number))
        found.append(line)
        at = line.attempt_of
    return found


def first_line(*, instruction: str) -> PaymentLine:
    """The line that first owed what an instruction tried to pay again."""
    return attempts_of(instruction=instruction)[-1]


def year_of_expenditure(*, suspense: str) -> int:
    """The year whose books show the money as spent that the bank returned under this instruction.

    A second payment of returned money is paid from suspense and spends nothing; the payment before it did.
    """
    for line in attempts_of(instruction=suspense):
        batch = PaymentBatch.objects.get(batch_id=line.batch_id)
        if batch.pays != "returned":
            return year_of(batch.accounting_month)
    raise AssertionError(f"{suspense} was never paid from the expenditure account")


def claim_on(*, instruction: str) -> Overpayment | None:
    """The overpayment that claims one of an instruction's attempts, because its fate was not known then; none mostly."""
    names = [line.instruction for line in attempts_of(instruction=instruction)]
    people = registry.everybody_who_is(person_id=first_line(instruction=instruction).person_id)
    for owed in Overpayment.objects.filter(person_id__in=people).order_by("id"):
        if any(entry.get("instruction") in names for entry in owed.lines):
            return owed
    return None


def paid_otherwise(line: PaymentLine) -> bool:
    """Whether the bank paid the same month of the same benefit to the same human being by a line that is no attempt of this.

    Arrears of a month are a difference and pay it not again, so they do not count on either side.
    """
    if line.kind != "regular":
        return False
    people = registry.everybody_who_is(person_id=line.person_id)
    kind = Award.objects.values_list("kind", flat=True).get(pk=line.award_id)
    same_kind = Award.objects.filter(person_id__in=people, kind=kind).values("pk")
    for other in PaymentLine.objects.filter(
        person_id__in=people, period=line.period, award_id__in=same_kind
    ):
        first = attempts_of(instruction=other.instruction)[-1]
        same = (first.batch_id, first.line_no) == (line.batch_id, line.line_no)
        if same or first.kind != "regular":
            continue
        told = BankResult.objects.filter(
            batch_id=other.batch_id, line_no=other.line_no, status="paid"
        )
        if told.exists():
            return True
    return False


def undue_decisions(*, states: tuple[str, ...] = (), most: int = 200) -> list[UndueDecision]:
    """Decisions in these states (all without), the newest first."""
    rows = UndueDecision.objects.select_related("person").order_by("-id")
    return list((rows.filter(state__in=states) if states else rows)[:most])


def undue_of(*, instruction: str) -> UndueDecision | None:
    """The decision about an instruction, or about an attempt of the same money, that is open or was approved."""
    first = first_line(instruction=instruction)
    return (
        UndueDecision.objects.filter(batch_id=first.batch_id, line_no=first.line_no)
        .exclude(state="refused")
        .first()
    )


def undue_in_month(*, fund: str, place: str, period: int) -> tuple[int, int]:
    """Heads and fen (gross of deductions) of a month's regular lines that were found never due since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(l.net_fen + l.deduction_fen), 0)::bigint"
            "  FROM pension_undue_decision d JOIN pension_payment_line l"
            "    ON l.batch_id = d.batch_id AND l.line_no = d.line_no AND l.kind = 'regular'"
            "  JOIN pension_payment_batch b ON b.batch_id = l.batch_id AND b.fund = %s"
            " WHERE d.state = 'approved' AND d.place = %s AND d.period = %s",
            [fund, place, period],
        )
        heads, fen = cursor.fetchone()
    return int(heads), int(fen)
