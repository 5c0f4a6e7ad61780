"""One person's data in full, for staff who may: stated purpose, recorded look, then shown, once."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from renshe.domains.identity.api import mask_id_number, mask_name, record_look
from renshe.domains.registry.api import Person
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.proof import require_proof

FIELDS = ("name", "id_number")


@dataclass(frozen=True, kw_only=True)
class ShownPerson:
    """A person as this answer shows him. `may_unmask` decides whether the form is offered at all."""

    name: str
    id_number: str
    unmasked: bool
    may_unmask: bool
    purpose_missing: bool


def shown_person(visit: Visit, *, person: Person) -> ShownPerson:
    """Masked on GET. On POST with a purpose: the look is recorded, then the data are in full.

    Raises PermissionDenied where the account may not unmask people of that place.
    """
    may = may_at(visit, action="person.unmask", place=person.residence_place)
    purpose = visit.request.POST.get("purpose", "").strip()
    full = False
    if visit.request.method == "POST":
        if not may or visit.account is None:
            raise PermissionDenied
        if purpose:
            require_proof(visit.request)
            record_look(
                account=visit.account,
                subject_kind="person",
                subject_id=person.pk,
                purpose=purpose[:200],
                fields=FIELDS,
                looked_at=visit.now,
            )
            full = True
    return ShownPerson(
        name=person.name if full else mask_name(person.name),
        id_number=person.id_number if full else mask_id_number(person.id_number),
        unmasked=full,
        may_unmask=may,
        purpose_missing=visit.request.method == "POST" and not full,
    )
