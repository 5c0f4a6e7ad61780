"""A day passes over the cases: nothing is lost, nothing is told twice, nothing is granted by silence."""

import datetime as dt
from typing import Any, NamedTuple

import pytest

from renshe.domains.audit.models import Run
from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import Office, office
from renshe.domains.cases.models import DaySeal, Notice
from renshe.domains.contributions.test_small_city import City, add_person
from renshe.domains.identity.api import RoleCode, grant_role, open_account, unseal
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.runs.case_clocks import run as clocks
from renshe.runs.context import RunContext

__all__ = ["office"]


class Returned(NamedTuple):
    """One e-mail that came back."""

    notice: int
    attempt: int
    for_good: bool
    status: str
    words: str


class Folder:
    """What was sent, by notice; it can be told to be down."""

    def __init__(self) -> None:
        self.sent: dict[int, tuple[str, str]] = {}
        self.down = False

    def send(self, *, notice: int, phone: str, text: str, made_at: Any) -> None:
        if self.down:
            raise OSError("no line")
        self.sent[notice] = (phone, text)


class Post:
    """What was sent by e-mail, by notice and try; `back` is what came back."""

    def __init__(self) -> None:
        self.sent: dict[tuple[int, int], tuple[str, str]] = {}
        self.back: list[Any] = []
        self.codes: dict[str, str] = {}

    def send_code(self, *, number: int, address: str, zh: str, en: str, made_at: Any) -> None:
        self.codes[address] = zh

    def send(
        self, *, notice: int, attempt: int, address: str, zh: str, en: str, made_at: Any
    ) -> None:
        self.sent[notice, attempt] = (address, zh)

    def returned(self) -> list[Any]:
        return self.back


def day(office: Office, days: int) -> RunContext:
    """The run of a day so many days after the office's."""
    at = office.actor("clock", days=days).at
    return RunContext(place="310112", period=24309, accounting_month=24309, at=at, by="clock")


def name_of(item: str, material: str) -> tuple[str, str]:
    return "缴费凭证", "Proof of payment"


@pytest.fixture
def folder() -> Folder:
    return Folder()


def test_an_overdue_case_is_escalated_and_nothing_is_granted(
    office: Office, folder: Folder
) -> None:
    case = office.submitted()
    case = cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    assert case.due_on is not None
    late = (case.due_on - office.today).days + 1
    told = clocks.run(day(office, late), channel=folder, mail=Post(), material_name=name_of)
    assert told["escalated"] == 1
    assert cases.case_by_number(number=case.number).state == "accepted"
    assert office.service.done == []
    assert (
        clocks.run(day(office, late + 1), channel=folder, mail=Post(), material_name=name_of)[
            "escalated"
        ]
        == 0
    )
    assert [note["code"] for note in Run.objects.order_by("pk")[0].attention] == ["cases_overdue"]


def test_a_broken_promise_is_told_once_to_the_applicant(office: Office, folder: Folder) -> None:
    actor = office.actor("zhang", person_id=77)
    case = cases.open_case(
        application=cases.Application(office.item, "310112", "online", 77, "张某"), actor=actor
    )
    given = {"month": "2025-08", "amount": "5", "why": "twice"}
    cases.save_form(number=case.number, item=office.item, given=given, actor=actor)
    cases.promise(number=case.number, item=office.item, material="proof", actor=actor)
    cases.submit(number=case.number, item=office.item, service=office.service, actor=actor)
    days = (dt.date(2025, 10, 28) - office.today).days
    assert (
        clocks.run(day(office, days), channel=folder, mail=Post(), material_name=name_of)[
            "reminded"
        ]
        == 1
    )
    assert (
        clocks.run(day(office, days + 1), channel=folder, mail=Post(), material_name=name_of)[
            "reminded"
        ]
        == 0
    )
    assert sum("缴费凭证" in notice.zh for notice in cases.notices_to(username="zhang")) == 1


def test_days_are_sealed_in_a_chain_and_an_altered_event_is_found(
    office: Office, folder: Folder
) -> None:
    office.submitted()
    told = clocks.run(day(office, 3), channel=folder, mail=Post(), material_name=name_of)
    assert told["sealed_days"] == 3
    assert DaySeal.objects.count() == 3
    assert list(cases.verify()) == []
    broken = [one.name for one, breaches, _ in prove(invariants=cases.INVARIANTS) if breaches]
    assert broken == []


def test_a_notice_goes_to_whom_it_concerns_once_and_waits_while_the_line_is_down(
    office: Office, folder: Folder
) -> None:
    """The applicant's own number; for what a counter typed in, the number of whom it is about; none without a number."""
    city = City()
    applicant, subject, silent = (add_person(city) for _ in range(3))
    for person, phone in ((applicant, "13800000001"), (subject, "13800000002")):
        person.phone = phone
        person.save()
    for name, person in (("zhang", applicant), ("quiet", silent)):
        open_account(
            username=name, display_name=name, password="a long enough password", person_id=person.pk
        )
    numbers = [
        office.submitted(applicant=name, subject=subject.pk).number
        for name in ("zhang", "quiet", "clerk")
    ]
    cases.Case.objects.filter(number=numbers[2]).update(on_behalf="staff")
    for number in numbers:
        cases.accept(number=number, item=office.item, actor=office.actor("li"))
    folder.down = True
    assert (
        clocks.run(day(office, 1), channel=folder, mail=Post(), material_name=name_of)["sent"] == 0
    )
    folder.down = False
    told = clocks.run(day(office, 1), channel=folder, mail=Post(), material_name=name_of)
    assert told["sent_again"] == 2
    assert sorted(phone for phone, _text in folder.sent.values()) == ["13800000001", "13800000002"]
    assert (
        clocks.run(day(office, 1), channel=folder, mail=Post(), material_name=name_of)["sent_again"]
        == 0
    )


def test_the_channel_refusing_one_message_stops_no_other(office: Office) -> None:
    """A refusal of the gateway leaves the notice waiting."""
    from renshe.kernel.codes.problem import Problem, Refused

    class Fussy(Folder):
        def send(self, **message: Any) -> None:
            raise Refused(Problem("x", "不收", "no", "", "", ""))

    case = office.submitted()
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    assert (
        clocks.run(day(office, 1), channel=Fussy(), mail=Post(), material_name=name_of)["sent"] == 0
    )


def test_a_month_that_is_over_is_drawn_once_and_given_to_whom_had_no_hand_in_it(
    office: Office, folder: Folder
) -> None:
    """Decided in October, drawn on the first of November; the reviewer who signed is passed over, and so is another city's."""
    for name, role, place in (
        ("wang", RoleCode.REVIEWER, "310112"), ("zhao", RoleCode.APPROVER, "310100"),
        ("far", RoleCode.REVIEWER, "440402"), ("li", RoleCode.COUNTER_CLERK, "310112"),
    ):  # fmt: skip
        account = open_account(username=name, display_name=name, password="a long enough password")
        grant_role(account=account, role=role, place=place, valid_from=dt.date(2025, 1, 1))
    case = office.reviewing()
    cases.sign(
        number=case.number, item=office.item, service=office.service, grant=True, words="",
        actor=office.actor("wang"),
    )  # fmt: skip
    given: dict[str, Any] = {
        "channel": folder,
        "mail": Post(),
        "material_name": name_of,
        "rates": {case.item: office.item.sampling},
    }
    assert clocks.run(day(office, 1), **given)["drawn"] == 0
    told = clocks.run(day(office, 19), **given)
    assert (told["drawn"], told["assigned"]) == (1, 1)
    assert [one.checker for one in cases.checks_to_do(username="zhao", places=["CN"])] == ["zhao"]
    assert clocks.run(day(office, 20), **given)["drawn"] == 0
    assert list(cases.verify()) == []


def chooses_email(office: Office, account: str, address: str = "li.hua@example.com") -> None:
    """Name an address and prove it."""
    at = office.actor("x").at
    cases.choose_way(username=account, way="email", email=address, at=at)
    code = unseal(cases.ask_code(username=account, at=at).sealed)
    cases.confirm_address(username=account, code=code, at=at)


def test_who_chose_e_mail_is_told_by_e_mail_and_nothing_personal_leaves(
    office: Office, folder: Folder
) -> None:
    case = office.submitted()
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    chooses_email(office, case.applicant)
    Notice.objects.filter(case=case).update(
        zh=f"办件{case.number}：310112199001011234应补1,234.56元", en="owes 1,234.56 yuan"
    )
    post = Post()
    told = clocks.run(day(office, 1), channel=folder, mail=post, material_name=name_of)
    assert (told["sent"], folder.sent) == (1, {})
    ((address, words),) = post.sent.values()
    assert address == "li.hua@example.com"
    assert words == f"办件{case.number}：****1234应补（金额请登录查看）"
    (made,) = cases.deliveries()
    assert (made.way, made.masked, "1234.56" in made.words) == ("email", "l***@example.com", False)


def test_an_address_that_does_not_exist_is_used_no_more_and_a_phone_is_tried(
    office: Office, folder: Folder
) -> None:
    case = office.submitted()
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    chooses_email(office, case.applicant, "li@gone.invalid")
    post = Post()
    clocks.run(day(office, 1), channel=folder, mail=post, material_name=name_of)
    ((notice, attempt),) = post.sent
    post.back = [Returned(notice, attempt, True, "5.1.2", "no such domain")]
    for _ in range(2):
        clocks.run(day(office, 1), channel=folder, mail=post, material_name=name_of)
    chosen = cases.way_of(username=case.applicant)
    assert chosen is not None
    assert (chosen.failed_at is not None, chosen.failed_why) == (True, "5.1.2 no such domain")
    assert list(post.sent) == [(notice, 1)]
    (made,) = cases.deliveries(way="email")
    assert made.returned_why == "5.1.2 no such domain"


@pytest.mark.parametrize("shown", [False, True])
def test_an_address_that_is_not_proved_gets_its_code_and_nothing_else(
    office: Office, folder: Folder, shown: bool
) -> None:
    """The notice goes to the phone; in a demonstration the code can be read in the inbox too."""
    person = add_person(City())
    person.phone = "13800000001"
    person.save()
    at = office.actor("x").at
    open_account(
        username="mail", display_name="某某", password="a long enough password", person_id=person.pk
    )
    case = office.submitted(applicant="mail")
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    cases.choose_way(username="mail", way="email", email="li.hua@example.com", at=at)
    asked = cases.ask_code(username="mail", at=at)
    code, post = unseal(asked.sealed), Post()
    later = RunContext(
        place="310112", period=24309, accounting_month=24309, by="clock",
        at=at + dt.timedelta(minutes=1),
    )  # fmt: skip
    clocks.run(later, channel=folder, mail=post, material_name=name_of, show_codes=shown)
    assert code in post.codes["li.hua@example.com"]
    assert (post.sent, [phone for phone, _ in folder.sent.values()]) == ({}, ["13800000001"])
    assert any(code in one.zh for one in cases.notices_to(username="mail")) is shown
    clocks.run(later, channel=folder, mail=Post(), material_name=name_of, show_codes=shown)
    assert cases.confirm_address(username="mail", code=code, at=at).confirmed_at == at


def test_a_full_mailbox_is_tried_three_times(office: Office, folder: Folder) -> None:
    case = office.submitted()
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    chooses_email(office, case.applicant, "full@example.com")
    post = Post()
    for _ in range(5):
        clocks.run(day(office, 1), channel=folder, mail=post, material_name=name_of)
        post.back = [Returned(*key, False, "4.2.2", "full") for key in post.sent]
    assert [attempt for _notice, attempt in post.sent] == [1, 2, 3]
    chosen = cases.way_of(username=case.applicant)
    assert chosen is not None
    assert chosen.failed_at is None


def test_who_wants_the_inbox_alone_gets_nothing_else(office: Office, folder: Folder) -> None:
    case = office.submitted()
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    cases.choose_way(username=case.applicant, way="inbox", email="", at=office.actor("x").at)
    post = Post()
    clocks.run(day(office, 1), channel=folder, mail=post, material_name=name_of)
    assert (post.sent, folder.sent, cases.deliveries()) == ({}, {}, [])


@pytest.mark.parametrize(
    ("way", "email", "code"),
    [("", "", "way_unknown"), ("email", "", "email_missing"), ("email", "no at", "email_wrong"),
     ("email", "a@b.cn\r\nBcc: c@d.cn", "email_wrong")],
)  # fmt: skip
def test_a_way_that_leads_nowhere_is_refused(
    office: Office, way: str, email: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        cases.choose_way(username="zhang", way=way, email=email, at=office.actor("x").at)
    assert refused.value.codes == (code,)
