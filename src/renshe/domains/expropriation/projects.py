"""A project from its approval to its certificate: registered, made public, confirmed by two bodies, certified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models import (
    ExpropriationProject,
    ListObjection,
    ProjectMember,
    ProjectReceipt,
    ProjectShare,
)
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules import Explain

PUBLIC_DAYS = 7
WHOLE = 1000


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """Who records it, when, and the day it is known on."""

    by: str
    at: dt.datetime
    today: dt.date


@dataclass(frozen=True, kw_only=True)
class NewShare:
    """One payer's part of the cost, in permille, until a day."""

    payer: str
    payer_name: str
    permille: int
    due_on: dt.date


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project as its approval has it; money in fen, areas in square metres, parts in permille."""

    approval_number: str
    name: str
    place: str
    village_group: str
    approved_on: dt.date
    land_taken_m2: int
    land_group_m2: int
    land_group_people: int
    scheme: str
    months_bought: int
    cost_working_fen: int
    cost_old_fen: int
    one_off_minor_fen: int
    account_permille: int
    reserve_permille: int
    shares: tuple[NewShare, ...]


@transaction.atomic
def register_project(
    *, new: NewProject, recorded: Recorded, explain: Explain
) -> ExpropriationProject:
    """Enter a project with its payers; how many people it places is the law's answer. Raises Refused, Refusal."""
    wrong = _wrong(new)
    if wrong:
        raise Refused(*wrong, subject=new.approval_number)
    quota = quota_of(new=new, explain=explain).value
    project = ExpropriationProject.objects.create(
        **{name: value for name, value in vars(new).items() if name != "shares"},
        quota=int(quota), recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
    ProjectShare.objects.bulk_create(
        ProjectShare(project=project, **vars(one)) for one in new.shares
    )
    return project


def quota_of(*, new: NewProject | ExpropriationProject, explain: Explain) -> Any:
    """The law's explanation of how many people are to be placed."""
    facts = {
        "land_taken_m2": new.land_taken_m2,
        "land_group_m2": new.land_group_m2,
        "land_group_people": new.land_group_people,
    }
    return explain("land_quota", facts, place=new.place[:6], on=new.approved_on)


def _wrong(new: NewProject) -> list[Problem]:
    wrong = []
    if ExpropriationProject.objects.filter(approval_number=new.approval_number).exists():
        wrong.append(problems.NUMBER_TAKEN)
    counts = (new.land_taken_m2, new.land_group_m2, new.land_group_people)
    money = (new.cost_working_fen, new.cost_old_fen, new.one_off_minor_fen, new.months_bought)
    parts = (new.account_permille, new.reserve_permille)
    if (
        min(counts) <= 0 or new.land_taken_m2 > new.land_group_m2
        or min(*money, *parts) < 0 or sum(parts) > WHOLE
    ):  # fmt: skip
        wrong.append(problems.TERMS_WRONG)
    if sum(one.permille for one in new.shares) != WHOLE or any(
        one.permille <= 0 for one in new.shares
    ):
        wrong.append(problems.SHARES_WRONG)
    return wrong


@transaction.atomic
def publish_list(*, project_id: int, recorded: Recorded) -> ExpropriationProject:
    """Make the list public for seven days, counted from the day after. Raises Refused."""
    project = locked(project_id, "listed")
    count = members_of(project).count()
    wrong = []
    if not count:
        wrong.append(problems.LIST_EMPTY)
    if count > project.quota:
        wrong.append(problems.OVER_QUOTA)
    if wrong:
        raise Refused(*wrong, subject=project.approval_number)
    project.state, project.public_from = "public", recorded.today
    project.public_to = recorded.today + dt.timedelta(days=PUBLIC_DAYS)
    project.save()
    return project


@transaction.atomic
def object_to_list(
    *, project_id: int, words: str, recorded: Recorded, person_id: int | None = None, reference: str = ""
) -> ListObjection:  # fmt: skip
    """Take an objection down while the list is public. Raises Refused `not_public`, `reason_missing`."""
    project = ExpropriationProject.objects.select_for_update().get(pk=project_id)
    if project.state != "public" or project.public_to is None or recorded.today > project.public_to:
        raise Refused(problems.NOT_PUBLIC, subject=project.approval_number)
    if not words.strip():
        raise Refused(problems.REASON)
    return ListObjection.objects.create(
        project=project, person_id=person_id, words=words.strip()[:400], reference=reference,
        raised_on=recorded.today,
    )  # fmt: skip


@transaction.atomic
def answer_objection(
    *, objection_id: int, upheld: bool, answer: str, recorded: Recorded
) -> ListObjection:
    """Answer an objection; one that is upheld is followed by a change of the list. Raises Refused."""
    found = ListObjection.objects.select_for_update().get(pk=objection_id)
    if found.state != "open":
        raise Refused(problems.WRONG_STEP)
    if not answer.strip():
        raise Refused(problems.REASON)
    found.state, found.answer = ("upheld" if upheld else "rejected"), answer.strip()[:400]
    found.answered_by, found.answered_on = recorded.by, recorded.today
    found.save()
    return found


@transaction.atomic
def confirm_by_street(*, project_id: int, recorded: Recorded) -> ExpropriationProject:
    """The street confirms the list once it was public and every objection is answered. Raises Refused."""
    project = locked(project_id, "public")
    wrong = []
    if project.public_to is None or recorded.today <= project.public_to:
        wrong.append(problems.PUBLIC_TOO_SHORT)
    if project.objections.filter(state="open").exists():
        wrong.append(problems.OBJECTION_OPEN)
    if project.street_confirmed_by is not None:
        wrong.append(problems.WRONG_STEP)
    if wrong:
        raise Refused(*wrong, subject=project.approval_number)
    project.street_confirmed_by, project.street_confirmed_at = recorded.by, recorded.at
    project.save()
    return project


@transaction.atomic
def confirm_by_land(*, project_id: int, letter: str, recorded: Recorded) -> ExpropriationProject:
    """The natural-resources department confirms by its letter; then every payer's amount is fixed. Raises Refused."""
    project = locked(project_id, "public")
    wrong = []
    if project.street_confirmed_by is None:
        wrong.append(problems.WRONG_STEP)
    if project.street_confirmed_by == recorded.by:
        wrong.append(problems.TWO_PEOPLE)
    if not letter.strip():
        wrong.append(problems.LETTER_MISSING)
    if wrong:
        raise Refused(*wrong, subject=project.approval_number)
    project.land_letter, project.land_confirmed_by = letter.strip()[:80], recorded.by
    project.land_confirmed_at, project.state = recorded.at, "confirmed"
    project.save()
    shares = list(project.shares.order_by("pk"))
    for share, fen in zip(
        shares, divided(cost_of(project), [one.permille for one in shares]), strict=True
    ):
        share.amount_fen = fen
        share.save(update_fields=["amount_fen"])
    return project


@transaction.atomic
def certify(*, project_id: int, recorded: Recorded) -> ExpropriationProject:
    """Certify that social security is arranged (社会保障落实证明): never before the money is in. Raises Refused."""
    project = locked(project_id, "confirmed")
    wrong = []
    if any(owed for owed in owed_by_share(project).values()):
        wrong.append(problems.MONEY_NOT_IN)
    if (
        project.one_off_minor_fen
        and members_of(project).filter(group="minor", one_off_ref="").exists()
    ):
        wrong.append(problems.MINOR_NOT_PAID)
    if project.street_confirmed_by == recorded.by:
        wrong.append(problems.TWO_PEOPLE)
    if wrong:
        raise Refused(*wrong, subject=project.approval_number)
    project.certificate = f"征保{recorded.today.year}-{project.place[:6]}-{project.pk:05d}"
    project.certified_by, project.certified_on = recorded.by, recorded.today
    project.state = "certified"
    project.save()
    return project


def locked(project_id: int, state: str) -> ExpropriationProject:
    """The project, locked, at the step that is expected. Raises Refused `project_step_wrong`."""
    project = ExpropriationProject.objects.select_for_update().get(pk=project_id)
    if project.state != state:
        raise Refused(problems.WRONG_STEP, subject=project.approval_number)
    return project


def members_of(project: ExpropriationProject) -> Any:
    """Who is on the list now."""
    return ProjectMember.objects.filter(project=project, removed_on=None)


def cost_of(project: ExpropriationProject) -> int:
    """Fen that the payers owe together: each working and each old head at its cost; a minor is paid directly."""
    heads = {group: members_of(project).filter(group=group).count() for group in ("working", "old")}
    return heads["working"] * project.cost_working_fen + heads["old"] * project.cost_old_fen


def owed_by_share(project: ExpropriationProject) -> dict[int, int]:
    """Fen still owed by share id; before the list is confirmed nothing is."""
    paid = dict(
        ProjectReceipt.objects.filter(share__project=project)
        .values_list("share_id")
        .annotate(fen=Sum("amount_fen"))
        .order_by("share_id")
    )
    return {
        one.pk: (one.amount_fen or 0) - paid.get(one.pk, 0) for one in project.shares.order_by("pk")
    }


def divided(total_fen: int, permille: Sequence[int]) -> list[int]:
    """An amount by parts that make a whole: broken fen are dropped and given, one each, to the largest remainders first."""
    parts = [total_fen * one // WHOLE for one in permille]
    left = total_fen - sum(parts)
    order = sorted(range(len(parts)), key=lambda at: (-(total_fen * permille[at] % WHOLE), at))
    for at in order[:left]:
        parts[at] += 1
    return parts
