"""The law sheet of a case: figures that the item found out, each with its explanation where the item says how it was computed.

An item puts figures into `Examination.sheet` under keys. A bare value is read by its key: `…_fen` money, `…_on` a day as ISO
text, `…_month` the ordinal of a month, anything else as it is; its name stands in NAMES or is a field's of the form. A value
may also be an entry of its own: `{"zh", "en", "shown" or "fen", "formula", "clause", "explain"}`, or a list of entries. `explain`
is what the rule engine needs to compute it again: `{"target", "facts", "place", "on", "known_on"}`, days as ISO text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renshe.domains.cases import api as cases
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout import formats
from renshe.portals.layout.casefile.words import chinese, item_of, words_of
from renshe.portals.layout.citing import cited_law
from renshe.portals.layout.codes import code_words

NAMES: dict[str, Any] = {
    "account_fen": gettext_lazy("从个人账户冲回（元）"),
    "address": gettext_lazy("所指的页面或地址"),
    "amount_fen": gettext_lazy("金额（元）"),
    "balance_fen": gettext_lazy("个人账户余额（元）"),
    "claims": gettext_lazy("请求"),
    "closed_year": gettext_lazy("最近结账年度"),
    "corrected_by": gettext_lazy("由哪个事项更正"),
    "due_on": gettext_lazy("到期日"),
    "fen": gettext_lazy("金额（元）"),
    "first_month": gettext_lazy("从哪个月起生效"),
    "inputs": gettext_lazy("计算所用的数"),
    "instalments": gettext_lazy("各期"),
    "insurances": gettext_lazy("险种"),
    "insured_in": gettext_lazy("在保险种数"),
    "interest_fen": gettext_lazy("其中利息（元）"),
    "kind": gettext_lazy("类别"),
    "limitation_ends_on": gettext_lazy("时效届满日"),
    "month": gettext_lazy("月份"),
    "monthly_fen": gettext_lazy("每月金额（元）"),
    "months_owed": gettext_lazy("欠缴月数"),
    "months_paid": gettext_lazy("已缴月数"),
    "now": gettext_lazy("现在登记为"),
    "number": gettext_lazy("第几期"),
    "options": gettext_lazy("可选的领取时间"),
    "parts": gettext_lazy("各组成部分"),
    "phone": gettext_lazy("登记的电话"),
    "principal_fen": gettext_lazy("欠费本金（元）"),
    "provisional": gettext_lazy("预发"),
    "refund_fen": gettext_lazy("应退（元）"),
    "route_name": gettext_lazy("应转往"),
    "secret": gettext_lazy("为举报人保密"),
    "starts_month": gettext_lazy("待遇起始月"),
    "surcharge_fen": gettext_lazy("滞纳金（元）"),
    "then": gettext_lazy("将改为"),
    "total": gettext_lazy("合计"),
    "total_fen": gettext_lazy("合计（元）"),
    "urgent": gettext_lazy("紧急"),
    "years": gettext_lazy("年数"),
}
UNSHOWN = ("ruleset_hash", "confidence", "name", "unit", "award", "route_to")
"""Keys that are for machines."""


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """One figure: its name, its value in words, how it was found, and the address that explains it ("" where there is none).

    `under` says how deep it lies below a heading; a heading has no value.
    """

    key: str
    label: str
    value: str
    is_money: bool
    formula: str
    clause: str
    explain_url: str
    under: int


def sheet_lines(*, case: cases.Case, url_of: Callable[[str], str]) -> tuple[SheetLine, ...]:
    """The figures in the item's order, those below a heading after it."""
    item = item_of(case.item)
    fields = {field.key: field for field in item.fields} if item else {}
    reading = _Reading(fields=fields, url_of=url_of)
    return tuple(reading.lines(case.examination.get("sheet", {}), under=0))


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """What all lines of one sheet share while it is read."""

    fields: Mapping[str, cases.Field]
    url_of: Callable[[str], str]

    def lines(self, told: Mapping[str, Any], *, under: int) -> Iterator[SheetLine]:
        for key, value in told.items():
            if key not in UNSHOWN and value is not None:
                yield from self.line(key, value, under=under)

    def line(self, key: str, value: Any, *, under: int) -> Iterator[SheetLine]:
        if isinstance(value, Mapping) and ("zh" in value or "en" in value):
            yield self.entry(key, value, under=under)
        elif isinstance(value, Mapping):
            yield self.plain(key, "", under=under)
            yield from self.lines(value, under=under + 1)
        elif isinstance(value, list | tuple):
            yield from self.listed(key, value, under=under)
        else:
            yield self.plain(key, self.said(key, value), under=under, is_money=key.endswith("fen"))

    def listed(self, key: str, values: Any, *, under: int) -> Iterator[SheetLine]:
        if not any(isinstance(one, Mapping) for one in values):
            yield self.plain(key, "、".join(self.said(key, one) for one in values), under=under)
            return
        yield self.plain(key, "", under=under)
        for one in values:
            if "shown" in one or "fen" in one:
                yield self.entry(key, one, under=under + 1)
            else:
                yield self.row(key, one, under=under + 1)

    def row(self, key: str, told: Mapping[str, Any], *, under: int) -> SheetLine:
        """A row of several values without a name of its own: said in one line."""
        title = (told.get("zh") if chinese() else told.get("en")) or ""
        parts = [
            f"{self.label(part)} {shown(part, value)}"
            for part, value in told.items()
            if part not in (*UNSHOWN, "zh", "en")
            and value is not None
            and not isinstance(value, Mapping | list)
        ]
        return _line(key, label=str(title), value=" · ".join(parts), under=under)

    def entry(self, key: str, told: Mapping[str, Any], *, under: int) -> SheetLine:
        label = told.get("zh", "") if chinese() else told.get("en") or told.get("zh", "")
        money = "fen" in told or told.get("unit") == "fen"
        value = (
            told["shown"]
            if "shown" in told
            else shown("fen" if "fen" in told else key, _only(told))
        )
        return _line(
            key,
            label=str(label),
            value=str(value),
            under=under,
            is_money=money,
            formula=str(told.get("formula", "")),
            clause=str(told.get("clause", "")),
            url=self.url_of(key) if told.get("explain") else "",
        )

    def plain(self, key: str, value: str, *, under: int, is_money: bool = False) -> SheetLine:
        return _line(key, label=self.label(key), value=value, under=under, is_money=is_money)

    def said(self, key: str, value: Any) -> str:
        """A bare value; one that answers a choice of the form in the words of that choice."""
        field = self.fields.get(key)
        if field is not None and value in field.choices:
            return words_of(field.choices[value])
        return shown(key, value)

    def label(self, key: str) -> str:
        field = self.fields.get(key)
        if field is not None:
            return words_of(field.name)
        return str(NAMES.get(key, "")) or code_words(key).replace("_", " ")


def _line(
    key: str, *, label: str, value: str, under: int, is_money: bool = False, formula: str = "", clause: str = "",
    url: str = "",
) -> SheetLine:  # fmt: skip
    return SheetLine(
        key=key, label=label, value=value, is_money=is_money, formula=formula,
        clause=cited_law(clause), explain_url=url, under=min(under, 2),
    )  # fmt: skip


def _only(told: Mapping[str, Any]) -> Any:
    """The value of an entry: its fen, else its month, text or count."""
    return next((told[key] for key in ("fen", "month", "text", "count") if key in told), None)


def shown(key: str, value: Any) -> str:
    """A bare value as its key says what it is."""
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key.endswith("fen") and isinstance(value, int):
        return formats.yuan(value)
    if key.split("_")[-1] == "month" and isinstance(value, int) and value > 12_000:
        return formats.month(value)
    if key.endswith("_on"):
        return formats.day(dt.date.fromisoformat(value))
    return code_words(value) if isinstance(value, str) else f"{value}"


def explain_figure(*, case: cases.Case, key: str) -> tuple[Explanation, int | None]:
    """The explanation of one figure, computed again, and the fen that the sheet shows. Raises Http404, Refusal."""
    entry = case.examination.get("sheet", {}).get(key)
    asked = entry.get("explain") if isinstance(entry, Mapping) else None
    if not asked:
        raise Http404
    known = asked.get("known_on")
    explanation = library.explain(
        asked["target"],
        asked["facts"],
        place=asked["place"],
        on=dt.date.fromisoformat(asked["on"]),
        known_on=dt.date.fromisoformat(known) if known else None,
    )
    return explanation, entry.get("fen")
