"""A named list of premium help from the institution that knows who is in need: filed for its own purpose, within its place.

The institution acts on its own authority to recognise need (社会救助暂行办法 第三条); the office checks each
row and another of its people approves. Who filed stands among the recorded events; whoever is on the list reads on his page
where it came from.
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.identity import api as identity
from renshe.domains.premium_help import api as help_
from renshe.flows.institutions import Hand
from renshe.kernel.codes.problem import Refused

PURPOSE = "institution.premium_list"


@transaction.atomic
def list_filed(*, hand: Hand, programme_id: int, new: help_.NewList, content: bytes) -> help_.Filed:
    """File everybody of the institution's Excel table, all or none, with every bad cell told.

    Raises Refused where the institution may not, is not the body it names, the programme is outside its place, or the file
    cannot be used as a whole; HelpProgramme.DoesNotExist.
    """
    held = _may(hand)
    help_.require_body(institution_id=held.pk, origin=new.origin)
    programme = help_.programme(programme_id=programme_id)
    if not help_.may_name(place=held.place, programme=programme):
        raise Refused(help_.NOT_YOUR_PLACE)
    filed = help_.import_list(
        programme_id=programme_id, content=content, recorded=_recorded(hand),
        new=help_.NewList(
            origin=new.origin, document=new.document, from_month=new.from_month, institution_id=held.pk
        ),
    )  # fmt: skip
    if filed.list is not None:
        _record(hand, "filed", filed.list.pk)
    return filed


@transaction.atomic
def list_withdrawn(*, hand: Hand, list_id: int, why: str) -> help_.HelpList:
    """Take a list back before the office has it in hand. Raises Refused as `premium_help.withdraw_list`."""
    held = _may(hand)
    found = help_.withdraw_list(
        list_id=list_id, institution_id=held.pk, why=why, recorded=_recorded(hand)
    )
    _record(hand, "withdrawn", found.pk)
    return found


@transaction.atomic
def body_set(
    *, institution_id: int, origin: str, document: str, recorded: help_.Recorded
) -> help_.FilingBody:  # fmt: skip
    """Say as which body an institution files. Raises Refused as `premium_help.set_body`, and where lists are not its purpose."""
    if not identity.institution_may(
        identity.institution_in_force(institution_id=institution_id), PURPOSE
    ):
        raise Refused(identity.refusal("institution_purposes"))
    made = help_.set_body(
        institution_id=institution_id, origin=origin, document=document, recorded=recorded
    )
    return _body(made, "set", recorded, reason=made.document)


@transaction.atomic
def body_confirmed(*, body_id: int, recorded: help_.Recorded) -> help_.FilingBody:
    """The second person has seen the document. Raises Refused as `premium_help.confirm_body`."""
    return _body(help_.confirm_body(body_id=body_id, recorded=recorded), "confirmed", recorded)


@transaction.atomic
def body_ended(*, body_id: int, why: str, recorded: help_.Recorded) -> help_.FilingBody:
    """Take it away with the reason. Raises Refused as `premium_help.end_body`."""
    made = help_.end_body(body_id=body_id, why=why, recorded=recorded)
    return _body(made, "ended", recorded, reason=made.ended_why)


def _body(
    made: help_.FilingBody, act: str, recorded: help_.Recorded, *, reason: str = ""
) -> help_.FilingBody:  # fmt: skip
    record_event(
        actor=recorded.by, verb=f"premium_help.body_{act}", subject_kind="institution", subject_id=made.institution_id,
        reason=reason, detail={"body": made.origin}, at=recorded.at,
    )  # fmt: skip
    return made


def _may(hand: Hand) -> identity.Institution:
    held = identity.institution_in_force(institution_id=hand.institution_id)
    if not identity.institution_may(held, PURPOSE):
        raise Refused(identity.refusal("institution_purposes"))
    return held


def _recorded(hand: Hand) -> help_.Recorded:
    return help_.Recorded(by=hand.by, at=hand.at, today=hand.today)


def _record(hand: Hand, act: str, number: int) -> None:
    record_event(
        actor=hand.by, verb=f"premium_help.list_{act}", subject_kind="institution", subject_id=hand.institution_id,
        reason="", detail={"list": number}, at=hand.at,
    )  # fmt: skip
