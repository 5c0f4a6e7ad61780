"""What the form pages share: their steps, their way forward and back, and what is still wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.sheet import SheetLine, sheet_lines
from renshe.portals.layout.forms.steps import QUESTIONS_A_STEP, steps_of
from renshe.portals.layout.forms.wording import said
from renshe.services import catalogue
from renshe.services.catalogue import Declared

EMPLOYERS_QUESTIONS = 8
"""An employer's clerk sits at a desk: more on a page, fewer pages."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every page of filling in says: which case, where in it, and the ways out that lose nothing."""

    number: str
    name: str
    step: int
    steps: int
    title: str
    back_url: str
    case_url: str
    correcting: bool


def keys_of_steps(item: cases.Item) -> list[list[str]]:
    """The keys of each page of an item's form."""
    most = EMPLOYERS_QUESTIONS if item.subject == "employer" else QUESTIONS_A_STEP
    return steps_of(item, most=most)


def asks_for_papers(item: cases.Item) -> bool:
    """Whether anybody is asked for a paper; what registers say is read by the office."""
    return any(one.source != "register" for one in item.materials)


def frame_of(case: cases.Case, item: cases.Item, *, at: str, step: int = 0) -> Frame:
    """The frame of a page: `at` is form, papers or review; `step` counts the form's pages from 1."""
    pages = addresses(case, item)
    here = {"form": step, "papers": len(pages) - 1, "review": len(pages)}[at]
    title = {"form": "", "papers": _("材料"), "review": _("核对并提交")}[at]
    case_url = reverse("applying:case", kwargs={"number": case.number})
    return Frame(
        number=case.number,
        name=said(item.name),
        step=here,
        steps=len(pages),
        title=title,
        back_url=pages[here - 2] if here > 1 else case_url,
        case_url=case_url,
        correcting=case.state == "correcting",
    )


def addresses(case: cases.Case, item: cases.Item) -> list[str]:
    """Every page from the first question to the review, in order."""
    found = [
        reverse("applying:form", kwargs={"number": case.number, "step": step})
        for step in range(1, len(keys_of_steps(item)) + 1)
    ]
    if asks_for_papers(item):
        found.append(reverse("applying:papers", kwargs={"number": case.number}))
    return [*found, reverse("applying:review", kwargs={"number": case.number})]


def wrong_in(case: cases.Case, item: cases.Item, *, visit: Visit) -> Mapping[str, Fault]:
    """Everything that is still missing or wrong in a kept form, by field."""
    _values, wrong = cases.read_form(item, cases.written(item, case.form), today=visit.today)
    return wrong


def look_at(case: cases.Case, declared: Declared, *, visit: Visit) -> tuple[cases.Finding, ...]:
    """What would stand in the way of granting this case as it is now, asked of the item's own code without any effect.

    The figures that it found lie in the case's examination afterwards, in memory only: submitting keeps them.
    """
    examined = declared.service.examine(asked_of(case, declared.item, visit=visit))
    case.examination = {"sheet": dict(examined.sheet)}
    return tuple(one for one in examined.findings if one.refuses)


def sheet_of(visit: Visit, case: cases.Case) -> tuple[SheetLine, ...]:
    """The figures of a case for whom it is about; a draft's are found out now. Nothing of an item about nobody's record."""
    declared = catalogue.catalogue().get(case.item)
    if declared is None or case.subject_kind == "nobody":
        case.examination = {}
        return ()
    if case.state in ("draft", "correcting") and not case.examination.get("sheet"):
        if wrong_in(case, declared.item, visit=visit):
            return ()
        look_at(case, declared, visit=visit)
    return sheet_lines(
        case=case,
        url_of=lambda key: reverse("applying:figure", kwargs={"number": case.number, "key": key}),
    )


def asked_of(case: cases.Case, item: cases.Item, *, visit: Visit) -> cases.Asked:
    """A draft as the item's own code sees it."""
    values: dict[str, Any] = cases.restored(item, case.form)
    return cases.Asked(
        number=case.number,
        item=case.item,
        place=case.place,
        subject_id=case.subject_id,
        applicant=case.applicant,
        values=values,
        at=visit.now,
        today=visit.today,
        actor=case.applicant,
    )
