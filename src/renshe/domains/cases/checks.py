"""Invariants of cases, re-proved over all rows by `renshe prove`. The hash chains have a command of their own."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

INVARIANTS = (
    Invariant(
        "cases_events_are_whole",
        "每件办件的操作记录连续、不缺",
        "the events of every case are numbered without a gap and end at its head",
        "网络安全法 23",
        """SELECT c.number, c.events || ' events' FROM cases_case c
             LEFT JOIN (SELECT case_id, count(*) AS n, max(seq) AS last FROM cases_event GROUP BY case_id) e
               ON e.case_id = c.id
             LEFT JOIN cases_event h ON h.case_id = c.id AND h.seq = c.events
            WHERE coalesce(e.n, 0) <> c.events OR coalesce(e.last, 0) <> c.events
               OR coalesce(h.hash, '') <> c.head OR coalesce(h.to_state, c.state) <> c.state""",
    ),
    Invariant(
        "cases_decided_by_different_people",
        "经办、复核、审批由不同的人",
        "handling, review and approval of a case are different people's",
        "社会保险经办条例 37",
        """SELECT number, handler || '/' || reviewer || '/' || approver FROM cases_case
            WHERE (path = 'review' AND state IN ('granted', 'refused', 'closed') AND reviewer = '')
               OR (path = 'approval' AND state IN ('granted', 'refused', 'closed') AND (reviewer = '' OR approver = ''))
               OR (reviewer <> '' AND reviewer IN (handler, approver)) OR (approver <> '' AND approver = handler)""",
    ),
    Invariant(
        "cases_refusals_name_remedies",
        "不予受理、不予批准的决定书载明救济途径",
        "every paper that refuses names the way against it, or why there is none",
        "行政复议法 20；行政诉讼法 46；劳动争议调解仲裁法 29",
        """SELECT number, kind FROM cases_paper
            WHERE kind IN ('not_accepted', 'refused', 'reversal') AND NOT (content -> 'remedy') ? 'zh'""",
    ),
    Invariant(
        "cases_ended_ones_have_their_paper",
        "已决定的办件都有决定书",
        "every decided case has its decision on paper",
        "行政许可法 38",
        """SELECT c.number, c.state FROM cases_case c
            WHERE c.state IN ('granted', 'refused', 'closed', 'not_accepted')
              AND NOT EXISTS (SELECT FROM cases_paper p WHERE p.case_id = c.id
                                 AND p.kind IN ('granted', 'refused', 'not_accepted'))""",
    ),
    Invariant(
        "cases_clock_stands_only_in_a_pause",
        "办理期限只在补正、中止期间停止",
        "the clock of an accepted open case runs, except while it is paused for a recorded reason",
        "行政许可法 45",
        """SELECT c.number, c.state FROM cases_case c
            WHERE (c.state IN ('accepted', 'reviewing', 'approving') AND c.due_on IS NULL)
               OR (c.state IN ('correcting', 'suspended') <> EXISTS (
                       SELECT FROM cases_pause p WHERE p.case_id = c.id AND p.to_on IS NULL)
                   AND c.state NOT IN ('withdrawn', 'not_accepted'))""",
    ),
    Invariant(
        "cases_papers_as_issued",
        "每份文书都有编号和验证码",
        "every paper has its number and its code",
        "owner-default",
        "SELECT id::text, number FROM cases_paper WHERE number = '' OR length(code) <> 10",
    ),
    Invariant(
        "cases_extended_once_by_another",
        "期限最多延长一次，由他人批准并书面告知",
        "a limit is lengthened once at most, by another person, with a notice",
        "行政许可法 42；政府信息公开条例 33",
        """SELECT c.number, c.extended_days || ' days' FROM cases_case c
             LEFT JOIN cases_extension x ON x.case_id = c.id AND x.granted
            WHERE c.extended_days <> coalesce(x.days, 0)
               OR (x.id IS NOT NULL AND (x.decided_by IN ('', x.asked_by) OR NOT EXISTS (
                       SELECT FROM cases_paper p WHERE p.case_id = c.id AND p.kind = 'extension')))""",
    ),
    Invariant(
        "cases_checked_by_others",
        "质量检查由未参与办理的人进行",
        "quality is checked by somebody who had no hand in the case",
        "社会保险经办条例 37",
        """SELECT c.number, q.checker FROM cases_quality_check q JOIN cases_case c ON c.id = q.case_id
            WHERE q.checker <> '' AND q.checker IN (c.handler, c.reviewer, c.approver, c.decision ->> 'by')""",
    ),
    Invariant(
        "cases_draws_as_recorded",
        "抽样件数与抽样记录一致",
        "as many checks were drawn as the draw records",
        "owner-default",
        """SELECT d.item, d.month::text FROM cases_sample_draw d
            WHERE (SELECT coalesce(sum((one.value ->> 'taken')::int), 0) FROM jsonb_each(d.strata) one)
                  <> (SELECT count(*) FROM cases_quality_check q WHERE q.draw_id = d.id)""",
    ),
    Invariant(
        "cases_bad_ratings_followed_up_by_others",
        "差评由未参与办理的人回访",
        "bad ratings are followed up by somebody who had no hand in the case",
        "国办发〔2019〕51号",
        """SELECT c.number, r.answered_by FROM cases_rating r JOIN cases_case c ON c.id = r.case_id
            WHERE (r.answered_at IS NULL) <> (r.answered_by = '')
               OR (r.answered_by <> '' AND r.answered_by IN (c.handler, c.reviewer, c.approver))""",
    ),
)
