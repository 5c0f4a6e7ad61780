"""Certification at the office: hits to check one by one, who is suspended, who is nearly due, and what was compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.audit import api as audit
from renshe.domains.certification import api as certification
from renshe.domains.identity.api import mask_name
from renshe.domains.pension import api as pension
from renshe.domains.registry.api import Person
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.paging import Paging, paging_from

RATE = "eligibility_rate"
"""The run that measures files against what is known to be so (`renshe certification rate`)."""
MOST_HITS, MOST_COMING, ROWS = 100, 30, 30


@dataclass(frozen=True, kw_only=True)
class HitLine:
    """A pensioner whom a file names; `waits` says for what."""

    url: str
    kind: str
    name: str
    event_on: dt.date
    name_matches: bool
    waits: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class LateLine:
    """Somebody suspended for want of a proof."""

    name: str
    place: str
    from_month: int
    warned_on: dt.date | None
    told: bool


@dataclass(frozen=True, kw_only=True)
class ComingLine:
    """Somebody who was warned and has not proved himself; `late` once the last day is past, before anything is stopped."""

    name: str
    due_on: dt.date
    told: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class FaultLine:
    """A line of a file that could not be used."""

    line_no: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ComparisonLine:
    """One file, what it found, and its bad lines."""

    at: dt.datetime
    kind: str
    file_name: str
    rows: int
    pensioners: int
    passed: int
    hits: int
    bad_rows: int
    faults: tuple[FaultLine, ...]
    confirmed: int
    dismissed: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class RateLine:
    """How well files of one kind find what is so, where what is so is known: planted, named, missed, named by mistake."""

    kind: str
    planted: int
    found: int
    missed: int
    false: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class CertificationPage:
    """What `casework/pages/certification.html` may use."""

    hits: tuple[HitLine, ...]
    open_hits: int
    late: tuple[LateLine, ...]
    paging: Paging
    coming: tuple[ComingLine, ...]
    coming_count: int
    comparisons: tuple[ComparisonLine, ...]
    rates: tuple[RateLine, ...]
    rated_on: dt.date | None
    claims: int
    lists: int
    done: str


@CASEWORK.page(template="casework/pages/certification.html", access=CERTIFICATION)
def eligibility(visit: Visit) -> CertificationPage:
    """Show what waits at the first of the visitor's places."""
    place = own_place(visit, "pension.look")
    found = certification.open_hits(place=place)
    total = certification.overdue_count(place=place)
    paging = paging_from(visit.request.GET.get("page", ""), total=total, rows=ROWS)
    late = certification.overdue_people(place=place, offset=paging.offset, most=ROWS)
    people = {one.pk: one for one in Person.objects.filter(pk__in=[row.person_id for row in late])}
    coming = certification.coming_due(place=place)
    files = certification.comparisons_at(place=place)
    outcomes = certification.outcomes(comparison_ids=[one.pk for one in files])
    rated = audit.last_done(kind=RATE, place=place)
    return CertificationPage(
        hits=tuple(_hit(one) for one in found[:MOST_HITS]),
        open_hits=found.count(),
        late=tuple(
            LateLine(
                name=mask_name(people[row.person_id].name), place=row.place, from_month=row.from_month,
                warned_on=row.warned_on, told=row.told,
            )
            for row in late
        ),
        paging=paging,
        coming=tuple(
            ComingLine(
                name=mask_name(one.person.name), due_on=one.due_on, told=one.told,
                late=one.due_on < visit.today,
            )
            for one in coming[:MOST_COMING]
        ),
        coming_count=coming.count(),
        comparisons=tuple(_comparison(one, outcomes.get(one.pk)) for one in files),
        rates=tuple(_rate(kind, one) for kind, one in rated.totals.items()) if rated else (),
        rated_on=localtime(rated.finished_at).date() if rated else None,
        claims=pension.open_overpayments(place=place).count(),
        lists=pension.people_lists(place=place, kind="restore", waiting=True).count(),
        done=_done(visit.request.GET.get("done", "")),
    )  # fmt: skip


def kind_words(kind: str) -> str:
    """What a file tells of, in the reader's language."""
    return {
        "death": _("死亡"),
        "custody": _("服刑、羁押"),
        "medical_use": _("就医（姓名不符）"),
        "other_pension": _("异地领取待遇"),
    }[kind]


def _hit(one: certification.Hit) -> HitLine:
    checked = one.checked_by is not None
    return HitLine(
        url=reverse("casework:hit", kwargs={"number": one.pk}),
        kind=kind_words(one.kind),
        name=mask_name(one.person.name),
        event_on=one.event_on,
        name_matches=one.name_matches,
        waits=_("待另一人确认") if checked else _("待核实"),
        tone="warn" if checked else "",
    )


def share(part: int, whole: int) -> str:
    """A share in per cent with one decimal; empty where there is nothing to divide by."""
    return f"{part * 100 / whole:.1f}%" if whole else ""


def _rate(kind: str, told: dict[str, int]) -> RateLine:
    return RateLine(
        kind=kind_words(kind), planted=told["planted"], found=told["found"], missed=told["missed"], false=told["false"],
        rate=share(told["found"], told["planted"]),
    )  # fmt: skip


def _comparison(
    one: certification.Comparison, outcome: certification.Outcome | None
) -> ComparisonLine:
    confirmed, dismissed = (outcome.confirmed, outcome.dismissed) if outcome else (0, 0)
    chinese = (get_language() or "zh").startswith("zh")
    return ComparisonLine(
        at=one.compared_at,
        kind=kind_words(one.kind) if one.kind != "medical_use" else _("就医"),
        file_name=one.file_name,
        rows=one.rows,
        pensioners=one.pensioners,
        passed=one.passed,
        hits=one.hits,
        bad_rows=one.bad_rows,
        faults=tuple(
            FaultLine(line_no=fault["line_no"], why=fault["zh" if chinese else "en"])
            for fault in one.faults
        ),
        confirmed=confirmed,
        dismissed=dismissed,
        rate=share(confirmed, confirmed + dismissed),
    )


def _done(code: str) -> str:
    return {
        "checked": _("核实结论已记录，等另一人确认"),
        "confirmed": _("已确认并生效"),
        "dismissed": _("已排除，不影响待遇"),
    }.get(code, "")
