"""What the papers of this group share: whose they are, who issues them, how a line reads, how long they hold."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_id_number
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, month_of, year_of

VALID_MONTHS = 3
"""How long a certificate holds: what it says may change with the next month (our own rule, the law names none)."""

NOBODY = Problem(
    "subject_missing",
    "没有指明是哪位参保人",
    "it is not said which insured person this is about",
    "社会保险法 74",
    "请参保人本人登录办理，或在窗口先查找到本人再办理",
    "Sign in as the person, or find the person at the counter first",
)
DEAD = Problem(
    "subject_dead",
    "参保人已登记死亡",
    "the person is registered as dead",
    "社会保险法 14、17",
    "请由遗属办理“丧葬补助金和抚恤金申领”，账户情况随该事项告知",
    "The survivors claim the survivors' benefit, and are told about the account with it",
)


def words(zh: str, en: str) -> dict[str, str]:
    """A text in both languages, as papers keep it."""
    return {"zh": zh, "en": en}


def line(zh: str, en: str, value: Any) -> dict[str, Any]:
    """One line of a certificate: what it is and its value (a text, or `words`)."""
    return {"name": words(zh, en), "value": value}


def yuan(fen: int) -> dict[str, str]:
    """An amount as a certificate prints it."""
    return words(f"{format_yuan(fen)}元", f"{format_yuan(fen)} yuan")


def month(of: Month) -> dict[str, str]:
    """A month as a certificate prints it."""
    return words(
        f"{year_of(of)}年{month_of(of)}月", f"{calendar.month_name[month_of(of)]} {year_of(of)}"
    )


def issuer_of(place: str) -> dict[str, str]:
    """The agency of a place; a place without a name is told by its code."""
    name = registry.place_name(code=place) or f"区划{place}"
    return words(f"{name}社会保险经办机构", f"Social insurance agency of {name}")


def person_of(asked: cases.Asked) -> registry.Person | None:
    """Whom the case is about, the surviving record of a merged one; None where nobody was named."""
    if asked.subject_id is None:
        return None
    return registry.person(person_id=asked.subject_id)


def who(person: registry.Person, *, full_number: bool) -> list[dict[str, Any]]:
    """Name and id number, the number masked unless the person wants it shown in full (个人信息保护法 6)."""
    number = person.id_number if full_number else mask_id_number(person.id_number)
    return [
        line("姓名", "Name", person.name),
        line("社会保障号码", "Social security number", number),
    ]


def valid_until(today: dt.date) -> dt.date:
    """The last day of a certificate issued today: the same day three months on, or that month's last."""
    ordinal = today.year * 12 + today.month - 1 + VALID_MONTHS
    year, of = ordinal // 12, ordinal % 12 + 1
    return dt.date(year, of, min(today.day, calendar.monthrange(year, of)[1]))


class Told(cases.Plain):
    """An item whose effect is a certificate: self-correction takes the paper back."""

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The certificate verifies as revoked from now on; what it said is not undone, for nothing was changed."""
        taken = cases.revoke_papers(number=asked.number, kind="certificate", at=asked.at)
        zh, en = (sep.join(paper.number for paper in taken) for sep in ("、", ", "))
        return cases.Effect(
            f"{zh}已撤销，核验页显示为失效。", f"{en} revoked; the verification page says so."
        )


def refusing(problem: Problem, *, field: str = "", detail: str = "") -> cases.Finding:
    """A finding that stands in the way."""
    return cases.Finding(problem, refuses=True, field=field, detail=detail)


def noticed(problem: Problem, *, field: str = "", detail: str = "") -> cases.Finding:
    """A finding that only deserves a look."""
    return cases.Finding(problem, refuses=False, field=field, detail=detail)
