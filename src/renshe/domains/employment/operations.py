"""Filing a contract, ending it, reopening it, and withdrawing what was filed by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from renshe.domains.audit.api import record_event
from renshe.domains.employment import problems
from renshe.domains.employment.models import Contract, ContractAct
from renshe.domains.registry.api import Employer, employer, resolve
from renshe.kernel.codes.problem import Problem, Refused

RENEWED = "renewed"
"""Why a contract ended whose next term is on file: work goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed. `wage_fen` is a month's pay, for part-time work an hour's; `work_place` a division's code."""

    kind: str
    began_on: date
    signed_on: date | None
    ends_on: date | None
    probation_months: int
    occupation: str
    work_place: str
    hours: str
    wage_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who records something, when, why, since when it is known, and out of which case (`reference`)."""

    reason: str
    reference: str
    known_on: date
    actor: str
    at: datetime


def longest_probation(*, kind: str, began_on: date, ends_on: date | None) -> int:
    """How many months of probation a contract allows (劳动合同法 19, 70).

    A term of three months to under a year allows one, under three years two, three years or an open end six; a task, a
    shorter term and part-time work none. A term of whole months ends on the day before the same day of a later month.
    """
    if kind in (Contract.Kind.TASK, Contract.Kind.PART_TIME):
        return 0
    if kind == Contract.Kind.OPEN or ends_on is None:
        return 6
    after = date.fromordinal(ends_on.toordinal() + 1)
    months = (after.year - began_on.year) * 12 + after.month - began_on.month
    months -= after.day < began_on.day
    return 0 if months < 3 else 1 if months < 12 else 2 if months < 36 else 6


@transaction.atomic
def file_contract(*, employer_id: int, person_id: int, terms: Terms, act: Act) -> Contract:
    """File one employment. A merged duplicate is filed as the survivor. Raises Refused with every problem at once."""
    unit = employer(employer_id=employer_id)
    somebody = resolve(person_id=person_id)
    standing = _in_force(employer_id=employer_id, person_id=somebody)
    wrong = _against(unit, standing, terms)
    if wrong:
        raise Refused(*wrong)
    contract = Contract.objects.create(
        employer=unit, person_id=somebody, kind=terms.kind, began_on=terms.began_on,
        signed_on=terms.signed_on, ends_on=terms.ends_on, probation_months=terms.probation_months,
        occupation=terms.occupation.strip(), work_place=terms.work_place, hours=terms.hours,
        wage_fen=terms.wage_fen,
    )  # fmt: skip
    _note(contract, ContractAct.Kind.FILED, on=terms.began_on, act=act)
    return contract


def against_filing(*, employer_id: int, person_id: int, terms: Terms) -> list[Problem]:
    """Every reason why `file_contract` would refuse now; nothing is written or locked."""
    rows = _standing(employer_id=employer_id, person_id=resolve(person_id=person_id))
    return _against(employer(employer_id=employer_id), rows.first(), terms)


@transaction.atomic
def end_contract(
    *, employer_id: int, person_id: int, ended_on: date, reason: str, act: Act
) -> Contract:
    """End the employment in force; `ended_on` is its last day. Raises Refused `no_contract_filed`, `days_out_of_order`."""
    contract = _in_force(employer_id=employer_id, person_id=resolve(person_id=person_id))
    if contract is None:
        raise Refused(problems.no_contract())
    if ended_on < contract.began_on:
        raise Refused(problems.days_out_of_order())
    contract.ended_on, contract.end_reason = ended_on, reason
    contract.save(update_fields=["ended_on", "end_reason"])
    _note(contract, ContractAct.Kind.ENDED, on=ended_on, act=act)
    return contract


@transaction.atomic
def renew_contract(
    *, employer_id: int, person_id: int, kind: str, ends_on: date | None, signed_on: date,
    wage_fen: int, act: Act,
) -> tuple[Contract, Contract]:  # fmt: skip
    """End the term in force on its last day and file the next one from the day after: the old contract and the new.

    Work, place and hours stay as filed; there is no second probation (劳动合同法 19). Raises Refused `no_contract_filed`
    where nothing with a last day is in force, and as `file_contract`.
    """
    standing = _in_force(employer_id=employer_id, person_id=resolve(person_id=person_id))
    if standing is None or standing.ends_on is None:
        raise Refused(problems.no_contract())
    terms = Terms(
        kind=kind, began_on=standing.ends_on + timedelta(days=1), signed_on=signed_on, ends_on=ends_on,
        probation_months=0, occupation=standing.occupation, work_place=standing.work_place,
        hours=standing.hours, wage_fen=wage_fen,
    )  # fmt: skip
    old = end_contract(
        employer_id=employer_id, person_id=person_id, ended_on=standing.ends_on, reason=RENEWED,
        act=act,
    )  # fmt: skip
    return old, file_contract(employer_id=employer_id, person_id=person_id, terms=terms, act=act)


@transaction.atomic
def reopen_contract(*, contract_id: int, act: Act) -> Contract:
    """An end that was reported by mistake never was. Raises Refused where a later contract is in force."""
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    standing = _in_force(employer_id=contract.employer_id, person_id=contract.person_id)
    if standing is not None:
        raise Refused(problems.filed_already(since=standing.began_on))
    if contract.ended_on is None or contract.withdrawn:
        raise Refused(problems.no_contract())
    ended_on, contract.ended_on, contract.end_reason = contract.ended_on, None, ""
    contract.save(update_fields=["ended_on", "end_reason"])
    _note(contract, ContractAct.Kind.REOPENED, on=ended_on, act=act)
    return contract


@transaction.atomic
def withdraw_contract(*, contract_id: int, act: Act) -> Contract:
    """What was filed by mistake stands for nothing; the row stays. Withdrawing twice is refused."""
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    if contract.withdrawn:
        raise Refused(problems.no_contract())
    contract.withdrawn = True
    contract.save(update_fields=["withdrawn"])
    _note(contract, ContractAct.Kind.WITHDRAWN, on=contract.began_on, act=act)
    return contract


def _in_force(*, employer_id: int, person_id: int) -> Contract | None:
    rows = _standing(employer_id=employer_id, person_id=person_id)
    return rows.select_for_update().first()


def _standing(*, employer_id: int, person_id: int) -> QuerySet[Contract]:
    return Contract.objects.filter(
        employer_id=employer_id, person_id=person_id, ended_on__isnull=True, withdrawn=False
    )


def _against(unit: Employer, standing: Contract | None, terms: Terms) -> list[Problem]:
    wrong = [*_of_terms(terms), *_of_employer(unit, terms.began_on)]
    if standing is not None:
        wrong.append(problems.filed_already(since=standing.began_on))
    return wrong


def _of_terms(terms: Terms) -> list[Problem]:
    wrong = []
    if terms.kind == Contract.Kind.FIXED and terms.ends_on is None:
        wrong.append(problems.term_missing())
    if terms.ends_on is not None and terms.ends_on < terms.began_on:
        wrong.append(problems.days_out_of_order())
    most = longest_probation(kind=terms.kind, began_on=terms.began_on, ends_on=terms.ends_on)
    if not wrong and terms.probation_months > most:
        wrong.append(problems.probation_too_long(most=most))
    if terms.wage_fen <= 0:
        wrong.append(problems.wage_missing())
    return wrong


def _of_employer(unit: Employer, on: date) -> list[Problem]:
    there = unit.registered_on <= on and (unit.closed_on is None or on <= unit.closed_on)
    return [] if there else [problems.employer_closed(on=on)]


def _note(contract: Contract, kind: ContractAct.Kind, *, on: date, act: Act) -> None:
    ContractAct.objects.create(
        contract=contract, kind=kind, effective_on=on, known_on=act.known_on, reason=act.reason,
        reference=act.reference, recorded_by=act.actor, recorded_at=act.at,
    )  # fmt: skip
    record_event(
        actor=act.actor, verb=f"employment.{kind.value}", subject_kind="person",
        subject_id=contract.person_id, reason=act.reason, at=act.at,
        detail={"contract": contract.pk, "employer": contract.employer_id},
    )  # fmt: skip
