"""Take what a custodian says of unit values, and a bank of a year of personal pensions: kept, known or named, line by line.

The same file again finds what was done. Files are kept as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from renshe.domains.annuity import api as annuity
from renshe.domains.audit import api as audit
from renshe.domains.documents import api as documents
from renshe.laws import library
from renshe.runs.context import RunContext, begin

VALUES, REPORTS = "annuity_unit_values", "personal_pension_report"
FILE_TYPE = "text/plain; charset=utf-8"
MOST_FAULTS = 200


def take_values(
    context: RunContext, *, file_name: str, content: bytes, file: annuity.ValueFile
) -> dict[str, Any]:
    """Publish a custodian's unit values; the totals name the lines that were not kept."""
    return _taken(
        context, VALUES, file_name, content, file, annuity.VALUE_FAULTS,
        lambda by: annuity.take_value_file(file=file, explain=library.explain, recorded=by),
    )  # fmt: skip


def take_report(
    context: RunContext, *, file_name: str, content: bytes, file: annuity.BankFile
) -> dict[str, Any]:
    """Keep a bank's report of a year; the totals name the lines that were not kept."""
    return _taken(
        context, REPORTS, file_name, content, file, annuity.FAULTS,
        lambda by: annuity.take_bank_file(file=file, explain=library.explain, recorded=by),
    )  # fmt: skip


def _taken(
    context: RunContext, kind: str, name: str, content: bytes, file: annuity.ValueFile | annuity.BankFile,
    words: Mapping[str, tuple[str, str]], take: Callable[[annuity.Recorded], Any],
) -> dict[str, Any]:  # fmt: skip
    key, done = begin(context, kind, file.sha256[:16])
    if done:
        return dict(audit.run_by_key(key=key).totals)
    by = annuity.Recorded(
        by=context.by, at=context.at, known_on=context.today, reference=name[:64], reason=name[:200]
    )
    with transaction.atomic():
        documents.store(
            name=name, media_type=FILE_TYPE, content=content, direction="in", at=context.at
        )
        found = take(by)
    totals: dict[str, Any] = {
        "rows": len(file.rows), "kept": found.kept, "known": found.known, "bad_rows": len(found.faults),
        "faults": [
            {"line_no": line + 1, "code": code, "zh": words[code][0], "en": words[code][1]}
            for line, code in found.faults[:MOST_FAULTS]
        ],
    }  # fmt: skip
    audit.finish(key=key, at=context.at, totals=totals)
    return totals
