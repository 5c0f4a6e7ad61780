"""The employer's people: who is insured here, whose contract is filed, which contract ends soon, and leaving from a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from renshe.domains.employment.api import RENEWED, Contract, contracts_at
from renshe.domains.enrolment.api import Spell
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import Person
from renshe.kernel.periods import first_day, month_containing
from renshe.portals.applying.portal import APPLY
from renshe.portals.employer.office import my_employer
from renshe.portals.employer.portal import EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.paging import Paging, paging_from

SOON = timedelta(days=60)
"""How long before its last day a contract is listed as ending; the law asks for no notice of a term's end (owner-default)."""
HIRE, LEAVE = "registration.hire", "registration.leave"
RENEW = "labour.renew_contract"
KINDS: dict[str, Any] = {
    "fixed": _("固定期限"),
    "open_ended": _("无固定期限"),
    "task": _("以完成一定工作任务为期限"),
    "part_time": _("非全日制用工"),
}
SHOWS: dict[str, Any] = {
    "insured": _("在保人员"),
    "contracts": _("已备案合同"),
    "ending": _("快到期的合同"),
}


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    """One person, masked. Contract parts are empty where no contract is filed; `days_left` counts to its last day agreed."""

    name: str
    id_number: str
    insured_since: int | None
    kind: str
    occupation: str
    began_on: date | None
    ends_on: date | None
    days_left: int | None
    leave_url: str
    renew_url: str
    renewed: bool


@dataclass(frozen=True, kw_only=True)
class Show:
    """One of the lists, with how many stand in it."""

    words: str
    url: str
    count: int
    here: bool


@dataclass(frozen=True, kw_only=True)
class StaffPage:
    """What `employer/pages/staff.html` may use. `hire_url` is empty for a delegate who may not apply."""

    employer_name: str
    show: str
    shows: tuple[Show, ...]
    rows: tuple[StaffRow, ...]
    paging: Paging
    hire_url: str


@EMPLOYER.page(template="employer/pages/staff.html", access=LOOK)
def staff(visit: Visit) -> StaffPage:
    """Show one of the three lists, a page at a time."""
    unit, asked = my_employer(visit), visit.request.GET
    show = asked.get("show", "") if asked.get("show") in SHOWS else "insured"
    insured = insured_people(employer_id=unit.pk, on=visit.today)
    # A term that was renewed lasts until its last day; the next one shows from its first.
    lasting = contracts_at(employer_id=unit.pk, on=visit.today).filter(
        Q(ended_on__isnull=True) | Q(end_reason=RENEWED)
    )
    ending = ending_soon(employer_id=unit.pk, on=visit.today)
    counts = {"insured": insured.count(), "contracts": lasting.count(), "ending": ending.count()}
    paging = paging_from(asked.get("page", ""), total=counts[show])
    at = slice(paging.offset, paging.last)
    may_apply = APPLY.allows(visit)
    if show == "insured":
        rows = _insured_rows(visit, list(insured[at]), lasting, may_apply=may_apply)
    else:
        chosen = ending if show == "ending" else lasting.order_by("-began_on", "pk")
        rows = [
            _row(visit, one.person, one, may_apply=may_apply)
            for one in chosen.select_related("person")[at]
        ]
    return StaffPage(
        employer_name=unit.name,
        show=show,
        shows=tuple(
            Show(words=str(words), url=f"?show={code}", count=counts[code], here=code == show)
            for code, words in SHOWS.items()
        ),
        rows=tuple(rows),
        paging=paging,
        hire_url=reverse("applying:start", kwargs={"code": HIRE}) if may_apply else "",
    )


def insured_people(*, employer_id: int, on: date) -> QuerySet[Any, dict[str, Any]]:
    """Whom the employer insures this month, each once, with the first day of the oldest insurance that lasts."""
    spells = Spell.objects.filter(
        employer_id=employer_id, status="active", span__contains=first_day(month_containing(on))
    )
    return (
        spells.values("person_id")
        .annotate(since=Min("span__startswith"))
        .order_by("-since", "person_id")
    )


def ending_soon(*, employer_id: int, on: date) -> QuerySet[Contract]:
    """Contracts on file whose last day agreed is near or has passed without an end on record, the nearest first."""
    lasting = contracts_at(employer_id=employer_id, on=on).filter(ended_on__isnull=True)
    return lasting.filter(ends_on__lte=on + SOON).order_by("ends_on", "pk")


def _insured_rows(
    visit: Visit,
    found: Sequence[dict[str, Any]],
    lasting: QuerySet[Contract],
    *,
    may_apply: bool,
) -> list[StaffRow]:
    """Rows of insured people, each with the contract that is filed for him."""
    numbers = [one["person_id"] for one in found]
    people = Person.objects.in_bulk(numbers)
    contracts = {one.person_id: one for one in lasting.filter(person_id__in=numbers)}
    return [
        _row(
            visit, people[number], contracts.get(number),
            may_apply=may_apply, since=month_containing(one["since"]),
        )
        for one, number in zip(found, numbers, strict=True)
    ]  # fmt: skip


def _row(
    visit: Visit,
    person: Person,
    contract: Contract | None,
    *,
    may_apply: bool,
    since: int | None = None,
) -> StaffRow:
    ends_on = contract.ends_on if contract else None
    handed = {"contract": contract.pk} if contract else {"employee": person.pk}
    start = reverse("applying:start", kwargs={"code": LEAVE})
    return StaffRow(
        name=mask_name(person.name),
        id_number=mask_id_number(person.id_number),
        insured_since=since,
        kind=str(KINDS[contract.kind]) if contract else "",
        occupation=contract.occupation if contract else "",
        began_on=contract.began_on if contract else None,
        ends_on=ends_on,
        days_left=(ends_on - visit.today).days if ends_on else None,
        leave_url=f"{start}?{urlencode(handed)}" if may_apply else "",
        renew_url=_renewal(contract, visit.today) if may_apply else "",
        renewed=contract is not None and contract.end_reason == RENEWED,
    )


def _renewal(contract: Contract | None, on: date) -> str:
    """Where a contract is renewed whose last day is near or has passed; empty for any other."""
    if contract is None or contract.ended_on is not None or contract.ends_on is None:
        return ""
    if contract.ends_on > on + SOON:
        return ""
    start = reverse("applying:start", kwargs={"code": RENEW})
    return f"{start}?{urlencode({'contract': contract.pk})}"
