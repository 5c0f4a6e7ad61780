"""As which body an institution may file lists: set by an administrator, confirmed by the office, ended with a reason.

Who recognises need is laid down by the law of each group (社会救助暂行办法 第三条: civil affairs); that an institution is that
body is shown by a document and seen by two people. The callers record the acts.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction

from renshe.domains.identity.api import institution_in_force
from renshe.domains.premium_help import problems
from renshe.domains.premium_help.hand import Recorded
from renshe.domains.premium_help.models_bodies import FilingBody
from renshe.kernel.codes.problem import Refused

FILING_BODIES = ("civil_affairs", "disabled_federation", "state_assets_office", "street")
"""The bodies as which an institution can file: all origins but a person's own request."""


@transaction.atomic
def set_body(
    *, institution_id: int, origin: str, document: str, recorded: Recorded
) -> FilingBody:  # fmt: skip
    """Say as which body an institution files; nothing opens until another person confirms.

    Raises Refused `help_body_incomplete`, `help_body_there`, `institution_ended`.
    """
    held = institution_in_force(institution_id=institution_id)
    if origin not in FILING_BODIES or not document.strip():
        raise Refused(problems.BODY_INCOMPLETE)
    try:
        with transaction.atomic():
            return FilingBody.objects.create(
                institution=held, origin=origin, document=document.strip()[:120], set_by=recorded.by, set_at=recorded.at
            )  # fmt: skip
    except IntegrityError:
        raise Refused(problems.BODY_THERE) from None


@transaction.atomic
def confirm_body(*, body_id: int, recorded: Recorded) -> FilingBody:
    """Somebody else has seen the document: from now on the institution files as this body.

    Raises Refused `help_step_wrong`, `two_people_needed`; FilingBody.DoesNotExist.
    """
    found = FilingBody.objects.select_for_update().get(pk=body_id)
    if found.state != "set":
        raise Refused(problems.WRONG_STEP)
    if found.set_by == recorded.by:
        raise Refused(problems.SAME_HAND)
    found.confirmed_by, found.confirmed_at = recorded.by, recorded.at
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    return found


@transaction.atomic
def end_body(*, body_id: int, why: str, recorded: Recorded) -> FilingBody:
    """Take it away at once, or take a setting back. One person is enough: taking powers away never waits for a second.

    Lists filed before stay as they are. Raises Refused `help_step_wrong`, `reason_missing`; FilingBody.DoesNotExist.
    """
    found = FilingBody.objects.select_for_update().get(pk=body_id)
    if found.state == "ended":
        raise Refused(problems.WRONG_STEP)
    if not why.strip():
        raise Refused(problems.REASON)
    found.ended_by, found.ended_at, found.ended_why = recorded.by, recorded.at, why.strip()[:200]
    found.save(update_fields=["ended_by", "ended_at", "ended_why"])
    return found


def bodies(*, institution_ids: list[int] | None = None) -> list[FilingBody]:
    """Every body that was set for institutions in force: those that wait first, the ended last."""
    found = FilingBody.objects.select_related("institution").filter(
        institution__ended_at__isnull=True
    )
    if institution_ids is not None:
        found = found.filter(institution_id__in=institution_ids)
    order = {"set": 0, "confirmed": 1, "ended": 2}
    return sorted(found, key=lambda one: (order[one.state], one.institution.name, one.pk))


def files_as(*, institution_id: int) -> tuple[str, ...]:
    """As which bodies an institution may file now, in the order of `FILING_BODIES`."""
    held = set(
        FilingBody.objects.filter(
            institution_id=institution_id, confirmed_at__isnull=False, ended_at__isnull=True
        ).values_list("origin", flat=True)
    )
    return tuple(code for code in FILING_BODIES if code in held)


def require_body(*, institution_id: int, origin: str) -> None:
    """Raises Refused `help_not_that_body` where the institution does not file as this body."""
    if origin not in files_as(institution_id=institution_id):
        raise Refused(problems.NOT_THAT_BODY)
