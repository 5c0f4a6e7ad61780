"""Invariants of the way between the two schemes: what left one account arrived in the other, and the books say so."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

CLAUSE = "人社部发〔2014〕17号 五、六"
_SIDES = """
  SELECT b.id, b.direction, b.state, b.account_fen AS fen, b.case_number,
    coalesce((SELECT sum(c.amount_fen) FROM resident_credit c WHERE c.cause IN ('bridging:' || b.case_number,
        'bridging_money:' || b.case_number, 'bridging_withdrawn:' || b.case_number, 'bridging_back:' || b.case_number,
        'bridging_back_money:' || b.case_number)), 0) AS resident,
    coalesce((SELECT sum(a.amount_fen) FROM contributions_account_correction a JOIN funds_batch f ON f.id = a.batch_id
        AND f.run_key IN ('bridging-out-' || b.case_number, 'bridging-in-' || b.case_number,
          'bridging-back-' || b.case_number, 'bridging-return-out-' || b.case_number,
          'bridging-return-in-' || b.case_number)), 0) AS employee
  FROM resident_bridging b"""

BRIDGING_INVARIANTS = (
    Invariant(
        "bridged_account_arrives",
        "制度衔接：一边转出的等于另一边转入的",
        "what a bridging took out of one account stands in the other once the money has moved, and nowhere twice",
        CLAUSE,
        f"""
        SELECT s.case_number, format('%s: resident %s, employee %s of %s', s.state, s.resident, s.employee, s.fen)
        FROM ({_SIDES}) s CROSS JOIN LATERAL (SELECT
          CASE s.direction WHEN 'resident_to_employee' THEN s.resident ELSE s.employee END AS out,
          CASE s.direction WHEN 'resident_to_employee' THEN s.employee ELSE s.resident END AS came) w
        WHERE w.out <> CASE WHEN s.state IN ('withdrawn', 'returned') THEN 0 ELSE -s.fen END
          OR w.came <> CASE s.state WHEN 'moved' THEN s.fen ELSE 0 END""",
    ),
    Invariant(
        "bridging_sums_are_equal",
        "制度衔接：两基金转移支出与转移收入相等",
        "what one fund paid for bridgings the other received, case by case or list by list, and what is under way is held",
        "财会〔2017〕28号",
        """
        WITH moved AS (SELECT e.cause_kind || ':' || e.cause_id AS cause,
            sum(l.debit_fen - l.credit_fen) FILTER (WHERE a.code = '5101') AS paid,
            sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = '4301') AS received
          FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id AND e.cause_kind IN ('bridging_money', 'bridging_list')
          JOIN funds_account a ON a.id = l.account_id WHERE a.code IN ('5101', '4301') GROUP BY 1),
        due AS (SELECT 'bridging_money:' || b.case_number AS cause, b.account_fen::numeric AS fen FROM resident_bridging b
            WHERE b.state IN ('moved', 'returning', 'returned') AND NOT EXISTS (SELECT FROM resident_bridging_list_line l
              WHERE l.bridging_id = b.id AND NOT l.back AND l.outcome = 'moved')
          UNION ALL SELECT 'bridging_list:' || s.id, s.total_fen FROM resident_bridging_list s WHERE s.state = 'moved')
        SELECT coalesce(d.cause, m.cause), format('due %s, paid %s, received %s', d.fen, m.paid, m.received)
        FROM due d FULL JOIN moved m ON m.cause = d.cause
        WHERE (m.paid, m.received) IS DISTINCT FROM (d.fen, d.fen)
        UNION ALL
        SELECT b.case_number, format('%s, held %s of %s', b.state, coalesce(h.fen, 0), b.account_fen)
        FROM resident_bridging b
        LEFT JOIN (SELECT l.subject, sum(l.credit_fen - l.debit_fen) AS fen FROM funds_line l
          JOIN funds_account a ON a.id = l.account_id AND a.code = 'R2301' WHERE l.subject LIKE 'bridging-%' GROUP BY 1) h
          ON h.subject = 'bridging-' || b.case_number
        WHERE coalesce(h.fen, 0) <> CASE WHEN b.state IN ('decided', 'returning') THEN b.account_fen ELSE 0 END""",
    ),
    Invariant(
        "bridging_return_by_two",
        "制度衔接更正由两人办理并与状态一致",
        "a bridging that goes back was proposed and confirmed by two people and stands as its return does",
        "社会保险经办条例 46",
        """
        SELECT b.case_number, format('bridging %s, return %s', b.state, r.state) FROM resident_bridging b
        FULL JOIN (SELECT * FROM resident_bridging_return WHERE state IN ('confirmed', 'moved')) r ON r.bridging_id = b.id
        WHERE (b.state = 'returning') <> (r.state IS NOT DISTINCT FROM 'confirmed')
          OR (b.state = 'returned') <> (r.state IS NOT DISTINCT FROM 'moved')""",
    ),
    Invariant(
        "bridged_account_is_gone",
        "转入职工养老以后居民账户没有余额、不再参保",
        "who was bridged into the employee scheme has nothing left here and takes part no more",
        CLAUSE,
        """
        SELECT b.case_number, format('left %s', coalesce(c.fen, 0)) FROM resident_bridging b
        LEFT JOIN (SELECT person_id, sum(amount_fen) AS fen FROM resident_credit GROUP BY 1) c ON c.person_id = b.person_id
        WHERE b.direction = 'resident_to_employee' AND b.state NOT IN ('withdrawn', 'returned') AND (coalesce(c.fen, 0) <> 0
          OR EXISTS (SELECT FROM resident_participation t WHERE t.person_id = b.person_id AND t.ended_on IS NULL))""",
    ),
)
