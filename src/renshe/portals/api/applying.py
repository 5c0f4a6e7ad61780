"""Opening a case of an item through the API: who asks, for whom, where, and with which answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import roles_on
from renshe.domains.registry.api import (
    Person,
    employer,
    employer_by_uscc,
    person,
    person_by_id_number,
)
from renshe.kernel.codes.problem import Problem
from renshe.portals.api.calling import AnyOf, Call
from renshe.portals.api.problems import Answered, BadRequestBody, Wrong
from renshe.portals.layout.access import own_employer, own_person, staff

APPLY = AnyOf((own_person("case.apply"), own_employer("case.apply"), staff("case.apply")))
_SHAPE = Problem(
    "field_value",
    "应为文字、数字、true 或 false",
    "must be text, a number, true or false",
    "",
    "请填写一个值",
    "Give a single value",
)
_UNKNOWN = Problem(
    "field_extra_forbidden",
    "不是这一事项的字段",
    "is no field of this item",
    "",
    "请删除，或核对办事指南中的字段名",
    "Remove it, or look its name up in the item's guide",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a case is about and what his papers call him, the office that decides, and in which capacity the caller asks."""

    id: int | None
    name: str
    place: str
    on_behalf: str


def require_role(call: Call, item: cases.Item) -> None:
    """Raise Answered 403 unless a role of the caller is among the item's applicants."""
    if call.machine is not None:
        held = {"employer_clerk"} if call.machine.employer_id else {"counter_clerk"}
        if call.machine.institution_id is not None:
            held = {"institution_member"}
    elif call.seen.acting is not None:
        held = {"insured_person"}  # what the mandate allows was asked by access
    else:
        held = {str(one.role) for one in roles_on(account=call.account, on=call.today)}  # type: ignore[arg-type]
    if not held.intersection(item.applicants):
        raise Answered(403, "role_may_not_apply", subject=item.code)


def subject_of(call: Call, item: cases.Item, named: Mapping[str, str]) -> Subject:
    """Whom the case is about: the caller himself or his employer, else whom staff named. Raises Answered."""
    as_staff = [] if call.seen.acting is not None else call.places("case.apply")
    if named:
        return _named(call, item, named)
    own = call.subjects(actions=("case.apply",))
    if item.subject == "person" and "person" in own:
        found = person(person_id=own["person"])
        return Subject(found.pk, found.name, found.residence_place[:6], call.on_behalf)
    if item.subject == "employer" and "employer" in own:
        unit = employer(employer_id=own["employer"])
        return Subject(unit.pk, unit.name, unit.place[:6], "")
    if item.subject == "nobody":
        return Subject(None, call.name, _home(own, as_staff), call.on_behalf)
    raise Answered(422 if as_staff else 403, "subject_needed" if as_staff else "nobody_behind")


def _home(own: Mapping[str, int], as_staff: list[str]) -> str:
    """Where a case about nobody is decided: where its applicant belongs."""
    if "person" in own:
        return str(person(person_id=own["person"]).residence_place)[:6]
    if "employer" in own:
        return str(employer(employer_id=own["employer"]).place)[:6]
    if as_staff:
        return as_staff[0][:6]
    raise Answered(403, "nobody_behind")


def _named(call: Call, item: cases.Item, named: Mapping[str, str]) -> Subject:
    """Somebody else, named by staff; only within their place."""
    if item.subject == "employer":
        unit = employer_by_uscc(uscc=named.get("uscc", ""))
        found = None if unit is None else Subject(unit.pk, unit.name, unit.place[:6], "staff")
    else:
        who: Person | None = person_by_id_number(id_number=named.get("id_number", ""))
        found = None if who is None else Subject(who.pk, who.name, who.residence_place[:6], "staff")
    if call.seen.acting is not None or not call.places("case.apply"):
        raise Answered(403, "not_allowed", subject="case.apply")
    if found is None:
        raise Answered(422, "subject_unknown")
    call.require_at(action="case.apply", place=found.place)
    return found


def checked_form(
    item: cases.Item, form: Mapping[str, Any], *, call: Call, prefix: str = "form"
) -> dict[str, Any]:
    """The answers as given, after proof that each can be read. Raises BadRequestBody with every wrong field."""
    known = {one.key for one in item.fields}
    wrong = [Wrong(f"{prefix}.{key}", _UNKNOWN) for key in form if key not in known]
    wrong += [
        Wrong(f"{prefix}.{key}", _SHAPE)
        for key, value in form.items()
        if not isinstance(value, str | int | float | bool | None)
    ]
    if not wrong:
        _values, faults = cases.read_form(item, form, today=call.today)
        wrong = [Wrong(f"{prefix}.{key}", fault) for key, fault in faults.items()]
    if wrong:
        raise BadRequestBody(wrong)
    return dict(form)


def open_and_fill(
    call: Call, item: cases.Item, *, form: Mapping[str, Any], named: Mapping[str, str]
) -> cases.Case:
    """A draft with its answers, in the caller's transaction. Raises Answered, BadRequestBody, Refused."""
    require_role(call, item)
    given = checked_form(item, form, call=call)
    subject = subject_of(call, item, named)
    application = cases.Application(
        item=item,
        place=subject.place,
        channel="api",
        subject_id=subject.id,
        applicant_name=subject.name,
        on_behalf=subject.on_behalf,
    )
    case = cases.open_case(application=application, actor=call.actor())
    cases.save_form(number=case.number, item=item, given=given, actor=call.actor())
    return case
