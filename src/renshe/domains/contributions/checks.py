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

_YEAR_INSURANCES = ("pension", "medical", "unemployment", "injury")
_YEAR_SUMS = ", ".join(
    f"coalesce(sum(l.months) FILTER (WHERE l.{name}_base_fen <> 0), 0)::int AS {name}_months,"
    f" sum(l.{name}_base_fen)::bigint AS {name}_fen"
    for name in _YEAR_INSURANCES
)
_YEAR_UNNESTED = ", ".join(
    f"y.{months} >> n & 1 AS {name}_months, y.{base}[n + 1] AS {name}_fen"
    for name, months, base in (
        ("pension", "paid_months", "base_fen"),
        *((name, f"{name}_months", f"{name}_base_fen") for name in _YEAR_INSURANCES[1:]),
    )
)
_YEAR_COLUMNS = (
    "credit_fen",
    *(f"{n}_{what}" for n in _YEAR_INSURANCES for what in ("months", "fen")),
)
_YEAR_DIFFERS = " OR ".join(
    f"coalesce(r.{name}, 0) <> coalesce(l.{name}, 0)" for name in _YEAR_COLUMNS
)
_YEAR_ROWS_ARE_LINES = f"""
SELECT coalesce(r.batch_id, l.batch_id) || ' person ' || coalesce(r.person_id, l.person_id),
       'month ' || coalesce(r.period, l.period) || ': rows ' || coalesce(r.pension_fen, 0) || ', lines '
       || coalesce(l.pension_fen, 0)
  FROM (SELECT y.batch_id, y.person_id, coalesce(y.employer_id, 0) AS employer, y.year * 12 + n AS period,
               y.credit_fen[n + 1] AS credit_fen, {_YEAR_UNNESTED}
          FROM contributions_year y CROSS JOIN generate_series(0, 11) n
         WHERE y.batch_id IN (SELECT batch_id FROM contributions_year_cover)) r
  FULL JOIN (SELECT c.batch_id, l.person_id, coalesce(l.employer_id, 0) AS employer, l.period,
               sum(l.account_credit_fen)::bigint AS credit_fen, {_YEAR_SUMS}
          FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id
          JOIN contributions_year_cover c ON c.credited_batch_id = b.credited_batch_id AND c.year = l.period / 12
         GROUP BY 1, 2, 3, 4) l
    ON (l.batch_id, l.person_id, l.employer, l.period) = (r.batch_id, r.person_id, r.employer, r.period)
 WHERE {_YEAR_DIFFERS}
"""

INVARIANTS = (
    Invariant(
        "instalments_are_the_plan",
        "分期合计等于计划金额",
        "the instalments of a plan are what was owed when it was agreed",
        "社会保险法 63",
        """SELECT p.id::text, format('plan %s, instalments %s', p.principal_fen + p.surcharge_fen, sum(i.amount_fen))
        FROM contributions_instalment_plan p LEFT JOIN contributions_instalment i ON i.plan_id = p.id
        GROUP BY p.id HAVING coalesce(sum(i.amount_fen), 0) <> p.principal_fen + p.surcharge_fen""",
    ),
    Invariant(
        "plans_are_of_own_bills",
        "分期计划只含本单位的应缴单",
        "a plan is about its own employer's bills",
        "社会保险法 63",
        """SELECT p.id::text, format('bill %s', b.bill) FROM contributions_instalment_plan p
        CROSS JOIN LATERAL unnest(p.bills) b(bill)
        WHERE NOT EXISTS (SELECT FROM contributions_bill c WHERE c.id = b.bill AND c.employer_id = p.employer_id)""",
    ),
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
        name="bill_payer_is_registered",
        zh="应缴单的缴费人都已登记",
        en="the payer of every bill is registered",
        clause="社会保险费征缴暂行条例 7",
        sql="""SELECT b.id, 'employer ' || coalesce(b.employer_id::text, '') || ', person '
                      || coalesce(b.person_id::text, '')
                 FROM contributions_bill b
                 LEFT JOIN registry_employer e ON e.id = b.employer_id
                 LEFT JOIN registry_person p ON p.id = b.person_id
                WHERE e.id IS NULL AND p.id IS NULL""",
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
    Invariant(
        name="year_rows_are_their_lines",
        zh="结转年度记录等于其缴费明细之和",
        en="the rows of a closed year are the sum of their lines, month by month",
        clause="社会保险法 74",
        sql=_YEAR_ROWS_ARE_LINES,
    ),
    Invariant(
        name="year_rows_cover_posted_batches",
        zh="结转年度记录只含已过账批次",
        en="a closed year holds posted batches only, and has rows",
        clause="owner-default",
        sql="""SELECT c.year || ' ' || c.credited_batch_id, 'batch ' || c.batch_id
                 FROM contributions_year_cover c
                 LEFT JOIN funds_batch r ON r.id = c.batch_id AND r.state = 'posted'
                 LEFT JOIN funds_batch f ON f.id = c.credited_batch_id AND f.state = 'posted'
                WHERE r.id IS NULL OR f.id IS NULL""",
    ),
    Invariant(
        name="requests_are_their_effects",
        zh="已入账的更正申请与其退费、核销、减免相符",
        en="posted requests are the refunds, write-offs and waivers of their batch",
        clause="社会保险经办条例 37",
        sql="""SELECT r.kind || ' batch ' || r.batch_id, 'approved ' || r.fen || ', done ' || coalesce(d.fen, 0)
                 FROM (SELECT kind, batch_id, sum(amount_fen) AS fen FROM contributions_correction_request
                        WHERE state = 'posted' GROUP BY 1, 2) r
                 LEFT JOIN (SELECT batch_id, sum(amount_fen) AS fen FROM contributions_refund GROUP BY 1
                       UNION ALL
                      SELECT batch_id, sum(principal_fen) FROM contributions_write_off
                       WHERE approved_by IS NOT NULL GROUP BY 1
                       UNION ALL
                      SELECT q.batch_id, sum(w.pension_fen + w.medical_fen + w.unemployment_fen + w.injury_fen)
                        FROM contributions_surcharge_waiver w
                        JOIN contributions_correction_request q ON q.id = w.request_id AND q.state = 'posted'
                       GROUP BY 1) d ON d.batch_id = r.batch_id
                WHERE r.kind <> 'month_move' AND r.fen <> coalesce(d.fen, 0)""",
    ),
    Invariant(
        name="account_corrections_have_person_and_batch",
        zh="个人账户更正都有参保人和已过账批次",
        en="every account correction has its person and a posted batch",
        clause="劳办发〔1997〕116号",
        sql="""SELECT a.id, 'person ' || a.person_id || ', batch ' || a.batch_id
                 FROM contributions_account_correction a
                 LEFT JOIN registry_person p ON p.id = a.person_id
                 LEFT JOIN funds_batch f ON f.id = a.batch_id AND f.state = 'posted'
                WHERE p.id IS NULL OR f.id IS NULL""",
    ),
)
