"""Invariants that span domains: every sub-ledger equals its control account, re-proved over all rows."""

from __future__ import annotations

from renshe.domains.pension import api as pension
from renshe.flows.checks_bridging import BRIDGING_INVARIANTS
from renshe.flows.checks_expropriation import LAND_INVARIANTS
from renshe.flows.checks_institution import INSTITUTION_INVARIANTS
from renshe.flows.checks_premium_help import PREMIUM_HELP_INVARIANTS
from renshe.flows.checks_resident import RESIDENT_INVARIANTS
from renshe.flows.checks_retirees import RETIREES_INVARIANTS
from renshe.flows.checks_transfers import TRANSFER_INVARIANTS
from renshe.foundation.invariants import Invariant

_CONTROL = """
SELECT e.fund_id, sum(l.{side})::bigint AS fen FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id
  JOIN funds_account a ON a.id = l.account_id WHERE a.code = '{account}' GROUP BY e.fund_id
"""

_OPEN_DUES = """
SELECT v.fund, sum(v.fen)::bigint AS fen FROM contributions_bill b
  LEFT JOIN (SELECT bill_id,
      sum(amount_fen) FILTER (WHERE insurance = 'pension' AND share <> 'surcharge') AS pension,
      sum(amount_fen) FILTER (WHERE insurance = 'medical' AND share <> 'surcharge') AS medical,
      sum(amount_fen) FILTER (WHERE insurance = 'unemployment' AND share <> 'surcharge') AS unemployment,
      sum(amount_fen) FILTER (WHERE insurance = 'injury' AND share <> 'surcharge') AS injury
    FROM contributions_allocation GROUP BY bill_id) g ON g.bill_id = b.id
  CROSS JOIN LATERAL (VALUES
    ('employee_pension', b.pension_employer_fen + b.pension_personal_fen - coalesce(g.pension, 0)),
    ('employee_medical', b.medical_employer_fen + b.medical_personal_fen - coalesce(g.medical, 0)),
    ('unemployment', b.unemployment_employer_fen + b.unemployment_personal_fen - coalesce(g.unemployment, 0)),
    ('work_injury', b.injury_employer_fen + b.injury_personal_fen - coalesce(g.injury, 0))) v(fund, fen)
 WHERE b.state <> 'written_off' GROUP BY v.fund
"""

# Other schemes' receivables and suspense are tied to their own sub-ledgers, in files of their own.
_EMPLOYEE_FUNDS = "('employee_pension', 'employee_medical', 'unemployment', 'work_injury')"

_PAYING = "SELECT * FROM (VALUES {}) AS paying (kind, fund)".format(
    ", ".join(f"('{kind.code}', '{kind.fund}')" for kind in pension.KINDS.values())
)
"""Each kind of benefit with its fund, as rows of SQL named `kind` and `fund`."""

INVARIANTS = (
    Invariant(
        "receivable_is_open_dues",
        "应收社会保险费等于未收应缴之和",
        "contributions receivable equal what bills still owe",
        "decision 0003",
        f"""SELECT coalesce(c.fund_id, d.fund), format('control %s, bills %s', c.fen, d.fen)
        FROM ({_CONTROL.format(side="debit_fen - l.credit_fen", account="R1101")}) c
        FULL JOIN ({_OPEN_DUES}) d ON d.fund = c.fund_id WHERE coalesce(c.fen, 0) <> coalesce(d.fen, 0)
        AND coalesce(c.fund_id, d.fund) IN {_EMPLOYEE_FUNDS}""",
    ),
    Invariant(
        "assessed_batches_are_their_lines",
        "核定批次分录等于其明细之和",
        "what a batch posted as due is the sum of its lines",
        "decision 0003",
        """SELECT l.batch_id::text || ' ' || l.fund, format('lines %s, journal %s', l.fen, j.fen)
        FROM (SELECT batch_id, v.fund, sum(v.fen)::bigint AS fen FROM contributions_line CROSS JOIN LATERAL (VALUES
            ('employee_pension', pension_employer_fen + pension_personal_fen),
            ('employee_medical', medical_employer_fen + medical_personal_fen + maternity_employer_fen),
            ('unemployment', unemployment_employer_fen + unemployment_personal_fen),
            ('work_injury', injury_employer_fen)) v(fund, fen)
          WHERE batch_id IN (SELECT id FROM funds_batch WHERE kind = 'monthly_contribution_assessment') GROUP BY 1, 2) l
        JOIN (SELECT e.batch_id, e.fund_id, sum(x.debit_fen - x.credit_fen)::bigint AS fen FROM funds_line x
          JOIN funds_entry e ON e.id = x.entry_id JOIN funds_account a ON a.id = x.account_id AND a.code = 'R1101'
          WHERE e.batch_id IS NOT NULL GROUP BY 1, 2) j ON j.batch_id = l.batch_id AND j.fund_id = l.fund
        WHERE l.fen <> j.fen""",
    ),
    Invariant(
        "individual_accounts_are_their_rows",
        "个人账户总额等于明细之和",
        "the individual-account control equals its rows",
        "劳办发〔1997〕116号",
        f"""WITH closed AS (SELECT max(year) AS year FROM funds_account_year),
        opening AS (SELECT coalesce(sum(opening_fen + credit_fen + interest_fen - payout_fen), 0) AS fen
                      FROM funds_account_year, closed WHERE funds_account_year.year = closed.year),
        before AS (SELECT coalesce(sum(m.fen), 0) AS fen FROM closed, contributions_year y
          CROSS JOIN LATERAL unnest(y.credit_fen) m(fen) WHERE y.year > closed.year
             AND NOT EXISTS (SELECT FROM contributions_year_cover v WHERE v.batch_id = y.batch_id)),
        credited AS (SELECT coalesce(sum(l.account_credit_fen), 0) AS fen FROM contributions_line l
          JOIN contributions_bill b ON b.id = l.bill_id JOIN funds_batch f ON f.id = b.credited_batch_id
          WHERE f.accounting_month > (SELECT year * 12 + 11 FROM closed)),
        corrected AS (SELECT coalesce(sum(a.amount_fen), 0) AS fen FROM contributions_account_correction a, closed
          WHERE a.year > closed.year),
        set_off AS (SELECT coalesce(sum(d.amount_fen - d.restored_fen), 0) AS fen FROM pension_overpayment_decision d, closed
          WHERE d.kind = 'account' AND d.state = 'approved' AND d.accounting_month > closed.year * 12 + 11),
        undue AS (SELECT coalesce(sum(u.account_fen), 0) AS fen FROM closed, pension_undue_decision u
          JOIN pension_payment_batch b ON b.batch_id = u.batch_id AND b.fund = 'employee_pension'
          WHERE u.state = 'approved' AND u.accounting_month > closed.year * 12 + 11),
        paid AS (SELECT coalesce(sum(p.account_fen), 0) AS fen FROM pension_payment_line p
          JOIN pension_payment_batch b ON b.batch_id = p.batch_id AND b.fund = 'employee_pension'
          LEFT JOIN pension_payment_stop s ON s.batch_id = p.batch_id AND s.line_no = p.line_no AND NOT s.still_due
          WHERE p.kind <> 'retry' AND s.id IS NULL AND b.accounting_month > (SELECT year * 12 + 11 FROM closed)),
        control AS ({_CONTROL.format(side="credit_fen - l.debit_fen", account="R2201")})
        SELECT 'employee_pension', format('control %s, rows %s', control.fen,
          opening.fen + before.fen + credited.fen + corrected.fen - paid.fen - set_off.fen + undue.fen)
        FROM control, opening, before, credited, corrected, paid, set_off, undue
        WHERE control.fund_id = 'employee_pension'
          AND control.fen <> opening.fen + before.fen + credited.fen + corrected.fen - paid.fen
            - set_off.fen + undue.fen""",
    ),
    Invariant(
        "crediting_batches_are_their_accounts",
        "记账批次的个人账户分录等于其明细与更正之和",
        "what a crediting batch posted to individual accounts is its lines and its corrections",
        "劳办发〔1997〕116号",
        """WITH booked AS (SELECT e.batch_id, sum(l.credit_fen - l.debit_fen)::bigint AS fen FROM funds_line l
            JOIN funds_entry e ON e.id = l.entry_id AND e.batch_id IS NOT NULL
            JOIN funds_account a ON a.id = l.account_id AND a.code = 'R2201' GROUP BY 1),
        lines AS (SELECT b.credited_batch_id AS batch_id, sum(l.account_credit_fen)::bigint AS fen
            FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id
            JOIN funds_batch f ON f.id = b.credited_batch_id AND f.kind IN ('account_crediting', 'contribution_refund',
              'contribution_correction') GROUP BY 1),
        corrected AS (SELECT batch_id, sum(amount_fen)::bigint AS fen FROM contributions_account_correction GROUP BY 1)
        SELECT l.batch_id::text, format('journal %s, lines %s, corrections %s', coalesce(k.fen, 0), l.fen, coalesce(c.fen, 0))
        FROM lines l LEFT JOIN booked k ON k.batch_id = l.batch_id LEFT JOIN corrected c ON c.batch_id = l.batch_id
        WHERE coalesce(k.fen, 0) <> l.fen + coalesce(c.fen, 0)""",
    ),
    Invariant(
        "overpaid_receivable_is_open_overpayments",
        "应收回多付待遇等于未追回多发待遇之和",
        "overpaid benefits receivable equal what overpayments still owe",
        "社会保险经办条例 第四十六条",
        f"""WITH control AS ({_CONTROL.format(side="debit_fen - l.credit_fen", account="R1201")}),
        owed AS (SELECT coalesce(k.fund, 'employee_pension') AS fund, sum(o.principal_fen - o.recovered_fen) AS fen
          FROM pension_overpayment o LEFT JOIN pension_award a ON a.id = o.award_id
          LEFT JOIN ({_PAYING}) k ON k.kind = a.kind WHERE o.state <> 'written_off' GROUP BY 1)
        SELECT coalesce(control.fund_id, owed.fund), format('control %s, overpayments %s', coalesce(control.fen, 0),
          coalesce(owed.fen, 0))
        FROM owed FULL JOIN control ON control.fund_id = owed.fund
        WHERE coalesce(control.fen, 0) <> coalesce(owed.fen, 0)""",
    ),
    Invariant(
        "decisions_are_booked",
        "多发待遇核销与账户抵扣均已入账",
        "every write-off and set-off of an overpayment is in the books with its amounts",
        "社会保险经办条例 第三十七条",
        """SELECT d.id, format('decided %s, booked %s', d.amount_fen - d.restored_fen, coalesce(j.fen, 0))
        FROM pension_overpayment_decision d
        LEFT JOIN (SELECT e.cause_id, sum(CASE WHEN a.code = 'R5101' THEN l.credit_fen - l.debit_fen
              WHEN a.code = 'R1201' THEN l.credit_fen - l.debit_fen ELSE 0 END) AS fen
            FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id AND e.cause_kind = 'overpayment_decision'
            JOIN funds_account a ON a.id = l.account_id GROUP BY 1) j ON j.cause_id = d.id::text
        WHERE d.state = 'approved' AND coalesce(j.fen, 0) <> d.amount_fen - d.restored_fen""",
    ),
    Invariant(
        "benefits_payable_are_unpaid_lines",
        "应付待遇等于未付发放明细",
        "benefits payable equal lines not yet paid",
        "财社〔2017〕144号 41",
        f"""WITH due AS (SELECT b.fund, sum(p.net_fen) AS fen FROM pension_payment_line p
          JOIN funds_batch f ON f.id = p.batch_id AND f.state = 'posted'
          JOIN pension_payment_batch b ON b.batch_id = p.batch_id
          LEFT JOIN pension_payment_stop s ON s.batch_id = p.batch_id AND s.line_no = p.line_no AND NOT s.still_due
          LEFT JOIN pension_undue_decision u ON u.batch_id = p.batch_id AND u.line_no = p.line_no AND u.state = 'approved'
          WHERE p.kind <> 'retry' AND s.id IS NULL AND u.id IS NULL GROUP BY 1),
        paid AS (SELECT f.fund, sum(p.net_fen) AS fen FROM pension_payment_line p
          JOIN pension_payment_batch f ON f.batch_id = p.batch_id AND f.filed_on IS NOT NULL
          LEFT JOIN pension_payment_stop s ON s.batch_id = p.batch_id AND s.line_no = p.line_no
          LEFT JOIN pension_bank_result r ON r.instruction = p.batch_id || '-' || p.line_no AND r.status = 'failed'
          WHERE s.id IS NULL AND r.instruction IS NULL GROUP BY 1),
        survivors AS (SELECT 'employee_pension' AS fund, coalesce(sum(total_fen), 0) AS fen FROM pension_survivors_benefit s
          WHERE cancelled_on IS NULL AND paid_on IS NULL AND NOT EXISTS (SELECT FROM pension_one_off_line l
            JOIN pension_one_off_batch b ON b.batch_id = l.batch_id AND b.filed_on IS NOT NULL
             WHERE l.benefit_id = s.id AND l.outcome IN ('open', 'unknown'))),
        -- What residents' accounts pay out once bears its case number and is tied to its own records.
        control AS (SELECT e.fund_id, sum(l.credit_fen - l.debit_fen) AS fen FROM funds_line l
          JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id AND a.code = 'R2101'
          WHERE e.fund_id = 'employee_pension' OR l.subject = '' GROUP BY 1)
        SELECT v.fund, format('control %s, lines %s', coalesce(control.fen, 0), v.fen)
        FROM (SELECT k.fund, coalesce(due.fen, 0) - coalesce(paid.fen, 0) + coalesce(survivors.fen, 0) AS fen
            FROM (SELECT DISTINCT fund FROM ({_PAYING}) every) k LEFT JOIN due USING (fund) LEFT JOIN paid USING (fund)
            LEFT JOIN survivors USING (fund)) v
        LEFT JOIN control ON control.fund_id = v.fund WHERE coalesce(control.fen, 0) <> v.fen""",
    ),
    Invariant(
        "undue_payments_are_booked",
        "不应发认定均已入账且不再重发",
        "every payment found undue left both books once and was never tried again",
        "社会保险经办条例 第四十六条",
        """SELECT d.id, format('decided %s, owed less %s, out of suspense %s, tried again %s', d.net_fen,
            coalesce(j.owed, 0), coalesce(j.held, 0), r.tries)
        FROM pension_undue_decision d
        LEFT JOIN (SELECT e.cause_id, coalesce(sum(l.debit_fen - l.credit_fen) FILTER (WHERE a.code = 'R2101'), 0) AS owed,
            coalesce(sum(l.debit_fen - l.credit_fen) FILTER (WHERE a.code = '2001'), 0) AS held,
            coalesce(sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = 'R2201'), 0) AS account
          FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id AND e.cause_kind = 'undue_decision'
          JOIN funds_account a ON a.id = l.account_id GROUP BY 1) j ON j.cause_id = d.id::text
        CROSS JOIN LATERAL (SELECT count(*) AS tries FROM pension_roster r WHERE r.attempt_of = d.instruction) r
        WHERE d.state = 'approved' AND (coalesce(j.owed, 0) <> d.net_fen OR coalesce(j.account, 0) <> d.account_fen
          OR coalesce(j.held, 0) <> CASE WHEN d.suspense IS NULL THEN 0 ELSE d.net_fen END OR r.tries > 0)""",
    ),
    Invariant(
        "survivors_benefits_are_booked",
        "遗属待遇逐笔入账：应付、在途、已付",
        "each survivors' benefit is in the books as granted or cancelled, and owed unless it is paid or at the bank",
        "社会保险法 第十七条",
        """WITH granted AS (SELECT e.cause_id, sum(l.debit_fen - l.credit_fen) AS fen
          FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id AND e.cause_kind = 'survivors_benefit'
          JOIN funds_account a ON a.id = l.account_id AND a.code = 'R5101' GROUP BY 1),
        owed AS (SELECT l.subject, sum(l.credit_fen - l.debit_fen) AS fen
          FROM funds_line l JOIN funds_account a ON a.id = l.account_id AND a.code = 'R2101' WHERE l.subject <> '' GROUP BY 1),
        known AS (SELECT s.*, s.cancelled_on IS NULL AND s.paid_on IS NULL AND NOT EXISTS (
              SELECT FROM pension_one_off_line l JOIN pension_one_off_batch b ON b.batch_id = l.batch_id
               AND b.filed_on IS NOT NULL WHERE l.benefit_id = s.id AND l.outcome IN ('open', 'unknown')) AS open
          FROM pension_survivors_benefit s)
        SELECT k.id::text, format('benefit %s, granted %s, owed %s', k.total_fen, coalesce(g.fen, 0), coalesce(o.fen, 0))
        FROM known k LEFT JOIN granted g ON g.cause_id = k.id::text LEFT JOIN owed o ON o.subject = k.case_number
        WHERE coalesce(g.fen, 0) <> CASE WHEN k.cancelled_on IS NULL THEN k.total_fen ELSE 0 END
           OR coalesce(o.fen, 0) <> CASE WHEN k.open THEN k.total_fen ELSE 0 END""",
    ),
    Invariant(
        "one_off_batches_are_their_lines",
        "一次性待遇批次的付款与退回等于其明细",
        "what a one-off batch took out of the expenditure account is its lines less those that came back",
        "财社〔2017〕144号 41",
        """SELECT b.batch_id::text, format('journal %s, lines %s', coalesce(j.fen, 0), coalesce(d.fen, 0))
        FROM pension_one_off_batch b
        LEFT JOIN (SELECT split_part(e.cause_id, '-', 1) AS batch, sum(l.credit_fen - l.debit_fen) AS fen FROM funds_line l
          JOIN funds_entry e ON e.id = l.entry_id AND e.reason IN ('one_off_paid', 'one_off_returned')
          JOIN funds_account a ON a.id = l.account_id AND a.code = '1004' GROUP BY 1) j ON j.batch = b.batch_id::text
        LEFT JOIN (SELECT batch_id, sum(amount_fen) FROM pension_one_off_line
          WHERE outcome IN ('open', 'unknown', 'paid') GROUP BY 1) d(batch_id, fen) ON d.batch_id = b.batch_id
        WHERE coalesce(j.fen, 0) <> CASE WHEN b.filed_on IS NULL THEN 0 ELSE coalesce(d.fen, 0) END""",
    ),
    Invariant(
        "returned_one_offs_are_held",
        "退回的一次性待遇逐笔在暂收款",
        "each returned one-off payment lies in suspense until it is paid again or its grant is cancelled",
        "财会〔2017〕28号",
        """SELECT l.batch_id || '-' || l.line_no, format('returned %s, held %s', l.amount_fen, coalesce(h.fen, 0))
        FROM pension_one_off_line l JOIN pension_survivors_benefit s ON s.id = l.benefit_id
        LEFT JOIN (SELECT x.subject, sum(x.credit_fen - x.debit_fen) AS fen FROM funds_line x
          JOIN funds_account a ON a.id = x.account_id AND a.code = '2001' GROUP BY 1) h
          ON h.subject = l.batch_id || '-' || l.line_no
        WHERE l.outcome = 'failed' AND coalesce(h.fen, 0) <> CASE WHEN s.cancelled_on IS NOT NULL OR EXISTS (
            SELECT FROM pension_one_off_line n JOIN pension_one_off_batch b ON b.batch_id = n.batch_id
             AND b.filed_on IS NOT NULL WHERE n.attempt_of = l.batch_id || '-' || l.line_no AND n.outcome <> 'released')
          THEN 0 ELSE l.amount_fen END""",
    ),
    Invariant(
        "suspense_is_open_receipts",
        "暂收款等于未分配收款与退票",
        "suspense equals receipts not applied and payments returned",
        "财会〔2017〕28号",
        f"""WITH control AS (SELECT coalesce(sum(l.credit_fen - l.debit_fen), 0) AS fen FROM funds_line l
          JOIN funds_account a ON a.id = l.account_id AND a.book = 'rights' AND a.code = 'R2301'
          JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id IN {_EMPLOYEE_FUNDS}
         -- What transfers between provinces and bridgings of schemes hold is tied to their own records.
         WHERE l.subject NOT LIKE 'transfer-%' AND l.subject NOT LIKE 'bridging-%'),
        held AS (SELECT coalesce(sum(r.amount_fen), 0)
            - coalesce((SELECT sum(amount_fen) FROM contributions_allocation), 0)
            - coalesce((SELECT sum(amount_fen) FROM contributions_refund WHERE receipt_id IS NOT NULL), 0) AS fen
          FROM contributions_receipt r)
        SELECT 'R2301', format('control %s, receipts %s', control.fen, held.fen) FROM control, held
        WHERE control.fen <> held.fen""",
    ),
    *LAND_INVARIANTS,
    *INSTITUTION_INVARIANTS,
    *RESIDENT_INVARIANTS,
    *BRIDGING_INVARIANTS,
    *PREMIUM_HELP_INVARIANTS,
    *RETIREES_INVARIANTS,
    *TRANSFER_INVARIANTS,
)
