"""Reading requests strictly: what cannot be kept is refused at the door, and wrong fields are named in both languages."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser

from renshe.kernel.codes.problem import Problem
from renshe.portals.api.problems import Answered, Wrong

DEEPEST = 20


class ReadBefore(Parser):
    """Gives the framework what the door has read already: its own parser would turn every fault into one."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body as an object."""
        return cast(dict[str, Any], request.read_body)  # type: ignore[attr-defined]


def read_json(request: HttpRequest) -> Any:
    """The body: JSON in UTF-8 without NaN, null characters and unpaired surrogates. Raises Answered."""
    try:
        read = json.loads(body_of(request).decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Answered(400, "bad_json") from None
    require_keepable(read)
    return read


def body_of(request: HttpRequest) -> bytes:
    """The request's bytes. Raises Answered 413."""
    try:
        return request.body
    except RequestDataTooBig:
        raise Answered(413, "too_large") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def require_keepable(value: Any, *, depth: int = 0) -> None:
    """Raise Answered where any text could not be kept in the database, or where it nests absurdly deep."""
    if depth > DEEPEST:
        raise Answered(400, "bad_json")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise Answered(400, "bad_text")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            require_keepable(key, depth=depth + 1)
            require_keepable(one, depth=depth + 1)
    elif isinstance(value, list):
        for one in value:
            require_keepable(one, depth=depth + 1)


def require_plain_address(request: HttpRequest) -> None:
    """Raise Answered for an address or a query with characters that cannot be kept."""
    require_keepable(request.path)
    for name, values in request.GET.lists():
        require_keepable([name, *values])


# Kinds of errors that pydantic names → zh, en, next step zh, next step en.
_SHAPES = {
    "missing": ("没有填写", "is missing", "请填写", "Fill it in"),
    "extra_forbidden": (
        "不是这一请求的字段",
        "is no field of this request",
        "请删除，或核对字段名",
        "Remove it, or check its name",
    ),
    "string_type": ("应为文字", "must be text", "请加引号", "Put it in quotes"),
    "string_too_long": ("太长", "is too long", "请缩短", "Shorten it"),
    "string_too_short": ("太短", "is too short", "请填写完整", "Fill it in completely"),
    "string_pattern_mismatch": (
        "格式不对",
        "has another form than is asked for",
        "请按文档中的格式填写",
        "Write it as the documentation says",
    ),
    "int_type": ("应为整数", "must be a whole number", "请填写整数", "Give a whole number"),
    "int_parsing": ("应为整数", "must be a whole number", "请填写整数", "Give a whole number"),
    "bool_type": (
        "应为 true 或 false",
        "must be true or false",
        "请填写 true 或 false",
        "Give true or false",
    ),
    "list_type": ("应为列表", "must be a list", "请用方括号", "Use brackets"),
    "too_long": ("项目太多", "has too many entries", "请分批提交", "Send it in parts"),
    "too_short": ("项目太少", "has too few entries", "请至少给出一项", "Give at least one"),
    "dict_type": ("应为对象", "must be an object", "请用花括号", "Use braces"),
    "literal_error": (
        "不在可选值之列",
        "is none of the values that can be chosen",
        "请从文档列出的值中选择",
        "Choose one that the documentation lists",
    ),
    "greater_than_equal": (
        "太小",
        "is too small",
        "请填写允许范围内的数",
        "Give a number within the range",
    ),
    "less_than_equal": (
        "太大",
        "is too large",
        "请填写允许范围内的数",
        "Give a number within the range",
    ),
}
_OTHER = ("不符合要求", "is not as it must be", "请按文档填写", "See the documentation")
_PLACES = ("body", "query", "path", "header", "form", "file", "cookie")


def wrong_fields(errors: Iterable[Mapping[str, Any]]) -> list[Wrong]:
    """What pydantic found, by the field's path and in both languages; its own English is never shown."""
    found = []
    for error in errors:
        field = _path_of(error.get("loc", ()))
        kind = str(error.get("type", ""))
        zh, en, next_zh, next_en = _SHAPES.get(kind, _OTHER)
        problem = Problem(
            f"field_{kind or 'wrong'}", f"“{field}”{zh}", f"{field!r} {en}", "", next_zh, next_en
        )
        found.append(Wrong(field, problem))
    return found


def _path_of(loc: Sequence[Any]) -> str:
    """`("body", "body", "form", "amount")` is `form.amount`; the parameter's own name is ours, not the caller's."""
    parts = [str(part) for part in loc]
    if parts and parts[0] in _PLACES:
        place, *parts = parts
        if place == "body" and parts and parts[0] == "body":
            parts = parts[1:]
    return ".".join(parts) or "body"
