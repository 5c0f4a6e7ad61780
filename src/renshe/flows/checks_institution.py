"""Invariants that tie the scheme of public bodies to the books of its fund, re-proved over all rows."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

_LINES = """
  FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id = 'institution_pension'
  JOIN funds_account a ON a.id = l.account_id"""

INSTITUTION_INVARIANTS = (
    Invariant(
        "institution_entries_are_posted",
        "机关事业单位个人账户每次记账与其分录一致",
        "what an entry of the books gave the accounts is what its rows say; pensions are their own lines",
        "会计法 9",
        f"""
        SELECT coalesce(r.cause, j.cause), format('rows %s, journal %s', coalesce(r.fen, 0), coalesce(j.fen, 0))
        FROM (SELECT cause, sum(amount_fen) AS fen FROM institution_staff_account_entry GROUP BY 1) r
        FULL JOIN (SELECT e.cause_kind || ':' || e.cause_id AS cause, sum(l.credit_fen - l.debit_fen) AS fen {_LINES}
          AND a.code = 'R2201' WHERE e.cause_kind = 'take_over' OR e.cause_kind LIKE 'institution\\_%' GROUP BY 1) j
          ON j.cause = r.cause
        WHERE coalesce(r.fen, 0) <> coalesce(j.fen, 0)""",
    ),
    Invariant(
        "institution_months_are_owed",
        "机关事业单位应收等于已申报未到账",
        "what public bodies owe in the books is what they declared and did not pay",
        "财社〔2017〕144号",
        f"""
        SELECT 'R1101', format('control %s, months %s', j.fen, f.fen)
        FROM (SELECT coalesce(sum(l.debit_fen - l.credit_fen), 0) AS fen {_LINES} AND a.code = 'R1101') j,
          (SELECT coalesce(sum(f.employer_fen + f.personal_fen), 0) - coalesce(sum(p.amount_fen), 0) AS fen
             FROM institution_staff_month_file f LEFT JOIN institution_staff_month_receipt p ON p.file_id = f.id) f
        WHERE j.fen <> f.fen""",
    ),
    Invariant(
        "institution_money_is_contributions",
        "机关事业单位缴费收入等于到账",
        "income from contributions of public bodies is what came for their months",
        "财会〔2017〕28号",
        f"""
        SELECT '4001', format('income %s, receipts %s', j.fen, p.fen)
        FROM (SELECT coalesce(sum(l.credit_fen - l.debit_fen), 0) AS fen {_LINES} AND a.code = '4001'
            WHERE e.reason <> 'year_close') j,
          (SELECT coalesce(sum(amount_fen), 0) AS fen FROM institution_staff_month_receipt) p
        WHERE j.fen <> p.fen""",
    ),
    Invariant(
        "institution_moves_are_posted",
        "关系转移的资金与账簿一致",
        "money that moved with people is in the books as moved",
        "国发〔2015〕2号 七",
        f"""
        SELECT v.id::text, format('moved %s, booked %s', v.account_fen + v.pooled_fen, coalesce(j.fen, 0))
        FROM institution_staff_move v
        LEFT JOIN (SELECT e.cause_id, sum(l.debit_fen + l.credit_fen) AS fen {_LINES} AND a.code IN ('5101', '4301')
          WHERE e.cause_kind = 'institution_move' GROUP BY 1) j ON j.cause_id = v.id::text
        WHERE coalesce(j.fen, 0) <> v.account_fen + v.pooled_fen""",
    ),
)
