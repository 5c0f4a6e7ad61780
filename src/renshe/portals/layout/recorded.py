"""Explanations of figures that are sums of records and not yet questions to the law: which records, added how."""

from collections.abc import Sequence
from dataclasses import dataclass

from renshe.kernel.rules import Explanation, Node


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term of a sum: its name in both languages, its fen, whether it is taken off, and where it stands."""

    name: str
    zh: str
    en: str
    fen: int
    taken_off: bool = False
    source: str = ""


def recorded_sum(
    *, name: str, zh: str, en: str, terms: Sequence[Term], place: str = ""
) -> Explanation:
    """Explain an amount as the sum of recorded amounts. The formula is the sum itself; no law is claimed."""
    children = tuple(
        Node(term.name, "fact", term.zh, term.en, "fen", term.fen, source=term.source)
        for term in terms
    )
    total = sum(-term.fen if term.taken_off else term.fen for term in terms)
    formula = "".join(
        f" {'-' if term.taken_off else '+'} {term.name}" if place_ else term.name
        for place_, term in enumerate(terms)
    )
    root = Node(name, "fact", zh, en, "fen", total, formula=formula, children=children)
    return Explanation(target=name, place=place, on="", known_on="", ruleset_hash="", root=root)


def recorded_figure(*, name: str, zh: str, en: str, fen: int, source: str) -> Explanation:
    """Explain an amount that was taken over as it stood, from a source that has to be named."""
    root = Node(name, "given", zh, en, "fen", fen, source=source)
    return Explanation(target=name, place="", on="", known_on="", ruleset_hash="", root=root)
