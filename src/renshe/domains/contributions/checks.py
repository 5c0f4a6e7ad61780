"""Invariants of contributions, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.domains.contributions.models import FUNDS
from renshe.foundation.invariants import Invariant

_GIVEN = ", ".join(
    f"coalesce(sum(amount_fen) FILTER (WHERE insurance = '{fund}' AND share = '{share}'), 0) AS {fund}_{share}"
    for fund in FUNDS
    for share in ("employer", "personal", "surcharge")
)
_OVER = " OR ".join(
    f"g.{fund}_{share} > b.{fund}_{share}_fen"
    for fund in FUNDS
    for share in ("employer", "personal", "surcharge")
)
_LINE_SUMS = {
    "pension_employer": "pension_employer_fen",
    "pension_personal": "pension_personal_fen",
    "medical_employer": "medical_employer_fen + maternity_employer_fen",
    "medical_personal": "medical_personal_fen",
    "unemployment_employer": "unemployment_employer_fen",
    "unemployment_personal": "unemployment_personal_fen",
    "injury_employer": "injury_employer_fen",
}
_SUMMED = ", ".join(f"sum({column}) AS {name}" for name, column in _LINE_SUMS.items())
_DIFFERS = " OR ".join(f"b.{name}_fen <> l.{name}" for name in _LINE_SUMS)

INVARIANTS = (
    Invariant(
        name="bill_is_its_lines",
        zh="应缴单等于其人员明细之和",
        en="a bill is the sum of its lines",
        clause="owner-default",
        sql=f"""SELECT b.id, 'differs from its lines' FROM contributions_bill b
                  LEFT JOIN (SELECT bill_id, {_SUMMED} FROM contributions_line GROUP BY bill_id) l
                    ON l.bill_id = b.id
                 WHERE l.bill_id IS NULL OR {_DIFFERS}""",
    ),
    Invariant(
        name="line_has_bill_person_batch",
        zh="每条明细都有应缴单、参保人和已过账批次",
        en="every line has its bill, its person and a posted batch",
        clause="owner-default",
        sql="""SELECT l.batch_id || '-' || l.line_no, 'bill ' || l.bill_id || ', person ' || l.person_id
                 FROM contributions_line l
                 LEFT JOIN contributions_bill b ON b.id = l.bill_id AND b.batch_id = l.batch_id
                                               AND b.period = l.period
                 LEFT JOIN registry_person p ON p.id = l.person_id
                 LEFT JOIN funds_batch f ON f.id = l.batch_id AND f.state = 'posted'
                WHERE b.id IS NULL OR p.id IS NULL OR f.id IS NULL""",
    ),
    Invariant(
        name="bill_received_is_allocated",
        zh="应缴单已收金额等于分配明细之和",
        en="what a bill received is what was allocated to it",
        clause="owner-default",
        sql="""SELECT b.id, 'received ' || b.received_fen || ', surcharge ' || b.surcharge_received_fen
                 FROM contributions_bill b
                 LEFT JOIN (SELECT bill_id, sum(amount_fen) FILTER (WHERE share <> 'surcharge') AS principal,
                                   sum(amount_fen) FILTER (WHERE share = 'surcharge') AS surcharge
                              FROM contributions_allocation GROUP BY bill_id) a ON a.bill_id = b.id
                WHERE b.received_fen <> coalesce(a.principal, 0)
                   OR b.surcharge_received_fen <> coalesce(a.surcharge, 0)""",
    ),
    Invariant(
        name="nothing_received_twice",
        zh="各险种各部分的到账不超过应缴",
        en="no share of a bill receives more than is due",
        clause="owner-default",
        sql=f"""SELECT b.id, 'a share received more than is due' FROM contributions_bill b
                  JOIN (SELECT bill_id, {_GIVEN} FROM contributions_allocation GROUP BY bill_id) g
                    ON g.bill_id = b.id WHERE b.kind <> 'correction' AND ({_OVER})""",
    ),
    Invariant(
        name="receipt_is_given_refunded_or_left",
        zh="每笔收款等于已分配、已退还与暂收之和",
        en="a receipt is what was given, refunded and left",
        clause="财社〔2017〕144号",
        sql="""SELECT r.id, r.state || ', left ' || r.left_fen FROM (
                   SELECT r.id, r.state, r.amount_fen
                          - coalesce((SELECT sum(amount_fen) FROM contributions_allocation
                                       WHERE receipt_id = r.id), 0)
                          - coalesce((SELECT sum(amount_fen) FROM contributions_refund
                                       WHERE receipt_id = r.id), 0) AS left_fen
                     FROM contributions_receipt r) r
                WHERE r.left_fen < 0 OR (r.state = 'suspense') <> (r.left_fen > 0 AND r.state <> 'new')""",
    ),
    Invariant(
        name="allocation_has_both_ends",
        zh="每条分配都有收款、应缴单和批次",
        en="every allocation has its receipt, bill and batch",
        clause="owner-default",
        sql="""SELECT a.id, 'receipt ' || a.receipt_id || ', bill ' || a.bill_id || ', batch ' || a.batch_id
                 FROM contributions_allocation a
                 LEFT JOIN contributions_receipt r ON r.id = a.receipt_id
                 LEFT JOIN contributions_bill b ON b.id = a.bill_id
                 LEFT JOIN funds_batch f ON f.id = a.batch_id
                WHERE r.id IS NULL OR b.id IS NULL OR f.id IS NULL""",
    ),
    Invariant(
        name="credited_is_received",
        zh="已记账的应缴单个人养老部分已足额到账",
        en="a credited bill has its personal pension share",
        clause="劳办发〔1997〕116号",
        sql="""SELECT b.id, 'credited by batch ' || b.credited_batch_id FROM contributions_bill b
                 LEFT JOIN (SELECT bill_id, sum(amount_fen) AS fen FROM contributions_allocation
                             WHERE insurance = 'pension' AND share = 'personal' GROUP BY bill_id) a
                   ON a.bill_id = b.id
                WHERE b.credited_batch_id IS NOT NULL AND b.kind <> 'correction'
                  AND coalesce(a.fen, 0) < b.pension_personal_fen""",
    ),
    Invariant(
        name="one_month_at_most",
        zh="同一人同一单位同一月至多一个月",
        en="one month at most for a person at an employer",
        clause="owner-default",
        sql="""SELECT person_id || ' ' || coalesce(employer_id, 0) || ' ' || period, 'months ' || sum(months)
                 FROM contributions_line GROUP BY person_id, coalesce(employer_id, 0), period
               HAVING sum(months) NOT IN (0, 1)""",
    ),
    Invariant(
        name="declaration_counts_its_rows",
        zh="申报表的行数与明细一致",
        en="a declaration counts its rows",
        clause="owner-default",
        sql="""SELECT d.id, 'rows ' || coalesce(r.n, 0) || ' of ' || d.rows_total FROM contributions_declaration d
                 LEFT JOIN (SELECT declaration_id, count(*) AS n FROM contributions_declared_row
                             GROUP BY 1) r ON r.declaration_id = d.id
                WHERE d.channel <> 'carry_forward' AND coalesce(r.n, 0) <> d.rows_total""",
    ),
    Invariant(
        name="declared_wage_has_person",
        zh="每条申报工资都有参保人和单位",
        en="every declared wage has its person and employer",
        clause="owner-default",
        sql="""SELECT w.id, 'person ' || w.person_id FROM contributions_declared_wage w
                 LEFT JOIN registry_person p ON p.id = w.person_id
                 LEFT JOIN registry_employer e ON e.id = w.employer_id
                WHERE p.id IS NULL OR (w.employer_id IS NOT NULL AND e.id IS NULL)""",
    ),
)
