"""Which cases a visitor may see, and which of them he may change. A number in an address proves nothing."""

from collections.abc import Sequence

from django.http import Http404

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.codes.problem import Refused
from renshe.portals.applying.who import own_subjects
from renshe.portals.layout.access import Visit
from renshe.services import catalogue

EDITABLE = ("draft", "correcting")
ROLE_OF = {"person": "insured_person", "employer": "employer_clerk"}


def case_visible_to(visit: Visit, case: cases.Case) -> bool:
    """Whether the visitor may see this case: it is about whom he acts for now, and handed in by him or of an item that the
    subject could apply for himself; or it is about nobody's record and handed in by him.

    Somebody whom a case is about does not see it where the item is not his to apply for (a complaint against an employer
    is not the employer's to read). A draft is its author's alone. When the power to act for a person or an employer ends,
    their cases go with it.
    """
    if visit.account is None:
        return False
    handed_in = case.applicant == visit.account.username
    if case.subject_kind == "nobody":
        return handed_in
    number = own_subjects(visit).get(case.subject_kind)
    if number is None or case.subject_id is None:
        return False
    if case.subject_id not in _ids(case.subject_kind, number):
        return False
    if handed_in:
        return True
    return case.state != "draft" and _concerns_subject(case.item, case.subject_kind)


def own_case(visit: Visit, number: str) -> cases.Case:
    """The case with this number, for whoever may see it. Raises Http404, also for one of somebody else's."""
    try:
        case = cases.case_by_number(number=number)
    except Refused:
        raise Http404 from None
    if not case_visible_to(visit, case):
        raise Http404
    return case


def own_editable_case(visit: Visit, number: str) -> tuple[cases.Case, catalogue.Declared]:
    """A case that its applicant may still change, with its item.

    Raises Http404 for a case that is not his; Refused `wrong_step` for one that is being handled or decided.
    """
    case = own_case(visit, number)
    if not is_applicant(visit, case):
        raise Http404
    if case.state not in EDITABLE:
        raise Refused(cases.problem("wrong_step"), subject=number)
    return case, catalogue.declared(case.item)


def is_applicant(visit: Visit, case: cases.Case) -> bool:
    """Whether the visitor handed this case in himself; only he corrects and withdraws it."""
    return visit.account is not None and case.applicant == visit.account.username


def concerned(visit: Visit) -> tuple[cases.About, ...]:
    """Whose cases the visitor sees now, and of which items; asked once where several lists are read."""
    return tuple(
        cases.About(kind, _ids(kind, number), _items_about(kind))
        for kind, number in own_subjects(visit).items()
    )


def cases_seen(
    visit: Visit,
    *,
    about: Sequence[cases.About] | None = None,
    states: Sequence[str] = (),
    item: str = "",
    after: int = 0,
    most: int = cases.PAGE,
) -> list[cases.Case]:
    """What the visitor may see, the newest first; `about` is `concerned` where the caller has it already."""
    assert visit.account is not None
    return cases.cases_shown_to(
        username=visit.account.username,
        about=concerned(visit) if about is None else about,
        states=states,
        item=item,
        after=after,
        most=most,
    )


def _items_about(kind: str) -> tuple[str, ...]:
    return tuple(
        code
        for code, one in catalogue.catalogue().items()
        if one.item.subject == kind and ROLE_OF[kind] in one.item.applicants
    )


def _concerns_subject(code: str, kind: str) -> bool:
    """Whether an item is one that the subject could have asked for himself, so that he may read what became of it."""
    found = catalogue.catalogue().get(code)
    return found is not None and ROLE_OF[kind] in found.item.applicants


def _ids(kind: str, number: int) -> tuple[int, ...]:
    """A merged person is several numbers and one human being."""
    return tuple(everybody_who_is(person_id=number)) if kind == "person" else (number,)
