"""`renshe law`: ask the law, compute a file, sweep, compare two dates, check worked examples."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import yaml

from renshe.kernel.codes.citation import cite_article
from renshe.kernel.rules.examples import check_file
from renshe.kernel.rules.explanation import Node
from renshe.kernel.rules.facts import FactType
from renshe.kernel.rules.parameters import load_parameters
from renshe.kernel.rules.refusal import Refusal
from renshe.kernel.rules.ruleset import RuleSet

PLACES = {"zhuhai": "440400", "shanghai": "310000", "minhang": "310112", "guangdong": "440000"}
DEMO = Path(__file__).resolve().parents[1] / "demo"


@click.group(name="law")
def command() -> None:
    """法规：解释、计算、巡检、比较、核对例题 (explain, compute, sweep, diff, list, check)."""


def _law(assumptions: bool, parameters: tuple[Path, ...] = ()) -> RuleSet:
    from renshe.laws import library

    overlays = tuple(sorted(DEMO.glob("assumptions*.yaml"))) if assumptions else ()
    library.configure(
        overlays=(*overlays, *parameters), mode="demonstration" if assumptions else "production"
    )
    return library.ruleset()


def _place(_: Any, __: Any, value: str) -> str:
    return PLACES.get(value.lower(), value)


def _day(_: Any, __: Any, value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value if len(value) > 7 else f"{value}-01")
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no date; write 2025-10-01 or 2025-10") from error


place_option = click.option(
    "--place",
    callback=_place,
    default="310112",
    show_default=True,
    help="GB/T 2260 code, or zhuhai, shanghai, minhang, guangdong.",
)
on_option = click.option(
    "--on", callback=_day, required=True, help="The date the law looks at, 2025-10-01 or 2025-10."
)
assumptions_option = click.option(
    "--assumptions/--no-assumptions",
    default=True,
    show_default=True,
    help="Let the demonstration city's assumptions fill what the law leaves open.",
)


def read_facts(path: Path) -> dict[str, Any]:
    """Facts of one person from YAML or JSON; decimals stay exact because they are read as text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        facts = json.loads(text, parse_float=str)
    else:
        facts = yaml.load(text, Loader=_ExactLoader)
    if not isinstance(facts, dict):
        raise click.ClickException(f"{path}: expected one mapping of fact names to values")
    return facts


class _ExactLoader(yaml.SafeLoader):
    """YAML whose decimals stay text, so that 0.1 is one tenth."""


_ExactLoader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: loader.construct_scalar(node)
)


def _show(value: Any, unit: str) -> str:
    if isinstance(value, Fraction):
        if unit == "fen":
            return (
                f"{Fraction(value, 100).limit_denominator():}"
                if value.denominator > 1
                else f"{int(value) / 100:,.2f} 元"
            )
        if unit == "month" and value.denominator == 1:
            return f"{int(value) // 12:04d}-{int(value) % 12 + 1:02d}"
        if unit == "day" and value.denominator == 1:
            return dt.date.fromordinal(int(value)).isoformat()
        return str(value.numerator) if value.denominator == 1 else f"{float(value):.10g} ({value})"
    return "" if value is None else str(value)


def _print_tree(node: Node, depth: int, seen: set[str]) -> None:
    mark = f"  〔{node.confidence}〕" if node.confidence and node.confidence != "V" else ""
    clause = f"  [{cite_article(node.instrument, node.article)}]" if node.instrument else ""
    since = (
        f"  {node.valid_from}–{node.valid_to or ''}"
        if node.kind == "parameter" and node.valid_from
        else ""
    )
    value = "" if node.unit == "history" else f" = {_show(node.value, node.unit)}"
    click.echo(f"{'  ' * depth}{node.zh} {node.name}{value}{since}{clause}{mark}")
    if node.name in seen:
        return
    seen.add(node.name)
    if node.formula:
        rounding = f"   ⟶ {node.rounding} [{node.rounding_clause}]" if node.rounding else ""
        for line in node.formula.splitlines():
            click.echo(f"{'  ' * depth}    ┆ {line}")
        if rounding:
            click.echo(f"{'  ' * depth}    ┆{rounding}")
    for child in node.children:
        _print_tree(child, depth + 1, seen)


@command.command()
@click.argument("target")
@place_option
@on_option
@click.option(
    "--known-on", callback=_day, default=None, help="Use only what was known by this day."
)
@click.option("--facts", "facts_file", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True, help="The versioned tree as JSON.")
@assumptions_option
def explain(
    target: str,
    place: str,
    on: dt.date,
    known_on: dt.date | None,
    facts_file: Path,
    as_json: bool,
    assumptions: bool,
) -> None:
    """Explain TARGET for one person: the value and the tree of rules, parameters and facts."""
    from renshe.laws import library

    law = _law(assumptions)
    if target not in law.rules:
        raise click.ClickException(f"{target} is no target; see `renshe law list`")
    try:
        explained = library.explain(
            target, read_facts(facts_file), place=place, on=on, known_on=known_on
        )
    except Refusal as refusal:
        raise click.ClickException(
            f"{refusal.describe('zh')}\n{refusal}\n  at {' → '.join(refusal.path)}"
        ) from None
    if as_json:
        click.echo(json.dumps(explained.to_dict(), ensure_ascii=False, indent=2))
        return
    _print_tree(explained.root, 0, set())
    click.echo(
        f"把握程度 confidence {explained.confidence} · 法规集 rule set {explained.ruleset_hash[:16]}"
    )


@command.command()
@click.argument("targets", nargs=-1, required=True)
@place_option
@on_option
@click.option("--known-on", callback=_day, default=None)
@click.option(
    "--in",
    "source",
    type=click.Path(exists=True, path_type=Path),
    required=True,
    help="Parquet or CSV of facts.",
)
@click.option(
    "--out",
    "target_file",
    type=click.Path(path_type=Path),
    required=True,
    help="Parquet or CSV to write.",
)
@click.option(
    "--kernel",
    "kernel_file",
    type=click.Path(path_type=Path),
    help="Keep the generated kernel's source here.",
)
@assumptions_option
def compute(
    targets: tuple[str, ...],
    place: str,
    on: dt.date,
    known_on: dt.date | None,
    source: Path,
    target_file: Path,
    kernel_file: Path | None,
    assumptions: bool,
) -> None:
    """Compute TARGETS for a whole file; columns are named like the facts, money is fen."""
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    from renshe.laws import library

    _law(assumptions)
    table = pq.read_table(source) if source.suffix == ".parquet" else pa_csv.read_csv(source)
    try:
        result = library.compute(list(targets), table, place=place, on=on, known_on=known_on)
    except (Refusal, KeyError, TypeError) as error:
        raise click.ClickException(str(error)) from None
    joined = table
    for name in result.table.column_names:
        joined = joined.append_column(name, result.table.column(name))
    if target_file.suffix == ".parquet":
        pq.write_table(joined, target_file)
    else:
        pa_csv.write_csv(joined, target_file)
    if kernel_file:
        kernel_file.write_text(result.source, encoding="utf-8")
    for row, refusal in result.refused[:20]:
        click.echo(f"第 {row + 1} 行 row {row + 1}: {refusal.describe('zh')}", err=True)
    click.echo(
        f"{table.num_rows:,} rows, {len(result.refused):,} refused, {result.exact_rows:,} by the exact way "
        f"({result.exact_share:.4%})"
        + (f"; not compiled: {result.why_not_compiled}" if result.why_not_compiled else "")
    )


@command.command()
@click.option("--since", callback=_day, default="2005-01-01", show_default=True)
@click.option("--until", callback=_day, default="2026-12-31", show_default=True)
@assumptions_option
def sweep(since: dt.date, until: dt.date, assumptions: bool) -> None:
    """Every change date and both places: no gap, no overlap, no cycle, nothing unused."""
    from renshe.kernel.rules.sweep import gaps, overlaps, unresolved, unused

    law = _law(assumptions)
    findings = [*overlaps(law), *unused(law), *gaps(law)]
    findings += unresolved(
        law, places=("310112", "440402"), targets=MONTH_TARGETS, since=since, until=until
    )
    for finding in findings:
        click.echo(
            f"{finding.kind:8} {finding.name:40} {finding.place:7} {finding.on:10} {finding.detail}"
        )
    click.echo(f"{len(findings)} findings")
    if findings:
        raise SystemExit(1)


MONTH_TARGETS = (
    "pension_employer",
    "pension_personal",
    "medical_employer",
    "medical_personal",
    "unemployment_employer",
    "unemployment_personal",
    "injury_employer",
    "account_credit",
)


@command.command()
@click.argument("a")
@click.argument("b")
@place_option
@assumptions_option
@click.option(
    "--with",
    "parameters",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="More parameter files for B: A is the law as it stands, B the law with these rows.",
)
def diff(a: str, b: str, place: str, assumptions: bool, parameters: tuple[Path, ...]) -> None:
    """What changes between dates A and B, or between two parameter sets (same date twice, with --with)."""
    from renshe.kernel.rules.sweep import differences

    law = _law(assumptions)
    after = (
        law.with_parameters(*(load_parameters(path) for path in parameters)) if parameters else law
    )
    first, second = _day(None, None, a), _day(None, None, b)
    assert first is not None
    assert second is not None
    changes = differences((law, first), (after, second), place=place)
    for change in changes:
        click.echo(f"{change.kind:9} {change.name}\n    - {change.before}\n    + {change.after}")
    click.echo(f"{len(changes)} changes at {place} between {first} and {second}")


@command.command(name="list")
@click.argument("pattern", required=False, default="")
@click.option("--facts", "show_facts", is_flag=True, help="Each target's facts as well.")
def list_targets(pattern: str, show_facts: bool) -> None:
    """Targets with unit, title and places; with --facts what each must be told."""
    law = _law(assumptions=True)
    for name in sorted(law.rules):
        if pattern and pattern not in name:
            continue
        versions = law.rules[name]
        places = ",".join(dict.fromkeys(rule.place for rule in versions))
        click.echo(
            f"{name:36} {versions[-1].unit:7} {versions[-1].zh}  [{places}] {len(versions)} 版"
        )
        if show_facts:
            for fact in sorted(facts_of(law, name)):
                kind = law.facts[fact]
                note = (
                    f"{kind.unit} {kind.low}..{kind.high}"
                    if isinstance(kind, FactType) and not kind.values
                    else (
                        " | ".join(kind.values)
                        if isinstance(kind, FactType)
                        else f"history of {', '.join(kind.fields)}"
                    )
                )
                click.echo(f"    {fact:34} {kind.zh}  {note}")


def facts_of(law: RuleSet, target: str) -> set[str]:
    """All facts that any version of a target may ask for."""
    found: set[str] = set()
    seen: set[str] = set()
    stack = [target]
    while stack:
        name = stack.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in law.facts:
            found.add(name)
        for rule in law.rules.get(name, ()):
            stack.extend(rule.dependencies)
    return found


@command.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--assumptions/--no-assumptions", default=False, show_default=True)
@click.option("--only-failures", is_flag=True)
def check(files: tuple[Path, ...], assumptions: bool, only_failures: bool) -> None:
    """Run worked examples: per id pass, fail with the difference, or not covered; then the totals."""
    from renshe.laws import library

    overlays = tuple(sorted(DEMO.glob("assumptions*.yaml"))) if assumptions else ()
    library.configure(overlays=overlays, mode="demonstration")
    law = library.ruleset()
    totals = {"pass": 0, "fail": 0, "not covered": 0}
    for path in files:
        try:
            verdicts = check_file(law, library.bindings(), path)
        except (ValueError, yaml.YAMLError) as error:
            raise click.ClickException(str(error)) from None
        for verdict in verdicts:
            totals[verdict.outcome] += 1
            if not only_failures or verdict.outcome == "fail":
                click.echo(f"{verdict.id:14} {verdict.outcome:12} {verdict.detail}")
    click.echo(f"pass {totals['pass']}, fail {totals['fail']}, not covered {totals['not covered']}")
    if totals["fail"]:
        raise SystemExit(1)
