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
        SELECT format('person %s year %s', person_id, year), count(*)::text FROM resident_payment
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
          WHERE channel = 'counter' GROUP BY 1, 2) p ON p.recorded_by = d.teller AND p.paid_on = d.day
        WHERE (d.total_fen, d.payments) IS DISTINCT FROM (coalesce(p.fen, 0), coalesce(p.payments, 0))
        """,
    ),
)
