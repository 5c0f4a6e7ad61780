"""Files before retirement in words: states, papers, findings, the same in every portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.retirement_file import api as retirement_file
from renshe.portals.layout.formats import day, month, months_long, yuan


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One paper of a file; `sha256` is the beginning of its hash."""

    number: int
    kind: str
    dated_on: date
    proves: str
    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """One finding: what it is about, what was found, and why."""

    number: int
    kind: str
    found: str
    detail: str
    reason: str
    paper: str


def chinese() -> bool:
    """Whether the reader's language is Chinese."""
    return (get_language() or "zh").startswith("zh")


def state_words(code: str) -> tuple[str, str]:
    """A review's state and the colour that repeats it; `no_file` and empty are a file that nobody reads yet."""
    return {
        "open": (_("审核中"), "warn"),
        "proposed": (_("待认定"), "warn"),
        "recognised": (_("已认定，待本人确认"), "warn"),
        "confirmed": (_("本人已确认"), "good"),
    }.get(code, (_("还没有报送档案"), "bad" if code else ""))


def paper_kind(code: str) -> str:
    """What kind of paper it is."""
    return {
        "birth": _("出生时间记载"),
        "hire": _("招工录用"),
        "wage": _("工资与工龄审批"),
        "transfer": _("调动介绍信"),
        "service": _("参军入伍退伍"),
        "schooling": _("学籍"),
        "special_work": _("特殊工种岗位记录"),
        "history": _("履历表"),
        "signed": _("本人签字确认书"),
        "other": _("其他材料"),
    }[code]


def finding_kind(code: str) -> str:
    """What a finding is about."""
    return {
        "birth_date": _("出生时间"),
        "work_start": _("参加工作时间"),
        "deemed_service": _("视同缴费"),
        "special_work": _("特殊工种"),
        "gap": _("档案中断"),
        "fact": _("其他认定数据"),
    }[code]


def fact_words(code: str) -> str:
    """What a fact of the law is called on these pages."""
    return {
        "deemed_workplace": _("1993年末工作地"),
        "first_half_1998_base_sum": _("1998年1至6月缴费基数之和"),
        "deemed_account_balance": _("视同缴费账户储存额"),
        "virtual_account_balance": _("虚账实记储存额"),
        "local_addition": _("地方加发额"),
    }[code]


def paper_line(one: retirement_file.FilePaper) -> PaperLine:
    """A paper ready for a list; `file` is read with it."""
    return PaperLine(
        number=one.pk, kind=paper_kind(one.kind), dated_on=one.dated_on, proves=one.proves,
        name=one.file.name, sha256=one.file.sha256[:12],
    )  # fmt: skip


def finding_line(one: retirement_file.FileFinding) -> FindingLine:
    """A finding ready for a list."""
    found, detail = _found(one)
    return FindingLine(
        number=one.pk, kind=finding_kind(one.kind), found=found, detail=detail, reason=one.reason,
        paper=paper_kind(one.paper.kind) if one.paper_id and one.paper else "",
    )  # fmt: skip


def work_words(code: str) -> str:
    """A type of special work with its kind, in the reader's language."""
    known = retirement_file.work_types()[code]
    kind = retirement_file.KINDS[known.kind]
    return f"{known.zh}（{kind[0]}）" if chinese() else f"{known.en} ({kind[1]})"


def _found(one: retirement_file.FileFinding) -> tuple[str, str]:
    counts: Any = one.counts
    if one.kind == "birth_date":
        if one.by_file is None or one.by_file == one.by_id:
            return day(counts), _("档案与身份证一致")
        both = _("身份证为{id}，档案最先记载为{file}，以档案为准")
        return day(counts), both.format(id=day(one.by_id), file=day(one.by_file))
    if one.kind == "work_start":
        return month(one.from_month or 0), ""
    if one.kind == "fact":
        value = yuan(one.value) if isinstance(one.value, int) else str(one.value)
        return f"{fact_words(one.fact)} {value}", ""
    first, last = one.from_month or 0, one.to_month or 0
    span = _("{first}至{last}").format(first=month(first), last=month(last))
    more = (
        f"{work_words(one.work_type)} · {one.employer_name}" if one.work_type else one.employer_name
    )
    return f"{span} · {months_long(last - first + 1)}", more
