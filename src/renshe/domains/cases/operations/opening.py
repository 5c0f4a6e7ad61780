"""From the first answer to a submitted case: open, save, attach papers or promise them, submit, correct, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from renshe.domains.cases.chain import record
from renshe.domains.cases.form import read_form, restored, stored, written
from renshe.domains.cases.item import Item, Material
from renshe.domains.cases.models import Case, Evidence
from renshe.domains.cases.operations.acting import (
    Actor,
    locked,
    move,
    restart_clock,
    step,
    tell,
)
from renshe.domains.cases.operations.papers import issue
from renshe.domains.cases.operations.second_person import path_of_amount
from renshe.domains.cases.ports import Asked, Examination, Service
from renshe.domains.cases.refusals import problem
from renshe.domains.documents import api as documents
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.working_days import working_days_after

EDITABLE = ("draft", "correcting")
FALLEN = ("not_accepted", "withdrawn", "reversed")
"""States in which nothing is decided any more, so that a promised paper is of no use either."""


@dataclass(frozen=True, slots=True)
class Application:
    """Who asks for what, where and how: the subject is whom the case is about, the applicant who hands it in.

    `on_behalf` says in which capacity somebody else acts: staff (at a counter), family, guardian, delegate.
    """

    item: Item
    place: str
    channel: str
    subject_id: int | None
    applicant_name: str
    received_at_place: str = ""
    on_behalf: str = ""


@transaction.atomic
def open_case(*, application: Application, actor: Actor) -> Case:
    """A draft under a number for life."""
    item = application.item
    case = Case(
        number=_new_number(application.place, actor.today),
        item=item.code,
        item_version=item.version,
        place=application.place,
        received_at_place=application.received_at_place or application.place,
        channel=application.channel,
        subject_kind=item.subject,
        subject_id=application.subject_id,
        applicant=actor.username,
        applicant_name=application.applicant_name,
        on_behalf=application.on_behalf,
        state="draft",
        path=item.path,
        opened_at=actor.at,
        limit_days=item.clock.days,
        limit_unit=item.clock.unit,
    )
    case.save()
    record(case, verb="open", actor=actor.username, at=actor.at, to_state="draft")
    return case


def _new_number(place: str, today: dt.date) -> str:
    """Place, year and a running number; a number that is not used is a gap and nothing more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (number,) = cursor.fetchone()
    return f"{place[:6]}-{today.year}-{number:08d}"


@transaction.atomic
def save_form(
    *, number: str, item: Item, given: Mapping[str, Any], actor: Actor
) -> dict[str, Problem]:
    """Keep the answers of a draft or of a case that waits for correction; returns what is wrong by field, all kept."""
    case = locked(number)
    if case.state not in EDITABLE or case.applicant != actor.username:
        raise Refused(problem("wrong_step"), subject=number)
    values, wrong = read_form(item, given, today=actor.today)
    raw = {key: str(given[key]) for key in wrong if given.get(key)}
    case.form = {**stored(item, values), **({"_raw": raw} if raw else {})}
    case.save(update_fields=["form"])
    return wrong


@transaction.atomic
def attach(
    *, number: str, item: Item, material: str, name: str, media_type: str, content: bytes, actor: Actor
) -> Evidence:  # fmt: skip
    """Keep a file as evidence; the one it replaces stays in the record.

    Its applicant brings papers before handing in and for a correction; afterwards only a promised one is taken, as long as
    the case stands. Refuses a paper that the item does not ask for (`unknown_material`), one that nobody waits for
    (`wrong_step`), and somebody else's (`not_holder`).
    """
    case = locked(number)
    asked = _material(item, material, case)
    _require_waiting(case, material, actor)
    if asked.source == "register":
        raise Refused(problem("unknown_material"), subject=asked.name.zh)
    kept = documents.store(
        name=name, media_type=media_type, content=content, direction="in", at=actor.at
    )
    Evidence.objects.filter(case=case, material=material, replaced_at__isnull=True).update(
        replaced_at=actor.at
    )
    evidence = Evidence.objects.create(
        case=case, material=material, source="upload", file_id=kept.pk, sha256=kept.sha256,
        name=kept.name, media_type=media_type, given_by=actor.username, given_at=actor.at,
    )  # fmt: skip
    if case.state != "draft":
        record(
            case, verb="attach", actor=actor.username, at=actor.at, public=True,
            words=asked.name.zh, data={"material": material, "sha256": kept.sha256},
        )  # fmt: skip
    return evidence


@transaction.atomic
def promise(*, number: str, item: Item, material: str, actor: Actor) -> Evidence:
    """Let a promise stand for a paper (告知承诺制, 国办发〔2020〕42号), to be brought within the item's days."""
    case = locked(number)
    asked = _material(item, material, case)
    if case.state not in EDITABLE:
        raise Refused(problem("wrong_step"), subject=f"{number}: {case.state}")
    if not asked.promise_days:
        raise Refused(problem("promise_not_allowed"), subject=asked.name.zh)
    Evidence.objects.filter(case=case, material=material, replaced_at__isnull=True).update(
        replaced_at=actor.at
    )
    return Evidence.objects.create(
        case=case, material=material, source="promise", given_by=actor.username, given_at=actor.at,
        promised_until=working_days_after(actor.today, asked.promise_days),
    )  # fmt: skip


def _require_waiting(case: Case, material: str, actor: Actor) -> None:
    if case.state in EDITABLE:
        if case.applicant != actor.username:
            raise Refused(problem("not_holder"), subject=case.number)
        return
    promised = Evidence.objects.filter(
        case=case, material=material, source="promise", kept_at__isnull=True, replaced_at__isnull=True
    )  # fmt: skip
    if case.state in FALLEN or not promised.exists():
        raise Refused(problem("wrong_step"), subject=f"{case.number}: {case.state}")


def _material(item: Item, key: str, case: Case) -> Material:
    asked = next((one for one in item.materials if one.key == key), None)
    if asked is None:
        raise Refused(problem("unknown_material"), subject=f"{case.number}: {key}")
    return asked


def missing_materials(case: Case, item: Item) -> list[Material]:
    """Required papers that are neither there nor promised; what a register says is read by the office."""
    given = set(
        Evidence.objects.filter(case=case, replaced_at__isnull=True).values_list(
            "material", flat=True
        )
    )
    return [
        one for one in item.materials
        if one.required and one.source != "register" and one.key not in given
    ]  # fmt: skip


def asked_of(case: Case, item: Item, actor: Actor) -> Asked:
    """The case as the item's own code sees it."""
    return Asked(
        number=case.number, item=case.item, place=case.place, subject_id=case.subject_id,
        applicant=case.applicant, values=restored(item, case.form), at=actor.at,
        today=actor.today, actor=actor.username,
    )  # fmt: skip


@transaction.atomic
def submit(*, number: str, item: Item, service: Service, actor: Actor) -> Case:
    """Hand a draft in, or a correction: the form is whole, the papers are there, and the item has looked at it.

    Raises Refused with every gap. What the item finds does not stop a submission; it is shown to whoever decides.
    """
    case = locked(number)
    verb = "correct" if case.state == "correcting" else "submit"
    step(case, verb, actor)
    values, wrong = read_form(item, written(item, case.form), today=actor.today)
    if wrong:
        raise Refused(*wrong.values(), subject=number)
    missing = missing_materials(case, item)
    if missing:
        raise Refused(
            problem("material_missing"), subject="、".join(one.name.zh for one in missing)
        )
    case.form = stored(item, values)
    keep_examination(case, item, service.examine(asked_of(case, item, actor)), on=actor.today)
    case.submitted_at = case.submitted_at or actor.at
    move(case, verb, actor, public=True, data={"form": case.form})
    if verb == "correct" and item.clock.after_correction == "restarts":
        restart_clock(case, actor.today)
    tell(
        case, at=actor.at, by_sms=False,
        zh=f"{item.name.zh}（{case.number}）已提交，{item.clock.accept_within}个工作日内告知是否受理。",
        en=f"{item.name.en} ({case.number}) was submitted; within {item.clock.accept_within} working days you will"
        " hear whether it is accepted.",
    )  # fmt: skip
    return case


def keep_examination(case: Case, item: Item, found: Examination, *, on: dt.date) -> None:
    """Keep what the item found, the path it leads to, and whether the case is like others."""
    case.amount_fen = found.amount_fen
    case.path = path_of_amount(item.path_for(found.amount_fen), found.amount_fen, on=on)
    case.alike = f"{item.code}:{item.version}" if found.clean and case.path != "approval" else ""
    case.examination = {
        "findings": [
            {
                **asdict(one.problem),
                "refuses": one.refuses,
                "field": one.field,
                "detail": one.detail,
            }
            for one in found.findings
        ],
        "differences": [asdict(one) for one in found.differences],
        "sheet": dict(found.sheet),
    }


@transaction.atomic
def withdraw(*, number: str, item: Item, words: str, actor: Actor) -> Case:
    """The applicant takes it back, at any time before it goes to review."""
    case = locked(number)
    move(case, "withdraw", actor, words=words, public=True)
    case.closed_at, case.due_on, case.holder = actor.at, None, ""
    case.save(update_fields=["closed_at", "due_on", "holder"])
    return case


@transaction.atomic
def apply_at_once(
    *, application: Application, given: Mapping[str, Any], service: Service, actor: Actor
) -> Case:
    """Open, fill and submit in one transaction, for an API or a counter without papers: all of it or nothing."""
    case = open_case(application=application, actor=actor)
    wrong = save_form(number=case.number, item=application.item, given=given, actor=actor)
    if wrong:
        raise Refused(*wrong.values(), subject=application.item.code)
    return submit(number=case.number, item=application.item, service=service, actor=actor)


__all__ = [
    "Application",
    "apply_at_once",
    "asked_of",
    "attach",
    "issue",
    "keep_examination",
    "missing_materials",
    "open_case",
    "promise",
    "save_form",
    "submit",
    "withdraw",
]
