"""Days as people type them into a cell."""

from __future__ import annotations

import datetime as dt
import re

# Without signs between them all digits must be there: 45931 is a date that lost its format, and must
# not become January 4593. Nobody alive was born, and no unit was registered, before 1880.
_DAY = re.compile(
    r"((?:18[89]|19\d|20\d)\d)(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d\d)(\d\d))(?: 00:00:00)?",
    re.ASCII,
)


def day_of(text: str) -> dt.date | None:
    """The day of a text such as 2025-10-01, 2025/10/1, 20251001 or 2025年10月1日; None where it is none."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
    except ValueError:
        return None
