"""A generated item loads and its story passes, in a folder beside ours; what cannot be made is refused."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import renshe.services
from renshe.domains import conftest as made_up
from renshe.domains.cases import api as cases
from renshe.edge.commands import new
from renshe.services import catalogue as items
from renshe.services import conftest as stories
from renshe.services.conftest import Office

office, make_person = stories.office, stories.make_person
ANSWERS = {
    "zh": "单位注销登记", "en": "Closing an employer: the \"last\" step", "words": "公司注销，关门、不干了",
    "instrument": "社会保险经办条例", "article": "10", "says": "用人单位注销社会保险登记的，应当先结清欠缴",
}  # fmt: skip


@pytest.fixture
def another_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of services beside ours, from which items can be imported as if they were ours."""
    monkeypatch.setattr(items, "SERVICES", tmp_path)
    monkeypatch.setattr(renshe.services, "__path__", [*renshe.services.__path__, str(tmp_path)])
    items.catalogue.cache_clear()
    yield tmp_path
    items.catalogue.cache_clear()


def test_a_generated_item_loads_and_its_story_passes(
    another_house: Path, office: Callable[..., Office], make_person: Callable[..., Any]
) -> None:
    """From the command line to a closed case, without a line of code written."""
    given = [part for key, value in ANSWERS.items() for part in (f"--{key}", value)]
    args = ["service", "trying_out", "close_it", "--into", str(another_house), *given]
    done = CliRunner().invoke(new.command, args)
    assert (done.exit_code, done.exception) == (0, None), done.output
    declared = items.declared("trying_out.close_it")
    assert declared.item.name == cases.Words(ANSWERS["zh"], ANSWERS["en"])
    assert declared.item.words[:3] == ("公司注销", "关门", "不干了")
    story = importlib.import_module("renshe.services.trying_out.close_it.test_story")
    told = [one for name, one in vars(story).items() if name.startswith("test_")]
    assert len(told) == 3
    for number, one in enumerate(told):
        person = make_person(id_number=made_up.id_number(sequence=101 + 2 * number))
        one(office, lambda person=person: person)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "Close-It"}, "small letters"),
        ({"zh": "Close"}, "in Chinese"),
        ({"en": "注销"}, "in English"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    """Before anything is written."""
    answers = {"group": "trying_out", "name": "close_it", **ANSWERS, **changed}
    with pytest.raises(ValueError, match=told):
        new.make_service(into=tmp_path, **answers)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """The second time says so."""
    answers = {"into": tmp_path, "group": "trying_out", "name": "close_it", **ANSWERS}
    new.make_service(**answers)
    with pytest.raises(ValueError, match="already"):
        new.make_service(**answers)
