"""Registering the employers of a form, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from renshe.domains.registry import api as registry
from renshe.services.registration import form as forms
from renshe.services.registration.handling import Outcome, Submission, handle
from renshe.services.registration.reading import (
    Filled,
    Row,
    add_finding,
    read_file,
    read_records,
)

FORM = forms.load_form(Path(__file__).parent)
FIELDS = ("uscc", "name", "kind", "industry_code", "size_class", "injury_rate_class", "place")
COLUMN_OF = {"date_order": "registered_on", "employer_exists": "uscc"}


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
    for row in filled.rows:
        for field in FIELDS:
            value = row.values.get(field)
            problem = None if value is None else registry.field_problem(field, _plain(value))
            if problem is not None:
                add_finding(filled, row, field, problem)
    return handle(
        FORM, filled, lambda row: _register(row, submission), columns=COLUMN_OF,
        submission=submission, subject_kind="employer", subject_id=None,
    )  # fmt: skip


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)


def _register(row: Row, submission: Submission) -> None:
    fields: dict[str, Any] = {field: row.values[field] for field in FIELDS}
    registered_on = row.values["registered_on"]
    assert isinstance(registered_on, dt.date)  # required by the form
    registry.register_employer(
        **fields, registered_on=registered_on, actor=submission.actor, at=submission.at
    )
