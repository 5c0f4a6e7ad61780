"""The papers of a case as its applicant sees them: what is asked, what is there, what may be promised instead."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.layout.citing import cited
from renshe.portals.layout.forms.wording import said


@dataclass(frozen=True, kw_only=True)
class PaperAsked:
    """One paper. `state` is given, promised, register, missing or open (not required and not given).

    `promise_days` is zero where no promise may stand for it; `asked_again` where the office asked for a correction of it.
    """

    key: str
    name: str
    basis: str
    required: bool
    state: str
    file_name: str
    file_url: str
    promised_until: dt.date | None
    promise_days: int
    asked_again: bool


def papers_asked(
    case: cases.Case, item: cases.Item, *, asked_again: tuple[str, ...] = ()
) -> tuple[PaperAsked, ...]:
    """Every paper of the item with what is there of it now."""
    there = {one.material: one for one in cases.evidence_of(case=case)}
    return tuple(
        _paper(case, one, there.get(one.key), one.key in asked_again) for one in item.materials
    )


def asked_again_in(case: cases.Case, letters: list[cases.Paper]) -> tuple[str, ...]:
    """What the last notice of correction asks for, by key of field or paper; nothing where none is waiting."""
    if case.state != "correcting":
        return ()
    notices = [one for one in letters if one.kind == "correction_notice"]
    return tuple(notices[-1].content.get("facts", {}).get("missing", ())) if notices else ()


def _paper(
    case: cases.Case, asked: cases.Material, given: cases.Evidence | None, again: bool
) -> PaperAsked:
    return PaperAsked(
        key=asked.key,
        name=said(asked.name),
        basis=cited(asked.basis),
        required=asked.required,
        state=_state(asked, given),
        file_name=given.name if given else "",
        file_url=_address(case, given) if given and given.source == "upload" else "",
        promised_until=given.promised_until if given and given.source == "promise" else None,
        promise_days=asked.promise_days,
        asked_again=again,
    )


def _state(asked: cases.Material, given: cases.Evidence | None) -> str:
    if asked.source == "register" or (given and given.source == "register"):
        return "register"
    if given is None:
        return "missing" if asked.required else "open"
    return "promised" if given.source == "promise" and given.kept_at is None else "given"


def _address(case: cases.Case, given: cases.Evidence) -> str:
    return reverse("applying:evidence", kwargs={"number": case.number, "evidence": given.pk})
