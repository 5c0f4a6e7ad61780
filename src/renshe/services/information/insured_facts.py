"""What is certified about somebody's insurance: in what, through whom, since when, and the months of the last two years."""

from __future__ import annotations

import datetime as dt

from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, first_day, format_month, month_containing
from renshe.services.information import certifying as say

LISTED_MONTHS = 24
NAMES = {
    1: ("职工基本养老保险", "employee pension"), 2: ("职工基本医疗保险", "employee medical"),
    3: ("失业保险", "unemployment"), 4: ("工伤保险", "work injury"), 5: ("生育保险", "maternity"),
}  # fmt: skip
STATES = {"paid": ("已到账", "paid"), "owed": ("欠缴", "owed"), "deemed": ("视同缴费", "deemed")}


def spells_on(*, person_id: int, day: dt.date) -> list[enrolment.Spell]:
    """The active spells of a human being that cover a day's month, by insurance."""
    rows = enrolment.spells_of(person_id=person_id).filter(
        span__contains=first_day(month_containing(day)), status="active"
    )
    return sorted(rows, key=lambda spell: (spell.insurance, spell.pk))


def current_table(spells: list[enrolment.Spell]) -> dict[str, object]:
    """The insurances in force, one a row."""
    own = say.words("个人参保", "insured on one's own")
    rows = []
    for spell in spells:
        employer = (
            registry.employer(employer_id=spell.employer_id).name if spell.employer_id else own
        )
        rows.append(
            [say.words(*NAMES[spell.insurance]), employer, spell.span.lower.strftime("%Y-%m")]
        )
    return {
        "title": say.words("目前参保", "Insured at present"),
        "head": [say.words("险种", "Insurance"), say.words("参保单位", "Through"), say.words("本段起始", "Since")],
        "numeric": [False, False, True],
        "widths": [1.2, 2, 0.8],
        "rows": rows,
        "note": "",
    }  # fmt: skip


def months_table(timeline: contributions.Timeline, now: Month) -> dict[str, object]:
    """The contributions of the months before `now`, one a row."""
    first = now - LISTED_MONTHS
    rows = [
        [
            format_month(one.period),
            one.employer_name or say.words("个人缴费", "paid by the person"),
            format_yuan(one.base_fen),
            say.words(*STATES[one.state]),
        ]
        for one in timeline.months
        if first <= one.period < now
    ]
    return {
        "title": say.words(f"近{LISTED_MONTHS}个月养老保险缴费", f"Pension contributions of the last {LISTED_MONTHS} months"),
        "head": [say.words("月份", "Month"), say.words("缴费单位", "Paid through"), say.words("缴费基数（元）", "Base (yuan)"),
                 say.words("状态", "State")],
        "numeric": [False, False, True, False],
        "widths": [0.7, 2, 1, 0.7],
        "rows": rows,
        "note": say.words("未列出的月份没有缴费记录。", "A month that is not listed has no contributions on record."),
    }  # fmt: skip
