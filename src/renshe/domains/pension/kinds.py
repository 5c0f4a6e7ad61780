"""The kinds of award: which fund pays, which rules of law give the amount and its parts. One row is one scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renshe.domains.pension.refusals import NO_SUCH_KIND
from renshe.kernel.rules import Refusal

EMPLOYEE_FUND = "employee_pension"


@dataclass(frozen=True)
class Growth:
    """How a benefit grows while it is drawn. `rule` gives the new amount (`level`) or what is added.

    The amount before is that of the award's `columns` and of this rule's earlier rises; it is the fact `before` where the
    rule asks for it. `yearly` rises come once a calendar year; a level that is reached already adds nothing. `facts` are
    those of the award that the rule asks besides ages, which are counted anew.
    """

    rule: str
    columns: tuple[str, ...]
    level: bool
    yearly: bool
    before: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class AwardKind:
    """One kind of monthly benefit. `target` is the rule of the whole amount, `components` the columns of an award and the
    rules that give them; a column that is not named is nothing. `state_rule` and `start_rule` say whether an award is
    provisional and when it starts; without them it is final and starts when whoever determines it says. `law_month` names the
    fact whose month chooses the law; without it that is the first month paid."""

    code: str
    zh: str
    en: str
    fund: str
    target: str
    components: Mapping[str, str]
    state_rule: str | None = None
    start_rule: str | None = None
    growths: tuple[Growth, ...] = ()
    law_month: str | None = None


_ROWS = (
    AwardKind(
        "old_age", "基本养老金", "Old-age pension", EMPLOYEE_FUND, "monthly_pension",
        {"basic_fen": "basic_pension", "account_fen": "account_pension", "transitional_fen": "transitional_pension",
         "other_fen": "other_items"},
        state_rule="award_state", start_rule="pension_start_month",
    ),
    AwardKind(
        "invalidity", "病残津贴", "Invalidity allowance", EMPLOYEE_FUND, "invalidity_allowance",
        {"basic_fen": "basic_pension", "account_fen": "invalidity_account_part",
         "transitional_fen": "invalidity_transitional_part", "other_fen": "invalidity_other_part"},
    ),
    AwardKind(
        "resident", "城乡居民养老金", "Residents' pension", "resident_pension", "resident_pension",
        {"basic_fen": "resident_basic_pension", "account_fen": "resident_account_pension"},
        growths=(
            Growth("resident_basic_pension", ("basic_fen",), level=True, yearly=False, facts=("resident_years",)),
        ),
    ),
    AwardKind(
        "institution", "机关事业单位养老金", "Government and institution pension", "institution_pension",
        "institution_pension",
        {"basic_fen": "institution_basic_part", "account_fen": "institution_account_part",
         "transitional_fen": "institution_transitional_part", "other_fen": "institution_top_up"},
        state_rule="award_state", law_month="retirement_month",
    ),
    AwardKind(
        "town", "镇保养老金", "Town-insurance pension", "town_insurance", "town_pension",
        {"basic_fen": "town_pension"},
        growths=(
            Growth("town_pension_after_rise", ("basic_fen",), level=True, yearly=True, before="town_pension_before"),
        ),
    ),
    AwardKind(
        "land_allowance", "征地养老生活补贴", "Living allowance after expropriation", "land_security",
        "land_allowance_month",
        {"basic_fen": "land_allowance_first", "other_fen": "land_elder_allowance"},
        growths=(
            Growth("land_increase", ("basic_fen",), level=False, yearly=True, before="land_allowance_before"),
            Growth("land_elder_allowance", ("other_fen",), level=True, yearly=False),
        ),
    ),
)  # fmt: skip
KINDS: Mapping[str, AwardKind] = {kind.code: kind for kind in _ROWS}
GROWS_BY_PLAN = ("old_age", "invalidity", "institution")
"""Kinds that the yearly plan raises, published for employees and government staff together since 2016; for the allowance
人社部发〔2024〕72号 第三至五条."""
FUNDS = tuple(dict.fromkeys(kind.fund for kind in _ROWS))
"""Funds that pay monthly benefits, the employees' first."""


def kind_of(code: str) -> AwardKind:
    """A kind by its code. Raises Refusal `no_such_kind`."""
    found = KINDS.get(code)
    if found is None:
        raise Refusal(NO_SUCH_KIND, subject=code)
    return found


def kinds_of_fund(fund: str) -> tuple[str, ...]:
    """The codes of what a fund pays. Raises Refusal `no_such_kind` for a fund that pays no monthly benefit."""
    found = tuple(kind.code for kind in _ROWS if kind.fund == fund)
    if not found:
        raise Refusal(NO_SUCH_KIND, subject=fund)
    return found


def quoted_kinds(fund: str) -> str:
    """The kinds of a fund as a list of SQL; codes of ours only, so there is nothing to escape."""
    return ", ".join(f"'{code}'" for code in kinds_of_fund(fund))
