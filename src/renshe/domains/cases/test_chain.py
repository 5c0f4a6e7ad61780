"""Whoever alters, removes or adds an event, or reseals a day, is found; words can be destroyed and the chain still proves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import Office
from renshe.domains.cases.models import DaySeal, Event, EventDetail


def as_owner_of_the_table(sql: str) -> None:
    """Past every guard, as somebody with the server in his hands would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_table_itself_refuses_a_change(office: Office) -> None:
    """Append-only for everybody who comes through the front door."""
    office.submitted()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(verb="grant")


def test_words_can_be_destroyed_and_the_chain_still_proves(office: Office) -> None:
    """At the end of retention the details go; that something was done, and by whom, stays proven."""
    office.submitted()
    EventDetail.objects.all().delete()
    assert list(cases.verify()) == []


def test_altered_words_are_found(office: Office) -> None:
    """The digest in the chain is of the words as they were."""
    case = office.submitted()
    cases.note(number=case.number, words="材料不全", actor=office.actor("li"))
    EventDetail.objects.filter(words="材料不全").update(words="材料齐全")
    (fault,) = cases.verify()
    assert case.number in fault.where


def test_a_day_is_sealed_with_all_its_events_and_a_late_event_breaks_the_seal(
    office: Office,
) -> None:
    """Seals run without a gap; what is slipped in behind one is found."""
    office.submitted()
    at = office.actor("x", days=3).at
    assert cases.seal_days(until=office.today + dt.timedelta(days=3), at=at) == 3
    assert cases.seal_days(until=office.today + dt.timedelta(days=3), at=at) == 0
    assert [seal.count for seal in DaySeal.objects.order_by("day")] == [2, 0, 0]
    assert list(cases.verify()) == []
    office.submitted(applicant="late", subject=9)
    assert {fault.where for fault in cases.verify()} == {"2025-10-13"}
