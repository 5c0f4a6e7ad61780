"""The unified social credit code of a unit, GB 32100-2015.

One character of registering office, one of category, six of division, nine of organisation code (GB
11714, with a check character of its own) and one check character, weights 3^(n-1) mod 31, over 31
characters without I, O, S, V, Z.
"""

from __future__ import annotations

from renshe.kernel.codes.characters import full_width_problem, invisible_problem
from renshe.kernel.codes.problem import Problem

CLAUSE = "GB 32100-2015"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


def check_character(first_17: str) -> str:
    """The eighteenth character for the first seventeen."""
    total = sum(
        weight * ALPHABET.index(char) for weight, char in zip(WEIGHTS, first_17, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(first_8: str) -> str:
    """The ninth character of an organisation code (GB 11714): its values are 0–9 and A–Z as 10–35,
    modulo 11.
    """
    total = sum(
        weight * int(char, 36) for weight, char in zip(_ORGANISATION_WEIGHTS, first_8, strict=True)
    )
    rest = 11 - total % 11
    return "X" if rest == 10 else "0" if rest == 11 else str(rest)


def read_credit_code(text: str) -> str | Problem:
    """The code in capitals, or what is wrong with it.

    The organisation code inside is not refused for its own check character: units registered before
    2015 kept codes that do not all satisfy it, and the eighteenth character already covers every
    digit.
    """
    for problem in (
        full_width_problem(text, what_zh="统一社会信用代码", what_en="credit code"),
        invisible_problem(text, what_zh="统一社会信用代码", what_en="credit code"),
    ):
        if problem is not None:
            return problem
    code = text.upper()
    confused = [char for char in code if char in _LOOKALIKES]
    if confused:
        hint = "、".join(f"{char}→{_LOOKALIKES[char]}" for char in dict.fromkeys(confused))
        return Problem(
            code="credit_code_letter",
            zh=f"统一社会信用代码不用字母 I、O、S、V、Z，现含 {'、'.join(dict.fromkeys(confused))}",
            en=f"a credit code never holds I, O, S, V or Z; this holds {', '.join(confused)}",
            next_step_zh=f"请对照营业执照核对，可能是形近字误录：{hint}",
            next_step_en="Check it against the licence; it may be a look-alike",
            clause=CLAUSE,
        )
    if len(code) != 18 or any(char not in ALPHABET for char in code) or not code[2:8].isdigit():
        return Problem(
            code="credit_code_shape",
            zh=f"统一社会信用代码应为18位数字或大写字母（第3至8位为数字），现为{len(text)}位",
            en=f"a credit code has 18 digits or capitals, 3 to 8 digits; this has {len(text)}",
            next_step_zh="请对照营业执照或登记证书录入，去掉空格和符号",
            next_step_en="Copy it from the licence without blanks or signs",
            clause=CLAUSE,
        )
    if check_character(code[:17]) != code[17]:
        return Problem(
            code="credit_code_check",
            zh="统一社会信用代码校验位不正确，至少有一位录入有误",
            en="the check character of the credit code is wrong, so at least one is mistyped",
            next_step_zh="请对照营业执照逐位核对后重新录入",
            next_step_en="Compare it with the licence and type it again",
            clause=CLAUSE,
        )
    return code
