"""A generated item loads and its story passes, in a folder beside ours; what cannot be made is refused."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import renshe.services
from renshe.domains import conftest as made_up
from renshe.domains.cases import api as cases
from renshe.edge.commands import new
from renshe.edge.demo.office.examples import examples
from renshe.kernel.codes import citation
from renshe.services import catalogue as items
from renshe.services import conftest as stories
from renshe.services import test_catalogue
from renshe.services.conftest import Office

office, make_person, make_employer = stories.office, stories.make_person, stories.make_employer
ROOT = Path(__file__).resolve().parents[4]
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
    for name in [name for name in sys.modules if name.startswith("renshe.services.trying_out")]:
        del sys.modules[name]


@pytest.mark.parametrize("subject", ["person", "employer"])
def test_a_generated_item_loads_and_its_story_passes(
    another_house: Path, office: Callable[..., Office], subject: str,
    make_person: Callable[..., Any], make_employer: Callable[..., Any],
) -> None:  # fmt: skip
    """From the command line to a closed case, without a line of code written."""
    given = [part for key, value in ANSWERS.items() for part in (f"--{key}", value)]
    name = f"close_{subject}"
    house = ["--subject", subject, "--into", str(another_house)]
    args = ["service", "trying_out", name, *house, *given]
    done = CliRunner().invoke(new.command, args)
    assert (done.exit_code, done.exception) == (0, None), done.output
    declared = items.declared(f"trying_out.{name}")
    assert declared.item.name == cases.Words(ANSWERS["zh"], ANSWERS["en"])
    assert declared.item.words[:3] == ("公司注销", "关门", "不干了")
    story = importlib.import_module(f"renshe.services.trying_out.{name}.test_story")
    told = [one for name, one in vars(story).items() if name.startswith("test_")]
    assert len(told) == 3
    for number, one in enumerate(told):
        about = (
            make_person(id_number=made_up.id_number(sequence=101 + 2 * number))
            if subject == "person"
            else make_employer(number + 1)
        )
        one(office, lambda about=about: about)


@pytest.mark.parametrize("subject", ["person", "employer"])
def test_a_generated_item_passes_what_the_suite_asks_of_every_item_untouched(
    another_house: Path, subject: str
) -> None:
    """The catalogue's checks, the citations, the example for the demonstration, and the style of its code."""
    name = f"open_{subject}"
    folder = new.make_service(
        into=another_house, group="trying_out", name=name, subject=subject, **ANSWERS
    )
    code = f"trying_out.{name}"
    checks = [
        one for one in vars(test_catalogue).values()
        if callable(one) and list(getattr(one, "__annotations__", ())) == ["code", "return"]
    ]  # fmt: skip
    assert len(checks) == 4, "every check that takes an item's code"
    for check in checks:
        check(code)
    item = items.declared(code).item
    for basis in {one.basis for one in item.materials} | {item.clock.basis, item.remedy.basis}:
        assert list(citation.wanting(basis)) == []
        assert not re.search(r"[\u4e00-\u9fff]", citation.cite(basis, "en"))
    (example,) = examples().values()
    assert set(example.answers) == {"why"}
    assert example.ground
    ruff = str(Path(sys.executable).with_name("ruff"))
    config = ["--config", str(ROOT / "pyproject.toml")]
    for how in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff, *how, *config, str(folder)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_group_that_nobody_has_put_into_words_is_refused_with_those_there_are() -> None:
    """Its heading in the guides would be missing."""
    with pytest.raises(ValueError, match=r"contributions, .*registration.*groups\.py"):
        new.make_service(into=new.SERVICES, group="trying_out", name="close_it", **ANSWERS)


@pytest.mark.parametrize(
    ("group", "needed", "after"),
    [
        ("contributions", False, ""),
        ("registration", True, "renshe.services.registration.hire"),
        ("labour", True, "renshe.services.contributions.*"),
    ],
)
def test_an_item_is_named_in_the_contract_of_its_group(
    tmp_path: Path, group: str, needed: bool, after: str
) -> None:
    """Where the group is not named as a whole; the second time there is nothing to do."""
    contracts = tmp_path / ".importlinter"
    contracts.write_text(
        "modules =\n    renshe.services.contributions.*\n    renshe.services.registration.hire\n# end\n"
    )
    assert new.name_in_contract(contracts, group=group, name="close_it") is needed
    assert new.name_in_contract(contracts, group=group, name="close_it") is False
    assert (
        f"    {after}\n    renshe.services.{group}.close_it\n" in contracts.read_text()
    ) is needed


def test_a_law_without_an_english_name_is_told(another_house: Path) -> None:
    """So that the citations of the suite do not fail later."""
    given = {**ANSWERS, "instrument": "中华人民共和国陆生野生动物法"}
    flags = [part for key, value in given.items() for part in (f"--{key}", value)]
    args = ["service", "trying_out", "see_it", "--into", str(another_house), *flags]
    said = CliRunner().invoke(new.command, args).output
    assert "陆生野生动物法" in said
    assert "instruments.yaml" in said
    assert items.declared("trying_out.see_it").item.basis[0].instrument == "陆生野生动物法"


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
