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
        "不予受理、不予批准的决定书载明复议和诉讼途径",
        "every paper that refuses names reconsideration and suit",
        "行政复议法 20；行政诉讼法 46",
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
)
