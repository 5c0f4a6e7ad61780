"""Code tables of national standards, with the standard each is from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from renshe.kernel.codes.problem import Problem
from renshe.kernel.yaml_files import read_yaml

_DATA = Path(__file__).with_name("data") / "standard_codes.yaml"
# GB/T 3304 has no ethnic group for foreigners; 其他 stands for none. Assumed (A): no text was seen that says which.
ETHNIC_OF_FOREIGNERS = "97"
_SEX_TO_GB = {"M": "1", "F": "2"}


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One table: its names, its standard, our confidence in it, and each code with its Chinese and
    English name.
    """

    key: str
    zh: str
    en: str
    standard: str
    confidence: str
    codes: dict[str, tuple[str, str]]


@lru_cache(maxsize=1)
def code_tables() -> dict[str, CodeTable]:
    """All tables by key: sex, marital_status, ethnic_group, education, industry."""
    loaded = read_yaml(_DATA.read_text(encoding="utf-8"))
    return {
        key: CodeTable(
            key, table["zh"], table["en"], table["standard"], table["confidence"],
            {str(code): (names[0], names[1]) for code, names in table["codes"].items()},
        )
        for key, table in loaded.items()
    }  # fmt: skip


def read_code(text: str, *, table: str) -> str | Problem:
    """The code for a code or its Chinese name (`01` or 汉族), or what is wrong. Raises KeyError for
    an unknown table.
    """
    found = code_tables()[table]
    if text in found.codes:
        return text
    for code, (zh, _) in found.codes.items():
        if zh == text:
            return code
    return Problem(
        code="unknown_code",
        zh=f"{found.zh}“{text}”不在标准代码表中",
        en=f"{text!r} is no code of {found.en.lower()}",
        next_step_zh=f"请填写 {found.standard} 的代码或名称，例如 {_example(found)}",
        next_step_en=f"Use a code or a name of {found.standard}, such as {_example(found)}",
        clause=found.standard,
    )


def code_name(code: str, *, table: str, language: str) -> str:
    """What a code is called, `language` being zh or en. Raises KeyError for an unknown code."""
    zh, en = code_tables()[table].codes[code]
    return zh if language == "zh" else en


def sex_as_standard(sex: str) -> str:
    """M or F as the code of GB/T 2261.1, for exchange with others."""
    return _SEX_TO_GB[sex]


def _example(table: CodeTable) -> str:
    code, (zh, _) = next(iter(table.codes.items()))
    return f"{code}（{zh}）"
