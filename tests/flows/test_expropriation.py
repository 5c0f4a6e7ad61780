"""An expropriation from its approval to accounts, pool and reserve; held at the gate to the last fen; town insurance."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

import pytest
import xlsxwriter
from django.db import connection

from renshe.domains import conftest as made_up
from renshe.domains.contributions.models import AccountCorrection
from renshe.domains.expropriation import api as expropriation
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.flows import expropriation_to_ledger as ledger
from renshe.flows.checks import INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library

make_person = made_up.make_person
PLACE = "310112006"
APPROVED = dt.date(2025, 9, 1)
TODAY = dt.date(2025, 10, 15)
BORN = {
    "minor": "20100310",
    "worker": "19850312",
    "nearly_old": "19700902",
    "old_man": "19700901",
    "old_woman": "19790105",
}
SHARES = (("land_user", 600), ("government", 300), ("collective", 70), ("person", 30))


@pytest.fixture
def demonstration() -> None:
    """The law with the demonstration's assumptions, as a city has it."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")


@dataclass
class Village:
    """A project with its people, and acts of different hands on days after the start."""

    make: Any
    people: dict[str, registry.Person] = field(default_factory=dict)
    project: Any = None

    def hand(self, by: str = "street", days: int = 0) -> expropriation.Recorded:
        """Somebody on a day."""
        at = dt.datetime(2025, 10, 15, 2, tzinfo=dt.UTC) + dt.timedelta(days=days)
        return expropriation.Recorded(by=by, at=at, today=TODAY + dt.timedelta(days=days))

    def person(self, who: str, born: str, sequence: int) -> registry.Person:
        """One of the village, registered."""
        number = made_up.id_number(birth=born, sequence=sequence, region="310112")
        more = {} if sequence % 2 else {"retirement_category": "F50"}
        self.people[who] = self.make(
            id_number=number, name=f"李{'一二三四五六七八九'[len(self.people)]}", household_place="310112",
            residence_place="310112", **more,
        )  # fmt: skip
        return self.people[who]

    def sheet(self, *rows: tuple[str, str]) -> bytes:
        """A list as a street sends it."""
        sink = io.BytesIO()
        with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
            page = book.add_worksheet()
            for at, row in enumerate([("姓名", "证件号码"), *rows]):
                for column, text in enumerate(row):
                    page.write_string(at, column, text)
        return sink.getvalue()

    def listed(self) -> expropriation.Listed:
        """Everybody by one file."""
        rows = [(one.name, one.id_number) for one in self.people.values()]
        return expropriation.import_list(
            project_id=self.project.pk, content=self.sheet(*rows), recorded=self.hand(), explain=library.explain
        )  # fmt: skip

    def confirmed(self) -> None:
        """Listed, public for seven days, confirmed by both, so that everybody's amount stands."""
        self.listed()
        expropriation.publish_list(project_id=self.project.pk, recorded=self.hand())
        expropriation.confirm_by_street(project_id=self.project.pk, recorded=self.hand(days=8))
        ledger.list_confirmed(
            project_id=self.project.pk, letter="自然资源函1号", recorded=self.hand("land", 9)
        )

    def paid(self, *, but: int = 0) -> None:
        """Every share paid whole, the last one less some fen."""
        shares = list(self.project.shares.order_by("pk"))
        for share in shares:
            fen = share.amount_fen - (but if share is shares[-1] else 0)
            ledger.money_received(
                share_id=share.pk,
                amount_fen=fen,
                received_on=TODAY,
                bank_ref=f"B{share.pk}",
                recorded=self.hand("money", 10),
            )

    def minor_paid(self) -> None:
        """The land user's receipt for the child."""
        (minor,) = expropriation.members(project_id=self.project.pk, group="minor")
        expropriation.record_minor_paid(member_id=minor.pk, receipt="付2025-77")

    def certified(self) -> None:
        """Through the gate."""
        self.confirmed()
        self.paid()
        self.minor_paid()
        expropriation.certify(project_id=self.project.pk, recorded=self.hand("chief", 11))

    def settled(self) -> Any:
        """To the end."""
        self.certified()
        return ledger.project_settled(project_id=self.project.pk, recorded=self.hand("money", 12))


def new_project(**changed: Any) -> expropriation.NewProject:
    given = {
        "approval_number": "沪府土〔2025〕1号", "name": "轨道交通", "place": PLACE, "village_group": "一组",
        "approved_on": APPROVED,
        "land_taken_m2": 20_000, "land_group_m2": 90_000, "land_group_people": 121, "scheme": "employee_pension",
        "months_bought": 180, "cost_working_fen": 20_000_003, "cost_old_fen": 30_000_001, "one_off_minor_fen": 1_000_000,
        "account_permille": 400, "reserve_permille": 50,
        "shares": tuple(
            expropriation.NewShare(payer=payer, payer_name=payer, permille=part, due_on=dt.date(2025, 11, 30))
            for payer, part in SHARES
        ),
        **changed,
    }  # fmt: skip
    return expropriation.NewProject(**given)


@pytest.fixture
def village(db: None, demonstration: None, make_person: Any) -> Village:
    """A registered project of a village with a child, a worker, one a day too young, and two old."""
    made = Village(make_person)
    for number, (who, born) in enumerate(BORN.items()):
        made.person(who, born, 100 + number * 2 + (0 if who == "old_woman" else 1))
    made.project = expropriation.register_project(
        new=new_project(), recorded=made.hand(), explain=library.explain
    )
    return made


def held(code: str, *, fund: str = "land_security", book: str = "rights") -> int:
    """Credit less debit of an account (fen)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(l.credit_fen - l.debit_fen), 0)::bigint FROM funds_line l"
            " JOIN funds_entry e ON e.id = l.entry_id"
            " JOIN funds_account a ON a.id = l.account_id WHERE e.fund_id = %s AND e.book = %s AND a.code = %s",
            [fund, book, code],
        )
        return int(cursor.fetchone()[0])


def invariants_hold(*, but: str = "") -> None:
    every = [*expropriation.INVARIANTS, *funds.INVARIANTS, *INVARIANTS]
    assert [
        (one.name, found) for one, found, _ in prove(invariants=every) if found and one.name != but
    ] == []


# ---- people ------------------------------------------------------------------------------------------


def test_a_project_places_people_by_land_per_head_and_each_by_age_on_its_day(
    village: Village,
) -> None:
    """27 of 121 people for 2 of 9 hectares; who turned 55 on the project's day is old, a day later of working age."""
    assert village.project.quota == 27
    assert village.listed().added == 5
    groups = {
        one.person_id: one.group for one in expropriation.members(project_id=village.project.pk)
    }
    assert {who: groups[one.pk] for who, one in village.people.items()} == {
        "minor": "minor", "worker": "working", "nearly_old": "working", "old_man": "old", "old_woman": "old",
    }  # fmt: skip


def test_a_bad_cell_is_told_by_row_and_column_and_nobody_is_listed(village: Village) -> None:
    one, two, *_ = village.people.values()
    sheet = village.sheet(
        ("张某", one.id_number),
        (two.name, "310112198501011234"),
        (two.name, two.id_number),
        (two.name, two.id_number),
    )
    told = expropriation.import_list(
        project_id=village.project.pk,
        content=sheet,
        recorded=village.hand(),
        explain=library.explain,
    )
    assert told.added == 0
    assert [(x.row_number, x.column, x.code) for x in told.errors] == [
        (2, "A", "name_differs"), (3, "B", "person_unknown"), (5, "B", "on_list_already"),
    ]  # fmt: skip
    assert not expropriation.members(project_id=village.project.pk)


def test_nobody_is_placed_by_two_projects_and_the_dead_by_none(village: Village) -> None:
    village.listed()
    other = expropriation.register_project(
        new=new_project(approval_number="沪府土〔2025〕2号"),
        recorded=village.hand(),
        explain=library.explain,
    )
    worker = village.people["worker"]
    with pytest.raises(Refused, match="另一个项目"):
        expropriation.add_member(
            project_id=other.pk,
            person_id=worker.pk,
            recorded=village.hand(),
            explain=library.explain,
        )
    gone = village.person("gone", "19500101", 331)
    registry.record_death(
        person_id=gone.pk,
        died_on=dt.date(2025, 8, 31),
        known_on=TODAY,
        reason="医院报告",
        actor="clerk",
        at=made_up.NOW,
    )
    with pytest.raises(Refused, match="已经死亡"):
        expropriation.add_member(
            project_id=other.pk, person_id=gone.pk, recorded=village.hand(), explain=library.explain
        )


def test_more_people_than_the_quota_are_not_made_public(village: Village) -> None:
    small = expropriation.register_project(
        new=new_project(approval_number="沪府土〔2025〕3号", land_taken_m2=700),
        recorded=village.hand(),
        explain=library.explain,
    )
    assert small.quota == 1
    for who in ("worker", "old_man"):
        expropriation.add_member(
            project_id=small.pk,
            person_id=village.people[who].pk,
            recorded=village.hand(),
            explain=library.explain,
        )
    with pytest.raises(Refused, match="超过应安置人数"):
        expropriation.publish_list(project_id=small.pk, recorded=village.hand())


def test_terms_and_shares_must_make_a_whole(village: Village) -> None:
    wrong = new_project(
        approval_number="沪府土〔2025〕9号",
        account_permille=990,
        reserve_permille=20,
        shares=new_project().shares[:3],
    )
    with pytest.raises(Refused) as refused:
        expropriation.register_project(new=wrong, recorded=village.hand(), explain=library.explain)
    assert refused.value.codes == ("terms_wrong", "shares_wrong")
    with pytest.raises(Refused, match="已经登记过"):
        expropriation.register_project(
            new=new_project(), recorded=village.hand(), explain=library.explain
        )


# ---- publicity and confirmation ----------------------------------------------------------------------


def test_the_list_is_confirmed_after_seven_days_with_every_objection_answered_by_two(
    village: Village,
) -> None:
    village.listed()
    number = village.project.pk
    with pytest.raises(Refused, match="不在公示期"):
        expropriation.object_to_list(project_id=number, words="漏了我父亲", recorded=village.hand())
    expropriation.publish_list(project_id=number, recorded=village.hand())
    objection = expropriation.object_to_list(
        project_id=number, words="漏了我父亲", recorded=village.hand(days=7)
    )
    with pytest.raises(Refused, match="没有满七天"):
        expropriation.confirm_by_street(project_id=number, recorded=village.hand(days=7))
    with pytest.raises(Refused, match="异议没有答复"):
        expropriation.confirm_by_street(project_id=number, recorded=village.hand(days=8))
    expropriation.answer_objection(
        objection_id=objection.pk,
        upheld=False,
        answer="户籍不在本组",
        recorded=village.hand(days=8),
    )
    with pytest.raises(Refused, match="状态不能做"):
        ledger.list_confirmed(project_id=number, letter="函1号", recorded=village.hand("land", 8))
    expropriation.confirm_by_street(project_id=number, recorded=village.hand(days=8))
    with pytest.raises(Refused, match="不同的人"):
        ledger.list_confirmed(project_id=number, letter="函1号", recorded=village.hand(days=9))
    assert (
        ledger.list_confirmed(
            project_id=number, letter="函1号", recorded=village.hand("land", 9)
        ).state
        == "confirmed"
    )
    invariants_hold()


def test_an_upheld_objection_strikes_somebody_off_with_the_reason(village: Village) -> None:
    village.listed()
    expropriation.publish_list(project_id=village.project.pk, recorded=village.hand())
    (member,) = expropriation.members(project_id=village.project.pk, group="minor")
    with pytest.raises(Refused, match="没有写明理由"):
        expropriation.remove_member(member_id=member.pk, reason=" ", recorded=village.hand())
    expropriation.remove_member(member_id=member.pk, reason="户籍已迁出", recorded=village.hand())
    assert expropriation.members(project_id=village.project.pk).count() == 4
    invariants_hold()


# ---- money -------------------------------------------------------------------------------------------


def test_what_each_payer_owes_is_the_cost_by_his_share_to_the_fen(village: Village) -> None:
    """Two working at 200,000.03 and two old at 300,000.01 are 100,000,008 fen; broken fen go to the largest remainders."""
    village.confirmed()
    owed = {one.payer: one.amount_fen for one in village.project.shares.order_by("pk")}
    assert owed == {
        "land_user": 60_000_005,
        "government": 30_000_002,
        "collective": 7_000_001,
        "person": 3_000_000,
    }
    assert sum(owed.values()) == 100_000_008 == -held("R1101")
    invariants_hold()


def test_no_certificate_while_one_fen_is_missing_and_not_by_who_confirmed(village: Village) -> None:
    village.confirmed()
    village.paid(but=1)
    with pytest.raises(Refused) as refused:
        expropriation.certify(project_id=village.project.pk, recorded=village.hand("street", 11))
    assert refused.value.codes == ("money_not_in", "minor_not_paid", "two_people_needed")
    share = village.project.shares.order_by("pk").last()
    with pytest.raises(Refused, match="超过这一方"):
        ledger.money_received(
            share_id=share.pk,
            amount_fen=2,
            received_on=TODAY,
            bank_ref="B-x",
            recorded=village.hand("money", 11),
        )
    ledger.money_received(
        share_id=share.pk,
        amount_fen=1,
        received_on=TODAY,
        bank_ref="B-y",
        recorded=village.hand("money", 11),
    )
    village.minor_paid()
    assert held("R2301") == 100_000_008 == held("2001", book="cash")
    done = expropriation.certify(project_id=village.project.pk, recorded=village.hand("chief", 11))
    assert done.certificate is not None
    assert done.state == "certified"
    invariants_hold()


def test_the_same_bank_number_is_not_booked_twice(village: Village) -> None:
    village.confirmed()
    one, two, *_ = village.project.shares.order_by("pk")
    for share, fine in ((one, True), (two, False)):
        act = {
            "share_id": share.pk,
            "amount_fen": 100,
            "received_on": TODAY,
            "bank_ref": "B1",
            "recorded": village.hand("m", 10),
        }
        if fine:
            ledger.money_received(**act)
        else:
            with pytest.raises(Refused, match="已经登记过"):
                ledger.money_received(**act)
    assert held("R2301") == 100
    invariants_hold()


def test_accounts_pool_and_reserve_are_kept_apart_and_are_the_money(village: Village) -> None:
    """40 % of each worker's 200,000.03 is his, 5 % of all is reserve, the pool has what is left, broken fen too."""
    project = village.settled()
    assert (project.account_fen, project.reserve_fen, project.pool_fen) == (
        16_000_002,
        5_000_000,
        79_000_006,
    )
    assert expropriation.account_balance(person_id=village.people["worker"].pk) == 8_000_001
    assert expropriation.account_balance(person_id=village.people["old_man"].pk) == 0
    assert (held("R2201"), held("R2401"), held("R2301"), held("R1101")) == (
        16_000_002,
        5_000_000,
        0,
        0,
    )
    assert (held("4101", book="cash"), held("4001", book="cash")) == (30_000_002, 70_000_006)
    now = expropriation.reserve_now(place="310112")
    assert (now.pool_fen, now.reserve_fen, now.accounts_fen) == (79_000_006, 5_000_000, 16_000_002)
    invariants_hold()
    with pytest.raises(Refused):
        ledger.project_settled(project_id=project.pk, recorded=village.hand("money", 13))


def test_a_changed_fen_is_found_by_the_invariants(village: Village) -> None:
    """An entry that no split made stands against the books and against the project."""
    village.settled()
    worker = village.people["worker"].pk
    expropriation.LandAccountEntry.objects.create(
        person_id=worker, project=village.project, kind="credit", amount_fen=1, booked_on=TODAY, recorded_by="x",
        recorded_at=made_up.NOW,
    )  # fmt: skip
    every = [*expropriation.INVARIANTS, *INVARIANTS]
    broken = {one.name for one, found, _ in prove(invariants=every) if found}
    assert broken == {"expropriation_split_is_the_money", "land_accounts_are_their_entries"}


# ---- the allowance -----------------------------------------------------------------------------------


def test_the_old_get_the_districts_standard_and_more_by_age_once(village: Village) -> None:
    old, worker = village.people["old_man"].pk, village.people["worker"].pk
    with pytest.raises(Refused, match="不在已入账项目"):
        expropriation.grant_allowance(
            person_id=old, reference="", recorded=village.hand(), explain=library.explain
        )
    village.settled()
    with pytest.raises(Refused, match="不在已入账项目"):
        expropriation.grant_allowance(
            person_id=worker, reference="", recorded=village.hand(days=13), explain=library.explain
        )
    allowance = expropriation.grant_allowance(
        person_id=old, reference="A1", recorded=village.hand(days=13), explain=library.explain
    )
    assert (allowance.amount_fen, allowance.elder_fen, allowance.starts_month) == (
        216_000,
        0,
        2025 * 12 + 10,
    )
    (told,) = expropriation.facts_for_award(person_id=old, on=TODAY)
    assert (told.kind, told.fund, told.starts_month) == (
        "land_allowance",
        "land_security",
        2025 * 12 + 10,
    )
    assert library.explain(told.target, told.facts, place=told.place, on=TODAY).value == 216_000
    with pytest.raises(Refused, match="已经核定过"):
        expropriation.grant_allowance(
            person_id=old, reference="", recorded=village.hand(days=14), explain=library.explain
        )
    invariants_hold()


# ---- town insurance ----------------------------------------------------------------------------------


def with_town(village: Village, who: str, fen: int) -> None:
    """A record taken over with its account, and the books' opening for it."""
    expropriation.TownInsuranceRecord.objects.create(
        person=village.people[who], place="310112", months=130, months_paid=96, account_fen=fen,
        recorded_by="take_over", recorded_at=made_up.NOW,
    )  # fmt: skip
    for book, debit, credit in (("cash", "1003", "3001"), ("rights", "R1901", "R2201")):
        funds.post_entry(
            entry=funds.NewEntry(
                book, "town_insurance", TODAY, "opening", "opening", who,
                (funds.Post(debit, debit_fen=fen), funds.Post(credit, credit_fen=fen)),
            ),
            accounting_month=2025 * 12 + 9, posted_by="take_over",
        )  # fmt: skip


def test_town_insurance_goes_over_with_its_months_and_its_account_once(village: Village) -> None:
    with_town(village, "worker", 1_234_567)
    worker = village.people["worker"].pk
    carried = ledger.town_insurance_converted(
        person_id=worker, reference="B7", recorded=village.hand("money")
    )
    assert (carried.months, carried.account_fen) == (130, 1_234_567)
    assert held("R2201", fund="town_insurance") == 0
    assert held("R2201", fund="employee_pension") == 1_234_567
    assert held("4301", fund="employee_pension", book="cash") == 1_234_567
    assert expropriation.facts_for_award(person_id=worker, on=TODAY) == []
    with pytest.raises(Refused, match="不能再转"):
        ledger.town_insurance_converted(
            person_id=worker, reference="B8", recorded=village.hand("money")
        )
    with pytest.raises(Refused, match="没有镇保记录"):
        ledger.town_insurance_converted(
            person_id=village.people["old_man"].pk, reference="", recorded=village.hand()
        )
    row = AccountCorrection.objects.get(person_id=worker)
    assert (row.year, row.amount_fen, row.product_fen) == (2025, 1_234_567, 1_234_567 * 3)
    # Employees' accounts count from their last closed year, and here none is closed yet.
    invariants_hold(but="individual_accounts_are_their_rows")


def test_who_keeps_town_insurance_has_the_facts_of_its_pension(village: Village) -> None:
    with_town(village, "old_man", 10)
    (told,) = expropriation.facts_for_award(person_id=village.people["old_man"].pk, on=TODAY)
    assert (told.kind, told.fund) == ("town", "town_insurance")
    assert told.facts == {
        "town_months": 130,
        "town_months_paid": 96,
        "sex": "M",
        "birth_month": 1970 * 12 + 8,
    }


# ---- medical cover ------------------------------------------------------------------------------------


def test_who_of_the_group_has_no_medical_insurance_is_listed(village: Village) -> None:
    village.listed()
    worker = village.people["worker"]
    told = expropriation.import_medical_year(
        place="310112", year=2025, content=village.sheet(("x", worker.id_number), ("y", "310112198501011234")),
        source="居民医保名单.xlsx", recorded=village.hand(),
    )  # fmt: skip
    assert (told.rows, told.marked, told.others) == (2, 1, 1)
    (street,) = expropriation.cover_by_street(place="310112", on=TODAY)
    assert (street.people, street.resident, street.employee, street.without) == (5, 1, 0, 4)
    assert worker.pk not in {
        one.person_id for one in expropriation.without_cover(place="310112", on=TODAY)
    }
