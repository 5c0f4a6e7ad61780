"""What pages and runs read: a body's staff and months, what is unpaid, whose accounts bear interest."""

from __future__ import annotations

from django.db.models import QuerySet

from renshe.domains.institution_staff.models import AccountEntry, MonthFile, MonthRow, StaffMember
from renshe.domains.registry import api as registry


def staff_of(*, employer_id: int) -> QuerySet[StaffMember]:
    """Everybody on a body's register now, by name."""
    found = StaffMember.objects.filter(employer_id=employer_id, last_month__isnull=True)
    return found.select_related("person").order_by("person__name", "pk")


def months_of(*, employer_id: int, limit: int = 36) -> list[MonthFile]:
    """A body's months as declared, newest first, each with its receipt and what reversed it."""
    found = MonthFile.objects.filter(employer_id=employer_id, reverses__isnull=True)
    return list(found.select_related("receipt", "reversed_by").order_by("-period", "-turn")[:limit])


def unpaid_files(*, place: str, limit: int = 200) -> list[MonthFile]:
    """Months of a place's bodies that are declared and not paid, oldest first."""
    found = MonthFile.objects.filter(
        reverses__isnull=True,
        reversed_by__isnull=True,
        receipt__isnull=True,
        employer__place__startswith=place,
    )
    return list(found.select_related("employer").order_by("period", "pk")[:limit])


def paid_files(*, place: str, limit: int = 24) -> list[MonthFile]:
    """Months of a place's bodies whose money came, latest first."""
    found = MonthFile.objects.filter(receipt__isnull=False, employer__place__startswith=place)
    return list(
        found.select_related("employer", "receipt").order_by("-receipt__received_on", "-pk")[:limit]
    )


def rows_of(*, person_id: int, limit: int = 60) -> list[MonthRow]:
    """Somebody's months as declared, newest first, reversed ones left out."""
    people = registry.everybody_who_is(person_id=person_id)
    found = MonthRow.objects.filter(person_id__in=people, file__reversed_by__isnull=True)
    return list(
        found.select_related("file", "file__receipt", "file__employer").order_by("-period", "-pk")[
            :limit
        ]
    )


def account_holders(*, year: int) -> list[int]:
    """Everybody with something in an account up to a year whose interest of that year is not credited yet."""
    held = (
        AccountEntry.objects.filter(year__lte=year).values_list("person_id", flat=True).distinct()
    )
    done = AccountEntry.objects.filter(kind="interest", year=year).values("person_id")
    opened = AccountEntry.objects.filter(kind="opening", year__gte=year).values("person_id")
    return sorted(held.exclude(person_id__in=done).exclude(person_id__in=opened).order_by())
