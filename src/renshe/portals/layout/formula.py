"""A rule's formula as a person reads it: names become titles, signs become × and ÷, words are words.

The engine gives a formula as the text of its body. It is split into pieces, so that a page can set
names apart from signs; a second reading puts the values where the names stood.
"""

import io
import tokenize
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renshe.portals.layout.citing import cited
from renshe.portals.layout.codes import code_words

SIGNS = {
    "*": "×",
    "/": "÷",
    "-": "−",
    ">=": "≥",
    "<=": "≤",
    "!=": "≠",
    "==": "=",
    "//": "÷",
    "**": "^",
}
WORDS = {
    "if": gettext_lazy("如果"),
    "elif": gettext_lazy("否则如果"),
    "else": gettext_lazy("否则"),
    "return": gettext_lazy("得"),
    "and": gettext_lazy("并且"),
    "or": gettext_lazy("或者"),
    "not": gettext_lazy("不是"),
    "for": gettext_lazy("逐条取"),
    "in": gettext_lazy("于"),
    "min": gettext_lazy("取小"),
    "max": gettext_lazy("取大"),
    "abs": gettext_lazy("绝对值"),
    "sum": gettext_lazy("合计"),
    "whole": gettext_lazy("取整"),
    "ceil": gettext_lazy("进一取整"),
    "rounded": gettext_lazy("舍入"),
    "refuse": gettext_lazy("不予计算"),
    "year_of": gettext_lazy("年份"),
    "month_of": gettext_lazy("月份"),
    "month_at": gettext_lazy("年月"),
    "half_up": gettext_lazy("四舍五入"),
    "round_up": gettext_lazy("进位"),
    "round_down": gettext_lazy("舍去"),
    "True": gettext_lazy("是"),
    "False": gettext_lazy("否"),
}
UNSPACED = {"(", ")", "[", "]", ",", ".", ":"}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One piece of a formula. `kind` is name, value, word, sign, number, text or break."""

    text: str
    kind: str


def read_formula(formula: str, *, titles: Mapping[str, str]) -> tuple[Piece, ...]:
    """Read a formula with titles in place of names; a name without a title stays as it is written."""
    return _read(formula, lambda name: Piece(text=titles.get(name, name), kind="name"))


def fill_formula(formula: str, *, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """Read a one-line formula with the values in place of the names; empty where a name has no value."""
    missing: list[str] = []

    def piece(name: str) -> Piece:
        if name not in values:
            missing.append(name)
        return Piece(text=values.get(name, name), kind="value")

    if "\n" in formula:
        return ()
    pieces = _read(formula, piece)
    return () if missing else pieces


def _read(formula: str, name_piece: Callable[[str], Piece]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    indent = 0
    line_start = False
    for token in tokenize.generate_tokens(io.StringIO(formula).readline):
        if token.type == tokenize.INDENT:
            indent += 1
        elif token.type == tokenize.DEDENT:
            indent -= 1
        elif token.type in (tokenize.NEWLINE, tokenize.NL):
            line_start = True
        elif token.type != tokenize.ENDMARKER:
            if line_start:
                pieces.append(Piece(text="\n" + "\N{IDEOGRAPHIC SPACE}" * indent, kind="break"))
                line_start = False
            pieces.append(_piece(token, name_piece))
    return tuple(pieces)


def _piece(token: tokenize.TokenInfo, name_piece: Callable[[str], Piece]) -> Piece:
    if token.type == tokenize.NAME:
        if token.string in WORDS:
            return Piece(text=str(WORDS[token.string]), kind="word")
        return name_piece(token.string)
    if token.type == tokenize.NUMBER:
        return Piece(text=token.string, kind="number")
    if token.type == tokenize.OP:
        if token.string == ",":
            return Piece(text=_("，"), kind="tight")
        kind = "tight" if token.string in UNSPACED else "sign"
        return Piece(text=SIGNS.get(token.string, token.string), kind=kind)
    return Piece(text=code_words(token.string.strip("'\"")), kind="text")


def round_in_words(rounding: str, *, clause: str) -> str:
    """Say a rounding such as `half_up fen` in words, with the clause that orders it."""
    if not rounding:
        return ""
    mode, _space, quantum = rounding.partition(" ")
    modes = {
        "half_up": _("四舍五入"),
        "half_even": _("四舍六入五成双"),
        "up": _("有余数就进位"),
        "down": _("舍去余数"),
    }
    quanta = {"fen": _("到分"), "jiao": _("到角"), "yuan": _("到元")}
    where = quanta.get(quantum) or _("到{quantum}").format(quantum=quantum)
    return _("{mode}{where}，依据：{basis}").format(
        mode=modes.get(mode, mode), where=where, basis=cited(clause)
    )
