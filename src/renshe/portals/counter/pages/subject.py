"""Whom a case is about: a person, an employer or nobody; what is known, what is under way, what can be started."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.portals.counter.desk import (
    DeskCase,
    Office,
    Startable,
    choices,
    desk_cases,
    desk_place,
    matching,
    offices,
    startable,
)
from renshe.portals.counter.portal import COUNTER, DESK
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.casefile.powers import (
    Powers,
    actor_of,
    powers_of,
    record_case_look,
)
from renshe.portals.layout.codes import code_words
from renshe.portals.layout.proof import is_sensitive, require_proof
from renshe.portals.layout.unmasking import ShownPerson, shown_person
from renshe.services import catalogue

KINDS = ("person", "employer", "nobody")
NOT_OFFERED = Problem(
    code="not_at_counters",
    zh="窗口不受理这一事项",
    en="this item is not taken at counters",
    clause="owner-default",
    next_step_zh="请在列出的事项中选择",
    next_step_en="Choose one of those listed",
)
NO_OFFICE = Problem(
    code="office_unknown",
    zh="不能由这一机构决定",
    en="this office does not decide it",
    clause="owner-default",
    next_step_zh="请在列出的机构中选择",
    next_step_en="Choose one of those listed",
)
NO_NAME = Problem(
    code="applicant_missing",
    zh="没有填写来办事的人的姓名",
    en="the name of who came in is missing",
    clause="owner-default",
    next_step_zh="请填写姓名后再开始",
    next_step_en="Fill in the name first",
)


@dataclass(frozen=True, kw_only=True)
class SubjectPage:
    """What `counter/pages/subject.html` may use. `kind` is person, employer or nobody; `found` what a search for an item left."""

    kind: str
    id: int
    person: ShownPerson | None
    title: str
    facts: tuple[tuple[str, str], ...]
    warning: str
    cases: tuple[DeskCase, ...]
    items: tuple[Startable, ...]
    offices: tuple[Office, ...]
    typed: str
    nothing_found: bool
    own_affair: bool


@COUNTER.page(template="counter/pages/subject.html", access=DESK)
def person(visit: Visit, *, person: int) -> SubjectPage:
    """A person, masked; a POST with a purpose shows him in full and is recorded where he sees it."""
    found = _person(person)
    powers = powers_of(visit)
    shown = shown_person(visit, person=found)
    facts = (
        (_("证件号码"), shown.id_number),
        (_("性别"), _("男") if found.sex == "M" else _("女")),
        (_("出生年份"), str(found.birth_on.year)),
        (_("居住地"), registry.place_name(code=found.residence_place)),
    )
    return _page(
        visit, powers, kind="person", subject_id=found.pk, title=shown.name, facts=facts, person=shown,
        warning=_("登记为已死亡：{day}").format(day=found.died_on.isoformat()) if found.died_on else "",
        place=found.residence_place,
    )  # fmt: skip


@COUNTER.page(template="counter/pages/subject.html", access=DESK)
def employer(visit: Visit, *, employer: int) -> SubjectPage:
    """An employer."""
    found = _employer(employer)
    facts = (
        (_("统一社会信用代码"), found.uscc),
        (_("类型"), code_words(found.kind)),
        (_("参保地"), registry.place_name(code=found.place)),
        (_("登记日期"), found.registered_on.isoformat()),
    )
    return _page(
        visit, powers_of(visit), kind="employer", subject_id=found.pk, title=found.name, facts=facts,
        warning=_("已于{day}注销").format(day=found.closed_on.isoformat()) if found.closed_on else "",
        place=found.place,
    )  # fmt: skip


@COUNTER.page(template="counter/pages/subject.html", access=DESK)
def nobody(visit: Visit) -> SubjectPage:
    """Items that are about nobody in the registers: a first registration, a question, a complaint."""
    return _page(
        visit, powers_of(visit), kind="nobody", subject_id=0, title=_("不限对象的事项"), facts=(), place="",
    )  # fmt: skip


@COUNTER.page(template="counter/pages/subject.html", access=DESK)
def start(visit: Visit) -> HttpResponse:
    """Start an item for somebody: a draft with what the registers know, then on to its form.

    What was typed may be a code, a name or everyday words; where several items are meant, they are offered.
    """
    sent = visit.request.POST
    if visit.request.method != "POST":
        return HttpResponseRedirect(reverse("counter:home"))
    kind, number = sent.get("kind", ""), sent.get("subject", "")
    if kind not in KINDS or not number.isdecimal():
        raise Http404
    found = matching(sent.get("item", ""), kind)
    if len(found) != 1:
        return _offer(kind, int(number), sent.get("item", ""))
    case = _open(visit, found[0], kind, int(number))
    return HttpResponseRedirect(reverse("counter:form", kwargs={"number": case.number}))


def _offer(kind: str, number: int, typed: str) -> HttpResponse:
    """Back to whom it is about, with the items that were meant."""
    asked = urlencode({"item": typed[:64]})
    if kind == "nobody":
        return HttpResponseRedirect(f"{reverse('counter:nobody')}?{asked}")
    there = reverse(f"counter:{kind}", kwargs={kind: number})
    return HttpResponseRedirect(f"{there}?{asked}")


@transaction.atomic
def _open(visit: Visit, item: cases.Item, kind: str, number: int) -> cases.Case:
    powers, actor = powers_of(visit), actor_of(visit)
    if is_sensitive(item):
        require_proof(visit.request)
    if "counter" not in item.channels:
        raise Refused(NOT_OFFERED, subject=item.name.zh)
    name, subject_place = _subject(visit, kind, number)
    desk = desk_place(powers)
    place = visit.request.POST.get("place", "")
    if place not in {one.code for one in offices(desk=desk, subject_place=subject_place)}:
        raise Refused(NO_OFFICE, subject=place)
    case = cases.open_case(
        application=cases.Application(
            item=item, place=place, channel="counter", subject_id=number or None, applicant_name=name,
            received_at_place=desk, on_behalf="staff",
        ),
        actor=actor,
    )  # fmt: skip
    if kind == "nobody" or _may_read_register(visit, kind, subject_place):
        _fill_in(visit, case, item, actor)
    return case


def _may_read_register(visit: Visit, kind: str, place: str) -> bool:
    """Whether the registers may fill in the form: they would show somebody in full, so one must be allowed to see that."""
    action = "person.unmask" if kind == "person" else "employer.look"
    return may_at(visit, action=action, place=place)


def _fill_in(visit: Visit, case: cases.Case, item: cases.Item, actor: cases.Actor) -> None:
    """What the registers know already, so that nobody is asked again; the look is recorded where the person sees it."""
    service = catalogue.declared(item.code).service
    known = service.prefill(
        cases.Asked(
            number=case.number, item=item.code, place=case.place, subject_id=case.subject_id,
            applicant=actor.username, values={}, at=actor.at, today=actor.today, actor=actor.username,
        )
    )  # fmt: skip
    if known:
        purpose = _("窗口录入办件{number}").format(number=case.number)
        record_case_look(visit, case, purpose=purpose, fields=sorted(known))
        cases.save_form(number=case.number, item=item, given=known, actor=actor)


def _subject(visit: Visit, kind: str, number: int) -> tuple[str, str]:
    """The applicant's name and the place of whom it is about. Raises Refused for the clerk's own affair."""
    if kind == "nobody":
        name = visit.request.POST.get("name", "").strip()[:128]
        if not name:
            raise Refused(NO_NAME)
        return name, ""
    if _is_own(visit, kind, number):
        raise Refused(cases.problem("own_affair"))
    if kind == "person":
        found = _person(number)
        return found.name, found.residence_place
    unit = _employer(number)
    return unit.name, unit.place


def _is_own(visit: Visit, kind: str, number: int) -> bool:
    account = visit.account
    own = {"person": account.person_id, "employer": account.employer_id} if account else {}
    return number != 0 and own.get(kind) == number


def _person(number: int) -> registry.Person:
    try:
        return registry.person(person_id=number)
    except registry.Person.DoesNotExist:
        raise Http404 from None


def _employer(number: int) -> registry.Employer:
    try:
        return registry.employer(employer_id=number)
    except registry.Employer.DoesNotExist:
        raise Http404 from None


def _page(
    visit: Visit, powers: Powers, *, kind: str, subject_id: int, title: str, facts: tuple[tuple[str, str], ...],
    place: str, person: ShownPerson | None = None, warning: str = "",
) -> SubjectPage:  # fmt: skip
    if not powers.apply:
        raise PermissionDenied
    typed = visit.request.GET.get("item", "").strip()
    meant = matching(typed, kind) if typed else []
    return SubjectPage(
        kind=kind,
        id=subject_id,
        person=person,
        title=title,
        facts=facts,
        warning=warning,
        cases=_cases_about(visit, powers, kind, subject_id),
        items=choices(meant or startable(kind)),
        offices=offices(desk=desk_place(powers), subject_place=place),
        typed=typed,
        nothing_found=bool(typed) and not meant,
        own_affair=_is_own(visit, kind, subject_id),
    )


def _cases_about(visit: Visit, powers: Powers, kind: str, number: int) -> tuple[DeskCase, ...]:
    """Cases about somebody that the clerk's own places decide or took in; drafts of others are nobody's business."""
    if not number or _is_own(visit, kind, number):
        return ()
    username = visit.account.username if visit.account else ""
    seen = [
        case
        for case in cases.cases_about(subject_kind=kind, subject_id=number, most=20)
        if (case.state != "draft" or case.applicant == username)
        and (powers.may("look", case.place) or powers.may("look", case.received_at_place))
    ]
    return desk_cases(seen, today=visit.today)
