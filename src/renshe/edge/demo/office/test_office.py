"""The demonstration's office: every item, every state, real acts in order, and the same again from the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from renshe.domains.cases import api as cases
from renshe.domains.employment import api as employment
from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.edge.commands.prove import all_invariants
from renshe.edge.demo.build import build_city
from renshe.edge.demo.office.build import open_office
from renshe.edge.demo.office.days import Days
from renshe.edge.demo.office.plan import BY_INSTITUTIONS, RECIPES
from renshe.edge.demo.office.wanted import new_account
from renshe.edge.month import Month, run_steps
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.portals.finance.words import BATCHES, CAUSES, REASONS
from renshe.services.catalogue import catalogue
from tests.frame.cluster import TestServer
from tests.frame.database import FreshDatabase

SELDOM = {
    "pension.claim_old_age_pension", "pension.claim_institution_pension", "pension.move_institution_relation",
    "pension.review_file", "resident.claim_pension", "resident.inherit", "expropriation.claim_town_pension",
    "expropriation.object_to_list", "premium_help.objection",
}  # fmt: skip
"""What needs somebody of one age, scheme or list: among twelve hundred people there may be nobody."""
PLACE, PEOPLE, SEED = "310112", 1200, 11
NOW = dt.datetime(2025, 10, 31, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
OCTOBER = 2025 * 12 + 9


@contextmanager
def demonstration() -> Iterator[None]:
    library.configure(
        overlays=sorted((Path(__file__).parents[1]).glob("assumptions*.yaml")), mode="demonstration"
    )
    try:
        yield
    finally:
        library.configure()


@pytest.fixture(scope="module")
def lived(
    test_server: TestServer, template_database: str, django_db_setup: None, django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:  # fmt: skip
    """A city of twelve hundred people that has lived through October, in a database to clone."""
    name = f"{template_database}_office"
    test_server.clone(template=template_database, name=name)
    patch = pytest.MonkeyPatch()
    patch.setenv("RENSHE_HOME", str(tmp_path_factory.mktemp("home")))
    before = connection.settings_dict["NAME"]
    try:
        with django_db_blocker.unblock(), demonstration():
            FreshDatabase(name=name).become("runner")
            build_city(place=PLACE, people=PEOPLE, seed=SEED)
            run_steps(Month(place=PLACE, period=OCTOBER, seed=1, people=PEOPLE))
            FreshDatabase(name=before).become("app")
        yield name
    finally:
        patch.undo()
        test_server.drop(name=name)


@contextmanager
def office(
    lived: str, test_server: TestServer, blocker: Any, copy: str
) -> Iterator[dict[str, int]]:
    """The city's office at work in a clone of its own; what stands where."""
    name, before = f"{lived}_{copy}", connection.settings_dict["NAME"]
    test_server.clone(template=lived, name=name)
    try:
        with blocker.unblock(), demonstration():
            FreshDatabase(name=name).become("app")
            yield open_office(
                place=PLACE, people=PEOPLE, seed=SEED, now=NOW, progress=lambda *_: None
            )  # fmt: skip
            connection.close()
            FreshDatabase(name=before).become("app")
    finally:
        test_server.drop(name=name)


def told() -> list[tuple[Any, ...]]:
    """Everything about every case but its secrets."""
    rows = cases.Case.objects.order_by("number").values_list(
        "number", "item", "state", "applicant", "handler", "reviewer", "approver", "opened_at", "due_on", "form"
    )  # fmt: skip
    return list(rows)


def queued(name: str, username: str) -> int:
    return cases.queue_size(name=name, places=[PLACE], username=username, today=NOW.date())


def test_a_month_of_cases_is_true_to_every_rule_and_comes_again_from_its_seed(
    lived: str, test_server: TestServer, django_db_blocker: Any
) -> None:
    with office(lived, test_server, django_db_blocker, "one") as counts:
        first = told()
        _every_item_and_every_state(counts)
        _everybody_has_something_to_do()
        _the_powers_stand()
        _nothing_is_dated_in_the_future_or_out_of_order()
        _the_books_are_told_in_words()
        assert list(cases.verify()) == []
        for domain, invariant in all_invariants():
            for _, breaches, count in prove(invariants=[invariant], limit=1):
                assert count == 0, (domain, invariant.name, breaches)
    with office(lived, test_server, django_db_blocker, "two"):
        assert told() == first


def _every_item_and_every_state(counts: dict[str, int]) -> None:
    there = {state for state, count in counts.items() if count} - {"stopped"}
    assert there == set(cases.STATES), set(cases.STATES) - there
    assert counts["stopped"] <= 6, "hardly a request meets a refusal that was not planned"
    # What is done at a door of its own, such as the monthly roster, is no case.
    items = {code for code, one in catalogue().items() if not getattr(one.item, "door", None)}
    assert set(RECIPES) | BY_INSTITUTIONS == items, (
        "see test_examples.py beside this, which says what to do"
    )
    asked = set(cases.Case.objects.values_list("item", flat=True))
    missing = items - asked - BY_INSTITUTIONS - SELDOM
    assert not missing, f"{sorted(missing)}: even a small city has somebody who asks for this"
    verbs = {verb for case in cases.Case.objects.all() for verb in _verbs(case)}
    assert verbs >= {"message", "note", "hand_over", "return", "escalate", "correct", "take"}
    kept = list(cases.Evidence.objects.values_list("source", "media_type"))
    assert {kind for _, kind in kept} >= {"application/pdf", "image/png"}
    assert ("promise", "") in kept
    assert cases.Case.objects.filter(escalated_on__isnull=False).exists()
    assert cases.Paper.objects.filter(kind="refused", case__state="closed").exists()
    assert cases.DayEnd.objects.filter(account="counter").count() >= 10


def _verbs(case: cases.Case) -> list[str]:
    return [one.verb for one in cases.timeline(case=case, public_only=False)]


def _everybody_has_something_to_do() -> None:
    for username in ("reviewer", "reviewer2"):
        assert queued("review", username) >= 3
    for username in ("approver", "approver2"):
        assert queued("approval", username) >= 1
    assert queued("pool", "counter") >= 3
    assert all(queued("mine", username) >= 1 for username in ("counter", "counter2"))
    (waits,) = [one for one in cases.cases_by(username="insured") if one.state == "correcting"]
    assert any(paper.kind == "correction_notice" for paper in cases.papers_of(case=waits))
    assert any(one.state == "closed" for one in cases.cases_by(username="insured"))
    hires = {one.state for one in cases.cases_by(username="hr") if one.item == "registration.hire"}
    assert hires >= {"submitted", "correcting"}
    assert cases.unread(username="insured") > 0
    today = cases.Case.objects.filter(received_at_place=PLACE, opened_at__date=NOW.date())
    assert today.filter(applicant="counter").count() >= 3


def _the_books_are_told_in_words() -> None:
    """Reasons and causes that a flow puts together from parts are seen in no source: here they stand in the books."""
    for table, column, words in (
        ("funds_batch", "kind", BATCHES),
        ("funds_entry", "reason", REASONS),
        ("funds_entry", "cause_kind", CAUSES),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT {column} FROM {table}")
            codes = {code for (code,) in cursor.fetchall()}
        assert len(codes) > 5
        untold = {code for code in codes if not code.startswith(("take_over", "reversal_"))} - set(
            words
        )
        assert not untold, (
            f"{table}.{column}: {sorted(untold)} need words in portals/finance/words.py"
        )


def _the_powers_stand() -> None:
    accounts = {
        name: identity.Account.objects.get(username=name)
        for name in ("insured", "family", "hr", "payroll", "street")
    }
    insured, family, hr = accounts["insured"], accounts["family"], accounts["hr"]
    assert identity.mandates_held(agent=family, on=NOW.date())
    assert len(identity.guardianships_asked(places=[PLACE])) == 1
    delegates = identity.delegates_of(employer_id=int(hr.employer_id or 0), on=NOW.date())
    assert [one.account.username for one in delegates] == ["hr", "payroll"]
    assert identity.looks_at(person_id=int(insured.person_id or 0)).count() >= 2
    filed = employment.contracts_at(employer_id=int(hr.employer_id or 0), on=NOW.date())
    assert filed.count() >= 3
    (member,) = identity.Membership.objects.filter(account__username="civil")
    assert (member.state, member.invited_by, member.confirmed_by) == (
        "active",
        "civil_admin",
        "civil_admin2",
    )
    (role,) = identity.Role.objects.filter(account=accounts["street"])
    person = registry.person(person_id=int(insured.person_id or 0))
    assert role.place == person.residence_place[:9]


def _nothing_is_dated_in_the_future_or_out_of_order() -> None:
    for case in cases.Case.objects.all():
        moments = [one.at for one in cases.timeline(case=case, public_only=False)]
        assert moments == sorted(moments), case.number
        assert moments[-1] <= NOW + dt.timedelta(minutes=5), case.number
        assert moments[0].date() >= dt.date(2025, 10, 9), case.number


def test_the_morning_of_today_is_over_before_somebody_looks() -> None:
    """Whoever starts the city at six finds nothing that happens later."""
    early = NOW.replace(hour=6, minute=0)
    days = Days.of_month(early)
    moments = [days.at(days.last, minute) for minute in range(510, 600, 10)]
    assert moments == sorted(moments)
    assert moments[-1] < early
    assert days.at(0, 600).date() == dt.date(2025, 10, 9), (
        "the first working day after the holidays"
    )
    assert dt.date(2025, 10, 11) in days.days, "a Saturday that is worked"


def test_made_up_bank_accounts_pass_the_check_of_a_card() -> None:
    class Drawn:
        """Draws that count."""

        number = 0

        def draw(self, stream: str, bound: int) -> int:
            self.number += 7_654_321
            return self.number % bound

    number = new_account(Drawn())  # type: ignore[arg-type]
    doubled = [int(d) * (2 if n % 2 else 1) for n, d in enumerate(reversed(number))]
    assert (len(number), number[:6]) == (19, "620000")
    assert sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def test_an_act_that_an_item_refuses_leaves_nothing_of_itself(
    lived: str, test_server: TestServer, django_db_blocker: Any
) -> None:
    """All or none: an office that cannot be opened leaves a city without cases, to be opened at the next start."""

    def fails(step: str, done: int, total: int) -> None:
        raise RuntimeError("the power fails")

    name, before = f"{lived}_three", connection.settings_dict["NAME"]
    test_server.clone(template=lived, name=name)
    try:
        with django_db_blocker.unblock(), demonstration():
            FreshDatabase(name=name).become("app")
            with pytest.raises((RuntimeError, Refused)):
                open_office(place=PLACE, people=PEOPLE, seed=SEED, now=NOW, progress=fails)
            assert not cases.Case.objects.exists()
            assert identity.Mandate.objects.count() == 0
            connection.close()
            FreshDatabase(name=before).become("app")
    finally:
        test_server.drop(name=name)
