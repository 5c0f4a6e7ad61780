"""Numbers of foreigners that say neither sex nor, in full, birth: a passport's, and the old residence card's.

**Passport.** 在中国境内就业的外国人参加社会保险暂行办法 (人社部令第16号, 2011) lets foreigners who work here be insured, and its
编制规则 makes their social security number: three letters of the country (ISO 3166-1), one reserved digit, the
document's number of fourteen places. Confidence K (known by heart, the annex itself was not at hand): that there are
18 characters, that the reserved digit is 0 unless something special asks for 1 to 9, and that a shorter number is
padded by zeros on its left. Assumed by us (A): that signs and blanks in a document's number are left out, that it has
at least five places of its own, and that a renewed passport does not change the number of somebody who is insured.
Two passports of one country that differ only by zeros at the head would share a number; the rule has it so.

**Permanent residence card of 2004 and 2017** (外国人永久居留身份证 before December 2023): fifteen characters, three letters of
the country, four digits of the place of application, six of the birth date without its century, one of sequence, one
check digit. Confidence T (third party): two independent public programs, one of a maker of card readers, agree on this
layout and on the check (weights 7, 3, 1 in turn, letters counting A = 10 … Z = 35, modulo 10, as in passports); the
standard was not seen. The card of 2023 has 18 digits and is read with the identity numbers (`national_id`).

A person keeps the number of the document he was registered with. Assumed (A): somebody with an old card stands under
the card's own fifteen characters, not under an 18-character number made of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from renshe.kernel.codes.characters import full_width_problem, invisible_problem
from renshe.kernel.codes.countries import read_country
from renshe.kernel.codes.problem import Problem

CLAUSE = "人社部令第16号 外国人社会保障号码编制规则"
DOCUMENT_PLACES = 14
OLD_CARD_WEIGHTS = (7, 3, 1)
_RESERVED = "0"
_DOCUMENT_MIN = 5
_PASSPORT = re.compile(r"([A-Z]{3})([0-9])([0-9A-Z]{14})", re.ASCII)
_OLD_CARD = re.compile(r"([A-Z]{3})([0-9]{4})([0-9]{6})([0-9])([0-9])", re.ASCII)
_SIGNS = re.compile(r"[\s\-/.]")


@dataclass(frozen=True, slots=True)
class ForeignId:
    """What such a number says. `kind` is as kept by the registry; `born` the birth date's YYMMDD, where it is told."""

    number: str
    kind: str
    country: str
    born: str | None = None


def social_security_number(*, country: str, document: str) -> str | Problem:
    """The 18 characters for a country (code or Chinese name) and the number printed in a passport."""
    code = read_country(country)
    if isinstance(code, Problem):
        return code
    wide = full_width_problem(document, what_zh="护照号码", what_en="passport number")
    if wide is not None:
        return wide
    plain = _SIGNS.sub("", document).upper()
    shown = document.strip()[:30]
    if not re.fullmatch(rf"[0-9A-Z]{{{_DOCUMENT_MIN},{DOCUMENT_PLACES}}}", plain, re.ASCII):
        return _document_problem(shown)
    read = read_foreign_id(f"{code}{_RESERVED}{plain.rjust(DOCUMENT_PLACES, '0')}")
    return read if isinstance(read, Problem) else read.number


def read_foreign_id(text: str) -> ForeignId | Problem:
    """What a number that begins with letters says, or what is wrong with it. Small letters are taken as capitals."""
    for problem in (
        full_width_problem(text, what_zh="证件号码", what_en="id number"),
        invisible_problem(text, what_zh="证件号码", what_en="id number"),
    ):
        if problem is not None:
            return problem
    number = text.upper()
    passport, card = _PASSPORT.fullmatch(number), _OLD_CARD.fullmatch(number)
    if passport is None and card is None:
        return _shape_problem(number)
    country = read_country(number[:3])
    if isinstance(country, Problem):
        return country
    if passport is not None:
        if len(passport[3].lstrip("0")) < _DOCUMENT_MIN:
            return _document_problem(passport[3])
        return ForeignId(number=number, kind="passport", country=country)
    if old_card_check_digit(number[:14]) != number[14]:
        return _check_problem()
    if not _is_day(number[7:13]):
        return _birth_problem(number[7:13])
    return ForeignId(number=number, kind="foreign_permit", country=country, born=number[7:13])


def old_card_check_digit(first_14: str) -> str:
    """The fifteenth character of an old permanent residence card for the fourteen before it."""
    total = sum(
        OLD_CARD_WEIGHTS[place % 3] * int(character, 36) for place, character in enumerate(first_14)
    )
    return str(total % 10)


def _is_day(yymmdd: str) -> bool:
    """Whether six digits can be a day of some century; 29 February is let pass."""
    month, day = int(yymmdd[2:4]), int(yymmdd[4:6])
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    return 1 <= month <= 12 and 1 <= day <= longest.get(month, 31)


def _shape_problem(number: str) -> Problem:
    return Problem(
        code="foreign_id_shape",
        zh=f"外国人的号码应为18位社会保障号码，或15位旧版外国人永久居留身份证号码，现为{len(number)}位",
        en="a foreigner's number has 18 characters, or the 15 of an old permanent residence card;"
        f" this has {len(number)}",
        next_step_zh="持护照的请填写三字母国家代码、0和前补0至14位的护照号码，如 DEU000000C01X0001H",
        next_step_en="For a passport: three letters of the country, 0, and the number padded by zeros to"
        " 14 places, such as DEU000000C01X0001H",
        clause=CLAUSE,
    )


def _document_problem(shown: str) -> Problem:
    return Problem(
        code="passport_shape",
        zh=f"护照号码“{shown}”应为{_DOCUMENT_MIN}至{DOCUMENT_PLACES}位字母和数字",
        en=f"the passport number {shown!r} should have {_DOCUMENT_MIN} to {DOCUMENT_PLACES} letters and digits",
        next_step_zh="请对照护照资料页核对后重新录入",
        next_step_en="Compare it with the passport and type it again",
        clause=CLAUSE,
    )


def _check_problem() -> Problem:
    return Problem(
        code="id_check_digit",
        zh="永久居留身份证号码校验位不正确，至少有一位录入有误",
        en="the check digit of the residence card's number is wrong, so a character is mistyped",
        next_step_zh="请对照证件原件逐位核对后重新录入",
        next_step_en="Compare it with the document character by character and type it again",
        clause="外国人永久居留身份证（2017版）编号",
    )


def _birth_problem(yymmdd: str) -> Problem:
    return Problem(
        code="id_birth",
        zh=f"永久居留身份证号码第8至13位应为出生年月日：{yymmdd} 不是一个日期",
        en=f"characters 8 to 13 of the residence card's number are the birth date; {yymmdd} is none",
        next_step_zh="请对照证件原件核对出生年月日",
        next_step_en="Check the birth date against the document",
        clause="外国人永久居留身份证（2017版）编号",
    )
