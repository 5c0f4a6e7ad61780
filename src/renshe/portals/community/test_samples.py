"""Made-up contexts of the community worker's pages. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renshe.domains.retirees.api import Mark
from renshe.portals.community.cells import ErrorLine
from renshe.portals.community.pages.groups import (
    ActivityLine,
    GroupLine,
    GroupPage,
    GroupsPage,
    MemberLine,
)
from renshe.portals.community.pages.hand_over import HandOverPage, OfferLine, OfferList, SentLine
from renshe.portals.community.pages.home import HomePage, OwedLine, PlanLine
from renshe.portals.community.pages.party import PartyPage
from renshe.portals.community.pages.people import CaredLine, PeoplePage, RemoteLine
from renshe.portals.community.pages.person import (
    CareLine,
    Contact,
    PersonPage,
    PromiseLine,
    VisitLine,
)
from renshe.portals.community.pages.rate import MonthLine, RateLine, RatePage
from renshe.portals.community.pages.visit import VisitPage
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Following, Paging

DAY = date(2025, 10, 20)
OCTOBER = 2025 * 12 + 9
PROBLEM = Problem(reason="没有写明理由", subject="", clause="owner-default", next_step="请写明理由")
WHERE = "翠香街道"


def home_page() -> HomePage:
    """Somebody to visit and something owed, late."""
    line = PlanLine(
        url="/p", visit_url="/v", name="王*", age=84, community="紫荆社区", reasons=("80岁以上", "独居"), last_on=DAY
    )  # fmt: skip
    owed = OwedLine(number=1, url="/p", name="王*", what="联系家庭医生", due_on=DAY, late=True)
    return HomePage(
        place=WHERE, cared=120, offered=3, returned=1, plan=(line, replace(line, last_on=None)),
        paging=Paging(number=1, total=2), owed=(owed, replace(owed, number=2, late=False)), owed_count=2,
        may_act=True, problems=(), kept_number=0, typed="", done=True,
    )  # fmt: skip


def nothing_today() -> HomePage:
    """Nobody to visit, seen by whoever may not act."""
    return replace(
        home_page(), plan=(), owed=(), owed_count=0, returned=0, may_act=False, done=False,
        paging=Paging(number=1, total=0),
    )  # fmt: skip


def people_page() -> PeoplePage:
    """The second page of a street, with somebody who left."""
    line = CaredLine(
        url="/p", name="王*", id_number="4404**********501X", community="紫荆社区", from_on=DAY, source="新退休"
    )  # fmt: skip
    remote = RemoteLine(name="李*", where="加拿大", way="驻外使领馆或公证机构出具证明", from_on=DAY)
    return PeoplePage(
        place=WHERE, code="440402001", cared=120, without=2, lines=(line,),
        following=Following(after="1", next_after="9", shown=1, total=120), remote=(remote,),
    )  # fmt: skip


def person_page() -> PersonPage:
    """Somebody whom one may visit, with everything."""
    promise = PromiseLine(what="送餐", due_on=DAY, kept_on=None, result="")
    seen = VisitLine(
        number=1, visited_on=DAY, outcome="见到本人", findings="精神不错", needs=("送餐",), certified=True,
        has_picture=True, by="community", promises=(promise, replace(promise, kept_on=DAY, result="已安排")),
    )  # fmt: skip
    care = CareLine(place=WHERE, from_on=DAY, until_on=None, source="新退休", end="")
    return PersonPage(
        number=1, name="王*", id_number="4404**********501X", age=84, community=WHERE, worker="李老师",
        worker_phone="0756-1000000", contact=None, purpose_missing=True,
        circumstances=(("living_alone", "独居", True), ("ill", "患病需要照顾", False)), holds=("独居",),
        cares=(care, replace(care, until_on=DAY, end="转到其他社区")), waits=WHERE, remote="加拿大",
        groups=(("/g", "太极队"),), visits=(seen,), died_on=None, may_act=True, may_party=True, places=("翠香街道",),
        typed={"residence_place": "", "address": "", "phone": ""}, problems=(), done="certified",
    )  # fmt: skip


def person_refused() -> PersonPage:
    """A move that was refused: what was typed stays."""
    typed = {"residence_place": "别处", "address": "云岚路1号", "phone": ""}
    contact = Contact(name="王小明", phone="", address="")
    return replace(
        person_page(), typed=typed, problems=(PROBLEM,), contact=contact, visits=(), done="", died_on=None
    )  # fmt: skip


def person_dead() -> PersonPage:
    """Somebody who died, seen by whoever may only look."""
    return replace(
        person_page(), died_on=DAY, may_act=False, may_party=False, waits="", remote="", visits=(), cares=(),
        groups=(), worker="", done="visit",
    )  # fmt: skip


def visit_page() -> VisitPage:
    """The form with what was typed and refused."""
    return VisitPage(
        number=1, name="王*", form_key="00000000-0000-4000-8000-000000000001", today=DAY,
        outcomes=(("seen", "见到本人"), ("not_home", "不在家")),
        needs=(("meals", "送餐", True), ("medical", "就医、取药", False)), checks=(("id_card", "身份证原件与本人一致"),),
        typed={
            "outcome": "seen", "visited_on": "2025-10-20", "findings": "好", "checked": "id_card", "follow_up": "送餐",
            "due_on": "",
        },
        problems=(PROBLEM,),
    )  # fmt: skip


def visit_new() -> VisitPage:
    """The form before anything is typed."""
    empty = dict.fromkeys(visit_page().typed, "")
    return replace(visit_page(), typed=empty, problems=())


def party_page() -> PartyPage:
    """After a recorded look."""
    mark = Mark(branch="第一支部", consented_on=DAY, keep_until=DAY)
    return PartyPage(
        number=1,
        name="王*",
        looked=True,
        mark=mark,
        done="",
        typed=dict.fromkeys(("purpose", "branch", "consent"), ""),
        problems=(),
    )


def party_asks() -> PartyPage:
    """Before a look, with a refusal."""
    typed = {"purpose": "", "branch": "第一支部", "consent": ""}
    return replace(party_page(), looked=False, mark=None, typed=typed, problems=(PROBLEM,))


def hand_over_page() -> HandOverPage:
    """A list of two, somebody of whom only the street is known, and somebody returned."""
    line = OfferLine(
        number=1, name="王*", id_number="4404**********501X", why="新退休", origin="某厂", to="紫荆社区", offered_on=DAY,
        reason="", asks_place=False, may_act=True,
    )  # fmt: skip
    known = OfferList(
        number="1", title="某厂 → 紫荆社区", may_act=True, lines=(line, replace(line, number=2))
    )
    unknown = OfferList(
        number="2", title=WHERE, may_act=False, lines=(replace(line, number=3, asks_place=True),)
    )
    return HandOverPage(
        lists=(known, unknown), paging=Paging(number=1, total=3),
        returned=(replace(line, number=4, reason="不住这里"),),
        sent_on=(
            SentLine(offer=replace(line, number=5), state="对方已签收，办理中", tone="now", message_id="H440402-5",
                     answer_by=DAY, days_left=12),
            SentLine(offer=replace(line, number=7), state="对方逾期未答复", tone="warn", message_id="H440402-7",
                     answer_by=DAY, days_left=-3),
            SentLine(offer=replace(line, number=6, may_act=False), state="等本区社区接收", tone="", message_id="", answer_by=None,
                     days_left=0),
        ),
        taken=(replace(line, number=8, reason="区退管2025-8", may_act=False),), places=("紫荆社区",), acted_on=1,
        typed={"act": "return", "reason": "", "community": ""}, problems=(PROBLEM,), done="",
    )  # fmt: skip


def nothing_offered() -> HandOverPage:
    """Nothing waits."""
    return HandOverPage(
        lists=(), paging=Paging(number=1, total=0), returned=(), sent_on=(), taken=(), places=(), acted_on=0, typed={},
        problems=(),
        done="done",
    )  # fmt: skip


def groups_page() -> GroupsPage:
    """A street's groups, and a form with a refusal."""
    line = GroupLine(
        url="/g",
        name="太极队",
        kind="健身",
        community="紫荆社区",
        meets="每天清晨",
        leader="王*",
        size=8,
    )
    return GroupsPage(
        lines=(line, replace(line, leader="", size=1)), kinds=(("help", "互助"), ("health", "健身")), asks_place=True,
        places=("紫荆社区",), may_act=True,
        typed={"community": "", "name": "", "kind": "health", "meets": ""}, problems=(PROBLEM,), done=False,
        errors=(ErrorLine(cell="E3", header="证件号码", why="不是这个小组的成员", next_step="请先把他列入小组"),),
    )  # fmt: skip


def no_groups() -> GroupsPage:
    """None yet."""
    return replace(
        groups_page(),
        lines=(),
        asks_place=False,
        errors=(),
        problems=(),
        done=True,
        typed=dict.fromkeys(groups_page().typed, ""),
    )


def group_page() -> GroupPage:
    """A group that meets."""
    member = MemberLine(number=1, name="王*", joined_on=DAY, leads=True, there=True)
    return GroupPage(
        name="太极队", kind="健身", community=WHERE, meets="每天清晨", started_on=DAY, ended_on=None,
        members=(member, replace(member, number=2, leads=False, there=False)),
        activities=(ActivityLine(held_on=DAY, what="晨练", there=7),), today=DAY, may_act=True,
        typed={"held_on": "", "what": ""}, problems=(PROBLEM,), done=False,
        errors=(ErrorLine(cell="A3", header="日期", why="日期晚于今天", next_step="请核对"),),
    )  # fmt: skip


def group_over() -> GroupPage:
    """One that has ended."""
    return replace(
        group_page(),
        ended_on=DAY,
        members=(),
        activities=(),
        may_act=False,
        errors=(),
        problems=(),
        done=True,
    )


def rate_page() -> RatePage:
    """A street among communities."""
    line = RateLine(url="/r", name="紫荆社区", retirees=20, cared=18, rate="90%")
    month = MonthLine(month=OCTOBER, retirees=20, cared=18, rate="90%")
    return RatePage(
        place=WHERE, up_url="/u", names_url="/n", month=OCTOBER, retirees=20, cared=18, rate="90%", below=(line,),
        months=(replace(month, month=OCTOBER - 1), month),
    )  # fmt: skip


def nothing_counted() -> RatePage:
    """Before the first month."""
    return replace(
        rate_page(), up_url="", month=None, retirees=0, cared=0, rate="—", below=(), months=()
    )


PAGES = {
    "community/pages/home.html": home_page,
    "community/pages/home.html#nothing": nothing_today,
    "community/pages/people.html": people_page,
    "community/pages/people.html#nothing": lambda: replace(people_page(), lines=(), remote=(), without=0, cared=0),
    "community/pages/person.html": person_page,
    "community/pages/person.html#refused": person_refused,
    "community/pages/person.html#dead": person_dead,
    "community/pages/visit.html": visit_new,
    "community/pages/visit.html#refused": visit_page,
    "community/pages/party.html": party_page,
    "community/pages/party.html#asks": party_asks,
    "community/pages/party.html#erased": lambda: replace(party_asks(), done="erase", problems=()),
    "community/pages/hand_over.html": hand_over_page,
    "community/pages/hand_over.html#nothing": nothing_offered,
    "community/pages/groups.html": groups_page,
    "community/pages/groups.html#nothing": no_groups,
    "community/pages/group.html": group_page,
    "community/pages/group.html#over": group_over,
    "community/pages/rate.html": rate_page,
    "community/pages/rate.html#nothing": nothing_counted,
}  # fmt: skip
