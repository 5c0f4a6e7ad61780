"""Stories about runs that are killed, resumed and finished, and about acts that stay recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from renshe.domains.audit import api as audit
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import parse_month

pytestmark = pytest.mark.django_db

OCTOBER = parse_month("2025-10")
NOW = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)
KEY = {"key": "assessment:440400:2025-10", "kind": "assessment", "period": OCTOBER}


def test_a_killed_run_resumes_its_own_row():
    first = audit.start_run(**KEY, at=NOW)
    audit.progress(key=first.key, done=500, total=1000, totals={"fen": 12345})
    audit.attention(key=first.key, code="stuck", zh="卡住", en="stuck")
    again = audit.start_run(**KEY, at=NOW + timedelta(hours=1))
    assert (again.pk, again.attempt, again.started_at) == (first.pk, 2, NOW)
    assert (again.progress_done, again.totals, again.attention) == (500, {"fen": 12345}, [])


def test_a_run_that_is_done_is_not_done_twice():
    audit.start_run(**KEY, at=NOW)
    done = audit.finish(key=KEY["key"], at=NOW, totals={"rows": 3})
    assert (done.state, done.totals) == ("done", {"rows": 3})
    assert audit.is_done(key=KEY["key"])
    with pytest.raises(Refused) as refusal:
        audit.start_run(**KEY, at=NOW)
    assert refusal.value.codes == ("run_done",)
    later = audit.finish(key=KEY["key"], at=NOW + timedelta(days=1), failed=True)
    assert (later.state, later.finished_at) == ("done", NOW)


def test_a_failed_run_may_be_started_again():
    audit.start_run(**KEY, at=NOW)
    audit.finish(key=KEY["key"], at=NOW, failed=True)
    assert not audit.is_done(key=KEY["key"])
    again = audit.start_run(**KEY, at=NOW)
    assert (again.state, again.attempt, again.finished_at) == ("running", 2, None)


@pytest.mark.parametrize("other", [{"kind": "payment"}, {"period": OCTOBER + 1}])
def test_a_key_belongs_to_one_kind_and_month(other):
    audit.start_run(**KEY, at=NOW)
    with pytest.raises(Refused) as refusal:
        audit.start_run(**{**KEY, **other}, at=NOW)
    assert refusal.value.codes == ("run_key_taken",)


def test_what_needs_a_human_is_noted_once_and_can_stop_the_run():
    audit.start_run(**KEY, at=NOW)
    for _ in range(2):
        audit.attention(key=KEY["key"], code="no_base", zh="缺基数", en="no base", subject="单位 7")
    audit.attention(key=KEY["key"], code="approve", zh="待批准", en="approve", waiting=True)
    run = audit.run_by_key(key=KEY["key"])
    assert run is not None
    assert [note["code"] for note in run.attention] == ["no_base", "approve"]
    assert run.state == "waiting"


def test_a_planned_run_starts_as_its_first_attempt():
    planned = audit.plan_run(**KEY)
    assert (planned.state, planned.attempt, planned.started_at) == ("planned", 0, None)
    started = audit.start_run(**KEY, at=NOW)
    assert (started.pk, started.attempt, started.started_at) == (planned.pk, 1, NOW)
    assert audit.plan_run(**KEY).state == "running"


def test_workers_side_by_side_add_up():
    audit.start_run(**KEY, at=NOW)
    audit.progress(key=KEY["key"], done=0, total=30)
    for _ in range(3):
        audit.advance(key=KEY["key"], by=10)
    run = audit.run_by_key(key=KEY["key"])
    assert run is not None
    assert run.progress_done == 30


def test_the_runs_of_a_month_are_listed_in_order():
    audit.plan_run(key="b", kind="payment", period=OCTOBER)
    audit.start_run(**KEY, at=NOW)
    audit.start_run(key="other month", kind="assessment", period=OCTOBER + 1, at=NOW)
    assert [run.key for run in audit.runs_of_month(period=OCTOBER)] == [KEY["key"], "b"]
    assert [run.key for run in audit.runs_of_month(period=OCTOBER, kinds=["payment"])] == ["b"]


def test_a_run_cannot_finish_without_having_started():
    audit.plan_run(**KEY)
    with pytest.raises(IntegrityError), transaction.atomic():
        audit.Run.objects.update(finished_at=NOW)


def test_an_act_stays_as_recorded():
    event = audit.record_event(
        actor="clerk", verb="pension.award", subject_kind="person", subject_id=7,
        reason="到龄", at=NOW, detail={"award": 3},
    )  # fmt: skip
    for act in (event.delete, lambda: audit.Event.objects.update(actor="other")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    (seen,) = audit.events_about(subject_kind="person", subject_id=7)
    assert (seen.actor, seen.detail) == ("clerk", {"award": 3})
    assert list(audit.events_by(actor="clerk")) == [event]


def test_an_act_without_actor_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        audit.record_event(
            actor="", verb="x", subject_kind="person", subject_id=None, reason="", at=NOW
        )
