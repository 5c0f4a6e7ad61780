"""The library of laws in force: one rule set for the process, and the two questions to it.

``configure`` is called once at the edge: which overlay files (the demonstration city's assumptions, a
bureau's adopted parameters) join the law, and whether unconfirmed parameters may compute at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import renshe.laws
from renshe.kernel.rules.examples import Binding, load_bindings
from renshe.kernel.rules.explain import explain_with
from renshe.kernel.rules.explanation import Explanation
from renshe.kernel.rules.ruleset import RuleSet, load_package

if TYPE_CHECKING:
    import pyarrow as pa

    from renshe.kernel.rules.compute import Computed

_SETTINGS: dict[str, Any] = {"overlays": (), "mode": "production"}


def configure(*, overlays: Sequence[Path] = (), mode: str = "production") -> None:
    """Choose overlay parameter files and the mode (``demonstration`` or ``production``) of this process."""
    _SETTINGS["overlays"] = tuple(overlays)
    _SETTINGS["mode"] = mode


def configured() -> tuple[tuple[Path, ...], str]:
    """The overlays and the mode of this process, as ``configure`` takes them."""
    return _SETTINGS["overlays"], str(_SETTINGS["mode"])


@lru_cache(maxsize=6)
def _load(overlays: tuple[Path, ...]) -> RuleSet:
    return load_package(renshe.laws, overlays)


def ruleset() -> RuleSet:
    """The laws with the configured overlays."""
    return _load(_SETTINGS["overlays"])


def law_alone() -> RuleSet:
    """The laws without any overlay: what the catalogue itself says."""
    return _load(())


@lru_cache(maxsize=1)
def bindings() -> dict[str, list[Binding]]:
    """How worked examples are read, by the example's rule."""
    return load_bindings(renshe.laws)


def mode() -> str:
    """``demonstration`` or ``production``."""
    return str(_SETTINGS["mode"])


def explain(
    target: str,
    facts: Mapping[str, Any],
    *,
    place: str,
    on: dt.date,
    known_on: dt.date | None = None,
    given: Mapping[str, Any] | None = None,
    also: tuple[str, ...] = (),
) -> Explanation:
    """One person's amount with its tree; raises :class:`renshe.kernel.rules.Refusal`."""
    return explain_with(
        ruleset(),
        target,
        facts,
        place=place,
        on=on,
        known_on=known_on,
        given=given,
        mode=mode(),
        also=also,
    )


def compute(
    targets: Sequence[str],
    table: pa.Table,
    *,
    place: str,
    on: dt.date,
    known_on: dt.date | None = None,
    threads: int = 2,
    handed_in: tuple[str, ...] = (),
) -> Computed:
    """Amounts for a whole table through the generated kernel; needs the compiler, so not in web processes.

    `handed_in` names rules whose amounts are columns of the table, as an old system handed them over.
    """
    from renshe.kernel.rules.compute import compute_with

    return compute_with(
        _with_handed_in(_SETTINGS["overlays"], handed_in) if handed_in else ruleset(),
        targets,
        table,
        place=place,
        on=on,
        known_on=known_on,
        mode=mode(),
        threads=threads,
    )


@lru_cache(maxsize=8)
def _with_handed_in(overlays: tuple[Path, ...], names: tuple[str, ...]) -> RuleSet:
    return _load(overlays).with_handed_in(names)
