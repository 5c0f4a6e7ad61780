"""The law as functions: what can be asked, from which facts, and the answer with its whole explanation."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Annotated, Any

from ninja import Path, Query, Schema
from pydantic import Field

from renshe.domains.cases.api import Words
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.codes.problem import Problem
from renshe.kernel.rules import Refusal
from renshe.kernel.rules.explanation import Explanation, plain_value
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.problems import Answered, BadRequestBody, FieldProblem, Wrong
from renshe.portals.api.shapes import USUAL, Cursor, Limit, Page, key_of, page_of
from renshe.portals.layout.access import ANYBODY

GROUP = Group("law", Words("法规计算", "The law as functions"))
MOST_ROWS = 100
Target = Annotated[
    str, Path(max_length=80, description="计算目标 / target", examples=["pension_base"])
]
Place = Annotated[
    str, Field(pattern=r"^(CN|\d{6})$", description="区划代码 / division", examples=["310112"])
]
Day = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d{2}-\d{2}$",
        description="适用日期 / day of the law",
        examples=["2025-10-31"],
    ),
]
Facts = Annotated[
    dict[str, Any], Field(description="事实；金额以分计 / facts, money in fen", max_length=60)
]
At = Annotated[str, Query(max_length=10, description="地区，默认 CN / place")]
On = Annotated[str, Query(max_length=10, description="日期 / day, 2025-10-31")]


class TargetRow(Schema):
    """Something the law can be asked for."""

    target: str
    zh: str
    en: str
    unit: str
    instrument: str
    article: str
    place: str
    valid_from: str


class FactOut(Schema):
    """A fact that must be given: unit, range, values."""

    name: str
    zh: str
    en: str
    unit: str
    low: str
    high: str
    values: list[str]


class TargetOut(Schema):
    """A target with every fact that its rules may need at a place on a day."""

    target: str
    zh: str
    en: str
    facts: list[FactOut]


class Question(Schema, extra="forbid"):
    """One question to the law. `known_on` asks it as it was known then."""

    target: str = Field(max_length=80, examples=["pension_base"])
    facts: Facts
    place: Place
    on: Day
    known_on: Day | None = None


class Answer(Schema):
    """The answer with its tree: value (fen for money), rules, parameters, facts, clauses, confidence."""

    target: str
    place: str
    on: str
    known_on: str
    ruleset_hash: str
    confidence: str
    value: int | str | bool | None
    unit: str
    explanation: dict[str, Any]


class Table(Schema, extra="forbid"):
    """The same questions for many rows of facts."""

    targets: list[Annotated[str, Field(max_length=80)]] = Field(min_length=1, max_length=5)
    rows: list[Facts] = Field(min_length=1, max_length=MOST_ROWS)
    place: Place
    on: Day


class ComputedRow(Schema):
    """One row: its values by target, or the reason why there is none."""

    values: dict[str, int | str | bool | None]
    problem: FieldProblem | None


@GROUP.get(
    "/law/targets",
    id="list_targets",
    access=ANYBODY,
    answer=Page[TargetRow],
    title=("可计算的目标", "What the law can be asked"),
    says=("每一项有名称、单位和条款。", "Each with its name, unit and clause."),
)
def list_targets(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """Targets by name."""
    names = sorted(library.ruleset().rules)
    after = key_of(cursor, str)
    rest = [name for name in names if after is None or name > after[0]]
    return page_of(rest[: limit + 1], limit=limit, show=_row, key=lambda name: (name,))


@GROUP.get(
    "/law/targets/{target}",
    id="read_target",
    access=ANYBODY,
    answer=TargetOut,
    title=("一个目标需要的事实", "The facts a target needs"),
    says=("名称、单位、取值范围。", "Name, unit and range of each."),
)
def read_target(call: Call, target: Target, place: At = "CN", on: On = "") -> TargetOut:
    """Every fact that any rule below the target may read."""
    rules = library.ruleset()
    _published(target)
    zh, en = _names(target)
    facts = sorted(needed(target))
    return TargetOut(
        target=target, zh=zh, en=en, facts=[_fact(rules.facts[name]) for name in facts]
    )


@GROUP.post(
    "/law/explain",
    id="explain_law",
    access=ANYBODY,
    answer=Answer,
    writes=False,
    title=("计算并解释", "Compute and explain"),
    says=(
        "逐层列出公式、参数、条款和可信程度。",
        "Formula, parameters, clauses and confidence, level by level.",
    ),
)
def explain_law(call: Call, body: Question) -> Answer:
    """One amount with its tree. A refusal of the law is answered 409 with its clause."""
    _published(body.target)
    found = _asked(
        lambda: library.explain(
            body.target,
            exact(body.facts),
            place=_place(body.place),
            on=_day(body.on, "on"),
            known_on=_day(body.known_on, "known_on") if body.known_on else None,
        )
    )
    return answer_of(found)


def answer_of(found: Explanation) -> Answer:
    """An explanation as the API shows it."""
    return Answer(
        target=found.target,
        place=found.place,
        on=found.on,
        known_on=found.known_on,
        ruleset_hash=found.ruleset_hash,
        confidence=found.confidence,
        unit=found.root.unit,
        value=_value(found.value),
        explanation=found.to_dict(),
    )


@GROUP.post(
    "/law/compute",
    id="compute_law",
    access=ANYBODY,
    answer=list[ComputedRow],
    writes=False,
    title=("批量计算", "Compute many rows"),
    says=(
        f"至多{MOST_ROWS}行；不能计算的行给出理由。",
        f"At most {MOST_ROWS} rows; a row without an answer says why.",
    ),
)
def compute_law(call: Call, body: Table) -> list[ComputedRow]:
    """Each row by itself; one that is refused stops no other."""
    for target in body.targets:
        _published(target)
    place, on = _place(body.place), _day(body.on, "on")
    return [_computed(body.targets, exact(row), place, on) for row in body.rows]


def _computed(targets: list[str], facts: dict[str, Any], place: str, on: date) -> ComputedRow:
    values: dict[str, Any] = {}
    try:
        for target in targets:
            values[target] = _value(
                _asked(
                    lambda name=target: library.explain(name, facts, place=place, on=on)  # type: ignore[misc]
                ).value
            )
    except Refusal as refusal:
        reason = refusal.reason
        told = FieldProblem(
            field=refusal.subject,
            code=reason.code,
            zh=reason.zh,
            en=reason.en,
            next_step_zh=reason.next_step_zh,
            next_step_en=reason.next_step_en,
        )
        return ComputedRow(values={}, problem=told)
    return ComputedRow(values=values, problem=None)


def _asked(ask: Callable[[], Any]) -> Any:
    """The engine's answer; facts of a kind that it cannot even read are the caller's fault."""
    try:
        return ask()
    except (ValueError, TypeError, AttributeError, ArithmeticError, KeyError) as odd:
        if isinstance(odd, Refusal):
            raise
        raise BadRequestBody([Wrong("facts", _ODD)]) from None


_ODD = Problem(
    "facts_unreadable",
    "事实的类型或数值不合规则",
    "a fact has a kind or value that the rules cannot read",
    "",
    "请按 /law/targets 列出的单位和范围填写",
    "Give it in the unit and range that /law/targets lists",
)


def exact(value: Any) -> Any:
    """Facts as the engine takes them: numbers as exact text, nothing else changed."""
    if isinstance(value, dict):
        return {key: exact(one) for key, one in value.items()}
    if isinstance(value, list):
        return [exact(one) for one in value]
    return repr(value) if isinstance(value, float) else value


def _published(target: str) -> None:
    if target not in library.ruleset().rules:
        raise Answered(404, "unknown_target", subject=target)


def _place(text: str) -> str:
    if text != "CN" and not is_place_code(text):
        raise BadRequestBody([Wrong("place", _ODD)])
    return text


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = Problem(
            "field_day",
            f"“{text}”不是日期",
            f"{text!r} is no day",
            "",
            "请写成 2025-10-31 的形式",
            "Write it like 2025-10-31",
        )
        raise BadRequestBody([Wrong(field, problem)]) from None


def _value(value: Any) -> int | str | bool | None:
    told = plain_value(value)
    return told if isinstance(told, int | str | bool | None) else str(told)


def _names(target: str) -> tuple[str, str]:
    newest = library.ruleset().rules[target][-1]
    return newest.zh, newest.en or target.replace("_", " ")


def _row(target: str) -> TargetRow:
    newest = library.ruleset().rules[target][-1]
    zh, en = _names(target)
    return TargetRow(
        target=target,
        zh=zh,
        en=en,
        unit=newest.unit,
        instrument=newest.instrument,
        article=str(newest.article),
        place=newest.place,
        valid_from=str(newest.first),
    )


def _fact(kind: Any) -> FactOut:
    if kind.unit == "history":
        fields = [f"{name} ({one.unit})" for name, one in kind.fields.items()]
        return FactOut(
            name=kind.name,
            zh=kind.zh,
            en=kind.en,
            unit="history",
            low="",
            high=str(kind.max_entries),
            values=fields,
        )
    return FactOut(
        name=kind.name,
        zh=kind.zh,
        en=kind.en,
        unit=kind.unit,
        low=str(kind.low),
        high=str(kind.high),
        values=list(kind.values),
    )


@cache
def _needed_of(edition: str, target: str) -> frozenset[str]:
    rules = library.ruleset()
    seen: set[str] = set()
    stack = [target]
    while stack:
        name = stack.pop()
        if name in seen:
            continue
        seen.add(name)
        for version in rules.rules.get(name, ()):
            stack += [*version.arguments, *filter(None, (version.over, version.start))]
    return frozenset(seen & set(rules.facts))


def needed(target: str) -> frozenset[str]:
    """The facts that any version of any rule below a target reads."""
    return _needed_of(library.ruleset().hash, target)
