"""Visits and what follows from them; the circumstances for which somebody is visited more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.retirees import problems
from renshe.domains.retirees.hand import By
from renshe.domains.retirees.models import CareCircumstance, HomeVisit, VisitFollowUp
from renshe.kernel.codes.problem import Problem, Refused

CHECKS = {"id_card": "身份证原件与本人一致", "known": "不能出示证件，由社区两人证明"}
"""How it was made sure at home who the person is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """What was found. `checked` asks for a certification; `photograph_id` is a kept file, its place and device stripped.

    `form_key` is the form's own number: sent twice it is one visit.
    """

    visited_on: date
    outcome: str
    form_key: str
    findings: str = ""
    needs: Sequence[str] = ()
    checked: str = ""
    photograph_id: int | None = None
    follow_up: str = ""
    due_on: date | None = None


@transaction.atomic
def record_visit(
    *, person_id: int, community: str, new: NewVisit, by: By
) -> tuple[HomeVisit, bool]:
    """Write a visit down, and what was promised; the visit and whether it is new. Raises Refused with every problem at once."""
    known = HomeVisit.objects.filter(form_key=new.form_key).first()
    if known is not None:
        return known, False
    who = registry.person(person_id=person_id)
    wrong = [*_wrong(new, by), *_wrong_of(who, new)]
    if wrong:
        raise Refused(*wrong)
    visit = HomeVisit.objects.create(
        person=who, community=community, visited_on=new.visited_on, outcome=new.outcome,
        findings=new.findings.strip()[:2000], needs=[one for one in new.needs if one in HomeVisit.NEEDS],
        checked=new.checked, photograph_id=new.photograph_id, form_key=new.form_key,
        recorded_by=by.name, recorded_at=by.at,
    )  # fmt: skip
    if new.follow_up.strip():
        VisitFollowUp.objects.create(
            visit=visit, what=new.follow_up.strip()[:255], due_on=new.due_on
        )
    return visit, True


def _wrong(new: NewVisit, by: By) -> list[Problem]:
    found = []
    if new.outcome not in HomeVisit.Outcome.values:
        found.append(problems.NO_OUTCOME)
    if new.visited_on > by.today:
        found.append(problems.FUTURE)
    if new.follow_up.strip() and (new.due_on is None or new.due_on < by.today):
        found.append(problems.DUE_MISSING)
    if new.checked and new.outcome != "seen":
        found.append(problems.NOT_SEEN)
    elif new.checked and new.photograph_id is None:
        found.append(problems.NO_PICTURE)
    return found


def _wrong_of(who: registry.Person, new: NewVisit) -> list[Problem]:
    dead = who.died_on is not None and new.visited_on > who.died_on
    return [problems.DEAD] if dead and new.outcome in ("seen", "called") else []


@transaction.atomic
def keep_follow_up(*, follow_up_id: int, result: str, by: By) -> VisitFollowUp:
    """What was promised is done, with its result. Raises Refused `follow_up_kept`, `reason_missing`."""
    found = VisitFollowUp.objects.select_for_update().get(pk=follow_up_id)
    if found.kept_on is not None:
        raise Refused(problems.KEPT)
    if not result.strip():
        raise Refused(problems.REASON)
    found.kept_on, found.kept_by, found.result = by.today, by.name, result.strip()[:255]
    found.save(update_fields=["kept_on", "kept_by", "result"])
    return found


@transaction.atomic
def set_circumstances(*, person_id: int, kinds: Sequence[str], by: By) -> list[str]:
    """These hold from today and no others; what held so far ends. Unknown kinds are left out. Returns what holds."""
    wanted = {kind for kind in kinds if kind in CareCircumstance.Kind.values}
    held = {one.kind: one for one in circumstances(person_id=person_id)}
    for kind in sorted(held.keys() - wanted):
        held[kind].until_on = by.today
        held[kind].save(update_fields=["until_on"])
    for kind in sorted(wanted - held.keys()):
        CareCircumstance.objects.create(
            person_id=person_id, kind=kind, from_on=by.today, recorded_by=by.name, recorded_at=by.at
        )
    return sorted(wanted)


def circumstances(*, person_id: int) -> list[CareCircumstance]:
    """What holds of somebody today."""
    rows = CareCircumstance.objects.filter(person_id=person_id, until_on=None)
    return list(rows.order_by("kind"))
