"""An invalidity allowance over its life: computed anew five years before the legal age, stopped, turned into the pension."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from django.db.models import F

from renshe.domains import conftest as made_up
from renshe.domains.cases import api as cases
from renshe.domains.contributions.api import Bill
from renshe.domains.contributions.test_small_city import bill_table
from renshe.domains.documents import api as documents
from renshe.domains.identity.api import open_account
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import PLACE, Retiree, load_history, retiree
from renshe.domains.pension.models import RosterRow
from renshe.domains.pension.operations.roster import NewBatch
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows.pension_invalidity import review_decided
from renshe.flows.pension_lists import list_refused
from renshe.foundation.invariants import prove
from renshe.kernel.codes.national_id import check_digit
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.invalidity_review.run import run
from renshe.runs.monthly_pension_payment.conftest import OCTOBER, Month

__all__ = ["retiree"]  # the fixture of one man near his legal month
make_person = made_up.make_person
MARCH, AUGUST, NOVEMBER = 2025 * 12 + 2, 2025 * 12 + 7, 2025 * 12 + 10
BORN = "19690612"
"""A man's legal month is then August 2030, so that five years are left in August 2025."""


def at(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 3, tzinfo=dt.UTC)


def context(period: int, *, place: str = "440400", by: str = "clock") -> RunContext:
    day = dt.date(period // 12, period % 12 + 1, 3)
    return RunContext(place=place, period=period, accounting_month=period, at=at(day), by=by)


def recorded(by: str, period: int, reason: str = "") -> pension.Recorded:
    day = dt.date(period // 12, period % 12 + 1, 4)
    return pension.Recorded(by=by, at=at(day), known_on=day, reason=reason)


def freeze(period: int) -> None:
    """A month whose roster is frozen: its amounts can only be settled afterwards."""
    pension.freeze_month_roster(batch=NewBatch(
        fund="employee_pension", batch_id=period, period=period, place="440400", attempt=1, pays="month",
        accounting_month=period, frozen_at=at(dt.date(2025, 8, 8)), frozen_by="clerk",
    ))  # fmt: skip


def broken() -> list[str]:
    return [one.name for one, _, count in prove(invariants=pension.INVARIANTS) if count]


def allowance(man: Retiree, *, month: int, ends: int | None = None) -> pension.Award:
    """What a claim of a month grants, as the service item does."""
    signed = man.signed(known_on=dt.date(month // 12, month % 12 + 1, 12))
    facts = pension.award_facts(
        person_id=man.person.pk, place=PLACE, retirement_month=month, known_on=signed.known_on,
        explain=library.explain,
    )  # fmt: skip
    return pension.grant_benefit(
        kind="invalidity", person_id=man.person.pk, place=PLACE, facts=facts | {"assessment_month": month},
        starts_month=month + 1, ends_month=ends, signed=signed, explain=library.explain,
    ).award  # fmt: skip


@pytest.fixture
def man(fresh_database: Any) -> Iterator[Retiree]:
    """Born in June 1969, twenty years of contributions on 6,000 yuan, an allowance since April 2025."""
    fresh_database.become("runner")
    before = dict(library._SETTINGS)
    library.configure(mode="demonstration")
    first = f"440402{BORN}103"
    person = registry.register_person(
        id_number=first + check_digit(first), name="陈建国", ethnic_code="01", household_place=PLACE, residence_place=PLACE,
        actor="clerk", at=at(dt.date(2025, 3, 1)), as_of=dt.date(2025, 3, 1),
    )  # fmt: skip
    load_history(
        person_id=person.pk, years=[(year, 0b1111_1111_1111, 600_000) for year in range(2005, 2025)], key="history"
    )  # fmt: skip
    one = Retiree(person)
    one.recognise("local_addition", 0, known_on=dt.date(2025, 2, 1))
    one.recognise("account_balance", 16_000_000, known_on=dt.date(2025, 2, 1))
    yield one
    library.configure(overlays=before["overlays"], mode=before["mode"])


def part_of(award: pension.Award, name: str) -> int:
    """A step of an award's explanation, in fen."""
    told = pension.replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
    return next(int(node.value) for node in told.root.walk() if node.name == name)


def test_with_more_than_five_years_left_nothing_is_listed(man: Retiree) -> None:
    award = allowance(man, month=MARCH)
    assert award.account_fen == 0
    assert run(context(AUGUST - 1)) == run(context(AUGUST - 1))
    assert run(context(AUGUST - 1))["listed"] == 0
    assert pension.PeopleList.objects.count() == 0


def test_five_years_before_the_legal_age_it_is_computed_as_a_pension_from_the_month_after(
    man: Retiree,
) -> None:
    old = allowance(man, month=MARCH)
    account = open_account(
        username="chen", display_name="陈", password=None, person_id=man.person.pk
    )
    totals = run(context(AUGUST))
    assert (totals["near_age"], totals["open"], totals["owed_fen"]) == (1, 1, 0)
    assert run(context(AUGUST)) == totals | {"refused": 0}  # the same list waits
    (row,) = pension.list_rows(list_id=totals["list_id"])
    assert (row.before_fen, row.from_month, row.evidence) == (
        old.total_fen, AUGUST + 1, {"legal_month": 2030 * 12 + 7},
    )  # fmt: skip
    assert (
        pension.in_force(person_id=man.person.pk, kind="invalidity") == old
    )  # nothing has changed yet
    with pytest.raises(Refusal, match="list_two_people"):
        review_decided(list_id=totals["list_id"], recorded=recorded("clock", AUGUST))
    review_decided(list_id=totals["list_id"], recorded=recorded("head", AUGUST))
    new = pension.in_force(person_id=man.person.pk, kind="invalidity")
    old.refresh_from_db()
    assert (old.state, old.ends_month, new.starts_month, new.replaces_id) == (
        "ended",
        AUGUST,
        AUGUST + 1,
        old.pk,
    )
    # The account and what a pension has besides are in it now, each as the law explains it.
    assert new.basic_fen == part_of(new, "basic_pension")
    assert new.account_fen == part_of(new, "account_pension") > 0
    assert new.total_fen == row.after_fen == part_of(new, "invalidity_allowance") > old.total_fen
    assert retirement_file.sheet_of(award=new).content["total_fen"] == new.total_fen
    # August, not frozen when it was decided, is still the old award's; September is the new one's.
    for period, award in ((AUGUST, old), (AUGUST + 1, new)):
        freeze(period)
        assert list(
            RosterRow.objects.filter(batch_id=period, kind="regular").values_list(
                "award_id", flat=True
            )
        ) == [award.pk]
    (notice,) = cases.Notice.objects.filter(to_account=account.username)
    assert "五年" in notice.zh
    assert "computed anew" in notice.en
    assert broken() == []
    assert run(context(AUGUST + 1))["listed"] == 0
    with pytest.raises(Refusal, match="list_decided"):
        review_decided(list_id=totals["list_id"], recorded=recorded("other", AUGUST))


def test_found_late_the_months_paid_at_the_old_amount_are_settled_by_their_difference(
    man: Retiree,
) -> None:
    old = allowance(man, month=MARCH)
    freeze(NOVEMBER - 1)
    totals = run(context(NOVEMBER))
    review_decided(list_id=totals["list_id"], recorded=recorded("head", NOVEMBER))
    new = pension.in_force(person_id=man.person.pk, kind="invalidity")
    rise = new.total_fen - old.total_fen
    owed = pension.Arrears.objects.filter(award=new)
    assert {month for one in owed for month in one.covers} == {AUGUST + 1, AUGUST + 2}
    assert sum(one.total_fen for one in owed) == 2 * rise == totals["owed_fen"] > 0
    assert pension.Overpayment.objects.count() == 0  # what was paid at the old amount stays paid
    assert broken() == []


def test_at_the_legal_age_what_was_given_by_the_whole_formula_becomes_the_pension_as_it_stands(
    retiree: Retiree,
) -> None:
    """The man of the stories of pensions: his legal month is April 2025, he claimed the allowance in January."""
    retiree.recognise("local_addition", 0, known_on=dt.date(2025, 1, 2))
    retiree.recognise("account_balance", 16_000_000, known_on=dt.date(2025, 1, 2))
    award = allowance(retiree, month=2025 * 12)
    april = 2025 * 12 + 3
    assert run(context(april - 1))["listed"] == 0
    totals = run(context(april))
    assert (totals["legal_age"], totals["owed_fen"], totals["claimed_fen"]) == (1, 0, 0)
    review_decided(list_id=totals["list_id"], recorded=recorded("head", april))
    become = pension.in_force(person_id=retiree.person.pk)
    assert (become.total_fen, become.starts_month) == (award.total_fen, april + 1)
    assert pension.in_force(person_id=retiree.person.pk, kind="invalidity") is None
    assert become.receipt["converted_from"] == award.pk
    assert broken() == []


def test_an_allowance_for_some_months_ends_with_them_and_the_person_is_told_what_to_do(
    man: Retiree,
) -> None:
    award = allowance(man, month=MARCH, ends=AUGUST)
    totals = run(context(AUGUST + 1))
    assert totals["term_over"] == 1
    review_decided(list_id=totals["list_id"], recorded=recorded("head", AUGUST + 1))
    award.refresh_from_db()
    assert (award.state, award.ends_month) == ("ended", AUGUST)


def shanghai(count: int) -> list[int]:
    """People of Shanghai whose old system gave them an allowance; person n has 3,000 yuan and n fen."""
    people = add_pensioners(count=count)
    pension.Award.objects.all().delete()
    pension.Award.objects.bulk_create(
        pension.Award(
            person_id=person, kind="invalidity", state="final", starts_month=2025 * 12 + 3, place="310112001",
            basic_fen=300_000 + n, account_fen=0, transitional_fen=0, other_fen=0, total_fen=300_000 + n,
            decided_by="determiner", decided_at=at(dt.date(2025, 3, 3)),
        )
        for n, person in enumerate(people, 1)
    )  # fmt: skip
    registry.Person.objects.filter(pk__in=people).update(birth_on=dt.date(1975, 5, 2))
    return people


def found_otherwise(person_id: int, on: dt.date) -> None:
    """A committee's re-examination that finds loss in part only."""
    paper = documents.store(
        name="a.pdf", media_type="application/pdf", content=b"%PDF-1.4 a", direction="in", at=at(on)
    )
    retirement_file.record_appraisal(
        person_id=person_id, by=retirement_file.By(name="clerk", at=at(on), today=on),
        appraised=retirement_file.Appraised(
            level="part", cause="illness", issuer="上海市劳动能力鉴定委员会", number="沪劳鉴2025-9", decided_on=on,
            file_id=paper.pk,
        ),
    )  # fmt: skip


def test_a_re_examination_stops_it_from_the_month_after_and_what_was_paid_since_is_claimed(
    fresh_database: Any,
) -> None:
    fresh_database.become("runner")
    first, second, third = shanghai(3)
    for period in (OCTOBER - 1, OCTOBER):
        Month(period=period).pay_all()
    november = Month(period=OCTOBER + 1)
    november.freeze()
    november.check()
    november.plan()
    found_otherwise(first, dt.date(2025, 9, 20))
    totals = run(context(OCTOBER + 1, place="310100"))
    assert (totals["reappraised"], totals["listed"], totals["claimed_fen"]) == (1, 1, 300_001)
    review_decided(list_id=totals["list_id"], recorded=recorded("head", OCTOBER + 1))
    assert pension.all_in_force(person_id=first) == []
    (claim,) = pension.Overpayment.objects.all()
    assert (claim.cause, claim.from_month, claim.to_month) == ("ended_late", OCTOBER, OCTOBER)
    (stop,) = pension.PaymentStop.objects.all()  # November was frozen, not sent
    assert (stop.batch_id, stop.still_due) == (november.batch_id, False)
    assert {one.person_id for one in pension.Award.objects.filter(state="final")} == {second, third}
    assert broken() == []


def assessed(person_id: int, *, paid: bool) -> None:
    """October's contributions of somebody who pays for himself: assessed, and paid and credited or not."""
    table = pa.table(
        {
            "person_id": [person_id],
            "employer_id": pa.array([None], pa.int64()),
            "declared_wage_fen": [800_000],
        }
    )
    batch_id = bill_table(table, key=f"assess {person_id}")
    if paid:
        Bill.objects.filter(batch_id=batch_id).update(
            state="credited", credited_batch_id=batch_id, received_fen=F("total_fen")
        )


def test_contributions_that_are_paid_again_stop_it_and_owing_them_does_not(
    fresh_database: Any,
) -> None:
    fresh_database.become("runner")
    first, second = shanghai(2)
    assessed(first, paid=True)
    assessed(second, paid=False)
    totals = run(context(OCTOBER + 1, place="310100"))
    assert (totals["resumed"], totals["listed"]) == (1, 1)
    (row,) = pension.list_rows(list_id=totals["list_id"])
    assert (row.person_id, row.from_month, row.evidence) == (first, OCTOBER + 1, {"month": OCTOBER})
    review_decided(list_id=totals["list_id"], recorded=recorded("head", OCTOBER + 1))
    assert pension.Award.objects.get(person_id=first).ends_month == OCTOBER
    assert pension.Award.objects.get(person_id=second).state == "final"


def test_who_is_suspended_or_was_determined_elsewhere_stays_with_the_reason_and_holds_up_nobody(
    fresh_database: Any,
) -> None:
    fresh_database.become("runner")
    first, second = shanghai(2)
    for person in (first, second):
        registry.Person.objects.filter(pk=person).update(birth_on=dt.date(1964, 5, 2))
    pension.suspend_pension(
        person_id=first,
        kind="manual",
        from_month=OCTOBER,
        recorded=recorded("clerk", OCTOBER, "核查"),
    )
    totals = run(context(OCTOBER + 1, place="310100"))
    assert (totals["listed"], totals["open"], totals["left"]) == (2, 0, 2)
    told = {
        row.person_id: row.problem["code"] for row in pension.list_rows(list_id=totals["list_id"])
    }
    assert told == {first: "award_suspended", second: "no_receipt_of_ours"}


def test_a_list_is_refused_with_a_reason_and_somebody_is_taken_out_with_one(man: Retiree) -> None:
    old = allowance(man, month=MARCH)
    number = run(context(AUGUST))["list_id"]
    (row,) = pension.list_rows(list_id=number)
    with pytest.raises(Refusal, match="reason_missing"):
        pension.strike_from_list(row_id=row.pk, reason=" ", recorded=recorded("head", AUGUST))
    pension.strike_from_list(
        row_id=row.pk, reason="本人申请复核年限", recorded=recorded("head", AUGUST)
    )
    review_decided(list_id=number, recorded=recorded("head", AUGUST))
    again = run(context(AUGUST))
    assert (again["listed"], again["list_id"]) == (1, number + 1)
    with pytest.raises(Refusal, match="reason_missing"):
        list_refused(list_id=again["list_id"], recorded=recorded("head", AUGUST))
    list_refused(list_id=again["list_id"], recorded=recorded("head", AUGUST, "账户未核对"))
    old.refresh_from_db()
    assert old.state == "final"
    assert broken() == []


def test_what_changed_between_the_two_signatures_is_not_done(man: Retiree) -> None:
    old = allowance(man, month=MARCH)
    number = run(context(AUGUST))["list_id"]
    man.recognise("account_balance", 17_000_000, known_on=dt.date(2025, 8, 4))
    review_decided(list_id=number, recorded=recorded("head", AUGUST))
    (row,) = pension.list_rows(list_id=number)
    assert (row.state, row.problem["code"]) == ("left", "amount_changed")
    old.refresh_from_db()
    assert old.state == "final"
    again = run(context(AUGUST + 1))
    review_decided(list_id=again["list_id"], recorded=recorded("head", AUGUST + 1))
    new = pension.in_force(person_id=man.person.pk, kind="invalidity")
    assert new.account_fen == part_of(new, "account_pension") > 0
    assert new.facts["account_balance"] == 17_000_000
