"""The determination sheet (基本养老金核定表) of an award: every part with formula and clause, career by years, account.

An award that was decided here is replayed from its receipt, so the sheet says what was computed; one taken over from an
old system has the parts it came with and says so. The same content is the page, the paper, and what is hashed and signed.
Basis: 社会保险经办条例 第十八条; 国发〔2005〕38号 六.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.codes.citation import cite
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import format_month
from renshe.kernel.rules import Node, Refusal
from renshe.laws import library

CATEGORIES = {
    "M60": ("男职工（原法定退休年龄60周岁）", "man, formerly at 60"),
    "F55": ("女职工（原法定退休年龄55周岁）", "woman, formerly at 55"),
    "F50": ("女职工（原法定退休年龄50周岁）", "woman, formerly at 50"),
}
KINDS = {
    "legal": ("到达法定退休年龄", "at the legal age"),
    "flexible_early": ("弹性提前退休", "flexibly early"),
    "flexible_late": ("弹性延迟退休", "flexibly late"),
    "special_work": ("特殊工种提前退休", "early after special work"),
    "invalidity": (
        "完全丧失劳动能力（病残津贴）",
        "complete loss of work capacity (invalidity allowance)",
    ),
}
TITLES = {
    "old_age": (
        ("基本养老金核定表", "Determination of a basic pension"),
        ("月基本养老金", "Monthly pension"),
        "社会保险法 16；国发〔2005〕38号 六",
    ),
    "invalidity": (
        ("病残津贴核定表", "Determination of an invalidity allowance"),
        ("月病残津贴", "Monthly allowance"),
        "社会保险法 17；人社部发〔2024〕72号 三、四、五",
    ),
    "resident": (
        ("城乡居民养老金核定表", "Determination of a resident's pension"),
        ("月养老金", "Monthly pension"),
        "国发〔2014〕8号 六、七",
    ),
    "institution": (
        ("机关事业单位基本养老金核定表", "Determination of a pension of government staff"),
        ("月基本养老金", "Monthly pension"),
        "国发〔2015〕2号 四",
    ),
}
"""By kind of award: the paper's title, what the total is called, and the basis."""
INPUTS = (
    "pension_calculation_base",
    "average_contribution_index",
    "contribution_months",
    "actual_contribution_months",
    "deemed_months",
    "account_balance",
    "annuity_divisor",
    "institution_average_index",
    "deemed_index",
    "institution_old_method",
    "institution_new_basic_pension",
    "institution_phase_in_percent",
    "occupational_annuity_monthly",
    "resident_years",
    "resident_account_balance",
    "resident_age_at_claim",
    "resident_divisor",
)
TAKEN_OVER = {
    "basic_fen": ("基础养老金", "Basic pension"),
    "account_fen": ("个人账户养老金", "Account pension"),
    "transitional_fen": ("过渡性养老金", "Transitional pension"),
    "other_fen": ("其他项目", "Other items"),
}
OLD_SHEET = (
    "旧系统核定表（接管时没有计算资料）",
    "sheet of the old system, taken over without its figures",
)
_NAME = re.compile(r"[a-z_][a-z_0-9]*")
_SIGNS = (("*", "×"), ("/", "÷"), (" - ", " − "))


def content_of(*, award: pension.Award) -> dict[str, Any]:
    """What the sheet of an award says, as data in both languages; the same for the same award. Raises Refusal."""
    head = {
        "award_kind": award.kind,
        "total_fen": award.total_fen,
        "starts_month": award.starts_month,
        "place": award.place,
        "provisional": award.state == "provisional",
    }
    # The receipt first: whoever reads many awards of an old system leaves their facts in the database.
    if not (award.receipt.get("known_on") and award.facts):
        return head | {"taken_over": True, "parts": _old_parts(award), "inputs": [], "career": []}
    whole = pension.replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
    nodes = {node.name: node for node in whole.root.walk()}
    return head | {
        "taken_over": False,
        "kind": kind_of(award),
        "category": award.facts.get("retirement_category", ""),
        "birth_month": award.facts["birth_month"],
        "retirement_month": award.facts.get("retirement_month", award.starts_month - 1),
        "parts": [
            _part(nodes[name])
            for name in pension.kind_of(award.kind).components.values()
            if name in nodes
        ],
        "inputs": [_input(nodes[name]) for name in INPUTS if name in nodes],
        "career": _career(award),
        "deemed_months": award.facts.get("deemed_months", 0),
        "confidence": whole.confidence,
        "ruleset_hash": award.receipt["ruleset_hash"],
    }


def kind_of(award: pension.Award) -> str:
    """Whether this is a legal, early, late or special-work retirement; empty where the facts do not tell."""
    if award.kind != "old_age":
        return award.kind if award.kind in KINDS else ""
    receipt, facts = award.receipt, award.facts
    when: dict[str, Any] = {
        "place": receipt["place"],
        "on": dt.date.fromisoformat(receipt["on"]),
        "known_on": dt.date.fromisoformat(receipt["known_on"]),
    }
    try:
        kind = str(library.explain("retirement_kind", facts, **when).value)
        if kind == "too_early" and facts.get("special_work_months"):
            earliest = library.explain("special_work_retirement_month", facts, **when).value
            return "special_work" if facts["retirement_month"] >= earliest else ""
    except Refusal:
        return ""
    return kind if kind in KINDS else ""


def file_sheet(
    *, award: pension.Award, by: retirement_file.By
) -> retirement_file.DeterminationSheet:
    """Draw the sheet of an award and keep it with its hash, in the caller's transaction."""
    return retirement_file.file_sheet(award_id=award.pk, content=content_of(award=award), by=by)


def paper_of(*, content: Mapping[str, Any], person_id: int) -> dict[str, Any]:
    """The sheet as a paper, as cases issue and print it in both languages."""
    person = registry.person(person_id=person_id)
    place = str(content["place"])
    name = registry.place_name(code=place) or place
    total = format_yuan(content["total_fen"])
    state_zh, state_en = _state(content)
    title, amount, basis = TITLES[content["award_kind"]]
    lines: list[dict[str, Any]] = [{"name": words("姓名", "Name"), "value": person.name}]
    if not content["taken_over"]:
        if content["category"]:
            lines.append(
                {
                    "name": words("退休类别", "Category"),
                    "value": words(*CATEGORIES[content["category"]]),
                }
            )
        lines += [
            {
                "name": words("出生年月（退休认定用）", "Month of birth that counts"),
                "value": format_month(content["birth_month"]),
            },
        ]
        if content["kind"]:
            lines.append(
                {"name": words("退休方式", "Kind"), "value": words(*KINDS[content["kind"]])}
            )
    lines.append(
        {"name": words("首发月份", "First month"), "value": format_month(content["starts_month"])}
    )
    lines += [
        {"name": words(one["zh"], _capital(one["en"])), "value": one["shown"]}
        for one in content["inputs"]
    ]
    tables = [_parts_table(content)]
    if content["career"]:
        tables.append(_career_table(content))
    return {
        "title": title,
        "basis": basis,
        "zh": [f"经核定，{amount[0]}为{total}元，各项如下。{state_zh}"],
        "en": [f"{amount[1]}: {total} yuan, in these parts. {state_en}"],
        "facts": {
            "issuer": words(f"{name}社会保险经办机构", f"Social insurance agency of {name}"),
            "lines": lines,
            "tables": tables,
        },
    }


def words(zh: str, en: str) -> dict[str, str]:
    """A text in both languages, as papers keep it."""
    return {"zh": zh, "en": en}


def formula_in_words(formula: str, *, language: str) -> str:
    """A formula with the names of its figures, such as 个人账户储存额 ÷ 计发月数; empty for one that decides between cases.

    A figure that a formula names for itself stands in its place, in parentheses.
    """
    steps: dict[str, str] = {}
    for line in formula.splitlines():
        name, assigned, value = line.strip().partition(" = ")
        if assigned and _NAME.fullmatch(name):
            steps[name] = f"({_filled(value, steps)})"
        elif " if " in line or line.strip().startswith(("if ", "for ", "elif ", "else")):
            return ""
        else:
            return _signed(_named(_filled(line.strip().removeprefix("return "), steps), language))
    return ""


def _state(content: Mapping[str, Any]) -> tuple[str, str]:
    if content["taken_over"]:
        return f"来源：{OLD_SHEET[0]}。", f"Source: {OLD_SHEET[1]}."
    if content["provisional"]:
        return (
            "计发基数尚未公布，先预发，公布后重算补差。",
            "Provisional: drawn again once the year's base is published, and the difference is paid.",
        )
    return "按已公布的计发基数核定。", "Final: drawn on the published base."


def _old_parts(award: pension.Award) -> list[dict[str, Any]]:
    return [
        {
            "name": column.removesuffix("_fen"), "zh": zh, "en": en, "fen": getattr(award, column),
            "formula_zh": OLD_SHEET[0], "formula_en": OLD_SHEET[1], "clause": "", "confidence": "",
        }
        for column, (zh, en) in TAKEN_OVER.items()
        if getattr(award, column) or column in ("basic_fen", "account_fen")
    ]  # fmt: skip


def _part(node: Node) -> dict[str, Any]:
    return {
        "name": node.name,
        "zh": node.zh,
        "en": node.en,
        "fen": int(node.value),
        "formula_zh": formula_in_words(node.formula, language="zh"),
        "formula_en": formula_in_words(node.formula, language="en"),
        "clause": _clause(node),
        "confidence": node.confidence,
    }


def _input(node: Node) -> dict[str, Any]:
    return {
        "name": node.name, "zh": node.zh, "en": node.en, "shown": shown(node), "clause": _clause(node),
    }  # fmt: skip


def _clause(node: Node) -> str:
    return " ".join(part for part in (node.instrument, node.article) if part)


def shown(node: Node) -> str:
    """A value of a step as people read it: yuan with two decimals, or the number or word itself."""
    if node.unit == "fen":
        return format_yuan(int(node.value))
    if isinstance(node.value, str | bool):
        return str(node.value)
    return _decimal(Fraction(node.value), 6)


def _decimal(value: Fraction, places: int) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.{places}f}".rstrip("0")


def _career(award: pension.Award) -> list[dict[str, Any]]:
    """Each year that was paid: months, bases, and the index that the law gives it (empty where it has none)."""
    when: dict[str, Any] = {
        "place": award.receipt["place"],
        "on": dt.date.fromisoformat(award.receipt["on"]),
        "known_on": dt.date.fromisoformat(award.receipt["known_on"]),
    }
    rows = []
    for entry in award.facts.get("career", ()):
        if not entry["months"]:
            continue
        asked = {
            "index_year": entry["year"],
            "index_year_months": entry["months"],
            "index_year_base_sum": entry["base_sum"],
        }
        try:
            index = _decimal(
                Fraction(library.explain("contribution_index_of_year", asked, **when).value), 4
            )
        except Refusal:
            index = ""
        rows.append(
            {
                "year": entry["year"],
                "months": entry["months"],
                "base_fen": entry["base_sum"],
                "index": index,
            }
        )
    return rows


def _parts_table(content: Mapping[str, Any]) -> dict[str, Any]:
    rows: list[list[Any]] = [
        [
            words(one["zh"], _capital(one["en"])),
            words(_told(one, "zh"), _told(one, "en")),
            format_yuan(one["fen"]),
        ]
        for one in content["parts"]
    ]
    total = words(*TITLES[content["award_kind"]][1])
    rows.append([total, "", format_yuan(content["total_fen"])])
    return {
        "title": words("各项待遇", "Parts"),
        "head": [words("项目", "Part"), words("算法和依据", "Formula and clause"), words("金额（元）", "Amount (yuan)")],
        "numeric": [False, False, True],
        "widths": [1, 2.6, 0.8],
        "rows": rows,
    }  # fmt: skip


def _told(one: Mapping[str, Any], language: str) -> str:
    said = str(one[f"formula_{language}"])
    clause = cite(str(one["clause"]), language)
    return f"{said}\n{clause}" if said and clause else said or clause


def _career_table(content: Mapping[str, Any]) -> dict[str, Any]:
    rows: list[list[Any]] = [
        [str(one["year"]), str(one["months"]), format_yuan(one["base_fen"]), one["index"] or "—"]
        for one in content["career"]
    ]
    if content["deemed_months"]:
        rows.insert(0, [words("视同缴费", "Deemed"), str(content["deemed_months"]), "—", "—"])
    return {
        "title": words("缴费经历", "Career"),
        "head": [
            words("年度", "Year"), words("月数", "Months"),
            words("缴费基数合计（元）", "Bases in all (yuan)"), words("当年指数", "Index"),
        ],
        "numeric": [False, True, True, True],
        "widths": [1, 0.7, 1.4, 0.8],
        "rows": rows,
    }  # fmt: skip


def _filled(text: str, steps: dict[str, str]) -> str:
    return _NAME.sub(lambda found: steps.get(found[0], found[0]), text)


def _named(text: str, language: str) -> str:
    return _NAME.sub(lambda found: _title(found[0], language), text)


def _signed(text: str) -> str:
    for sign, shown in _SIGNS:
        text = text.replace(sign, shown)
    return text


def _title(name: str, language: str) -> str:
    """What a rule, parameter or fact of the law is called; any other word as it is."""
    law = library.ruleset()
    rules = law.rules.get(name)
    known: Any = rules[0] if rules else None
    known = known or law.parameters.parameters.get(name) or law.facts.get(name)
    return name if known is None else str(known.zh if language == "zh" else known.en)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
