"""Stories of the register: newly retired, handed over, moved, gone; visits, groups, and the mark that no list shows."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from renshe.domains.identity import api as identity
from renshe.domains.pension.api import Award
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.domains.retirees import checks, enrolling, queries
from renshe.domains.retirees.models import PartyMark
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

DAY = dt.date(2025, 10, 10)
CITY = "440400"
BRANCH = "翠香离退休第九支部"


def by(day: dt.date = DAY, name: str = "worker") -> retirees.By:
    return retirees.By(name=name, at=dt.datetime.combine(day, dt.time(4), dt.UTC), today=day)


def communities() -> list[str]:
    rows = registry.Place.objects.filter(level="community", code__startswith="440402")
    return list(rows.order_by("code").values_list("code", flat=True))


@pytest.fixture
def people(db: Any) -> list[int]:
    """Four retirees in the first community of Zhuhai."""
    registry.load_places(city="zhuhai")
    return add_pensioners(count=4, place=communities()[0])


def offered(person: int) -> int:
    found = retirees.waiting(person_id=person)
    assert found is not None
    return found.pk


def broken() -> list[str]:
    return [one.name for one, found, _ in prove(invariants=retirees.INVARIANTS) if found]


def test_the_newly_retired_are_offered_once_and_counted_once_their_community_accepts(
    people: list[int],
) -> None:
    told = retirees.offer_everybody(city=CITY, by=by())
    assert (told["newly_retired"], told["moved"]) == (4, 0)
    assert retirees.offer_everybody(city=CITY, by=by())["newly_retired"] == 0
    assert retirees.without_care(place=CITY) == 4
    for person in people[:3]:
        retirees.accept(hand_over_id=offered(person), by=by())
    retirees.record_rates(city=CITY, month=2025 * 12 + 9)
    (rate,) = retirees.rate_months(place=CITY)
    assert (rate.retirees, rate.cared, rate.permille) == (4, 3, 750)
    (street,) = retirees.rates_below(place="440402", month=rate.month)
    assert (street.place, street.cared) == (communities()[0][:9], 3)
    assert retirees.record_rates(city=CITY, month=2025 * 12 + 9) == 0
    assert broken() == []


def test_a_month_before_somebody_retired_does_not_count_him(people: list[int]) -> None:
    """They draw since June 2024."""
    retirees.record_rates(city=CITY, month=2024 * 12 + 4)
    assert retirees.rate_months(place=CITY) == []
    retirees.record_rates(city=CITY, month=2024 * 12 + 5)
    assert retirees.rate_months(place=CITY)[0].retirees == 4


def test_returned_with_a_reason_the_street_names_another_community(people: list[int]) -> None:
    retirees.offer_everybody(city=CITY, by=by())
    number = offered(people[0])
    with pytest.raises(Refused, match="理由"):
        retirees.give_back(hand_over_id=number, reason=" ", by=by())
    retirees.give_back(hand_over_id=number, reason="不住在本社区", by=by())
    with pytest.raises(Refused, match="已经接收或退回"):
        retirees.accept(hand_over_id=number, by=by())
    again = retirees.offer_again(hand_over_id=number, community=communities()[5], by=by())
    assert retirees.accept(hand_over_id=again.pk, by=by()).community == communities()[5]
    assert broken() == []


def test_where_the_register_knows_a_street_only_the_one_who_accepts_names_the_community(
    people: list[int],
) -> None:
    street = communities()[0][:9]
    registry.Person.objects.filter(pk=people[0]).update(residence_place=street)
    retirees.offer_everybody(city=CITY, by=by())
    for wrong in ("", "440402002001", communities()[-1]):
        with pytest.raises(Refused, match="社区"):
            retirees.accept(hand_over_id=offered(people[0]), community=wrong, by=by())
    inside = next(code for code in communities() if code.startswith(street))
    care = retirees.accept(hand_over_id=offered(people[0]), community=inside, by=by())
    assert care.community == inside
    assert retirees.offer_everybody(city=CITY, by=by())["moved"] == 0


def test_whoever_moved_is_found_by_the_month_and_a_death_ends_care_and_offer(
    people: list[int],
) -> None:
    retirees.offer_everybody(city=CITY, by=by())
    for person in people:
        retirees.accept(hand_over_id=offered(person), by=by())
    registry.Person.objects.filter(pk__in=people[:2]).update(residence_place=communities()[7])
    assert retirees.offer_everybody(city=CITY, by=by())["moved"] == 2
    registry.Person.objects.filter(pk=people[0]).update(died_on=DAY, death_known_on=DAY)
    Award.objects.filter(person_id=people[3]).update(state="ended", ends_month=2025 * 12 + 9)
    told = retirees.offer_everybody(city=CITY, by=by(dt.date(2025, 11, 3)))
    assert (told["ended"], told["void"]) == (2, 1)
    ends = {one.person_id: one.end for one in retirees.RetireeCare.objects.exclude(end="")}
    assert ends == {people[0]: "died", people[3]: "pension_ended"}
    assert retirees.waiting(person_id=people[0]) is None
    assert broken() == []


def visit(person: int, **changed: Any) -> retirees.HomeVisit:
    told: dict[str, Any] = {
        "visited_on": DAY,
        "outcome": "seen",
        "form_key": f"form {person}",
        **changed,
    }
    made, _new = retirees.record_visit(
        person_id=person, community=communities()[0], new=retirees.NewVisit(**told), by=by()
    )
    return made


def test_a_visit_sent_twice_is_one_and_what_was_promised_is_owed_until_it_is_kept(
    people: list[int],
) -> None:
    first = visit(people[0], follow_up="联系家庭医生", due_on=dt.date(2025, 10, 20))
    assert visit(people[0], findings="再送一次").pk == first.pk
    (owed,) = retirees.follow_ups_owed(place=CITY)
    with pytest.raises(Refused, match="理由"):
        retirees.keep_follow_up(follow_up_id=owed.pk, result="", by=by())
    retirees.keep_follow_up(follow_up_id=owed.pk, result="医生来过", by=by())
    assert list(retirees.follow_ups_owed(place=CITY)) == []
    with pytest.raises(Refused, match="已经办结"):
        retirees.keep_follow_up(follow_up_id=owed.pk, result="又来过", by=by())


def test_a_visit_that_cannot_be_is_refused_with_everything_that_is_wrong(people: list[int]) -> None:
    with pytest.raises(Refused) as told:
        visit(
            people[0],
            outcome="",
            visited_on=DAY + dt.timedelta(days=1),
            checked="id_card",
            follow_up="送餐",
        )
    assert set(told.value.codes) == {
        "outcome_missing", "visit_in_future", "follow_up_due_missing", "not_seen",
    }  # fmt: skip
    with pytest.raises(Refused, match="没有照片"):
        visit(people[0], checked="id_card")
    with pytest.raises(DatabaseError), transaction.atomic():
        visit(people[1])
        retirees.HomeVisit.objects.update(findings="改过")


def test_the_plan_takes_the_aged_and_whoever_needs_it_after_their_days(people: list[int]) -> None:
    retirees.offer_everybody(city=CITY, by=by())
    for person in people:
        retirees.accept(hand_over_id=offered(person), by=by())
    aged, alone, late, _well = people
    registry.Person.objects.filter(pk=aged).update(birth_on=DAY.replace(year=1945))
    retirees.set_circumstances(person_id=alone, kinds=["living_alone", "nonsense"], by=by())
    plan = {
        one.person_id: one.reasons
        for one in retirees.visit_plan(place=CITY, today=DAY, also={late})
    }
    assert plan == {aged: ("over_80",), alone: ("living_alone",), late: ()}
    for person in (aged, alone):
        visit(person)
    after = DAY + dt.timedelta(days=30)
    plan = [one.person_id for one in retirees.visit_plan(place=CITY, today=after, also=set())]
    assert plan == [alone]
    assert [
        one.person_id
        for one in retirees.visit_plan(place=CITY, today=after - dt.timedelta(days=1), also=set())
    ] == []
    retirees.set_circumstances(person_id=alone, kinds=[], by=by(after))
    assert retirees.visit_plan(place=CITY, today=after, also=set()) == []


def test_a_group_of_ones_own_community_is_joined_led_met_and_left(people: list[int]) -> None:
    here = communities()[0]
    group = retirees.begin_group(
        community=here, name="太极队", kind="health", meets="每天清晨", by=by()
    )
    with pytest.raises(Refused, match="同名"):
        retirees.begin_group(community=here, name="太极队", kind="help", meets="周三", by=by())
    with pytest.raises(Refused, match="自己社区"):
        retirees.join_group(group_id=group.pk, person_id=people[0], by=by())
    retirees.offer_everybody(city=CITY, by=by())
    retirees.accept(hand_over_id=offered(people[0]), by=by())
    member = retirees.join_group(group_id=group.pk, person_id=people[0], by=by())
    with pytest.raises(Refused, match="已经在"):
        retirees.join_group(group_id=group.pk, person_id=people[0], by=by())
    retirees.lead_group(group_id=group.pk, member_id=member.pk)
    retirees.record_activity(
        group_id=group.pk, held_on=DAY, what="晨练", members=[member.pk, 0], by=by()
    )
    (held,) = retirees.activities_of(group_id=group.pk)
    assert held.there == 1
    assert broken() == []
    retirees.leave_group(group_id=group.pk, person_id=people[0], by=by())
    assert retirees.group(group_id=group.pk).leader is None
    retirees.end_group(group_id=group.pk, by=by())
    with pytest.raises(Refused, match="已经结束"):
        retirees.join_group(group_id=group.pk, person_id=people[0], by=by())


def test_the_mark_is_sealed_looked_at_with_a_purpose_and_erased(people: list[int]) -> None:
    person = people[0]
    with pytest.raises(Refused, match="单独同意"):
        retirees.keep_mark(person_id=person, branch=BRANCH, consent="", by=by())
    retirees.keep_mark(person_id=person, branch=BRANCH, consent=retirees.ONLINE, by=by())
    assert BRANCH not in PartyMark.objects.get().sealed
    worker = identity.open_account(username="worker", display_name="退管员", password=None)
    with pytest.raises(Refused, match="目的"):
        retirees.look_at_mark(person_id=person, account=worker, purpose=" ", by=by())
    told = retirees.look_at_mark(person_id=person, account=worker, purpose="通知支部大会", by=by())
    assert told is not None
    assert told.branch == BRANCH
    nothing = retirees.look_at_mark(
        person_id=people[1], account=worker, purpose="通知支部大会", by=by()
    )
    assert nothing is None
    looks = [(look.subject_id, look.fields) for look in identity.Look.objects.order_by("pk")]
    assert looks == [(person, ["party_mark"]), (people[1], ["party_mark"])]
    retirees.erase_mark(person_id=person)
    assert retirees.own_mark(person_id=person, on=DAY) is None


def test_the_mark_is_gone_after_two_years_and_erased_by_the_month(people: list[int]) -> None:
    retirees.keep_mark(person_id=people[0], branch=BRANCH, consent="纸-7", by=by())
    last = DAY + dt.timedelta(days=730)
    assert retirees.own_mark(person_id=people[0], on=last) is not None
    assert retirees.own_mark(person_id=people[0], on=last + dt.timedelta(days=1)) is None
    assert retirees.erase_expired(today=last) == 0
    assert retirees.erase_expired(today=last + dt.timedelta(days=1)) == 1
    assert not PartyMark.objects.exists()


@pytest.mark.django_db
def test_no_other_table_refers_to_the_mark_and_nothing_that_lists_reads_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE confrelid = 'retirees_party_mark'::regclass"
        )
        assert cursor.fetchall() == []
    for module in (queries, enrolling):
        assert "party" not in inspect.getsource(module).lower(), module.__name__
    assert "sealed" not in inspect.getsource(checks)
