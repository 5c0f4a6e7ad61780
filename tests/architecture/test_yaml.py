"""YAML is read through one door: the slow reader cost seconds at every start, one file at a time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from renshe.kernel.yaml_files import read_yaml

SOURCE = Path(__file__).parents[2] / "src" / "renshe"
DIRECT = re.compile(r"\byaml\.(safe_load|load|full_load)\b")
ALLOWED = {
    "kernel/yaml_files.py",
    "edge/commands/law.py",  # facts keep their decimals as they were written
}


def test_nobody_reads_yaml_past_the_door() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and DIRECT.search(path.read_text(encoding="utf-8"))
    }
    assert found - ALLOWED == set()


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("service.yaml"))[:3], ids=str)
def test_the_door_yields_what_the_plain_reader_yields(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_yaml(text) == yaml.safe_load(text)


def test_a_document_can_make_no_objects() -> None:
    with pytest.raises(yaml.YAMLError):
        read_yaml("!!python/object/apply:os.getcwd []")
