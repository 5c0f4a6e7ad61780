"""An item's fields made ready for a page, with what was typed and what is wrong with it.

A question is a field with all fields that wait for its answer: they are drawn inside the answer they wait for, so a
browser folds them away by style alone, and one that cannot shows all of them. Nothing here needs a script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renshe.domains.cases.api import Field, Item
from renshe.kernel.codes.problem import Problem as Fault
from renshe.kernel.periods import MonthError, parse_month
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.places import place_suggestions, place_words
from renshe.portals.layout.forms.wording import problem_said, said

RADIOS_AT_MOST = 7
YES = ("on", "true", "1", "yes")
# kind → (widget, type of the input, keyboard on a phone, what a browser may fill in)
INPUTS = {
    "text": ("input", "text", "text", "off"),
    "long_text": ("area", "", "text", "off"),
    "id_number": ("input", "text", "text", "off"),
    "credit_code": ("input", "text", "text", "off"),
    "phone": ("input", "tel", "tel", "tel"),
    "date": ("input", "date", "text", "off"),
    "month": ("input", "month", "text", "off"),
    "yuan": ("input", "text", "decimal", "off"),
    "whole": ("input", "text", "numeric", "off"),
    "bank_account": ("input", "text", "numeric", "off"),
    "place": ("input", "text", "text", "off"),
    "choice": ("radios", "", "", ""),
    "mark": ("mark", "", "", ""),
}
HINTS: dict[str, Any] = {
    "id_number": gettext_lazy("18位，最后一位可以是X"),
    "credit_code": gettext_lazy("18位统一社会信用代码"),
    "phone": gettext_lazy("手机号，或带区号的固定电话"),
    "date": gettext_lazy("例如 2025-10-31"),
    "month": gettext_lazy("例如 2025-10"),
    "yuan": gettext_lazy("单位：元，最多两位小数"),
    "whole": gettext_lazy("只填数字"),
    "bank_account": gettext_lazy("8至30位数字，可以带空格"),
    "place": gettext_lazy(
        "填名称，从区到街道、社区，例如上海市闵行区莘庄镇；输入时会给出选项，也可以填区划代码"
    ),
}
WIDTHS = {"date": "w-medium", "month": "w-medium", "yuan": "w-medium", "whole": "w-small"}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer of a choice, with the fields that are asked only after it."""

    code: str
    words: str
    chosen: bool
    follows: tuple["FieldView", ...]


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One field as `layout/forms/field.html` draws it. `value` is what was typed; `problem` is absent where nothing is wrong.

    `lookup` draws the button that asks the registers about what was typed, `found` says what they answered.
    """

    key: str
    id: str
    label: str
    hint: str
    width: str
    widget: str
    type: str
    keyboard: str
    autocomplete: str
    value: str
    checked: bool
    unit: str
    required: bool
    longest: int
    options: tuple[Option, ...]
    follows: tuple["FieldView", ...]
    problem: Problem | None
    lookup: bool = False
    found: str = ""
    is_place: bool = False

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader says after the label."""
        parts = {"error": self.problem, "hint": self.hint}
        return " ".join(f"{self.id}-{part}" for part, there in parts.items() if there)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the error summary: what is wrong, how to mend it, and the id of the field it leads to."""

    id: str
    reason: str
    next_step: str


@dataclass(frozen=True, kw_only=True)
class FormView:
    """What `layout/forms/form.html` may use: the questions in order and everything that is wrong with them."""

    questions: tuple[FieldView, ...]
    lines: tuple[Line, ...]
    places: tuple[str, ...] = ()


def form_view(
    item: Item,
    given: Mapping[str, Any],
    wrong: Mapping[str, Fault],
    *,
    only: Sequence[str] | None = None,
    found: Mapping[str, str] | None = None,
) -> FormView:
    """Make an item's form ready: `given` as somebody typed it, `wrong` by field; `only` some fields of it, in their order.

    `found` is what the registers said of numbers, by field; None on a page that does not ask them. A field that waits for
    one outside `only` is drawn as a question of its own.
    """
    fields = [field for field in item.fields if only is None or field.key in only]
    keys = {field.key for field in fields}
    making = _Making(fields=fields, given=given, wrong=wrong, found=found)
    roots = [field for field in fields if field.when is None or field.when[0] not in keys]
    return FormView(
        questions=tuple(making.view(field) for field in roots),
        lines=tuple(
            _line(field, wrong[field.key], making.view(field).id)
            for field in fields
            if field.key in wrong
        ),
        places=place_suggestions() if any(one.kind == "place" for one in fields) else (),
    )


def is_yes(value: Any) -> bool:
    """Whether a mark was ticked."""
    return value is True or str(value).lower() in YES


@dataclass(frozen=True, kw_only=True)
class _Making:
    """What all fields of one form share while it is made."""

    fields: Sequence[Field]
    given: Mapping[str, Any]
    wrong: Mapping[str, Fault]
    found: Mapping[str, str] | None

    def view(self, field: Field) -> FieldView:
        value = _typed(self.given.get(field.key))
        widget, kind, keyboard, autocomplete = INPUTS[field.kind]
        waiting = [one for one in self.fields if one.when and one.when[0] == field.key]
        if widget == "radios" and len(field.choices) > RADIOS_AT_MOST and not waiting:
            widget = "select"
        fault = self.wrong.get(field.key)
        return FieldView(
            key=field.key,
            id=f"f-{field.key}",
            label=said(field.name),
            hint=_hint(field),
            width=WIDTHS.get(field.kind, ""),
            widget=widget,
            type=_type(kind, value),
            keyboard=keyboard,
            autocomplete=autocomplete,
            value=_shown(field, value),
            checked=widget == "mark" and is_yes(value),
            unit=_("元") if field.kind == "yuan" else "",
            required=field.required,
            longest=field.longest,
            options=self._options(field, value, waiting),
            follows=() if field.choices else tuple(self.view(one) for one in waiting),
            problem=problem_said(fault) if fault else None,
            lookup=field.lookup and self.found is not None,
            found=(self.found or {}).get(field.key, ""),
            is_place=field.kind == "place",
        )

    def _options(self, field: Field, value: str, waiting: Sequence[Field]) -> tuple[Option, ...]:
        return tuple(
            Option(
                code=code,
                words=said(words),
                chosen=value == code,
                follows=tuple(
                    self.view(one)
                    for one in waiting
                    if one.when and one.when[1].lower() == code.lower()
                ),
            )
            for code, words in field.choices.items()
        )


def _hint(field: Field) -> str:
    """The item's own note; where it has none, how a value of this kind is written. A division always says both."""
    note, general = said(field.note), str(HINTS.get(field.kind, ""))
    if note and field.kind == "place":
        return f"{note} · {general}"
    return note or general


def _typed(value: Any) -> str:
    return "" if value is None else str(value)


def _shown(field: Field, value: str) -> str:
    """What stands in the input: a division by its name, anything else as typed."""
    return place_words(value) if field.kind == "place" and value.isdigit() else value


def _type(kind: str, value: str) -> str:
    """The type of the input; one that would swallow what was typed becomes plain text."""
    if kind == "month" and value:
        try:
            parse_month(value)
        except (MonthError, ValueError):
            return "text"
    if kind == "date" and value and not _is_day(value):
        return "text"
    return kind


def _is_day(value: str) -> bool:
    parts = value.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)


def _line(field: Field, fault: Fault, id: str) -> Line:
    told = problem_said(fault)
    return Line(id=id, reason=told.reason or said(field.name), next_step=told.next_step)
