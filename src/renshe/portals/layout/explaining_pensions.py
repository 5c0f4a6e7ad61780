"""An award's amounts and a month's payment explained: replayed from the award's receipt, or as taken over."""

from collections.abc import Sequence

from django.http import Http404

from renshe.domains.pension.api import Award, PersonPayment, replay
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout.recorded import Term, recorded_figure, recorded_sum

# Part of the award → the rule that gives it, and what the part is called.
PARTS: dict[str, tuple[str, str, str]] = {
    "award": ("monthly_pension", "核定的月基本养老金", "Monthly pension as awarded"),
    "basic": ("basic_pension", "基础养老金", "Basic pension"),
    "account": ("account_pension", "个人账户养老金", "Account pension"),
    "transitional": ("transitional_pension", "过渡性养老金", "Transitional pension"),
    "other": ("other_items", "其他项目", "Other items"),
}
COMPONENTS = ("basic", "account", "transitional", "other")
TAKEN_OVER = "旧系统核定表 · determination taken over from the old system"


def explain_award(*, award: Award, part: str) -> tuple[Explanation, int]:
    """Explain a part of an award, with the amount that was decided.

    An award decided here is replayed from its receipt: the same facts, place, day and knowledge. One taken over
    from an old system came without facts; its parts are shown as they stood. Raises Refusal or Http404.
    """
    if part not in PARTS:
        raise Http404
    rule, zh, en = PARTS[part]
    column = "total_fen" if part == "award" else f"{part}_fen"
    decided = int(getattr(award, column))
    if award.facts and award.receipt.get("known_on"):
        whole = replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
        return _part_of(whole, rule=rule), decided
    if part != "award":
        return recorded_figure(name=part, zh=zh, en=en, fen=decided, source=TAKEN_OVER), decided
    terms = [_term(name, int(getattr(award, f"{name}_fen"))) for name in COMPONENTS]
    return recorded_sum(name=part, zh=zh, en=en, terms=terms), decided


def explain_monthly(*, award: Award, adjustments: Sequence[tuple[int, int]]) -> Explanation:
    """Explain what is due each month now: the award and every yearly adjustment since, `(year, fen)`."""
    award_term = Term(
        name="award", zh="核定的月基本养老金", en="Monthly pension as awarded", fen=award.total_fen
    )
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


def explain_payment(*, payment: PersonPayment) -> Explanation:
    """Explain a month's payment as the sum of the row's components less what was taken off."""
    terms = [_term(name, int(getattr(payment, f"{name}_fen"))) for name in COMPONENTS]
    terms = [term for term in terms if term.fen]
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


def _term(name: str, fen: int) -> Term:
    _rule, zh, en = PARTS[name]
    return Term(name=name, zh=zh, en=en, fen=fen)
