"""The few functions of the rules' language in columns: min, max, whole, rounded, sum over a history…"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from renshe.kernel.rules import rounding as roundings
from renshe.kernel.rules.columns import arithmetic as arith
from renshe.kernel.rules.columns.rounding import floor_value, round_value
from renshe.kernel.rules.columns.values import Approx, CannotCompile, Exact, Never, Truth, constant

if TYPE_CHECKING:
    from renshe.kernel.rules.columns.translate import Translator

_ROUNDINGS = {
    "half_up": roundings.half_up,
    "half_even": roundings.half_even,
    "round_up": roundings.round_up,
    "round_down": roundings.round_down,
}


def call(translator: Translator, node: ast.Call, env: dict[str, Any]) -> Any:
    """A call of one of the language's functions."""
    name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
    if name == "refuse":
        translator.body.doubt("True")
        return Never()
    if name in ("sum", "min", "max") and node.args and isinstance(node.args[0], ast.GeneratorExp):
        return _over_history(translator, node, name, env)
    if name in ("min", "max"):
        return _extreme(translator, [translator.number(a, env) for a in node.args], name)
    if name == "abs":
        value = translator.settled(translator.number(node.args[0], env), "v")
        return _extreme(translator, [value, arith.multiply(constant(-1), value)], "max")
    if name in ("whole", "ceil"):
        return floor_value(translator.body, translator.number(node.args[0], env), up=name == "ceil")
    if name == "rounded":
        return round_value(
            translator.body, translator.number(node.args[0], env), written_rounding(node.args[1])
        )
    if name in ("year_of", "month_of", "month_at"):
        return _month_function(translator, node, name, env)
    raise CannotCompile(f"{translator.rule.name}: {name}() is not in the rules' language")


def written_rounding(node: ast.expr) -> roundings.Rounding:
    """A rounding written inside a rule, such as ``half_up("fen", clause="…")``."""
    if (
        not isinstance(node, ast.Call)
        or not isinstance(node.func, ast.Name)
        or node.func.id not in _ROUNDINGS
    ):
        raise CannotCompile(f"{ast.unparse(node)} is not a written rounding")
    keywords = {k.arg: ast.literal_eval(k.value) for k in node.keywords if k.arg}
    return _ROUNDINGS[node.func.id](*(ast.literal_eval(a) for a in node.args), **keywords)


def _month_function(translator: Translator, node: ast.Call, name: str, env: dict[str, Any]) -> Any:
    values = [translator.settled(translator.number(a, env), "month") for a in node.args]
    if name == "month_at":
        return arith.add(
            arith.add(arith.multiply(values[0], constant(12)), values[1]), constant(-1)
        )
    year = floor_value(translator.body, arith.multiply(values[0], arith.reciprocal(constant(12))))
    if name == "year_of":
        return year
    year = translator.settled(year, "year")
    rest = arith.add(values[0], arith.multiply(year, constant(12)), sign=-1)
    if isinstance(rest, Exact) and rest.den == 1:
        rest = Exact(rest.code, 1, 0, 11)
    return arith.add(rest, constant(1))


def _extreme(translator: Translator, values: list[Exact | Approx], name: str) -> Exact | Approx:
    result = values[0]
    for value in values[1:]:
        result = _pair(translator, result, value, name)
    return result


def _pair(
    translator: Translator, x: Exact | Approx, y: Exact | Approx, name: str
) -> Exact | Approx:
    if isinstance(x, Exact) and isinstance(y, Exact) and x.dyn is None and y.dyn is None:
        if x.constant is not None and y.constant is not None:
            return constant(
                min(x.constant, y.constant) if name == "min" else max(x.constant, y.constant)
            )
        joined = arith.select("True", x, y)
        if isinstance(joined, Exact):
            left, right = (arith.times(v.code, joined.den // v.den) for v in (x, y))
            ends = [(v.low * (joined.den // v.den), v.high * (joined.den // v.den)) for v in (x, y)]
            pick = min if name == "min" else max
            return Exact(
                f"{name}({left}, {right})",
                joined.den,
                pick(ends[0][0], ends[1][0]),
                pick(ends[0][1], ends[1][1]),
            )
    x, y = translator.settled(x, "a"), translator.settled(y, "b")
    if isinstance(x, Exact) and isinstance(y, Exact):
        truth, doubt = arith.compare("<=" if name == "min" else ">=", x, y)
        if doubt is None:
            return arith.select(truth.code, x, y)
    a, b = arith.to_approx(x), arith.to_approx(y)
    pick = min if name == "min" else max
    return Approx(
        f"{name}({a.code}, {b.code})",
        max(a.error, b.error),
        pick(a.low, b.low),
        pick(a.high, b.high),
        max(a.relative, b.relative),
    )


def _over_history(
    translator: Translator, node: ast.Call, name: str, env: dict[str, Any]
) -> Exact | Approx:
    from renshe.kernel.rules.columns.translate import HistoryValue

    generator = node.args[0]
    assert isinstance(generator, ast.GeneratorExp)
    if len(generator.generators) != 1 or not isinstance(generator.generators[0].target, ast.Name):
        raise CannotCompile(f"{translator.rule.name}: one loop over one history at a time")
    part = generator.generators[0]
    history = translator.value(part.iter, env)
    if not isinstance(history, HistoryValue):
        raise CannotCompile(f"{translator.rule.name}: {ast.unparse(part.iter)} is not a history")
    body, total = translator.body, translator.body.name("total")
    start = "0"
    if name != "sum":
        default = {k.arg: k.value for k in node.keywords}.get("default")
        if default is None:
            raise CannotCompile(f"{translator.rule.name}: {name}() over a history needs default=")
        raise CannotCompile(
            f"{translator.rule.name}: {name}() over a history is computed the exact way"
        )
    position = len(body.lines)
    assert isinstance(part.target, ast.Name)
    with loop_over(translator, history) as entry:
        inner = {**env, part.target.id: entry}
        condition = _all_conditions(translator, part.ifs, inner)
        with body.under(condition):
            term = translator.number(generator.elt, inner)
        exact = isinstance(term, Exact) and term.dyn is None
        if not exact:
            term = arith.to_approx(term)
            start = "0.0"
        chosen = (
            term.code
            if condition.constant
            else f"{arith.paren(term.code)} if {condition.code} else {start}"
        )
        body.write(f"{total} += {chosen}")
    body.lines.insert(
        position, body.lines[position][: -len(body.lines[position].lstrip())] + f"{total} = {start}"
    )
    count = history.kind.max_entries
    if isinstance(term, Exact):
        return Exact(total, term.den, min(0, term.low * count), max(0, term.high * count))
    from renshe.kernel.rules.columns.translate import summed

    return summed(term, total, count)


def _all_conditions(translator: Translator, tests: list[ast.expr], env: dict[str, Any]) -> Truth:
    if not tests:
        return Truth("True", True)
    joined: ast.expr = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), list(tests))
    truth = translator.truth(joined, env)
    return truth if truth.constant is True else translator.settled(truth, "counts")


class loop_over:
    """Statements for each entry of a history; gives the entry with its fields read into variables."""

    def __init__(self, translator: Translator, history: Any) -> None:
        self._translator, self._history = translator, history

    def __enter__(self) -> Any:
        from renshe.kernel.rules.columns.assemble import read_fact
        from renshe.kernel.rules.columns.translate import EntryValue

        name, body = self._history.name, self._translator.body
        index = body.name("e")
        self._context = body.loop(
            f"for {index} in range({name}_offsets[i], {name}_offsets[i + 1]):"
        )
        self._context.__enter__()
        fields = {
            key: read_fact(body, f"{name}_{key}", kind, f"{name}_{key}_column[{index}]")
            for key, kind in self._history.kind.fields.items()
        }
        return EntryValue(fields)

    def __exit__(self, *details: Any) -> None:
        self._context.__exit__(*details)
