"""My determination sheet: every part with formula and clause, the career by years; confirm it, object to it, print it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.registry.api import Person
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.applying.who import actor_of, applicant_for
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.casefile.paper import paper_pdf
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explaining_pensions import explain_award
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.formats import month
from renshe.portals.layout.proof import require_proof
from renshe.portals.layout.retirement_words import chinese
from renshe.portals.signin.trying import tried
from renshe.services.catalogue import declared

TEMPLATE = "citizen/pages/sheet.html"
DISPUTE = "pension.dispute_determination"
TOTAL = "award"


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """One part of the sheet: the amount links to its explanation."""

    title: str
    formula: str
    clause: str
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class InputLine:
    """One figure that the parts are made of."""

    title: str
    shown: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """One year of the career."""

    year: int
    months: int
    base_fen: int
    index: str


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    """What `citizen/pages/sheet.html` may use. `word` is confirmed, objected or empty; `whats` are choices of an objection."""

    title: str
    total: Amount
    starts: int
    kind: str
    born: str
    taken_over: bool
    provisional: bool
    parts: tuple[PartLine, ...]
    inputs: tuple[InputLine, ...]
    career: tuple[YearLine, ...]
    deemed_months: int
    sha256: str
    drawn_at: dt.datetime
    word: str
    said_at: dt.datetime | None
    reason: str
    case_url: str
    case_number: str
    may_answer: bool
    whats: tuple[tuple[str, str], ...]
    what: str
    typed: str
    done: str
    problems: tuple[Problem, ...]


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def sheet(visit: Visit) -> SheetPage | HttpResponse:
    """Show the sheet of the award in force; a post prints it, confirms it, or objects, which opens a case."""
    person = myself(visit)
    _award, kept = _kept(person)
    if visit.request.method != "POST":
        return _page(visit, kept)
    act = visit.request.POST.get("act", "")
    if act == "print":
        return _printed(visit, kept, person)
    if act not in ("confirm", "object"):
        raise Http404
    if visit.acting is not None or visit.account is None:
        raise PermissionDenied
    require_proof(visit.request)
    problems = tried(lambda: _answer(visit, kept, person, act=act))[1]
    if problems:
        page = _page(visit, kept, problems=problems)
        return CITIZEN.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('citizen:sheet')}?done={act}")


@CITIZEN.page(template=EXPLANATION, access=PENSION)
def sheet_explanation(visit: Visit, *, part: str) -> ExplanationPage:
    """Explain one part of the sheet, or its whole amount (`award`), as it was determined."""
    explanation, fen, award = explained_sheet(person=myself(visit), part=part)
    return explanation_page(
        request=visit.request, explanation=explanation, recorded_fen=fen,
        about=_("{month}起发放").format(month=month(award.starts_month)),
        back_url=reverse("citizen:sheet"), back_title=_("核定表"),
    )  # fmt: skip


def explained_sheet(*, person: Person, part: str) -> tuple[Explanation, int, pension.Award]:
    """A part of somebody's sheet explained, its amount (fen), and the award. Raises Http404, Refusal."""
    award, kept = _kept(person)
    content: dict[str, Any] = kept.content
    fens = {one["name"]: one["fen"] for one in content["parts"]} | {TOTAL: content["total_fen"]}
    if part not in fens:
        raise Http404
    if content["taken_over"]:
        explanation, _recorded = explain_award(award=award, part=part)
        return explanation, fens[part], award
    explanation = pension.replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
    if part != TOTAL:
        root = next(node for node in explanation.root.walk() if node.name == part)
        explanation = replace(explanation, target=part, root=root)
    return explanation, fens[part], award


def _kept(person: Person) -> tuple[pension.Award, retirement_file.DeterminationSheet]:
    """The award in force with its sheet: of the pension first, else of another benefit that has one. Raises Http404."""
    for kind in determination_sheet.TITLES:
        award = pension.in_force(person_id=person.pk, kind=kind)
        kept = retirement_file.sheet_of(award=award) if award is not None else None
        if award is not None and kept is not None:
            return award, kept
    raise Http404


@transaction.atomic
def _answer(
    visit: Visit, kept: retirement_file.DeterminationSheet, person: Person, *, act: str
) -> None:
    assert visit.account is not None
    post = visit.request.POST
    by = retirement_file.By(name=visit.account.username, at=visit.now, today=visit.today)
    reason, number = post.get("reason", ""), ""
    if act == "object" and reason.strip():
        number = _opened_case(visit, person, what=post.get("what", ""), reason=reason)
    retirement_file.answer_sheet(
        sheet_id=kept.pk, sha256=post.get("sha256", ""), reason=reason, case_number=number, by=by,
        word="confirmed" if act == "confirm" else "objected",
    )  # fmt: skip


def _opened_case(visit: Visit, person: Person, *, what: str, reason: str) -> str:
    """The case that an objection becomes, handed in at once. Raises Refused."""
    one = declared(DISPUTE)
    who, actor = applicant_for(visit, one.item), actor_of(visit)
    case = cases.open_case(
        application=cases.Application(one.item, who.place, "online", person.pk, who.name),
        actor=actor,
    )
    cases.save_form(
        number=case.number, item=one.item, given={"what": what, "reason": reason}, actor=actor
    )
    cases.submit(number=case.number, item=one.item, service=one.service, actor=actor)
    return case.number


def _printed(
    visit: Visit, kept: retirement_file.DeterminationSheet, person: Person
) -> HttpResponse:
    """The sheet as a numbered paper that anybody can verify."""
    told = determination_sheet.paper_of(content=kept.content, person_id=person.pk)
    paper = cases.issue(
        case=None, kind="certificate", paragraphs_zh=told["zh"], paragraphs_en=told["en"],
        actor=actor_of(visit), facts=told["facts"], title=told["title"], basis=told["basis"],
    )  # fmt: skip
    return paper_pdf(visit.request, paper, inline=True)


def _page(
    visit: Visit,
    kept: retirement_file.DeterminationSheet,
    *,
    problems: tuple[Problem, ...] = (),
) -> SheetPage:
    content: dict[str, Any] = kept.content
    answer = getattr(kept, "answer", None)
    language = 0 if chinese() else 1
    kind = content.get("kind", "")
    post = visit.request.POST
    return SheetPage(
        title=determination_sheet.TITLES[content["award_kind"]][0][language],
        total=_amount(content["total_fen"], TOTAL),
        starts=content["starts_month"],
        kind=determination_sheet.KINDS[kind][language] if kind else "",
        born=month(content["birth_month"]) if "birth_month" in content else "",
        taken_over=content["taken_over"],
        provisional=content["provisional"],
        parts=tuple(_part(one) for one in content["parts"]),
        inputs=tuple(
            InputLine(title=_said(one), shown=one["shown"], clause=one["clause"])
            for one in content["inputs"]
        ),
        career=tuple(YearLine(**one) for one in content["career"]),
        deemed_months=content.get("deemed_months", 0),
        sha256=kept.sha256,
        drawn_at=kept.drawn_at,
        word=answer.word if answer else "",
        said_at=answer.said_at if answer else None,
        reason=answer.reason if answer else "",
        case_number=answer.case_number if answer else "",
        case_url=reverse("applying:case", kwargs={"number": answer.case_number})
        if answer and answer.case_number
        else "",
        may_answer=answer is None and visit.acting is None and not content["taken_over"],
        whats=tuple(
            (code, words.zh if chinese() else words.en)
            for code, words in declared(DISPUTE).item.fields[0].choices.items()
        ),
        what=post.get("what", "") if problems else "",
        typed=post.get("reason", "") if problems else "",
        done={
            "confirm": _("已确认这份核定表。"),
            "object": _("异议已经转为办件，可以在“办件”里跟踪。"),
        }.get(visit.request.GET.get("done", ""), ""),
        problems=problems,
    )


def _part(one: dict[str, Any]) -> PartLine:
    return PartLine(
        title=_said(one),
        formula=one["formula_zh" if chinese() else "formula_en"],
        clause=one["clause"],
        amount=_amount(one["fen"], one["name"]),
    )


def _said(one: dict[str, Any]) -> str:
    return str(one["zh"] if chinese() else one["en"][:1].upper() + one["en"][1:])


def _amount(fen: int, part: str) -> Amount:
    return Amount(fen=fen, explain_url=reverse("citizen:explain_sheet", kwargs={"part": part}))
