"""Why a month or year that a programme paid is that much: by the law, or the programme's fixed sum times its period."""

from __future__ import annotations

import datetime as dt

from renshe.domains.premium_help import api as premium_help
from renshe.kernel.periods import first_day, last_day
from renshe.kernel.rules import Explanation, Node
from renshe.laws import library
from renshe.portals.helping.words import period_words


def explain_line(line: premium_help.HelpLine) -> Explanation:
    """The explanation of a line's amount, also of one that was taken back. Raises Refusal where the law answers no more."""
    told = premium_help.explained(line=line, explain=library.explain)
    return told if told is not None else _fixed(line)


def _fixed(line: premium_help.HelpLine) -> Explanation:
    """The fixed sum of the programme's instrument, the months it was paid for, and their product."""
    programme = line.helped.programme
    origin = line.reverses or line
    by_year = line.insurance in premium_help.BY_YEAR
    a_head = (
        {"zh": "每人每年定额", "en": "Fixed sum a head and year"}
        if by_year
        else {"zh": "每人每月定额", "en": "Fixed sum a head and month"}
    )
    periods = (
        {"zh": "资助年数", "en": "Years helped"}
        if by_year
        else {"zh": "资助月数", "en": "Months helped"}
    )
    fixed = Node(
        "fixed_sum", "parameter", **a_head, unit="fen", value=programme.fixed_fen, instrument=programme.instrument,
        place=programme.place[:6], valid_from=_day(first_day(programme.from_month)),
        valid_to=_day(last_day(programme.to_month)), source=programme.name,
    )  # fmt: skip
    times = Node(
        "periods_helped", "fact", **periods, unit="number", value=1,
        source=f"{period_words(line.insurance, line.period)} {line.claim.number}",
    )  # fmt: skip
    root = Node(
        "premium_help", "rule", zh="本期资助", en="Help of the period", unit="fen", value=origin.amount_fen,
        formula="fixed_sum * periods_helped", instrument=programme.instrument, children=(fixed, times),
    )  # fmt: skip
    return Explanation(
        target="premium_help", place=programme.place[:6], on=_day(first_day(line.period)), known_on="", ruleset_hash="",
        root=root,
    )  # fmt: skip


def _day(day: dt.date) -> str:
    return day.isoformat()
