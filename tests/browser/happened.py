"""What has happened to pensions and payments in the town: an invalidity allowance that ended with something paid too much,
another that a list puts before a second person, a bridging on its way, money at a counter's till, allowances for land on a list
and one that a birthday raises, and a list of people that an institution filed."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace

import pyarrow as pa
import xlsxwriter
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from renshe.domains.conftest import id_number
from renshe.domains.documents import api as documents
from renshe.domains.expropriation import api as expropriation
from renshe.domains.funds import api as funds
from renshe.domains.identity import api as identity
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import load_history
from renshe.domains.premium_help import api as premium_help
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import (
    bridging_lists,
    bridging_to_ledger,
    land_batch_award,
    pension_invalidity,
    resident_to_ledger,
)
from renshe.flows import premium_help_lists as institution_lists
from renshe.flows import resident_counter as till
from renshe.flows.contribution_to_ledger import Posting, account_interest_credited
from renshe.flows.institutions import Hand
from renshe.kernel.periods import first_day
from renshe.laws import library
from renshe.portals.conftest import PLACE
from renshe.runs.resident_payouts import run as resident_payouts

TODAY = dt.date(2025, 10, 28)
AT = dt.datetime(2025, 10, 28, 2, tzinfo=dt.UTC)
LAST_DAY = dt.date(2025, 10, 31)
"""The day on which the tour looks: the till shows its own day."""
OCTOBER = 2025 * 12 + 9
MINHANG, STREET, COMMUNITY = "310112", "310112001", "310112001002"
WHOLE = 0b1111_1111_1111
NAMES = {"ended": "朱十七", "reviewed": "秦十八", "bridger": "尤十九", "settler": "许二十"}
"""Who joins the town for this; the bridger alone has an account."""
BORN = {"ended": "19720905", "reviewed": "19730905", "bridger": "19650312", "settler": "19591105"}
COMMITTEE, FINDING, LOCAL = "劳动能力鉴定委员会", "鉴定结论书.pdf", "没有地方加发"
INSTITUTION_LETTER, GROUP = "闵民名〔2025〕3号", "最低生活保障对象"
WORDS = (
    *NAMES.values(), *(identity.mask_name(name) for name in NAMES.values()), COMMITTEE, FINDING, LOCAL, INSTITUTION_LETTER,
)  # fmt: skip
"""What people wrote and called things; it stays so in an English page."""


@dataclass(frozen=True)
class Concerned:
    """The people to whom it happens."""

    ended: registry.Person
    reviewed: registry.Person
    bridger: registry.Person
    settler: registry.Person


def arrive() -> Concerned:
    """Everybody registered; Django is the runner, the law the demonstration's."""
    return Concerned(**{
        name: registry.register_person(
            id_number=id_number(birth=BORN[name], sequence=901 + 2 * turn, region=MINHANG), name=NAMES[name],
            ethnic_code="01", household_place=MINHANG, residence_place=MINHANG, retirement_category="M60",
            actor="counter", at=AT, as_of=dt.date(2025, 1, 1),
        )
        for turn, name in enumerate(NAMES)
    })  # fmt: skip


# ---- invalidity allowances: paid, found otherwise, put on a list ---------------------------------------------------------


def allowances_begin(people: Concerned) -> None:
    """Two allowances claimed in August by a committee's finding, each with an account, before the months are paid."""
    for who in (people.ended, people.reviewed):
        load_history(
            person_id=who.pk, years=[(year, WHOLE, 600_000) for year in range(2000, 2025)], key=f"years of {who.pk}"
        )  # fmt: skip
        _found(who, "complete", on=dt.date(2025, 7, 20))
        _granted(who, month=OCTOBER - 2)


def allowances_are_reviewed(people: Concerned) -> tuple[int, int]:
    """One ends after its October was paid, so that something comes back; the other waits on a list. The claim and the row."""
    done, waiting = (_found_otherwise(one) for one in (people.ended, people.reviewed))
    head = pension.Recorded(by="approver", at=AT, known_on=TODAY, reason="")
    pension_invalidity.review_decided(list_id=done.pk, recorded=head)
    claim = pension.Overpayment.objects.get(person=people.ended)
    return claim.pk, waiting.people.get().pk


def _found(who: registry.Person, level: str, *, on: dt.date) -> None:
    paper = documents.store(
        name=FINDING, media_type="application/pdf", content=f"%PDF-1.4\n% {who.pk} {level}\n".encode(), direction="in", at=AT
    )  # fmt: skip
    retirement_file.record_appraisal(
        person_id=who.pk, by=retirement_file.By(name="counter", at=AT, today=on),
        appraised=retirement_file.Appraised(
            level=level, cause="illness", issuer=COMMITTEE, number=f"{on.month}-{who.pk}", decided_on=on, file_id=paper.pk
        ),
    )  # fmt: skip


def _granted(who: registry.Person, *, month: int) -> None:
    day = first_day(month).replace(day=12)
    pension.Recognition.objects.create(
        person_id=who.pk, fact="local_addition", value=0, basis=LOCAL, recognised_by="department", known_on=day
    )  # fmt: skip
    facts = pension.award_facts(
        person_id=who.pk, place=MINHANG, retirement_month=month, known_on=day, explain=library.explain
    ) | {"assessment_month": month}  # fmt: skip
    pension.grant_benefit(
        kind=pension_invalidity.KIND, person_id=who.pk, place=STREET, facts=facts, starts_month=month + 1,
        signed=pension.Signatures("counter", "reviewer", AT, day), explain=library.explain,
    )  # fmt: skip
    pension.change_payee_account(
        person_id=who.pk, bank_code="102", account_number=f"620000{who.pk:013d}", account_name=who.name,
        verified_on=day, valid_from=day,
    )  # fmt: skip


def _found_otherwise(who: registry.Person) -> pension.PeopleList:
    """A later finding no longer supports the allowance from October on: put before a second person."""
    _found(who, "most", on=dt.date(2025, 9, 20))
    award = pension.Award.objects.get(person=who)
    affected = pension_invalidity.Affected(
        award=award, cause="reappraised", from_month=OCTOBER,
        evidence={"number": f"9-{who.pk}", "issuer": COMMITTEE, "level": "most"},
    )  # fmt: skip
    return pension_invalidity.reviewed(
        place=MINHANG, source="2025-10", affected=[affected],
        recorded=pension.Recorded(by="counter", at=AT, known_on=TODAY, reason=""),
    )  # fmt: skip


# ---- residents -----------------------------------------------------------------------------------------------------------


def schemes_are_bridged(bridger: registry.Person) -> None:
    """Sixteen years as an employee and three as a resident, one of them in both: decided, on a list, the money not moved yet;
    what comes back for the double year is in a batch of the bank."""
    years = [(year, WHOLE, 300_000) for year in range(2007, 2023)]
    load_history(person_id=bridger.pk, years=years, key="the bridger's years")
    _last_year_is_closed(bridger)
    hand = resident.ByHand(by="clerk", at=AT, today=TODAY)
    joined = resident.Participation.objects.create(
        person=bridger, place=MINHANG, community=COMMUNITY, joined_on=dt.date(2020, 3, 1), recorded_by="clerk",
        recorded_at=AT,
    )  # fmt: skip
    resident.TierChoice.objects.create(
        participation=joined, from_year=2020, tier=800, chosen_by="clerk", chosen_at=AT
    )
    for year in (2022, 2023, 2024):
        paid = resident.Paid(
            year=year, tier=800, amount_fen=80_000, channel="counter", external_ref=f"B{year}", paid_on=TODAY
        )  # fmt: skip
        resident_to_ledger.year_paid(
            person_id=bridger.pk, paid=paid, hand=hand, explain=library.explain
        )
    payee = resident.PayTo(
        bank_code="103", account_number="6228480000000000018", account_name=bridger.name
    )
    bridging_to_ledger.decided(
        person_id=bridger.pk, place=MINHANG, payee=payee, joining=None,
        hand=replace(hand, by="reviewer", reference="310112-2025-00000912"),
    )  # fmt: skip
    bridging_lists.make(
        place=MINHANG, direction=resident.TO_EMPLOYEE, hand=replace(hand, by="accountant")
    )
    line = import_string(settings.RENSHE_BANK_LINE)(settled_on=TODAY)
    resident_payouts.make(
        place=PLACE, accounting_month=OCTOBER, bank_format=line.format, by="accountant", at=AT
    )


def _last_year_is_closed(bridger: registry.Person) -> None:
    """The year of accounts before the tour's: without it nothing is told of an account that moves."""
    fen, last = 3_000_000, TODAY.year - 1
    row = {
        "line_no": 1, "person_id": bridger.pk, "year": last, "opening_fen": 0, "credit_fen": 0, "interest_fen": fen,
        "payout_fen": 0, "closing_fen": fen,
    }  # fmt: skip
    table = pa.table({name: pa.array([value], pa.int64()) for name, value in row.items()})
    batch_id = funds.open_batch(
        kind="yearly_account_interest",
        accounting_month=OCTOBER,
        run_key="the bridger's account",
    )
    stage = funds.stage_account_year(batch_id=batch_id, rows=table)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        posting = Posting(batch_id, OCTOBER, TODAY, "run_operator", AT)
        account_interest_credited(posting=posting, rows=1, interest_fen=fen)


def money_is_taken(resident_of_minhang: registry.Person) -> str:
    """Somebody joins the residents' scheme and pays this year at the counter's till on the tour's day. The receipt's number."""
    hand = resident.ByHand(by="counter", at=AT, today=LAST_DAY)
    (tier, *_others) = till.tiers_of(place=MINHANG, on=LAST_DAY)
    resident.join(
        person_id=resident_of_minhang.pk, place=MINHANG, community=COMMUNITY, tier=tier, student=False,
        draws_other_pension=False, hand=hand, explain=library.explain,
    )  # fmt: skip
    paid = till.take(
        person_id=resident_of_minhang.pk, year=LAST_DAY.year, tier=tier, place=MINHANG, hand=hand
    )
    return paid.external_ref


# ---- land and premium help -----------------------------------------------------------------------------------------------


def allowances_are_listed(project_id: int, settler: registry.Person) -> int:
    """Whoever of a settled project has no allowance yet is tried and put on a list. The member who would be granted one."""
    pension.change_payee_account(
        person_id=settler.pk, bank_code="102", account_number="6222020000000000749", account_name=settler.name,
        verified_on=TODAY, valid_from=TODAY,
    )  # fmt: skip
    by = expropriation.Recorded(by="counter", at=AT, today=TODAY)
    listed = land_batch_award.awards_proposed(project_id=project_id, recorded=by)
    member = expropriation.old_member(person_id=settler.pk)
    assert member is not None
    assert any(row["member"] == member.pk and "fen" in row for row in listed.rows), listed.rows
    return int(member.pk)


def institution_names(programme_id: int, somebody: registry.Person) -> None:
    """The authority files a list with one name as Excel; the office has not looked at it yet."""
    held = identity.Membership.objects.get(account__username="member").institution
    first, second = (
        premium_help.Recorded(by=by, at=AT, today=TODAY) for by in ("secadmin", "reviewer")
    )
    body = premium_help.set_body(
        institution_id=held.pk, origin="civil_affairs", document=INSTITUTION_LETTER, recorded=first
    )
    premium_help.confirm_body(body_id=body.pk, recorded=second)
    filed = institution_lists.list_filed(
        hand=Hand(institution_id=held.pk, by="member", at=AT, today=TODAY), programme_id=programme_id,
        new=premium_help.NewList(origin="civil_affairs", document=INSTITUTION_LETTER, from_month=OCTOBER),
        content=_workbook(("姓名", "证件号码", "困难人群"), (somebody.name, somebody.id_number, GROUP)),
    )  # fmt: skip
    assert filed.list is not None, filed.errors


def _workbook(*rows: tuple[str, ...]) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return sink.getvalue()
