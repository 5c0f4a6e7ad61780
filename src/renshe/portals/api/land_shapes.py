"""What the operations of expropriation answer with and take."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from renshe.portals.api.shapes import Fen, TwoWords
from renshe.portals.land.acts import NEEDS

BY_PROGRAM = tuple(act for act in NEEDS if act != "list")
"""Acts that a program may do by name and text; the list's file has an operation of its own."""


class LandProjectOut(Schema):
    """A project with its counts."""

    id: int
    approval_number: str
    name: str
    place: str
    village_group: str
    approved_on: str
    state: TwoWords
    state_code: str
    quota: int
    minor: int
    working: int
    old: int
    allowances: int
    due_fen: Fen
    paid_fen: Fen
    next_due_on: str | None
    open_objections: int


class LandShareOut(Schema):
    """What one payer owes."""

    id: int
    payer: str
    payer_name: str
    permille: int
    due_on: str
    amount_fen: Fen | None
    owed_fen: Fen


class LandMemberOut(Schema):
    """Somebody on the list, masked; `allowance_fen` as granted."""

    id: int
    name: str
    id_number: str
    group: str
    age: int
    allowance_fen: Fen | None


class LandObjectionOut(Schema):
    """An objection."""

    id: int
    words: str
    raised_on: str
    state: str
    answer: str


class LandAwardOut(Schema):
    """Somebody on a list of allowances granted together: the fen a month from when and owed for the past, or why not."""

    member: int
    fen: Fen | None
    starts_month: str | None
    owed_fen: Fen | None
    why: TwoWords | None


class LandListIn(Schema, extra="forbid"):
    """The names list as a file: .xlsx or .csv with name and id number, in base64."""

    content_base64: str = Field(min_length=4, max_length=7 * 2**20)


class LandCellOut(Schema):
    """One bad cell of a names list."""

    cell: str
    code: str
    why: TwoWords


class LandListOut(Schema):
    """How many people were put on the list, or every bad cell and nobody."""

    added: int
    errors: list[LandCellOut]


class LandProjectWhole(LandProjectOut):
    """A project with its payers, the first two hundred people, the objections, and the latest list granted together."""

    shares: list[LandShareOut]
    members: list[LandMemberOut]
    objections: list[LandObjectionOut]
    public_to: str | None
    certificate: str | None
    account_fen: Fen | None
    pool_fen: Fen | None
    reserve_fen: Fen | None
    awards_state: str | None
    awards: list[LandAwardOut]


class LandAct(Schema, extra="forbid"):
    """One step of a project; `typed` holds what the act asks for: letter, amount (yuan), received_on, bank_ref and the like."""

    act: str = Field(description="、".join(BY_PROGRAM), max_length=20)
    typed: dict[str, str] = Field(default_factory=dict, max_length=8)


class RatioOut(Schema):
    """One month of the ratio, in hundredths, and by how much each side moved it."""

    month: str
    rural_fen: Fen
    land_fen: Fen
    hundredths: int
    from_land: int | None
    from_rural: int | None


class RiseOut(Schema):
    """A year's rises."""

    year: int
    land_fen: Fen | None
    town_fen: Fen | None
    equal: bool


class LandMonthOut(Schema):
    """What the monthly watch found: people and those with a medical insurance, money, and the codes of what stood out."""

    month: str
    people: int
    covered: int
    pool_fen: Fen
    reserve_fen: Fen
    monthly_fen: Fen
    warnings: list[str]


class LandWatchOut(Schema):
    """What is watched of a place."""

    place: str
    ratio: list[RatioOut]
    rises: list[RiseOut]
    months: list[LandMonthOut]
    accounts_fen: Fen
    pool_fen: Fen
    reserve_fen: Fen
    predeposit_fen: Fen
    months_covered: int | None


class StreetCoverOut(Schema):
    """Medical cover of the group at one street."""

    place: str
    people: int
    employee: int
    resident: int
    without: int


class PublicListOut(Schema):
    """A list that is public: names masked."""

    id: int
    name: str
    approval_number: str
    until: str
    people: list[str]


class MyLandOut(Schema):
    """A person's own land security; everything is empty for whoever was never placed."""

    projects: list[str]
    groups: list[str]
    balance_fen: Fen
    allowance_fen: Fen | None
    elder_fen: Fen | None
    town_months: int | None
    town_account_fen: Fen | None
