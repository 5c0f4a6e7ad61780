"""Premium help from a programme to both books: lists checked, two hands, months once, returns, the resident account."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

import pytest
import xlsxwriter
from django.db import DatabaseError, IntegrityError, connection, transaction

from renshe.domains import conftest as made_up
from renshe.domains.cases import api as cases
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.models import Spell
from renshe.domains.funds import api as funds
from renshe.domains.identity import api as identity
from renshe.domains.premium_help import api as help_
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import premium_help_to_ledger as ledger
from renshe.flows.checks import INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.premium_help import run as premium_help_run

make_person, make_employer = made_up.make_person, made_up.make_employer
PLACE = "310112"
OCTOBER = 2025 * 12 + 9
AT = dt.datetime(2025, 10, 15, 2, tzinfo=dt.UTC)
TODAY = dt.date(2025, 10, 15)
MEDICAL_FEN, YEAR_FEN = 74_600, 80_000
"""What the law says in Minhang in October 2025: a month at the lowest base, a year of the lowest tier."""


def hand(by: str, day: dt.date = TODAY) -> help_.Recorded:
    """Somebody on a day."""
    return help_.Recorded(by=by, at=AT + (day - TODAY), today=day)


@dataclass
class Town:
    """Programmes and people of Minhang, with the steps that every story takes."""

    make: Any
    count: int = 0
    people: list[registry.Person] = field(default_factory=list)

    def person(self, **changed: Any) -> registry.Person:
        """The next one, registered; everybody has a name of his own."""
        self.count += 1
        number = made_up.id_number(sequence=100 + 2 * self.count + 1, region="310112")
        name = f"陈{'一二三四五六七八九十'[self.count]}"
        fields = {
            "household_place": "310112",
            "residence_place": "310112",
            "id_number": number,
            "name": name,
            **changed,
        }
        found = self.make(**fields)
        self.people.append(found)
        return found  # type: ignore[no-any-return]

    def programme(self, insurance: str = "medical", **changed: Any) -> help_.HelpProgramme:
        """Proposed by one and opened by another."""
        terms = {
            "place": PLACE, "name": f"{insurance}{self.count}资助", "insurance": insurance,
            "groups": ("minimum_living", "severely_disabled"), "source": "district_budget", "payer_name": "闵行区财政局",
            "fixed_fen": None, "budget_fen": 10_000_000, "from_month": 2025 * 12, "to_month": 2025 * 12 + 11,
            "public_days": 0, "instrument": "闵府办〔2025〕1号（示例）", **changed,
        }  # fmt: skip
        made = help_.propose(new=help_.NewProgramme(**terms), recorded=hand("clerk"))
        return help_.open_programme(programme_id=made.pk, recorded=hand("head"))

    def listed(
        self, programme: help_.HelpProgramme, *people: registry.Person, document: str = "1号", month: int = OCTOBER
    ) -> help_.HelpList:  # fmt: skip
        """A list filed and approved."""
        filed = help_.file_list(
            programme_id=programme.pk, new=help_.NewList(origin="civil_affairs", document=document, from_month=month),
            people=[help_.Named(one, "minimum_living") for one in people], recorded=hand("clerk"),
        )  # fmt: skip
        return ledger.list_approved(list_id=filed.pk, recorded=hand("head"))

    def claim(self, programme: help_.HelpProgramme, month: int = OCTOBER) -> help_.Made:
        """Computed by the clerk."""
        return help_.make_claims(
            programme_id=programme.pk, month=month, explain=library.explain, recorded=hand("clerk")
        )

    def settled(self, claim: help_.HelpClaim | None, ref: str = "CZ1") -> help_.HelpClaim:
        """Approved by the head, and the money booked by the accountant."""
        assert claim is not None
        help_.approve_claim(claim_id=claim.pk, recorded=hand("head"))
        return self.booked(claim, ref)

    def booked(self, claim: help_.HelpClaim, ref: str, by: str = "accountant") -> help_.HelpClaim:
        """The money booked."""
        receipt = ledger.Receipt(amount_fen=abs(claim.amount_fen), received_on=TODAY, bank_ref=ref)
        return ledger.claim_settled(
            claim_id=claim.pk, receipt=receipt, recorded=hand(by), explain=library.explain
        )

    def joined(self, person: registry.Person) -> None:
        """In the resident scheme."""
        by = resident.ByHand(by="clerk", at=AT, today=TODAY)
        resident.join(
            person_id=person.pk, place=PLACE, community="310112006001", tier=1300, student=False,
            draws_other_pension=False, hand=by, explain=library.explain,
        )  # fmt: skip

    def employed(self, person: registry.Person, employer: Any, first: str = "2025-09-01") -> None:
        """Insured through an employer in pension and medical insurance."""
        for insurance in (enrolment.Insurance.PENSION, enrolment.Insurance.MEDICAL):
            Spell.objects.create(
                person=person, employer=employer, insurance=insurance, span=(dt.date.fromisoformat(first), None),
                status="active", person_kind="employee", join_reason="new_hire", known_on=TODAY, recorded_by="clerk",
                recorded_at=AT,
            )  # fmt: skip


@pytest.fixture
def town(db: None, make_person: Any) -> Town:
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    return Town(make_person)


def moved(fund: str, code: str, book: str = "cash") -> int:
    """Debits less credits of an account (fen)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(l.debit_fen - l.credit_fen), 0) FROM funds_line l JOIN funds_account a ON a.id = l.account_id"
            " JOIN funds_entry e ON e.id = l.entry_id WHERE e.fund_id = %s AND a.code = %s AND e.book = %s",
            [fund, code, book],
        )  # fmt: skip
        return int(cursor.fetchone()[0])


def credited(person: registry.Person) -> int:
    """What the government put into somebody's account (fen)."""
    rows = resident.credits_of(person_id=person.pk).filter(source="government")
    return sum(row.amount_fen for row in rows)


def all_holds() -> None:
    every: list[Any] = [
        *help_.INVARIANTS, *resident.INVARIANTS, *funds.INVARIANTS,
        *(one for one in INVARIANTS if "premium_help" in one.name or "resident" in one.name),
    ]  # fmt: skip
    assert [(one.name, rows) for one, rows, count in prove(invariants=every) if count] == []


def sheet(*rows: tuple[str, str, str]) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for at, row in enumerate([("姓名", "证件号码", "困难人群"), *rows]):
            page.write_row(at, 0, row)
    return sink.getvalue()


def test_a_month_of_medical_insurance_is_the_laws_and_stands_in_both_books(town: Town) -> None:
    one, two = town.person(), town.person()
    programme = town.programme()
    town.listed(programme, one, two)
    claim = town.settled(town.claim(programme).claim)
    assert (claim.people, claim.amount_fen) == (2, 2 * MEDICAL_FEN)
    assert moved("employee_medical", "1003") == 2 * MEDICAL_FEN
    assert moved("employee_medical", "4101") == -2 * MEDICAL_FEN
    assert moved("employee_medical", "R1901", "rights") == 2 * MEDICAL_FEN
    assert moved("employee_medical", "R4901", "rights") == -2 * MEDICAL_FEN
    (line,) = help_.paid_for(person_id=one.pk)
    told = help_.explained(line=line, explain=library.explain)
    assert (line.amount_fen, told.value) == (MEDICAL_FEN, MEDICAL_FEN)
    all_holds()


def test_the_same_month_is_claimed_once_and_a_joiner_gets_a_claim_of_his_own(town: Town) -> None:
    one, late = town.person(), town.person()
    programme = town.programme()
    town.listed(programme, one)
    town.claim(programme)
    with pytest.raises(Refused, match="没有需要资助的人"):
        town.claim(programme)
    town.listed(programme, late, document="2号")
    made = town.claim(programme)
    assert made.claim is not None
    assert (made.claim.people, made.claim.amount_fen) == (1, MEDICAL_FEN)
    line = help_.HelpLine.objects.filter(person=one).get()
    with pytest.raises(IntegrityError, match="premium_help_month_once"), transaction.atomic():
        line.pk, line._state.adding = None, True
        line.save(force_insert=True)
    all_holds()


def test_everything_needs_two_people(town: Town) -> None:
    programme = town.programme()
    draft = help_.propose(
        new=help_.NewProgramme(
            place=PLACE, name="另一项目", insurance="medical", groups=("destitute",), source="state_assets",
            payer_name="国资", fixed_fen=20_000, budget_fen=1, from_month=OCTOBER, to_month=OCTOBER, public_days=0,
            instrument="文件",
        ),
        recorded=hand("clerk"),
    )  # fmt: skip
    with pytest.raises(Refused, match="不同的人"):
        help_.open_programme(programme_id=draft.pk, recorded=hand("clerk"))
    filed = help_.file_list(
        programme_id=programme.pk, new=help_.NewList(origin="street", document="1号", from_month=OCTOBER),
        people=[help_.Named(town.person(), "minimum_living")], recorded=hand("clerk"),
    )  # fmt: skip
    with pytest.raises(Refused, match="不同的人"):
        ledger.list_approved(list_id=filed.pk, recorded=hand("clerk"))
    ledger.list_approved(list_id=filed.pk, recorded=hand("head"))
    claim = town.claim(programme).claim
    assert claim is not None
    with pytest.raises(Refused, match="不同的人"):
        help_.approve_claim(claim_id=claim.pk, recorded=hand("clerk"))
    help_.approve_claim(claim_id=claim.pk, recorded=hand("head"))
    with pytest.raises(Refused, match="不同的人"):
        town.booked(claim, "CZ1", by="head")


def test_a_bad_list_names_every_cell_and_lists_nobody(town: Town, make_employer: Any) -> None:
    fine, dead, worker = town.person(), town.person(), town.person()
    far = town.person(household_place="440402", residence_place="440402")
    registry.record_death(
        person_id=dead.pk, died_on=dt.date(2025, 8, 1), known_on=TODAY, reason="医院报告", actor="clerk", at=AT
    )  # fmt: skip
    town.employed(worker, make_employer())
    programme = town.programme()
    names = [(one.name, one.id_number, "最低生活保障对象") for one in (fine, dead, worker, far)]
    content = sheet(
        *names, ("不对", fine.id_number, "朋友"), ("无名", "310112199001010013", "重度残疾人")
    )
    filed = help_.import_list(
        programme_id=programme.pk, new=help_.NewList(origin="civil_affairs", document="1号", from_month=OCTOBER),
        content=content, recorded=hand("clerk"),
    )  # fmt: skip
    told = {(one.row_number, one.column, one.code) for one in filed.errors}
    assert filed.list is None
    assert told == {
        (3, "B", "person_is_dead"), (4, "B", "insured_by_employer"), (5, "B", "not_resident_here"),
        (6, "A", "name_differs"), (6, "B", "on_list_already"), (6, "C", "help_group_wrong"), (7, "B", "person_unknown"),
    }  # fmt: skip
    assert not help_.HelpedPerson.objects.exists()


def test_two_programmes_do_not_help_with_one_insurance(town: Town) -> None:
    one = town.person()
    town.listed(town.programme(name="甲"), one)
    with pytest.raises(Refused, match="另一个资助项目"):
        town.listed(town.programme(name="乙"), one)


def test_a_list_is_public_first_and_an_open_objection_holds_it_up(town: Town) -> None:
    programme = town.programme(public_days=7)
    filed = help_.file_list(
        programme_id=programme.pk, new=help_.NewList(origin="street", document="1号", from_month=OCTOBER),
        people=[help_.Named(town.person(), "minimum_living")], recorded=hand("clerk"),
    )  # fmt: skip
    with pytest.raises(Refused, match="不能做这一步"):
        help_.approve_list(list_id=filed.pk, recorded=hand("head"))
    help_.publish(list_id=filed.pk, recorded=hand("clerk"))
    against = help_.object_to(list_id=filed.pk, words="他有两套房", recorded=hand("neighbour"))
    with pytest.raises(Refused, match="没有满"):
        help_.approve_list(list_id=filed.pk, recorded=hand("head", TODAY + dt.timedelta(days=7)))
    later = hand("head", TODAY + dt.timedelta(days=8))
    with pytest.raises(Refused, match="异议没有答复"):
        help_.approve_list(list_id=filed.pk, recorded=later)
    help_.answer_objection(
        objection_id=against.pk, upheld=False, answer="经核实不属实", recorded=later
    )
    assert help_.approve_list(list_id=filed.pk, recorded=later).state == "approved"
    with pytest.raises(Refused, match="不在公示期"):
        help_.object_to(list_id=filed.pk, words="还有", recorded=later)


def test_who_died_before_the_month_is_found_decided_and_goes_back(town: Town) -> None:
    alive, dead = town.person(), town.person()
    programme = town.programme()
    town.listed(programme, alive, dead)
    town.settled(town.claim(programme).claim)
    registry.record_death(
        person_id=dead.pk, died_on=dt.date(2025, 9, 20), known_on=TODAY, reason="殡葬信息", actor="clerk", at=AT
    )  # fmt: skip
    assert help_.compare(programme_id=programme.pk, recorded=hand("clerk")) == 1
    assert help_.compare(programme_id=programme.pk, recorded=hand("clerk")) == 0
    (finding,) = help_.findings_of(programme_id=programme.pk)
    assert (finding.kind, finding.line.person_id) == ("died", dead.pk)
    help_.decide(finding_id=finding.pk, uphold=True, reason="死亡在当月以前", recorded=hand("head"))
    made = town.claim(programme, OCTOBER + 1)
    assert made.claim is not None
    assert made.returned is not None
    assert (made.claim.people, made.returned.amount_fen) == (1, -MEDICAL_FEN)
    assert [code for _, code in made.left_out] == ["died"]
    town.settled(made.returned, "CZ-T1")
    assert moved("employee_medical", "4101") == -MEDICAL_FEN
    assert [one.amount_fen for one in help_.paid_for(person_id=dead.pk)] == [
        -MEDICAL_FEN,
        MEDICAL_FEN,
    ]
    assert help_.standing_of(programme_id=programme.pk).left_fen == 10_000_000 - 2 * MEDICAL_FEN
    all_holds()


def test_a_job_in_the_same_month_speaks_against_it(town: Town, make_employer: Any) -> None:
    one = town.person()
    programme = town.programme()
    town.listed(programme, one)
    town.settled(town.claim(programme).claim)
    town.employed(one, make_employer())
    help_.compare(programme_id=programme.pk, recorded=hand("clerk"))
    (finding,) = help_.findings_of(programme_id=programme.pk)
    assert finding.kind == "employed"
    help_.decide(
        finding_id=finding.pk,
        uphold=False,
        reason="单位当月补缴前已由资助缴纳",
        recorded=hand("head"),
    )
    with pytest.raises(Refused, match="没有需要资助"):
        town.claim(programme, OCTOBER + 1)


def test_a_withdrawn_claim_leaves_nothing_and_the_month_is_claimed_anew(town: Town) -> None:
    programme = town.programme(fixed_fen=20_000, budget_fen=20_000)
    town.listed(programme, town.person())
    first = town.claim(programme).claim
    assert first is not None
    with pytest.raises(Refused, match="预算余额"):
        town.listed(programme, town.person(), document="2号")
        town.claim(programme)
    help_.HelpedPerson.objects.filter(list__document="2号").update(
        last_month=OCTOBER - 1, left_why="试", left_by="head", left_at=AT
    )
    help_.withdraw_claim(claim_id=first.pk, why="金额有误", recorded=hand("head"))
    second = town.settled(town.claim(programme).claim)
    assert (second.amount_fen, second.lines.get().turn) == (20_000, 1)
    all_holds()


def test_a_year_of_the_resident_pension_stands_in_the_account(town: Town) -> None:
    one, gone = town.person(), town.person()
    for person in (one, gone):
        town.joined(person)
    programme = town.programme("resident_pension")
    town.listed(programme, one, gone)
    claim = town.claim(programme).claim
    assert claim is not None
    assert claim.amount_fen == 2 * YEAR_FEN
    registry.record_death(
        person_id=gone.pk, died_on=dt.date(2025, 10, 10), known_on=TODAY, reason="医院报告", actor="clerk", at=AT
    )  # fmt: skip
    town.settled(claim)
    assert credited(one) == YEAR_FEN
    assert credited(gone) == 0
    assert moved("resident_pension", "R2201", "rights") == -YEAR_FEN
    (finding,) = help_.findings_of(programme_id=programme.pk)
    assert (finding.kind, finding.state) == ("not_credited", "upheld")
    returned = town.claim(programme).returned
    assert returned is not None
    town.settled(returned, "CZ-T2")
    assert moved("resident_pension", "4101") == -YEAR_FEN
    all_holds()


def test_a_credited_year_is_not_taken_out_of_the_account(town: Town) -> None:
    one = town.person()
    town.joined(one)
    programme = town.programme("resident_pension")
    town.listed(programme, one)
    town.settled(town.claim(programme).claim)
    helped = help_.HelpedPerson.objects.get()
    ledger.person_left(
        helped_id=helped.pk, last_month=2024 * 12 + 11 + 9, why="家庭收入超过标准", recorded=hand("clerk")
    )  # fmt: skip
    line = help_.HelpLine.objects.get()
    finding = help_.HelpFinding.objects.create(
        line=line, kind="no_longer_in_need", evidence="民政核对", found_on=TODAY, found_by="clerk"
    )
    with pytest.raises(Refused, match="没有从账户退回"):
        help_.decide(finding_id=finding.pk, uphold=True, reason="收入", recorded=hand("head"))
    help_.decide(finding_id=finding.pk, uphold=False, reason="留在账户", recorded=hand("head"))
    all_holds()


def test_who_is_listed_paid_for_and_left_is_told(town: Town) -> None:
    one = town.person()
    identity.open_account(username="chen", display_name="陈", password=None, person_id=one.pk)
    programme = town.programme()
    town.listed(programme, one)
    town.settled(town.claim(programme).claim)
    ledger.person_left(
        helped_id=help_.HelpedPerson.objects.get().pk, last_month=OCTOBER, why="已经就业", recorded=hand("clerk")
    )  # fmt: skip
    told = [
        notice.zh[:20] for notice in cases.Notice.objects.filter(to_account="chen").order_by("pk")
    ]
    assert len(told) == 3
    with pytest.raises(Refused, match="没有需要资助"):
        town.claim(programme, OCTOBER + 1)


def test_the_run_claims_for_every_programme_once_and_tells_what_it_left_out(
    town: Town, make_employer: Any
) -> None:
    one, worker = town.person(), town.person()
    town.listed(town.programme(), one, worker, month=OCTOBER - 2)
    town.employed(worker, make_employer())
    poor = town.programme(name="超支", budget_fen=1)
    town.listed(poor, town.person(), document="3号")
    context = RunContext(PLACE, OCTOBER, OCTOBER, AT, "runner")
    totals = premium_help_run.run(context)
    assert totals == {
        "programmes": 2, "people": 1, "claimed_fen": MEDICAL_FEN, "returned_fen": 0, "findings": 0, "left_out": 1,
        "refused": 1,
    }  # fmt: skip
    assert premium_help_run.run(context) == totals
    assert help_.HelpClaim.objects.count() == 1
    all_holds()


def test_a_paid_month_can_neither_be_changed_nor_deleted(town: Town) -> None:
    programme = town.programme()
    town.listed(programme, town.person())
    town.settled(town.claim(programme).claim)
    for sql in ("UPDATE premium_help_line SET amount_fen = 1", "DELETE FROM premium_help_line"):
        with (
            pytest.raises(DatabaseError, match="premium_help_line"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
