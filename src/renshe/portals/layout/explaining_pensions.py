"""An award's amounts and a month's payment explained: replayed from the award's receipt, or as taken over."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext as _

from renshe.domains.pension.api import (
    Adjustment,
    Award,
    PersonPayment,
    handed_in,
    kind_of,
    replay,
)
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout.recorded import Term, recorded_figure, recorded_sum


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of an award: the rule that gives it and what it is called."""

    rule: str
    zh: str
    en: str


def parts_of(kind: str) -> dict[str, Part]:
    """The parts of a kind of benefit, under the names of an award's columns, and the whole as `award`; each is called what
    the law's rule is called."""
    law = kind_of(kind)
    parts = {"award": law.target} | {
        column.removesuffix("_fen"): rule for column, rule in law.components.items()
    }
    found = {}
    for part, rule in parts.items():
        named = library.ruleset().rules[rule][-1]
        found[part] = Part(rule=rule, zh=named.zh, en=named.en)
    whole = found["award"]
    found["award"] = Part(rule=whole.rule, zh=f"核定的{whole.zh}", en=f"{whole.en} as awarded")
    return found


def explain_award(*, award: Award, part: str) -> tuple[Explanation, int]:
    """Explain a part of an award, with the amount that was decided.

    An award decided here is replayed from its receipt: the same facts, place, day and knowledge. One taken over
    from an old system came without facts; its parts are shown as they stood. Raises Refusal or Http404.
    """
    parts = parts_of(award.kind)
    if part not in parts:
        raise Http404
    known = parts[part]
    column = "total_fen" if part == "award" else f"{part}_fen"
    decided = int(getattr(award, column))
    if award.facts and award.receipt.get("known_on"):
        whole = replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
        # What became a pension at an age was determined under its former rule.
        rule = award.receipt["target"] if part == "award" else known.rule
        return _part_of(whole, rule=rule), decided
    if part != "award":
        source = _("旧系统核定表（接管时没有计算资料）")
        figure = recorded_figure(name=part, zh=known.zh, en=known.en, fen=decided, source=source)
        return figure, decided
    terms = _terms(award, parts)
    return recorded_sum(name=part, zh=known.zh, en=known.en, terms=terms), decided


def explain_monthly(*, award: Award, adjustments: Sequence[tuple[int, int]]) -> Explanation:
    """Explain what is due each month now: the award and every yearly adjustment since, `(year, fen)`."""
    parts = parts_of(award.kind)
    award_term = Term(name="award", zh=parts["award"].zh, en=parts["award"].en, fen=award.total_fen)
    later = [
        Term(
            name=f"adjustment_{year}",
            zh=f"{year}年调整增加",
            en=f"Added by the adjustment of {year}",
            fen=fen,
        )
        for year, fen in adjustments
    ]
    return recorded_sum(
        name="monthly", zh="现在每月的养老金", en="Monthly pension now", terms=[award_term, *later]
    )


def explain_adjustment(*, adjustment: Adjustment) -> Explanation:
    """Explain one yearly rise by the plan of its place: the same facts, day and knowledge as when it was decided.

    The career stands with the award; an award that an old system handed over has only the months it counted. Raises
    Refusal where the law no longer answers, Http404 for a rise that came without facts.
    """
    receipt, stored = adjustment.receipt, adjustment.award.facts
    if "facts" not in receipt:
        raise Http404
    facts = dict(receipt["facts"])
    before = facts.pop("level_before", None)
    by_plan = adjustment.target == "adjustment_increase"
    if by_plan and "career" in stored:
        facts |= {name: stored[name] for name in ("career", "deemed_months")}
    answer = library.explain(
        receipt["target"], facts, place=receipt["place"], on=dt.date.fromisoformat(receipt["on"]),
        known_on=dt.date.fromisoformat(receipt["known_on"]), given=handed_in(stored) if by_plan else {},
    )  # fmt: skip
    return answer if before is None else _above(answer, before)


def _above(level: Explanation, before: int) -> Explanation:
    """The rise to a new standard: what the law gives now, less what was drawn before."""
    was = recorded_figure(
        name="before", zh="提高前", en="Before the rise", fen=before, source=_("核定和以前的提高")
    ).root
    new = Term(name=level.root.name, zh=level.root.zh, en=level.root.en, fen=int(level.value))
    old = Term(name="before", zh=was.zh, en=was.en, fen=before, taken_off=True)
    rise = recorded_sum(name="rise", zh="本次提高", en="This rise", terms=(new, old)).root
    root = replace(rise, children=(level.root, was))
    return replace(level, target="rise", root=root)


def explain_payment(*, payment: PersonPayment) -> Explanation:
    """Explain a month's payment as the sum of the row's components less what was taken off."""
    terms = [term for term in _terms(payment, parts_of(payment.benefit)) if term.fen]
    if payment.deduction_fen:
        terms.append(
            Term(
                name="deduction",
                zh="扣回多领的养老金",
                en="Deduction for overpaid months",
                fen=payment.deduction_fen,
                taken_off=True,
            )
        )
    return recorded_sum(name="net", zh="本月实发", en="Paid this month", terms=terms)


def _part_of(whole: Explanation, *, rule: str) -> Explanation:
    """The branch of an explanation that a rule is the root of. Raises Http404 where the place has no such part."""
    root = next((node for node in whole.root.walk() if node.name == rule), None)
    if root is None:
        raise Http404
    return Explanation(
        target=rule,
        place=whole.place,
        on=whole.on,
        known_on=whole.known_on,
        ruleset_hash=whole.ruleset_hash,
        root=root,
    )


def _terms(row: Award | PersonPayment, parts: dict[str, Part]) -> list[Term]:
    """The columns of an award or a payment line, called as its kind calls them; raises alone what no kind names."""
    terms = [
        Term(name=name, zh=part.zh, en=part.en, fen=int(getattr(row, f"{name}_fen")))
        for name, part in parts.items()
        if name != "award"
    ]
    if "other" not in parts:
        rises = int(row.other_fen)
        terms.append(Term(name="other", zh="历次增加", en="Later rises", fen=rises))
    return terms
