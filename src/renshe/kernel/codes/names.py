"""Personal names as they are written in documents, with rare characters and middle dots.

A name is kept as typed, in any character of GB 18030-2022: unified ideographs with extensions A to
I (planes 0, 2 and 3). Refused are characters that mean something else on another machine: the
private-use area, where older editions of GB 18030 and local fonts kept rare characters, and
compatibility copies. People are matched by id number; two names are compared only to warn.
"""

from __future__ import annotations

import re
import unicodedata

from renshe.kernel.codes.characters import full_width_problem, invisible_problem
from renshe.kernel.codes.problem import Problem

CLAUSE = "GB 18030-2022"
MIDDLE_DOT = "·"
# Signs that keyboards offer where U+00B7 is meant.
_DOTS = str.maketrans(dict.fromkeys("•‧∙・･．。｡⋅●", MIDDLE_DOT))
_IDEOGRAPHS = (
    (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B739),
    (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x2EBF0, 0x2EE5D),
    (0x30000, 0x3134A), (0x31350, 0x323AF),
)  # fmt: skip
# Twelve characters in the compatibility block are unified ideographs of their own.
_UNIFIED_IN_COMPATIBILITY = frozenset(
    (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29)
)
# Ideographs that GB 18030-2000 or -2005 still kept in the private-use area, and where they are now.
_MOVED = {
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9,
    0xE854: 0x9FBA, 0xE864: 0x9FBB, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC,
    0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž][A-Za-zÀ-ÖØ-öø-ž .,'\-·]*")
_LENGTH_MAX = 100


def read_person_name(text: str) -> str | Problem:
    """The name with its middle dots as U+00B7, or what is wrong with it.

    Either ideographs with middle dots between them, or Latin letters as in a passport.
    """
    for problem in (
        invisible_problem(text, what_zh="姓名", what_en="name"),
        *(_character_problem(text, position) for position in range(len(text))),
    ):
        if problem is not None:
            return problem
    name = with_middle_dots(text)
    if any(char.isspace() for char in name) and not _LATIN.fullmatch(name):
        joined = "".join(name.split())
        return Problem(
            code="name_blank",
            zh="姓名中有空格",
            en="the name holds blanks",
            next_step_zh=f"请去掉空格，改为 {joined}",
            next_step_en=f"Leave them out: {joined}",
        )
    full_width = full_width_problem(name, what_zh="姓名", what_en="name")
    if full_width is not None:
        return full_width
    if _is_written_well(name):
        return name
    return Problem(
        code="name_shape",
        zh=f"姓名应为2至{_LENGTH_MAX}个汉字（可含间隔号“·”）或证件上的拉丁字母",
        en=f"a name has 2 to {_LENGTH_MAX} ideographs, with middle dots, or Latin letters",
        next_step_zh="请按证件原件录入，去掉数字、括号和称谓",
        next_step_en="Copy it from the document, without digits, brackets or titles",
    )


def with_middle_dots(text: str) -> str:
    """The text with the dots that keyboards offer replaced by the one that names are kept with."""
    return text.translate(_DOTS)


def same_name(left: str, right: str) -> bool:
    """Whether two spellings are the same name: dots, blanks, private-use relics and compatibility
    copies aside.

    It never decides who somebody is; it decides whether to warn that a number and a name do not
    belong together.
    """
    return _comparable(left) == _comparable(right)


def _is_written_well(name: str) -> bool:
    if not 2 <= len(name) <= _LENGTH_MAX:
        return False
    if _LATIN.fullmatch(name):
        return name == name.strip()
    parts = name.split(MIDDLE_DOT)
    return all(part and all(_is_ideograph(ord(char)) for char in part) for part in parts)


def _is_ideograph(point: int) -> bool:
    return point in _UNIFIED_IN_COMPATIBILITY or any(
        first <= point <= last for first, last in _IDEOGRAPHS
    )


def _character_problem(text: str, position: int) -> Problem | None:
    char = text[position]
    point = ord(char)
    if 0xE000 <= point <= 0xF8FF or point >= 0xF0000:
        moved = _MOVED.get(point)
        return _misplaced(
            "name_private_use", position, point, "自造字（私用区字符），换一台机器就会变成别的字",
            "a private-use character, which is another one on another machine",
            chr(moved) if moved else None,
        )  # fmt: skip
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF:
        return _misplaced(
            "name_variation", position, point, "字形变体选择符", "a variation selector", None
        )
    if (0xF900 <= point <= 0xFAFF or 0x2F800 <= point <= 0x2FA1F) and not _is_ideograph(point):
        return _misplaced(
            "name_compatibility", position, point, "兼容汉字", "a compatibility ideograph",
            unicodedata.normalize("NFC", char),
        )  # fmt: skip
    return None


def _misplaced(
    code: str, position: int, point: int, kind_zh: str, kind_en: str, better: str | None
) -> Problem:
    if better is None:
        next_step_zh = "请用支持 GB 18030-2022 的输入法按证件重新录入该字"
        next_step_en = "Type the character again with an input method for GB 18030-2022"
    else:
        next_step_zh = f"请改用标准字符“{better}”（U+{ord(better):04X}）"
        next_step_en = f"Use the standard character {better} (U+{ord(better):04X})"
    return Problem(
        code=code,
        zh=f"姓名第{position + 1}个字符（U+{point:04X}）是{kind_zh}",
        en=f"character {position + 1} of the name (U+{point:04X}) is {kind_en}",
        next_step_zh=next_step_zh,
        next_step_en=next_step_en,
        clause=CLAUSE,
    )


def _comparable(name: str) -> str:
    moved = name.translate(_MOVED).translate(_DOTS)
    silent = ("Cf", "Mn", "Zs")
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", moved)
        if char != MIDDLE_DOT and unicodedata.category(char) not in silent
    ).casefold()
