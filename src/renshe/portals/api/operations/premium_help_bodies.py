"""As which body institutions file lists of people to help: one's own, and those that the office confirms or ends."""

from __future__ import annotations

from django.http import Http404
from ninja import Schema

from renshe.domains.premium_help import api as premium_help
from renshe.flows.premium_help_lists import body_confirmed, body_ended
from renshe.portals.api.calling import Call
from renshe.portals.api.operations import premium_help as chapter
from renshe.portals.api.operations.institutions import GROUP as INSTITUTIONS
from renshe.portals.api.operations.institutions import hand_of_institution
from renshe.portals.api.operations.premium_help_lists import WhyIn
from renshe.portals.api.shapes import Number, TwoWords
from renshe.portals.helping.portal import REVIEW
from renshe.portals.institution.portal import PREMIUM_LIST
from renshe.portals.layout.access import staff

GROUP = chapter.GROUP
REVIEWS = staff(REVIEW)


class MyBodyOut(Schema):
    """A body as which one's own institution files."""

    code: str
    name: TwoWords


class FilingBodyOut(Schema):
    """As which body an institution files, on which document, and how far that is: set, confirmed, ended."""

    id: int
    institution: str
    uscc: str
    body: str
    document: str
    state: str
    set_by: str
    confirmed_by: str | None
    ended_by: str | None
    why: str


@INSTITUTIONS.get(
    "/institution/filing-bodies", id="list_my_filing_bodies", access=PREMIUM_LIST, answer=list[MyBodyOut],
    title=("本机构的报送身份", "As which bodies we file"), says=("已确认、没有撤销的。", "Confirmed and not ended."),
)  # fmt: skip
def list_my_filing_bodies(call: Call) -> list[MyBodyOut]:
    """Of the caller's institution."""
    held = premium_help.files_as(institution_id=hand_of_institution(call).institution_id)
    return [
        MyBodyOut(code=code, name=TwoWords(zh=premium_help.ORIGINS[code][0], en=premium_help.ORIGINS[code][1]))
        for code in held
    ]  # fmt: skip


@GROUP.get(
    "/premium-help/bodies", id="list_filing_bodies", access=chapter.LOOK, answer=list[FilingBodyOut],
    title=("机构的报送身份", "As which bodies institutions file"),
    says=("待确认的在前。", "Those that wait for confirmation first."),
)  # fmt: skip
def list_filing_bodies(call: Call) -> list[FilingBodyOut]:
    """Of institutions at the caller's places."""
    return [_out(one) for one in premium_help.bodies() if _sees(call, one)]


@GROUP.post(
    "/premium-help/bodies/{id}/confirmation", id="confirm_filing_body", access=REVIEWS, answer=FilingBodyOut,
    title=("确认报送身份", "Confirm a body"), says=("登记的人不能确认。", "Not by whoever set it."),
)  # fmt: skip
def confirm_filing_body(call: Call, id: Number) -> FilingBodyOut:
    """At the caller's places."""
    _own(call, id)
    call.require_proof()
    return _out(body_confirmed(body_id=id, recorded=_hand(call)))


@GROUP.post(
    "/premium-help/bodies/{id}/end", id="end_filing_body", access=REVIEWS, answer=FilingBodyOut,
    title=("撤销报送身份", "End a body"), says=("马上生效，已报送的名单不变。", "At once; lists filed before stay."),
)  # fmt: skip
def end_filing_body(call: Call, id: Number, body: WhyIn) -> FilingBodyOut:
    """At the caller's places."""
    _own(call, id)
    call.require_proof()
    return _out(body_ended(body_id=id, why=body.why, recorded=_hand(call)))


def _sees(call: Call, one: premium_help.FilingBody, action: str = "pension.look") -> bool:
    return call.may_at(action=action, place=one.institution.place)


def _own(call: Call, number: int) -> None:
    if not any(one.pk == number and _sees(call, one, REVIEW) for one in premium_help.bodies()):
        raise Http404


def _hand(call: Call) -> premium_help.Recorded:
    return premium_help.Recorded(by=call.username, at=call.now, today=call.today)


def _out(one: premium_help.FilingBody) -> FilingBodyOut:
    return FilingBodyOut(
        id=one.pk, institution=one.institution.name, uscc=one.institution.uscc, body=one.origin, document=one.document,
        state=one.state, set_by=one.set_by, confirmed_by=one.confirmed_by, ended_by=one.ended_by, why=one.ended_why,
    )  # fmt: skip
