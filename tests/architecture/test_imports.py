"""Imports point downward; every domain is entered by its api alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "renshe"


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        ["lint-imports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        },
    )
    assert done.returncode == 0, (
        "see .importlinter and docs/decisions/0001; what two service items need is a domain's door or a flow's; a portal asks a"
        f" domain for what it wanted of a gateway\n{done.stdout[-3000:]}{done.stderr[-2000:]}"
    )


def _imports(path: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.extend((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            found.extend((node.lineno, alias.name) for alias in node.names)
    return found


def test_a_domain_is_entered_only_by_its_api() -> None:
    trespasses = []
    for path in SOURCE.rglob("*.py"):
        inside = path.relative_to(SOURCE).parts
        for line, name in _imports(path):
            parts = name.split(".")
            if parts[:2] != ["renshe", "domains"] or len(parts) < 4:
                continue
            own = inside[0] == "domains" and len(inside) > 1 and inside[1] == parts[2]
            if not own and parts[3] != "api" and not path.name.startswith(("test_", "conftest")):
                trespasses.append(f"{path.relative_to(ROOT)}:{line}: {name}")
    assert not trespasses, "use renshe.domains.<x>.api (docs/decisions/0001)\n" + "\n".join(
        trespasses
    )


def test_string_foreign_keys_obey_the_order_of_domains() -> None:
    from renshe.edge.discovery import DOMAIN_ORDER

    wrong = []
    for number, domain in enumerate(DOMAIN_ORDER):
        for path in (SOURCE / "domains" / domain).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            wrong.extend(
                f"{path.relative_to(ROOT)}: refers to {upper}"
                for upper in DOMAIN_ORDER[number + 1 :]
                if f'"{upper}.' in text and "ForeignKey" in text
            )
    assert not wrong, "\n".join(wrong)
