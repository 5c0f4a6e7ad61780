"""What a message may say outside the house: no number of a person, an account or a phone, and no amount (个人信息保护法 51).

A short message and an e-mail are read on locked screens and pass through other people's machines. They say that something
happened to a case; how much and about whom stands behind the sign-in.
"""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"(?<![\d-])(?:\d{17}[\dXx]|\d{15,19}|1\d{10})(?![\d-])")
_YUAN = re.compile(r"(?:人民币)?[-−]?\d[\d,，]*(?:\.\d+)?\s*(?:万|亿)?元")
_YUAN_EN = re.compile(r"(?:CNY\s*|¥\s*)[-−]?\d[\d,]*(?:\.\d+)?|[-−]?\d[\d,]*(?:\.\d+)?\s*yuan\b")
_HIDDEN_ZH, _HIDDEN_EN = "（金额请登录查看）", "(sign in to see the amount)"


def outgoing(words: str) -> str:
    """The words as they may leave the house; the number of a case stays, because it is how one finds it."""
    said = _NUMBERS.sub(lambda found: "*" * 4 + found.group()[-4:], words)
    return _YUAN_EN.sub(_HIDDEN_EN, _YUAN.sub(_HIDDEN_ZH, said))


def mask_email(address: str) -> str:
    """li.hua@example.com → l***@example.com."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else "***"
