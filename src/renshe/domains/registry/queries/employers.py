"""Finding employers and their successors."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from renshe.domains.registry.models import Employer, EmployerChange

FOUND_MAX = 100


def employer(*, employer_id: int) -> Employer:
    """The employer itself, also a closed one. Raises Employer.DoesNotExist."""
    return Employer.objects.get(pk=employer_id)


def employer_by_uscc(*, uscc: str) -> Employer | None:
    """The employer with a credit code, or None."""
    return Employer.objects.filter(uscc=uscc.upper()).first()


def find_employers(*, text: str, limit: int = 20) -> list[Employer]:
    """Employers whose code begins with a text or whose name holds it, open ones first."""
    text = text.strip()
    if not text:
        return []
    rows = Employer.objects.filter(Q(uscc__startswith=text.upper()) | Q(name__contains=text))
    return list(rows.order_by("closed_on", "name", "pk")[: min(limit, FOUND_MAX)])


def final_successor(*, employer_id: int) -> int:
    """Who stands for an employer now, however many mergers later; itself where nobody does."""
    seen = {employer_id}
    current = employer_id
    while True:
        following = (
            Employer.objects.filter(pk=current).values_list("successor_id", flat=True).first()
        )
        if following is None or following in seen:
            return current
        seen.add(following)
        current = following


def predecessors(*, employer_id: int) -> list[int]:
    """Every employer that was merged into this one, directly or through others, nearest first."""
    found: list[int] = []
    layer = [employer_id]
    while layer:
        layer = list(
            Employer.objects.filter(successor_id__in=layer)
            .exclude(pk__in=[employer_id, *found])
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        found += layer
    return found


def changes_of_employer(*, employer_id: int) -> QuerySet[EmployerChange]:
    """The history of an employer's fields, latest first."""
    return EmployerChange.objects.filter(employer_id=employer_id).order_by("-changed_at", "-pk")
