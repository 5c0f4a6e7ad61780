"""The rule engine: law as small dated functions, one authoring form, three uses.

Write rules with :func:`rule` and :func:`fold`; ask with :func:`explain` (one person, exact fractions,
the tree of values) or :func:`compute` (columns, through a generated kernel). The laws themselves are
handed in as a :class:`RuleSet`: this package knows no law.
"""

from renshe.kernel.rules.authoring import (
    Rule,
    ceil,
    fold,
    month_at,
    month_of,
    rounded,
    rule,
    whole,
    year_of,
)
from renshe.kernel.rules.explain import explain_with
from renshe.kernel.rules.explanation import Explain, Explanation, Node
from renshe.kernel.rules.facts import FactType, HistoryType
from renshe.kernel.rules.parameters import Parameter, ParameterSet, Row
from renshe.kernel.rules.refusal import Reason, Refusal, refuse
from renshe.kernel.rules.rounding import Rounding, half_even, half_up, round_down, round_up
from renshe.kernel.rules.ruleset import RuleSet, load_package

__all__ = [
    "Explain",
    "Explanation",
    "FactType",
    "HistoryType",
    "Node",
    "Parameter",
    "ParameterSet",
    "Reason",
    "Refusal",
    "Rounding",
    "Row",
    "Rule",
    "RuleSet",
    "ceil",
    "explain_with",
    "fold",
    "half_even",
    "half_up",
    "load_package",
    "month_at",
    "month_of",
    "refuse",
    "round_down",
    "round_up",
    "rounded",
    "rule",
    "whole",
    "year_of",
]
