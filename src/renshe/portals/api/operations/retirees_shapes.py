"""What the operations about retirees answer and take."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field


class RetireeRow(Schema):
    """Somebody in care, masked."""

    id: int
    name: str
    id_number: str
    place: str
    from_on: str


class PlanRow(Schema):
    """Somebody to be visited, and why."""

    id: int
    name: str
    age: int
    place: str
    reasons: list[str]
    last_on: str | None


class PromiseOut(Schema):
    """Something that was promised."""

    id: int
    what: str
    due_on: str
    kept_on: str | None
    result: str


class VisitOut(Schema):
    """A visit; what was found is told to whoever looks after the person."""

    id: int
    visited_on: str
    outcome: str
    findings: str
    certified: bool
    promises: list[PromiseOut]


class RetireeOut(Schema):
    """One retiree, masked."""

    id: int
    name: str
    id_number: str
    place: str
    waits_for: str | None
    lives_elsewhere: str | None
    circumstances: list[str]
    visits: list[VisitOut]


class VisitIn(Schema, extra="forbid"):
    """A visit without certification: that needs a photograph, which is taken on the page."""

    visited_on: str = Field(max_length=10, examples=["2025-10-31"])
    outcome: str = Field(max_length=16, description="seen、called、not_home、moved、reported_dead")
    form_key: str = Field(min_length=8, max_length=36, description="重发不重记 / sent twice, one visit")  # fmt: skip
    findings: str = Field(default="", max_length=2000)
    needs: list[str] = Field(default_factory=list, max_length=7)
    follow_up: str = Field(default="", max_length=255)
    due_on: str = Field(default="", max_length=10)


class KeptIn(Schema, extra="forbid"):
    """How it was done."""

    result: str = Field(min_length=1, max_length=255)


class HandOverOut(Schema):
    """Somebody who is offered, masked."""

    id: int
    name: str
    id_number: str
    why: str
    state: str
    place: str
    list_no: str
    offered_on: str
    reason: str


class SentHandOverOut(HandOverOut):
    """Somebody whom another district is to take: kinds of the messages so far, and the last day for its answer."""

    messages: list[str]
    message_id: str
    answer_by: str | None


class HandOverIn(Schema, extra="forbid"):
    """accept, return (with its reason), again (to another community), or taken (by another district, `reason` its letter)."""

    act: str = Field(max_length=8, description="accept、return、again、taken")
    community: str = Field(default="", max_length=12)
    reason: str = Field(default="", max_length=255)


class GroupOut(Schema):
    """A group; its members are counted, not listed."""

    id: int
    name: str
    kind: str
    place: str
    meets: str
    members: int


class GroupIn(Schema, extra="forbid"):
    """A group to begin."""

    community: str = Field(max_length=12)
    name: str = Field(min_length=1, max_length=64)
    kind: str = Field(max_length=16, description="help、health、culture、volunteer")
    meets: str = Field(min_length=1, max_length=120)


class ActivityIn(Schema, extra="forbid"):
    """An activity; who was there is recorded on the page."""

    held_on: str = Field(max_length=10, examples=["2025-10-31"])
    what: str = Field(min_length=1, max_length=120)


class CareRateOut(Schema):
    """The rate of a place at a month's end, in thousandths."""

    place: str
    month: str
    retirees: int
    cared: int
    permille: int | None


class CareRatesOut(Schema):
    """A place month by month, and what lies within it at the last one."""

    months: list[CareRateOut]
    within: list[CareRateOut]


class MyCommunityOut(Schema):
    """Who looks after me; empty where nobody does."""

    place: str | None
    name: str
    from_on: str | None
    phone: str
    waits_for: str | None
    lives_elsewhere: str | None
    groups: list[GroupOut]
