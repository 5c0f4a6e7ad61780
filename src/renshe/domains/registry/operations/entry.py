"""Checks that registering and changing share: names, places, telephones, reasons."""

from __future__ import annotations

import re
from datetime import date

from renshe.domains.registry import problems
from renshe.domains.registry.models import Place
from renshe.kernel.codes.divisions import is_known_division, is_place_code
from renshe.kernel.codes.problem import Problem

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# As in an id number: nobody alive today was born earlier.
EARLIEST_BIRTH = date(1880, 1, 1)
_LANDLINE = re.compile(r"(0\d{2,3}-)?\d{7,8}(-\d{1,6})?", re.ASCII)


def place_problem(code: str, *, field_zh: str) -> Problem | None:
    """A problem unless the code is a county or above, present or former, or a place we keep."""
    if len(code) == 6 and is_known_division(code):
        return None
    if is_place_code(code) and len(code) > 6 and Place.objects.filter(code=code).exists():
        return None
    return problems.place_unknown(field_zh=field_zh, value=code)


def phone_problem(phone: str) -> Problem | None:
    """A problem unless the number is empty, a mobile or a landline."""
    if not phone or _MOBILE.fullmatch(phone) or _LANDLINE.fullmatch(phone):
        return None
    return problems.phone_shape(value=phone)


def reason_problem(reason: str) -> Problem | None:
    """A problem where no reason is given."""
    return None if reason.strip() else problems.reason_missing()


def work_start_problem(month: int | None, *, birth_on: date, as_of: date) -> Problem | None:
    """A problem where work began before twelve years of age or has not begun yet.

    Twelve and not sixteen: apprentices and troupe members of the 1950s and 1960s began earlier.
    """
    if month is None:
        return None
    years = month - (birth_on.year * 12 + birth_on.month - 1)
    if years < 12 * 12:
        return problems.date_order(
            zh="参加工作时间早于12周岁", en="work began before twelve years of age"
        )
    if month > as_of.year * 12 + as_of.month - 1:
        return problems.date_order(zh="参加工作时间尚未到来", en="work begins in the future")
    return None


def birth_problem(day: date, *, as_of: date) -> Problem | None:
    """A problem where nobody alive can have been born on the day."""
    if EARLIEST_BIRTH <= day <= as_of:
        return None
    return problems.date_order(zh="出生日期不合理", en="nobody can have been born on that day")


def file_birth_problem(day: date | None, *, as_of: date) -> Problem | None:
    """A problem where the birth date of the personal file cannot be one."""
    if day is None or EARLIEST_BIRTH <= day <= as_of:
        return None
    return problems.date_order(
        zh="档案出生日期不合理", en="the birth date in the file cannot be one"
    )


def found(*maybe: Problem | None) -> list[Problem]:
    """The problems among them, in order."""
    return [problem for problem in maybe if problem is not None]
