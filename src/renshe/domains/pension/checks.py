"""Invariants of the pension domain, re-proved over all rows by `renshe prove`. Each query returns
the rows that break it."""

from renshe.foundation.invariants import Invariant

HANDLING = "社会保险经办条例"
FINANCE = "财社〔2017〕144号 第四十条"

INVARIANTS = (
    Invariant(
        name="pension_award_adds_up",
        zh="待遇各项之和等于合计",
        en="an award's parts add up to its total",
        clause="国发〔2005〕38号 第六条",
        sql="""SELECT id, total_fen FROM pension_award
                WHERE total_fen <> basic_fen + account_fen + transitional_fen + other_fen""",
    ),
    Invariant(
        name="pension_one_in_force",
        zh="一人同类待遇只有一份有效",
        en="one person has one award of a kind in force",
        clause="国办发〔2009〕66号",
        sql="""SELECT coalesce(m.person_id, a.person_id), count(*) FROM pension_award a
                 LEFT JOIN registry_person_alias m ON m.merged_id = a.person_id AND m.undone_at IS NULL
                WHERE a.state IN ('provisional', 'final', 'suspended')
                GROUP BY 1, a.kind HAVING count(*) > 1""",
    ),
    Invariant(
        name="pension_month_paid_once",
        zh="一份待遇一个月只成功发放一次",
        en="an award's month is paid at most once",
        clause=FINANCE,
        sql="""SELECT l.award_id, l.period FROM pension_payment_line l
                 JOIN pension_bank_result w ON w.batch_id = l.batch_id AND w.line_no = l.line_no
                                           AND w.status = 'paid'
                WHERE l.kind IN ('regular', 'retry')
                  AND (l.attempt_of IS NULL OR EXISTS (
                      SELECT FROM pension_payment_line o
                       WHERE o.batch_id = split_part(l.attempt_of, '-', 1)::bigint
                         AND o.line_no = split_part(l.attempt_of, '-', 2)::int AND o.kind = 'regular'))
                GROUP BY l.award_id, l.period HAVING count(*) > 1""",
    ),
    Invariant(
        name="pension_arrears_paid_as_owed",
        zh="补发明细等于应补月数乘以月额",
        en="a line of arrears pays each of its months what was owed for it",
        clause=FINANCE,
        sql="""SELECT l.batch_id || '-' || l.line_no, l.months, x.months FROM pension_roster r
                 JOIN pension_arrears x ON x.id = r.arrears_id
                 JOIN pension_payment_line l ON l.batch_id = r.batch_id AND l.line_no = r.line_no
                WHERE l.months <> x.months OR l.period <> x.period
                   OR l.net_fen + l.deduction_fen
                      <> (x.basic_fen + x.account_fen + x.transitional_fen + x.other_fen) * x.months""",
    ),
    Invariant(
        name="pension_arrears_of_one_cause_do_not_overlap",
        zh="同一原因的补发月份不重叠",
        en="what is owed for one cause known on one day is owed once for a month",
        clause=FINANCE,
        sql="""SELECT x.award_id, x.period FROM pension_arrears x
                 JOIN pension_arrears y ON y.award_id = x.award_id AND y.cause = x.cause AND y.rule = x.rule
                                       AND y.known_on = x.known_on
                                       AND y.id > x.id AND y.cancelled_on IS NULL
                                       AND y.period < x.period + x.months AND x.period < y.period + y.months
                WHERE x.cancelled_on IS NULL AND (x.months > 1 OR y.months > 1)
                  AND NOT EXISTS (SELECT FROM pension_payment_stop s WHERE NOT s.still_due
                                     AND (s.batch_id, s.line_no) IN ((x.roster_batch_id, x.roster_line_no),
                                                                     (y.roster_batch_id, y.roster_line_no)))""",
    ),
    Invariant(
        name="pension_retry_of_what_did_not_arrive",
        zh="重发的指令此前确已失败或停发",
        en="a retry follows a failure or a stop, never a payment or an unknown one",
        clause=FINANCE,
        sql="""SELECT r.batch_id || '-' || r.line_no, r.attempt_of FROM pension_roster r
                WHERE r.attempt_of IS NOT NULL AND NOT EXISTS (
                      SELECT FROM pension_bank_result f
                       WHERE f.instruction = r.attempt_of AND f.status = 'failed')
                  AND NOT EXISTS (
                      SELECT FROM pension_payment_stop s WHERE s.still_due
                         AND s.batch_id = split_part(r.attempt_of, '-', 1)::bigint
                         AND s.line_no = split_part(r.attempt_of, '-', 2)::int)""",
    ),
    Invariant(
        name="pension_closed_batch_is_its_rows",
        zh="已关闭批次的合计与明细、回盘一致",
        en="the totals of a closed batch are those of its lines and the bank's words",
        clause=FINANCE,
        sql="""SELECT b.batch_id, b.totals::text FROM pension_payment_batch b
                CROSS JOIN LATERAL (
                    SELECT count(*) AS lines, coalesce(sum(l.net_fen), 0) AS due_fen,
                           count(w.status) FILTER (WHERE w.status = 'paid') AS paid,
                           coalesce(sum(l.net_fen) FILTER (WHERE w.status = 'paid'), 0) AS paid_fen,
                           count(w.status) FILTER (WHERE w.status = 'failed') AS failed,
                           coalesce(sum(l.net_fen) FILTER (WHERE w.status = 'failed'), 0) AS failed_fen
                      FROM pension_payment_line l
                      LEFT JOIN pension_bank_result w
                        ON w.batch_id = l.batch_id AND w.line_no = l.line_no
                       AND w.status IN ('paid', 'failed')
                     WHERE l.batch_id = b.batch_id) r
                WHERE b.state = 'closed' AND b.totals ? 'lines'
                  AND (r.lines, r.due_fen, r.paid, r.paid_fen, r.failed, r.failed_fen)
                      <> ((b.totals ->> 'lines')::bigint, (b.totals ->> 'due_fen')::bigint,
                          (b.totals ->> 'paid')::bigint, (b.totals ->> 'paid_fen')::bigint,
                          (b.totals ->> 'failed')::bigint, (b.totals ->> 'failed_fen')::bigint)""",
    ),
    Invariant(
        name="pension_result_was_sent",
        zh="银行回盘的指令确已送盘",
        en="the bank answered only what was sent",
        clause=FINANCE,
        sql="""SELECT w.instruction, w.status FROM pension_bank_result w
                 LEFT JOIN pension_payment_file f ON f.batch_id = w.batch_id
                       AND w.line_no BETWEEN f.first_line AND f.last_line
                 LEFT JOIN pension_payment_line l ON l.batch_id = w.batch_id
                                                 AND l.line_no = w.line_no
                WHERE f.id IS NULL OR l.line_no IS NULL
                   OR w.instruction <> w.batch_id || '-' || w.line_no""",
    ),
    Invariant(
        name="pension_stopped_not_sent",
        zh="已停发的没有银行结果",
        en="a stopped line has no word of the bank",
        clause=f"{HANDLING} 第二十六条",
        sql="""SELECT w.instruction, s.reason FROM pension_bank_result w
                 JOIN pension_payment_stop s ON s.batch_id = w.batch_id AND s.line_no = w.line_no""",
    ),
    Invariant(
        name="pension_files_equal_lines",
        zh="送盘文件合计等于明细合计",
        en="a batch's files add up to its payable lines",
        clause=FINANCE,
        sql="""SELECT b.batch_id, f.fen FROM pension_payment_batch b
                 JOIN (SELECT batch_id, sum(total_fen) AS fen, sum(rows) AS heads
                         FROM pension_payment_file GROUP BY batch_id) f ON f.batch_id = b.batch_id
                 JOIN (SELECT l.batch_id, sum(l.net_fen) AS fen,
                              count(*) FILTER (WHERE l.net_fen > 0) AS heads
                         FROM pension_payment_line l
                         LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id
                                                         AND s.line_no = l.line_no
                        WHERE s.id IS NULL GROUP BY l.batch_id) d ON d.batch_id = b.batch_id
                WHERE b.state IN ('filed', 'returned', 'closed')
                  AND (f.fen <> d.fen OR f.heads <> d.heads)""",
    ),
    Invariant(
        name="pension_batch_rows_equal_journal",
        zh="发放明细合计等于批次登记合计",
        en="a batch's lines add up to what was posted for it",
        clause=FINANCE,
        sql="""SELECT b.batch_id, d.fen FROM pension_payment_batch b
                 JOIN (SELECT batch_id, sum(net_fen) AS fen FROM pension_payment_line
                        GROUP BY batch_id) d ON d.batch_id = b.batch_id
                WHERE d.fen IS DISTINCT FROM b.planned_fen""",
    ),
    Invariant(
        name="pension_recovered_adds_up",
        zh="多发待遇已追回数等于追回明细",
        en="what is recovered is the sum of its recoveries",
        clause=f"{HANDLING} 第四十六条",
        sql="""SELECT o.id, o.recovered_fen FROM pension_overpayment o
                 LEFT JOIN (SELECT overpayment_id, sum(amount_fen) AS fen FROM pension_recovery
                             GROUP BY overpayment_id) r ON r.overpayment_id = o.id
                WHERE o.recovered_fen <> coalesce(r.fen, 0)""",
    ),
    Invariant(
        name="pension_deductions_itemised",
        zh="扣减合计等于扣减明细",
        en="a line's deduction is the sum of its items",
        clause=f"{HANDLING} 第四十六条",
        sql="""SELECT l.batch_id || '-' || l.line_no, l.deduction_fen FROM pension_payment_line l
                 LEFT JOIN (SELECT batch_id, line_no, sum(amount_fen) AS fen
                              FROM pension_payment_deduction GROUP BY batch_id, line_no) d
                   ON d.batch_id = l.batch_id AND d.line_no = l.line_no
                WHERE l.kind <> 'retry' AND l.deduction_fen <> coalesce(d.fen, 0)""",
    ),
    Invariant(
        name="pension_one_off_is_the_banks_word",
        zh="一次性待遇的结果与银行回盘一致",
        en="a one-off line stands as the bank last said, and what is paid is paid by its one line",
        clause=FINANCE,
        sql="""SELECT l.batch_id || '-' || l.line_no, l.outcome FROM pension_one_off_line l
                 JOIN pension_survivors_benefit s ON s.id = l.benefit_id
                 LEFT JOIN LATERAL (SELECT status FROM pension_one_off_result r WHERE r.line_id = l.id
                                     ORDER BY r.id DESC LIMIT 1) w ON true
                WHERE coalesce(w.status, 'open') <> CASE l.outcome WHEN 'released' THEN 'open' ELSE l.outcome END
                   OR l.amount_fen <> s.total_fen
                   OR (l.outcome = 'paid') <> (s.paid_reference IS NOT DISTINCT FROM l.batch_id || '-' || l.line_no)""",
    ),
    Invariant(
        name="pension_not_paid_after_death",
        zh="死亡次月起发放的均已登记多发",
        en="what was paid after the month of death is a receivable",
        clause="社会保险法 第十七条",
        sql="""SELECT l.batch_id || '-' || l.line_no, p.died_on FROM pension_payment_line l
                 JOIN registry_person p ON p.id = l.person_id AND p.died_on IS NOT NULL
                 JOIN pension_award a ON a.id = l.award_id AND a.state = 'ended'
                 JOIN pension_bank_result w ON w.batch_id = l.batch_id AND w.line_no = l.line_no
                                           AND w.status = 'paid'
                WHERE l.period + l.months - 1 > extract(year FROM p.died_on) * 12 + extract(month FROM p.died_on) - 1
                  AND NOT EXISTS (
                      SELECT FROM pension_overpayment o
                       WHERE o.person_id = l.person_id
                         AND l.period + l.months - 1 BETWEEN o.from_month AND o.to_month)""",
    ),
    Invariant(
        name="invalidity_not_beside_the_pension",
        zh="病残津贴与基本养老金不同时有效",
        en="nobody has an invalidity allowance in force beside an old-age pension",
        clause="社会保险法 第十七条",
        sql="""SELECT coalesce(m.person_id, a.person_id), count(*) FROM pension_award a
                 LEFT JOIN registry_person_alias m ON m.merged_id = a.person_id AND m.undone_at IS NULL
                WHERE a.state IN ('provisional', 'final', 'suspended') AND a.kind IN ('invalidity', 'old_age')
                GROUP BY 1 HAVING count(DISTINCT a.kind) > 1""",
    ),
    Invariant(
        name="pension_lists_two_people",
        zh="待遇名单由两人办理，办结后没有待办的人",
        en="two people decided every list, and nobody stays open on a decided one",
        clause=f"{HANDLING} 第四十条",
        sql="""SELECT l.id, l.state FROM pension_people_list l
                WHERE l.state <> 'proposed'
                  AND (l.decided_by IS NULL OR l.decided_by = l.proposed_by
                       OR EXISTS (SELECT FROM pension_people_list_row r WHERE r.list_id = l.id AND r.state = 'open'))""",
    ),
    Invariant(
        name="pension_lists_did_what_they_say",
        zh="名单上办结的金额等于补发和多发明细",
        en="what a list says it owed and claimed is what its arrears and overpayments say",
        clause=f"{HANDLING} 第四十条",
        sql="""SELECT r.id, r.cause FROM pension_people_list_row r
                 CROSS JOIN LATERAL (SELECT coalesce(sum((x.basic_fen + x.account_fen + x.transitional_fen + x.other_fen)
                                                         * x.months), 0) AS fen
                                       FROM pension_arrears x WHERE x.id IN (
                                            SELECT e::bigint FROM jsonb_array_elements_text(r.effect -> 'arrears') e)) owed
                 CROSS JOIN LATERAL (SELECT coalesce(sum(o.principal_fen), 0) AS fen FROM pension_overpayment o
                                      WHERE o.id IN (SELECT e::bigint
                                                       FROM jsonb_array_elements_text(r.effect -> 'overpayments') e)) claimed
                WHERE r.state = 'done' AND (owed.fen <> r.owed_fen OR claimed.fen <> r.claimed_fen)""",
    ),
    Invariant(
        name="pension_lists_ended_what_they_stopped",
        zh="名单上停发、重核、转换的津贴都已终止",
        en="an allowance that a list stopped, computed anew or turned into the pension has ended",
        clause="人社部发〔2024〕72号 第三至五条",
        sql="""SELECT r.id, format('award %s is %s', a.id, a.state) FROM pension_people_list_row r
                 JOIN pension_award a ON a.id = r.award_id
                 JOIN pension_people_list l ON l.id = r.list_id AND l.kind = 'invalidity_review'
                WHERE r.state = 'done' AND (a.state <> 'ended' OR a.ends_month IS NULL
                      OR r.cause <> 'legal_age' AND a.ends_month >= greatest(r.from_month, a.starts_month))""",
    ),
)
