"""A form's answers, from what a browser, a counter or an API sends to what the item's code gets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from renshe.domains.cases.item import Field, Item
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month, MonthError, format_month, parse_month

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?", re.ASCII)
_YUAN = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?", re.ASCII)
_ACCOUNT = re.compile(r"\d{8,30}", re.ASCII)
_PLACE = re.compile(r"\d{6}(\d{3}(\d{3})?)?", re.ASCII)
_YES = ("on", "true", "1", "yes", "是", True)


def read_form(
    item: Item, given: Mapping[str, Any], *, today: dt.date
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """The values by key, and what is wrong by key. A field that its condition hides has no value and no fault."""
    values: dict[str, Any] = {}
    wrong: dict[str, Problem] = {}
    for field in item.fields:
        if not shown(field, given):
            continue
        value = _read(field, given.get(field.key), today)
        if isinstance(value, Problem):
            wrong[field.key] = value
        else:
            values[field.key] = value
    return values, wrong


def shown(field: Field, given: Mapping[str, Any]) -> bool:
    """Whether a field is asked for beside these answers."""
    if field.when is None:
        return True
    other, wanted = field.when
    answer = given.get(other)
    return (
        str(answer).lower() == wanted.lower()
        if not isinstance(answer, bool)
        else (answer is (wanted.lower() == "true"))
    )


def stored(item: Item, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as kept: dates as ISO text, months as 2025-10; money stays whole fen."""
    kept = {}
    for key, value in values.items():
        kind = item.field(key).kind
        if isinstance(value, dt.date):
            kept[key] = value.isoformat()
        elif kind == "month" and value is not None:
            kept[key] = format_month(value)
        else:
            kept[key] = value
    return kept


def written(item: Item, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept as somebody would type it: money in yuan, and what could not be read as it was typed."""
    known = {field.key: field.kind for field in item.fields}
    given: dict[str, Any] = dict(kept.get("_raw", {}))
    for key, value in kept.items():
        if key in known and value is not None:
            yuan = known[key] == "yuan"
            given[key] = f"{value // 100}.{value % 100:02d}" if yuan else value
    return given


def restored(item: Item, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Values as read, from what was kept; a field that the item no longer has is left out."""
    known = {field.key: field.kind for field in item.fields}
    values = {}
    for key, value in kept.items():
        kind = known.get(key)
        if kind is None:
            continue
        if value is not None and kind == "date":
            values[key] = dt.date.fromisoformat(value)
        elif value is not None and kind == "month":
            values[key] = parse_month(value)
        else:
            values[key] = value
    return values


def _read(field: Field, given: Any, today: dt.date) -> Any:
    if field.kind == "mark":
        if field.required and given not in _YES:
            return _wrong(
                field, "not_confirmed", "须勾选确认", "must be confirmed", "请勾选", "Tick it"
            )
        return given in _YES
    text = "" if given is None else str(given).strip()
    if not text:
        if field.required:
            return _wrong(field, "field_missing", "没有填写", "is missing", "请填写", "Fill it in")
        return None
    if len(text) > field.longest:
        return _wrong(
            field, "too_long", f"超过{field.longest}个字", f"is longer than {field.longest} characters",
            "请精简", "Shorten it",
        )  # fmt: skip
    return _READERS.get(field.kind, _text)(field, text, today)


def _text(field: Field, text: str, today: dt.date) -> str | Problem:
    if any(ord(character) < 32 and character not in "\n\t" for character in text):
        return _wrong(
            field, "invisible", "含有看不见的控制字符", "holds invisible control characters",
            "请删除后重新输入", "Delete them and type it again",
        )  # fmt: skip
    return text.replace("\r\n", "\n")


def _choice(field: Field, text: str, today: dt.date) -> str | Problem:
    if text in field.choices:
        return text
    known = "、".join(words.zh for words in field.choices.values())
    return _wrong(
        field, "choice_unknown", f"“{text[:30]}”不在可选值之列", f"cannot be {text[:30]!r}",
        f"请选择：{known}", f"Choose one of: {', '.join(field.choices)}",
    )  # fmt: skip


def _id_number(field: Field, text: str, today: dt.date) -> str | Problem:
    read = read_id_number(text, as_of=today)
    return read if isinstance(read, Problem) else read.number


def _credit_code(field: Field, text: str, today: dt.date) -> str | Problem:
    return read_credit_code(text)


def _phone(field: Field, text: str, today: dt.date) -> str | Problem:
    plain = text.replace(" ", "")
    if _PHONE.fullmatch(plain):
        return plain
    return _unreadable(field, text, "13800000000 或 021-12345678", "13800000000 or 021-12345678")


def _date(field: Field, text: str, today: dt.date) -> dt.date | Problem:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return _unreadable(field, text, "2025-10-31", "2025-10-31")


def _month(field: Field, text: str, today: dt.date) -> Month | Problem:
    try:
        return parse_month(text)
    except (MonthError, ValueError):
        return _unreadable(field, text, "2025-10", "2025-10")


def _yuan(field: Field, text: str, today: dt.date) -> int | Problem:
    match = _YUAN.fullmatch(text.replace(",", ""))
    if match is None:
        return _unreadable(field, text, "1234.56", "1234.56")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _whole(field: Field, text: str, today: dt.date) -> int | Problem:
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    return _unreadable(field, text, "12", "12")


def _account(field: Field, text: str, today: dt.date) -> str | Problem:
    plain = text.replace(" ", "")
    if _ACCOUNT.fullmatch(plain):
        return plain
    return _unreadable(field, text, "8至30位数字", "8 to 30 digits")


def _place(field: Field, text: str, today: dt.date) -> str | Problem:
    if _PLACE.fullmatch(text):
        return text
    return _unreadable(field, text, "6、9或12位区划代码", "a code of 6, 9 or 12 digits")


def _unreadable(field: Field, text: str, zh: str, en: str) -> Problem:
    return _wrong(
        field, f"{field.kind}_unreadable", f"“{text[:30]}”无法识别", f"{text[:30]!r} cannot be read",
        f"请填写为 {zh} 的形式", f"Write it like {en}",
    )  # fmt: skip


def _wrong(field: Field, code: str, zh: str, en: str, next_zh: str, next_en: str) -> Problem:
    return Problem(
        code, f"{field.name.zh}{zh}", f"{field.name.en} {en}", "owner-default", next_zh, next_en
    )


_READERS = {
    "choice": _choice,
    "id_number": _id_number,
    "credit_code": _credit_code,
    "phone": _phone,
    "date": _date,
    "month": _month,
    "yuan": _yuan,
    "whole": _whole,
    "bank_account": _account,
    "place": _place,
}
