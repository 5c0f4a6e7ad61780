"""A history (a career) inside an explanation, as a table."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from renshe.kernel.rules.facts import FactType, HistoryType
from renshe.laws import library
from renshe.portals.layout.formats import decimal_text, month, yuan
from renshe.portals.layout.insurances import in_language

FIELD_WORDS = {
    "year": gettext_lazy("年"),
    "month": gettext_lazy("月份"),
    "period": gettext_lazy("月份"),
    "months": gettext_lazy("月数"),
    "paid_months": gettext_lazy("缴费月数"),
    "deemed_months": gettext_lazy("视同月数"),
    "base": gettext_lazy("缴费基数"),
    "base_fen": gettext_lazy("缴费基数"),
    "wage": gettext_lazy("工资"),
    "average_wage": gettext_lazy("社会平均工资"),
    "credit": gettext_lazy("记入个人账户"),
    "credit_fen": gettext_lazy("记入个人账户"),
    "index": gettext_lazy("缴费指数"),
    "interest_rate": gettext_lazy("记账利率"),
    "base_sum": gettext_lazy("缴费基数之和"),
    "credit_product": gettext_lazy("记账月积数"),
    "province": gettext_lazy("省份代码"),
}
MONEY_FIELDS = {
    "base_sum",
    "credit_product",
    "base",
    "base_fen",
    "wage",
    "average_wage",
    "credit",
    "credit_fen",
}
MONTH_FIELDS = {"month", "period"}


@dataclass(frozen=True, kw_only=True)
class HistoryTable:
    """Column titles and rows of a history."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def summary(self) -> str:
        """How many entries the formula went through."""
        return ngettext(
            "逐条列出（共{count}条）", "逐条列出（共{count}条）", len(self.rows)
        ).format(count=len(self.rows))


def history_table(entries: list[Any], *, history: str) -> HistoryTable:
    """Lay out the entries of a history; each entry carries its fields as attributes, which the law's fact declares."""
    if not entries:
        return HistoryTable(titles=(), rows=())
    names, declared = tuple(vars(entries[0])), _declared(history)
    money = MONEY_FIELDS | {name for name, one in declared.items() if one.unit == "fen"}
    titles = field_titles(history)
    return HistoryTable(
        titles=tuple(titles.get(name) or str(FIELD_WORDS.get(name, name)) for name in names),
        rows=tuple(
            tuple(_cell(name, getattr(entry, name), money=money) for name in names)
            for entry in entries
        ),
    )


def field_titles(history: str) -> dict[str, str]:
    """What the fields of a history are called, as a formula names them."""
    return {
        name: str(FIELD_WORDS[name]) if name in FIELD_WORDS else in_language(zh=one.zh, en=one.en)
        for name, one in _declared(history).items()
    }


def _declared(history: str) -> dict[str, FactType]:
    fact = library.ruleset().facts.get(history)
    return fact.fields if isinstance(fact, HistoryType) else {}


def _cell(name: str, value: Any, *, money: set[str]) -> str:
    if not isinstance(value, (int, Fraction)) or isinstance(value, bool):
        return str(value)
    number = Fraction(value)
    if name in money and number.denominator == 1:
        return yuan(int(number))
    if name in MONTH_FIELDS and number.denominator == 1 and number > 12:
        return month(int(number))
    return str(int(number)) if number.denominator == 1 else decimal_text(number, 4)
