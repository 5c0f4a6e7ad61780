"""Invariants of expropriated people's projects, re-proved over all rows by `renshe prove`; those with books in flows."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

LIST = "沪府规〔2022〕3号"

INVARIANTS = (
    Invariant(
        "expropriation_no_certificate_before_the_money",
        "出具落实证明前资金已到齐",
        "no certificate stands without every share having been paid by its day",
        "土地管理法 第四十八条",
        """
        SELECT j.id::text, format('%s due %s, received %s', h.payer, h.amount_fen, coalesce(r.fen, 0))
          FROM expropriation_project j JOIN expropriation_share h ON h.project_id = j.id
          LEFT JOIN (SELECT c.share_id, c.received_on, sum(c.amount_fen) OVER (PARTITION BY c.share_id) AS fen
                       FROM expropriation_receipt c) r ON r.share_id = h.id AND r.received_on <= j.certified_on
         WHERE j.certificate IS NOT NULL AND coalesce(r.fen, 0) <> coalesce(h.amount_fen, 0)
        """,
    ),
    Invariant(
        "expropriation_shares_are_the_cost",
        "各方应缴之和等于名单人数乘以标准",
        "what the payers owe together is what the people on the list cost",
        LIST,
        """
        SELECT j.id::text, format('shares %s, people %s', s.fen, m.fen) FROM expropriation_project j
        JOIN (SELECT project_id, sum(amount_fen) AS fen, sum(permille) AS permille FROM expropriation_share GROUP BY 1) s
          ON s.project_id = j.id
        CROSS JOIN LATERAL (SELECT coalesce(sum(CASE m."group" WHEN 'working' THEN j.cost_working_fen
              WHEN 'old' THEN j.cost_old_fen ELSE 0 END), 0) AS fen
            FROM expropriation_member m WHERE m.project_id = j.id AND m.removed_on IS NULL) m
        WHERE s.permille <> 1000 OR (j.state IN ('confirmed', 'certified', 'settled') AND s.fen <> m.fen)
        """,
    ),
    Invariant(
        "expropriation_split_is_the_money",
        "个人账户、统筹、风险准备三部分之和等于已收资金",
        "accounts, pool and reserve of a settled project are the money that came, and the accounts are their entries",
        LIST,
        """
        SELECT j.id::text, format('split %s, received %s, accounts %s, entries %s',
            j.account_fen + j.pool_fen + j.reserve_fen, r.fen, j.account_fen, e.fen)
          FROM expropriation_project j
         CROSS JOIN LATERAL (SELECT coalesce(sum(c.amount_fen), 0) AS fen FROM expropriation_receipt c
            JOIN expropriation_share h ON h.id = c.share_id WHERE h.project_id = j.id) r
         CROSS JOIN LATERAL (SELECT coalesce(sum(a.amount_fen), 0) AS fen FROM expropriation_account_entry a
            WHERE a.project_id = j.id AND a.kind = 'credit') e
         WHERE j.state = 'settled' AND (j.account_fen + j.pool_fen + j.reserve_fen <> r.fen OR j.account_fen <> e.fen
            OR least(j.account_fen, j.pool_fen, j.reserve_fen) < 0)
        """,
    ),
    Invariant(
        "expropriation_everybody_is_placed_once",
        "一人只安置一次",
        "nobody is on two projects' lists, merged numbers counted",
        LIST,
        """
        SELECT person_id::text, format('%s lists', count(*)) FROM (
          SELECT coalesce(a.person_id, m.person_id) AS person_id FROM expropriation_member m
          LEFT JOIN registry_person_alias a ON a.merged_id = m.person_id AND a.undone_at IS NULL
          WHERE m.removed_on IS NULL) x GROUP BY 1 HAVING count(*) > 1
        """,
    ),
    Invariant(
        "expropriation_lists_keep_their_quota",
        "公示后的名单不超过应安置人数",
        "a list that was made public has no more people than are to be placed",
        "土地管理法（2004） 第四十七条",
        """
        SELECT j.id::text, format('%s people, quota %s', m.n, j.quota) FROM expropriation_project j
        CROSS JOIN LATERAL (SELECT count(*) n FROM expropriation_member m
          WHERE m.project_id = j.id AND m.removed_on IS NULL) m
        WHERE j.state <> 'listed' AND m.n > j.quota
        """,
    ),
    Invariant(
        "expropriation_objections_before_confirmation",
        "名单确认前异议均已答复",
        "no list was confirmed with an objection open",
        LIST,
        """
        SELECT o.id::text, format('project %s', o.project_id) FROM expropriation_objection o
        JOIN expropriation_project j ON j.id = o.project_id AND j.state IN ('confirmed', 'certified', 'settled')
        WHERE o.state = 'open'
        """,
    ),
    Invariant(
        "expropriation_allowances_are_of_the_old",
        "征地养老生活费只核定给已入账项目的养老年龄人员",
        "allowances are granted to the old of settled projects alone",
        LIST,
        """
        SELECT a.id::text, format('member %s is %s of a %s project', m.id, m."group", j.state)
          FROM expropriation_allowance a JOIN expropriation_member m ON m.id = a.member_id
          JOIN expropriation_project j ON j.id = m.project_id
         WHERE m."group" <> 'old' OR j.state <> 'settled' OR m.removed_on IS NOT NULL
        """,
    ),
)
