"""Made-up contexts of my community's pages. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renshe.domains.retirees.api import Mark
from renshe.portals.citizen.pages.community import (
    CommunityPage,
    GroupLine,
    MyPartyPage,
    MyVisit,
    Station,
)
from renshe.portals.layout.errors import Problem

DAY = date(2025, 10, 20)


def community_page() -> CommunityPage:
    """A retiree with everything."""
    group = GroupLine(
        number=1, name="太极队", kind="健身", meets="每天清晨", leader="王*", joined=True
    )
    return CommunityPage(
        is_retiree=True, community="翠香街道紫荆社区", from_on=DAY,
        station=Station(worker="李老师", phone="0756-1000000", address="紫荆社区服务窗", hours="周一至周五"),
        waits="拱北街道", remote="加拿大",
        visits=(MyVisit(visited_on=DAY, outcome="见到本人", certified=True,
                         promises=(("送餐", DAY, False), ("陪诊", DAY, True))),),
        groups=(group, replace(group, number=2, leader="", joined=False)), change_url="/c", remote_url="/r", problems=(),
        done="join",
    )  # fmt: skip


def nobody_yet() -> CommunityPage:
    """A retiree whom nobody has taken over."""
    return replace(
        community_page(), community="", from_on=None, station=None, waits="", remote="", visits=(), groups=(), done="leave"
    )  # fmt: skip


def party_page() -> MyPartyPage:
    """What is kept, shown."""
    mark = Mark(branch="第一支部", consented_on=DAY, keep_until=DAY)
    return MyPartyPage(shown=True, mark=mark, typed="", problems=())


PROBLEM = Problem(reason="没有填写党组织名称", subject="", clause="", next_step="请填写")
COMMUNITY_PAGES = {
    "citizen/pages/community.html": community_page,
    "citizen/pages/community.html#nobody": nobody_yet,
    "citizen/pages/community.html#silent": lambda: replace(community_page(), station=None),
    "citizen/pages/community.html#no_retiree": lambda: replace(nobody_yet(), is_retiree=False),
    "citizen/pages/party.html": party_page,
    "citizen/pages/party.html#nothing": lambda: replace(party_page(), mark=None),
    "citizen/pages/party.html#asks": lambda: MyPartyPage(
        shown=False, mark=None, typed="x", problems=(PROBLEM,)
    ),
}
