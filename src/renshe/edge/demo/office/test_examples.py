"""Every item that makes a case has a made-up request, and every example is one that its item's form takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from renshe.edge.demo.office import town
from renshe.edge.demo.office.examples import BadExample, _read, examples
from renshe.edge.demo.office.plan import BY_INSTITUTIONS, RECIPES
from renshe.kernel.yaml_files import read_yaml
from renshe.services.catalogue import catalogue


def test_every_item_that_makes_a_case_has_a_request_in_the_demonstration() -> None:
    items = {code for code, one in catalogue().items() if one.item.door is None}
    missing = sorted(items - set(RECIPES) - BY_INSTITUTIONS)
    assert not missing, (
        "the demonstration city has no case of these, so their pages would be empty. Put an example.yaml (who, answers, "
        f"ground) beside service.yaml, as `renshe new service` does, or a recipe into plan.RECIPES: {missing}"
    )
    gone = sorted(set(RECIPES) - items)
    assert not gone, f"a recipe in plan.RECIPES of an item that is not there: {gone}"


def test_every_item_has_the_ground_of_a_refusal() -> None:
    texts = Path(town.__file__).with_name("texts.yaml").read_text(encoding="utf-8")
    grounds = set(read_yaml(texts)["grounds"])
    missing = sorted(set(RECIPES) - grounds - set(examples()))
    assert not missing, (
        f"say in edge/demo/office/texts.yaml, grounds, why one is refused: {missing}"
    )


def test_every_example_answers_its_form() -> None:
    for code, told in examples().items():
        item = catalogue()[code].item
        keys = {field.key for field in item.fields}
        unknown = sorted(set(told.answers) - keys)
        assert not unknown, f"{code}: no such field: {unknown}"
        needed = {field.key for field in item.fields if field.required and field.when is None}
        unanswered = sorted(needed - set(told.answers))
        assert not unanswered, f"{code}: not answered: {unanswered}"


def test_an_example_with_another_key_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "labour" / "ask"
    folder.mkdir(parents=True)
    (folder / "example.yaml").write_text("who: employee\nanswer: {}\n", encoding="utf-8")
    with pytest.raises(BadExample, match="nothing else"):
        list(_read(tmp_path))
