"""Amounts of a list explained: what was determined, replayed from its receipt; what is proposed, computed as it was tried."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renshe.domains.pension import api as pension
from renshe.flows.pension_invalidity import facts_of_recomputation
from renshe.kernel.periods import first_day, format_month, format_month_zh
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout.explaining_pensions import explain_award, explain_monthly
from renshe.portals.layout.recorded import Term, recorded_figure, recorded_sum

Explained = tuple[Explanation, int]


def explain_amount(row: pension.PeopleListRow, part: str) -> Explained | None:
    """One of `before`, `after`, `owed`, `claimed` of somebody on a list, with the amount as listed; None for any other.

    Raises Refusal where the law no longer answers.
    """
    if part == "before" and row.before_fen:
        return _monthly(row.award, row.before_fen)
    if part == "after" and row.after_fen:
        return _after(row, row.after_fen)
    if part == "owed" and row.owed_fen:
        return _past(row, "arrears", row.owed_fen, zh="补发", en="Owed for past months")
    if part == "claimed" and row.claimed_fen:
        return _past(row, "overpayments", row.claimed_fen, zh="多发", en="Paid too much")
    return None


def _monthly(award: pension.Award, fen: int) -> Explained:
    """A monthly benefit: as determined, or with its rises as a sum."""
    rises = list(award.adjustments.order_by("from_month").values_list("year", "amount_fen"))
    if rises:
        return explain_monthly(award=award, adjustments=rises), fen
    return explain_award(award=award, part="award")[0], fen


def _after(row: pension.PeopleListRow, fen: int) -> Explained:
    effect = row.effect or {}
    if "award" in effect:
        return _monthly(pension.Award.objects.get(pk=effect["award"]), fen)
    if row.cause != "near_age":
        return _monthly(row.award, fen)
    tried_on = localtime(row.list.proposed_at).date()
    facts = facts_of_recomputation(row.award, from_month=row.from_month, known_on=tried_on)
    told = library.explain(
        "invalidity_allowance", facts, place=row.award.place, on=first_day(row.from_month),
        known_on=tried_on,
    )  # fmt: skip
    return told, fen


def _past(row: pension.PeopleListRow, what: str, fen: int, *, zh: str, en: str) -> Explained:
    """The months behind an amount: those that were written, or as tried while the list waits."""
    numbers = (row.effect or {}).get(what, [])
    if not numbers:
        source = _("试算；办结后逐月列出")
        return recorded_figure(name=what, zh=zh, en=en, fen=fen, source=source), fen
    terms = []
    if what == "arrears":
        for one in pension.Arrears.objects.filter(pk__in=numbers).order_by("period"):
            each = one.total_fen // one.months
            for month in one.covers:
                terms.append(_term(month, each))
    else:
        for claim in pension.Overpayment.objects.filter(pk__in=numbers).order_by("pk"):
            terms += [_term(line["period"], line["fen"]) for line in claim.lines]
    return recorded_sum(name=what, zh=zh, en=en, terms=terms), fen


def _term(month: int, fen: int) -> Term:
    return Term(name=f"month_{month}", zh=format_month_zh(month), en=format_month(month), fen=fen)
