"""Money of a project: what came in, and how it is split into accounts, pool and risk reserve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Sum

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models import (
    ExpropriationProject,
    LandAccountEntry,
    ProjectReceipt,
    ProjectShare,
)
from renshe.domains.expropriation.projects import (
    WHOLE,
    Recorded,
    cost_of,
    locked,
    members_of,
    owed_by_share,
)
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month


@transaction.atomic
def record_receipt(
    *, share_id: int, amount_fen: int, received_on: dt.date, bank_ref: str, accounting_month: Month, recorded: Recorded
) -> ProjectReceipt:  # fmt: skip
    """Money of one payer for one share, never more than is owed. Raises Refused; books: `flows/expropriation_to_ledger`."""
    share = ProjectShare.objects.select_related("project").get(pk=share_id)
    locked(share.project_id, "confirmed")
    wrong = []
    if amount_fen <= 0 or amount_fen > owed_by_share(share.project)[share.pk]:
        wrong.append(problems.TOO_MUCH)
    if not bank_ref.strip() or received_on > recorded.today:
        wrong.append(problems.REASON)
    if ProjectReceipt.objects.filter(bank_ref=bank_ref.strip()).exists():
        wrong.append(problems.TWICE)
    if wrong:
        raise Refused(*wrong, subject=bank_ref)
    return ProjectReceipt.objects.create(
        share=share, amount_fen=amount_fen, received_on=received_on, bank_ref=bank_ref.strip(),
        accounting_month=accounting_month, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Split:
    """A project's money in three parts (fen), kept apart for good; `each_fen` is one working head's account."""

    total_fen: int
    each_fen: int
    account_fen: int
    reserve_fen: int
    pool_fen: int


def split_of(project: ExpropriationProject) -> Split:
    """Accounts get their part of each working head's cost, the reserve its part of everything, the pool what is left.

    Broken fen of both parts stay with the pool, which is everybody's.
    """
    total = cost_of(project)
    each = project.cost_working_fen * project.account_permille // WHOLE
    account = each * members_of(project).filter(group="working").count()
    reserve = total * project.reserve_permille // WHOLE
    return Split(
        total_fen=total, each_fen=each, account_fen=account, reserve_fen=reserve,
        pool_fen=total - account - reserve,
    )  # fmt: skip


@transaction.atomic
def settle(*, project_id: int, recorded: Recorded) -> tuple[ExpropriationProject, Split]:
    """Put a certified project's money into accounts, pool and reserve, once. Raises Refused."""
    project = locked(project_id, "certified")
    split = split_of(project)
    if split.pool_fen < 0:
        raise Refused(problems.TERMS_WRONG, subject=project.approval_number)
    if split.each_fen:
        working = members_of(project).filter(group="working").order_by("pk")
        LandAccountEntry.objects.bulk_create(
            LandAccountEntry(
                person_id=member.person_id, project=project, kind="credit", amount_fen=split.each_fen,
                booked_on=recorded.today, recorded_by=recorded.by, recorded_at=recorded.at,
            )
            for member in working
        )  # fmt: skip
    project.state, project.settled_on = "settled", recorded.today
    project.account_fen, project.pool_fen, project.reserve_fen = (
        split.account_fen, split.pool_fen, split.reserve_fen,
    )  # fmt: skip
    project.save()
    return project, split


def received_by_payer(project: ExpropriationProject) -> dict[str, int]:
    """Fen received for a project so far by payer."""
    rows = ProjectReceipt.objects.filter(share__project=project).values_list("share__payer")
    return {
        payer: int(fen)
        for payer, fen in rows.annotate(fen=Sum("amount_fen")).order_by("share__payer")
    }


def account_balance(*, person_id: int) -> int:
    """Fen in a human being's account of the land-security money, merged numbers counted."""
    people = registry.everybody_who_is(person_id=person_id)
    found = LandAccountEntry.objects.filter(person_id__in=people).aggregate(fen=Sum("amount_fen"))
    return int(found["fen"] or 0)


def account_entries(*, person_id: int) -> list[LandAccountEntry]:
    """Every movement of the account, the oldest first."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = LandAccountEntry.objects.filter(person_id__in=people).select_related("project")
    return list(rows.order_by("booked_on", "pk"))


_PRODUCTS = """
SELECT e.person_id, sum(e.amount_fen * CASE WHEN e.kind = 'interest' OR e.booked_on < make_date(%(year)s, 1, 1) THEN 12
                                            ELSE 12 - extract(month FROM e.booked_on)::int END)::bigint
  FROM expropriation_account_entry e
 WHERE (e.kind <> 'interest' AND e.booked_on < make_date(%(year)s + 1, 1, 1)
        OR e.kind = 'interest' AND e.interest_year < %(year)s)
   AND NOT EXISTS (SELECT FROM expropriation_account_entry i WHERE i.person_id = e.person_id AND i.interest_year = %(year)s)
 GROUP BY 1 ORDER BY 1
"""


def account_products(*, year: int) -> dict[int, int]:
    """What each account held in a year times the months it held it (fen × months), for accounts without that year's interest.

    Money of a month bears interest from the next one; interest of earlier years the whole year, whenever it was booked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PRODUCTS, {"year": year})
        return {int(person): int(product) for person, product in cursor.fetchall() if product > 0}


@transaction.atomic
def record_interest(*, year: int, earned: Mapping[int, int], recorded: Recorded) -> int:
    """Write a year's interest (fen by person), once for each; returns the sum. Books: `flows/land_interest_to_ledger`."""
    LandAccountEntry.objects.bulk_create(
        LandAccountEntry(
            person_id=person, kind="interest", amount_fen=fen, interest_year=year, booked_on=recorded.today,
            recorded_by=recorded.by, recorded_at=recorded.at,
        )
        for person, fen in sorted(earned.items())
    )  # fmt: skip
    return sum(earned.values())
