"""Compare one file: medical use proves silently, and whoever is suspended is listed to be paid again; everything else waits for
people to check it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.flows.pension_restores import restores_from_comparison
from renshe.runs.context import RunContext, begin

KIND = "eligibility_comparison"


@dataclass(frozen=True)
class Outcome:
    """The comparison, whether this run made it, and how many suspended people it put on the list `list_id` (0 for none)."""

    comparison: certification.Comparison
    new: bool
    to_restore: int
    list_id: int


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
        made = _list(context, compared)
        heads = made.people.count() if made is not None else 0
        if compared.new:
            _tell(key, compared.comparison, heads)
            audit.finish(key=key, at=context.at, totals=_totals(compared, heads), failed=False)
    context.progress("比对 compare", reported.records, reported.records)
    return Outcome(
        comparison=compared.comparison, new=compared.new, to_restore=heads, list_id=made.pk if made else 0
    )  # fmt: skip


def _list(context: RunContext, compared: certification.Compared) -> pension.PeopleList | None:
    """Whoever is suspended and is proved by the file stands on one list for two people, with what he missed."""
    recorded = pension.Recorded(
        by=context.by, at=context.at, known_on=context.today, reason=compared.comparison.file_name
    )
    return restores_from_comparison(
        place=context.place, file_name=compared.comparison.file_name, people=compared.passed, recorded=recorded
    )  # fmt: skip


def _totals(compared: certification.Compared, heads: int) -> dict[str, Any]:
    one = compared.comparison
    return {
        "rows": one.rows, "bad_rows": one.bad_rows, "matched": one.matched, "pensioners": one.pensioners,
        "passed": one.passed, "hits": one.hits, "to_restore": heads,
    }  # fmt: skip


def _tell(key: str, one: certification.Comparison, heads: int) -> None:
    """What needs people: pensions to restore, hits to check, lines to have mended."""
    if heads:
        audit.attention(
            key=key, code="restores_to_decide", subject=one.file_name,
            zh=f"{one.file_name}证明{heads}名停发人员符合条件，恢复发放名单在“办件—待遇名单”，由两人办理",
            en=f"{one.file_name} proves {heads} suspended people; two people restore them by the list under casework, lists",
        )  # fmt: skip
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
