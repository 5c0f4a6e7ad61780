"""What was answered, to be read over before it is sent and afterwards: in words, personal data masked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from renshe.domains.cases.api import Field, Item, restored, shown
from renshe.domains.identity.api import (
    mask_address,
    mask_bank_account,
    mask_id_number,
    mask_name,
    mask_phone,
)
from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.layout import formats
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.places import place_words
from renshe.portals.layout.forms.wording import problem_said, said

# Sensitive texts have no kind of their own; their key says what they hold.
MASKS_BY_KEY = {"name": mask_name, "address": mask_address}
MASKS = {"id_number": mask_id_number, "phone": mask_phone, "bank_account": mask_bank_account}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer: the question, what was said in words ("" where nothing was), and what is wrong with it."""

    key: str
    label: str
    value: str
    problem: Problem | None


def answers_read(
    item: Item,
    kept: Mapping[str, Any],
    wrong: Mapping[str, Fault] | None = None,
    *,
    full: bool = False,
) -> tuple[Answer, ...]:
    """Every answer of a kept form that is asked for beside the others; what could not be read is told as it was typed.

    `full` only for whoever typed it and is about to confirm it.
    """
    values, raw = restored(item, kept), kept.get("_raw", {})
    wrong = wrong or {}
    found = []
    for field in item.fields:
        if not shown(field, values | raw):
            continue
        fault = wrong.get(field.key)
        text = (
            str(raw[field.key])
            if field.key in raw
            else in_words(field, values.get(field.key), full=full)
        )
        found.append(
            Answer(
                key=field.key,
                label=said(field.name),
                value=text,
                problem=problem_said(fault) if fault else None,
            )
        )
    return tuple(found)


def in_words(field: Field, value: Any, *, full: bool = False) -> str:
    """A value as people read it; what identifies somebody is masked unless `full`, "" where there is none."""
    if value is None or value == "":
        return ""
    if not full and (field.kind in MASKS or field.sensitive):
        return _mask_of(field)(str(value))
    match field.kind:
        case "mark":
            return _("是") if value else _("否")
        case "choice":
            return said(field.choices[value]) if value in field.choices else str(value)
        case "yuan":
            return _("{amount} 元").format(amount=formats.yuan(value))
        case "month":
            return formats.month(value)
        case "date":
            return formats.day(value)
        case "place":
            return place_words(str(value))
    return str(value)


def _mask_of(field: Field) -> Callable[[str], str]:
    """How a value of this field is masked: by its kind, else by what its key says it holds."""
    by_key = (mask for part, mask in MASKS_BY_KEY.items() if part in field.key)
    return MASKS.get(field.kind) or next(by_key, mask_id_number)
