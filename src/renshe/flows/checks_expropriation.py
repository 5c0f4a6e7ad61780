"""Invariants that tie expropriated people's projects, accounts and town insurance to the books."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

_HELD = """
SELECT {columns}coalesce(sum(l.credit_fen - l.debit_fen), 0)::bigint AS fen FROM funds_line l
  JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id = '{fund}' AND e.book = '{book}'
  JOIN funds_account a ON a.id = l.account_id AND a.code = '{code}'
"""


def _held(*, code: str, fund: str = "land_security", book: str = "rights") -> str:
    return _HELD.format(columns="", fund=fund, book=book, code=code)


LAND_INVARIANTS = (
    Invariant(
        "land_accounts_are_their_entries",
        "征地个人账户总额等于个人明细之和",
        "the accounts of expropriated people in the books are the sum of their entries",
        "沪府规〔2022〕3号",
        f"""SELECT 'R2201', format('books %s, entries %s', b.fen, r.fen) FROM ({_held(code="R2201")}) b,
        (SELECT coalesce(sum(amount_fen), 0) AS fen FROM expropriation_account_entry) r WHERE b.fen <> r.fen""",
    ),
    Invariant(
        "land_reserve_is_its_projects",
        "征地风险准备金等于各项目计提之和",
        "the risk reserve in the books is what settled projects put into it and what was taken over",
        "沪府规〔2022〕3号",
        f"""SELECT 'R2401', format('books %s, projects %s', b.fen, r.fen) FROM ({_held(code="R2401")}) b,
        (SELECT coalesce(sum(reserve_fen), 0) AS fen FROM expropriation_project) r WHERE b.fen <> r.fen""",
    ),
    Invariant(
        "land_receivable_is_open_shares",
        "应收征地保障资金等于名单已确认、尚未入账项目的应缴之和",
        "what payers owe in the books is what confirmed projects cost that are not settled",
        "土地管理法 第四十八条",
        f"""SELECT 'R1101', format('books %s, shares %s', -b.fen, r.fen) FROM ({_held(code="R1101")}) b,
        (SELECT coalesce(sum(h.amount_fen), 0) AS fen FROM expropriation_share h
          JOIN expropriation_project j ON j.id = h.project_id AND j.state IN ('confirmed', 'certified')) r
        WHERE -b.fen <> r.fen""",
    ),
    Invariant(
        "land_predeposit_is_open_receipts",
        "预存款等于尚未入账项目的已收资金（两账一致，逐项目）",
        "the pre-deposit of each project is the money that came for it, in both books, until it is settled",
        "土地管理法 第四十八条",
        """SELECT j.id::text, format('cash %s, rights %s, received %s', c.fen, g.fen, r.fen) FROM expropriation_project j
        CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount_fen), 0) AS fen FROM expropriation_receipt x
          JOIN expropriation_share h ON h.id = x.share_id
         WHERE h.project_id = j.id AND j.state <> 'settled') r
        CROSS JOIN LATERAL (SELECT coalesce(sum(l.credit_fen - l.debit_fen), 0) AS fen FROM funds_line l
          JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id = 'land_security'
          JOIN funds_account a ON a.id = l.account_id AND a.code = '2001'
         WHERE l.subject = 'project-' || j.id) c
        CROSS JOIN LATERAL (SELECT coalesce(sum(l.credit_fen - l.debit_fen), 0) AS fen FROM funds_line l
          JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id = 'land_security'
          JOIN funds_account a ON a.id = l.account_id AND a.code = 'R2301'
         WHERE l.subject = 'project-' || j.id) g
        WHERE c.fen <> r.fen OR g.fen <> r.fen""",
    ),
    Invariant(
        "town_accounts_are_their_records",
        "镇保补充保险账户总额等于未转出记录之和",
        "the supplementary accounts of town insurance in the books are those of records not converted",
        "沪府发〔2003〕65号",
        f"""SELECT 'R2201', format('books %s, records %s', b.fen, r.fen) FROM ({_held(code="R2201", fund="town_insurance")}) b,
        (SELECT coalesce(sum(account_fen), 0) AS fen FROM expropriation_town_record WHERE state <> 'converted') r
        WHERE b.fen <> r.fen""",
    ),
    Invariant(
        "town_conversions_are_booked_in_both_funds",
        "镇保转出逐笔记入两基金",
        "each account carried over left the one fund and entered the other, in both books and in the person's account",
        "沪府发〔2003〕65号",
        """SELECT t.id::text, format('carried %s, out %s, in %s', t.carried_fen, coalesce(o.fen, 0), coalesce(i.fen, 0))
        FROM expropriation_town_record t
        LEFT JOIN (SELECT e.cause_id, sum(l.debit_fen) AS fen FROM funds_line l
          JOIN funds_entry e ON e.id = l.entry_id AND e.cause_kind = 'town_insurance_record' AND e.fund_id = 'town_insurance'
          JOIN funds_account a ON a.id = l.account_id AND a.code = 'R2201' GROUP BY 1) o ON o.cause_id = t.id::text
        LEFT JOIN (SELECT e.cause_id, sum(l.credit_fen) AS fen FROM funds_line l
          JOIN funds_entry e ON e.id = l.entry_id AND e.cause_kind = 'town_insurance_record'
            AND e.fund_id = 'employee_pension'
          JOIN funds_account a ON a.id = l.account_id AND a.code = 'R2201' GROUP BY 1) i ON i.cause_id = t.id::text
        WHERE t.state = 'converted' AND t.carried_fen > 0
          AND (coalesce(o.fen, 0) <> t.carried_fen OR coalesce(i.fen, 0) <> t.carried_fen)""",
    ),
    Invariant(
        "town_pensions_are_of_records_drawn",
        "发放中的镇保养老金都有领取中的镇保记录",
        "whoever draws a town pension has a record that is drawn, and none that is converted",
        "沪府发〔2003〕65号",
        """SELECT a.id::text, format('person %s', a.person_id) FROM pension_award a
        WHERE a.kind = 'town' AND a.state IN ('provisional', 'final', 'suspended') AND NOT EXISTS (
          SELECT FROM expropriation_town_record t LEFT JOIN registry_person_alias m
            ON m.merged_id = t.person_id AND m.undone_at IS NULL
           WHERE coalesce(m.person_id, t.person_id) = coalesce((SELECT x.person_id FROM registry_person_alias x
             WHERE x.merged_id = a.person_id AND x.undone_at IS NULL), a.person_id) AND t.state = 'drawing')""",
    ),
    Invariant(
        "land_allowances_paid_are_granted",
        "发放中的征地养老生活费都有有效的核定",
        "whoever is paid the living allowance was granted it, and the grant has not ended",
        "沪府规〔2022〕3号",
        """SELECT a.id::text, format('person %s', a.person_id) FROM pension_award a
        WHERE a.kind = 'land_allowance' AND a.state IN ('provisional', 'final', 'suspended') AND NOT EXISTS (
          SELECT FROM expropriation_allowance g JOIN expropriation_member b ON b.id = g.member_id
            LEFT JOIN registry_person_alias m ON m.merged_id = b.person_id AND m.undone_at IS NULL
           WHERE g.ended_on IS NULL AND coalesce(m.person_id, b.person_id) = coalesce((SELECT x.person_id
             FROM registry_person_alias x WHERE x.merged_id = a.person_id AND x.undone_at IS NULL), a.person_id))""",
    ),
    Invariant(
        "land_age_parts_stand_on_each_other",
        "每次按年龄增加都从上一档的数额起",
        "each rise of the part by age starts from the amount before it",
        "沪府规〔2022〕3号",
        """SELECT j.id::text, format('award %s, month %s', j.award_id, j.from_month) FROM pension_adjustment j
          JOIN pension_award a ON a.id = j.award_id AND a.kind = 'land_allowance'
         WHERE j.target = 'land_elder_allowance' AND (j.receipt->'facts'->>'level_before')::bigint IS DISTINCT FROM a.other_fen
           + coalesce((SELECT sum(e.amount_fen) FROM pension_adjustment e WHERE e.award_id = j.award_id
                         AND e.target = j.target AND e.from_month < j.from_month), 0)""",
    ),
)
