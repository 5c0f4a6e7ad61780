"""The one table of a review's moves."""

from __future__ import annotations

STATES = {
    "open": "审核中",
    "proposed": "待认定",
    "recognised": "已认定，待本人确认",
    "confirmed": "本人已确认",
}
MOVES = {
    ("open", "propose"): "proposed",
    ("proposed", "send_back"): "open",
    ("proposed", "recognise"): "recognised",
    ("recognised", "confirm"): "confirmed",
    ("recognised", "object"): "open",
    ("confirmed", "reopen"): "open",
}
"""(state, verb) to the next state; what is not here is refused."""
PUBLICITY_DAYS = 5
"""Working days for which special work is made public before it is recognised (owner-default: no text at hand says how many)."""
ANSWER_DAYS = 10
"""Working days in which an employer answers a question (owner-default)."""
