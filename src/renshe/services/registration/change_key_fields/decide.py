"""Changing the key fields of a form, row by row, each on its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from renshe.domains.registry import api as registry
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.yaml_files import read_yaml
from renshe.services.registration import form as forms
from renshe.services.registration.cells import read_cell
from renshe.services.registration.handling import Outcome, Submission, handle
from renshe.services.registration.reading import (
    Filled,
    Row,
    add_finding,
    read_file,
    read_records,
)
from renshe.services.registration.refusals import name_differs, person_unknown

HERE = Path(__file__).parent
FORM = forms.load_form(HERE)
CLEARED = "清除"
# In which column the reason of a refusal belongs; every other belongs to the new value.
COLUMN_OF = {
    "evidence_missing": "evidence", "reason_missing": "reason",
    "category_missing": "retirement_category", "category_unknown": "retirement_category",
}  # fmt: skip
# A category that is wanted or wrong because sex changes stands in its own column.
BY_CATEGORY = {"field_missing": "category_missing", "value_unknown": "category_unknown"}


def template() -> bytes:
    """The empty form as .xlsx."""
    return forms.template(FORM)


def submit_file(*, submission: Submission) -> Outcome:
    """Handle a filled-in form. Raises Refused where the file as a whole cannot be used."""
    return _handle(read_file(FORM, submission.content or b""), submission)


def submit_records(*, records: Iterable[Mapping[str, Any]], submission: Submission) -> Outcome:
    """Handle the same form as records of an API call, by column key."""
    return _handle(read_records(FORM, records), submission)


def _handle(filled: Filled, submission: Submission) -> Outcome:
    """Everybody is looked up before anything changes, so that rows of one person do not hang on their order."""
    people: dict[int, int] = {}
    for row in filled.rows:
        _read_new_value(filled, row)
        if not row.findings:
            _look_up(filled, row, people, submission)
    return handle(
        FORM, filled, lambda row: _change(row, people[row.number], submission), columns=COLUMN_OF,
        otherwise="new", submission=submission, subject_kind="person", subject_id=None,
    )  # fmt: skip


@cache
def _columns_of_values() -> dict[str, tuple[forms.Column, bool]]:
    """For each field the column that its new value is read as, and whether it may be emptied."""
    values = read_yaml((HERE / "item.yaml").read_text(encoding="utf-8"))["values"]
    new = FORM.column("new")
    return {
        field: (
            replace(new, key=field, kind=told["kind"], choices=told.get("choices", {})),
            told.get("may_be_cleared", False),
        )
        for field, told in values.items()
    }


def _read_new_value(filled: Filled, row: Row) -> None:
    """The new value as the field wants it; what cannot be read is noted."""
    field, typed = row.values.get("field"), row.values.get("new")
    if field is None or typed is None:
        return
    column, may_be_cleared = _columns_of_values()[str(field)]
    if typed == CLEARED and may_be_cleared:
        row.values["new"] = None
        return
    # 清除 would pass for a name.
    value = _not_to_be_cleared() if typed == CLEARED else read_cell(column, typed)
    if isinstance(value, Problem):
        add_finding(filled, row, "new", value)
    else:
        row.values["new"] = value


def _look_up(filled: Filled, row: Row, people: dict[int, int], submission: Submission) -> None:
    """Whose row it is, by number and name; anybody else's is noted."""
    number = read_id_number(str(row.values["id_number"]), as_of=submission.known_on)
    if isinstance(number, Problem):
        add_finding(filled, row, "id_number", number)
        return
    somebody = registry.person_by_id_number(id_number=number.number)
    if somebody is None:
        add_finding(filled, row, "id_number", person_unknown())
    elif not same_name(somebody.name, str(row.values["name"])):
        add_finding(filled, row, "name", name_differs())
    else:
        people[row.number] = somebody.pk


def _change(row: Row, person_id: int, submission: Submission) -> None:
    values = row.values
    field, evidence, category = (
        str(values["field"]),
        values["evidence"],
        values["retirement_category"],
    )
    assert isinstance(evidence, int)  # required by the form
    try:
        registry.change_key_field(
            person_id=person_id,
            field=field,
            new=values["new"],
            reason=str(values["reason"]),
            evidence_file_id=evidence,
            retirement_category=None if category is None else str(category),
            actor=submission.actor,
            at=submission.at,
            known_on=submission.known_on,
        )
    except Refused as refusal:
        if field not in ("id_number", "sex"):
            raise
        raise Refused(*(_by_column(problem) for problem in refusal.problems)) from refusal


def _by_column(problem: Problem) -> Problem:
    return replace(problem, code=BY_CATEGORY.get(problem.code, problem.code))


def _not_to_be_cleared() -> Problem:
    return Problem(
        code="may_not_be_cleared",
        zh="该项目不能清除",
        en="this field cannot be emptied",
        next_step_zh="请填写变更后的内容",
        next_step_en="Give the new value",
    )
