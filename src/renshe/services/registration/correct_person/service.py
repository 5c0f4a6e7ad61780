"""What correcting a key fact of a person does, and how it is taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import format_month

NAMES = {
    "name": ("姓名", "name"), "id_number": ("证件号码", "number of the document"), "sex": ("性别", "sex"),
    "birth_on": ("出生日期（证件）", "birth date by the document"),
    "birth_on_file": ("出生日期（档案）", "birth date by the personal file"),
    "work_started_month": ("参加工作年月", "month in which work began"),
    "retirement_category": ("退休类别", "retirement category"),
}  # fmt: skip
PENSION_RUNS = Problem(
    "pension_rests_on_it",
    "该人员已领取养老金，更正可能影响待遇",
    "a pension is paid to this person and may rest on what is corrected",
    "社会保险法 16",
    "更正后请按“养老金更正”重新核定",
    "Have the pension determined again after the correction",
)
# What a pension is computed from.
DECIDING = (
    "id_number",
    "sex",
    "birth_on",
    "birth_on_file",
    "work_started_month",
    "retirement_category",
)


class CorrectPerson(cases.Plain):
    """Corrects one key fact on the paper that was handed in with the case."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """What is registered and may be shown unmasked."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        known = {
            "birth_on_file": person.birth_on_file and person.birth_on_file.isoformat(),
            "work_started_month": person.work_started_month
            and format_month(person.work_started_month),
        }
        return {key: value for key, value in known.items() if value}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What the register would say, the old value beside the new one, and whether a pension rests on it."""
        assert asked.subject_id is not None
        person = registry.person(person_id=asked.subject_id)
        what = asked.values["what"]
        found = cases.findings_of(lambda: _change(asked), otherwise=what)
        if what in DECIDING and pension.pension_began(person_id=person.pk) is not None:
            found.append(cases.Finding(PENSION_RUNS, refuses=False, field=what))
        before, after = getattr(person, what), asked.values.get(what)
        differs = cases.Difference(
            what,
            _shown(what, after),
            _shown(what, before),
            "参保人员登记",
            "register of insured people",
        )
        return cases.Examination(tuple(found), (differs,) if before != after else ())

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The register is changed, and what it said stays in the reference for a self-correction."""
        what = asked.values["what"]
        assert asked.subject_id is not None
        before = registry.person(person_id=asked.subject_id)
        _change(asked)
        zh, en = NAMES[what]
        return cases.Effect(
            f"{zh}已更正，原登记内容留存备查。",
            f"The {en} was corrected; what stood there before is kept.",
            {
                "person_id": before.pk, "field": what, "old": _kept(getattr(before, what)),
                "retirement_category": before.retirement_category,
            },
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """What stood there before stands again, on the same paper and by a change of its own."""
        what = str(reference["field"])
        _write(
            asked,
            what,
            _read(what, reference["old"]),
            str(reference["retirement_category"]),
            "自行纠正",
        )
        zh, en = NAMES[what]
        return cases.Effect(f"{zh}已恢复为更正前的内容。", f"The {en} is again what it was.")


def _change(asked: cases.Asked) -> registry.Person:
    what = str(asked.values["what"])
    return _write(
        asked, what, asked.values.get(what), asked.values.get("retirement_category"),
        str(asked.values["reason"]),
    )  # fmt: skip


def _write(
    asked: cases.Asked, what: str, new: Any, category: str | None, reason: str
) -> registry.Person:
    assert asked.subject_id is not None
    return registry.change_key_field(
        person_id=asked.subject_id, field=what, new=new, reason=reason,
        evidence_file_id=cases.file_of(number=asked.number, material="proof"),
        retirement_category=category, actor=asked.actor, at=asked.at, known_on=asked.today,
    )  # fmt: skip


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _read(what: str, kept: Any) -> Any:
    dated = kept is not None and what in ("birth_on", "birth_on_file")
    return dt.date.fromisoformat(kept) if dated else kept


def _shown(what: str, value: Any) -> str:
    """A value as a difference shows it: masked where it says who somebody is."""
    if value is None:
        return "—"
    if what == "name":
        return mask_name(str(value))
    if what == "id_number":
        return mask_id_number(str(value))
    return format_month(value) if what == "work_started_month" else str(value)


SERVICE = CorrectPerson()
