"""A case's answers to read: masked unless the viewer stated why, differences from registers and findings beside the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import (
    mask_address,
    mask_bank_account,
    mask_id_number,
    mask_name,
    mask_phone,
)
from renshe.portals.layout.casefile.words import either, item_of, words_of
from renshe.portals.layout.citing import cited_law
from renshe.portals.layout.forms.reading import in_words

MASKS = {"id_number": mask_id_number, "phone": mask_phone, "bank_account": mask_bank_account}
# Sensitive texts have no kind of their own; their key says what they hold.
MASKS_BY_KEY = {"name": mask_name, "address": mask_address}


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """One thing found: the words, the clause, what to do about it. `refuses` stands in the way of granting."""

    reason: str
    clause: str
    next_step: str
    detail: str
    refuses: bool


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One answer; `registered` is what a register says instead, by `source`."""

    key: str
    label: str
    value: str
    masked: bool
    differs: bool
    registered: str
    source: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The whole form, and what was found about the case as a whole."""

    lines: tuple[AnswerLine, ...]
    findings: tuple[FindingLine, ...]
    any_masked: bool

    @property
    def unusual(self) -> int:
        """How many things deserve a look."""
        marked = sum(len(line.findings) + line.differs for line in self.lines)
        return marked + len(self.findings)


def answers_of(*, case: cases.Case, full: bool = False) -> Answers:
    """The answers of a case; `full` only after the look was recorded."""
    item = item_of(case.item)
    found = _findings(case)
    differences = {one["field"]: one for one in case.examination.get("differences", ())}
    lines = []
    if item is not None:
        values = cases.restored(item, case.form)
        for field in item.fields:
            if field.key in values or cases.shown(field, values):
                lines.append(
                    _line(field, values.get(field.key), differences.get(field.key), found, full)
                )
    known = {line.key for line in lines}
    general = tuple(one for key, ones in found.items() if key not in known for one in ones)
    general += tuple(_loose(one) for key, one in differences.items() if key not in known)
    return Answers(
        lines=tuple(lines), findings=general, any_masked=any(line.masked for line in lines)
    )


def _findings(case: cases.Case) -> dict[str, list[FindingLine]]:
    by_field: dict[str, list[FindingLine]] = {}
    for one in case.examination.get("findings", ()):
        line = FindingLine(
            reason=either(one["zh"], one["en"]),
            clause=cited_law(one.get("clause", "")),
            next_step=either(one.get("next_step_zh", ""), one.get("next_step_en", "")),
            detail=one.get("detail", ""),
            refuses=bool(one.get("refuses")),
        )
        by_field.setdefault(one.get("field", ""), []).append(line)
    return by_field


def _line(
    field: cases.Field,
    value: Any,
    difference: Mapping[str, Any] | None,
    found: Mapping[str, list[FindingLine]],
    full: bool,
) -> AnswerLine:
    secret = field.kind in MASKS or field.sensitive
    text = in_words(field, value)
    registered = str(difference["registered"]) if difference else ""
    if secret:
        text = str(value or "") if full else masked(field, value)
        registered = registered if full else masked(field, registered)
    return AnswerLine(
        key=field.key,
        label=words_of(field.name),
        value=text,
        masked=secret and not full and bool(text),
        differs=difference is not None,
        registered=registered,
        source=either(difference["source_zh"], difference["source_en"]) if difference else "",
        findings=tuple(found.get(field.key, ())),
    )


def masked(field: cases.Field, value: Any) -> str:
    """What anybody of the office may see of a sensitive answer."""
    text = "" if value is None else str(value)
    if field.kind in MASKS:
        return MASKS[field.kind](text)
    if field.kind == "long_text" and text:
        return ngettext("写了{count}字，已遮盖", "写了{count}字，已遮盖", len(text)).format(
            count=len(text)
        )
    by_key = next((mask for part, mask in MASKS_BY_KEY.items() if part in field.key), None)
    return by_key(text) if by_key else mask_id_number(text)


def _loose(one: Mapping[str, Any]) -> FindingLine:
    source = either(one["source_zh"], one["source_en"])
    return FindingLine(
        reason=f"{one['field']}：{one['given']} ≠ {one['registered']}（{source}）",
        clause="",
        next_step="",
        detail="",
        refuses=False,
    )
