"""Invariants of transfers, re-proved over all rows."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

MEASURES = "国办发〔2009〕66号"

INVARIANTS = (
    Invariant(
        "transfer_form_is_its_months",
        "转移月数等于信息表逐年月数之和",
        "a transfer's months are those of its form's years",
        MEASURES,
        """
        SELECT t.id::text, format('months %s, years %s', t.months, y.months) FROM transfers_transfer t
        CROSS JOIN LATERAL (SELECT coalesce(sum(bit_count(x.paid_months::bit(12))), 0) AS months
                              FROM transfers_year x WHERE x.transfer_id = t.id) y
        WHERE t.months IS NOT NULL AND t.months <> y.months
        """,
    ),
    Invariant(
        "transfer_pooled_is_twelve_percent",
        "统筹基金转移额等于1998年以来缴费基数的12%",
        "what moves of the pooled fund is twelve percent of the bases since 1998",
        MEASURES,
        """
        SELECT t.id::text, format('pooled %s, law %s', t.pooled_fen, y.fen) FROM transfers_transfer t
        CROSS JOIN LATERAL (SELECT floor(coalesce(sum(b.fen), 0) * 0.12 + 0.5)::bigint AS fen
                              FROM transfers_year x CROSS JOIN LATERAL unnest(x.base_fen) b(fen)
                             WHERE x.transfer_id = t.id AND x.year >= 1998) y
        WHERE t.pooled_fen IS NOT NULL AND t.source = 'province' AND NOT t.temporary AND t.pooled_fen <> y.fen
        """,
    ),
    Invariant(
        "transfer_refund_is_owed",
        "重复缴费清退额逐笔挂账",
        "what a booking found double is owed as a refund, and nothing else is",
        MEASURES,
        """
        SELECT t.id::text, format('found %s, owed %s', t.refund_fen, coalesce(r.amount_fen, 0)) FROM transfers_transfer t
        LEFT JOIN transfers_refund r ON r.transfer_id = t.id WHERE t.refund_fen <> coalesce(r.amount_fen, 0)
        """,
    ),
    Invariant(
        "transfer_steps_have_clocks",
        "在办的转移每一步都有期限",
        "every open step has a last day, and none that is over has one",
        MEASURES,
        """
        SELECT id::text, state FROM transfers_transfer
        WHERE (state IN ('booked', 'acknowledged', 'refused')) = (step_due_on IS NOT NULL)
        """,
    ),
    Invariant(
        "transfer_months_stand_once",
        "信息表同一个月只列一次，不论在哪个省",
        "a form lists a month once, in whatever province it was paid",
        MEASURES,
        """
        SELECT format('%s %s', a.transfer_id, a.year), format('%s and %s', a.place, b.place)
          FROM transfers_year a JOIN transfers_year b USING (transfer_id, year)
         WHERE a.place < b.place AND a.paid_months & b.paid_months <> 0
        """,
    ),
    Invariant(
        "transfer_refusals_went_out",
        "退回联系函都有报文，转移同时终止",
        "every letter that two people refused has its message, and its transfer is over",
        MEASURES,
        """
        SELECT a.id::text, coalesce(t.state, 'no transfer') FROM transfers_letter_answer a
          JOIN transfers_message l ON l.id = a.letter_id LEFT JOIN transfers_transfer t ON t.id = a.transfer_id
         WHERE a.state = 'refused' AND (t.state <> 'refused' OR NOT EXISTS (
               SELECT FROM transfers_message m WHERE m.direction = 'out' AND m.kind = 'refusal' AND m.reference = l.message_id))
        """,
    ),
    Invariant(
        "transfer_letters_are_answered",
        "收到的联系函不是在办就是在答复",
        "a letter that came is followed or waits for its answer, never neither",
        MEASURES,
        """
        SELECT l.id::text, l.message_id FROM transfers_message l
         WHERE l.direction = 'in' AND l.kind = 'contact_letter' AND l.transfer_id IS NULL
           AND NOT EXISTS (SELECT FROM transfers_letter_answer a WHERE a.letter_id = l.id)
        """,
    ),
    Invariant(
        "transfer_was_asked_for",
        "信息表和基金都有联系函在先",
        "nothing is booked or sent that no contact letter asked for",
        MEASURES,
        """
        SELECT t.id::text, t.state FROM transfers_transfer t
        WHERE t.state IN ('awaiting_money', 'arrived', 'booked', 'to_send', 'sent', 'acknowledged') AND NOT EXISTS (
          SELECT FROM transfers_message m WHERE m.message_id = t.letter_id AND m.kind = 'contact_letter' AND m.problem = '')
        """,
    ),
)
