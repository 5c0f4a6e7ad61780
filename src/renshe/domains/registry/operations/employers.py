"""Registering, changing, closing and absorbing employers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.documents.api import File
from renshe.domains.registry import problems
from renshe.domains.registry.models import Employer, EmployerChange
from renshe.domains.registry.operations.entry import found, place_problem, reason_problem
from renshe.domains.registry.queries.employers import final_successor
from renshe.kernel.codes.characters import full_width_problem, invisible_problem
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.problem import Problem, Refused, accepted
from renshe.kernel.codes.standards import read_code

LABELS = {
    "uscc": "统一社会信用代码", "name": "单位名称", "kind": "单位类型", "industry_code": "行业门类",
    "size_class": "规模", "injury_rate_class": "工伤行业类别", "place": "参保地",
    "closed_on": "注销日期", "successor_id": "承继单位",
}  # fmt: skip
# What says who the unit is, and what decides its rate.
ON_EVIDENCE = frozenset({"uscc", "name", "injury_rate_class"})
CHANGEABLE = ("uscc", "name", "kind", "industry_code", "size_class", "injury_rate_class", "place")


@transaction.atomic
def register_employer(
    *,
    uscc: str,
    name: str,
    kind: str,
    industry_code: str,
    size_class: str,
    injury_rate_class: int,
    place: str,
    registered_on: date,
    actor: str,
    at: datetime,
) -> Employer:
    """Enter a unit once, by its unified social credit code. Raises Refused with every problem."""
    fields = {
        "uscc": uscc, "name": name, "kind": kind, "industry_code": industry_code,
        "size_class": size_class, "injury_rate_class": injury_rate_class, "place": place,
    }  # fmt: skip
    wrong = found(*(field_problem(field, value) for field, value in fields.items()))
    if not wrong:
        fields = {field: _as_kept(field, value) for field, value in fields.items()}
        if Employer.objects.filter(uscc=fields["uscc"]).exists():
            wrong.append(problems.employer_exists(uscc=str(fields["uscc"])))
    if registered_on > at.date():
        wrong.append(problems.date_order(zh="登记日期尚未到来", en="registered in the future"))
    if wrong:
        raise Refused(*wrong)
    employer = Employer.objects.create(registered_on=registered_on, **fields)
    record_event(
        actor=actor, verb="registry.register_employer", subject_kind="employer",
        subject_id=employer.pk, reason="", at=at,
    )  # fmt: skip
    return employer


@transaction.atomic
def change_employer(
    *,
    employer_id: int,
    field: str,
    new: str | int,
    reason: str,
    evidence_file_id: int | None,
    actor: str,
    at: datetime,
    known_on: date,
) -> Employer:
    """Change one field of a unit. Code, name and injury class need evidence. Raises Refused."""
    if field not in CHANGEABLE:
        raise Refused(problems.not_a_key_field(field=field))
    wrong = found(reason_problem(reason), field_problem(field, new))
    if wrong:
        raise Refused(*wrong)
    new = _as_kept(field, new)
    known_file = File.objects.filter(pk=evidence_file_id).exists()
    if field in ON_EVIDENCE and not known_file:
        wrong.append(problems.evidence_missing(field_zh=LABELS[field]))
    employer = Employer.objects.select_for_update().get(pk=employer_id)
    if getattr(employer, field) == new:
        wrong.append(problems.nothing_changes(field_zh=LABELS[field]))
    if field == "uscc" and Employer.objects.filter(uscc=new).exclude(pk=employer_id).exists():
        wrong.append(problems.employer_exists(uscc=str(new)))
    if wrong:
        raise Refused(*wrong)
    old = getattr(employer, field)
    setattr(employer, field, new)
    employer.save(update_fields=[field])
    _note(employer, field, old, new, reason, evidence_file_id, actor, at, known_on)
    return employer


@transaction.atomic
def close_employer(
    *,
    employer_id: int,
    last_day: date,
    reason: str,
    evidence_file_id: int | None,
    actor: str,
    at: datetime,
    known_on: date,
) -> Employer:
    """Close a unit without successor (注销). `last_day` is the last on which it existed.

    What it owes must be settled first (社会保险经办条例 十): whoever knows of arrears asks before.
    """
    employer = Employer.objects.select_for_update().get(pk=employer_id)
    wrong = found(reason_problem(reason), _closing_problem(employer, last_day))
    if wrong:
        raise Refused(*wrong)
    employer.closed_on = last_day
    employer.save(update_fields=["closed_on"])
    _note(employer, "closed_on", "", last_day, reason, evidence_file_id, actor, at, known_on)
    return employer


@transaction.atomic
def absorb_employer(
    *,
    employer_id: int,
    successor_id: int,
    last_day: date,
    reason: str,
    evidence_file_id: int,
    actor: str,
    at: datetime,
    known_on: date,
) -> Employer:
    """Close a unit into its successor (合并). `last_day` is the last on which it existed by itself.

    Rights and duties pass to the successor: arrears and employees follow through whoever reads
    `successor`. Nothing else happens here. Raises Refused.
    """
    ids = [employer_id, successor_id]
    locked = Employer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    units = {unit.pk: unit for unit in locked}
    employer, successor = units[employer_id], units[successor_id]
    wrong = found(
        reason_problem(reason),
        _closing_problem(employer, last_day),
        _successor_problem(employer, successor, last_day),
    )
    if not File.objects.filter(pk=evidence_file_id).exists():
        wrong.append(problems.evidence_missing(field_zh="承继单位"))
    if wrong:
        raise Refused(*wrong)
    employer.closed_on, employer.successor = last_day, successor
    employer.save(update_fields=["closed_on", "successor"])
    _note(employer, "closed_on", "", last_day, reason, evidence_file_id, actor, at, known_on)
    _note(employer, "successor_id", "", successor.pk, reason, evidence_file_id, actor, at, known_on)
    return employer


def field_problem(field: str, value: str | int) -> Problem | None:
    """What is wrong with one field of an employer, or None. Also used by the registration form."""
    match field:
        case "uscc":
            read = read_credit_code(str(value))
            return read if isinstance(read, Problem) else None
        case "name":
            return _name_problem(str(value))
        case "industry_code":
            read = read_code(str(value), table="industry")
            return read if isinstance(read, Problem) else None
        case "place":
            return place_problem(str(value), field_zh="参保地")
        case "injury_rate_class":
            known = [str(number) for number in range(1, 9)]
        case "kind":
            known = list(Employer.Kind.values)
        case _:
            known = list(Employer.SizeClass.values)
    if str(value) in known:
        return None
    return problems.value_unknown(
        field_zh=LABELS[field], field_en=field, value=str(value), known=", ".join(known)
    )


def _as_kept(field: str, value: str | int) -> str | int:
    """The value in the form the table keeps, after `field_problem` found nothing."""
    if field == "industry_code":
        return accepted(read_code(str(value), table="industry"))
    if field == "uscc":
        return accepted(read_credit_code(str(value)))
    return value.strip() if isinstance(value, str) else value


def _name_problem(name: str) -> Problem | None:
    if not 2 <= len(name) <= 255:
        return problems.field_missing(field_zh="单位名称", field_en="name of the employer")
    invisible = invisible_problem(name, what_zh="单位名称", what_en="employer's name")
    # Full-width brackets belong to registered names: 珠海某某（集团）有限公司.
    letters = name.replace("（", "").replace("）", "")
    return invisible or full_width_problem(letters, what_zh="单位名称", what_en="employer's name")


def _closing_problem(employer: Employer, last_day: date) -> Problem | None:
    if employer.closed_on is not None:
        return problems.successor_refused(zh="该单位已经注销", en="the employer is closed already")
    if last_day < employer.registered_on:
        return problems.date_order(
            zh="注销日期早于登记日期", en="it would close before it was registered"
        )
    return None


def _successor_problem(employer: Employer, successor: Employer, last_day: date) -> Problem | None:
    if successor.pk == employer.pk or final_successor(employer_id=successor.pk) == employer.pk:
        return problems.successor_refused(
            zh="单位不能由自己承继", en="an employer cannot succeed itself"
        )
    if successor.closed_on is not None:
        return problems.successor_refused(
            zh="承继单位已经注销", en="the successor is closed itself"
        )
    if successor.registered_on > last_day and successor.registered_on.toordinal() != (
        last_day.toordinal() + 1
    ):
        return problems.successor_refused(
            zh="承继单位在合并时尚未设立", en="the successor did not exist yet"
        )
    return None


def _note(
    employer: Employer, field: str, old: object, new: object, reason: str,
    evidence_file_id: int | None, actor: str, at: datetime, known_on: date,
) -> None:  # fmt: skip
    EmployerChange.objects.create(
        employer=employer, field=field, old=str(old), new=str(new), reason=reason.strip(),
        evidence_file_id=evidence_file_id, changed_by=actor, changed_at=at, known_on=known_on,
    )  # fmt: skip
    record_event(
        actor=actor, verb="registry.change_employer", subject_kind="employer",
        subject_id=employer.pk, reason=reason.strip(), at=at,
        detail={"field": field, "evidence_file": evidence_file_id},
    )  # fmt: skip
