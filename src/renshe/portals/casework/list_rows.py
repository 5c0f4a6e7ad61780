"""Lists of people as pages show them, and one of them as a workbook and as a paper to be signed; names and numbers masked."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension import api as pension
from renshe.domains.registry.api import place_name
from renshe.flows import pension_invalidity, pension_restores
from renshe.foundation.sheets.cell_errors import CellError
from renshe.foundation.typesetting.printing import set_pdf
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import format_month
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.formats import month as month_text

TEMPLATE = Path(__file__).with_name("people_list.typ")
LETTERS = Path(__file__).with_name("people_letters.typ")
MOST_PRINTED = 20_000
_COMPARED = re.compile(r"population_medical_use_\d+_(\d+)\.txt")


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """A list in the table of lists."""

    url: str
    kind: str
    source: str
    state: str
    tone: str
    proposed_by: str
    proposed_at: dt.datetime
    people: int
    left: int
    owed_fen: int
    claimed_fen: int


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody on a list: what changes, why, and what became of it; each amount leads to its explanation."""

    number: int
    name: str
    id_number: str
    cause: str
    evidence: str
    from_month: int
    before: Amount
    after: Amount | None
    owed: Amount | None
    claimed: Amount | None
    state: str
    tone: str
    problem: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class BadCell:
    """One bad cell of a file, in the reader's language."""

    cell: str
    header: str
    why: str
    next_step: str


def kind_words(kind: str) -> str:
    """What a list is for."""
    return {"invalidity_review": _("病残津贴复核"), "restore": _("认证通过恢复发放")}[kind]


def state_words(state: str) -> tuple[str, str]:
    """Where a list stands, and the tone of its badge."""
    return {
        "proposed": (_("待复核"), "warn"), "done": (_("已办结"), "good"), "refused": (_("未同意"), "bad"),
    }[state]  # fmt: skip


def cause_words(cause: str) -> str:
    """Why somebody is on a list."""
    return {
        "near_age": _("距法定退休年龄五年，重新核算"), "legal_age": _("到法定退休年龄"), "resumed": _("恢复缴费，停发"),
        "reappraised": _("复查鉴定不再符合，停发"), "term_over": _("支付期限届满，停发"), "proved": _("认证通过，恢复发放"),
    }[cause]  # fmt: skip


def row_state(state: str) -> tuple[str, str]:
    """What became of somebody, and the tone of its badge."""
    return {
        "open": (_("待办"), "warn"), "done": (_("已办"), "good"), "left": (_("未办"), "bad"), "struck": (_("已移出"), ""),
        "refused": (_("未同意"), ""),
    }[state]  # fmt: skip


def list_line(found: pension.PeopleList, sums: pension.ListSums) -> ListLine:
    """A list with its sums."""
    state, tone = state_words(found.state)
    return ListLine(
        url=reverse("casework:pension_list", kwargs={"number": found.pk}), kind=kind_words(found.kind),
        source=source_words(found), state=state, tone=tone, proposed_by=found.proposed_by,
        proposed_at=found.proposed_at, people=sums.open + sums.done + sums.left, left=sums.left,
        owed_fen=sums.owed_fen, claimed_fen=sums.claimed_fen,
    )  # fmt: skip


def source_words(found: pension.PeopleList) -> str:
    """Where a list came from: the month that was reviewed, a comparison's file in words, or a file by its name."""
    if found.kind == "invalidity_review" and len(found.source) == 7:
        year, _dash, number = found.source.partition("-")
        return month_text(int(year) * 12 + int(number) - 1)
    compared = _COMPARED.fullmatch(found.source)
    if compared:
        return _("就医数据比对，第{number}份").format(number=int(compared[1]))
    return found.source or _("已认证仍停发的人")


def person_line(row: pension.PeopleListRow) -> PersonLine:
    """A row with its links."""
    state, tone = row_state(row.state)
    chinese = (get_language() or "zh").startswith("zh")
    return PersonLine(
        number=row.pk, name=mask_name(row.person.name), id_number=mask_id_number(row.person.id_number),
        cause=cause_words(row.cause), evidence=evidence_words(row), from_month=row.from_month,
        before=Amount(fen=row.before_fen, explain_url=_why(row, "before") if row.before_fen else ""),
        after=_amount(row, "after", row.after_fen), owed=_amount(row, "owed", row.owed_fen),
        claimed=_amount(row, "claimed", row.claimed_fen), state=state, tone=tone,
        problem=(row.problem or {}).get("zh" if chinese else "en", ""), is_open=row.state == "open",
    )  # fmt: skip


def evidence_words(row: pension.PeopleListRow) -> str:
    """What shows the cause, in a few words."""
    told = row.evidence
    if "legal_month" in told:
        return _("法定退休年月{month}").format(month=month_text(told["legal_month"]))
    if row.cause == "resumed":
        return _("{month}的缴费已到账").format(month=month_text(told["month"]))
    if row.cause == "reappraised":
        return f"{told['issuer']} {told['number']}"
    if row.cause == "term_over":
        return _("发到{month}").format(month=month_text(told["last_month"]))
    ways = {"comparison": _("数据比对"), "counter": _("窗口"), "home_visit": _("上门"), "abroad": _("境外")}  # fmt: skip
    return f"{told['proved_on']} {ways[told['source']]}"


def bad_cell(one: CellError) -> BadCell:
    """A bad cell in the reader's language."""
    chinese = (get_language() or "zh").startswith("zh")
    return BadCell(
        cell=f"{one.column}{one.row_number}", header=one.header_zh if chinese else one.header_en,
        why=one.zh if chinese else one.en, next_step=one.next_step_zh if chinese else one.next_step_en,
    )  # fmt: skip


def list_workbook(found: pension.PeopleList, rows: Iterable[pension.PeopleListRow]) -> bytes:
    """Everybody on a list as .xlsx."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(kind_words(found.kind)), book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        for at, head in enumerate(_heads()):
            sheet.write_string(0, at, head, bold)
            sheet.set_column(at, at, 18)
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(_cells(row)):
                if isinstance(cell, int):
                    sheet.write_number(number, at, cell / 100, money)
                else:
                    sheet.write_string(number, at, cell)
        sheet.freeze_panes(1, 0)
    return sink.getvalue()


def list_paper(found: pension.PeopleList, rows: Iterable[pension.PeopleListRow]) -> bytes:
    """A list as it is printed and filed, with who put it forward and who decided it. Raises Refused as `set_pdf`."""
    told = [_cells(row) for row in rows]
    sums = pension.list_sums(list_ids=[found.pk])[found.pk]
    at = (found.decided_at or found.proposed_at).astimezone(dt.UTC).replace(microsecond=0)
    data = {
        "lang": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": kind_words(found.kind), "number": f"{_('名单')} {found.pk}",
        "issuer": place_name(code=found.place) or found.place, "source": source_words(found),
        "head": _heads(), "rows": [[_text(cell) for cell in row] for row in told],
        "sums": _("{people}人；补发合计{owed}元；多发合计{claimed}元；未办{left}人").format(
            people=len(told), owed=format_yuan(sums.owed_fen), claimed=format_yuan(sums.claimed_fen), left=sums.left
        ),
        "proposed": _hand(_("提出"), found.proposed_by, found.proposed_at),
        "decided": _hand(state_words(found.state)[0], found.decided_by or "", found.decided_at),
        "reason": found.reason, "page_of": _("第 {page} 页 共 {pages} 页"),
    }  # fmt: skip
    return set_pdf(template=TEMPLATE, data=data, made_at=at)


def letters_paper(found: pension.PeopleList, rows: Iterable[pension.PeopleListRow]) -> bytes:
    """A letter for each, with the name in full, as it is sent by post. Raises Refused as `set_pdf`."""
    at = (found.decided_at or found.proposed_at).astimezone(dt.UTC).replace(microsecond=0)
    told = {
        pension_invalidity.LIST: pension_invalidity.letter_of,
        pension_restores.LIST: pension_restores.letter_of,
    }
    english = not (get_language() or "zh").startswith("zh")
    letters = []
    for row in rows:
        zh, en = told[found.kind](row)
        letters.append(
            {"to": _("{name}：").format(name=row.person.name), "zh": zh, "en": en if english else "",
             "on": f"{localtime(found.decided_at or found.proposed_at):%Y-%m-%d}",
             "reference": f"{_('名单')} {found.pk}-{row.pk}"}
        )  # fmt: skip
    data = {
        "lang": "en" if english else "zh", "title": _("待遇变动告知书"),
        "issuer": place_name(code=found.place) or found.place, "letters": letters,
    }  # fmt: skip
    return set_pdf(template=LETTERS, data=data, made_at=at)


def _hand(what: str, who: str, at: dt.datetime | None) -> str:
    return f"{what} {who} {localtime(at):%Y-%m-%d %H:%M}" if at is not None else what


def _heads() -> list[str]:
    return [
        _("姓名"), _("证件号码"), _("事由"), _("依据"), _("起始月份"), _("原标准（元）"), _("新标准（元）"), _("补发（元）"),
        _("多发（元）"), _("情况"),
    ]  # fmt: skip


def _cells(row: pension.PeopleListRow) -> list[Any]:
    """The cells of a row; whole numbers are fen."""
    line = person_line(row)
    money = [
        "—" if fen is None else int(fen)
        for fen in (row.before_fen, row.after_fen, row.owed_fen, row.claimed_fen)
    ]
    said = f"{line.state}：{line.problem}" if line.problem else line.state
    return [line.name, line.id_number, line.cause, line.evidence, format_month(line.from_month), *money, said]  # fmt: skip


def _text(cell: Any) -> str:
    return format_yuan(cell) if isinstance(cell, int) else str(cell)


def _amount(row: pension.PeopleListRow, part: str, fen: int | None) -> Amount | None:
    if fen is None:
        return None
    return Amount(fen=fen, explain_url=_why(row, part) if fen else "")


def _why(row: pension.PeopleListRow, part: str) -> str:
    return reverse("casework:list_amount", kwargs={"number": row.pk, "part": part})
