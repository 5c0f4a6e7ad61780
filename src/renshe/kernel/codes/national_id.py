"""The citizen identity number and the two other numbers built like it.

GB 11643-1999: six digits of the division of first registration, eight of the birth date, three of
sequence (odd for men, even for women), one check character by ISO 7064 MOD 11-2. Residence permits
of people from Hong Kong, Macao and Taiwan (港澳台居民居住证申领发放办法, 2018) use 810000, 820000
and 830000 as division. The foreigner's permanent residence card of 2023 begins with 9, followed by
two digits of province and three of nationality.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from renshe.kernel.codes.characters import full_width_problem, invisible_problem
from renshe.kernel.codes.divisions import is_known_division
from renshe.kernel.codes.problem import Problem

CLAUSE = "GB 11643-1999"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_SHAPE = re.compile(r"\d{17}[\dXx]", re.ASCII)
_PERMIT_REGIONS = ("810000", "820000", "830000")
# Nobody alive today was born earlier, and no number was given to the dead.
_EARLIEST_BIRTH = date(1880, 1, 1)


@dataclass(frozen=True, slots=True)
class NationalId:
    """What an identity number says. `region` is its first six digits; `kind` as kept by the
    registry.
    """

    number: str
    kind: str
    region: str
    birth_on: date
    sex: str


def check_digit(first_17: str) -> str:
    """The eighteenth character for seventeen digits (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_17, strict=True))
    return CHECKS[total % 11]


def read_national_id(text: str, *, as_of: date) -> NationalId | Problem:
    """What an eighteen-character number says, or what is wrong with it.

    `as_of` is the day it is looked at: a birth after it cannot be. A small x at the end is taken as
    X; nothing else is repaired, because a number that is silently changed belongs to somebody else.
    """
    wrong = _shape_problem(text)
    if wrong is not None:
        return wrong
    number = text.upper()
    kind = _kind_of(number)
    if isinstance(kind, Problem):
        return kind
    birth_on = _birth_of(number, as_of=as_of)
    if isinstance(birth_on, Problem):
        return birth_on
    if check_digit(number[:17]) != number[17]:
        return Problem(
            code="id_check_digit",
            zh="证件号码校验位不正确，至少有一位录入有误",
            en="the check digit of the id number is wrong, so at least one character is mistyped",
            next_step_zh="请对照证件原件逐位核对后重新录入",
            next_step_en="Compare it with the document digit by digit and type it again",
            clause=CLAUSE,
        )
    sex = "M" if int(number[16]) % 2 else "F"
    return NationalId(number=number, kind=kind, region=number[:6], birth_on=birth_on, sex=sex)


def _shape_problem(text: str) -> Problem | None:
    for problem in (
        full_width_problem(text, what_zh="证件号码", what_en="id number"),
        invisible_problem(text, what_zh="证件号码", what_en="id number"),
    ):
        if problem is not None:
            return problem
    if _SHAPE.fullmatch(text):
        return None
    if re.fullmatch(r"\d(\.\d+)?[Ee]\+?17", text, re.ASCII):
        return Problem(
            code="id_stored_as_number",
            zh="证件号码被表格软件存成了数值，后几位已丢失",
            en="the spreadsheet stored the id number as a number and lost its last digits",
            next_step_zh="请把该列设为“文本”格式后重新录入完整的18位号码",
            next_step_en="Set the column to text and type all 18 characters again",
        )
    if re.fullmatch(r"\d{15}", text, re.ASCII):
        return Problem(
            code="id_15_digits",
            zh="15位证件号码属于第一代居民身份证，已停止使用",
            en="a 15-digit number belongs to the first-generation card, which is no longer in use",
            next_step_zh="请按现行居民身份证录入18位号码",
            next_step_en="Type the 18-character number of the present card",
            clause="居民身份证法（2011年修正）决定：2013年1月1日停止使用",
        )
    return Problem(
        code="id_shape",
        zh=f"证件号码应为18位（前17位为数字，末位为数字或X），现为{len(text)}位",
        en=f"an id number has 17 digits and a digit or X; this has {len(text)} characters",
        next_step_zh="请对照证件原件补全或更正，并去掉空格和符号",
        next_step_en="Complete or correct it from the document, without blanks or signs",
        clause=CLAUSE,
    )


def _kind_of(number: str) -> str | Problem:
    region = number[:6]
    if region in _PERMIT_REGIONS:
        return "hmt_permit"
    if number[0] == "9" and is_known_division(f"{number[1:3]}0000"):
        return "foreign_permit"
    if number[0] in "123456" and is_known_division(region):
        return "resident_id"
    return Problem(
        code="id_region",
        zh=f"证件号码前6位 {region} 不是任何现行或历史行政区划代码",
        en=f"the first six digits, {region}, are no present or former division",
        next_step_zh="请对照证件原件核对前6位",
        next_step_en="Check the first six digits against the document",
        clause="GB/T 2260",
    )


def _birth_of(number: str, *, as_of: date) -> date | Problem:
    year, month, day = number[6:10], number[10:12], number[12:14]
    try:
        birth_on = date(int(year), int(month), int(day))
    except ValueError:
        birth_on = None
    if birth_on is not None and _EARLIEST_BIRTH <= birth_on <= as_of:
        return birth_on
    shown = f"{year}-{month}-{day}"
    if birth_on is None:
        reason_zh, reason_en = f"{shown} 不是一个日期", f"{shown} is no date"
    elif birth_on > as_of:
        reason_zh, reason_en = f"{shown} 尚未到来", f"{shown} is yet to come"
    else:
        reason_zh, reason_en = f"{shown} 早于1880年", f"{shown} is before 1880"
    return Problem(
        code="id_birth",
        zh=f"证件号码第7至14位应为出生日期：{reason_zh}",
        en=f"characters 7 to 14 of the id number are the birth date: {reason_en}",
        next_step_zh="请对照证件原件核对出生年月日",
        next_step_en="Check the birth date against the document",
        clause=CLAUSE,
    )
