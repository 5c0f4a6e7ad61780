"""Standard codes, our own codes with their words, and places."""

from typing import Annotated, Any

from ninja import Path, Query, Schema

from renshe.domains.cases import api as cases
from renshe.domains.contributions.api import STATES as BILL_STATES
from renshe.domains.enrolment.api import JOIN_REASONS, LEAVE_REASONS
from renshe.domains.exchange.api import DELIVERY_STATES, EVENT_KINDS
from renshe.domains.identity.api import ACTIONS
from renshe.domains.registry.api import places_within
from renshe.kernel.codes.divisions import division_name, divisions, is_place_code
from renshe.kernel.codes.standards import code_tables
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import USUAL, Cursor, Limit, Page, Term, key_of, page_of
from renshe.portals.layout.access import ANYBODY

GROUP = Group("codes", cases.Words("代码与区划", "Codes and places"))
Table = Annotated[str, Path(max_length=40, description="代码表 / table", examples=["ethnic_group"])]
Within = Annotated[
    str,
    Query(max_length=12, description="在这一区划之内 / within this division", examples=["310112"]),
]
Named = Annotated[str, Query(max_length=30, description="名称包含 / name holds")]


class TableRow(Schema):
    """A table of codes and the standard it is from."""

    key: str
    zh: str
    en: str
    standard: str
    size: int


class CodesOut(TableRow):
    """All codes of a table."""

    codes: list[Term]


class PlaceOut(Schema):
    """A division with its full name."""

    code: str
    name: str


def _tables() -> dict[str, tuple[str, str, str, dict[str, tuple[str, str]]]]:
    """key → Chinese, English, standard, codes: the national tables and our own."""
    ours = "owner-default"
    found = {
        key: (one.zh, one.en, one.standard, dict(one.codes)) for key, one in code_tables().items()
    }
    found |= {
        "case_state": ("办件状态", "states of a case", ours, dict(cases.STATES)),
        "case_verb": ("办件动作", "acts on a case", ours, dict(cases.VERBS)),
        "bill_state": ("账单状态", "states of a bill", ours, dict(BILL_STATES)),
        "join_reason": ("增员原因", "reasons for joining", ours, _named(JOIN_REASONS)),
        "leave_reason": ("减员原因", "reasons for leaving", ours, _named(LEAVE_REASONS)),
        "event_kind": ("事件类型", "kinds of events", ours, dict(EVENT_KINDS)),
        "delivery_state": ("投递状态", "states of a delivery", ours, dict(DELIVERY_STATES)),
        "scope": ("授权范围", "scopes", ours, _named(ACTIONS)),
    }
    return found


def _named(table: Any) -> dict[str, tuple[str, str]]:
    return {str(code): (one.zh, one.en) for code, one in table.items()}


@GROUP.get(
    "/codes",
    id="list_code_tables",
    access=ANYBODY,
    answer=list[TableRow],
    title=("代码表", "Tables of codes"),
    says=("国家标准代码与本系统代码。", "National standards and our own."),
)
def list_code_tables(call: Call) -> list[TableRow]:
    """Every table."""
    return [
        TableRow(key=key, zh=zh, en=en, standard=standard, size=len(codes))
        for key, (zh, en, standard, codes) in _tables().items()
    ]


@GROUP.get(
    "/codes/{table}",
    id="read_codes",
    access=ANYBODY,
    answer=CodesOut,
    title=("一个代码表", "One table of codes"),
    says=("每个代码的中英文名称。", "Each code in both languages."),
)
def read_codes(call: Call, table: Table) -> CodesOut:
    """All codes of a table."""
    if table not in _tables():
        raise Answered(404, "unknown_codes", subject=table)
    zh, en, standard, codes = _tables()[table]
    listed = [Term(code=code, zh=words[0], en=words[1]) for code, words in codes.items()]
    return CodesOut(key=table, zh=zh, en=en, standard=standard, size=len(codes), codes=listed)


@GROUP.get(
    "/places",
    id="list_places",
    access=ANYBODY,
    answer=Page[PlaceOut],
    title=("区划", "Places"),
    says=(
        "GB/T 2260 区划；给出 within 时也列出街道和社区。",
        "Divisions of GB/T 2260; with `within` also streets and communities.",
    ),
)
def list_places(
    call: Call, within: Within = "", q: Named = "", cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """Places by code."""
    after = key_of(cursor, str)
    start = after[0] if after else ""
    if within:
        if not is_place_code(within) or within == "CN":
            raise Answered(404, "not_found", subject=within)
        rows = places_within(outer=within).filter(code__gt=start)
        if q:
            rows = rows.filter(name__contains=q)
        found = [PlaceOut(code=one.code, name=one.name) for one in rows[: limit + 1]]
    else:
        codes = sorted(code for code in divisions() if code > start)
        named = (PlaceOut(code=code, name=division_name(code)) for code in codes)
        found = []
        for one in named:
            if q in one.name:
                found.append(one)
            if len(found) > limit:
                break
    return page_of(found, limit=limit, show=lambda one: one, key=lambda one: (one.code,))
