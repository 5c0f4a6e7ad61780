"""Certification of the demonstration city: last proofs, what other bodies know, and how well that is found.

The files lie in the shared folder as they would come; they are made from the truth and from noise (mistyped numbers, other
names, deaths of people who are alive), so that `renshe certification rate` can say what was found, missed and false.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
from django.db import connection

from renshe.domains.audit import api as audit
from renshe.domains.certification.api import Hit
from renshe.edge.demo.city import City
from renshe.edge.demo.days import dates, days_of
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.truth import Truth, read_truths, truth_folder
from renshe.edge.home import home
from renshe.foundation.bulk import copy_rows
from renshe.gateways.population.contract import PopulationFiles
from renshe.gateways.population.simulator import SimulatedBody, Slips, Told
from renshe.kernel.periods import first_day
from renshe.runs.context import RunContext, begin
from renshe.runs.eligibility_comparison.run import run as compare

SOURCES = ("comparison", "self_service", "counter", "home_visit")
_SHARES = (62, 90, 98, 100)
_EVIDENCE = (
    "医保就医信息比对（旧系统）",
    "本人网上认证（旧系统）",
    "窗口核对身份证（旧系统）",
    "社区上门核实（旧系统）",
)
PLANTED = {
    "death": ("pension_after_death", "death_learned_later"),
    "custody": ("pension_in_custody",),
}
"""What a file could know of, by kind of truth."""
RATE = "eligibility_rate"
"""The run under which the counts of a measurement are kept."""
SLIPS = Slips(number=25, name=20, day=5)
FALSE_PERMILLE, STRANGERS = 30, 40
_DUE_SOON_DAYS = 60


def certify(*, city: City, truths: Iterable[Truth]) -> None:
    """The proofs of the city's pensioners, and the files of other bodies in the shared folder."""
    load_proofs(draws=city.draws, as_of=city.as_of, recorded_at=city.recorded_at)
    write_files(truths=truths, place=city.plan.place, draws=city.draws, as_of=city.as_of)


def load_proofs(*, draws: Draws, as_of: dt.date, recorded_at: str) -> int:
    """One proof for each pensioner on the city's day; returns how many.

    Most within the last twelve months, some due within two months, those whom the old system stopped long ago, and one
    in a hundred just overdue and not stopped yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.person_id, w.starts_month, EXISTS (SELECT FROM pension_hold h WHERE h.person_id = w.person_id"
            "   AND h.kind = 'overdue_certification') FROM pension_award w WHERE w.state IN ('final', 'suspended') ORDER BY 1"
        )
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 3)
    person, starts, stopped = rows.T
    ago = draws.integers("certified ago", person, 300)
    drawn = draws.integers("certified how", person, 1000)
    ago = np.where(drawn < 60, 366 - draws.integers("certified soon", person, _DUE_SOON_DAYS), ago)
    ago = np.where(drawn < 10, 367 + draws.integers("certified late", person, 30), ago)
    ago = np.where(stopped == 1, 366 + 270 + draws.integers("certified long ago", person, 60), ago)
    today = days_of(as_of)
    born = np.array([days_of(first_day(int(month))) for month in starts], dtype=np.int64)
    proved = np.maximum(today - ago, np.where(stopped == 1, 0, np.minimum(born, today)))
    way = np.searchsorted(
        np.array(_SHARES), draws.integers("certified by", person, 100), side="right"
    )
    count = len(person)
    return copy_rows(
        table="certification_proof",
        data=pa.table(
            {
                "person_id": person,
                "proved_on": dates(proved),
                "source": pa.array(SOURCES).take(pa.array(way)),
                "evidence": pa.array(_EVIDENCE).take(pa.array(way)),
                "reference": pa.array([""] * count, pa.string()),
                "recorded_by": pa.array(["take_over"] * count, pa.string()),
                "recorded_at": pa.array([recorded_at] * count, pa.string()),
            }
        ),
    )


def write_files(*, truths: Iterable[Truth], place: str, draws: Draws, as_of: dt.date) -> list[str]:
    """Files of deaths and prison terms as other bodies would send them, made from the truth and noise; their names."""
    known = list(truths)
    made = []
    for sequence, (kind, planted) in enumerate(PLANTED.items(), 1):
        told = [*_true(known, planted), *_noise(kind, draws=draws, as_of=as_of)]
        order = draws.words(f"file of {kind}", np.arange(len(told), dtype=np.int64))
        told = [told[at] for at in np.argsort(order, kind="stable")]
        body = SimulatedBody(seed=draws.seed, slips=SLIPS)
        content = body.file(
            kind=kind, place=place, sequence=sequence, made_on=as_of, told=[one for one in told if one.event_on <= as_of]
        )  # fmt: skip
        name = f"population_{kind}_{place}_{sequence:06d}.txt"
        folder = home() / "population" / "in"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        made.append(name)
    return made


def _true(truths: list[Truth], kinds: tuple[str, ...]) -> list[Told]:
    """What is really so, with the people's own numbers and names."""
    months = {
        one.subject: one.detail.get("died_month", one.detail.get("from_month"))
        for one in truths
        if one.kind in kinds
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, id_number, name FROM registry_person WHERE id = ANY(%s) ORDER BY id", [sorted(months)]
        )  # fmt: skip
        rows = cursor.fetchall()
    return [
        Told(number, name, first_day(int(months[one])).replace(day=1 + one % 28), "登记信息")
        for one, number, name in rows
    ]


def _noise(kind: str, *, draws: Draws, as_of: dt.date) -> list[Told]:
    """People who are well and whom the file names by mistake, and people of elsewhere of whom nobody here knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.id_number, p.name FROM registry_person p JOIN pension_award w ON w.person_id = p.id"
            " WHERE w.state = 'final' AND p.id_kind = 'resident_id' ORDER BY hashint8extended(p.id, %s) LIMIT"
            " (SELECT greatest(2, count(*) * %s / 100000) FROM pension_award)",
            [draws.seed + len(kind), FALSE_PERMILLE],
        )
        wrong = cursor.fetchall()
        cursor.execute(
            "SELECT id, id_number, name FROM registry_person p WHERE id_kind = 'resident_id' AND died_on IS NULL"
            "   AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)"
            " ORDER BY hashint8extended(id, %s) LIMIT %s",
            [draws.seed, STRANGERS],
        )
        others = cursor.fetchall()
    day = as_of - dt.timedelta(days=40)
    return [
        *(Told(number, name[:1] + "一", day - dt.timedelta(days=one % 90), "") for one, number, name in wrong),
        *(Told(number, name, day, "") for _, number, name in others),
    ]  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """Of one kind: how many pensioners were planted that a file could tell of, how many hits name one of them and how
    many do not; `missed` were planted and never named."""

    planted: int
    found: int
    missed: int
    false: int


def measured(truths: Iterable[Truth]) -> dict[str, Measured]:
    """What the comparisons found of what is really so, by kind."""
    known = list(truths)
    outcome = {}
    for kind, planted in PLANTED.items():
        so = {one.subject for one in known if one.kind in planted} & _drawing(known, planted)
        named = set(Hit.objects.filter(kind=kind).values_list("person_id", flat=True))
        outcome[kind] = Measured(len(so), len(named & so), len(so - named), len(named - so))
    return outcome


def _drawing(truths: list[Truth], kinds: tuple[str, ...]) -> set[int]:
    """Those of the truth's people who have or had a pension here: nobody else can be found by these files."""
    people = sorted(one.subject for one in truths if one.kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT person_id FROM pension_award WHERE person_id = ANY(%s) ORDER BY 1", [people]
        )  # fmt: skip
        return {person for (person,) in cursor.fetchall()}


def compare_files(*, place: str, now: dt.datetime, seed: int) -> dict[str, Measured]:
    """What the office of the city does with what came: every file compared, and how well it found what was planted.

    Doctors' visits come last: half of those whom the old system stopped for want of a proof were seen by one since.
    """
    today, month = now.date(), now.year * 12 + now.month - 1
    files = [
        (path.name, path.read_bytes())
        for path in sorted((home() / "population" / "in").glob("population_*"))
    ]
    body = SimulatedBody(seed=seed, slips=SLIPS)
    visits = body.file(
        kind="medical_use", place=place, sequence=len(files) + 1, made_on=today, told=_visits(today, seed)
    )  # fmt: skip
    files.append((f"population_medical_use_{place}_{len(files) + 1:06d}.txt", visits))
    context = RunContext(
        place=place, period=month, accounting_month=month, at=now, by="run_operator"
    )
    for name, content in files:
        compare(context, file_name=name, content=content, reader=PopulationFiles())
    found = measured(read_truths(folder=truth_folder()))
    record_rate(found, context=context)
    return found


def record_rate(found: dict[str, Measured], *, context: RunContext) -> None:
    """Keep the counts, and nothing of whom they count: what is really so stays outside the database."""
    key, done = begin(context, RATE, context.today.isoformat())
    if not done:
        totals = {kind: asdict(one) for kind, one in found.items()}
        audit.finish(key=key, at=context.at, totals=totals)


def _visits(today: dt.date, seed: int) -> list[Told]:
    """Visits to a doctor within a month: every second of the suspended, and some of those who are paid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.id_number, p.name FROM registry_person p WHERE p.id_kind = 'resident_id' AND p.died_on IS NULL"
            "   AND (EXISTS (SELECT FROM pension_hold h WHERE h.person_id = p.id AND h.kind = 'overdue_certification'"
            "                 AND h.cancelled_on IS NULL AND h.to_month IS NULL AND p.id %% 2 = 0)"
            "     OR EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id AND w.state = 'final')"
            "        AND hashint8extended(p.id, %s) %% 5 = 0)"
            " ORDER BY p.id",
            [seed],
        )  # fmt: skip
        rows = cursor.fetchall()
    return [
        Told(number, name, today - dt.timedelta(days=1 + one % 28), "门诊")
        for one, number, name in rows
    ]
