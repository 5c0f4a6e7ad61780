"""What can be asked for: service items with their guide, and what changed in this API."""

from functools import cache
from pathlib import Path as File
from typing import Annotated, Any

from ninja import Path, Query, Schema

from renshe.domains.cases.api import Item, Words
from renshe.kernel.yaml_files import read_yaml
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Limit,
    Page,
    TwoWords,
    key_of,
    page_of,
    words,
)
from renshe.portals.layout.access import ANYBODY
from renshe.services import catalogue

GROUP = Group("catalogue", Words("办事指南与接口状态", "Service items and the API itself"))
Code = Annotated[str, Path(max_length=80, description="事项编码 / code of the item")]
Search = Annotated[
    str, Query(max_length=60, description="日常用语，如“退休” / everyday words, such as 退休")
]
_CHANGES = File(__file__).parents[1] / "changelog.yaml"


class ItemRow(Schema):
    """A service item in the list."""

    code: str
    name: TwoWords
    summary: TwoWords
    group: str
    applicants: list[str]
    channels: list[str]


class BasisOut(Schema):
    """An article that an item rests on."""

    instrument: str
    article: str
    says: str


class FieldOut(Schema):
    """A field of an item's form. `when` names the answer beside which it is asked for."""

    key: str
    name: TwoWords
    kind: str
    required: bool
    note: TwoWords
    choices: dict[str, TwoWords]
    when: list[str] | None
    longest: int


class MaterialOut(Schema):
    """A paper that is asked for; `promise_days` above 0 lets a promise stand for it."""

    key: str
    name: TwoWords
    required: bool
    source: str
    basis: str
    promise_days: int


class RemedyOut(Schema):
    """Which way leads against a refusal: administrative, reconsideration_first, court or none; the sentence of the papers."""

    kind: str
    says: TwoWords
    basis: str


class ClockOut(Schema):
    """The limit for deciding and what silence means; from acceptance or receipt, resumed or restarted by a correction,
    lengthened once by at most `extension_days` (0: not at all)."""

    days: int
    unit: str
    promised_days: int
    accept_within: int
    basis: str
    silence: str
    starts: str
    after_correction: str
    extension_days: int


class ItemOut(ItemRow):
    """The whole guide of an item. `apply` is where its cases are opened, empty where the API is no channel of it."""

    subject: str
    basis: list[BasisOut]
    conditions: list[TwoWords]
    fields: list[FieldOut]
    materials: list[MaterialOut]
    path: str
    clock: ClockOut
    remedy: RemedyOut
    result: TwoWords
    fee: TwoWords
    version: str
    apply: str


class Change(Schema):
    """What changed, by subject."""

    day: str
    subject: str
    kind: str
    zh: str
    en: str
    operations: list[str]


class StatusOut(Schema):
    """Whether the API answers, and on which day this installation lives."""

    status: str
    today: str
    demonstration: bool
    version: str


@GROUP.get(
    "/catalogue",
    id="list_items",
    access=ANYBODY,
    answer=Page[ItemRow],
    title=("查找服务事项", "Find service items"),
    says=("按日常用语查找，或列出全部事项。", "Search in everyday words, or list everything."),
)
def list_items(call: Call, q: Search = "", cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """Items in the order of the search, else by code."""
    found = (
        catalogue.search(q) if q.strip() else [one.item for one in catalogue.catalogue().values()]
    )
    (at,) = key_of(cursor, int) or (0,)
    rows = list(enumerate(found))[at : at + limit + 1]
    return page_of(rows, limit=limit, show=lambda row: _row(row[1]), key=lambda row: (row[0] + 1,))


@GROUP.get(
    "/catalogue/{code}",
    id="read_item",
    access=ANYBODY,
    answer=ItemOut,
    title=("办事指南", "The guide of one item"),
    says=(
        "依据、条件、表单、材料、时限、结果。",
        "Basis, conditions, form, papers, limit, result.",
    ),
)
def read_item(call: Call, code: Code) -> ItemOut:
    """The declaration of one item. Raises Refused `unknown_service`."""
    item = catalogue.declared(code).item
    return ItemOut(
        **_row(item).model_dump(),
        subject=item.subject,
        basis=[
            BasisOut(instrument=b.instrument, article=b.article, says=b.says) for b in item.basis
        ],
        conditions=[words(one) for one in item.conditions],
        fields=[_field(one) for one in item.fields],
        materials=[
            MaterialOut(
                key=one.key,
                name=words(one.name),
                required=one.required,
                source=one.source,
                basis=one.basis,
                promise_days=one.promise_days,
            )
            for one in item.materials
        ],
        path=item.path,
        clock=ClockOut(
            days=item.clock.days,
            unit=item.clock.unit,
            promised_days=item.clock.promised_days,
            accept_within=item.clock.accept_within,
            basis=item.clock.basis,
            silence=item.clock.silence,
            starts=item.clock.starts,
            after_correction=item.clock.after_correction,
            extension_days=item.clock.extension.days if item.clock.extension else 0,
        ),
        remedy=RemedyOut(
            kind=item.remedy.kind,
            says=TwoWords(zh=item.remedy.zh, en=item.remedy.en),
            basis=item.remedy.basis,
        ),
        result=words(item.result),
        fee=words(item.fee),
        version=item.version,
        apply=f"/api/v1/services/{item.code}/cases" if "api" in item.channels else "",
    )


@GROUP.get(
    "/changelog",
    id="list_changes",
    access=ANYBODY,
    answer=list[Change],
    title=("接口更新日志", "Changes of this API"),
    says=("新增、修改、停用，按主题。", "What was added, changed and retired, by subject."),
)
def list_changes(call: Call) -> list[Change]:
    """The newest first."""
    return [Change(**one) for one in changes()]


@GROUP.get(
    "/status",
    id="read_status",
    access=ANYBODY,
    answer=StatusOut,
    title=("接口状态", "Status"),
    says=("本安装的日期与模式。", "The day and the mode of this installation."),
)
def read_status(call: Call) -> StatusOut:
    """Answers once the site and its database do."""
    from django.conf import settings

    return StatusOut(
        status="ok",
        today=call.today.isoformat(),
        version="1",
        demonstration=settings.RENSHE_MODE == "demonstration",
    )


@cache
def changes() -> list[dict[str, Any]]:
    """The changelog as written, the newest first."""
    loaded: list[dict[str, Any]] = read_yaml(_CHANGES.read_text(encoding="utf-8"))
    return loaded


def _row(item: Item) -> ItemRow:
    return ItemRow(
        code=item.code,
        name=words(item.name),
        summary=words(item.summary),
        group=item.group,
        applicants=list(item.applicants),
        channels=list(item.channels),
    )


def _field(one: Any) -> FieldOut:
    return FieldOut(
        key=one.key,
        name=words(one.name),
        kind=one.kind,
        required=one.required,
        note=words(one.note),
        choices={code: words(told) for code, told in one.choices.items()},
        when=list(one.when) if one.when else None,
        longest=one.longest,
    )
