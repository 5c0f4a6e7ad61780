"""A form as JSON Schema: one schema for each service item, described in both languages."""

from typing import Any

from renshe.domains.cases.api import Field, Item

_KINDS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "long_text": {"type": "string"},
    "id_number": {"type": "string", "maxLength": 32, "x-format": "GB 11643"},
    "credit_code": {"type": "string", "maxLength": 18, "x-format": "GB 32100"},
    "phone": {"type": "string", "maxLength": 24},
    "date": {"type": "string", "format": "date"},
    "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
    "yuan": {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$"},
    "whole": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    "choice": {"type": "string"},
    "mark": {"type": "boolean"},
    "bank_account": {"type": "string", "pattern": r"^\d{8,30}$"},
    "place": {"type": "string", "pattern": r"^\d{6}(\d{3}(\d{3})?)?$"},
}
_UNITS = {"yuan": ("单位：元", "in yuan"), "month": ("年月，如 2025-10", "a month such as 2025-10")}


def name_of(item: Item) -> str:
    """The item's code as a name of a schema: `contributions.refund` is `ContributionsRefund`."""
    return "".join(part.capitalize() for part in item.code.replace(".", "_").split("_"))


def form_schema(item: Item) -> dict[str, Any]:
    """The form of an item. A field that waits for another's answer is never in `required`."""
    schema: dict[str, Any] = {
        "title": f"{name_of(item)}Form",
        "type": "object",
        "description": f"{item.name.zh} · {item.name.en}",
        "properties": {one.key: _field(one) for one in item.fields},
        "additionalProperties": False,
    }
    required = [one.key for one in item.fields if one.required and one.when is None]
    return schema | ({"required": required} if required else {})


def _field(field: Field) -> dict[str, Any]:
    schema = dict(_KINDS[field.kind])
    schema["title"] = f"{field.name.zh} · {field.name.en}"
    told = [part for part in (field.note.zh, field.note.en, *_UNITS.get(field.kind, ())) if part]
    if field.when:
        told.append(
            f"仅当 {field.when[0]} = {field.when[1]} / only where {field.when[0]} is {field.when[1]}"
        )
    if (
        schema["type"] == "string"
        and "pattern" not in schema
        and field.kind not in ("date", "choice")
    ):
        schema["maxLength"] = min(field.longest, schema.get("maxLength", field.longest))
    if field.choices:
        schema["enum"] = list(field.choices)
        told += [f"{code}: {one.zh} / {one.en}" for code, one in field.choices.items()]
    if told:
        schema["description"] = "；".join(told)
    return schema
