"""A relation comes from another province, or goes there: letters, forms, money, double months, place of benefit, both books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains import conftest as made_up
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment.models import Spell
from renshe.domains.funds import api as funds
from renshe.domains.pension.conftest import load_history
from renshe.domains.registry import api as registry
from renshe.domains.transfers import api as transfers
from renshe.flows import checks
from renshe.flows import transfers_to_ledger as ledger
from renshe.flows.checks_transfers import TRANSFER_INVARIANTS
from renshe.flows.contribution_to_ledger import (
    Posting,
    account_interest_credited,
    opening_balances,
)
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.provincial_transfers.run import run

make_person = made_up.make_person
PLACE, CITY, SHANGHAI, SICHUAN = "440402", "440400", "310000", "510000"
FUND = "employee_pension"
YEAR = 4095
START = dt.date(2025, 10, 13)
BALANCE = 1_000_000


@pytest.fixture
def demonstration() -> None:
    """The law with the demonstration's assumptions, as a city has it."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")


@dataclass
class Platform:
    """The line to the other provinces, with what was sent and what has come."""

    sent: list[transfers.Message] = field(default_factory=list)
    waiting: list[transfers.Message] = field(default_factory=list)

    def send(self, message: transfers.Message) -> None:
        self.sent.append(message)

    def fetch(self, *, today: dt.date) -> Sequence[transfers.Message]:
        return list(self.waiting)

    def comes(self, kind: str, number: str, reference: str, body: dict[str, Any], sender: str = SHANGHAI) -> None:  # fmt: skip
        self.waiting.append(
            transfers.Message(
                message_id=number, kind=kind, from_code=sender, to_code="440000", made_on=START, reference=reference,
                body=body,
            )
        )  # fmt: skip


@dataclass
class Bureau:
    """The office of Zhuhai with one insured person, and days that pass."""

    person: registry.Person
    line: Platform = field(default_factory=Platform)

    def hand(self, by: str = "run", day: dt.date = START) -> transfers.Recorded:
        at = dt.datetime(day.year, day.month, day.day, 2, tzinfo=dt.UTC)
        return transfers.Recorded(by=by, at=at, today=day)

    def day(self, day: dt.date = START) -> dict[str, Any]:
        month = day.year * 12 + day.month - 1
        context = RunContext(
            place=CITY, period=month, accounting_month=month, at=self.hand(day=day).at, by="run"
        )
        return run(context, exchange=self.line)

    def insured(self, since: dt.date, until: dt.date | None = None) -> None:
        Spell.objects.create(
            person=self.person, employer=None, insurance=1, span=(since, until), status="active", person_kind="flexible",
            join_reason="new",
            leave_reason="left" if until else None, known_on=since, recorded_by="clerk", recorded_at=made_up.NOW,
        )  # fmt: skip

    def asks(
        self, *, code: str = SHANGHAI, posted: bool = False, case: str = "C1"
    ) -> transfers.ProvincialTransfer:
        wanted = transfers.Wanted(
            person_id=self.person.pk, place=PLACE, other_code=code, other_agency="上海市社会保险事业管理中心", posted=posted,
            case_number=case,
        )  # fmt: skip
        return transfers.ask_for_relation(
            wanted=wanted, recorded=self.hand("clerk"), explain=library.explain
        )

    def form(
        self, *years: tuple[int, int, int], account: int, pooled: int | None = None
    ) -> dict[str, Any]:
        """An information form: years of (year, months, base in fen)."""
        listed = [
            {"year": y, "paid_months": mask, "base_fen": [base if mask >> n & 1 else 0 for n in range(12)]}
            for y, mask, base in years
        ]  # fmt: skip
        bases = sum(mask.bit_count() * base for y, mask, base in years if y >= 1998)
        return {
            "id_number": self.person.id_number, "name": self.person.name, "temporary": False, "years": listed,
            "account_fen": account, "pooled_fen": bases * 12 // 100 if pooled is None else pooled,
        }  # fmt: skip

    def brings(
        self, form: dict[str, Any], *, case: str = "C1", code: str = SHANGHAI
    ) -> transfers.ProvincialTransfer:
        """From the request to the booking."""
        opened = self.asks(code=code, case=case)
        day = START + dt.timedelta(days=10 * int(case[1:]) - 10)
        self.day(day)
        money = form["pooled_fen"] + form["account_fen"]
        self.line.comes("information_form", f"F{case}", opened.letter_id, form, code)
        self.line.comes(
            "money_sent", f"M{case}", opened.letter_id,
            {"amount_fen": money, "bank_ref": f"B{case}", "paid_on": "2025-10-14"}, code,
        )  # fmt: skip
        self.day(day + dt.timedelta(days=1))
        return transfers.transfer(transfer_id=opened.pk)

    def months(self) -> int:
        return sum(
            one.months for one in contributions.career_of(person_id=self.person.pk, base_caps={})
        )

    def balance(self, book: str, code: str) -> int:
        rows = funds.trial_balance(fund=FUND, book=book, accounting_month=2025 * 12 + 11)
        return sum(row.closing_fen for row in rows if row.code == code)


def accounts_closed(person_id: int, closing_fen: int) -> None:
    """The accounts of 2024 as closed, with this person's balance."""
    month = 2024 * 12 + 11
    batch_id = funds.open_batch(
        kind="yearly_account_interest", accounting_month=month, run_key="accounts"
    )
    names = (
        "line_no",
        "person_id",
        "year",
        "opening_fen",
        "credit_fen",
        "interest_fen",
        "payout_fen",
        "closing_fen",
    )
    row = (1, person_id, 2024, 0, 0, closing_fen, 0, closing_fen)
    table = pa.table([pa.array([value], pa.int64()) for value in row], names=names)
    at = dt.datetime(2024, 12, 31, 2, tzinfo=dt.UTC)
    stage = funds.stage_account_year(batch_id=batch_id, rows=table)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        posting = Posting(batch_id, month, dt.date(2024, 12, 31), "run", at)
        account_interest_credited(posting=posting, rows=1, interest_fen=closing_fen)


@pytest.fixture
def bureau(fresh_database: Any, make_person: Any, demonstration: None) -> Bureau:
    """Everything is the runner's; a man of Sichuan, born in March 1985."""
    fresh_database.become("runner")
    opening_balances(
        fund=FUND, cash_fen={"1003": 100_000_000}, receivable_fen=0, individual_accounts_fen=0,
        opened_on=dt.date(2024, 12, 31), accounting_month=2024 * 12 + 11, posted_by="take_over",
    )  # fmt: skip
    person = make_person(household_place="510104")
    accounts_closed(person.pk, BALANCE)
    return Bureau(person)


def holds() -> None:
    """Every invariant of transfers, accounts and books."""
    every = [
        *transfers.INVARIANTS,
        *funds.INVARIANTS,
        *contributions.INVARIANTS,
        *checks.INVARIANTS,
    ]
    assert [(one.name, found) for one, found, count in prove(invariants=every) if count] == []


def test_two_years_come_with_what_the_public_example_gives(bureau: Bureau) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    before = bureau.balance("rights", "R2201")
    came = bureau.brings(bureau.form((2005, YEAR, 200_000), (2006, YEAR, 200_000), account=456_000))
    assert (came.state, came.months, came.pooled_fen, came.account_fen) == (
        "booked",
        24,
        576_000,
        456_000,
    )
    assert bureau.months() == 24
    assert bureau.balance("rights", "R2201") - before == 456_000
    assert (
        bureau.balance("cash", "4301") == bureau.balance("rights", "R4901") + 456_000 == 1_032_000
    )
    years = [
        transfers.explained_year(transfer=came, year=y, explain=library.explain)
        for y in (2005, 2006)
    ]
    assert [int(one.value) for one in years if one] == [288_000, 288_000]
    total = transfers.explained_total(transfer=came, explain=library.explain)
    assert total is not None
    assert int(total.value) == 1_032_000
    assert [one.kind for one in bureau.line.sent] == ["contact_letter", "receipt"]
    holds()


def test_months_paid_at_two_places_count_once_and_the_other_places_part_goes_back(
    bureau: Bureau,
) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    load_history(person_id=bureau.person.pk, years=[(2006, YEAR, 300_000)], key="own")
    came = bureau.brings(bureau.form((2005, YEAR, 200_000), (2006, YEAR, 200_000), account=456_000))
    assert (came.refund_fen, bureau.months()) == (192_000, 24)
    (_, own) = contributions.career_of(person_id=bureau.person.pk, base_caps={})
    assert own.base_sum_fen == 12 * 300_000
    assert bureau.balance("rights", "R2301") == 192_000
    holds()
    with pytest.raises(Refused, match="不同的人"):
        ledger.refund_paid(transfer_id=came.pk, bank_ref="Z1", recorded=bureau.hand("run"))
    ledger.refund_paid(transfer_id=came.pk, bank_ref="Z1", recorded=bureau.hand("cashier"))
    with pytest.raises(Refused, match="不能做这一步"):
        ledger.refund_paid(transfer_id=came.pk, bank_ref="Z2", recorded=bureau.hand("cashier"))
    assert bureau.balance("rights", "R2301") == 0
    assert bureau.balance("cash", "4301") == 1_032_000 - 192_000
    holds()


def test_a_form_or_money_that_is_wrong_is_kept_and_not_used_and_the_right_one_is(
    bureau: Bureau,
) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    opened = bureau.asks()
    bureau.day()
    good = bureau.form((2005, YEAR, 200_000), account=264_000)
    for number, wrong in enumerate(
        (
            {**good, "pooled_fen": 288_001}, {**good, "name": "李四"}, {**good, "years": []},
            {**good, "account_fen": -1}, {**good, "years": good["years"] * 2},
        )
    ):  # fmt: skip
        bureau.line.comes("information_form", f"F{number}", opened.letter_id, wrong)
    bureau.line.comes(
        "money_sent",
        "M0",
        opened.letter_id,
        {"amount_fen": 552_000, "bank_ref": "B", "paid_on": "2025-10-14"},
    )
    bureau.line.comes("information_form", "X", "L-none", good)
    totals = bureau.day(START + dt.timedelta(days=1))
    assert (totals["received"], totals["unusable"]) == (7, 7)
    assert transfers.transfer(transfer_id=opened.pk).state == "awaiting_form"
    assert "12%" in " ".join(one.problem for one in transfers.unusable_messages())
    bureau.line.comes("information_form", "F9", opened.letter_id, good)
    bureau.line.comes(
        "money_sent",
        "M8",
        opened.letter_id,
        {"amount_fen": 551_999, "bank_ref": "B", "paid_on": "2025-10-14"},
    )
    bureau.day(START + dt.timedelta(days=2))
    assert transfers.transfer(transfer_id=opened.pk).state == "awaiting_money"
    bureau.line.comes(
        "money_sent",
        "M9",
        opened.letter_id,
        {"amount_fen": 552_000, "bank_ref": "B", "paid_on": "2025-10-16"},
    )
    assert bureau.day(START + dt.timedelta(days=3))["booked"] == 1
    assert bureau.day(START + dt.timedelta(days=4))["received"] == 0
    holds()


def test_the_same_message_twice_is_once_and_other_words_under_its_id_are_refused(
    bureau: Bureau,
) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    opened = bureau.asks()
    bureau.day()
    bureau.line.comes("refusal", "N1", opened.letter_id, {"reason": "无缴费记录"})
    bureau.day(START + dt.timedelta(days=1))
    again = transfers.transfer(transfer_id=opened.pk)
    assert (again.state, again.refusal) == ("refused", "无缴费记录")
    (message,) = bureau.line.waiting
    taken = {"place": CITY, "recorded": bureau.hand(), "explain": library.explain}
    assert transfers.receive(message=message, **taken) is None
    with pytest.raises(Refused, match="同一编号"):
        transfers.receive(message=replace(message, body={"reason": "别的理由"}), **taken)
    assert bureau.asks(case="C2").state == "letter_due"
    holds()


def test_each_step_has_fifteen_working_days_and_what_is_late_is_told_once(bureau: Bureau) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    opened = bureau.asks()
    assert opened.step_due_on == dt.date(2025, 11, 3)
    bureau.day()
    assert bureau.day(dt.date(2025, 11, 3))["escalated"] == 0
    assert bureau.day(dt.date(2025, 11, 4))["escalated"] == 1
    assert bureau.day(dt.date(2025, 11, 5))["escalated"] == 0


def test_who_may_not_bring_a_relation_is_told_why(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="还没有在本地参加"):
        bureau.asks()
    bureau.insured(dt.date(2025, 7, 1))
    with pytest.raises(Refused, match="省内流动"):
        bureau.asks(code="440000")
    bureau.asks()
    with pytest.raises(Refused, match="正在办理"):
        bureau.asks(case="C2")


def test_from_fifty_outside_the_household_province_the_account_is_temporary_unless_posted_or_a_soldier(
    bureau: Bureau, make_person: Any
) -> None:
    old = make_person(
        id_number=made_up.id_number(birth="19750701", sequence=203),
        name="赵六",
        household_place="510104",
    )
    other = Bureau(old)
    other.insured(dt.date(2025, 7, 1))
    told = transfers.temporary_account(person_id=old.pk, place=PLACE, explain=library.explain)
    assert told is not None
    assert told.value
    with pytest.raises(Refused, match="临时缴费账户"):
        other.asks()
    assert other.asks(code=transfers.MILITARY, case="C8").source == "military"
    assert other.asks(posted=True, case="C9").state == "letter_due"
    assert (
        transfers.temporary_account(person_id=old.pk, place=PLACE, explain=library.explain) is None
    )


def test_the_place_of_benefit_is_the_last_province_with_ten_years(bureau: Bureau) -> None:
    bureau.insured(dt.date(2022, 1, 1))
    own = [(year, YEAR, 300_000) for year in (2004, 2005, 2006, 2007, 2022, 2023, 2024)]
    load_history(person_id=bureau.person.pk, years=own, key="own")
    asked = {
        "person_id": bureau.person.pk,
        "place": PLACE,
        "today": START,
        "explain": library.explain,
    }
    assert transfers.benefit_place(**asked).province == SICHUAN
    bureau.brings(
        bureau.form(*((year, YEAR, 400_000) for year in range(2008, 2020)), account=1_000)
    )
    benefit = transfers.benefit_place(**asked)
    assert [(one.province, one.months) for one in benefit.relations] == [
        (SHANGHAI, 144),
        ("440000", 84),
    ]
    assert benefit.province == SHANGHAI
    assert bureau.months() == 19 * 12
    holds()


def test_soldiers_months_count_where_they_were_brought(bureau: Bureau) -> None:
    bureau.insured(dt.date(2025, 7, 1))
    form = bureau.form((2010, YEAR, 500_000), account=480_000, pooled=1_000_000)
    came = bureau.brings(form, code=transfers.MILITARY)
    assert (came.state, came.source) == ("booked", "military")
    assert transfers.months_elsewhere(person_id=bureau.person.pk).keys() == {"440000"}
    holds()


def leaves(bureau: Bureau) -> transfers.ProvincialTransfer:
    """Insured here for two years until August 2025, and asked for by Sichuan."""
    bureau.insured(dt.date(2023, 9, 1), dt.date(2025, 9, 1))
    years = [
        (2023, 0b1111_0000_0000, 300_000),
        (2024, YEAR, 300_000),
        (2025, 0b0000_1111_1111, 400_000),
    ]
    load_history(person_id=bureau.person.pk, years=years, key="own")
    person = bureau.person
    body = {
        "id_number": person.id_number,
        "name": person.name,
        "agency": "成都市社会保险事业管理局",
        "applied_on": "2025-10-10",
    }
    bureau.line.comes("contact_letter", "SC-1", "SC-1", body, SICHUAN)
    bureau.day()
    return transfers.ProvincialTransfer.objects.get(letter_id="SC-1")


def test_a_relation_leaves_with_its_account_and_twelve_percent_and_the_year_closes_at_nothing(
    bureau: Bureau,
) -> None:
    opened = leaves(bureau)
    assert (opened.direction, opened.state) == ("out", "letter_received")
    opening_accounts = bureau.balance("rights", "R2201")
    gone, quote = ledger.sent_out(
        person_id=bureau.person.pk, case_number="Z9", recorded=bureau.hand("approver")
    )
    bases = 16 * 300_000 + 8 * 400_000
    assert (quote.months, quote.pooled_fen) == (24, bases * 12 // 100)
    assert quote.account_fen == BALANCE + 8 * 32_000
    assert bureau.balance("rights", "R2201") == opening_accounts - quote.account_fen
    assert bureau.balance("cash", "5101") == quote.total_fen
    tomorrow = START + dt.timedelta(days=1)
    assert bureau.day(tomorrow)["sent"] == 2
    form = next(one for one in bureau.line.sent if one.kind == "information_form").body
    assert sum(sum(one["base_fen"]) for one in form["years"]) == bases
    bureau.line.comes("receipt", "A1", "SC-1", {"amount_fen": quote.total_fen}, SICHUAN)
    bureau.day(tomorrow + dt.timedelta(days=1))
    gone.refresh_from_db()
    assert gone.state == "acknowledged"
    assert transfers.relation_gone(person_id=bureau.person.pk)
    credits = contributions.credits_of_year(year=2025).to_pylist()
    (row,) = [one for one in credits if one["person_id"] == bureau.person.pk]
    assert (row["credit_fen"], row["credit_product_fen"]) == (-BALANCE, -12 * BALANCE)
    own = [*transfers.INVARIANTS, *TRANSFER_INVARIANTS]
    assert [(one.name, found) for one, found, count in prove(invariants=own) if count] == []


def test_who_is_still_insured_or_was_not_asked_for_does_not_leave(bureau: Bureau) -> None:
    def go() -> Any:
        return ledger.sent_out(
            person_id=bureau.person.pk, case_number="Z9", recorded=bureau.hand("approver")
        )

    with pytest.raises(Refused, match="没有收到转入地的联系函"):
        go()
    leaves(bureau)
    bureau.insured(dt.date(2025, 10, 1))
    with pytest.raises(Refused, match="还在参保"):
        go()


def test_months_that_come_back_are_ones_own_and_not_double(bureau: Bureau) -> None:
    leaves(bureau)
    _, quote = ledger.sent_out(
        person_id=bureau.person.pk, case_number="Z9", recorded=bureau.hand("approver")
    )
    bureau.day(START + dt.timedelta(days=1))
    bureau.insured(dt.date(2025, 10, 1))
    years = (
        (2023, 0b1111_0000_0000, 300_000),
        (2024, YEAR, 300_000),
        (2025, 0b0000_1111_1111, 400_000),
    )
    came = bureau.brings(bureau.form(*years, account=quote.account_fen), case="C2", code=SICHUAN)
    assert (came.state, came.refund_fen, bureau.months()) == ("booked", 0, 24)
    assert not transfers.relation_gone(person_id=bureau.person.pk)
