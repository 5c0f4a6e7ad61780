"""The registers asked again while a form is being filled in: once a number is there, what is known besides comes by itself.

What somebody typed is never replaced; only what is still empty is filled. A name that the visitor may not see is masked, and
one that is filled in because he may see it is recorded where the person concerned reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_name, record_look
from renshe.domains.registry.api import employer_by_uscc, person_by_id_number
from renshe.kernel.codes.problem import Refused
from renshe.portals.applying.filling import asked_of
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.forms.wording import problem_said, said
from renshe.services.catalogue import Declared

EMPTY = (None, "")


@dataclass(frozen=True, kw_only=True)
class AskedAgain:
    """What the registers added: answers as somebody would have typed them, by field."""

    filled: Mapping[str, Any]


def lookups_of(item: cases.Item, keys: Sequence[str]) -> list[cases.Field]:
    """The fields among these after which the registers are asked again."""
    return [field for field in item.fields if field.lookup and field.key in keys]


def ask_again(visit: Visit, case: cases.Case, declared: Declared) -> AskedAgain:
    """Fill what is still empty in a kept form from the registers, and keep it; nothing typed changes."""
    item = declared.item
    typed = cases.written(item, case.form)
    known = declared.service.prefill(asked_of(case, item, visit=visit))
    keys = {field.key for field in item.fields}
    filled = {
        key: value
        for key, value in known.items()
        if key in keys and value not in EMPTY and typed.get(key) in EMPTY
    }
    if filled:
        given = typed | filled
        record_revealed(visit, item, given=given, revealed=filled)
        cases.save_form(number=case.number, item=item, given=given, actor=actor_of(visit))
    return AskedAgain(filled=filled)


def record_revealed(
    visit: Visit, item: cases.Item, *, given: Mapping[str, Any], revealed: Mapping[str, Any]
) -> None:
    """A name or number of somebody else that a register gave to this visitor is told to whom it belongs to."""
    told = [field.key for field in item.fields if field.sensitive and field.key in revealed]
    if not told or visit.account is None:
        return
    for field in item.fields:
        if field.lookup and field.kind == "id_number":
            person = _person(given.get(field.key))
            if person is not None and person.pk != visit.person_id:
                record_look(
                    account=visit.account, subject_kind="person", subject_id=person.pk,
                    purpose=said(item.name), fields=told, looked_at=visit.now,
                )  # fmt: skip


def found_of(
    visit: Visit, item: cases.Item, keys: Sequence[str], given: Mapping[str, Any]
) -> dict[str, str]:
    """What a register says of each number that is typed, by field: whom it belongs to, masked; an employer's name is public.

    A number that is none is told to be wrong, and no register is asked.
    """
    found = {}
    _values, wrong = cases.read_form(item, given, today=visit.today)
    for field in lookups_of(item, keys):
        number = str(given.get(field.key) or "").strip()
        if not number:
            continue
        if field.key in wrong:
            found[field.key] = problem_said(wrong[field.key]).reason
            continue
        if field.kind == "credit_code":
            unit = _employer(number)
            found[field.key] = (
                _("登记名称：{name}").format(name=unit) if unit else _("登记里没有这个代码")
            )
        else:
            person = _person(number)
            found[field.key] = (
                _("登记里是{name}（姓名已隐去一部分）").format(name=mask_name(person.name))
                if person is not None
                else _("登记里没有这个号码")
            )
    return found


def _person(number: Any) -> Any:
    """The person of a number; None for none, and for what is no number."""
    try:
        return person_by_id_number(id_number=str(number or "").strip().upper())
    except Refused:
        return None


def _employer(code: str) -> str:
    """The name of the employer under a credit code; "" for none."""
    try:
        unit = employer_by_uscc(uscc=code.upper())
    except Refused:
        return ""
    return unit.name if unit else ""
