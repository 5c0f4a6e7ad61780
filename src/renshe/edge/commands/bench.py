"""`renshe bench`: measure, and write docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[4]
PARTS = ("rules", "month", "pensions", "certification", "import", "pages")


@click.command(name="bench")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Only these; default all.")
@click.option(
    "--people",
    default=1_000_000,
    show_default=True,
    help="The largest city of the month and page benchmarks.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=ROOT / "docs" / "benchmarks.md",
    show_default=False,
)
def command(only: tuple[str, ...], people: int, out: Path) -> None:
    """测速：法规、月度运行、养老金年度调整、名册导入、页面 (rules, month run, pensions of a year, import, pages)."""
    from renshe.edge.bench import report

    chosen = only or PARTS
    sections: list[report.Section] = []
    settings: list[str] = []
    if "rules" in chosen:
        from renshe.edge.bench import rules

        sections.append(rules.measure())
        click.echo(sections[-1].markdown())
    if set(chosen) - {"rules"}:
        from renshe.edge.bench import city

        for section in city.measure(
            parts=[p for p in chosen if p != "rules"], people=people, settings=settings
        ):
            sections.append(section)
            click.echo(section.markdown())
    report.write(out, sections, dt.datetime.now(tz=dt.UTC).date(), settings)
    click.echo(f"written: {out}")
