"""Named lists by Excel at the office: the template, the import with every bad cell told, and the orders that a list made."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import urlencode

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.resident import api as resident
from renshe.flows.resident_lists import KINDS, NewList, import_file, template
from renshe.foundation.sheets.cell_errors import CellError
from renshe.kernel.money import format_yuan
from renshe.portals.casework.portal import CASEWORK, RESIDENT
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/resident_lists.html"
HANDLE = "case.handle"
MOST_ERRORS = 30
FILE_BYTES = 6 * 2**20


@dataclass(frozen=True, kw_only=True)
class KindLine:
    """A kind of list with what it does and where its empty table is."""

    code: str
    name: str
    about: str
    template_url: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ErrorLine:
    """A bad cell, in the reader's language."""

    cell: str
    header: str
    why: str
    next_step: str


@dataclass(frozen=True, kw_only=True)
class ListsPage:
    """What `casework/pages/resident_lists.html` may use. `done` says what a list that was taken did; `orders_url` leads to the
    orders of a list of payments; `typed_document` and `typed_year` stay after an error."""

    kinds: tuple[KindLine, ...]
    year: str
    document: str
    may_import: bool
    done: str
    orders_url: str
    errors: tuple[ErrorLine, ...]
    errors_left: int
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=RESIDENT)
def resident_lists(visit: Visit) -> ListsPage | HttpResponse:
    """Show the form; a post takes a list whole, or not at all with every bad cell told."""
    place = own_place(visit, "pension.look")
    if visit.request.method == "POST":
        return _import(visit, place)
    return _page(visit, place)


@CASEWORK.page(template=TEMPLATE, access=RESIDENT)
def resident_list_template(visit: Visit, *, kind: str) -> HttpResponse:
    """Hand out the empty table of a kind."""
    if kind not in KINDS:
        raise Http404
    place = own_place(visit, "pension.look")
    name = _("{name}模板.xlsx").format(name=kind_words(kind)[0])
    return workbook(template(kind=kind, place=place, on=visit.today), name=name)


@CASEWORK.page(template=TEMPLATE, access=RESIDENT)
def resident_orders(visit: Visit) -> HttpResponse:
    """The orders that a list of payments made, as a table to take along; masked as on the page."""
    document = visit.request.GET.get("document", "")[:64]
    place = own_place(visit, "pension.look")
    rows = resident.orders_of_list(document=document, place=place)
    if not document or not rows:
        raise Http404
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("缴费单"))
        sheet.set_column(0, 5, 22)
        sheet.write_row(
            0, 0, [_("缴费单号"), _("姓名"), _("证件号码"), _("年度"), _("金额（元）"), _("状态")]
        )
        for at, one in enumerate(rows, 1):
            person = one.participation.person
            state = _("已缴") if one.is_paid else _("待缴")  # type: ignore[attr-defined]
            sheet.write_row(
                at,
                0,
                [
                    one.number,
                    mask_name(person.name),
                    mask_id_number(person.id_number),
                    one.year,
                    format_yuan(one.amount_fen),
                    state,
                ],
            )
    return workbook(sink.getvalue(), name=_("居民养老缴费单.xlsx"))


def kind_words(kind: str) -> tuple[str, str]:
    """A kind's name and what a list of it does."""
    return {
        "enrol": (_("参保名单"), _("没有参保的办理参保，已参保的按名单改档次")),
        "pay": (_("缴费名单"), _("给每个人生成缴费单号，凭单号到税务部门缴款")),
        "collective": (_("集体补助名单"), _("村集体补助到每个人的金额，钱到账后记入个人账户")),
        "in_need": (_("政府代缴名单"), _("困难人员、重度残疾人由政府代缴最低档，钱到账后记入")),
    }[kind]  # fmt: skip


def _import(visit: Visit, place: str) -> HttpResponse:
    assert visit.account is not None
    if not may_at(visit, action=HANDLE, place=place):
        raise PermissionDenied
    sent = visit.request.POST
    kind, year = sent.get("kind", ""), sent.get("year", "").strip()
    if kind not in KINDS:
        raise Http404
    file = visit.request.FILES.get("file")
    content = file.read() if file is not None and file.size < FILE_BYTES else b""
    new = NewList(
        kind=kind, place=place, document=sent.get("document", "").replace("\x00", ""),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
    )  # fmt: skip
    hand = resident.ByHand(by=visit.account.username, at=visit.now, today=visit.today)
    taken, problems = tried(lambda: import_file(new=new, content=content, hand=hand))
    if taken is None or taken.errors:
        errors = taken.errors if taken else ()
        page = _page(visit, place, problems=problems, errors=errors)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    told = {
        "kind": kind, "done": taken.done, "already": taken.already, "fen": taken.fen, "document": new.document.strip(),
    }  # fmt: skip
    return HttpResponseRedirect(f"{reverse('casework:resident_lists')}?{urlencode(told)}")


def _page(
    visit: Visit, place: str, *, problems: tuple[Problem, ...] = (), errors: tuple[CellError, ...] = ()
) -> ListsPage:  # fmt: skip
    sent, asked = visit.request.POST, visit.request.GET
    chosen = sent.get("kind") or asked.get("kind", KINDS[0])
    chinese = (get_language() or "zh").startswith("zh")
    done, document = _done(asked), asked.get("document", "")[:64]
    orders = done and asked.get("kind") == "pay" and document
    return ListsPage(
        kinds=tuple(
            KindLine(
                code=kind, name=kind_words(kind)[0], about=kind_words(kind)[1], chosen=kind == chosen,
                template_url=reverse("casework:resident_list_template", kwargs={"kind": kind}),
            )
            for kind in KINDS
        ),
        year=sent.get("year", "")[:4] or str(visit.today.year),
        document=sent.get("document", "")[:120],
        may_import=may_at(visit, action=HANDLE, place=place),
        done=done,
        orders_url=f"{reverse('casework:resident_orders')}?{urlencode({'document': document})}" if orders else "",
        errors=tuple(
            ErrorLine(
                cell=f"{one.column}{one.row_number}", header=one.header_zh if chinese else one.header_en,
                why=one.zh if chinese else one.en, next_step=one.next_step_zh if chinese else one.next_step_en,
            )
            for one in errors[:MOST_ERRORS]
        ),
        errors_left=max(len(errors) - MOST_ERRORS, 0), problems=problems,
    )  # fmt: skip


def _done(asked: dict[str, str]) -> str:
    """What the list that was just taken did; "" where none was."""
    numbers = [asked.get(name, "") for name in ("done", "already", "fen")]
    if asked.get("kind") not in KINDS or not all(
        one.isdecimal() and len(one) < 15 for one in numbers
    ):
        return ""
    done, already, fen = (int(one) for one in numbers)
    said = _("{name}已导入：办理{done}人，原来就是这样的{already}人").format(
        name=kind_words(asked["kind"])[0], done=done, already=already
    )
    return said + (_("，合计{yuan}元").format(yuan=format_yuan(fen)) if fen else "")
