"""Every declared item is whole: loadable, in both languages, with its basis, its code and a story.

What the generator makes is proved beside it, in `edge/commands/test_new.py`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.services import catalogue as items

CODES = sorted(items.catalogue())
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FUNCTIONS = ("prefill", "examine", "grant", "reverse")
FEWEST_WORDS = 3
# Examples of Chinese that may stand in an English note, because that is what is to be typed.
QUOTED = re.compile(r"(?i)such as [^;,.]*|or the chinese name")


def every_text(item: cases.Item) -> Iterator[tuple[str, cases.Words]]:
    """Every text of an item that people read, with where it stands."""
    yield "name", item.name
    yield "summary", item.summary
    yield "result", item.result
    yield "fee", item.fee
    yield from ((f"condition {number}", one) for number, one in enumerate(item.conditions, 1))
    for field in item.fields:
        yield field.key, field.name
        yield from ((f"{field.key}={code}", one) for code, one in field.choices.items())
        if field.note.zh or field.note.en:
            yield f"{field.key} note", field.note
    yield from ((material.key, material.name) for material in item.materials)


@pytest.mark.parametrize("code", CODES)
def test_an_item_is_told_in_both_languages(code: str) -> None:
    """Chinese holds Chinese; English is there and holds none but what is to be typed."""
    bad = []
    for where, words in every_text(items.declared(code).item):
        if not words.zh.strip() or not words.en.strip():
            bad.append(f"{where}: a language is missing")
        elif not CHINESE.search(words.zh) and not words.zh.isascii():
            bad.append(f"{where}: {words.zh}")
        elif CHINESE.search(QUOTED.sub("", words.en)):
            bad.append(f"{where}: {words.en}")
    assert bad == []


@pytest.mark.parametrize("code", CODES)
def test_an_item_names_its_basis_and_every_paper_has_one(code: str) -> None:
    """What has no basis in law is not asked for (社会保险经办条例 31)."""
    item = items.declared(code).item
    thin = [one.instrument for one in item.basis if not one.instrument or len(one.says) <= 5]
    assert not thin, f"{code}: `says` of a basis is what its article says, in a clause: {thin}"
    bare = [one.key for one in item.materials if not one.basis.strip()]
    assert not bare, f"{code}: papers without a `basis` in law may not be asked for: {bare}"
    assert item.clock.basis.strip(), f"{code}: clock.basis is a clause, or owner-default and why"
    assert item.archive_class.strip(), f"{code}: archive.class is empty"


@pytest.mark.parametrize("code", CODES)
def test_an_item_is_found_by_everyday_words_and_applied_for_by_roles_that_exist(code: str) -> None:
    """Its own words lead to it, in Chinese and in English."""
    item = items.declared(code).item
    assert len(set(item.words)) >= FEWEST_WORDS, f"{code}: at least {FEWEST_WORDS} different words"
    assert any(CHINESE.search(word) for word in item.words), f"{code}: no word in Chinese"
    assert [word for word in item.words if item not in items.search(word)] == []
    unknown = sorted(set(item.applicants) - set(identity.RoleCode.values))
    assert not unknown, f"{code}: applicants are roles of domains/identity/roles.py: {unknown}"
    assert item.applicants, f"{code}: nobody may apply"
    assert item.channels, f"{code}: no channel"
    assert item.handles in identity.ACTIONS, f"{code}: handles is an action of identity.ACTIONS"


@pytest.mark.parametrize("code", CODES)
def test_an_item_has_its_four_functions_and_its_story(code: str) -> None:
    """`grant` is always the item's own; what it cannot undo, `Plain` refuses for it."""
    service = items.declared(code).service
    for name in FUNCTIONS:
        parameters = list(inspect.signature(getattr(service, name)).parameters)
        assert parameters == ["asked", "reference"][: len(parameters)]
        assert len(parameters) == 1 + (name == "reverse")
    folder = items.SERVICES.joinpath(*code.split("."))
    assert list(folder.glob("test_*.py")), f"{code} has no story"


def test_the_first_hit_for_what_people_type_is_the_item_they_mean() -> None:
    """A handful of searches as they are typed."""
    wanted = {
        "换手机号": "registration.change_contact", "减员": "registration.leave", "灵活就业": "registration.enrol_flexible",
        "新员工": "registration.hire", "名字写错了": "registration.correct_person", "退钱": "contributions.refund",
        "拖欠工资": "labour.complain", "劳动仲裁": "labour.apply_arbitration", "分期": "contributions.instalment_plan",
    }  # fmt: skip
    found = {text: [one.code for one in items.search(text)][:1] for text in wanted}
    assert found == {text: [code] for text, code in wanted.items()}
