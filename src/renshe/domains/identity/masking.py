"""What of personal data is shown when nothing else was decided.

Each function takes the full value and gives what anybody may see. Masking keeps the length where
the length tells nothing, so that a clerk can tell two people in a list apart.
"""

from __future__ import annotations

STAR = "*"


def mask_name(name: str) -> str:
    """张三 → 张*, 张三丰 → 张*丰; a name with a middle dot keeps its first character only."""
    if not name:
        return ""
    if "·" in name or not name[0] > "\u2fff":
        return name[0] + STAR * 3
    if len(name) == 2:
        return name[0] + STAR
    return name[0] + STAR * (len(name) - 2) + name[-1] if len(name) > 2 else STAR


def mask_id_number(id_number: str) -> str:
    """440402199001011234 → 4404**********1234: neither birth date nor county."""
    return _middle(id_number, head=4, tail=4)


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678."""
    return _middle(phone, head=3, tail=4)


def mask_bank_account(account_number: str) -> str:
    """Only the last four digits, as on a bank's receipt."""
    return _middle(account_number, head=0, tail=4)


def mask_address(address: str) -> str:
    """An address down to the street or town (or six characters), the rest as stars."""
    for mark in ("街道", "镇", "乡"):
        position = address.find(mark)
        if position >= 0:
            kept = position + len(mark)
            return address[:kept] + STAR * 4 if len(address) > kept else address
    return address[:6] + STAR * 4 if len(address) > 6 else STAR * len(address)


def _middle(text: str, *, head: int, tail: int) -> str:
    """Stars between head and tail; nothing but stars where head and tail would show it all."""
    if len(text) <= head + tail:
        return STAR * len(text)
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]
