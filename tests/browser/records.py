"""What the town needs so that pages which are empty on most days have something to show: an institution and its request,
a benefit that is paid once, somebody whom a file names, a case drawn for checking, a bad rating, an emergency, land that was
taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.module_loading import import_string

from renshe.domains.cases import api as cases
from renshe.domains.certification import api as certification
from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity import api as identity
from renshe.domains.identity.api import open_account
from renshe.domains.pension import api as pension
from renshe.domains.premium_help import api as premium_help
from renshe.domains.retirees import api as retirees
from renshe.edge import demo
from renshe.flows import expropriation_to_ledger as ledger
from renshe.flows import premium_help_lists as institution_lists
from renshe.flows import premium_help_to_ledger
from renshe.flows.institutions import Hand, ask
from renshe.flows.survivors_to_ledger import survivors_benefit_granted
from renshe.kernel.periods import month_containing
from renshe.laws import library
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.runs.one_off_payment import run as one_off
from renshe.services.catalogue import declared
from tests.browser import schemes
from tests.browser.requests import CODE, Desk, sign_and_close

PURPOSES = ("institution.certificate", "institution.death", institution_lists.PURPOSE)
OFFICE, BASIS, FILE, WHY = (
    "闵行区民政局",
    "社会救助暂行办法第十七条",
    "闵民救〔2025〕31号",
    "核对申请人是否参保",
)
ASKED = {"legal_basis": BASIS, "file_number": FILE, "reason": WHY, "detail": "summary"}
WANTED = "2024年闵行区失业保险参保单位数"
RATED_WITH, LOOKED_WHY = "等了很久才有答复", "老人昏倒在窗口，急需联系家属"
DECEASED, SEAL_CASE = "李某某", "AN-2025-7"
PROJECTS = ("元江路保障住房", "紫竹科创园东区")
VILLAGE, DEVELOPER, LAND_LETTER = "第三村民小组", "轨道公司", "自然资源函〔2025〕1号"
APPROVALS = ("沪府土〔2025〕041号", "沪府土〔2025〕112号")
HELP_NAME, HELP_PAYER, HELP_FILE = "低保医疗资助", "闵行区财政局", "闵府办〔2025〕1号"
SECOND_LIST = "闵府办〔2025〕9号"
GROUP_NAME, GROUP_MEETS, VISIT_SAID, WORKER = "清晨太极队", "每天清晨在小广场", "精神不错", "李老师"
COMMUNITY = "310112001002"
WORDS = (
    *PROJECTS,
    VILLAGE,
    DEVELOPER,
    LAND_LETTER,
    *APPROVALS,
    OFFICE,
    BASIS,
    FILE,
    WHY,
    WANTED,
    RATED_WITH,
    LOOKED_WHY,
    SEAL_CASE,
    HELP_NAME,
    HELP_PAYER,
    HELP_FILE,
    GROUP_NAME,
    GROUP_MEETS,
    VISIT_SAID,
    WORKER,
    SECOND_LIST,
    *schemes.WORDS,
)
"""What people wrote and called things; it stays so in an English page."""
ACCOUNTS = ("member", "administrator", *schemes.ACCOUNTS)
DEATH_ON = dt.date(2025, 10, 12)


def lay_in(town: Town) -> None:
    """Everything, each by the door that the product uses; Django is the runner."""
    institution_asks(town)
    benefit_is_paid(town)
    file_names_a_pensioner(town)
    case_is_drawn(town)
    roster_comes(town)
    retiree_is_looked_after(town)
    with demonstration_law():
        newcomers = schemes.arrive(town)
        people_are_helped(newcomers)
        land_is_taken(town, newcomers)
        schemes.lay_in(town, newcomers)


@contextmanager
def demonstration_law() -> Iterator[None]:
    """The law as the demonstration reads it: the city's wages of the years that no notice was loaded for."""
    before = dict(library._SETTINGS)
    library.configure(
        overlays=sorted(Path(demo.__file__).parent.glob("assumptions*.yaml")), mode="demonstration"
    )
    try:
        yield
    finally:
        library.configure(overlays=before["overlays"], mode=before["mode"])


def institution_asks(town: Town) -> None:
    """An authority with two administrators and a member, who asks for a certificate."""
    for name in ("administrator", "second", "member"):
        town.accounts[name] = open_account(username=name, display_name="演示账号", password=None)
    held = identity.register_institution(
        uscc="11310112000000001Q", name=OFFICE, kind="authority", place=PLACE, purposes=list(PURPOSES),
        administrators=("administrator", "second"), by=town.accounts["secadmin"], on=SINCE, at=NOON,
    )  # fmt: skip
    for name in ("administrator", "second"):
        town.accounts[name].refresh_from_db()
    when = {"on": NOON.date(), "at": NOON}
    named = identity.invite_member(
        administrator=town.accounts["administrator"], username="member", purposes=PURPOSES, **when
    )
    identity.confirm_member(administrator=town.accounts["second"], membership_id=named.pk, **when)
    town.accounts["member"].refresh_from_db()
    told, about = declared("information.certificate_for_institution"), town.city.people[0]
    ask(
        hand=Hand(institution_id=held.pk, by="member", at=NOON, today=NOON.date()),
        purpose=PURPOSES[0], name=about.name, id_number=about.id_number, form=ASKED, channel="online",
        item=told.item, service=told.service,
    )  # fmt: skip


def benefit_is_paid(town: Town) -> None:
    """A survivors' benefit, and the batch that was made of it and waits to be approved."""
    dead, claimant = town.city.people[2], town.city.people[1]
    type(dead).objects.filter(pk=dead.pk).update(died_on=DEATH_ON, death_known_on=DEATH_ON)
    drawn = pension.SurvivorsDetermination(
        funeral_fen=1_551_600, grant_fen=6_982_200, total_fen=8_533_800, facts={},
        receipt={"place": PLACE}, explanation=None,  # type: ignore[arg-type]
    )  # fmt: skip
    survivors_benefit_granted(
        person_id=dead.pk, case_number=SEAL_CASE, drawn=drawn,
        payee=pension.Payee(claimant.pk, "spouse", "102", "6222000000008812", claimant.name),
        hands=pension.Hands("counter", "reviewer", "approver", at=NOON, today=NOON.date()),
    )  # fmt: skip
    line = import_string(settings.RENSHE_BANK_LINE)(settled_on=NOON.date())
    one_off.make(
        place=PLACE, accounting_month=month_containing(NOON.date()), bank_format=line.format,
        by="accountant", at=NOON,
    )  # fmt: skip


def file_names_a_pensioner(town: Town) -> None:
    """A file of deaths that names the town's pensioner by another name: to be checked by people."""
    person = town.city.people[-1]
    compared = certification.Comparison.objects.create(
        place=PLACE, kind="death", file_name="殡葬信息-202510.CSV", sha256="0" * 64, rows=1, bad_rows=0,
        matched=1, pensioners=1, passed=0, hits=1, compared_by="operator", compared_at=NOON,
    )  # fmt: skip
    certification.Hit.objects.create(
        comparison=compared, person=person, kind="death", event_on=DEATH_ON, line_no=1,
        reported_name=DECEASED, name_matches=False,
    )  # fmt: skip


def case_is_drawn(town: Town) -> None:
    """A request that was decided in September, drawn for checking in October, and rated badly by the one who asked."""
    desk = Desk(town, first_day=-40)
    number = sign_and_close(desk, WANTED)
    october = dt.date(2025, 10, 1)
    cases.seal_days(until=october, at=NOON)
    every = cases.Sampling(promised=100, immediate=100, signed=100)
    cases.draw_sample(rates={CODE: every}, month=month_containing(october) - 1, at=NOON)
    cases.rate(
        number=number, grade=1, labels=(), words=RATED_WITH, channel="online",
        actor=desk.actor("person", days=5),
    )  # fmt: skip


def roster_comes(town: Town) -> None:
    """The clerk uploads a roster of the month with a row that cannot be read."""
    first = town.city.people[0]
    text = f"证件号码,姓名,月平均工资（元）\n{first.id_number},{first.name},8000.00\n{first.id_number[:-1]},某人,9..0\n"
    file = SimpleUploadedFile("花名册.CSV", text.encode("gb18030"), content_type="text/csv")
    town.browser("clerk").post("/employer/roster/2025-10/", {"file": file})


def land_is_taken(town: Town, newcomers: schemes.Newcomers) -> None:
    """A project settled in August, with the town's pensioner and two farmers among its old, and one whose list is public."""
    done, listed = (
        _project(number, name) for number, name in zip(APPROVALS, PROJECTS, strict=True)
    )
    old, settler = town.city.people[-1], newcomers.concerned.settler
    for project, person in (
        *((done, one) for one in (old, newcomers.farmer, settler)), (listed, town.city.people[1]),
    ):  # fmt: skip
        expropriation.add_member(
            project_id=project.pk, person_id=person.pk, recorded=_hand(75), explain=library.explain
        )
    expropriation.publish_list(project_id=listed.pk, recorded=_hand(-19))
    expropriation.publish_list(project_id=done.pk, recorded=_hand(70))
    expropriation.confirm_by_street(project_id=done.pk, recorded=_hand(60, "street"))
    ledger.list_confirmed(project_id=done.pk, letter=LAND_LETTER, recorded=_hand(59, "land"))
    (share,) = done.shares.order_by("pk")
    ledger.money_received(
        share_id=share.pk, amount_fen=share.amount_fen or 0, received_on=_hand(58).today, bank_ref="B1",
        recorded=_hand(58, "accountant"),
    )  # fmt: skip
    expropriation.certify(project_id=done.pk, recorded=_hand(57, "chief"))
    ledger.project_settled(project_id=done.pk, recorded=_hand(57, "accountant"))
    schemes.land_allowances(done.pk, newcomers, on=_hand(30).today)


def _hand(days: int, by: str = "counter") -> expropriation.Recorded:
    """Somebody so many days before noon of the town's day."""
    return expropriation.Recorded(
        by=by,
        at=NOON - dt.timedelta(days=days),
        today=NOON.date() - dt.timedelta(days=days),
    )


def _project(number: str, name: str) -> expropriation.ExpropriationProject:
    share = expropriation.NewShare(
        payer="land_user", payer_name=DEVELOPER, permille=1000, due_on=NOON.date()
    )
    new = expropriation.NewProject(
        approval_number=number, name=name, place=schemes.MINHANG, village_group=VILLAGE, approved_on=dt.date(2025, 3, 10),
        land_taken_m2=2_000, land_group_m2=20_000, land_group_people=30, scheme="employee_pension", months_bought=180,
        cost_working_fen=10_000_000, cost_old_fen=10_000_000, one_off_minor_fen=0, account_permille=400, reserve_permille=50,
        shares=(share,),
    )  # fmt: skip
    return expropriation.register_project(new=new, recorded=_hand(75), explain=library.explain)


def people_are_helped(newcomers: schemes.Newcomers) -> None:
    """A programme with one person on an approved list and a month claimed, and another list that is public."""
    clerk, head = (
        premium_help.Recorded(by=one, at=NOON, today=NOON.date()) for one in ("counter", "approver")
    )
    month = month_containing(NOON.date())
    new = premium_help.NewProgramme(
        place=PLACE, name=HELP_NAME, insurance="medical", groups=("minimum_living",), source="district_budget",
        payer_name=HELP_PAYER, fixed_fen=30_000, budget_fen=10_000_000, from_month=month - 3, to_month=month + 9,
        public_days=7, instrument=HELP_FILE,
    )  # fmt: skip
    made = premium_help.propose(new=new, recorded=clerk)
    premium_help.open_programme(programme_id=made.pk, recorded=head)
    filed = premium_help.file_list(
        programme_id=made.pk, people=[premium_help.Named(newcomers.needy, "minimum_living")], recorded=clerk,
        new=premium_help.NewList(origin="civil_affairs", document=HELP_FILE, from_month=month),
    )  # fmt: skip
    premium_help.publish(list_id=filed.pk, recorded=clerk)
    later = premium_help.Recorded(by="approver", at=NOON, today=NOON.date() + dt.timedelta(days=8))
    premium_help_to_ledger.list_approved(list_id=filed.pk, recorded=later)
    made_now = premium_help.make_claims(
        programme_id=made.pk, month=month, explain=library.explain, recorded=clerk
    )
    assert made_now.claim is not None
    premium_help.approve_claim(claim_id=made_now.claim.pk, recorded=later)
    receipt = premium_help_to_ledger.Receipt(
        amount_fen=made_now.claim.amount_fen, received_on=NOON.date(), bank_ref="CZ1"
    )
    premium_help_to_ledger.claim_settled(
        claim_id=made_now.claim.pk, receipt=receipt, recorded=clerk, explain=library.explain
    )
    schemes.help_others(made.pk, newcomers, document=SECOND_LIST)


def retiree_is_looked_after(town: Town) -> None:
    """The pensioner is in a community's care, was visited, and there is a group to join."""
    person, by = town.city.people[-1], retirees.By(name="community", at=NOON, today=NOON.date())
    retirees.RetireeCare.objects.create(
        person=person, community=COMMUNITY, from_on=SINCE, source="taken_over", recorded_by="community",
        recorded_at=NOON,
    )  # fmt: skip
    retirees.CommunityStation.objects.create(
        community=COMMUNITY, worker=WORKER, phone="021-10000000", address=OFFICE, hours="8:30–17:00"
    )
    new = retirees.NewVisit(
        visited_on=NOON.date(),
        outcome="seen",
        form_key="the first visit",
        findings=VISIT_SAID,
        needs=("meals",),
    )
    retirees.record_visit(person_id=person.pk, community=COMMUNITY, new=new, by=by)
    group = retirees.begin_group(
        community=COMMUNITY, name=GROUP_NAME, kind="health", meets=GROUP_MEETS, by=by
    )
    retirees.join_group(group_id=group.pk, person_id=person.pk, by=by)
    retirees.record_rates(city=PLACE, month=month_containing(NOON.date()) - 1)
