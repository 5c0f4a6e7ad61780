"""Countries and areas by the three letters of ISO 3166-1, as passports and foreigners' numbers name them."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from renshe.kernel.codes.problem import Problem

CLAUSE = "GB/T 2659 (ISO 3166-1)"
_DATA = Path(__file__).with_name("data") / "countries.csv"
# Their people are no foreigners: they have an identity number or a residence permit's.
_OWN = {"CHN": "中国", "HKG": "香港", "MAC": "澳门", "TWN": "台湾"}


class Country(NamedTuple):
    """A country or area with its names."""

    code: str
    zh: str
    en: str


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """All of them by code."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: Country(row["code"], row["zh"], row["en"]) for row in rows}


def read_country(text: str) -> str | Problem:
    """The code for a code or a Chinese name (`DEU` or 德国), or what is wrong with it."""
    code = text.strip().upper()
    if code in countries():
        return code
    for country in countries().values():
        if country.zh == text.strip():
            return country.code
    if code in _OWN or code in _OWN.values():
        return Problem(
            code="country_is_china",
            zh="中国公民和港澳台居民不按外国人编制社会保障号码",
            en="people of China, Hong Kong, Macao and Taiwan have no foreigner's number",
            next_step_zh="请填写居民身份证或港澳台居民居住证的18位号码",
            next_step_en="Use the 18 characters of the identity card or residence permit",
            clause="人力资源社会保障部、国家医疗保障局令第41号",
        )
    return Problem(
        code="country_unknown",
        zh=f"“{text.strip()[:20]}”不是国家或地区的三字母代码",
        en=f"{text.strip()[:20]!r} is no three-letter code of a country or area",
        next_step_zh="请填写三字母代码，如德国 DEU、美国 USA（不用护照上的 D、UK）",
        next_step_en="Use three letters such as DEU or USA, not the D or UK of some passports",
        clause=CLAUSE,
    )
