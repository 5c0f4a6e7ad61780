"""No string is without its English, none is Chinese where English is shown, and the compiled file is up to date."""

import ast
import re
import string
from pathlib import Path

import pytest
from django.utils import translation

from renshe.portals.layout.catalogue import (
    MO,
    PLURAL_MARK,
    PORTALS,
    compiled,
    read_catalogue,
    words_in_code,
)
from renshe.portals.layout.templatetags.portal import clock_badge, days_left

CHINESE = re.compile(r"[\u3400-\u9fff]")
ENTRIES = read_catalogue()
CODE = [path for path in PORTALS.rglob("*.py") if not path.name.startswith(("test_", "conftest"))]
TEMPLATES = sorted(PORTALS.rglob("*.html"))
RUN = "run: python -m renshe.portals.layout.catalogue, then write the English"


def test_every_string_of_the_pages_is_in_the_catalogue_and_none_is_left_over() -> None:
    words = words_in_code()
    assert words - set(ENTRIES) == set(), RUN
    assert set(ENTRIES) - words == set(), RUN


def test_every_string_has_its_english() -> None:
    assert [word for word, english in ENTRIES.items() if not english.strip()] == []
    assert [word for word, english in ENTRIES.items() if CHINESE.search(english)] == []


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    formatter = string.Formatter()
    for word, english in ENTRIES.items():
        named = {name for _text, name, _spec, _how in formatter.parse(word) if name}
        there = {name for _text, name, _spec, _how in formatter.parse(english) if name}
        assert there - {"month_name"} <= named, word
        assert set(re.findall(r"%\((\w+)\)s", word)) == set(re.findall(r"%\((\w+)\)s", english)), (
            word
        )


def test_the_compiled_catalogue_is_up_to_date() -> None:
    assert MO.read_bytes() == compiled(ENTRIES), RUN


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PORTALS)))
def test_a_template_has_no_chinese_outside_translation(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{%\s*blocktranslate\b.*?endblocktranslate\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}", "", text, flags=re.DOTALL)
    text = re.sub(r"<pre\b.*?</pre>", "", text, flags=re.DOTALL)  # a sample is shown as it is sent
    text = text.replace('lang="zh-CN">中文<', "<")  # the name of a language is in that language
    assert CHINESE.findall(text) == []


def test_no_chinese_in_code_outside_translation() -> None:
    """Texts that carry both languages side by side (`zh=`, `en=`) are in the reader's language by construction.

    The API answers machines: each of its texts holds both languages at once, and no reader's choice.
    """
    stray = []
    for path in CODE:
        if path.relative_to(PORTALS).parts[0] == "api":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        allowed = {id(part) for node in ast.walk(tree) for part in _allowed(node)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and CHINESE.search(node.value)
                and id(node) not in allowed
            ):
                stray.append(f"{path.relative_to(PORTALS)}:{node.lineno}: {node.value[:30]}")
    assert not stray, "\n".join(stray)


def _allowed(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
        first = node.body[0]
        return [first.value] if isinstance(first, ast.Expr) else []
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        words = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2}.get(name, 0)
        pairs = (
            part
            for k in node.keywords
            if k.arg
            in ("zh", "next_step_zh", "clause")  # an article is cited as the law names itself
            for part in ast.walk(k.value)
        )
        return [*node.args[:words], *pairs]
    if isinstance(node, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        if {"zh", "en"} <= set(keys):
            return [
                part
                for key, value in zip(keys, node.values, strict=True)
                if key == "zh"
                for part in ast.walk(value)
            ]
    return []


COUNTED = re.compile(
    r"(?:(?<![\d.])\{\w+\}|%\(\w+\)s) "
    r"(?:(?!yuan\b|of\b|in\b|on\b|by\b|for\b|is\b|was\b|has\b|and\b)[a-z]+ ){0,2}(?P<noun>[a-z]+s)\b(?!\))"
)
NO_PLURALS = {
    "is", "was", "has", "as", "proposes",
    "this", "its", "does", "needs", "asks", "opens", "closes", "arrears", "unless", "less", "means",
}  # fmt: skip
NO_COUNTS = {
    "month",
    "employer",
    "first",
    "fund",
    "name",
    "item",
    "place",
    "kind",
    "title",
    "guardian",
    "year",
}


def test_a_count_agrees_with_its_noun_in_english() -> None:
    """`1 working days left` is found here: a string that puts a count before a plural needs both forms (`one ¦ many`)."""
    wrong = []
    for word, english in ENTRIES.items():
        found = COUNTED.search(english)
        if found is None or PLURAL_MARK in english or found["noun"] in NO_PLURALS:
            continue
        if not set(re.findall(r"[{(](\w+)[})]", found.group())) & NO_COUNTS:
            wrong.append(f"{word} → {english}")
    assert not wrong, "\n".join(wrong)
    lazy = [word for word, english in ENTRIES.items() if re.search(r"[a-z]\(e?s\)", english)]
    assert not lazy, "write both forms, one ¦ many: " + "\n".join(lazy)


def test_one_day_is_not_days() -> None:
    with translation.override("en"):
        assert "1 working day left" in clock_badge(1)
        assert "2 working days left" in clock_badge(2)
        assert "1 day over" in clock_badge(-1, working=False)
        assert days_left(1) == "1 day left"
    with translation.override("zh-hans"):
        assert "剩1个工作日" in clock_badge(1)
