"""What the long proof says: machine, settings, seeds, counts, durations and the verdict, for docs/proofs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from renshe.edge.bench.report import machine
from renshe.edge.prove_long.columns import Agreement
from renshe.edge.prove_long.kills import Kills
from renshe.edge.prove_long.together import ACKNOWLEDGED, Together

SHOWN = 20


@dataclass
class Proof:
    """One long proof: what was asked for and what each part found; a part that was left out is None."""

    asked: str
    seed: int
    settings: list[str] = field(default_factory=list)
    agreements: list[Agreement] | None = None
    kills: Kills | None = None
    together: Together | None = None
    seconds: float = 0.0

    @property
    def wrong(self) -> list[str]:
        """Everything that should not be; empty where the proof holds."""
        told = [
            f"{one.title}, {one.place}: {text}"
            for one in self.agreements or ()
            if not one.holds
            for text in (one.examples or ["nobody was compared"])
        ]
        told += self.kills.wrong if self.kills else []
        return told + (self.together.wrong if self.together else [])

    @property
    def verdict(self) -> str:
        """In one word, and what was left out."""
        if self.wrong:
            return "FAILED"
        parts = (self.agreements, self.kills, self.together)
        return (
            "HOLDS" if all(part is not None for part in parts) else "HOLDS, for the parts that ran"
        )


def write(path: Path, proof: Proof, on: dt.date) -> None:
    """Write the log; it replaces the former one."""
    lines = [
        "# The long proof",
        "",
        f"Written by `make prove-long` on {on}. Verdict: **{proof.verdict}**, after {_time(proof.seconds)}.",
        "",
        *(f"- {line}" for line in (*machine(), *proof.settings)),
        f"- asked for: {proof.asked}; seed {proof.seed}",
        "",
        *_columns(proof.agreements),
        *_kills(proof.kills),
        *_together(proof.together),
    ]
    if proof.wrong:
        lines += [
            "## What is wrong",
            "",
            *(f"- {_brief(text)}" for text in proof.wrong[:SHOWN]),
            "",
        ]
        lines += [f"and {len(proof.wrong) - SHOWN} more", ""] if len(proof.wrong) > SHOWN else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def _columns(agreements: Sequence[Agreement] | None) -> list[str]:
    if agreements is None:
        return []
    head = (
        "law",
        "place",
        "people",
        "values",
        "differing",
        "by explanation",
        "differing",
        "off the kernel",
        "time",
    )
    rows = [
        (
            one.title,
            one.place,
            f"{one.people:,}",
            f"{one.values:,}",
            f"{one.differing:,}",
            f"{one.explained:,}",
            f"{one.explained_differing:,}",
            f"{one.exact_rows:,}",
            _time(one.seconds),
        )
        for one in agreements
    ]
    return [
        "## Columns against independent columns",
        "",
        "Each person is computed by the engine's kernel and by integers that share no code with it; of the sample each"
        " amount is also explained one by one.",
        "",
        *_table(head, rows),
    ]


def _kills(kills: Kills | None) -> list[str]:
    if kills is None:
        return []
    where = [(place, f"{count:,}") for place, count in sorted(kills.where.items())]
    return [
        "## Kills at random instants",
        "",
        f"{kills.count} kills by SIGKILL in {kills.months} months of the small city ({_time(kills.seconds)}; an undisturbed"
        f" month takes {kills.undisturbed_seconds:.1f} s): {kills.process} of the run's process, {kills.database} of the"
        f" database with every backend. The run was started {kills.attempts} times;"
        f" {kills.busy} starts were told that the killed run's stage was still held. After each month every row of"
        " every table was compared with the month that nobody killed, every invariant proved, and the bank's orders"
        f" compared. Wrong: {len(kills.wrong)}.",
        "",
        *_table(("where the month stood after the kill", "kills"), where),
    ]


def _together(together: Together | None) -> list[str]:
    if together is None:
        return []
    told, held = together.told, together.held
    acts = sorted(name.removesuffix("_tried") for name in told if name.endswith("_tried"))
    rows = [
        (
            act,
            *(
                f"{told[f'{act}_{word}']:,}"
                for word in ("tried", "refused", "lost", "deadlocked", "fault")
            ),
        )
        for act in acts
    ]
    counts = [(name, f"{told[name]:,}", f"{held.get(name, 0):,}") for name in ACKNOWLEDGED]
    others = ", ".join(
        f"{name} {held[name]:,}" for name in sorted(held) if name not in ACKNOWLEDGED
    )
    return [
        f"## {together.writers} writers at once for {_time(together.seconds)}",
        "",
        "On the same employers and months. Refused: by the law or a check, in words. Lost: somebody else was quicker"
        f" with the same act. Afterwards {together.invariants} invariants were proved over all rows."
        f" Wrong: {len(together.wrong)}.",
        "",
        *_table(("act", "tried", "refused", "lost", "deadlocked", "fault"), rows),
        *_table(("what", "acknowledged", "in the database"), counts),
        f"Also held: {others}.",
        "",
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + " --- |" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def _brief(text: str) -> str:
    """The first and the last line of what was said: a fault's traceback is for the screen."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    return lines[0][:400] if len(lines) == 1 else f"{lines[0][:200]} … {lines[-1][:300]}"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"
