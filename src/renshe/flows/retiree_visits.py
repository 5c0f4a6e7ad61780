"""A visit at home and what it proves; and whom the community should visit now, certification included.

Care and certification stand beside each other and meet here: a visit that saw the person, checked who he is and took a
photograph proves him as a counter does, and brings back what was stopped. Basis: 社会保险经办条例 第二十六条.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction

from renshe.domains.certification import api as certification
from renshe.domains.retirees import api as retirees
from renshe.flows.certification_to_pension import prove

CERTIFICATION = "certification"
SOON_DAYS = 30
"""So many days before the last day of a certification its person stands on the plan (owner-default)."""


@dataclass(frozen=True)
class Visited:
    """A visit; whether it was new, whether it certified, and how many months came back with it."""

    visit: retirees.HomeVisit
    is_new: bool
    certified: bool
    months: int


@transaction.atomic
def visit(
    *, person_id: int, community: str, new: retirees.NewVisit, by: retirees.By,
    explain: certification.Explain,
) -> Visited:  # fmt: skip
    """Write the visit down and, where who he is was checked, prove him, all or nothing; sent twice it is done once.

    Raises Refused as `retirees.record_visit` and `certification.record_proof` do.
    """
    made, is_new = retirees.record_visit(person_id=person_id, community=community, new=new, by=by)
    if not is_new or not made.checked:
        return Visited(made, is_new, bool(made.checked), 0)
    words = f"{retirees.CHECKS[made.checked]}，上门看望并拍照"
    proof = certification.NewProof(
        proved_on=made.visited_on, source="home_visit", evidence=words, reference=reference_of(made),
        by=by.name, at=by.at, known_on=by.today,
    )  # fmt: skip
    proved = prove(person_id=made.person_id, new=proof, explain=explain)
    return Visited(made, True, True, len(proved.arrears))


def reference_of(made: retirees.HomeVisit) -> str:
    """How a proof names the visit that it came from."""
    return f"visit-{made.pk}"


def plan_for(*, place: str, today: dt.date) -> list[retirees.PlannedVisit]:
    """Whom to visit at a place: by age and circumstances, and everybody in care whose certification ended or ends soon."""
    cared = set(retirees.cared_for(place=place).values_list("person_id", flat=True))
    until = today + dt.timedelta(days=SOON_DAYS)
    soon = certification.coming_due(place=place).filter(due_on__lte=until)
    late = cared.intersection(soon.values_list("person_id", flat=True))
    late |= {person for person, _place in certification.suspended_among(person_ids=sorted(cared))}
    plan = retirees.visit_plan(place=place, today=today, also=late)
    return [
        replace(one, reasons=(CERTIFICATION, *one.reasons)) if one.person_id in late else one
        for one in plan
    ]
