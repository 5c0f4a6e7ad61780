"""Who somebody is by the document: number, sex and birth date, told by the number or asked for beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from renshe.domains.registry import problems
from renshe.domains.registry.operations.entry import birth_problem, found
from renshe.kernel.codes.foreign_id import ForeignId
from renshe.kernel.codes.id_number import IdNumber
from renshe.kernel.codes.problem import Problem

SEX_NAMES = {"M": "男", "F": "女"}


@dataclass(frozen=True, slots=True)
class Documented:
    """What a document says of somebody."""

    number: str
    kind: str
    sex: str
    birth_on: date


def documented(
    known: IdNumber, *, sex: str | None, birth_on: date | None, as_of: date
) -> Documented | list[Problem]:
    """Who somebody is, or everything that is wrong.

    A number that tells sex and birth date decides, and what is given besides must agree. A passport's tells
    neither, an old residence card's only part of the birth date: then both must be given.
    """
    if not isinstance(known, ForeignId):
        wrong = found(
            _sex_disagrees(sex, known.sex) if sex is not None else None,
            _birth_disagrees(str(birth_on), str(known.birth_on))
            if birth_on not in (None, known.birth_on)
            else None,
        )
        return wrong or Documented(known.number, known.kind, known.sex, known.birth_on)
    if sex is None or birth_on is None:
        return found(
            problems.number_tells_no_sex() if sex is None else None,
            problems.number_tells_no_birth() if birth_on is None else None,
        )
    wrong = found(
        _sex_problem(sex), birth_problem(birth_on, as_of=as_of), born_problem(known, birth_on)
    )
    return wrong or Documented(known.number, known.kind, sex, birth_on)


def born_problem(known: ForeignId, birth_on: date) -> Problem | None:
    """A problem where a number that holds year, month and day without the century holds other ones."""
    if known.born in (None, birth_on.strftime("%y%m%d")):
        return None
    return _birth_disagrees(str(birth_on), str(known.born))


def _sex_problem(sex: str) -> Problem | None:
    if sex in SEX_NAMES:
        return None
    return problems.value_unknown(field_zh="性别", field_en="sex", value=sex, known="M, F")


def _sex_disagrees(given: str, by_id: str) -> Problem | None:
    if given == by_id:
        return None
    return problems.disagrees_with_id(
        field_zh="性别", field_en="sex", given=SEX_NAMES.get(given, given), by_id=SEX_NAMES[by_id]
    )


def _birth_disagrees(given: str, by_id: str) -> Problem:
    return problems.disagrees_with_id(
        field_zh="出生日期", field_en="birth date", given=given, by_id=by_id
    )
