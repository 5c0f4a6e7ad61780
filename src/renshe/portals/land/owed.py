"""Figures of a row on the list of allowances granted together, explained: parts by the law, sums by their terms."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from renshe.domains.expropriation import api as expropriation
from renshe.flows.land_rises import rise_unwritten
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout.explaining_pensions import explain_adjustment
from renshe.portals.layout.formats import month as month_words
from renshe.portals.layout.formats import yuan
from renshe.portals.layout.recorded import Term, recorded_sum

_CAUSES = {
    "first_award": {"zh": "首次核定补发", "en": "first award"},
    "adjustment": {"zh": "增加补发", "en": "rises"},
}


def row_of(*, project_id: int, member: int) -> dict[str, Any]:
    """Somebody's row on the latest list of a project, with its figures. Raises Http404 where nothing is granted."""
    batch = expropriation.last_batch_award(project_id=project_id)
    for row in batch.rows if batch else ():
        if row["member"] == member and "starts" in row:
            return dict(row)
    raise Http404


def figure_of(row: dict[str, Any], part: str, *, place: str) -> tuple[Explanation, int]:
    """A figure explained, and the fen that the row keeps: `monthly`, `owed`, a part as first granted, `rise_` and its number.

    Raises Http404 for what the row has not.
    """
    if part == "monthly":
        return explain_row(row), row["fen"]
    if part == "owed" and row["owed_fen"]:
        return explain_owed(row), row["owed_fen"]
    if part in expropriation.PARTS:
        told = expropriation.explained_parts(
            facts=row["facts"], place=place, on=first_day(row["starts"]), explain=library.explain
        )
        return told[part], row["first"][part]
    at = part.removeprefix("rise_")
    if not part.startswith("rise_") or not at.isdigit() or int(at) >= len(row["rises"]):
        raise Http404
    rise = row["rises"][int(at)]
    told_rise = rise_unwritten(rule=rise["rule"], fen=rise["fen"], receipt=rise["receipt"])
    return explain_adjustment(adjustment=told_rise), rise["fen"]


def explain_row(row: dict[str, Any]) -> Explanation:
    """What is paid each month now: both parts as first granted, and every rise since."""
    return recorded_sum(
        name="monthly", zh="现在每月的征地养老待遇", en="Monthly allowance now",
        terms=[term for term in _terms(row) if term.fen],
    )  # fmt: skip


def explain_owed(row: dict[str, Any]) -> Explanation:
    """What is owed for past months: each span of them with what was due in a month."""
    terms = []
    for at, one in enumerate(row["arrears"]):
        why = _CAUSES[one["cause"]]
        since, last = month_words(one["month"]), month_words(one["month"] + one["months"] - 1)
        terms.append(
            Term(
                name=f"span_{at}", fen=one["fen"] * one["months"],
                zh=f"{since}至{last}{why['zh']}，每月{yuan(one['fen'])}元，{one['months']}个月",
                en=f"{since} to {last}, {why['en']}: {yuan(one['fen'])} yuan a month, {one['months']} months",
            )
        )  # fmt: skip
    return recorded_sum(name="owed", zh="以前月份补发", en="Owed for past months", terms=terms)


def _terms(row: dict[str, Any]) -> list[Term]:
    """Each term of a row with its fen a month: the parts as first granted, then the rises."""
    found = [_term(part, part, row["starts"], fen) for part, fen in row["first"].items()]
    for at, rise in enumerate(row["rises"]):
        found.append(_term(f"rise_{at}", rise["rule"], rise["month"], rise["fen"]))
    return found


def _term(name: str, rule: str, month: int, fen: int) -> Term:
    said, since, rise = library.ruleset().rules[rule][-1], month_words(month), name != rule
    return Term(
        name=name, fen=fen, zh=f"{'增加：' if rise else ''}{said.zh}（{since}起）",
        en=f"{'Rise: ' if rise else ''}{said.en} (from {since})",
    )  # fmt: skip
