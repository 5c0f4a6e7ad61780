"""Every run names the totals that must agree, and each of them is really proved somewhere."""

from __future__ import annotations

from pathlib import Path

import yaml

from renshe.edge.commands.prove import all_invariants

RUNS = Path(__file__).parents[2] / "src" / "renshe" / "runs"


def test_every_run_has_controls_and_each_is_proved_by_the_run_or_by_an_invariant() -> None:
    known = {invariant.name for _, invariant in all_invariants()}
    wrong = []
    for run in sorted(RUNS.glob("*/run.py")):
        path = run.parent / "controls.yaml"
        if not path.exists():
            wrong.append(f"{run.parent.name}: no controls.yaml (docs/recipes/add-a-run.md)")
            continue
        for control in yaml.safe_load(path.read_text(encoding="utf-8"))["controls"]:
            named = control.get("invariant")
            if named and named not in known:
                wrong.append(f"{run.parent.name}: {named} is no invariant")
            if not named and not ({"left", "right"} <= set(control)):
                wrong.append(f"{run.parent.name}: {control.get('id')} compares nothing")
    assert not wrong, "\n".join(wrong)
