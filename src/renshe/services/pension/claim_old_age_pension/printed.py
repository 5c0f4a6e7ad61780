"""The determination sheet (核定表) as a paper to be signed: inputs, parts with formula and clause, and the total."""

from __future__ import annotations

import re
from typing import Any

from renshe.domains.registry import api as registry
from renshe.kernel.periods import format_month
from renshe.laws import library
from renshe.services.pension.claim_old_age_pension.sheet import Sheet, SheetLine

CATEGORIES = {
    "M60": ("男职工（原法定退休年龄60周岁）", "man, formerly at 60"),
    "F55": ("女职工（原法定退休年龄55周岁）", "woman, formerly at 55"),
    "F50": ("女职工（原法定退休年龄50周岁）", "woman, formerly at 50"),
}
_NAME = re.compile(r"[a-z_][a-z_0-9]*")
_SIGNS = (("*", "×"), ("/", "÷"), (" - ", " − "))


def sheet_paper(drawn: Sheet, *, person_id: int, place: str) -> dict[str, Any]:
    """The content of the paper, as a case issues it."""
    person = registry.person(person_id=person_id)
    name = registry.place_name(code=place) or place
    lines = [
        {"name": words("姓名", "Name"), "value": person.name},
        {"name": words("退休类别", "Category"), "value": words(*CATEGORIES[person.retirement_category])},
        {"name": words("首发月份", "First month"), "value": format_month(drawn.starts_month)},
        *({"name": words(one.zh, _capital(one.en)), "value": one.shown} for one in drawn.inputs),
    ]  # fmt: skip
    state_zh = (
        "计发基数尚未公布，先预发，公布后重算补差。"
        if drawn.provisional
        else "按已公布的计发基数核定。"
    )
    state_en = (
        "Provisional: drawn again once the year's base is published, and the difference is paid."
        if drawn.provisional
        else "Final: drawn on the published base."
    )
    return {
        "title": ("基本养老金核定表", "Determination of a basic pension"),
        "basis": "社会保险法 16；国发〔2005〕38号 六",
        "zh": [f"经核定，月基本养老金为{drawn.total.shown}元，各项如下。{state_zh}"],
        "en": [f"The monthly pension is {drawn.total.shown} yuan, in these parts. {state_en}"],
        "facts": {
            "issuer": words(f"{name}社会保险经办机构", f"Social insurance agency of {name}"),
            "lines": lines,
            "tables": [_parts(drawn)],
        },
    }


def words(zh: str, en: str) -> dict[str, str]:
    """A text in both languages, as papers keep it."""
    return {"zh": zh, "en": en}


def _parts(drawn: Sheet) -> dict[str, Any]:
    return {
        "title": words("各项待遇", "Parts"),
        "head": [
            words("项目", "Part"),
            words("算法和依据", "Formula and clause"),
            words("金额（元）", "Amount (yuan)"),
        ],
        "numeric": [False, False, True],
        "widths": [1, 2.6, 0.8],
        "rows": [
            [
                words(one.zh, _capital(one.en)),
                words(_told(one, "zh"), _told(one, "en")),
                one.shown,
            ]
            for one in (*drawn.parts, drawn.total)
        ],
    }


def _told(one: SheetLine, language: str) -> str:
    said = formula_in_words(one.formula, language=language)
    return f"{said}\n{one.clause}" if said else one.clause


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
