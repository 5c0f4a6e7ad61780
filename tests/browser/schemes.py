"""What the town needs so that the pages of every scheme have something to show: people who join it for the tour, each with
an account; a claim with a sheet to explain, an annuity, an allowance of expropriated land, a resident's years, a public body,
special work in public, and pensions of two months, one of which the bank sent back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from unittest import mock
from zoneinfo import ZoneInfo

from renshe.domains.annuity import api as annuity
from renshe.domains.cases import api as cases
from renshe.domains.conftest import credit_code_numbered, id_number
from renshe.domains.enrolment import api as enrolment
from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity import api as identity
from renshe.domains.institution_staff import api as staff
from renshe.domains.institution_staff.conftest import BEFORE, Hospital
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import load_history
from renshe.domains.premium_help import api as premium_help
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.domains.retirement_file import api as retirement_file
from renshe.edge import month as calendar
from renshe.edge.month_of_city import Month
from renshe.flows import determination_sheet, institution_to_ledger, resident_to_ledger
from renshe.flows.expropriation_to_pension import Account, allowance_claimed
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.laws import library
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.services.catalogue import declared
from tests.browser import happened, letters
from tests.browser.requests import picture

TODAY = dt.date(2025, 10, 28)
AT = dt.datetime.combine(TODAY, dt.time(10), ZoneInfo("Asia/Shanghai"))
OCTOBER = 2025 * 12 + 9
MINHANG, STREET, ZHUHAI = "310112", "310112001", "440402"
CLAIM = "pension.claim_old_age_pension"
HOSPITAL, CLINIC, TRUSTEE, PLAN, FILING = (
    "珠海市第七医院",
    "莘庄社区医院",
    "和润养老金管理",
    "企业年金方案",
    "年金方案备案",
)
BANK, PROOF_NAME, FILE_NAME = "演示第一银行", "存折.png", "申报.xlsx"
STEEL_WORKS, PAPER_PROVES, CLEAR = "闵行钢铁厂", "岗位登记表", "原始记载清楚"
LETTER = "人社认〔2025〕1号"
NEWCOMERS = {
    "elder": "冯十一", "farmer": "卫十二", "villager": "蒋十三", "neighbour": "沈十四", "doctor": "韩十五", "needy": "杨十六",
}  # fmt: skip
"""Who joins the town, by account; the neighbour has none."""
ACCOUNTS = ("elder", "farmer", "villager", "needy", "doctor", "personnel", "bridger")
WORDS = (
    *NEWCOMERS.values(), *(identity.mask_name(name) for name in NEWCOMERS.values()), HOSPITAL, TRUSTEE, PLAN, FILING, BANK,
    CLINIC, PROOF_NAME, FILE_NAME, STEEL_WORKS, PAPER_PROVES, CLEAR, LETTER, BEFORE.post, BEFORE.rank,
    BEFORE.basis, "主任医师", "薪级40级", letters.AGENCY, *happened.WORDS,
)  # fmt: skip
"""What people wrote and called things; it stays so in an English page."""
BESIDE: dict[str, tuple[str, ...]] = {}
"""Pages of these records that no first link leads to, by account; known once the records are there."""


@dataclass(frozen=True)
class Newcomers:
    """The people who joined the town."""

    elder: registry.Person
    farmer: registry.Person
    villager: registry.Person
    needy: registry.Person
    neighbour: registry.Person
    concerned: happened.Concerned


def arrive(town: Town) -> Newcomers:
    """Everybody registered, with an account."""
    made = {}
    born = {
        "elder": "19640905", "farmer": "19551005", "villager": "19850312", "needy": "19860312", "neighbour": "19870312",
    }  # fmt: skip
    for turn, (name, birth) in enumerate(born.items()):
        place = ZHUHAI if name == "villager" else MINHANG
        made[name] = _register(NEWCOMERS[name], born=birth, sequence=801 + 2 * turn, place=place)
        if name in ACCOUNTS:
            _account(town, name, person=made[name])
    concerned = happened.arrive()
    _account(town, "bridger", person=concerned.bridger)
    return Newcomers(**made, concerned=concerned)


def lay_in(town: Town, newcomers: Newcomers) -> None:
    """The records of each scheme, by the doors that the product uses; Django is the runner, the law the demonstration's."""
    claim_waits(town, newcomers.elder)
    sheet_is_kept(town)
    annuity_is_paid_in(town, newcomers.neighbour)
    resident_has_paid(newcomers.villager)
    public_body_declares(town)
    letters.letter_came(town)
    special_work_is_public(town)
    happened.allowances_begin(newcomers.concerned)
    pensions_are_paid(town)
    much_has_happened(newcomers)


def _register(name: str, *, born: str, sequence: int, place: str) -> registry.Person:
    return registry.register_person(
        id_number=id_number(birth=born, sequence=sequence, region=place), name=name, ethnic_code="01", household_place=place,
        residence_place=place, retirement_category="M60", actor="counter", at=AT, as_of=SINCE,
    )  # fmt: skip


def _account(
    town: Town, name: str, *, person: registry.Person | None = None, employer_id: int | None = None
) -> None:
    opened = identity.open_account(
        username=name, display_name="演示账号", password=None, person_id=person.pk if person else None,
        employer_id=employer_id,
    )  # fmt: skip
    role = identity.RoleCode.INSURED_PERSON if person else identity.RoleCode.EMPLOYER_CLERK
    identity.grant_role(account=opened, role=role, place=PLACE, valid_from=SINCE)
    town.accounts[name] = opened


def claim_waits(town: Town, elder: registry.Person) -> None:
    """A claim of a pension with its sheet, handed in and not yet accepted."""
    years = [(year, 0b1111_1111_1111, 600_000) for year in range(2005, 2024)]
    load_history(
        person_id=elder.pk, years=[*years, (2024, 0b1_1111_1111, 600_000)], key="the elder's years"
    )
    for fact, value in {"local_addition": 0, "account_balance": 16_000_000}.items():
        pension.Recognition.objects.create(
            person_id=elder.pk, fact=fact, value=value, basis=LETTER, recognised_by="department",
            known_on=SINCE,
        )  # fmt: skip
    told = declared(CLAIM)
    actor = cases.Actor("elder", AT, TODAY, person_id=elder.pk)
    case = cases.open_case(
        application=cases.Application(told.item, MINHANG, "online", elder.pk, elder.name),
        actor=actor,
    )
    given = {
        "timing": "legal", "retirement_month": "2024-09", "bank_code": "102", "account_number": "6222021234567890128",
        "account_name": elder.name,
    }  # fmt: skip
    wrong = cases.save_form(number=case.number, item=told.item, given=given, actor=actor)
    assert wrong == {}, wrong
    cases.attach(
        number=case.number, item=told.item, material="account_proof", name=PROOF_NAME, media_type="image/png",
        content=picture(91), actor=actor,
    )  # fmt: skip
    cases.submit(number=case.number, item=told.item, service=told.service, actor=actor)
    _beside("approver", f"/casework/cases/{case.number}/figures/total/")


def sheet_is_kept(town: Town) -> None:
    """The pensioner's determination sheet."""
    award = pension.in_force(person_id=town.city.people[-1].pk)
    assert award is not None
    determination_sheet.file_sheet(
        award=award, by=retirement_file.By(name="take_over", at=NOON, today=NOON.date())
    )


def annuity_is_paid_in(town: Town, leaver: registry.Person) -> None:
    """The factory's plan with a month paid in, for three people: one left and draws it, another's leaving waits to be
    confirmed; and a bank's report of a personal pension."""
    by = annuity.Recorded(by="clerk", at=AT, known_on=TODAY, reason=FILING)
    terms = annuity.Terms(
        kind="enterprise", name=PLAN, trustee=TRUSTEE, starts_month=OCTOBER - 24, joins_after_months=0, employer_rate=800,
        personal_rate=400, full_vesting_years=8,
    )  # fmt: skip
    first, second = town.city.people[:2]
    _worked_there(leaver, employer_id=town.city.employers[0].pk)
    plan = annuity.file_plan(
        employer_id=town.city.employers[0].pk, terms=terms, explain=library.explain, recorded=by
    )
    annuity.take_contributions(
        plan_id=plan.pk,
        sent=annuity.Sent(
            period=OCTOBER - 12, payroll_fen=3_000_000, file_name=FILE_NAME, sha256=""
        ),
        rows=[
            annuity.Paid(person_id=one.pk, employer_fen=80_000, personal_fen=40_000)
            for one in (first, second, leaver)
        ],
        explain=library.explain,
        recorded=by,
    )
    account = annuity.accounts_of(person_id=second.pk)[0].account
    annuity.leave_plan(
        account_id=account.pk, last_month=OCTOBER - 1, at_once=False, to_plan_id=None, explain=library.explain, recorded=by
    )  # fmt: skip
    _annuity_comes_back(plan, account)
    year = annuity.ReportedYear(
        id_number=first.id_number, opened_on=dt.date(2025, 1, 2), paid_fen=600_000, drawn_fen=0, balance_fen=605_000
    )  # fmt: skip
    report = annuity.BankFile(
        bank=BANK, year=2025, made_on=dt.date(2025, 9, 30), sha256="a", rows=[year]
    )
    annuity.take_bank_file(file=report, explain=library.explain, recorded=by)


def _annuity_comes_back(plan: annuity.Plan, account: annuity.Account) -> None:
    """Whoever left settled abroad and draws it monthly: a batch came back, and the next month's waits for its approval."""
    by = annuity.Recorded(by="accountant", at=AT, known_on=TODAY, reason=FILING)
    choice = annuity.Choice(
        reason="emigration", way="monthly", starts_month=OCTOBER - 1, months=12, evidence=FILING
    )
    payout = annuity.decide_payout(
        account_id=account.pk, choice=choice, explain=library.explain, recorded=by
    )
    to = annuity.Target(
        bank_code="103", account_number="6228480000000000018", account_name=account.person.name
    )
    annuity.name_target(payout_id=payout.pk, target=to, recorded=by)
    batch, _left = annuity.make_batch(
        trustee=plan.trustee, period=OCTOBER - 1, explain=library.explain, recorded=by
    )
    annuity.approve_batch(batch_id=batch.pk, recorded=replace(by, by="supervisor"))
    annuity.file_batch(batch_id=batch.pk, sha256="b", file_id=1, pay_on=TODAY, recorded=by)
    word = annuity.Word(line_no=1, status="failed", reason_code="account_closed")
    annuity.take_words(batch_id=batch.pk, words=[word], file_id=2, recorded=by)
    annuity.make_batch(trustee=plan.trustee, period=OCTOBER, explain=library.explain, recorded=by)


def _worked_there(person: registry.Person, *, employer_id: int) -> None:
    """Insured through an employer for a year until August."""
    record = enrolment.Recording(reason="employment", known_on=TODAY, actor="clerk", at=AT)
    enrolment.join(
        person_id=person.pk, employer_id=employer_id, insurances=[enrolment.Insurance.PENSION], from_month=OCTOBER - 13,
        person_kind="employee", record=record,
    )  # fmt: skip
    left = enrolment.Recording(reason="resignation", known_on=TODAY, actor="clerk", at=AT)
    enrolment.leave(
        person_id=person.pk, employer_id=employer_id, last_month=OCTOBER - 2, record=left
    )


def resident_has_paid(villager: registry.Person) -> None:
    """In the residents' scheme, this year paid and the subsidy added."""
    hand = resident.ByHand(by="clerk", at=AT, today=TODAY)
    resident.join(
        person_id=villager.pk, place=ZHUHAI, community="440402001001", tier=1200, student=False,
        draws_other_pension=False, hand=hand, explain=library.explain,
    )  # fmt: skip
    paid = resident.Paid(
        year=TODAY.year, tier=1200, amount_fen=120_000, paid_on=TODAY, channel="counter", external_ref="T1"
    )  # fmt: skip
    resident_to_ledger.year_paid(
        person_id=villager.pk, paid=paid, hand=hand, explain=library.explain
    )


def public_body_declares(town: Town) -> None:
    """A hospital with a doctor of the middle group, and a month that it declared; both with an account."""
    body = registry.register_employer(
        uscc=credit_code_numbered(731), name=HOSPITAL, kind="institution", industry_code="Q", size_class="large",
        injury_rate_class=1, place=ZHUHAI, registered_on=dt.date(2001, 1, 1), actor="counter", at=AT,
    )  # fmt: skip
    make = lambda **who: _register(  # noqa: E731
        NEWCOMERS["doctor"], born="19670312", sequence=811, place=ZHUHAI
    )
    hospital = Hospital(body, make)
    doctor = hospital.enter(born="19670312", sequence=811)
    hospital.recognised(doctor)
    _account(town, "doctor", person=doctor)
    _account(town, "personnel", employer_id=body.pk)
    rows = (staff.DeclaredWage(person_id=doctor.pk, wage_fen=800_000),)
    hand = staff.ByHand(by="personnel", at=AT, today=TODAY)
    wanted = staff.Wanted(
        person_id=town.city.people[1].pk, kind="institution", post=BEFORE.post, rank=BEFORE.rank,
        hired_on=dt.date(2020, 7, 1), from_month=OCTOBER - 1, service=None, basis=BEFORE.basis,
    )  # fmt: skip
    clinic = registry.register_employer(
        uscc=credit_code_numbered(732), name=CLINIC, kind="institution", industry_code="Q", size_class="small",
        injury_rate_class=1, place=PLACE, registered_on=dt.date(2001, 1, 1), actor="counter", at=AT,
    )  # fmt: skip
    for asks in (body, clinic):
        one = replace(wanted, person_id=town.city.people[1 if asks is body else 2].pk)
        staff.ask_for(employer_id=asks.pk, rows=[one], recognised=False, hand=hand)
    institution_to_ledger.month_declared(
        employer_id=body.pk, period=OCTOBER - 1, read=staff.ReadMonth(rows=rows, errors=(), sha256=""), file_name=FILE_NAME,
        hand=hand,
    )  # fmt: skip


def special_work_is_public(town: Town) -> None:
    """Ten years at a furnace, read in somebody's file and shown to everybody."""
    by = retirement_file.By(name="counter", at=AT, today=TODAY)
    review = retirement_file.open_review(person_id=town.city.people[1].pk, place=MINHANG, by=by)
    paper = retirement_file.list_paper(
        review_id=review.pk, kind="history", dated_on=dt.date(2006, 9, 1), proves=PAPER_PROVES,
        file={"name": PROOF_NAME, "media_type": "image/png", "content": picture(92)}, by=by,
    )  # fmt: skip
    first = 2006 * 12 + 8
    shown = retirement_file.Shown(
        kind="special_work", reason=CLEAR, paper_id=paper.pk, from_month=first, to_month=first + 119, work_type="furnace",
        employer_name=STEEL_WORKS,
    )  # fmt: skip
    retirement_file.record_finding(review_id=review.pk, shown=shown, by=by)
    retirement_file.open_publicity(review_id=review.pk, by=by)


def allowance_is_drawn(farmer: registry.Person, *, on: dt.date) -> None:
    """The allowance of one of the old of a settled project, claimed so early that the rise of his next birthday is due."""
    claimed = allowance_claimed(
        person_id=farmer.pk, reference="L1", account=Account(bank_code="102", number="6222020000000000731", name=farmer.name),
        recorded=expropriation.Recorded(by="counter", at=AT, today=on),
        signed=pension.Signatures(determined_by="counter", reviewed_by="reviewer", at=AT, known_on=on),
    )  # fmt: skip
    member = claimed.allowance.member_id
    _beside("counter", f"/land/members/{member}/allowance/land_allowance_first/")


def land_allowances(project_id: int, newcomers: Newcomers, *, on: dt.date) -> None:
    """Of the settled project one drew his allowance from the start, and the others are on a list."""
    allowance_is_drawn(newcomers.farmer, on=on)
    member = happened.allowances_are_listed(project_id, newcomers.concerned.settler)
    _beside("counter", f"/land/projects/{project_id}/awards/{member}/monthly/")


def much_has_happened(newcomers: Newcomers) -> None:
    """A claim of what was paid too much, a list that waits, a bridging, and money at the counter."""
    concerned = newcomers.concerned
    claim, row = happened.allowances_are_reviewed(concerned)
    happened.schemes_are_bridged(concerned.bridger)
    receipt = happened.money_is_taken(newcomers.needy)
    _beside(
        "counter",
        f"/counter/resident/receipts/{receipt}/",
        f"/counter/resident/{newcomers.needy.pk}/",
    )
    _beside(
        "counter",
        f"/casework/pensions/claims/{claim}/",
        f"/casework/pensions/lists/people/{row}/before/",
    )


def _beside(account: str, *paths: str) -> None:
    BESIDE[account] = (*BESIDE.get(account, ()), *paths)


def pensions_are_paid(town: Town) -> None:
    """September and October of the pensioner's street through the bank, which finds the pensioner's account closed in October."""
    account = pension.PayeeAccount.objects.get(person=town.city.people[-1]).account_number
    for month, broken in ((OCTOBER - 1, {}), (OCTOBER, {account: "E01"})):
        bank = SimulatedBank(1, 0, 0, broken)
        with mock.patch.object(calendar, "_bank", lambda _month, bank=bank: bank):
            calendar.pay_pensions(Month(place=STREET, period=month))


def help_others(programme_id: int, newcomers: Newcomers, *, document: str) -> None:
    """A list of premium help with one name that anybody may read today, and one that an institution filed."""
    happened.institution_names(programme_id, newcomers.concerned.settler)
    hand = premium_help.Recorded(by="counter", at=AT, today=TODAY)
    filed = premium_help.file_list(
        programme_id=programme_id, people=[premium_help.Named(newcomers.neighbour, "minimum_living")], recorded=hand,
        new=premium_help.NewList(origin="civil_affairs", document=document, from_month=OCTOBER),
    )  # fmt: skip
    premium_help.publish(list_id=filed.pk, recorded=hand)
