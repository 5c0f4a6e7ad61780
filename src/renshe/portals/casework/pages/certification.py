"""Certification at the office: hits to check one by one, who is suspended, who is nearly due, and what was compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.certification import api as certification
from renshe.domains.identity.api import mask_name, places_of
from renshe.domains.registry.api import Person
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.paging import Paging, paging_from

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
    done: str


@CASEWORK.page(template="casework/pages/certification.html", access=CERTIFICATION)
def eligibility(visit: Visit) -> CertificationPage:
    """Show what waits at the first of the visitor's places."""
    place = own_place(visit)
    found = certification.open_hits(place=place)
    total = certification.overdue_count(place=place)
    paging = paging_from(visit.request.GET.get("page", ""), total=total, rows=ROWS)
    late = certification.overdue_people(place=place, offset=paging.offset, most=ROWS)
    people = {one.pk: one for one in Person.objects.filter(pk__in=[row.person_id for row in late])}
    coming = certification.coming_due(place=place)
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
        comparisons=tuple(_comparison(one) for one in certification.comparisons_at(place=place)),
        done=_done(visit.request.GET.get("done", "")),
    )  # fmt: skip


def own_place(visit: Visit) -> str:
    """The place whose certification the viewer sees: the first of the places of his role."""
    assert visit.account is not None
    return places_of(account=visit.account, action="pension.look", on=visit.today)[0]


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


def _comparison(one: certification.Comparison) -> ComparisonLine:
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
    )


def _done(code: str) -> str:
    return {
        "checked": _("核实结论已记录，等另一人确认"),
        "confirmed": _("已确认并生效"),
        "dismissed": _("已排除，不影响待遇"),
    }.get(code, "")
