"""A resident's pension from the claim to the award that pays it, and its withdrawal: scheme, law and payment in one transaction.

Entitled is who is sixty, paid the years that the law asks and draws no pension of another scheme. The pension starts the month
after the last of these came true; months already past are owed as arrears (国发〔2014〕8号 六、七).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account, resident_again
from renshe.flows.stopped_payments import settle_stopped
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.laws import library

KIND = "resident"
AHEAD_MONTHS = 3
CLAUSE = "国发〔2014〕8号 七"
TOO_YOUNG = Problem(
    "resident_too_young",
    "离60周岁还有三个月以上",
    "sixty is more than three months away",
    CLAUSE,
    "请在满60周岁前三个月内申领；还没缴满年限的，可以先缴费",
    "Claim within the three months before; meanwhile pay what years are missing",
)
YEARS_SHORT = Problem(
    "resident_years_short",
    "缴费年数不够",
    "too few years are paid",
    CLAUSE,
    "请先办理“居民养老补缴”把缺的年度补上，再来申领",
    "Pay the missing years first (the item for past years), then claim",
)
DRAWS_OTHER = Problem(
    "draws_other_pension",
    "已经领取职工等其他基本养老金，不能再领居民养老金",
    "a pension of another basic scheme is drawn already",
    "人社部发〔2014〕17号 八",
    "两种养老金只领一种；居民养老个人账户的余额可以申请退还",
    "Only one is drawn; ask for the balance of the resident account instead",
)
DRAWS_THIS = Problem(
    "resident_pension_in_force",
    "已经在领居民养老金",
    "the resident pension is drawn already",
    CLAUSE,
    "不用再办；金额有疑问的，可以看每一项的算法或者申请重核",
    "Nothing is to be done; look at how each part was found, or ask for it to be determined again",
)
_ANSWERS = {
    "too_young": TOO_YOUNG, "years_short": YEARS_SHORT, "draws_other_pension": DRAWS_OTHER,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Determined:
    """A resident's pension as the law gives it on a day: the draft of the award, years paid and years asked."""

    drawn: pension.Determination
    place: str
    years: int
    required: int


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where it is paid to, in the person's own name."""

    bank_code: str
    number: str
    name: str


def determine(*, person_id: int, on: dt.date) -> Determined:
    """What somebody's pension would be if it were claimed on a day. Nothing is written.

    Raises Refused `not_in_the_scheme`, `person_is_dead`, `resident_pension_in_force`, `draws_other_pension`,
    `resident_too_young`, `resident_years_short`; Refusal where the law says nothing of the place.
    """
    somebody = registry.person(person_id=person_id)
    participation = resident.last_participation(person_id=person_id)
    if participation is None or participation.ended_on is not None:
        raise Refused(resident.NOT_JOINED)
    if somebody.died_on is not None:
        raise Refused(resident.DEAD)
    if pension.in_force(person_id=person_id, kind=KIND) is not None:
        raise Refused(DRAWS_THIS)
    starts = _starts(somebody, on=on)
    facts = resident_account.award_facts(person_id=person_id, on=first_day(starts))
    asked = facts | {"assessment_month": max(month_containing(on), _sixty(somebody, on=on))}
    when: dict[str, Any] = {"place": participation.place, "on": on}
    answer = str(library.explain("resident_entitlement", asked, **when).value)
    required = int(library.explain("resident_years_required", asked, **when).value)
    if answer != "entitled":
        short = f"{facts['resident_years']}／{required}" if answer == "years_short" else ""
        raise Refused(_ANSWERS[answer], subject=short)
    drawn = pension.determine(
        facts=facts, place=participation.place, known_on=on, explain=library.explain, kind=KIND,
        starts_month=starts,
    )  # fmt: skip
    return Determined(
        drawn=drawn, place=participation.place, years=facts["resident_years"], required=required
    )


@transaction.atomic
def claimed(
    *, person_id: int, account: Account, on: dt.date, signed: pension.Signatures
) -> pension.Granted:
    """Award the pension, past months as arrears, and open the account that it is paid to. Raises as `determine`."""
    found = determine(person_id=person_id, on=on)
    granted = pension.grant_benefit(
        kind=KIND, person_id=person_id, place=found.place, facts=found.drawn.facts,
        starts_month=found.drawn.starts_month, signed=signed, explain=library.explain,
    )  # fmt: skip
    pension.change_payee_account(
        person_id=person_id, bank_code=account.bank_code, account_number=account.number,
        account_name=account.name, verified_on=on, valid_from=on,
    )  # fmt: skip
    return granted


@transaction.atomic
def withdrawn(
    *, award_id: int, recorded: pension.Recorded, accounting_month: Month
) -> pension.Stopped:
    """An award that should not have been made ends before its first month: what was paid is claimed back whole, and the
    account has its part again; lines that no file holds yet are stopped. Basis: 社会保险经办条例 46."""
    award = pension.Award.objects.get(pk=award_id)
    stopped = pension.end_award(
        award_id=award_id,
        last_month=award.starts_month - 1,
        recorded=recorded,
        cause="agency_error",
    )
    settle_stopped(
        lines=stopped.lines_to_stop, overpayments=stopped.overpayments, reason="manual", recorded=recorded,
        accounting_month=accounting_month,
    )  # fmt: skip
    return stopped


def _sixty(somebody: registry.Person, *, on: dt.date) -> Month:
    """The month of sixty where it is at most `AHEAD_MONTHS` away, so that a claim may come early; else the month of the day."""
    sixty = month_containing(somebody.birth_on) + 720
    now = month_containing(on)
    return sixty if now <= sixty <= now + AHEAD_MONTHS else now


def _starts(somebody: registry.Person, *, on: dt.date) -> Month:
    """The month after sixty, or after the year was paid that completed the years asked, whichever is later; never one that an
    ended pension covered."""
    sixty = month_containing(somebody.birth_on) + 720
    participation = resident.last_participation(person_id=somebody.pk)
    assert participation is not None
    facts = resident.facts_for_award(
        person_id=somebody.pk, on=on, drawn_fen=0, explain=library.explain
    )
    required = int(
        library.explain("resident_years_required", facts, place=participation.place, on=on).value
    )
    counted = set(resident.years_paid(person_id=somebody.pk))
    days = sorted(
        {one.year: one.paid_on for one in resident.payments_of(person_id=somebody.pk) if one.year in counted}.values()
    )  # fmt: skip
    brought = resident.bridging_of(person_id=somebody.pk)
    if brought is not None:
        # Years that came from the employee scheme are there since the day on which that was decided.
        more = resident.years_counted(person_id=somebody.pk) - len(days)
        days = sorted([*days, *[brought.decided_on] * more])
    completed = (
        month_containing(days[required - 1]) if required and len(days) >= required else sixty
    )
    free = resident_again.first_month_free(person_id=somebody.pk)
    return max(max(sixty, completed) + 1, free)
