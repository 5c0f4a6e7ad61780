"""What the API shows and takes of premium help."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from renshe.portals.api.shapes import Fen, TwoWords
from renshe.portals.helping.acts import NEEDS

BY_PROGRAM = tuple(act for act in NEEDS if act != "list")
Typed = Annotated[dict[str, str], Field(default_factory=dict, max_length=12)]


class HelpProgrammeOut(Schema):
    """A programme with its figures."""

    id: int
    name: str
    place: str
    insurance: TwoWords
    source: TwoWords
    payer_name: str
    instrument: str
    groups: list[str]
    from_month: str
    to_month: str
    fixed_fen: Fen | None
    state: str
    people: int
    months: int
    budget_fen: Fen
    paid_fen: Fen
    back_fen: Fen
    waiting_fen: Fen
    left_fen: Fen


class HelpGroupOut(Schema):
    """How far a group is reached."""

    group: str
    listed: int
    reached: int
    months: int
    paid_fen: Fen


class HelpListOut(Schema):
    """A named list."""

    id: int
    document: str
    origin: str
    from_month: str
    people: int
    state: str
    public_to: str | None


class HelpClaimOut(Schema):
    """A claim, or a return where negative."""

    id: int
    number: str
    period: str
    people: int
    amount_fen: Fen
    state: str
    due_on: str
    received_on: str | None


class HelpFindingOut(Schema):
    """What speaks against a month."""

    id: int
    line: int
    kind: str
    period: str
    amount_fen: Fen
    state: str
    reason: str


class HelpedOut(Schema):
    """Somebody on a list, masked."""

    id: int
    name: str
    id_number: str
    group: str
    from_month: str
    last_month: str | None
    months: int
    paid_fen: Fen


class HelpProgrammeWhole(HelpProgrammeOut):
    """A programme with its groups, lists, claims, findings and the first two hundred people."""

    covers: list[HelpGroupOut]
    lists: list[HelpListOut]
    claims: list[HelpClaimOut]
    findings: list[HelpFindingOut]
    helped: list[HelpedOut]


class HelpAct(Schema, extra="forbid"):
    """One step of a programme; `typed` holds what the act asks for: list, claim, finding, helped, reason, amount and the like."""

    act: str = Field(description="、".join(BY_PROGRAM), max_length=16)
    typed: Typed


class NewHelpProgramme(Schema, extra="forbid"):
    """A programme to be proposed; `typed` as on the form: name, insurance, source, payer_name, budget, months, instrument."""

    groups: list[str] = Field(max_length=10)
    typed: Typed


class HelpMonthOut(Schema):
    """One month that was claimed, paid or taken back."""

    id: int
    period: str
    amount_fen: Fen
    claim: str
    claim_state: str
    reason: str


class HelpSourceOut(Schema):
    """What a source paid in a year."""

    source: TwoWords
    year: int
    programmes: int
    claims: int
    paid_fen: Fen
    back_fen: Fen
    late: int


class PublicHelpOut(Schema):
    """A list that is public: names masked, no groups."""

    id: int
    programme: str
    document: str
    until: str
    people: list[str]


class MyHelpOut(Schema):
    """Who pays my premium, and every month that was paid."""

    programmes: list[str]
    months: list[HelpMonthOut]
    total_fen: Fen
