"""The dense form at the counter: every answer and every scanned paper on one page; save, submit, accept at once."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.kernel.codes.problem import Problem as Fault
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.portals.counter.portal import COUNTER, DESK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.evidence import EvidenceLine, evidence_lines
from renshe.portals.layout.casefile.powers import Powers, actor_of, case_for, powers_of
from renshe.portals.layout.casefile.words import applicant_of, words_of
from renshe.portals.layout.citing import cited_article
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.formats import days_words
from renshe.portals.layout.forms.fields import FormView, form_view
from renshe.portals.layout.forms.steps import answers
from renshe.portals.layout.forms.uploads import ACCEPT, Sent, read_upload
from renshe.services import catalogue

TEMPLATE = "counter/pages/form.html"
REFUSED = "counter.refused"
"""Where the session keeps why acceptance was refused after the case was handed in."""


@dataclass(frozen=True, kw_only=True)
class PaperField:
    """One paper to attach: what is there already, whether a promise may stand for it, what was wrong with the file."""

    key: str
    name: str
    required: bool
    from_register: bool
    promise_days: int
    given: tuple[EvidenceLine, ...]
    problem: Problem | None


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """What `counter/pages/form.html` may use."""

    number: str
    title: str
    applicant: str
    place: str
    decided_here: bool
    form: FormView
    papers: tuple[PaperField, ...]
    accept_types: str
    problem: Problem | None
    correcting: bool
    rules: tuple[tuple[str, str], ...]
    limit: str


@COUNTER.page(template=TEMPLATE, access=DESK)
def form(visit: Visit, *, number: str) -> FormPage | HttpResponse:
    """Fill in a draft, or a case that waits for correction. Everything typed is kept before anything is refused."""
    powers = powers_of(visit)
    case = case_for(visit, number, powers=powers, taken_in=True)
    assert visit.account is not None
    if case.state not in ("draft", "correcting") or case.applicant != visit.account.username:
        return HttpResponseRedirect(reverse("counter:case", kwargs={"number": number}))
    item = catalogue.declared(case.item).item
    if visit.request.method != "POST":
        return _page(visit, case, item, powers, given=cases.written(item, case.form))
    return _sent(visit, case, item, powers)


def _sent(visit: Visit, case: cases.Case, item: cases.Item, powers: Powers) -> HttpResponse:
    sent = visit.request.POST
    do = sent.get("do", "")
    if do == "withdraw":
        cases.withdraw(number=case.number, item=item, words="", actor=actor_of(visit))
        return HttpResponseRedirect(reverse("counter:home"))
    given = answers(item, [field.key for field in item.fields], sent.dict(), {})
    wrong = cases.save_form(number=case.number, item=item, given=given, actor=actor_of(visit))
    bad_files = _attach(visit, case, item)
    if do == "save" and not bad_files:
        return HttpResponseRedirect(reverse("counter:form", kwargs={"number": case.number}))
    if do == "save" or wrong or bad_files:
        return _again(visit, case, item, powers, given=given, wrong=wrong, files=bad_files)
    try:
        _submit(visit, case, item)
    except Refusal as refusal:
        problem = problem_of(refusal)
        return _again(visit, case, item, powers, given=given, wrong={}, files={}, problem=problem)
    if do == "accept" and powers.may("handle", case.place):
        _accept(visit, case, item)
    return HttpResponseRedirect(reverse("counter:case", kwargs={"number": case.number}))


def _submit(visit: Visit, case: cases.Case, item: cases.Item) -> None:
    service = catalogue.declared(item.code).service
    cases.submit(number=case.number, item=item, service=service, actor=actor_of(visit))


def _accept(visit: Visit, case: cases.Case, item: cases.Item) -> None:
    """Accept what was handed in just now; where that is refused, the case stays handed in and the page says why."""
    try:
        cases.accept(number=case.number, item=item, actor=actor_of(visit))
    except Refusal as refusal:
        told = problem_of(refusal)
        visit.request.session[REFUSED] = [told.reason, told.clause, told.next_step]


def _attach(visit: Visit, case: cases.Case, item: cases.Item) -> dict[str, Problem]:
    """Keep every file that came and every promise; what is wrong, by paper. One bad file loses no other."""
    actor, wrong = actor_of(visit), {}
    for material in item.materials:
        file = visit.request.FILES.get(f"paper-{material.key}")
        promised = visit.request.POST.get(f"promise-{material.key}") == "on"
        try:
            with transaction.atomic():
                if file is not None:
                    problem = _attach_file(case, item, material, file, actor)
                    if problem is not None:
                        wrong[material.key] = problem
                elif promised and not _stands(case, material):
                    cases.promise(number=case.number, item=item, material=material.key, actor=actor)
        except Refused as refusal:
            wrong[material.key] = problem_of(refusal)
    return wrong


def _attach_file(
    case: cases.Case, item: cases.Item, material: cases.Material, file: Any, actor: cases.Actor
) -> Problem | None:
    read = read_upload(file)
    if not isinstance(read, Sent):
        return read
    cases.attach(
        number=case.number, item=item, material=material.key, name=read.name,
        media_type=read.media_type, content=read.content, actor=actor,
    )  # fmt: skip
    return None


def _stands(case: cases.Case, material: cases.Material) -> bool:
    """Whether a file or a promise stands for a paper already."""
    return any(one.material == material.key for one in cases.evidence_of(case=case))


def _again(
    visit: Visit, case: cases.Case, item: cases.Item, powers: Powers, *, given: dict[str, Any],
    wrong: dict[str, Fault], files: dict[str, Problem], problem: Problem | None = None,
) -> HttpResponse:  # fmt: skip
    page = _page(visit, case, item, powers, given=given, wrong=wrong, files=files, problem=problem)
    return COUNTER.render(visit.request, template=TEMPLATE, context=page, status=422)


def _page(
    visit: Visit, case: cases.Case, item: cases.Item, powers: Powers, *, given: dict[str, Any],
    wrong: dict[str, Fault] | None = None, files: dict[str, Problem] | None = None, problem: Problem | None = None,
) -> FormPage:  # fmt: skip
    return FormPage(
        number=case.number,
        title=words_of(item.name),
        applicant=applicant_of(case),
        place=place_name(code=case.place) or case.place,
        decided_here=powers.may("handle", case.place),
        form=form_view(item, given, wrong or {}),
        papers=_papers(visit, case, item, files or {}),
        accept_types=ACCEPT,
        problem=problem,
        correcting=case.state == "correcting",
        rules=tuple((cited_article(one.instrument, one.article), one.says) for one in item.basis),
        limit=days_words(item.clock.days, item.clock.unit),
    )


def _papers(
    visit: Visit, case: cases.Case, item: cases.Item, wrong: dict[str, Problem]
) -> tuple[PaperField, ...]:
    lines = evidence_lines(
        case=case,
        today=visit.today,
        url_of=lambda pk: reverse(
            "counter:evidence", kwargs={"number": case.number, "evidence": pk}
        ),
    )
    return tuple(
        PaperField(
            key=material.key,
            name=words_of(material.name),
            required=material.required,
            from_register=material.source == "register",
            promise_days=material.promise_days,
            given=tuple(
                line for line in lines if line.id and line.material == words_of(material.name)
            ),
            problem=wrong.get(material.key),
        )
        for material in item.materials
    )
