"""Invariants of the resident scheme, re-proved over all rows by `renshe prove`; those with the books are in `flows`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

CLAUSE = "国发〔2014〕8号 五"

INVARIANTS = (
    Invariant(
        "resident_account_never_negative",
        "居民个人账户各来源余额不为负",
        "no source of a resident account is below zero",
        CLAUSE,
        """
        SELECT format('person %s %s', person_id, source), sum(amount_fen)::text FROM resident_credit
        GROUP BY person_id, source HAVING sum(amount_fen) < 0
        """,
    ),
    Invariant(
        "resident_year_paid_once",
        "同一年度只缴一次",
        "a year is paid once",
        "国发〔2014〕8号 四",
        """
        SELECT format('person %s year %s', person_id, year), count(*)::text FROM resident_payment p
        WHERE NOT EXISTS (SELECT FROM resident_payment_correction k WHERE k.payment_id = p.id AND k.state = 'confirmed')
        GROUP BY person_id, year HAVING count(*) > 1
        """,
    ),
    Invariant(
        "resident_payment_is_credited",
        "到账的缴费都记入个人账户",
        "every payment stands in the account, whole",
        CLAUSE,
        """
        SELECT p.id::text, format('paid %s, credited %s', p.amount_fen, coalesce(sum(c.amount_fen), 0))
        FROM resident_payment p
        LEFT JOIN resident_credit c ON c.payment_id = p.id AND c.kind IN ('payment', 'help')
        GROUP BY p.id HAVING p.amount_fen <> coalesce(sum(c.amount_fen), 0)
        """,
    ),
    Invariant(
        "resident_source_of_credit",
        "记账来源与种类一致",
        "what is credited stands under the source that it came from",
        CLAUSE,
        """
        SELECT id::text, format('%s from %s', kind, source) FROM resident_credit
        WHERE (kind = 'payment' AND source <> 'own') OR (kind IN ('help', 'subsidy') AND source <> 'government')
           OR (kind = 'collective' AND source <> 'collective') OR (kind = 'refunded' AND source = 'government')
           OR (kind IN ('payment', 'help', 'subsidy', 'collective', 'opening', 'converted') AND amount_fen < 0)
           OR (kind IN ('refunded', 'inherited', 'pension', 'set_off', 'returned') AND amount_fen > 0)
        """,
    ),
    Invariant(
        "resident_help_is_named",
        "集体补助、代缴都有名单",
        "money of a village or for people in need names a list, and is what the list says",
        "国发〔2014〕8号 四",
        """
        SELECT c.id::text, format('%s %s, list %s', c.kind, c.amount_fen, h.amount_fen) FROM resident_credit c
        LEFT JOIN resident_named_help h ON h.id = c.help_id
        WHERE (c.kind = 'collective' OR c.kind = 'help' AND c.cause NOT LIKE 'take_over%')
          AND (h.id IS NULL OR h.amount_fen <> c.amount_fen)
        """,
    ),
    Invariant(
        "resident_order_is_paid_as_written",
        "缴费与缴费单一致",
        "a payment is what its order says",
        "国发〔2014〕8号 四",
        """
        SELECT p.id::text, o.number FROM resident_payment p JOIN resident_payment_order o ON o.id = p.order_id
        WHERE (p.amount_fen, p.year, p.tier, p.participation_id)
          IS DISTINCT FROM (o.amount_fen, o.year, o.tier, o.participation_id)
        """,
    ),
    Invariant(
        "resident_teller_day_is_its_payments",
        "窗口收费日结与当天收的逐笔一致",
        "a teller's closed day is the sum of what was taken, and nothing was taken after it",
        "社会保险经办条例 37",
        """
        SELECT d.id::text, format('closed %s in %s, taken %s in %s', d.total_fen, d.payments, coalesce(p.fen, 0),
          coalesce(p.payments, 0)) FROM resident_teller_day d
        LEFT JOIN (SELECT recorded_by, paid_on, sum(amount_fen) AS fen, count(*) AS payments FROM resident_payment
          WHERE channel = 'counter' AND NOT EXISTS (SELECT FROM resident_payment_correction k
            WHERE k.payment_id = resident_payment.id AND k.state = 'confirmed' AND k.way = 'hand_back')
          GROUP BY 1, 2) p ON p.recorded_by = d.teller AND p.paid_on = d.day
        WHERE (d.total_fen, d.payments) IS DISTINCT FROM (coalesce(p.fen, 0), coalesce(p.payments, 0))
        """,
    ),
    Invariant(
        "resident_payout_is_the_banks_word",
        "居民养老付款的结果与银行回盘一致",
        "a line of a payout stands as the bank last said, and what the bank paid is paid by its one line",
        "财社〔2017〕144号 41",
        """
        SELECT l.batch_id || '-' || l.line_no, l.outcome FROM resident_payout_line l
        JOIN resident_payout o ON o.id = l.payout_id
        LEFT JOIN LATERAL (SELECT status FROM resident_payout_result r WHERE r.line_id = l.id
          ORDER BY r.id DESC LIMIT 1) w ON true
        WHERE coalesce(w.status, 'open') <> CASE l.outcome WHEN 'released' THEN 'open' ELSE l.outcome END
          OR l.amount_fen <> o.amount_fen
          OR (l.outcome = 'paid') <> (o.external_ref IS NOT DISTINCT FROM l.batch_id || '-' || l.line_no)
        """,
    ),
    Invariant(
        "resident_payout_says_how",
        "付款方式与依据一致",
        "what the bank's file paid has its line, and what went otherwise says how and why",
        "社会保险经办条例 37",
        """
        SELECT o.id::text, o.paid_how FROM resident_payout o
        WHERE o.paid_how = 'bank_file' AND NOT EXISTS (
            SELECT FROM resident_payout_line l WHERE l.payout_id = o.id AND l.outcome = 'paid')
          OR o.paid_how IN ('cash', 'cheque') AND (o.how_why = '' OR EXISTS (
            SELECT FROM resident_payout_line l WHERE l.payout_id = o.id AND l.outcome IN ('open', 'unknown', 'paid')))
        """,
    ),
    Invariant(
        "resident_correction_is_whole",
        "收错更正一退一收",
        "a payment found taken wrong is out of the account whole, and stands under the right name, in the till or in a payout",
        "社会保险经办条例 37",
        """
        SELECT k.id::text, format('%s, left %s, new %s, payout %s', k.way, coalesce(c.fen, 0), n.amount_fen, o.amount_fen)
        FROM resident_payment_correction k JOIN resident_payment p ON p.id = k.payment_id
        LEFT JOIN resident_payment n ON n.id = k.new_payment_id LEFT JOIN resident_payout o ON o.id = k.payout_id
        LEFT JOIN (SELECT payment_id, sum(amount_fen) AS fen FROM resident_credit WHERE source = 'own' GROUP BY 1) c
          ON c.payment_id = p.id
        WHERE k.state = 'confirmed' AND (coalesce(c.fen, 0) <> 0
          OR (k.way = 'move') <> (n.id IS NOT NULL AND n.amount_fen = p.amount_fen AND n.person_id = k.right_person_id)
          OR (k.way = 'refund') <> (o.id IS NOT NULL AND o.amount_fen = p.amount_fen))
        """,
    ),
    Invariant(
        "bridging_list_is_its_lines",
        "制度衔接划转清单等于其明细",
        "a list of bridgings is the sum of its lines, and each line stands as its list and its bridging do",
        "人社部发〔2014〕17号 五、六",
        """
        SELECT b.id::text, format('%s %s in %s, lines %s in %s', b.state, b.total_fen, b.rows, s.fen, s.rows)
        FROM resident_bridging_list b
        JOIN (SELECT l.list_id, sum(l.amount_fen) AS fen, count(*) AS rows,
            bool_and(l.amount_fen = g.account_fen) AS as_decided, min(l.outcome) AS low, max(l.outcome) AS high
          FROM resident_bridging_list_line l JOIN resident_bridging g ON g.id = l.bridging_id GROUP BY 1) s
          ON s.list_id = b.id
        WHERE (s.fen, s.rows) IS DISTINCT FROM (b.total_fen::numeric, b.rows::bigint) OR NOT s.as_decided
          OR (s.low, s.high) IS DISTINCT FROM (CASE b.state WHEN 'moved' THEN 'moved' WHEN 'discarded' THEN 'released'
            ELSE 'open' END, CASE b.state WHEN 'moved' THEN 'moved' WHEN 'discarded' THEN 'released' ELSE 'open' END)
        """,
    ),
)
