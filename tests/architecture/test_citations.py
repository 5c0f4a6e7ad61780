"""Every clause that the product cites is written as law is cited, in both languages, by the one door for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from renshe.kernel.codes import citation
from renshe.kernel.codes.citation import cite, cite_article, in_chinese, read_number
from renshe.laws import library
from renshe.services import catalogue

SOURCE = Path(__file__).parents[2] / "src" / "renshe"
CHINESE = re.compile(r"[一-龥]")
LAW_AND_NUMBER = re.compile(
    r"(?:法|条例|规定|办法|规则|制度|法典)》?(?:（[^）]*）)? ?第?[\d一二三四五六七八九十]+(?![\d年月日、]*[年月日])"
)
BARE = re.compile(
    r"(?:法|条例|规定|办法|法典)》? ?\d|[^第（一二三四五六七八九十百零]\d+（[一二三四五六七八九十]）"
)
NESTED = re.compile(r"（[^（）]*（")


@cache
def of_laws() -> frozenset[tuple[str, str]]:
    """Instrument and article of every rule and parameter."""
    law = library.ruleset()
    rules = {(one.instrument, one.article) for group in law.rules.values() for one in group}
    rows = {
        (row.instrument, str(row.article))
        for one in law.parameters.parameters.values()
        for row in one.rows
    }
    return frozenset(rules | rows)


@cache
def of_items() -> frozenset[str]:
    """Every basis that a service item declares: of its papers, its limit, its lengthening and its remedy."""
    found: set[str] = set()
    for one in catalogue.catalogue().values():
        item = one.item
        found |= {paper.basis for paper in item.materials} | {item.clock.basis, item.remedy.basis}
        found |= {item.clock.extension.basis} if item.clock.extension else set()
        found |= {f"{basis.instrument} {basis.article}".strip() for basis in item.basis}
    return frozenset(found - {""})


@cache
def of_source() -> frozenset[str]:
    """Every text in code and declarations that names a law with a number and nothing but clauses: refusals, controls, notes."""
    found = {text for path in SOURCE.rglob("*") for text in _texts(path) if _is_clause(text)}
    return frozenset(found)


def _is_clause(text: str) -> bool:
    return len(text) < 120 and LAW_AND_NUMBER.search(text) is not None and citation.parsed(text)


def _texts(path: Path) -> Iterator[str]:
    if path.name.startswith("test_") or path.name == "instruments.yaml":
        return
    if path.suffix == ".py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        )
    elif path.suffix == ".yaml" and "laws" not in path.parts:
        yield from _leaves(yaml.safe_load(path.read_text(encoding="utf-8")))


def _leaves(told: Any) -> Iterable[str]:
    if isinstance(told, dict):
        return [leaf for value in told.values() for leaf in _leaves(value)]
    if isinstance(told, list):
        return [leaf for value in told for leaf in _leaves(value)]
    return [told] if isinstance(told, str) else []


def _every() -> list[tuple[str, str, str]]:
    """What was written, and how it is cited in both languages."""
    pairs = [
        (f"{one} {two}".strip(), cite_article(one, two), cite_article(one, two, "en"))
        for one, two in of_laws()
    ]
    return pairs + [(one, cite(one), cite(one, "en")) for one in of_items() | of_source()]


def test_every_clause_of_the_product_is_cited_as_law_is() -> None:
    wrong = [
        f"{written} → {said}"
        for written, said, _english in _every()
        if BARE.search(said) or NESTED.search(said) or said != cite(said)
    ]
    assert not wrong, "\n".join(sorted(wrong))


def test_every_law_that_is_cited_has_its_english_name() -> None:
    missing = {name: written for written, *_said in _every() for name in citation.wanting(written)}
    assert not missing, (
        "add their English to kernel/codes/data/instruments.yaml: a law under `laws`, a short name of it under `short`, what "
        "stands before a document's number under `bodies`, a remark in brackets behind a clause under `notes`:\n"
        + "\n".join(f"{name} (in {written!r})" for name, written in sorted(missing.items()))
    )


def test_a_clause_of_an_item_holds_no_chinese_in_english() -> None:
    left = {
        one: cite(one, "en") for one in of_items() | of_source() if CHINESE.search(cite(one, "en"))
    }
    assert not left, (
        "the English of these still holds Chinese; name the missing part in kernel/codes/data/instruments.yaml:\n"
        + "\n".join(f"{written!r} → {said}" for written, said in sorted(left.items()))
    )


def test_there_is_something_to_prove() -> None:
    assert len(of_laws()) > 100
    assert len(of_items()) > 30
    assert len(of_source()) > 60


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("社会保险经办条例 6", "《社会保险经办条例》第六条", "Regulations on the Handling of Social Insurance, art. 6"),
        ("社会保险法 57；58", "《社会保险法》第五十七条；《社会保险法》第五十八条",
         "Social Insurance Law, art. 57; Social Insurance Law, art. 58"),
        ("社会保险法 18.2", "《社会保险法》第十八条第二款", "Social Insurance Law, art. 18(2)"),
        ("政府信息公开条例 36（七）", "《政府信息公开条例》第三十六条第（七）项",
         "Regulations on Open Government Information, art. 36 item 7"),
        ("关于实施《劳动保障监察条例》若干规定 13", "《关于实施〈劳动保障监察条例〉若干规定》第十三条",
         "Provisions on Implementing the Regulations on Labour Security Supervision, art. 13"),
        ("社会保险经办条例 25（核实时限由本机构承诺）", "《社会保险经办条例》第二十五条，核实时限由本机构承诺",
         "Regulations on the Handling of Social Insurance, art. 25, the limit for checking is this agency's promise"),
        ("征缴条例第十三条；社会保险法第八十六条", "《社会保险费征缴暂行条例》第十三条；《社会保险法》第八十六条",
         "Interim Regulations on the Collection of Social Insurance Premiums, art. 13; Social Insurance Law, art. 86"),
        ("国发〔2005〕38号 六", "国发〔2005〕38号第六条", "Guofa [2005] No. 38, art. 6"),
        ("粤府函〔2021〕294号 附件1、2", "粤府函〔2021〕294号附件1、2", "Yuefuhan [2021] No. 294, annexes 1 and 2"),
        ("社会保险法 10、23", "《社会保险法》第十条、第二十三条", "Social Insurance Law, arts. 10 and 23"),
        ("GB/T 22239-2019 8.1.4.1", "GB/T 22239-2019 第8.1.4.1条", "GB/T 22239-2019, 8.1.4.1"),
        ("owner-default", "法规未写明，按本系统约定", "the law does not say; this system's own rule"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_how_a_clause_is_cited(written: str, zh: str, en: str) -> None:
    assert (cite(written), cite(written, "en")) == (zh, en)


def test_an_article_that_names_its_own_law_names_it_once() -> None:
    assert cite_article(
        "社会保险法；劳动保障监察条例", "社会保险法第八十四条；监察条例第二十七条"
    ) == ("《社会保险法》第八十四条；《劳动保障监察条例》第二十七条")


@given(st.integers(min_value=1, max_value=9999))
def test_a_number_in_chinese_reads_back(number: int) -> None:
    assert read_number(in_chinese(number)) == number


@given(st.sampled_from(sorted(citation.names().laws)), st.integers(1, 1260), st.integers(1, 9))
def test_any_article_of_any_law_is_cited_and_stays_cited(
    law: str, article: int, paragraph: int
) -> None:
    said = cite(f"{law} {article}.{paragraph}")
    assert said.endswith(f"第{in_chinese(article)}条第{in_chinese(paragraph)}款")
    assert cite(said) == said
    assert cite(said, "en") == f"{citation.names().laws[law]}, art. {article}({paragraph})"
