"""What a program may know and do of what pages show beside a case: checks of quality, bad ratings, cases alike, whom an
institution asks about, what files found, and what finance reads; and what it may not."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from renshe.domains.audit.models import Event
from renshe.domains.cases import api as cases
from renshe.domains.certification import api as certification
from renshe.domains.contributions.api import Bill
from renshe.domains.identity.api import Look, RoleCode, grant_role, open_account
from renshe.domains.pension.api import Award
from renshe.flows.institutions import Hand, ask
from renshe.kernel.periods import month_containing
from renshe.portals.api.conftest import Api, caller, machine, problem
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.portals.finance.test_payment_pages import granted
from renshe.portals.test_access import institution
from renshe.services.catalogue import declared

CONTACT = "registration.change_contact"
GOOD = dict.fromkeys(cases.CHECKLIST, "ok")
OCTOBER = dt.date(2025, 10, 1)
STAFF = {
    "li": RoleCode.COUNTER_CLERK,
    "wang": RoleCode.REVIEWER,
    "wu": RoleCode.REVIEWER,
    "zhao": RoleCode.APPROVER,
    "law": RoleCode.LEGAL_OFFICER,
}


@pytest.fixture
def office(town: Town) -> Town:
    """The town with a handler, two reviewers, an approver and a legal officer of the county."""
    for name, role in STAFF.items():
        town.accounts[name] = open_account(username=name, display_name=name, password=None)
        grant_role(account=town.accounts[name], role=role, place=PLACE, valid_from=SINCE)
    return town


@pytest.fixture
def decided(office: Town) -> cases.Case:
    """A case that li and wang decided in September, drawn for a check, and rated badly."""
    item = declared(CONTACT).item
    who = office.city.people[0]
    start = dt.datetime(2025, 9, 10, 2, 0, tzinfo=dt.UTC)
    actor = cases.Actor("person", start, start.date(), person_id=who.pk)
    case = cases.open_case(
        application=cases.Application(item, PLACE, "api", who.pk, who.name), actor=actor
    )
    cases.save_form(number=case.number, item=item, given={"phone": "13800000000"}, actor=actor)
    cases.Case.objects.filter(pk=case.pk).update(
        state="closed", path="review", handler="li", reviewer="wang", submitted_at=start,
        decided_at=start, closed_at=start, decision={"grant": True, "by": "wang", "zh": "准予"},
    )  # fmt: skip
    cases.seal_days(until=OCTOBER, at=NOON)
    every = cases.Sampling(promised=100, immediate=100, signed=100)
    drawn = cases.draw_sample(rates={CONTACT: every}, month=month_containing(OCTOBER) - 1, at=NOON)
    assert drawn == 1
    late = cases.Actor("person", NOON, NOON.date(), person_id=who.pk)
    cases.rate(number=case.number, grade=1, labels=(), words="太慢", channel="online", actor=late)
    return cases.case_by_number(number=case.number)


def test_a_check_goes_from_the_draw_to_the_third_persons_word_through_the_interface(
    office: Town, decided: cases.Case
) -> None:
    """Who decided cannot check; the handler answers; only who neither decided nor checked may uphold."""
    li, wang, wu, zhao = (caller(office, name) for name in ("li", "wang", "wu", "zhao"))
    check = f"/office/quality/checks/{decided.number}"
    assert [one["number"] for one in wu.get("/office/quality").json()["to_check"]] == [decided.number]  # fmt: skip
    assert wang.get("/office/quality").json()["to_check"] == []
    found = {"marks": {**GOOD, next(iter(GOOD)): "wrong"}, "words": "应当先核对"}
    problem(wang.post(f"{check}/finding", found), 403, "not_allowed")
    problem(wu.post(f"{check}/answer", {"words": "x"}), 403, "not_allowed")
    key = "one-finding"
    told = wu.post(f"{check}/finding", found, key=key).json()
    assert (told["finding"]["code"], told["checker"], told["role"]) == ("wrong", "wu", "")
    assert wu.post(f"{check}/finding", found, key=key).json() == told  # once under its key
    problem(wu.post(f"{check}/finding", found), 403, "not_allowed")
    assert li.post(f"{check}/answer", {"words": "当时登记不同"}).json()["answer"] == "当时登记不同"
    problem(wu.post(f"{check}/uphold", {"words": "原决定无误"}), 403, "not_allowed")
    done = zhao.post(f"{check}/uphold", {"words": "原决定无误"}).json()
    assert (done["settled_how"], done["role"]) == ("upheld", "")
    span = "first=2025-09&last=2025-09"
    counted = machine(office, "case.look").get(f"/office/quality/summary?{span}").json()
    assert [(one["drawn"], one["wrong"], one["unsettled"]) for one in counted["checks"]] == [(1, 1, 0)]  # fmt: skip
    assert [one["taken"] for one in counted["draws"][0]["strata"]] == [1]
    problem(wu.get("/office/quality/summary?first=2020-01&last=2025-09"), 422, "invalid")


def test_a_bad_rating_is_shown_to_an_outsider_alone_and_answered_once(
    office: Town, decided: cases.Case
) -> None:
    address = f"/office/ratings/{decided.number}"
    for name in ("li", "wang"):  # who decided never learns how he was rated
        problem(caller(office, name).get(address), 403, "not_allowed")
    wu = caller(office, "wu")
    seen = wu.get(address)
    assert (seen.json()["grade"], seen.json()["words"]) == (1, "太慢")
    assert office.city.people[0].name not in seen.content.decode()
    assert wu.post(f"{address}/answer", {"words": "已致歉并说明"}).json()["answer"] == "已致歉并说明"  # fmt: skip
    assert wu.post(f"{address}/answer", {"words": "再说一次"}).status_code in (409, 422)
    assert cases.rating_of(case=decided).answer == "已致歉并说明"


def test_a_machine_judges_nobodys_work_and_no_file(office: Town, decided: cases.Case) -> None:
    program = machine(office, "case.look", "case.review", "pension.look", "pension.hold", "pension.approve")  # fmt: skip
    problem(program.get("/office/quality"), 403, "not_allowed")
    problem(program.get(f"/office/quality/checks/{decided.number}"), 403, "not_allowed")
    problem(program.get(f"/office/ratings/{decided.number}"), 403, "not_allowed")
    problem(program.get(f"/office/cases/{decided.number}/alike"), 403, "not_allowed")
    hit = found_by_a_file(office)
    assert program.get(f"/certification/hits/{hit.pk}").json()["state"]["code"] == "open"
    sent = {"found_on": "2025-10-12", "words": "属实"}
    problem(program.post(f"/certification/hits/{hit.pk}/check", sent), 403, "not_allowed")
    problem(program.post(f"/certification/hits/{hit.pk}/confirm"), 403, "not_allowed")
    problem(program.post(f"/certification/hits/{hit.pk}/dismiss", {"reason": "x"}), 403, "not_allowed")  # fmt: skip


def test_cases_alike_are_listed_and_signed_by_who_may_sign(office: Town) -> None:
    """Nothing of a case that waits for nobody's signature; a number that is not listed is left alone."""
    who, item = office.city.people[0], declared(CONTACT).item
    actor = cases.Actor("person", NOON, NOON.date(), person_id=who.pk)
    case = cases.open_case(
        application=cases.Application(item, PLACE, "api", who.pk, who.name), actor=actor
    )
    cases.Case.objects.filter(pk=case.pk).update(state="reviewing", handler="li", path="review")
    wu, li = caller(office, "wu"), caller(office, "li")
    assert wu.get(f"/office/cases/{case.number}/alike").json() == []  # it stands alone
    sent = {"numbers": [case.number], "words": "同意"}
    assert wu.post(f"/office/cases/{case.number}/sign-alike", sent).json() == []
    problem(li.post(f"/office/cases/{case.number}/sign-alike", sent), 403, "not_allowed")
    assert cases.case_by_number(number=case.number).state == "reviewing"


def test_the_office_reads_whom_an_institution_asks_about_masked_until_it_says_why(
    office: Town,
) -> None:
    held, about = institution(office), office.city.people[0]
    told = declared("information.certificate_for_institution")
    form = {"legal_basis": "民政条例", "file_number": "7", "reason": "核对", "detail": "summary"}
    case = ask(
        hand=Hand(institution_id=held.pk, by="first", at=NOON, today=NOON.date()),
        purpose="institution.certificate", name=about.name, id_number=about.id_number, form=form,
        channel="api", item=told.item, service=told.service,
    )  # fmt: skip
    li = caller(office, "li")
    masked = li.get(f"/office/cases/{case.number}").json()
    assert masked["concerned"]["name"] == about.name[0] + "*" * (len(about.name) - 1)
    assert about.id_number not in json.dumps(masked, ensure_ascii=False)
    full = li.post(f"/office/cases/{case.number}/look", {"purpose": "核对身份"}).json()
    assert full["concerned"] == {"name": about.name, "id_number": about.id_number}
    assert Look.objects.filter(subject_id=about.pk, purpose="核对身份").exists()


def found_by_a_file(town: Town) -> certification.Hit:
    """A file of deaths names the pensioner by another name."""
    compared = certification.Comparison.objects.create(
        place=PLACE, kind="death", file_name="死亡.csv", sha256="0" * 64, rows=1, bad_rows=1, matched=1,
        pensioners=1, passed=0, hits=1, compared_by="operator", compared_at=NOON,
        faults=[{"line_no": 2, "zh": "日期不对", "en": "no day"}],
    )  # fmt: skip
    return certification.Hit.objects.create(
        comparison=compared, person=town.city.people[-1], kind="death",
        event_on=dt.date(2025, 10, 12), line_no=1, reported_name="李某某", name_matches=False,
    )  # fmt: skip


def test_what_a_file_found_is_checked_by_one_and_dismissed_or_confirmed_by_another(
    office: Town,
) -> None:
    hit, li = found_by_a_file(office), caller(office, "li")
    listed = li.get("/certification/hits").json()["items"]
    assert [(one["id"], one["state"]["code"]) for one in listed] == [(hit.pk, "open")]
    assert office.city.people[-1].name not in json.dumps(listed, ensure_ascii=False)
    assert li.get("/certification/comparisons").json()[0]["faults"][0]["says"]["en"] == "no day"
    address = f"/certification/hits/{hit.pk}"
    problem(li.post(f"{address}/check", {"found_on": "没有", "words": "属实"}), 422, "invalid")
    checked = li.post(f"{address}/check", {"found_on": "2025-10-12", "words": "家属证实"}).json()
    assert (checked["state"]["code"], checked["checked_by"]) == ("checked", "li")
    problem(li.post(f"{address}/confirm"), 403, "not_allowed")  # two people, two powers
    gone = li.post(f"{address}/dismiss", {"reason": "同名另一人"}).json()
    assert (gone["state"]["code"], gone["reason"]) == ("dismissed", "同名另一人")
    assert li.get("/certification/hits").json()["items"] == []
    assert Event.objects.filter(verb="certification.dismiss", actor="li").count() == 1
    mine = caller(office, "pensioner").get("/me/certification").json()
    assert mine["stopped_from"] is None
    assert mine["proofs"] == []


def test_finance_reads_down_to_a_person_masked_and_within_its_place(office: Town) -> None:
    bill = Bill.objects.get(employer=office.city.employers[0])
    books = caller(office, "accountant")
    told = books.get(f"/finance/bills/{bill.pk}").json()
    assert (told["total_fen"], sum(told["due"].values())) == (bill.total_fen, bill.total_fen)
    assert sum(one["amount_fen"] for one in told["money"]) == bill.received_fen
    lines = books.get(f"/finance/bills/{bill.pk}/lines").json()["items"]
    person = office.city.people[0]
    assert person.id_number not in json.dumps(lines)
    amount = lines[0]["amounts_fen"]["pension_personal"]
    why = books.get(f"/finance/bills/{bill.pk}/lines/1/explanations/pension_personal").json()
    assert (why["value"], why["target"]) == (amount, "pension_personal")
    places = books.get("/finance/months/2025-10/places").json()
    assert sum(one["due_fen"] for one in places) == sum(one.total_fen for one in Bill.objects.all())
    award = Award.objects.get()
    assert books.get(f"/finance/awards/{award.pk}/explanations/award").json()["value"] == award.total_fen  # fmt: skip
    held = books.get("/finance/open-items").json()["receipts"]
    assert [one["left_fen"] for one in held] == [5_000]
    far = machine(office, "contributions.look", "pension.look", "books.look")
    type(office.accounts["nobody"]).objects.none()
    _moved_to_zhuhai()
    for path in (f"/finance/bills/{bill.pk}", f"/finance/bills/{bill.pk}/lines",
                 f"/finance/bills/{bill.pk}/lines/1/explanations/pension_personal",
                 f"/finance/awards/{award.pk}/explanations/award",
                 f"/finance/months/2025-10/places/{PLACE}/bills"):  # fmt: skip
        problem(Api(far.client, far.headers).get(path), 403, "not_allowed")


def _moved_to_zhuhai() -> None:
    from renshe.domains.identity.models import Machine

    Machine.objects.update(place="440400")


def test_a_benefit_that_waits_is_read_and_no_program_pays_it(office: Town) -> None:
    benefit, books = granted(office), caller(office, "accountant")
    (waiting,) = books.get("/finance/one-off/waiting").json()
    assert (waiting["benefit"], waiting["total_fen"], waiting["ready"]) == (benefit.pk, 8_533_800, True)  # fmt: skip
    whole = books.get(f"/finance/one-off/benefits/{benefit.pk}").json()
    assert whole["signed_by"] == ["li", "wang", "zhao"]
    assert benefit.account_number not in json.dumps([waiting, whole])
    why = books.get(f"/finance/one-off/benefits/{benefit.pk}/explanations/total").json()
    assert why["value"] == benefit.total_fen
    assert books.get("/finance/one-off/batches").json() == []
    problem(books.post("/finance/one-off/batches", {}), 405, "method_not_allowed")


def test_parameters_of_law_say_where_they_are_written_and_how_sure_we_are(office: Town) -> None:
    law = caller(office, "law")
    whole = law.get(f"/law/parameters?place={PLACE}&on=2025-10-31&limit=200").json()
    assert len(whole["items"]) > 50
    assert all(one["instrument"] for one in whole["items"])
    unsure = law.get(f"/law/parameters?place={PLACE}&on=2025-10-31&unsure=true").json()["items"]
    assert unsure
    assert {one["unconfirmed"] for one in unsure} == {True}
    problem(law.get("/law/parameters?place=999999"), 404, "not_found")
    problem(caller(office, "person").get("/law/parameters"), 403, "not_allowed")
