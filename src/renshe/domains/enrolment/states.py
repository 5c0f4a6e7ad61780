"""Why people join and leave, and who may be in which insurance: two tables that everybody reads."""

from __future__ import annotations

from typing import NamedTuple

from renshe.domains.enrolment.models import Insurance, Spell


class ReasonName(NamedTuple):
    """What a reason is called in forms and on screen."""

    zh: str
    en: str


JOIN_REASONS: dict[str, ReasonName] = {
    "employment": ReasonName("新录用", "taken on"),
    "transfer": ReasonName("转入", "came from another employer"),
    "own_payer": ReasonName("灵活就业参保", "joined on one's own"),
    "merger": ReasonName("单位合并转入", "came with a merged employer"),
    "suspension": ReasonName("暂停缴费", "suspended"),
    "resumption": ReasonName("恢复缴费", "resumed"),
    "take_over": ReasonName("旧系统迁入", "taken over from the old system"),
}
LEAVE_REASONS: dict[str, ReasonName] = {
    "employment_ended": ReasonName("终止或解除劳动关系", "employment ended"),
    "resignation": ReasonName("本人辞职", "resigned"),
    "retirement": ReasonName("退休", "retired"),
    "death": ReasonName("死亡", "died"),
    "transfer": ReasonName("转出", "went to another employer"),
    "merger": ReasonName("单位合并转出", "the employer was merged"),
    "employer_closed": ReasonName("单位注销", "the employer closed"),
    "emigration": ReasonName("出国（境）定居", "settled abroad"),
    "own_wish": ReasonName("灵活就业停保", "an own payer stopped"),
    "suspension": ReasonName("暂停缴费", "suspended"),
    "resumption": ReasonName("恢复缴费", "resumed"),
}
# What an employer may give as a reason; the others are written by the act they belong to.
JOIN_REASONS_OF_EMPLOYERS = ("employment", "transfer")
LEAVE_REASONS_OF_EMPLOYERS = (
    "employment_ended", "resignation", "retirement", "transfer", "emigration",
)  # fmt: skip

_ALL = frozenset(Insurance)
# 社会保险法 10, 23, 33, 44, 53: employees in all five; own payers in pension and medical, and in
# unemployment where the place allows it. Civil servants' unemployment insurance is the place's.
INSURANCES_OF: dict[str, frozenset[Insurance]] = {
    Spell.PersonKind.EMPLOYEE: _ALL,
    Spell.PersonKind.FLEXIBLE: frozenset(
        {Insurance.PENSION, Insurance.MEDICAL, Insurance.UNEMPLOYMENT}
    ),
    Spell.PersonKind.CIVIL_SERVICE: _ALL,
    Spell.PersonKind.RETIREE_INJURY_ONLY: frozenset({Insurance.INJURY}),
}
LIVE = (Spell.Status.ACTIVE, Spell.Status.SUSPENDED)
