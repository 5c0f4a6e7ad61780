"""Characters that are not what they look like: full-width and invisible ones."""

from __future__ import annotations

import unicodedata

from renshe.kernel.codes.problem import Problem

# Formats and separators that leave no trace on a screen. Spreadsheets and chat programs insert
# them.
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
)


def full_width_problem(text: str, *, what_zh: str, what_en: str) -> Problem | None:
    """A problem if the text holds full-width letters or digits, with the half-width form as the way
    to mend it.
    """
    if not any("\uff01" <= char <= "\uff5e" or char == "\u3000" for char in text):
        return None
    half = unicodedata.normalize("NFKC", text).strip()
    return Problem(
        code="full_width",
        zh=f"{what_zh}含有全角字符",
        en=f"the {what_en} holds full-width characters",
        next_step_zh=f"请切换到半角输入，改为 {half}",
        next_step_en=f"Type it half-width: {half}",
    )


def invisible_problem(text: str, *, what_zh: str, what_en: str) -> Problem | None:
    """A problem if the text holds a character that nobody can see: control, zero-width, direction
    mark.
    """
    for position, char in enumerate(text, start=1):
        if char in _INVISIBLE or unicodedata.category(char) in ("Cc", "Zl", "Zp"):
            return Problem(
                code="invisible_character",
                zh=f"{what_zh}第{position}个字符是看不见的字符（U+{ord(char):04X}）",
                en=f"character {position} of the {what_en} is invisible (U+{ord(char):04X})",
                next_step_zh="请删除该字符，或清空单元格后重新录入",
                next_step_en="Delete it, or empty the cell and type it again",
            )
    return None
