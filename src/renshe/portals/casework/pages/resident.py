"""The resident scheme's yearly campaign at the office: how communities stand, whom to call on, the list to take along."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import urlencode

import xlsxwriter
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.kernel.periods import month_containing
from renshe.portals.casework.portal import CASEWORK, RESIDENT
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.formats import yuan
from renshe.portals.layout.paging import ROWS, Paging, paging_from

MOST = 5_000
"""Rows of one file: a street's list; what is longer is taken community by community."""
STREET_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class DivisionLine:
    """A street or community: people by list, and how many of those registered here are in either scheme."""

    name: str
    url: str
    counts: tuple[int, ...]
    registered: int
    covered: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class ListTab:
    """One list of the year with its number of people."""

    name: str
    about: str
    url: str
    count: int
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody on the list, masked."""

    name: str
    id_number: str
    birth_year: int
    community: str
    tier: int | None
    paid_fen: int | None


@dataclass(frozen=True, kw_only=True)
class CampaignPage:
    """What `casework/pages/resident.html` may use. `place` is the division shown, `wider_url` leads back out of it; `act_url`
    is the guide of what people on the list should do, "" where there is nothing to do."""

    year: int
    place: str
    wider_url: str
    years: tuple[tuple[int, str], ...]
    totals: DivisionLine
    divisions: tuple[DivisionLine, ...]
    tabs: tuple[ListTab, ...]
    chosen: str
    about: str
    act_name: str
    act_url: str
    people: tuple[PersonLine, ...]
    paging: Paging
    before_url: str
    after_url: str
    file_url: str
    doubles_url: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address asks for: division, year, list."""

    place: str
    own: str
    year: int
    name: str
    month: int

    def address(self, **changed: str | int) -> str:
        """The page's address with something else chosen."""
        query = {"place": self.place, "year": self.year, "list": self.name, **changed}
        return f"{reverse('casework:resident')}?{urlencode(query)}"


@CASEWORK.page(template="casework/pages/resident.html", access=RESIDENT)
def resident_campaign(visit: Visit) -> CampaignPage:
    """Show the divisions of one's place and the people of one list."""
    asked = _asked(visit)
    digits = STREET_DIGITS if len(asked.place) == 6 else 12
    drawing = resident_account.drawing_near_sixty(on=visit.today)
    rows = resident.communities(
        place=asked.place, year=asked.year, month=asked.month, digits=digits, drawing=drawing
    )
    names = _names([row.community for row in rows])
    total = _total(rows)
    paging = paging_from(
        visit.request.GET.get("page", ""), total=total.counts[asked.name], rows=ROWS
    )
    found = resident.people_on(
        place=asked.place, year=asked.year, month=asked.month, name=asked.name, offset=paging.offset, most=ROWS,
        drawing=drawing,
    )  # fmt: skip
    return CampaignPage(
        year=asked.year,
        place=registry.place_name(code=asked.place),
        wider_url=asked.address(place=asked.own) if asked.place != asked.own else "",
        years=tuple(
            (one, asked.address(year=one)) for one in range(visit.today.year, visit.today.year - 3, -1)
        ),
        totals=_division(total, name=_("合计"), url=""),
        divisions=tuple(
            _division(
                row, name=names.get(row.community, row.community),
                url="" if len(row.community) == 12 and asked.place == row.community else asked.address(place=row.community),
            )
            for row in rows
        ),
        tabs=tuple(
            ListTab(
                name=list_words(name)[0], about=list_words(name)[1], url=asked.address(list=name),
                count=total.counts[name], chosen=name == asked.name,
            )
            for name in resident.LISTS
        ),
        chosen=list_words(asked.name)[0],
        about=list_words(asked.name)[1],
        act_name=_act(asked.name)[0],
        act_url=_act(asked.name)[1],
        people=_people(found),
        paging=paging,
        before_url=asked.address(page=paging.before) if paging.before else "",
        after_url=asked.address(page=paging.after) if paging.after else "",
        doubles_url=reverse("casework:double_benefits"),
        file_url=f"{reverse('casework:resident_list')}?{asked.address().partition('?')[2]}",
    )  # fmt: skip


@CASEWORK.page(template="casework/pages/resident.html", access=RESIDENT)
def resident_list(visit: Visit) -> HttpResponse:
    """The list as an Excel table for whoever goes from door to door; masked as on the page, at most `MOST` rows."""
    asked = _asked(visit)
    found = resident.people_on(
        place=asked.place, year=asked.year, month=asked.month, name=asked.name, most=MOST,
        drawing=resident_account.drawing_near_sixty(on=visit.today),
    )  # fmt: skip
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet(_("名单"))
    bold = book.add_format({"bold": True, "font_name": "Microsoft YaHei"})
    plain = book.add_format({"font_name": "Microsoft YaHei"})
    head = (
        _("村、社区"), _("姓名"), _("证件号码"), _("出生年"), _("缴费档次（元）"), _("当年已缴（元）"), _("走访情况"),
    )  # fmt: skip
    sheet.write_row(0, 0, head, bold)
    for number, one in enumerate(_people(found), 1):
        paid = yuan(one.paid_fen) if one.paid_fen is not None else ""
        row = (one.community, one.name, one.id_number, one.birth_year, one.tier or "", paid, "")
        sheet.write_row(number, 0, row, plain)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 6, 16)
    sheet.freeze_panes(1, 0)
    book.close()
    name = _("居民养老-{year}-{list}.xlsx").format(year=asked.year, list=list_words(asked.name)[0])
    return workbook(made.getvalue(), name=name)


def list_words(name: str) -> tuple[str, str]:
    """What a list is called, and what to do about it."""
    return {
        "due": (_("应缴未缴"), _("已参保，今年还没有缴，上门提醒")),
        "paid": (_("已缴"), _("今年已经缴费")),
        "helped": (_("政府代缴"), _("困难人员，由政府缴最低档")),
        "new_at_16": (_("新满16岁"), _("今年满16岁、不在任何制度里，核实是否在校")),
        "claims_soon": (
            _("可以申领"),
            _("已满60岁或三个月内满60岁、还没有申领，帮助办理“居民养老金申领”"),
        ),
        "sixty_next_year": (_("明年满60岁"), _("提前通知办理领取，核对年限够不够")),
        "double": (_("两边都缴"), _("今年同时有职工养老保险，告知申请退费")),
        "outside": (_("两边都没有"), _("户籍在本地、没有参加任何养老保险，动员参保")),
    }[name]


def _act(name: str) -> tuple[str, str]:
    """The service item that people of a list need, with its guide."""
    found = {
        "outside": (_("居民养老保险参保"), "resident.enrol"),
        "new_at_16": (_("居民养老保险参保"), "resident.enrol"),
        "claims_soon": (_("居民养老金申领"), "resident.claim_pension"),
        "double": (_("居民养老重复缴费退费"), "resident.refund_double"),
    }.get(name)
    if found is None:
        return "", ""
    return found[0], reverse("public:guide", kwargs={"code": found[1]})


def _asked(visit: Visit) -> Asked:
    """Division, year and list of the address; a division outside one's own place is not found."""
    given = visit.request.GET
    own = own_place(visit, "pension.look")
    place, name = given.get("place", own), given.get("list", "due")
    inside = registry.places_within(outer=own).filter(code=place).exists()
    if (place != own and not inside) or name not in resident.LISTS:
        raise Http404
    text = given.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else visit.today.year
    if not visit.today.year - 2 <= year <= visit.today.year:
        raise Http404
    return Asked(place=place, own=own, year=year, name=name, month=month_containing(visit.today))


def _names(codes: list[str]) -> dict[str, str]:
    return dict(registry.Place.objects.filter(code__in=codes).values_list("code", "name"))


def _total(rows: list[resident.CommunityRow]) -> resident.CommunityRow:
    counts = {name: sum(row.counts[name] for row in rows) for name in resident.LISTS}
    return resident.CommunityRow(
        "", counts, sum(row.registered for row in rows), sum(row.covered for row in rows)
    )


def _division(row: resident.CommunityRow, *, name: str, url: str) -> DivisionLine:
    rate = f"{row.covered * 100 / row.registered:.1f}%" if row.registered else "–"
    return DivisionLine(
        name=name, url=url, counts=tuple(row.counts[one] for one in resident.LISTS),
        registered=row.registered, covered=row.covered, rate=rate,
    )  # fmt: skip


def _people(rows: list[resident.CampaignRow]) -> tuple[PersonLine, ...]:
    names = _names([row.community for row in rows])
    return tuple(
        PersonLine(
            name=mask_name(row.name), id_number=mask_id_number(row.id_number), birth_year=row.birth_year,
            community=names.get(row.community, row.community), tier=row.tier, paid_fen=row.amount_fen,
        )
        for row in rows
    )  # fmt: skip
