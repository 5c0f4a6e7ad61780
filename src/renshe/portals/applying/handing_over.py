"""What another page hands over to an application: the address of an amount, the number of a contract.

It stands in the address of the start page, so anybody could write such a link. Therefore nothing of it becomes an answer by
itself: the item's own `prefill` is asked, and only what it gives back for this applicant is filled in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_bank_account, mask_id_number, mask_name, mask_phone
from renshe.portals.applying.who import Applicant
from renshe.portals.layout.access import Visit
from renshe.portals.layout.forms.wording import said
from renshe.services.catalogue import Declared

KEY = re.compile(r"[a-z][a-z_]{0,29}", re.ASCII)
LONGEST = 200
MOST = 6
NOT_HANDED = ("csrfmiddlewaretoken",)
MASKS = {"id_number": mask_id_number, "phone": mask_phone, "bank_account": mask_bank_account}


@dataclass(frozen=True, kw_only=True)
class Handed:
    """One thing handed over, as the start page carries it on to the press of its button."""

    key: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """One answer that will be filled in, by the question's name; what is masked elsewhere is masked here."""

    name: str
    value: str


def handed_over(visit: Visit) -> tuple[Handed, ...]:
    """What the address, or the form of the start page, hands over: a few short texts under plain keys."""
    request = visit.request
    given = request.POST if request.method == "POST" else request.GET
    found = [
        Handed(key=key, value=str(value))
        for key, value in given.items()
        if KEY.fullmatch(key) and key not in NOT_HANDED and 0 < len(value) <= LONGEST
    ]
    return tuple(found[:MOST])


def with_handed(asked: cases.Asked, handed: tuple[Handed, ...]) -> cases.Asked:
    """The question to an item's code, with what was handed over as its values."""
    return replace(asked, values={one.key: one.value for one in handed} | dict(asked.values))


def known_lines(
    visit: Visit, declared: Declared, applicant: Applicant, handed: tuple[Handed, ...]
) -> tuple[Known, ...]:
    """What the item makes of what was handed over, before any case is opened; nothing where nothing was."""
    if not handed:
        return ()
    assert visit.account is not None
    username = visit.account.username
    asked = cases.Asked(
        number="", item=declared.item.code, place=applicant.place, subject_id=applicant.subject_id,
        applicant=username, values={}, at=visit.now, today=visit.today, actor=username,
    )  # fmt: skip
    known = declared.service.prefill(with_handed(asked, handed))
    return tuple(_lines(declared.item, known))


def _lines(item: cases.Item, known: Mapping[str, Any]) -> list[Known]:
    """Answers as the reader is told of them; an address on this site says nothing to anybody, and a code neither."""
    told = []
    for field in item.fields:
        value = str(known.get(field.key) or "")
        if not value or value.startswith("/") or field.choices or field.kind == "place":
            continue
        if field.kind == "yuan":
            value = _("{amount}元").format(amount=f"{Decimal(value):,.2f}")
        if field.sensitive:
            value = MASKS.get(field.kind, mask_name)(value)
        told.append(Known(name=said(field.name), value=value))
    return told
