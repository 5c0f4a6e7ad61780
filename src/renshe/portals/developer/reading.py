"""The description of the API as pages show it: operations, fields, samples. Nothing here is written twice."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from renshe.portals.api.all_operations import GROUPS, operations
from renshe.portals.api.calling import action_of
from renshe.portals.api.document import PREFIX, document
from renshe.portals.api.operation import Operation

SAMPLES = Path(__file__).with_name("samples")
DEEPEST = 3


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """One field of a request or an answer; `depth` indents what lies inside another."""

    name: str
    kind: str
    required: bool
    about: str
    depth: int


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A call as a test made it, and what it was answered."""

    call: str
    status: int
    answer: str


def spoken(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return zh if (get_language() or "zh").startswith("zh") else en


def in_one_language(text: str) -> str:
    """Of a description in both languages (`中文 / English`) the reader's; another as it stands."""
    parts = [part.partition(" / ") for part in text.split("；")]
    return "；".join(spoken(zh, en) if en else zh for zh, _slash, en in parts)


@cache
def by_id() -> dict[str, Operation]:
    """Every operation by its id."""
    return {one.id: one for one in operations()}


def chapters() -> Iterator[tuple[str, str, list[Operation]]]:
    """Code, name and operations of each chapter."""
    for group in GROUPS:
        yield group.code, spoken(group.name.zh, group.name.en), group.operations


def described(operation: Operation) -> dict[str, Any]:
    """What the description says of an operation."""
    told: dict[str, Any] = document()["paths"][operation.path][operation.method.lower()]
    return told


def scope_of(operation: Operation) -> str:
    """The scope that a machine needs; empty where it needs none."""
    return action_of(operation.access)


def parameters_of(operation: Operation) -> tuple[FieldRow, ...]:
    """Parts of the address, of the query, and headers."""
    return tuple(
        FieldRow(
            name=one["name"], kind=f"{one['in']} · {_kind(one['schema'])}", depth=0,
            required=bool(one.get("required")),
            about=in_one_language(
                one.get("description") or one["schema"].get("description", "")
            ),
        )
        for one in described(operation).get("parameters", ())
    )  # fmt: skip


def body_of(operation: Operation) -> tuple[FieldRow, ...]:
    """Fields of the request's body, those inside others below them."""
    told = described(operation).get("requestBody")
    if not told:
        return ()
    return tuple(_fields(told["content"]["application/json"]["schema"], 0))


def answer_of(operation: Operation) -> tuple[FieldRow, ...]:
    """Fields of the answer."""
    told = described(operation)["responses"][str(operation.status)].get("content", {})
    schema = told.get("application/json", {}).get("schema")
    return tuple(_fields(schema, 0)) if schema else ()


def _fields(schema: dict[str, Any], depth: int) -> Iterator[FieldRow]:
    schema = _resolved(schema)
    if schema.get("type") == "array":
        schema = _resolved(schema.get("items", {}))
    required = set(schema.get("required", ()))
    for name, raw in schema.get("properties", {}).items():
        one = _resolved(raw)
        about = in_one_language(raw.get("description", ""))
        title = (
            str(one.get("title", "")).replace(" · ", " / ")
            if depth and "·" in str(one.get("title", ""))
            else ""
        )
        title = in_one_language(title)
        yield FieldRow(
            name=name, kind=_kind(raw), required=name in required, depth=depth,
            about="；".join(part for part in (title, about) if part),
        )  # fmt: skip
        if depth + 1 < DEEPEST:
            yield from _fields(raw, depth + 1)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema itself: a reference followed, the one that is not null of several."""
    if "$ref" in schema:
        found: dict[str, Any] = document()["components"]["schemas"][
            schema["$ref"].rsplit("/", 1)[-1]
        ]
        return found
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return _resolved(options[0]) if len(options) == 1 else schema


def _kind(schema: dict[str, Any]) -> str:
    one = _resolved(schema)
    kind = str(one.get("type", "object"))
    if kind == "array":
        kind = f"[{_kind(one.get('items', {}))}]"
    if "enum" in one:
        kind = " | ".join(str(value) for value in one["enum"])
    if "format" in one:
        kind = f"{kind} ({one['format']})"
    empty = any(each.get("type") == "null" for each in schema.get("anyOf", ()))
    return f"{kind} | null" if empty else kind


def sample_of(operation_id: str) -> Sample | None:
    """The call that a test recorded, or None where there is none."""
    path = SAMPLES / f"{operation_id}.json"
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    return Sample(
        call=curl(told["method"], told["path"], told.get("body")), status=told["status"],
        answer=json.dumps(told["answer"], ensure_ascii=False, indent=2),
    )  # fmt: skip


def recorded_request(operation_id: str) -> tuple[str, str] | None:
    """Address and body of the recorded call, to begin with in the sandbox."""
    path = SAMPLES / f"{operation_id}.json"
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    body = told.get("body")
    return told["path"], "" if body is None else json.dumps(body, ensure_ascii=False, indent=2)


def curl(method: str, path: str, body: Any) -> str:
    """A call as one types it in a shell."""
    lines = [f"curl -X {method} https://HOST{PREFIX}{path}", "  -H 'Authorization: Bearer TOKEN'"]
    if method == "POST" and not path.startswith("/law/"):
        lines.append("  -H 'Idempotency-Key: 0d5f0a8e-3c52-4f9a-9a1e-2f8d3f6f2b11'")
    if body is not None:
        text = json.dumps(body, ensure_ascii=False, indent=2).replace("'", "'\\''")
        lines += ["  -H 'Content-Type: application/json'", f"  -d '{text}'"]
    return " \\\n".join(lines)
