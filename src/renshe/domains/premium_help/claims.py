"""What a programme owes for a month or year: computed for whoever is on approved lists, claimed, received, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from renshe.domains.premium_help import problems
from renshe.domains.premium_help.groups import TARGET_OF
from renshe.domains.premium_help.hand import Recorded
from renshe.domains.premium_help.lists import year_start
from renshe.domains.premium_help.models import HelpClaim, HelpedPerson, HelpLine, HelpProgramme
from renshe.domains.premium_help.programmes import claimed_fen, locked
from renshe.domains.premium_help.standing import employed_in
from renshe.domains.resident import api as resident
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, year_of
from renshe.kernel.rules import Explain

BY_YEAR = ("resident_pension",)
"""Insurances that are paid by the year; their period is its January."""
LEFT_OUT = {
    "died": ("已经死亡", "has died"),
    "employed": (
        "同月已由单位或本人参加职工保险",
        "is insured in the employee scheme in the month",
    ),
    "paid": ("当年已经缴费", "the year is paid already"),
    "not_joined": ("居民养老保险关系已终止", "is in the resident scheme no more"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a period brought: a claim, a return, and whom it left out with the code of why; None where there was nothing."""

    claim: HelpClaim | None
    returned: HelpClaim | None
    left_out: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """One person's amount of a period (fen), and what the law was asked with."""

    helped: HelpedPerson
    amount_fen: int
    facts: dict[str, Any]
    turn: int


def period_of(*, insurance: str, month: Month) -> Month:
    """The period of an insurance that a month lies in: the month itself, or its year's January."""
    return year_start(month) if insurance in BY_YEAR else month


@transaction.atomic
def make_claims(*, programme_id: int, month: Month, explain: Explain, recorded: Recorded) -> Made:
    """Compute what is owed for the period of a month and write the claim; what must go back becomes a claim of its own.

    Whoever has the period already is not asked for again, so that a second call claims nothing. Raises Refused
    `help_programme_not_open`, `help_over_budget`, `help_nobody_due`; Refusal where the law knows no amount.
    """
    programme = locked(programme_id)
    if programme.state != "open":
        raise Refused(problems.NOT_OPEN)
    period = period_of(insurance=programme.insurance, month=month)
    people, left_out = _due(programme, period, month)
    owed = [_owed(one, turn, programme, period, explain, recorded.today) for one, turn in people]
    total = sum(one.amount_fen for one in owed)
    back = list(_to_take_back(programme))
    if not owed and not back:
        raise Refused(problems.NOBODY_DUE)
    if claimed_fen(programme_id=programme.pk) + total > programme.budget_fen:
        raise Refused(problems.OVER_BUDGET, subject=programme.name)
    claim = returned = None
    if owed:
        claim = _claim(programme, period, len(owed), total, recorded)
        HelpLine.objects.bulk_create(
            HelpLine(
                claim=claim, helped=one.helped, person_id=one.helped.person_id, insurance=programme.insurance,
                period=period, turn=one.turn, amount_fen=one.amount_fen, facts=one.facts,
            )
            for one in owed
        )  # fmt: skip
    if back:
        fen = -sum(one.amount_fen for one in back)
        returned = _claim(programme, period, len(back), fen, recorded)
        _take_back(back, returned, reasons={one.pk: _why(one) for one in back})
    return Made(claim, returned, left_out)


def _due(
    programme: HelpProgramme, period: Month, month: Month
) -> tuple[list[tuple[HelpedPerson, int]], tuple[tuple[int, str], ...]]:
    """People whose period is owed with how often it was taken back before, and those left out with why."""
    last = period + 11 if programme.insurance in BY_YEAR else period
    on_period = Q(lines__period=period)
    found = list(
        HelpedPerson.objects.filter(
            Q(last_month__isnull=True) | Q(last_month__gte=period), programme=programme, list__state="approved",
            from_month__lte=last,
        )
        .filter(from_month__lte=max(month, period))
        .annotate(
            stands=Count("lines", filter=on_period & Q(lines__reverses=None, lines__reversal=None)),
            doubted=Count("lines__findings", filter=on_period & ~Q(lines__findings__state="kept")),
            taken_back=Count("lines", filter=on_period & Q(lines__reverses=None, lines__reversal__isnull=False), distinct=True),
        )
        .filter(stands=0, doubted=0).select_related("person").order_by("pk")
    )  # fmt: skip
    employed = employed_in(
        [one.person_id for one in found], insurance=programme.insurance, month=month
    )
    people, left_out = [], []
    for one in found:
        why = _stands_against(one, period, employed)
        if why:
            left_out.append((one.pk, why))
        else:
            people.append((one, one.taken_back))  # type: ignore[attr-defined]
    return people, tuple(left_out)


def _stands_against(one: HelpedPerson, period: Month, employed: set[int]) -> str:
    """The code of why somebody's period is not owed; "" where it is."""
    if one.person.died_on is not None and (
        one.insurance in BY_YEAR or one.person.died_on < first_day(period)
    ):
        return "died"
    if one.person_id in employed:
        return "employed"
    if one.insurance == "resident_pension":
        if resident.live_participation(person_id=one.person_id) is None:
            return "not_joined"
        if resident.year_is_paid(person_id=one.person_id, year=year_of(period)):
            return "paid"
    return ""


def _owed(
    one: HelpedPerson, turn: int, programme: HelpProgramme, period: Month, explain: Explain, today: dt.date
) -> Owed:  # fmt: skip
    if programme.fixed_fen is not None:
        return Owed(one, programme.fixed_fen, {}, turn)
    asked = asked_of_law(programme=programme, person_id=one.person_id, period=period, today=today)
    told = explain(
        asked["target"], asked["facts"], place=asked["place"], on=dt.date.fromisoformat(asked["on"])
    )
    return Owed(one, int(told.value), asked, turn)


def asked_of_law(
    *, programme: HelpProgramme, person_id: int, period: Month, today: dt.date
) -> dict[str, Any]:
    """What the law is asked for one period: target, facts, whose law, of which day. A line keeps it."""
    if programme.insurance == "medical":
        # Nothing is declared, so that the lowest base of the place holds.
        facts: Mapping[str, Any] = {"declared_wage": 0, "person_kind": "flexible"}
        place, on = programme.place[:6], first_day(period)
    else:
        participation = resident.live_participation(person_id=person_id)
        facts, place = {}, participation.place[:6] if participation else programme.place[:6]
        year = year_of(period)
        on = today if year == today.year else dt.date(year, 12, 31)
    return {
        "target": TARGET_OF[programme.insurance],
        "facts": dict(facts),
        "place": place,
        "on": on.isoformat(),
    }


def explained(*, line: HelpLine, explain: Explain) -> Any:
    """The law's explanation of a line's amount; None where the programme gives a fixed sum. Raises Refusal."""
    origin = line.reverses or line
    asked = origin.facts
    if not asked:
        return None
    return explain(
        asked["target"], asked["facts"], place=asked["place"], on=dt.date.fromisoformat(asked["on"])
    )


def _claim(
    programme: HelpProgramme, period: Month, people: int, fen: int, recorded: Recorded
) -> HelpClaim:
    count = HelpClaim.objects.filter(programme=programme).count()
    end = period + 11 if programme.insurance in BY_YEAR else period
    return HelpClaim.objects.create(
        programme=programme, number=f"ZZ{programme.pk:04d}-{year_of(period)}-{count + 1:04d}", period=period, people=people,
        amount_fen=fen, due_on=first_day(end + 1) - dt.timedelta(days=1), made_by=recorded.by, made_at=recorded.at,
    )  # fmt: skip


def _to_take_back(programme: HelpProgramme) -> list[HelpLine]:
    found = HelpLine.objects.filter(
        helped__programme=programme, reverses=None, reversal=None, findings__state="upheld",
        claim__state="settled",
    )  # fmt: skip
    return list(found.distinct().order_by("pk"))


def _why(line: HelpLine) -> str:
    return str(line.findings.filter(state="upheld").order_by("pk").values_list("reason", flat=True)[0])  # fmt: skip


def _take_back(lines: list[HelpLine], claim: HelpClaim, *, reasons: Mapping[int, str]) -> None:
    HelpLine.objects.bulk_create(
        HelpLine(
            claim=claim, helped_id=one.helped_id, person_id=one.person_id, insurance=one.insurance, period=one.period,
            turn=one.turn, amount_fen=-one.amount_fen, facts={}, reverses=one, reason=reasons[one.pk],
        )
        for one in lines
    )  # fmt: skip


@transaction.atomic
def approve_claim(*, claim_id: int, recorded: Recorded) -> HelpClaim:
    """Another person approves the claim; it goes to the funding body. Raises Refused `help_step_wrong`, `two_people_needed`."""
    claim = HelpClaim.objects.select_for_update().get(pk=claim_id)
    if claim.state != "made":
        raise Refused(problems.WRONG_STEP)
    if claim.made_by == recorded.by:
        raise Refused(problems.SAME_HAND)
    claim.state, claim.approved_by, claim.approved_at = "approved", recorded.by, recorded.at
    claim.save(update_fields=["state", "approved_by", "approved_at"])
    return claim


@transaction.atomic
def withdraw_claim(*, claim_id: int, why: str, recorded: Recorded) -> HelpClaim:
    """Take a claim back before its money came: each line is reversed, the months may be claimed anew.

    A return is not withdrawn. Raises Refused `help_step_wrong`, `reason_missing`.
    """
    claim = HelpClaim.objects.select_for_update().get(pk=claim_id)
    if claim.state not in ("made", "approved") or claim.amount_fen <= 0:
        raise Refused(problems.WRONG_STEP)
    if not why.strip():
        raise Refused(problems.REASON)
    lines = list(claim.lines.order_by("pk"))
    _take_back(lines, claim, reasons={one.pk: why.strip()[:255] for one in lines})
    claim.state = "withdrawn"
    claim.save(update_fields=["state"])
    return claim


@transaction.atomic
def record_receipt(
    *, claim_id: int, amount_fen: int, received_on: dt.date, bank_ref: str, accounting_month: Month, recorded: Recorded
) -> HelpClaim:  # fmt: skip
    """The money of a claim came (or went back, where it is a return). The books are the flow's.

    Raises Refused `help_step_wrong`, `two_people_needed`, `help_other_amount`, `receipt_twice`.
    """
    claim = HelpClaim.objects.select_for_update().select_related("programme").get(pk=claim_id)
    if claim.state != "approved" or received_on > recorded.today:
        raise Refused(problems.WRONG_STEP)
    if claim.approved_by == recorded.by:
        raise Refused(problems.SAME_HAND)
    if amount_fen != abs(claim.amount_fen):
        raise Refused(problems.OTHER_AMOUNT)
    ref = bank_ref.strip()[:64]
    if not ref or HelpClaim.objects.filter(bank_ref=ref).exists():
        raise Refused(problems.RECEIPT_TWICE)
    claim.state, claim.received_on, claim.bank_ref = "settled", received_on, ref
    claim.accounting_month, claim.settled_by = accounting_month, recorded.by
    claim.save(update_fields=["state", "received_on", "bank_ref", "accounting_month", "settled_by"])
    return claim
