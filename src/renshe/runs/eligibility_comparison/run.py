"""Compare one file: medical use proves silently and restores, everything else waits for people to check it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.certification import api as certification
from renshe.flows.certification_to_pension import restored
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "eligibility_comparison"


@dataclass(frozen=True)
class Outcome:
    """The comparison, whether this run made it, and how many suspended pensions came back."""

    comparison: certification.Comparison
    new: bool
    restored: int


def run(
    context: RunContext, *, file_name: str, content: bytes, reader: certification.PopulationFormat
) -> Outcome:
    """Read and compare a file in one transaction; the same file again finds what was done and changes nothing.

    Raises Refused where the file breaks its contract, naming the line; lines that cannot be true are left out, counted,
    and named in the comparison.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    reported = reader.read(content=content, as_of=context.today)
    context.progress("读取 read", reported.records, reported.records)
    key, _ = begin(context, KIND, sha256[:16])
    arrived = certification.Arrived(
        file_name=file_name, sha256=sha256, by=context.by, at=context.at, today=context.today
    )
    with transaction.atomic():
        compared = certification.compare(arrived=arrived, reported=reported)
        back = _restore(context, compared)
        if compared.new:
            _tell(key, compared.comparison)
            audit.finish(key=key, at=context.at, totals=_totals(compared, back), failed=False)
    context.progress("比对 compare", reported.records, reported.records)
    return Outcome(comparison=compared.comparison, new=compared.new, restored=back)


def _restore(context: RunContext, compared: certification.Compared) -> int:
    """Whoever was suspended and is proved by the file is paid again, with what he missed; a visit too long ago proves nothing."""
    back, due_days = 0, dict[tuple[str, dt.date], dt.date]()
    for person_id, place in certification.suspended_among(person_ids=compared.passed):
        last = certification.last_success(person_id=person_id)
        assert last is not None
        # The law is asked once for each day: a file tells of thousands on the same one.
        if (place, last) not in due_days:
            due_days[place, last] = certification.due_on(
                last_on=last, place=place, on=context.today, explain=library.explain
            )
        if due_days[place, last] >= context.today:
            restored(person_id=person_id, by=context.by, at=context.at, known_on=context.today)
            back += 1
    return back


def _totals(compared: certification.Compared, back: int) -> dict[str, Any]:
    one = compared.comparison
    return {
        "rows": one.rows, "bad_rows": one.bad_rows, "matched": one.matched, "pensioners": one.pensioners,
        "passed": one.passed, "hits": one.hits, "restored": back,
    }  # fmt: skip


def _tell(key: str, one: certification.Comparison) -> None:
    """What needs people: hits to check, lines to have mended."""
    if one.hits:
        audit.attention(
            key=key, code="hits_to_check", subject=one.file_name,
            zh=f"{one.get_kind_display()}比对发现{one.hits}人，请到“办件—资格认证”逐一核实，核实前不停发",
            en=f"{one.hits} people found in {one.file_name}; check each under casework, certification; nothing stops before",
        )  # fmt: skip
    if one.bad_rows:
        audit.attention(
            key=key, code="lines_not_used", subject=one.file_name,
            zh=f"{one.file_name}有{one.bad_rows}行不能采用，请把行号和原因退给发送方",
            en=f"{one.bad_rows} lines of {one.file_name} could not be used; send line and reason back",
        )  # fmt: skip
