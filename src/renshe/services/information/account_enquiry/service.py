"""The account as booked: closed years from the books of accounts, and today's standing beside them."""

from __future__ import annotations

from collections.abc import Sequence

from renshe.domains.cases import api as cases
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.services.information import certifying as say

NO_ACCOUNT = Problem(
    "no_account",
    "没有个人账户记录",
    "there is no individual account on record",
    "社会保险经办条例 11",
    "请核对社会保障号码；在外地参保的，向参保地经办机构查询，或先办理转移接续",
    "Check the social security number; if you were insured elsewhere, ask there or have it transferred",
)
YEARS_TURNED = Problem(
    "years_turned",
    "起始年度晚于截止年度",
    "the first year is after the last",
    "owner-default",
    "请把较早的年度填在前面",
    "Put the earlier year first",
)
YEAR_AHEAD = Problem(
    "year_ahead",
    "截止年度还没有到",
    "the last year has not begun",
    "owner-default",
    "请填写今年或以前的年度",
    "Give this year or an earlier one",
)
NOTHING_THEN = Problem(
    "nothing_in_years",
    "所查年度没有个人账户记录",
    "nothing is on record in these years",
    "社会保险经办条例 11",
    "请放宽查询年度",
    "Ask for more years",
)
HEAD = (
    ("年度", "Year"),
    ("年初", "Opening"),
    ("记入", "Credited"),
    ("利息", "Interest"),
    ("支付", "Paid out"),
    ("年末", "Closing"),
)


class AccountEnquiry(say.Told):
    """Tells the account; nothing changes."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The last five years, and the number masked."""
        return {
            "from_year": asked.today.year - 5,
            "to_year": asked.today.year,
            "number_shown": "masked",
        }

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whose account, which years, and what stands in it."""
        person = say.person_of(asked)
        if person is None:
            return cases.Examination(findings=(say.refusing(say.NOBODY),))
        first, last = asked.values["from_year"], asked.values["to_year"]
        found = []
        if person.died_on is not None:
            found.append(say.refusing(say.DEAD))
        if first > last:
            found.append(say.refusing(YEARS_TURNED, field="from_year"))
        if last > asked.today.year:
            found.append(say.refusing(YEAR_AHEAD, field="to_year"))
        every = years_of(person_id=person.pk)
        standing = pension.account_standing(person_id=person.pk)
        if not every and not standing.credited_fen:
            found.append(say.refusing(NO_ACCOUNT))
        elif not found and not _within(every, first, last) and last <= standing.closed_year:
            found.append(say.refusing(NOTHING_THEN, field="to_year"))
        sheet = {
            "closed_year": standing.closed_year, "balance_fen": standing.balance_fen, "years": len(every),
        }  # fmt: skip
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The statement of the account."""
        person = registry.person(person_id=asked.subject_id)
        first, last = asked.values["from_year"], asked.values["to_year"]
        standing = pension.account_standing(person_id=person.pk)
        rows = _within(years_of(person_id=person.pk), first, last)
        facts = {
            "issuer": say.issuer_of(asked.place),
            "lines": [
                *say.who(person, full_number=asked.values["number_shown"] == "full"),
                say.line("查询年度", "Years asked for", f"{first}–{last}"),
                *_standing_lines(standing),
            ],
            "tables": [_table(rows)] if rows else [],
        }
        content = {
            "title": ("养老保险个人账户查询单", "Statement of the individual pension account"),
            "basis": "社会保险法 14、74；社会保险经办条例 32",
            "zh": [f"根据申请，现将截至{asked.today.isoformat()}登记的个人账户情况告知如下。"],
            "en": [f"As asked for, the account as recorded on {asked.today.isoformat()}."],
            "facts": facts,
        }
        return cases.Effect(
            "查询单已出具，可在办件文书中下载。",
            "The statement is issued; download it from the papers of this case.",
            {"balance_fen": standing.balance_fen},
            [("certificate", content)],
        )


def years_of(*, person_id: int) -> list[funds.AccountYear]:
    """The closed years of a human being, oldest first; merged numbers are the person too."""
    rows = [
        row
        for one in registry.everybody_who_is(person_id=person_id)
        for row in funds.account_years(person_id=one)
    ]
    return sorted(rows, key=lambda row: row.year)


def _within(rows: Sequence[funds.AccountYear], first: int, last: int) -> list[funds.AccountYear]:
    return [row for row in rows if first <= row.year <= last]


def _standing_lines(standing: pension.AccountStanding) -> list[dict[str, object]]:
    after = standing.closed_year
    lines = [say.line("当前账面余额", "Balance as booked", say.yuan(standing.balance_fen))]
    if after:
        parts = (
            (f"其中{after}年末结息余额", f"of which at the end of {after}", standing.closing_fen),
            (
                f"{after}年以后记入（未结息）",
                "credited since, without interest yet",
                standing.credited_fen,
            ),
            (f"{after}年以后支付", "paid out since", standing.drawn_fen),
        )
        lines += [say.line(zh, en, say.yuan(fen)) for zh, en, fen in parts]
    return lines


def _table(rows: Sequence[funds.AccountYear]) -> dict[str, object]:
    return {
        "title": say.words("历年记账（元）", "By year (yuan)"),
        "head": [say.words(zh, en) for zh, en in HEAD],
        "numeric": [False, True, True, True, True, True],
        "widths": [0.6, 1, 1, 1, 1, 1],
        "rows": [[str(row.year), *map(format_yuan, _parts(row))] for row in rows],
        "note": say.words(
            "年末＝年初＋记入＋利息－支付。利息按公布的记账利率计算，年度结息后入账。",
            "Closing = opening + credited + interest − paid out. Interest is booked when the year is settled.",
        ),
    }


def _parts(row: funds.AccountYear) -> tuple[int, ...]:
    return row.opening_fen, row.credit_fen, row.interest_fen, row.payout_fen, row.closing_fen


SERVICE = AccountEnquiry()
