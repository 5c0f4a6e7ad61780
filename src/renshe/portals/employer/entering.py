"""Asking somebody onto the staff register, as the body's clerk and the office do it: one form, one table, and what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.institution_staff import api as staff
from renshe.foundation.sheets.cell_errors import CellError
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.kernel.periods import Month
from renshe.portals.citizen.pages.institution import kind_words
from renshe.portals.employer.pages.annuity import BadCell, cells_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried

TYPES = {"hired_on": "date", "from_month": "month"}
MONEY = ("basic_wage", "living_subsidy", "added_pay", "hardship")
BEFORE = ("deemed_months", "deemed_index", "basic_wage", "percent", "living_subsidy", "added_pay", "hardship")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of the form: its label and hint in the reader's language, what was typed, and what is wrong with it."""

    key: str
    label: str
    hint: str
    type: str
    required: bool
    money: bool
    before: bool
    value: str
    choices: tuple[tuple[str, str], ...]
    reason: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class ProposalRow:
    """Somebody who is asked onto the register, masked; `deemed_months` is 0 where no service is asked."""

    number: int
    name: str
    id_number: str
    employer: str
    kind: str
    post: str
    from_month: Month | None
    deemed_months: int
    basis: str
    state: str
    words: str
    asked_by: str
    asked_at: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of a form or table: how many were asked, or the problems and bad cells; `typed` keeps the form."""

    asked: int
    problems: tuple[Problem, ...]
    cells: tuple[BadCell, ...]
    fields: tuple[FormField, ...]


def fields_of(
    typed: Mapping[str, str] | None = None, errors: Sequence[CellError] = ()
) -> tuple[FormField, ...]:
    """The form with what was typed and what is wrong with it."""
    wrong = {cell.field: cell for cell in errors}
    return tuple(_field(column, typed or {}, wrong.get(column.key)) for column in staff.COLUMNS)


def taken(visit: Visit, *, employer_id: int, recognised: bool, today: date) -> Sent:
    """Take the form or the table that was sent for a body, all or nothing. With `recognised` the office has read the files."""
    post = visit.request.POST
    if post.get("act") == "list":
        return _list(visit, employer_id=employer_id, recognised=recognised, today=today)
    typed = {column.key: post.get(column.key, "").strip() for column in staff.COLUMNS}
    read = staff.read_staff([typed], employer_id=employer_id, today=today)
    if read.errors:
        return Sent(asked=0, problems=(_mend(),), cells=(), fields=fields_of(typed, read.errors))
    made, problems = _asked(visit, read, employer_id, recognised=recognised, name="")
    return Sent(asked=made, problems=problems, cells=(), fields=fields_of(typed))


def _list(visit: Visit, *, employer_id: int, recognised: bool, today: date) -> Sent:
    file = visit.request.FILES.get("file")
    if file is None or not file.name:
        none = Problem(
            reason=_("没有选择文件"), subject="", clause="", next_step=_("请先选择填好的表再上传")
        )
        return Sent(asked=0, problems=(none,), cells=(), fields=fields_of())
    content = file.read()
    read, problems = tried(
        lambda: staff.read_staff_file(content, employer_id=employer_id, today=today)
    )
    if read is None:
        return Sent(asked=0, problems=problems, cells=(), fields=fields_of())
    if read.errors:
        return Sent(asked=0, problems=(_mend(),), cells=cells_of(read.errors), fields=fields_of())
    made, problems = _asked(visit, read, employer_id, recognised=recognised, name=file.name)
    return Sent(asked=made, problems=problems, cells=(), fields=fields_of())


def _asked(
    visit: Visit, read: staff.ReadStaff, employer_id: int, *, recognised: bool, name: str
) -> tuple[int, tuple[Problem, ...]]:
    ask: Callable[[], list[staff.StaffProposal]] = lambda: staff.ask_for(  # noqa: E731
        employer_id=employer_id, rows=read.rows, recognised=recognised, hand=hand_of(visit), file_name=name
    )  # fmt: skip
    made, problems = tried(ask)
    return len(made or ()), problems


def hand_of(visit: Visit) -> staff.ByHand:
    """The visitor's hand, today."""
    assert visit.account is not None
    return staff.ByHand(by=visit.account.username, at=visit.now, today=visit.today)


def row_of(one: staff.StaffProposal) -> ProposalRow:
    """A proposal as lists show it."""
    return ProposalRow(
        number=one.pk,
        name=mask_name(one.person.name),
        id_number=mask_id_number(one.person.id_number),
        employer=one.employer.name,
        kind=kind_words(one.kind),
        post=f"{one.post} {one.rank}",
        from_month=one.from_month,
        deemed_months=one.deemed_months,
        basis=one.basis,
        state=one.state,
        words=state_words(one.state),
        asked_by=one.asked_by,
        asked_at=one.asked_at,
        why=one.undo_why if one.state in ("undo_asked", "undone") else one.refused_why,
    )


def state_words(state: str) -> str:
    """Where a proposal stands."""
    return {
        "asked": _("待审核"), "recognised": _("待复核"), "done": _("已登记"), "refused": _("未通过"),
        "undo_asked": _("撤销待复核"), "undone": _("已撤销"),
    }[state]  # fmt: skip


def _field(column: TemplateColumn, typed: Mapping[str, str], wrong: CellError | None) -> FormField:
    chinese = (get_language() or "zh").startswith("zh")
    told = ("", "")
    if wrong is not None:
        told = (wrong.zh, wrong.next_step_zh) if chinese else (wrong.en, wrong.next_step_en)
    kinds = tuple((code, kind_words(code)) for code in staff.StaffMember.KINDS)
    return FormField(
        key=column.key,
        label=column.zh if chinese else column.en,
        hint="" if column.key == "kind" else column.note_zh if chinese else column.note_en,
        type="choice" if column.key == "kind" else TYPES.get(column.key, "text"),
        required=column.required,
        money=column.key in MONEY,
        before=column.key in BEFORE,
        value=typed.get(column.key, ""),
        choices=kinds if column.key == "kind" else (),
        reason=told[0],
        fix=told[1],
    )


def _mend() -> Problem:
    return Problem(
        reason=_("没有收下"),
        subject="",
        clause="",
        next_step=_("请改好标出的各项，再整个提交一次"),
    )
