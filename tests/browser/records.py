"""What the town needs so that pages which are empty on most days have something to show: an institution and its request,
a benefit that is paid once, somebody whom a file names, a case drawn for checking, a bad rating, an emergency."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.module_loading import import_string

from renshe.domains.cases import api as cases
from renshe.domains.certification import api as certification
from renshe.domains.identity import api as identity
from renshe.domains.identity.api import open_account
from renshe.domains.pension import api as pension
from renshe.flows.institutions import Hand, ask
from renshe.flows.survivors_to_ledger import survivors_benefit_granted
from renshe.kernel.periods import month_containing
from renshe.portals.conftest import NOON, PLACE, SINCE, Town
from renshe.runs.one_off_payment import run as one_off
from renshe.services.catalogue import declared
from tests.browser.requests import CODE, Desk, sign_and_close

PURPOSES = ("institution.certificate", "institution.death")
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
WORDS = (OFFICE, BASIS, FILE, WHY, WANTED, RATED_WITH, LOOKED_WHY, SEAL_CASE)
"""What people wrote and called things; it stays so in an English page."""
ACCOUNTS = ("member", "administrator")
DEATH_ON = dt.date(2025, 10, 12)


def lay_in(town: Town) -> None:
    """Everything, each by the door that the product uses; Django is the runner."""
    institution_asks(town)
    benefit_is_paid(town)
    file_names_a_pensioner(town)
    case_is_drawn(town)
    glass_is_broken(town)
    roster_comes(town)


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


def glass_is_broken(town: Town) -> None:
    """The counter looked at somebody in an emergency and owes the report."""
    identity.open_emergency(
        account=town.accounts["counter"], subject_kind="person", subject_id=town.city.people[0].pk,
        reason=LOOKED_WHY, fields=("name", "phone"), at=NOON,
    )  # fmt: skip


def roster_comes(town: Town) -> None:
    """The clerk uploads a roster of the month with a row that cannot be read."""
    first = town.city.people[0]
    text = f"证件号码,姓名,月平均工资（元）\n{first.id_number},{first.name},8000.00\n{first.id_number[:-1]},某人,9..0\n"
    file = SimpleUploadedFile("花名册.CSV", text.encode("gb18030"), content_type="text/csv")
    town.browser("clerk").post("/employer/roster/2025-10/", {"file": file})
