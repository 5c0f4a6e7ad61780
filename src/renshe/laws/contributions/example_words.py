"""How worked examples speak: places by code or name, periods, kinds of people.

Bindings of this branch read examples through these functions, so that another example of the same
rule with other inputs is read as well. A word that is not known gives None: not covered.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Any

SHANGHAI = "310000"
GUANGDONG = "440000"

_PROVINCES = {"上海": SHANGHAI, "shanghai": SHANGHAI, "广东": GUANGDONG, "guangdong": GUANGDONG}
_GUANGDONG_CITIES = {
    "广州": "440100", "guangzhou": "440100", "省直": "440100", "province direct": "440100",
    "韶关": "440200", "shaoguan": "440200", "深圳": "440300", "shenzhen": "440300",
    "珠海": "440400", "zhuhai": "440400", "汕头": "440500", "shantou": "440500",
    "佛山": "440600", "foshan": "440600", "江门": "440700", "jiangmen": "440700",
    "湛江": "440800", "zhanjiang": "440800", "茂名": "440900", "maoming": "440900",
    "肇庆": "441200", "zhaoqing": "441200", "惠州": "441300", "huizhou": "441300",
    "梅州": "441400", "meizhou": "441400", "汕尾": "441500", "shanwei": "441500",
    "河源": "441600", "heyuan": "441600", "阳江": "441700", "yangjiang": "441700",
    "清远": "441800", "qingyuan": "441800", "东莞": "441900", "dongguan": "441900",
    "中山": "442000", "zhongshan": "442000", "潮州": "445100", "chaozhou": "445100",
    "揭阳": "445200", "jieyang": "445200", "云浮": "445300", "yunfu": "445300",
}  # fmt: skip
_BUT = r"(?:\b(?:except|excluding|other than|not)\b|\bexcl\.?|不含|除)"
_EXCLUDED = re.compile(rf"[(（]\s*{_BUT}[^)）]*[)）]|{_BUT}[^,;，；]*")

_PERSON_KINDS = {
    "ordinary_employee": "employee", "employee": "employee", "职工": "employee",
    "drawing_basic_pension": "drawing_pension", "drawing_pension": "drawing_pension",
    "migrant_contract_worker": "migrant_contract", "migrant_contract": "migrant_contract",
    "农民合同制工人": "migrant_contract",
    "civil_servant": "civil_service", "civil_service": "civil_service",
    "retiree_injury_only": "retiree_injury_only", "flexible": "flexible",
}  # fmt: skip
_SCHEMES = (
    ("机关事业", "civil_service", "pension_base"), ("civil", "civil_service", "pension_base"),
    ("灵活就业", "flexible", "flexible_pension_base"),
    ("flexible", "flexible", "flexible_pension_base"),
    ("失业", "employee", "unemployment_base"), ("unemployment", "employee", "unemployment_base"),
    ("工伤", "employee", "injury_base"), ("injury", "employee", "injury_base"),
    ("医疗", "employee", "medical_base"), ("medical", "employee", "medical_base"),
    ("养老", "employee", "pension_base"), ("pension", "employee", "pension_base"),
)  # fmt: skip


def place_of(inputs: dict[str, Any]) -> str | None:
    """The GB/T 2260 code meant by ``region``, narrowed by ``city`` if given; None if unknown."""
    region = str(inputs.get("region") or inputs.get("place") or "").strip()
    city = inputs.get("city")
    if city is not None:
        return _named(str(city)) or None
    if re.fullmatch(r"\d{6}", region):
        return region if region.startswith(("31", "44")) else None
    return _named(region)


def _named(text: str) -> str | None:
    """A place by its name in Chinese or English; None where several cities are named."""
    words = _EXCLUDED.sub(" ", text.lower())
    cities = {code for name, code in _GUANGDONG_CITIES.items() if name in words}
    if len(cities) == 1:
        return cities.pop()
    if cities:
        return None
    provinces = {code for name, code in _PROVINCES.items() if name in words}
    return provinces.pop() if len(provinces) == 1 else None


def month_start(value: Any) -> str | None:
    """``2025-12`` (or a date) as the first day of that month in ISO form; None if no month."""
    if isinstance(value, dt.date):
        return value.replace(day=1).isoformat()
    found = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", str(value).strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return f"{found[1]}-{int(found[2]):02d}-01"


def day_number(value: Any) -> int:
    """A date in ISO form as a day ordinal; ValueError if it is none."""
    return (value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))).toordinal()


def fen(value: Any) -> int:
    """An amount in yuan as whole fen; ValueError if it is finer than a fen."""
    amount = Fraction(str(value)) * 100
    if amount.denominator != 1:
        raise ValueError(f"{value} yuan is not a whole number of fen")
    return int(amount)


def person_kind_of(inputs: dict[str, Any]) -> str | None:
    """The kind of insured person an example means; None where its word is not known."""
    word = inputs.get("person", inputs.get("person_kind", "ordinary_employee"))
    return _PERSON_KINDS.get(str(word))


def scheme_of(inputs: dict[str, Any]) -> tuple[str, str] | None:
    """Kind of person and base target of an example's ``scheme`` (none: enterprise pension)."""
    word = str(inputs.get("scheme") or inputs.get("insurance") or "养老").lower()
    for part, kind, target in _SCHEMES:
        if part in word:
            return kind, target
    return None
