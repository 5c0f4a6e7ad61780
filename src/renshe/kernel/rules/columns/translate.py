"""One rule's syntax tree to proved values: the same function that explains a person, as columns."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from renshe.kernel.rules.authoring import Rule
from renshe.kernel.rules.columns import arithmetic as arith
from renshe.kernel.rules.columns.lines import Body
from renshe.kernel.rules.columns.rounding import floor_value, round_value
from renshe.kernel.rules.columns.values import (
    UNIT_ROUNDOFF,
    Approx,
    CannotCompile,
    Exact,
    Never,
    Symbol,
    Truth,
    Value,
    constant,
)
from renshe.kernel.rules.facts import HistoryType

_OPERATORS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


@dataclass(frozen=True)
class TableValue:
    """A keyed parameter in force: its rows by key, and the name of its array in the kernel."""

    name: str
    rows: Mapping[Any, Fraction | str]


@dataclass(frozen=True)
class HistoryValue:
    """A history column: its type and the names of its arrays."""

    name: str
    kind: HistoryType


@dataclass(frozen=True)
class EntryValue:
    """The current entry of a loop over a history."""

    fields: Mapping[str, Value]


Any_Value = Value | TableValue | HistoryValue | EntryValue


class Translator:
    """Translates one rule in an environment of names; writes statements to the kernel body."""

    def __init__(
        self, body: Body, tables: dict[str, tuple[list[int], list[bool]]], rule: Rule
    ) -> None:
        self.body, self.tables, self.rule = body, tables, rule

    # -- statements ---------------------------------------------------------------------------------------

    def run(self, statements: list[ast.stmt], env: dict[str, Any_Value]) -> Value | None:
        """Execute a block; the returned value, or None where the block falls through."""
        for number, statement in enumerate(statements):
            if isinstance(statement, ast.Return):
                result: Value = self.value(statement.value, env)
                return result
            if isinstance(statement, ast.Assign):
                self._assign(statement, env)
            elif isinstance(statement, ast.Expr) and _calls(statement.value, "refuse"):
                return self._refuse()
            elif isinstance(statement, ast.If):
                return self._branch(statement, statements[number + 1 :], env)
            else:
                raise CannotCompile(
                    f"{self.rule.name}: {ast.unparse(statement)} is not in the rules' language"
                )
        return None

    def _assign(self, statement: ast.Assign, env: dict[str, Any_Value]) -> None:
        if len(statement.targets) != 1 or not isinstance(statement.targets[0], ast.Name):
            raise CannotCompile(f"{self.rule.name}: assign to one name at a time")
        name = statement.targets[0].id
        env[name] = self.settled(self.value(statement.value, env), name)

    def settled(self, value: Any, stem: str) -> Any:
        """A value put into variables, so that later uses are cheap to read."""
        if isinstance(value, Exact | Approx):
            return self.body.settle(value, stem)
        if isinstance(value, Truth) and value.constant is None:
            return Truth(self.body.let(stem, value.code))
        if isinstance(value, Symbol) and value.constant is None:
            return Symbol(self.body.let(stem, value.code), value.values)
        return value

    def _refuse(self) -> Never:
        self.body.doubt("True")
        return Never()

    def _branch(
        self, statement: ast.If, rest: list[ast.stmt], env: dict[str, Any_Value]
    ) -> Value | None:
        truth = self.truth(statement.test, env)
        if truth.constant is not None:
            return self.run([*(statement.body if truth.constant else statement.orelse), *rest], env)
        truth = self.settled(truth, "case")
        with self.body.under(truth):
            yes = self.run([*statement.body, *rest], dict(env))
        with self.body.under(Truth(f"({truth.code}) == False")):
            no = self.run([*statement.orelse, *rest], dict(env))
        if yes is None or no is None:
            raise CannotCompile(f"{self.rule.name}: a path ends without a value")
        return self.choose(truth, yes, no)

    def choose(self, truth: Truth, yes: Value, no: Value) -> Value:
        """One of two values by a condition; a path that refuses gives way to the other."""
        if isinstance(yes, Never):
            return no
        if isinstance(no, Never):
            return yes
        code = arith.paren(truth.code)
        if isinstance(yes, Exact | Approx) and isinstance(no, Exact | Approx):
            return arith.select(code, self.settled(yes, "a"), self.settled(no, "b"))
        if isinstance(yes, Truth) and isinstance(no, Truth):
            return Truth(f"{arith.paren(yes.code)} if {code} else {arith.paren(no.code)}")
        if isinstance(yes, Symbol) and isinstance(no, Symbol):
            values = tuple(dict.fromkeys(yes.values + no.values))
            left, right = _recoded(yes, values), _recoded(no, values)
            return Symbol(f"{arith.paren(left)} if {code} else {arith.paren(right)}", values)
        raise CannotCompile(f"{self.rule.name}: the two paths give different kinds of values")

    # -- expressions --------------------------------------------------------------------------------------

    def value(self, node: ast.expr | None, env: dict[str, Any_Value]) -> Any:
        """An expression as a proved value."""
        if isinstance(node, ast.Constant):
            return self._literal(node)
        if isinstance(node, ast.Name):
            return env[node.id]
        if isinstance(node, ast.Attribute):
            entry = self.value(node.value, env)
            return entry.fields[node.attr]
        if isinstance(node, ast.BinOp):
            return self._binary(node, env)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return arith.multiply(constant(-1), self.number(node.operand, env))
        if isinstance(node, ast.Compare | ast.BoolOp) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        ):
            return self.truth(node, env)
        if isinstance(node, ast.IfExp):
            return self._conditional(node, env)
        if isinstance(node, ast.Subscript):
            return self._look_up(node, env)
        if isinstance(node, ast.Call):
            return self._call(node, env)
        raise CannotCompile(
            f"{self.rule.name}: {ast.unparse(node) if node else 'nothing'} is not in the rules' language"
        )

    def number(self, node: ast.expr, env: dict[str, Any_Value]) -> Exact | Approx:
        """An expression that must be a number."""
        value = self.value(node, env)
        if isinstance(value, Truth):
            return Exact(f"np.int64({value.code})", 1, 0, 1)
        if not isinstance(value, Exact | Approx):
            raise CannotCompile(f"{self.rule.name}: {ast.unparse(node)} is not a number")
        return value

    def _literal(self, node: ast.Constant) -> Any:
        if isinstance(node.value, bool):
            return Truth(str(node.value), node.value)
        if isinstance(node.value, str):
            return Symbol("0", (node.value,), node.value)
        if isinstance(node.value, int):
            return constant(node.value)
        raise CannotCompile(
            f"{self.rule.name}: write {node.value!r} as a fraction of whole numbers or a parameter"
        )

    def _binary(self, node: ast.BinOp, env: dict[str, Any_Value]) -> Exact | Approx:
        left, right = self.number(node.left, env), self.number(node.right, env)
        if isinstance(node.op, ast.Add):
            return arith.add(left, right)
        if isinstance(node.op, ast.Sub):
            return arith.add(left, right, sign=-1)
        if isinstance(node.op, ast.Mult):
            return arith.multiply(left, right)
        if isinstance(node.op, ast.Div):
            return self.divide(left, right)
        if isinstance(node.op, ast.FloorDiv):
            return floor_value(self.body, self.divide(left, right))
        if isinstance(node.op, ast.Mod):
            left, right = self.settled(left, "m"), self.settled(right, "by")
            times = floor_value(self.body, self.divide(left, right))
            return self._bounded_remainder(
                arith.add(left, arith.multiply(times, right), sign=-1), right
            )
        raise CannotCompile(f"{self.rule.name}: {ast.unparse(node)} is not in the rules' language")

    @staticmethod
    def _bounded_remainder(value: Exact | Approx, by: Exact | Approx) -> Exact | Approx:
        if (
            isinstance(value, Exact)
            and isinstance(by, Exact)
            and by.constant is not None
            and value.dyn is None
        ):
            top = int(by.constant * value.den)
            return Exact(value.code, value.den, 0, max(top - 1, 0))
        return value

    def divide(self, left: Exact | Approx, right: Exact | Approx) -> Exact | Approx:
        """A quotient; rows whose denominator is not positive go the exact way."""
        if isinstance(right, Exact) and right.constant is None and right.low <= 0:
            right = self.body.settle(right, "over")
            assert isinstance(right, Exact)
            self.body.doubt(f"{right.code} <= 0")
            right = Exact(
                self.body.let("over_safe", f"max({right.code}, 1)"),
                right.den,
                1,
                max(right.high, 1),
                right.dyn,
                right.dyn_low,
                right.dyn_high,
            )
        return arith.multiply(left, arith.reciprocal(right))

    def _conditional(self, node: ast.IfExp, env: dict[str, Any_Value]) -> Any:
        truth = self.truth(node.test, env)
        if truth.constant is not None:
            return self.value(node.body if truth.constant else node.orelse, env)
        truth = self.settled(truth, "case")
        with self.body.under(truth):
            yes = self.value(node.body, env)
        with self.body.under(Truth(f"({truth.code}) == False")):
            no = self.value(node.orelse, env)
        return self.choose(truth, yes, no)

    def truth(self, node: ast.expr, env: dict[str, Any_Value]) -> Truth:
        """An expression as a condition."""
        if isinstance(node, ast.BoolOp):
            return self._joined(node, env)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand, env)
            if inner.constant is not None:
                return Truth(str(not inner.constant), not inner.constant)
            return Truth(f"({inner.code}) == False")
        if isinstance(node, ast.Compare):
            return self._compared(node, env)
        value = self.value(node, env)
        if isinstance(value, Truth):
            return value
        raise CannotCompile(f"{self.rule.name}: {ast.unparse(node)} is not a condition")

    def _joined(self, node: ast.BoolOp, env: dict[str, Any_Value]) -> Truth:
        is_and = isinstance(node.op, ast.And)
        parts: list[Truth] = []
        for each in node.values:
            part = self.truth(each, env)
            if part.constant is not None:
                if part.constant is not is_and:
                    return part
                continue
            parts.append(part)
        if not parts:
            return Truth(str(is_and), is_and)
        return Truth((" & " if is_and else " | ").join(arith.paren(part.code) for part in parts))

    def _compared(self, node: ast.Compare, env: dict[str, Any_Value]) -> Truth:
        items = [node.left, *node.comparators]
        parts = []
        for number, operator in enumerate(node.ops):
            left, right = items[number], items[number + 1]
            if isinstance(operator, ast.In | ast.NotIn):
                parts.append(self._member(left, right, env, isinstance(operator, ast.NotIn)))
                continue
            x, y = self.value(left, env), self.value(right, env)
            sign = _OPERATORS[type(operator)]
            if isinstance(x, Symbol) and isinstance(y, Symbol):
                parts.append(self._same_code(x, y, sign))
                continue
            truth, doubt = arith.compare(sign, self.number(left, env), self.number(right, env))
            if doubt:
                self.body.doubt(doubt)
            parts.append(truth)
        if len(parts) == 1:
            return parts[0]
        decided = [p for p in parts if p.constant is not None]
        if any(p.constant is False for p in decided):
            return Truth("False", False)
        open_parts = [p for p in parts if p.constant is None]
        if not open_parts:
            return Truth("True", True)
        return Truth(" & ".join(arith.paren(p.code) for p in open_parts))

    def _member(
        self, left: ast.expr, right: ast.expr, env: dict[str, Any_Value], negated: bool
    ) -> Truth:
        if not isinstance(right, ast.Tuple | ast.List | ast.Set):
            raise CannotCompile(f"{self.rule.name}: 'in' needs a written list of codes")
        tests: list[ast.expr] = [ast.Compare(left, [ast.Eq()], [item]) for item in right.elts]
        any_of: ast.expr = ast.BoolOp(ast.Or(), tests) if len(tests) > 1 else tests[0]
        return self.truth(ast.UnaryOp(ast.Not(), any_of) if negated else any_of, env)

    @staticmethod
    def _same_code(x: Symbol, y: Symbol, sign: str) -> Truth:
        if x.constant is not None and y.constant is not None:
            same = (x.constant == y.constant) is (sign == "==")
            return Truth(str(same), same)
        if y.constant is None:
            x, y = y, x
        if y.constant is not None:
            if y.constant not in x.values:
                return Truth(str(sign != "=="), sign != "==")
            return Truth(f"{arith.paren(x.code)} {sign} {x.values.index(y.constant)}")
        values = tuple(dict.fromkeys(x.values + y.values))
        return Truth(
            f"{arith.paren(_recoded(x, values))} {sign} {arith.paren(_recoded(y, values))}"
        )

    # -- tables, calls, histories: see the mixin's module --------------------------------------------------

    def _look_up(self, node: ast.Subscript, env: dict[str, Any_Value]) -> Any:
        from renshe.kernel.rules.columns.tables import look_up

        table = self.value(node.value, env)
        if not isinstance(table, TableValue):
            raise CannotCompile(f"{self.rule.name}: {ast.unparse(node)} is not a table")
        return look_up(self, table, self.value(node.slice, env))

    def _call(self, node: ast.Call, env: dict[str, Any_Value]) -> Any:
        from renshe.kernel.rules.columns.calls import call

        return call(self, node, env)


def _calls(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _recoded(symbol: Symbol, values: tuple[str, ...]) -> str:
    if symbol.constant is not None:
        return str(values.index(symbol.constant))
    if symbol.values == values[: len(symbol.values)]:
        return symbol.code
    chain = str(values.index(symbol.values[-1]))
    for position, value in reversed(list(enumerate(symbol.values[:-1]))):
        chain = f"({values.index(value)} if {arith.paren(symbol.code)} == {position} else {chain})"
    return chain


def summed(term: Approx, total: str, count: int) -> Approx:
    """The sum of at most ``count`` such terms, each with its error, and the additions' own."""
    low, high = min(0.0, term.low * count), max(0.0, term.high * count)
    if term.low >= 0:
        return Approx(
            total, term.error * count, low, high, term.relative + (count + 1) * UNIT_ROUNDOFF
        )
    return Approx(
        total, count * term.worst + count * count * term.magnitude * UNIT_ROUNDOFF, low, high
    )


__all__ = [
    "Any_Value",
    "EntryValue",
    "HistoryValue",
    "TableValue",
    "Translator",
    "round_value",
    "summed",
]
