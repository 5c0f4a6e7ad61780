"""Retirees of the demonstration city under the care of communities: the register, hand-overs, visits, groups, the year's rates.

Who is whose neighbour follows from where people live; everything else is drawn by the hash of a number and the city's seed,
so that the same city is the same again. The accounts that one signs in as get visits and a group through the domain's own doors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import connection

from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.edge.demo.accounts import Login
from renshe.edge.demo.city import City
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import month_containing

BY, WORKER = "take_over", "community"
MONTHS = 13
GROUPS = 24
_PHONES = {"3101": ("021", 7), "4404": ("0756", 6)}
"""Area code and how many digits follow a first one, with which no local number in China begins."""
_RETIRED = """
SELECT w.person_id, min(w.starts_month) AS starts_month FROM pension_award w
 WHERE w.kind = 'old_age' AND w.state IN ('provisional', 'final', 'suspended') GROUP BY 1
"""
_STATIONS = """
INSERT INTO retirees_community_station (community, worker, phone, address, hours)
SELECT p.code, substr('陈林黄李张王刘吴周徐何郑', 1 + abs(hashtext(p.code || %(seed)s::text)) %% 12, 1) || '老师',
       %(area)s || '-1' || lpad((abs(hashtext(%(seed)s::text || p.code)) %% (10 ^ %(digits)s)::int)::text, %(digits)s, '0'),
       p.name || '党群服务中心退休人员服务窗', '周一至周五 8:30–17:00'
  FROM registry_place p WHERE p.level = 'community' AND p.code LIKE %(stem)s ORDER BY p.code
"""
# Eight in a hundred are not handed over yet, nor is whoever retired in the last two months; one in seventy-five has moved since.
_CARES = f"""
INSERT INTO retirees_care (person_id, community, from_on, source, recorded_by, recorded_at, "end", ended_by)
SELECT r.person_id, CASE WHEN d.drawn %% 75 = 3 THEN coalesce((SELECT min(code) FROM registry_place n
         WHERE n.level = 'community' AND n.code > p.residence_place AND n.code LIKE left(p.residence_place, 6) || '%%'),
         p.residence_place) ELSE p.residence_place END,
       least(make_date(r.starts_month / 12, r.starts_month %% 12 + 1, 1) + (20 + d.drawn %% 160)::int, %(day)s::date - 3),
       'taken_over', %(by)s, %(at)s, '', ''
  FROM ({_RETIRED}) r JOIN registry_person p ON p.id = r.person_id AND p.died_on IS NULL AND p.residence_place LIKE %(stem)s
 CROSS JOIN LATERAL (SELECT abs(hashint8extended(r.person_id, %(seed)s) %% 1000000) AS drawn) d
 WHERE length(p.residence_place) = 12 AND d.drawn %% 100 >= 8 AND r.starts_month < %(month)s - 1
 ORDER BY r.person_id
"""
# Of those who are looked after one in seventy lives with children elsewhere, some of them abroad.
_REMOTE = """
WITH gone AS (
  UPDATE retirees_care c SET until_on = %(day)s::date - 40, "end" = 'left', ended_by = %(by)s
   WHERE abs(hashint8extended(c.person_id, %(seed)s + 1) %% 70) = 5 AND c.from_on < %(day)s::date - 60
     AND c.until_on IS NULL RETURNING c.person_id)
INSERT INTO retirees_remote_residence (person_id, abroad, "where", way, from_on, reference, recorded_by, recorded_at)
SELECT person_id, abs(hashint8(person_id)) %% 5 = 0,
       CASE WHEN abs(hashint8(person_id)) %% 5 = 0 THEN '加拿大' ELSE
         (ARRAY['430100', '360100', '330100', '420100'])[1 + abs(hashint8(person_id)) %% 4] END,
       CASE WHEN abs(hashint8(person_id)) %% 5 = 0 THEN 'consulate' WHEN abs(hashint8(person_id)) %% 2 = 0 THEN 'self_service'
         ELSE 'local_agency' END, %(day)s::date - 40, '', %(by)s, %(at)s FROM gone ORDER BY person_id
"""
_CIRCUMSTANCES = """
INSERT INTO retirees_care_circumstance (person_id, kind, from_on, recorded_by, recorded_at)
SELECT c.person_id, x.kind, %(day)s::date - 200, %(by)s, %(at)s FROM retirees_care c
  JOIN registry_person p ON p.id = c.person_id AND p.birth_on < %(day)s::date - interval '68 years'
 CROSS JOIN (VALUES ('living_alone', 9, 11), ('ill', 13, 12), ('disabled', 17, 13)) AS x(kind, every, salt)
 WHERE c.until_on IS NULL AND abs(hashint8extended(c.person_id, %(seed)s + x.salt) %% x.every) = 1
 ORDER BY c.person_id, x.kind
"""
_VISITS = """
INSERT INTO retirees_home_visit
  (person_id, community, visited_on, outcome, findings, needs, checked, form_key, recorded_by, recorded_at)
SELECT c.person_id, c.community, v.day, v.outcome, v.said, v.needs::jsonb, '',
       md5(%(seed)s::text || '-' || c.person_id)::uuid::text, %(by)s, %(at)s
  FROM retirees_care c JOIN registry_person p ON p.id = c.person_id
 CROSS JOIN LATERAL (SELECT abs(hashint8extended(c.person_id, %(seed)s + 21) %% 100000) AS drawn) d
 CROSS JOIN LATERAL (SELECT greatest(c.from_on, %(day)s::date - (5 + d.drawn %% 110)::int) AS day,
      (ARRAY['seen', 'seen', 'seen', 'called', 'not_home'])[1 + d.drawn %% 5] AS outcome,
      (ARRAY['精神不错，家里整洁。', '说腿脚不如从前，上下楼要人扶。', '儿女每周来一次，平时自己做饭。',
             '电话里声音清楚，没有要帮忙的。', '敲门没有人应，邻居说去买菜了。'])[1 + d.drawn %% 5] AS said,
      (ARRAY['[]', '["medical"]', '["company"]', '[]', '[]'])[1 + d.drawn %% 5] AS needs) v
 WHERE c.until_on IS NULL AND d.drawn %% 10 < 7 AND (p.birth_on < %(day)s::date - interval '80 years'
    OR EXISTS (SELECT FROM retirees_care_circumstance x WHERE x.person_id = c.person_id AND x.until_on IS NULL))
 ORDER BY c.person_id
"""
_PROMISES = """
INSERT INTO retirees_visit_follow_up (visit_id, what, due_on, kept_on, kept_by, result)
SELECT v.id, CASE WHEN v.needs ? 'medical' THEN '联系家庭医生上门' ELSE '安排志愿者每周陪聊' END,
       v.visited_on + 21, CASE WHEN v.id %% 3 = 0 THEN least(v.visited_on + 10, %(day)s::date) END,
       CASE WHEN v.id %% 3 = 0 THEN %(by)s ELSE '' END, CASE WHEN v.id %% 3 = 0 THEN '已经安排好' ELSE '' END
  FROM retirees_home_visit v WHERE jsonb_array_length(v.needs) > 0 ORDER BY v.id
"""
_GROUPS = """
INSERT INTO retirees_mutual_help_group (community, name, kind, meets, started_on, recorded_by)
SELECT g.community, (ARRAY['邻里互助组', '太极拳队', '合唱队', '银龄志愿队'])[g.k],
       (ARRAY['help', 'health', 'culture', 'volunteer'])[g.k],
       (ARRAY['每周三下午，社区活动室', '每天清晨，社区小广场', '每周五上午，社区活动室', '每月第一个周六，社区服务中心'])[g.k],
       %(day)s::date - 400, %(by)s
  FROM (SELECT community, 1 + (row_number() OVER (ORDER BY count(*) DESC, community) %% 4)::int AS k FROM retirees_care
         WHERE until_on IS NULL GROUP BY community ORDER BY count(*) DESC, community LIMIT %(groups)s) g ORDER BY g.community
"""
_MEMBERS = """
INSERT INTO retirees_group_member (group_id, person_id, joined_on, joined_by)
SELECT g.id, c.person_id, greatest(c.from_on, g.started_on + (abs(hashint8(c.person_id)) %% 300)::int), %(by)s
  FROM retirees_mutual_help_group g JOIN retirees_care c ON c.community = g.community AND c.until_on IS NULL
 WHERE abs(hashint8extended(c.person_id, %(seed)s + 31) %% 3) = 0 ORDER BY g.id, c.person_id
"""
_LEADERS = """
UPDATE retirees_mutual_help_group g SET leader_id = (SELECT min(person_id) FROM retirees_group_member m WHERE m.group_id = g.id)
"""
_ACTIVITIES = """
WITH held AS (
  INSERT INTO retirees_group_activity (group_id, held_on, what, recorded_by, recorded_at)
  SELECT g.id, %(day)s::date - n * 14,
         (ARRAY['碰头聊家常，登记谁家要帮忙', '健康讲座：怎样防跌倒', '教大家用手机办认证'])[n], %(by)s, %(at)s
    FROM retirees_mutual_help_group g CROSS JOIN generate_series(1, 3) n ORDER BY g.id, n RETURNING id, group_id)
INSERT INTO retirees_activity_attendance (activity_id, member_id)
SELECT h.id, m.id FROM held h JOIN retirees_group_member m ON m.group_id = h.group_id
 WHERE abs(hashint8(m.person_id + h.id)) %% 4 < 3 ORDER BY h.id, m.id
"""


def settle_retirees(*, city: City) -> None:
    """Everything of the whole city."""
    place = city.plan.place
    area, digits = _PHONES[place[:4]]
    month = month_containing(city.as_of)
    asked = {
        "seed": city.draws.seed, "area": area, "digits": digits, "stem": f"{stem(place)}%", "day": city.as_of,
        "month": month, "by": BY, "at": city.recorded_at, "groups": GROUPS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for sql in (
            _STATIONS,
            _CARES,
            _REMOTE,
            _CIRCUMSTANCES,
            _VISITS,
            _PROMISES,
            _GROUPS,
            _MEMBERS,
            _LEADERS,
            _ACTIVITIES,
        ):
            cursor.execute(sql, asked)
    for earlier in range(MONTHS, 0, -1):
        retirees.record_rates(city=place, month=month - earlier)
    retirees.offer_everybody(city=place, by=_by(city))


def show_retiree(*, city: City, logins: Sequence[Login]) -> list[Login]:
    """The pensioner whom one signs in as has a community, a visit, a group and gave a consent; and that community's worker."""
    person_id = next(int(one.person_id or 0) for one in logins if one.username == "pensioner")
    home = registry.person(person_id=person_id).residence_place
    if len(home) != 12:
        return []
    by = _by(city)
    offer = retirees.waiting(person_id=person_id)
    if offer is not None:
        retirees.accept(hand_over_id=offer.pk, by=by)
    care = retirees.care_now(person_id=person_id)
    if care is not None:
        _meet(person_id, care, by)
    retirees.keep_mark(
        person_id=person_id,
        branch="社区离退休人员第二党支部（演示）",
        consent=retirees.ONLINE,
        by=by,
    )
    return [Login(WORKER, "community_worker", "社区退管员（演示）", place=home[:9])]


def _meet(person_id: int, care: retirees.RetireeCare, by: retirees.By) -> None:
    """A visit with a promise, and the community's group, begun where it has none."""
    new = retirees.NewVisit(
        visited_on=by.today - dt.timedelta(days=9), outcome="seen", form_key=f"00000000-0000-4000-8000-{person_id:012d}",
        findings="身体硬朗，想学用手机挂号。", needs=("papers",),
        follow_up="约一次手机挂号教学", due_on=by.today + dt.timedelta(days=12),
    )  # fmt: skip
    retirees.record_visit(person_id=person_id, community=care.community, new=new, by=by)
    group = retirees.groups_at(place=care.community).first()
    if group is None:
        retirees.begin_group(
            community=care.community,
            name="邻里互助组",
            kind="help",
            meets="每周三下午，社区活动室",
            by=by,
        )
    elif not any(one.group_id == group.pk for one in retirees.groups_of(person_id=person_id)):
        retirees.join_group(group_id=group.pk, person_id=person_id, by=by)


def _by(city: City) -> retirees.By:
    at = dt.datetime.combine(city.as_of, dt.time(8, 30), ZoneInfo("Asia/Shanghai"))
    return retirees.By(name=BY, at=at, today=city.as_of)
