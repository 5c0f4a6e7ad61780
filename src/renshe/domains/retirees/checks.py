"""Invariants of retirees' care, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

INVARIANTS = (
    Invariant(
        "retirees_cared_by_one",
        "一人同时只由一个社区管理",
        "one person is looked after by one community at a time",
        "owner-default",
        """SELECT a.person_id::text, format('%s and %s', a.community, b.community) FROM retirees_care a
             JOIN retirees_care b ON b.person_id = a.person_id AND b.id > a.id
              AND daterange(a.from_on, a.until_on) && daterange(b.from_on, b.until_on)""",
    ),
    Invariant(
        "retirees_care_ends_with_life",
        "去世后不再列入社区管理",
        "nobody is looked after from a day after his death",
        "owner-default",
        """SELECT c.person_id::text, format('from %s', c.from_on) FROM retirees_care c
             JOIN registry_person p ON p.id = c.person_id AND c.from_on > p.death_known_on""",
    ),
    Invariant(
        "retirees_not_here_and_elsewhere",
        "异地居住的不同时由本市社区管理",
        "nobody is looked after here while he lives elsewhere",
        "owner-default",
        """SELECT c.person_id::text, r.where FROM retirees_care c
             JOIN retirees_remote_residence r ON r.person_id = c.person_id AND r.until_on IS NULL
            WHERE c.until_on IS NULL""",
    ),
    Invariant(
        "retirees_accepted_is_cared",
        "接收的移交都有社区管理记录",
        "whoever was accepted got a care on that day",
        "owner-default",
        """SELECT h.id::text, format('person %s on %s', h.person_id, h.decided_on) FROM retirees_care_hand_over h
            WHERE h.state = 'accepted' AND EXISTS (SELECT FROM registry_place p
              WHERE p.level = 'community' AND left(p.code, 6) = left(h.to_place, 6)) AND NOT EXISTS (SELECT FROM retirees_care c
              WHERE c.person_id = h.person_id AND c.from_on = h.decided_on AND c.community LIKE h.to_place || '%')""",
    ),
    Invariant(
        "retirees_answered_is_decided",
        "其他区已答复的移交不再等待",
        "a hand-over that another district has answered waits no more",
        "owner-default",
        """SELECT m.message_id, m.kind FROM retirees_district_message m
             JOIN retirees_care_hand_over h ON h.id = m.hand_over_id AND h.state = 'offered'
            WHERE NOT m.is_ours AND m.problem = '' AND m.kind IN ('accepted', 'refused')""",
    ),
    Invariant(
        "retirees_group_led_by_member",
        "小组组长是小组成员",
        "a group is led by one of its members",
        "owner-default",
        """SELECT g.id::text, g.name FROM retirees_mutual_help_group g
            WHERE g.ended_on IS NULL AND g.leader_id IS NOT NULL AND NOT EXISTS (SELECT FROM retirees_group_member m
              WHERE m.group_id = g.id AND m.person_id = g.leader_id AND m.left_on IS NULL)""",
    ),
    Invariant(
        "retirees_party_mark_by_consent",
        "党员信息有本人同意并且不超过保存期限",
        "the sensitive mark has a consent and is kept no longer than two years",
        "个人信息保护法 第二十九条",
        """SELECT id::text, 'kept too long or without consent' FROM retirees_party_mark
            WHERE consent = '' OR keep_until > consented_on + 730""",
    ),
)
