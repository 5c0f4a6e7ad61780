"""Everybody at once, each month: the newly retired, those who moved, those who died or draw no more, and the month's rate."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from renshe.domains.retirees.hand import By
from renshe.kernel.codes.divisions import city_stem, stem
from renshe.kernel.periods import Month, first_day

# Who draws an employee's old-age pension and is alive, under the number that stands for him.
RETIREES = """
SELECT coalesce(m.person_id, w.person_id) AS person_id, min(w.starts_month) AS starts_month
  FROM pension_award w
  LEFT JOIN registry_person_alias m ON m.merged_id = w.person_id AND m.undone_at IS NULL
  JOIN registry_person p ON p.id = coalesce(m.person_id, w.person_id) AND p.died_on IS NULL
 WHERE w.kind = 'old_age' AND w.state IN ('provisional', 'final', 'suspended') GROUP BY 1
"""
_FREE = """
   AND NOT EXISTS (SELECT FROM retirees_care_hand_over h WHERE h.person_id = r.person_id
                    AND h.state IN ('offered', 'returned'))
   AND NOT EXISTS (SELECT FROM retirees_remote_residence e WHERE e.person_id = r.person_id AND e.until_on IS NULL)
"""
_OFFER = """
INSERT INTO retirees_care_hand_over
  (person_id, from_employer_id, from_community, to_place, why, list_no, offered_on, offered_by, state, decided_by, reason)
"""
# The last employer hands over; a spell of one's own has none.
_NEWLY = (
    _OFFER
    + f"""
SELECT r.person_id, last.employer_id, '', p.residence_place, 'newly_retired',
       to_char(%(today)s::date, 'YYYY-MM') || '-' || p.residence_place || '-' || coalesce(last.employer_id::text, 'own'),
       %(today)s, %(by)s, 'offered', '', ''
  FROM ({RETIREES}) r JOIN registry_person p ON p.id = r.person_id AND p.residence_place LIKE %(stem)s
  LEFT JOIN LATERAL (SELECT s.employer_id FROM enrolment_spell s WHERE s.person_id = r.person_id AND s.insurance = 1
                      ORDER BY lower(s.span) DESC LIMIT 1) last ON true
 WHERE NOT EXISTS (SELECT FROM retirees_care c WHERE c.person_id = r.person_id AND c.until_on IS NULL) {_FREE}
 ORDER BY r.person_id
"""
)
# To another district of the city, too: it keeps its own register and says when it has taken somebody over.
_MOVED = (
    _OFFER
    + f"""
SELECT r.person_id, NULL, c.community, p.residence_place, 'moved',
       to_char(%(today)s::date, 'YYYY-MM') || '-' || p.residence_place || '-moved', %(today)s, %(by)s, 'offered', '', ''
  FROM retirees_care c JOIN ({RETIREES}) r ON r.person_id = c.person_id
  JOIN registry_person p ON p.id = r.person_id AND p.residence_place LIKE %(wide)s
 WHERE c.until_on IS NULL AND c.community LIKE %(stem)s AND c.community NOT LIKE p.residence_place || '%%' {_FREE}
 ORDER BY r.person_id
"""
)
_ENDED = f"""
UPDATE retirees_care c SET until_on = greatest(%(today)s, c.from_on), ended_by = %(by)s,
       "end" = CASE WHEN p.died_on IS NOT NULL THEN 'died' ELSE 'pension_ended' END
  FROM registry_person p WHERE p.id = c.person_id AND c.until_on IS NULL AND c.community LIKE %(stem)s
   AND NOT EXISTS (SELECT FROM ({RETIREES}) r WHERE r.person_id = c.person_id)
"""
_VOIDED = f"""
UPDATE retirees_care_hand_over h SET state = 'void', decided_on = %(today)s, decided_by = %(by)s,
       reason = '已去世或不再领取养老金'
 WHERE h.state IN ('offered', 'returned') AND h.to_place LIKE %(wide)s
   AND NOT EXISTS (SELECT FROM ({RETIREES}) r WHERE r.person_id = h.person_id)
"""
_AWAY = """
SELECT count(*) FROM retirees_care c JOIN registry_person p ON p.id = c.person_id
 WHERE c.until_on IS NULL AND c.community LIKE %(stem)s AND p.residence_place NOT LIKE %(wide)s
   AND NOT EXISTS (SELECT FROM retirees_remote_residence e WHERE e.person_id = c.person_id AND e.until_on IS NULL)
"""
# As at the end of a month: whoever died or stopped since counts as he did then.
_RATE = """
INSERT INTO retirees_care_rate_month (month, place, retirees, cared)
SELECT %(month)s, p.residence_place, count(*), count(*) FILTER (WHERE EXISTS (
         SELECT FROM retirees_care c WHERE c.person_id = r.person_id AND c.from_on <= %(last)s
            AND (c.until_on IS NULL OR c.until_on > %(last)s)))
  FROM (SELECT coalesce(m.person_id, w.person_id) AS person_id FROM pension_award w
          LEFT JOIN registry_person_alias m ON m.merged_id = w.person_id AND m.undone_at IS NULL
         WHERE w.kind = 'old_age' AND w.starts_month <= %(month)s AND coalesce(w.ends_month, %(month)s) >= %(month)s
         GROUP BY 1) r
  JOIN registry_person p ON p.id = r.person_id AND (p.died_on IS NULL OR p.died_on > %(last)s)
       AND p.residence_place LIKE %(stem)s
 WHERE NOT EXISTS (SELECT FROM retirees_remote_residence e WHERE e.person_id = r.person_id AND e.from_on <= %(last)s
                      AND (e.until_on IS NULL OR e.until_on > %(last)s))
 GROUP BY p.residence_place ORDER BY p.residence_place
    ON CONFLICT (month, place) DO NOTHING
"""


def offer_everybody(*, city: str, by: By) -> dict[str, int]:
    """End what is over, offer the newly retired and those who moved; how many of each. Twice on a day does nothing twice.

    `away` counts people in care whose registered residence is outside the city without a remote residence: a human asks them.
    """
    asked = {
        "today": by.today, "by": by.name, "stem": f"{stem(city)}%", "wide": f"{city_stem(city)}%",
    }  # fmt: skip
    told = {}
    with connection.cursor() as cursor:
        for name, sql in (
            ("ended", _ENDED),
            ("void", _VOIDED),
            ("newly_retired", _NEWLY),
            ("moved", _MOVED),
        ):
            cursor.execute(sql, asked)
            told[name] = cursor.rowcount
        cursor.execute(_AWAY, asked)
        told["away"] = cursor.fetchone()[0]
    return told


def record_rates(*, city: str, month: Month) -> int:
    """Keep the month's count of retirees and of those looked after, by place of residence; how many places. Once for a month."""
    last = first_day(month + 1) - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_RATE, {"month": month, "last": last, "stem": f"{stem(city)}%"})
        return int(cursor.rowcount)
