"""The glossary is total: every word of the law, every table and every run has one Chinese legal term."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from django.apps import apps

from renshe.laws import library

ROOT = Path(__file__).parents[2]
GLOSSARY = yaml.safe_load((ROOT / "GLOSSARY.yaml").read_text(encoding="utf-8"))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_every_word_of_the_law_has_its_term() -> None:
    law = library.ruleset()
    names = set(law.rules) | set(law.parameters.parameters) | set(law.facts)
    missing = sorted(names - set(GLOSSARY))
    assert not missing, "add to GLOSSARY.yaml: identifier: {zh, en, article}\n" + "\n".join(missing)


def test_every_table_of_ours_has_its_term() -> None:
    tables = {
        _snake(model.__name__)
        for model in apps.get_models()
        if model.__module__.startswith("renshe.domains.")
    }
    missing = sorted(tables - set(GLOSSARY))
    assert not missing, (
        "a table is named in GLOSSARY.yaml, as `identifier: {zh: …, en: …, article: …}`; article is the clause that knows the "
        "thing, or owner-default:\n" + "\n".join(missing)
    )


def test_every_run_has_its_term() -> None:
    runs = {p.parent.name for p in (ROOT / "src" / "renshe" / "runs").glob("*/run.py")}
    missing = sorted(runs - set(GLOSSARY))
    assert not missing, "add to GLOSSARY.yaml\n" + "\n".join(missing)


def test_every_entry_is_complete_and_holds_no_pinyin_for_an_identifier() -> None:
    broken = [
        name
        for name, body in GLOSSARY.items()
        if not re.fullmatch(r"[a-z][a-z0-9_.]*", name)
        or set(body) < {"zh", "en", "article"}
        or not re.search(r"[\u4e00-\u9fff]", body["zh"])
        or re.search(r"[\u4e00-\u9fff]", body["en"])
    ]
    assert not broken, f"an entry has zh (Chinese), en (English) and article: {broken}"
