"""A hundred thousand open cases must not be felt: every page reads a bounded number of rows with a bounded number of statements.

The test makes a few thousand; RENSHE_MANY_CASES=100000 makes as many and prints what each page took.
"""

import datetime as dt
import os
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from renshe.domains.cases import api as cases
from renshe.domains.cases.queries import _of_queue, _within
from renshe.domains.contributions.test_small_city import City, add_employer, add_person
from renshe.portals.casework.conftest import CODE, COUNTY, Bureau, Refunds, staffed
from renshe.portals.test_query_budgets import BUDGETS, Counter
from renshe.services import catalogue
from tests.frame.database import FreshDatabase

OPEN = int(os.environ.get("RENSHE_MANY_CASES", "4000"))
TODAY = dt.date(2025, 10, 31)
FILL = """
INSERT INTO cases_case (number, item, item_version, place, received_at_place, channel, subject_kind, subject_id, applicant,
    applicant_name, state, form, examination, amount_fen, path, alike, holder, handler, proposal, decision, opened_at,
    submitted_at, accepted_on, limit_days, limit_unit, due_on, closed_at, head)
SELECT '310112-2025-' || lpad(n::text, 8, '0'), CASE n %% 5 WHEN 0 THEN %(item)s ELSE 'some.item' || n %% 20 END, 'v',
       CASE n %% 3 WHEN 0 THEN '310112' ELSE '3101120' || lpad((n %% 14 + 1)::text, 2, '0') END, '310112', 'online', 'person', 1,
       'someone' || n %% 5000, '测试', s.state, '{"amount": 80000, "why": "twice"}'::jsonb,
       '{"findings": [], "differences": [], "sheet": {}}'::jsonb, 80000, 'review', %(alike)s,
       CASE WHEN s.state IN ('accepted', 'suspended') THEN CASE n %% 50 WHEN 0 THEN 'li' ELSE 'clerk' || n %% 50 END ELSE '' END,
       'clerk' || n %% 50, '{"grant": true}'::jsonb, '{}'::jsonb, now(), '2025-10-20', '2025-10-20', 20, 'working',
       CASE WHEN s.state IN ('accepted', 'reviewing', 'approving') THEN date '2025-10-01' + (n %% 60)::int END,
       CASE WHEN s.state = 'closed' THEN timestamptz '2025-10-01' END, ''
  FROM generate_series(1, %(all)s) AS n,
       LATERAL (SELECT CASE WHEN n > %(open)s THEN 'closed'
                            ELSE (ARRAY['submitted', 'accepted', 'accepted', 'reviewing', 'approving', 'correcting',
                                        'suspended', 'granted'])[n %% 8 + 1] END AS state) AS s
"""


@pytest.fixture
def crowd(
    fresh_database: FreshDatabase,
    offered: catalogue.Declared,
    settings: Any,
    django_db_blocker: Any,
) -> Iterator[Bureau]:
    """The bureau with OPEN cases that are not closed and twice as many that are."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock():
        city = City()
        add_person(city)
        add_employer(city)
        service = offered.service
        assert isinstance(service, Refunds)
        bureau = staffed(Bureau(offered.item, service, city.people, city.employers[0]))
        with psycopg.connect(fresh_database.dsn("owner"), autocommit=True) as owner:
            alike = f"{CODE}:{offered.item.version}"
            owner.execute(FILL, {"item": CODE, "alike": alike, "open": OPEN, "all": OPEN * 3})
            owner.execute("VACUUM ANALYZE cases_case")
        yield bureau


def took(client: Client, address: str) -> tuple[int, float]:
    """Statements and seconds of a page's second showing."""
    assert client.get(address).status_code in (200, 302), address
    counter, start = Counter(), time.perf_counter()
    with connection.execute_wrapper(counter):
        client.get(address)
    return counter.count, time.perf_counter() - start


def test_pages_stay_bounded_however_many_cases_there_are(crowd: Bureau) -> None:
    """Queries do not grow with the queue, and no page needs longer than people wait."""
    reviewing = cases.queue(
        name="review", places=[COUNTY], username="wang", today=TODAY, item=CODE
    )[0]
    pages = [
        ("li", "/casework/"),
        ("li", "/casework/queue/all/"),
        ("li", "/casework/queue/all/?page=20"),
        ("li", f"/casework/queue/pool/?item={CODE}"),
        ("li", "/casework/queue/served/"),
        ("wang", "/casework/queue/review/"),
        ("wang", f"/casework/queue/review/behind/{reviewing.number}/"),
        ("wang", f"/casework/cases/{reviewing.number}/?queue=review"),
        ("wang", f"/casework/cases/{reviewing.number}/together/"),
        ("li", "/counter/"),
        ("li", "/counter/today/"),
        ("li", "/counter/day-end/"),
    ]
    over, told = [], []
    for name, address in pages:
        count, seconds = took(crowd.browser(name), address)
        most = BUDGETS[resolve(address.partition("?")[0]).func.page_name]
        told.append(f"{address}: {count} statements, {seconds * 1000:.0f} ms")
        if count > most or seconds > 2:
            over.append(f"{told[-1]} (at most {most})")
    if OPEN > 4000:
        print("\n".join(told))  # noqa: T201 a measurement that somebody asked for
    assert not over, "\n".join(over)


@pytest.mark.parametrize("name", cases.QUEUES)
def test_a_queue_never_reads_the_closed_cases(crowd: Bureau, name: str) -> None:
    """However many years lie in the table, the plan goes through an index of what is open."""
    rows = _of_queue(name, "li", TODAY).filter(_within([COUNTY]))
    plan = rows.order_by("due_on", "pk")[: cases.PAGE].explain()
    assert "Seq Scan on cases_case" not in plan, plan
