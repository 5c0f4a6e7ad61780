"""What an institution asks or tells about a person, as a case that the office decides.

The institution names the person by name and id number together, its basis in law and its own file number. The case is
handed in by the institution's own account, so that it stays the institution's when a member goes; who did it stands in the
request and among the recorded events, and the person reads it among the looks at his data (个人信息保护法 13, 34, 44).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.kernel.codes.divisions import lies_within
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused

ITEM_OF = {
    "institution.certificate": "information.certificate_for_institution",
    "institution.death": "pension.report_death",
}
"""Which service item a purpose is asked by."""
BASIS, FILE = "legal_basis", "file_number"
"""Fields that every such item has; once asked they stand as they were."""
BEHALF = "institution"
NOT_MATCHED = Problem(
    "person_not_matched",
    "没有这样一位参保人，姓名与证件号码不符，或不在本机构可以办理的地区",
    "no such insured person, name and number do not belong together, or outside your institution's place",
    "个人信息保护法 六",
    "请核对姓名和证件号码；在外地参保的，向参保地经办机构提出",
    "Check name and number; for somebody insured elsewhere ask there",
)
NOT_YOURS = Problem(
    "request_unknown",
    "本机构没有这一请求",
    "your institution has no such request",
    "",
    "请从本机构的请求中选择",
    "Choose among your institution's requests",
)


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who acts for an institution, and when: an account's username or a machine's name, and his own person if he is one."""

    institution_id: int
    by: str
    at: datetime
    today: date
    person_id: int | None = None


@transaction.atomic
def ask(
    *,
    hand: Hand,
    purpose: str,
    name: str,
    id_number: str,
    form: Mapping[str, Any],
    channel: str,
    item: cases.Item,
    service: cases.Service,
) -> cases.Case:
    """Hand in what an institution asks about a named person: a case, its basis, and a line in the person's own list.

    Whether the hand may act for this purpose was asked of `identity` before; whether the institution may, is asked here again.
    Raises Refused for every reason, so that nothing is left behind by a request that is not lawful.
    """
    held = identity.institution_in_force(institution_id=hand.institution_id)
    if ITEM_OF.get(purpose) != item.code or not identity.institution_may(held, purpose):
        raise Refused(identity.refusal("institution_purposes"))
    person = _named(held, name=name, id_number=id_number)
    if hand.person_id is not None and person.pk in registry.everybody_who_is(
        person_id=hand.person_id
    ):
        raise Refused(cases.problem("own_affair"))
    actor = _actor(held, hand)
    case = cases.open_case(
        application=cases.Application(
            item=item, place=person.residence_place[:6], channel=channel, subject_id=person.pk,
            applicant_name=held.name, on_behalf=BEHALF,
        ),
        actor=actor,
    )  # fmt: skip
    wrong = cases.save_form(number=case.number, item=item, given=form, actor=actor)
    if wrong:
        raise Refused(*wrong.values(), subject=item.code)
    identity.record_request(
        institution_id=held.pk, purpose=purpose, case_number=case.number, person_id=person.pk,
        legal_basis=str(form.get(BASIS, "")), file_number=str(form.get(FILE, "")),
        asked_by=hand.by, at=hand.at,
    )  # fmt: skip
    _record(hand, "institution_request", case.number)
    return cases.submit(number=case.number, item=item, service=service, actor=actor)


@transaction.atomic
def answer_correction(
    *, hand: Hand, number: str, form: Mapping[str, Any], item: cases.Item, service: cases.Service
) -> cases.Case:
    """Answer what the office asked to be mended. The basis and the file number stay those of the request."""
    asked = request_of(hand, number)
    held = identity.institution_in_force(institution_id=hand.institution_id)
    if not identity.institution_may(held, asked.purpose):
        raise Refused(identity.refusal("institution_purposes"))
    actor = _actor(held, hand)
    given = {**form, BASIS: asked.legal_basis, FILE: asked.file_number}
    wrong = cases.save_form(number=number, item=item, given=given, actor=actor)
    if wrong:
        raise Refused(*wrong.values(), subject=number)
    _record(hand, "institution_correction", number)
    return cases.submit(number=number, item=item, service=service, actor=actor)


@transaction.atomic
def withdraw(*, hand: Hand, number: str, item: cases.Item, words: str) -> cases.Case:
    """Take a request back before it is decided; what was recorded about it stays."""
    request_of(hand, number)
    held = identity.institution_in_force(institution_id=hand.institution_id)
    _record(hand, "institution_withdrawal", number)
    return cases.withdraw(number=number, item=item, words=words, actor=_actor(held, hand))


@transaction.atomic
def reading(*, hand: Hand, number: str) -> None:
    """Record, before it is shown, that the institution reads a paper issued on its request."""
    identity.record_reading(request=request_of(hand, number), by=hand.by, at=hand.at)


def request_of(hand: Hand, number: str) -> identity.InstitutionRequest:
    """The institution's request under this number. Raises Refused `request_unknown` for any other's."""
    found = identity.request_of(institution_id=hand.institution_id, case_number=number)
    if found is None:
        raise Refused(NOT_YOURS, subject=number)
    return found


def _named(held: identity.Institution, *, name: str, id_number: str) -> registry.Person:
    """Whom name and number mean together, within the institution's place; one refusal for all that does not fit, so that
    nobody learns by trying who is registered here."""
    found = registry.person_by_id_number(id_number=id_number.strip().upper())
    fits = (
        found is not None
        and same_name(name.strip(), found.name)
        and lies_within(found.residence_place, held.place)
    )
    if found is None or not fits:
        raise Refused(NOT_MATCHED)
    return found


def _actor(held: identity.Institution, hand: Hand) -> cases.Actor:
    return cases.Actor(held.account.username, hand.at, hand.today)


def _record(hand: Hand, verb: str, number: str) -> None:
    record_event(
        actor=hand.by, verb=f"identity.{verb}", subject_kind="institution",
        subject_id=hand.institution_id, reason="", detail={"case": number}, at=hand.at,
    )  # fmt: skip
