"""A case made ready for its page: what is shown, and a form for each act that is open to the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.portals.casework.about import about
from renshe.portals.casework.colleagues import Option, colleagues, points
from renshe.portals.casework.offered import Viewer, act_title, acts_on, limit_acts
from renshe.portals.casework.phrases import Phrase, phrases_for
from renshe.portals.casework.queues import open_to
from renshe.portals.casework.rows import case_url
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.casefile.answers import Answers, answers_of
from renshe.portals.layout.casefile.clock import ClockBadge, clock_badge
from renshe.portals.layout.casefile.evidence import EvidenceLine, evidence_lines, proved
from renshe.portals.layout.casefile.paper import PaperLine, how_words, served_words, title_of
from renshe.portals.layout.casefile.powers import Powers
from renshe.portals.layout.casefile.sheet import SheetLine, sheet_lines
from renshe.portals.layout.casefile.timeline import TimelineLine, timeline_lines
from renshe.portals.layout.casefile.words import (
    applicant_of,
    either,
    item_of,
    names_of,
    state_of_case,
    verb_words,
    words_of,
)
from renshe.portals.layout.citing import cited
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.formats import days_words
from renshe.portals.layout.states import State


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Something that may be named in a correction request: a paper or a field."""

    key: str
    words: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ActForm:
    """One act with what its form needs. `words` is what was typed and refused, so that nothing is lost; `open` unfolds it."""

    name: str
    title: str
    open: bool
    words: str
    phrases: tuple[Phrase, ...] = ()
    asked: tuple[Asked, ...] = ()
    colleagues: tuple[Option, ...] = ()
    points: tuple[Option, ...] = ()
    ways: tuple[Option, ...] = ()
    grant: str = ""
    chosen: tuple[str, ...] = ()
    """Keys of phrases that were ticked when the act was refused."""
    most_days: int = 0
    days: str = ""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What somebody of the office proposed or decided, and why."""

    title: str
    grants: bool
    words: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AskedExtension:
    """An extension that waits for the head's consent."""

    days: str
    words: str
    by: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """The paper in the viewer. `proved` says whether its bytes still have the hash under which they came."""

    line: EvidenceLine
    proved: bool


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """What `casework/pages/case.html` may use."""

    number: str
    title: str
    item_gone: bool
    applicant: str
    on_behalf: str
    place: str
    received_at: str
    state: State
    clock: ClockBadge
    people: tuple[tuple[str, str], ...]
    amount: Amount
    opinions: tuple[Opinion, ...]
    answers: Answers
    full: bool
    evidence: tuple[EvidenceLine, ...]
    look: Look | None
    sheet: tuple[SheetLine, ...]
    timeline: tuple[TimelineLine, ...]
    papers: tuple[PaperLine, ...]
    acts: tuple[ActForm, ...]
    own_affair: bool
    asked: AskedExtension | None
    alike: int
    alike_url: str
    promises: bool
    can_mark: bool
    problem: Problem | None
    done: str
    queue: str
    next_url: str
    back_url: str
    look_url: str
    chosen_paper: int
    events: int


@dataclass(frozen=True, kw_only=True)
class Showing:
    """How the case is asked for: in full or masked, after which refusal, out of which queue."""

    full: bool = False
    problem: Problem | None = None
    failed: str = ""


def case_page(visit: Visit, case: cases.Case, viewer: Viewer, how: Showing) -> CasePage:
    """Everything about a case for this viewer."""
    item = item_of(case.item)
    given = visit.request.GET
    queue, asked_item, done = given.get("queue", ""), given.get("item", ""), given.get("done", "")
    evidence = evidence_lines(
        case=case,
        today=visit.today,
        marked=True,
        url_of=lambda pk: _address("evidence", case, evidence=pk),
    )
    offered = acts_on(case, viewer)
    extension = cases.extension_of(case=case)
    about_limit = limit_acts(case, viewer, extension=extension, today=visit.today)
    names = names_of((*_people_named(case), extension.asked_by if extension else ""))
    sheet = sheet_lines(case=case, url_of=lambda key: _address("figure", case, key=key))
    alike = _alike(case, viewer, offered)
    look = _look(visit, case, evidence, viewer)
    elsewhere = case.received_at_place != case.place
    return CasePage(
        number=case.number,
        title=words_of(item.name) if item else case.item,
        item_gone=item is None,
        applicant=applicant_of(case, full=how.full),
        on_behalf=_on_behalf(case),
        place=place_name(code=case.place) or case.place,
        received_at=(place_name(code=case.received_at_place) or case.received_at_place)
        if elsewhere
        else "",
        state=state_of_case(case.state),
        clock=clock_badge(
            case=case, today=visit.today, pause=cases.pause_of(case=case), extension=extension
        ),
        people=(*about(case, full=how.full), *_people(case, names)),
        amount=_amount(case, sheet),
        opinions=() if viewer.own_affair else _opinions(case, names),
        answers=answers_of(case=case, full=how.full),
        full=how.full,
        evidence=evidence,
        look=look,
        chosen_paper=look.line.id if look else 0,
        sheet=sheet,
        timeline=timeline_lines(case=case, public_only=viewer.own_affair),
        papers=_papers(case),
        acts=tuple(
            _form(visit, case, item, name, failed=how.failed) for name in (*about_limit, *offered)
        ),
        asked=_asked_extension(case, item, extension, names),
        own_affair=viewer.own_affair,
        alike=alike,
        alike_url=_address("together", case) if alike > 1 else "",
        promises=any(line.promise_open for line in evidence) and may_mark(case, viewer),
        can_mark=may_mark(case, viewer),
        problem=how.problem,
        done=verb_words(done) if done in cases.VERBS else "",
        queue=queue,
        next_url=_next_url(case, queue, asked_item, viewer.powers),
        back_url=_back_url(queue, asked_item, viewer.powers),
        look_url=_look_url(case, queue, asked_item),
        events=case.events,
    )


def _look_url(case: cases.Case, queue: str, item: str) -> str:
    """The address of this page, ready for the number of a paper to be put behind it."""
    address = case_url(case.number, queue=queue, item=item)
    return f"{address}{'&' if '?' in address else '?'}"


def may_mark(case: cases.Case, viewer: Viewer) -> bool:
    """Whether the viewer may mark papers of a case and say that a promised one was brought."""
    return viewer.powers.acts_at(case.place) and not viewer.own_affair and case.state in cases.OPEN


def _address(page: str, case: cases.Case, **parts: Any) -> str:
    return reverse(f"casework:{page}", kwargs={"number": case.number, **parts})


def _people_named(case: cases.Case) -> tuple[str, ...]:
    by = (str(case.proposal.get("by", "")), str(case.decision.get("by", "")))
    return (case.holder, case.handler, case.reviewer, case.approver, *by)


def _on_behalf(case: cases.Case) -> str:
    return {
        "staff": _("窗口代为录入"),
        "family": _("亲属代办"),
        "guardian": _("监护人代办"),
        "delegate": _("受托人代办"),
        "institution": _("机构依法请求"),
    }.get(case.on_behalf, case.on_behalf)


def _people(case: cases.Case, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    parts = (
        (_("在谁手上"), case.holder),
        (_("经办"), case.handler),
        (_("复核"), case.reviewer),
        (_("审批"), case.approver),
    )
    return tuple((title, names[username]) for title, username in parts if username)


def _opinions(case: cases.Case, names: dict[str, str]) -> tuple[Opinion, ...]:
    found = []
    if case.proposal:
        found.append(
            Opinion(
                title=_("经办意见"),
                grants=bool(case.proposal.get("grant")),
                words=str(case.proposal.get("words", "")),
                by=names.get(str(case.proposal.get("by", "")), ""),
            )
        )
    if case.decision:
        found.append(
            Opinion(
                title=_("决定"),
                grants=bool(case.decision.get("grant")),
                words=either(str(case.decision.get("zh", "")), str(case.decision.get("en", ""))),
                by=names.get(str(case.decision.get("by", "")), ""),
            )
        )
    return tuple(found)


def _asked_extension(
    case: cases.Case,
    item: cases.Item | None,
    extension: cases.CaseExtension | None,
    names: dict[str, str],
) -> AskedExtension | None:
    if extension is None or extension.granted is not None or case.state not in cases.OPEN:
        return None
    return AskedExtension(
        days=days_words(extension.days, case.limit_unit),
        words=extension.words,
        by=names.get(extension.asked_by, ""),
        basis=cited(item.clock.extension.basis) if item and item.clock.extension else "",
    )


def _amount(case: cases.Case, sheet: tuple[SheetLine, ...]) -> Amount:
    """The case's money; it is explained by the line of the sheet that shows the same fen."""
    told = case.examination.get("sheet", {})
    for line in sheet:
        entry = told.get(line.key)
        if line.explain_url and isinstance(entry, dict) and entry.get("fen") == case.amount_fen:
            return Amount(fen=case.amount_fen, explain_url=line.explain_url)
    return Amount(fen=case.amount_fen)


def _look(
    visit: Visit, case: cases.Case, evidence: tuple[EvidenceLine, ...], viewer: Viewer
) -> Look | None:
    """The paper that was asked for, else the first that a browser can show."""
    if viewer.own_affair or not viewer.powers.may("look", case.place):
        return None
    shown = [line for line in evidence if line.shown_as]
    asked = visit.request.GET.get("paper", "")
    line = next((one for one in shown if str(one.id) == asked), shown[0] if shown else None)
    if line is None:
        return None
    one = next(one for one in cases.evidence_of(case=case) if one.pk == line.id)
    return Look(line=line, proved=proved(one))


def _papers(case: cases.Case) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(
            title=title_of(paper),
            number=paper.number,
            url=_address("paper", case, paper=paper.pk),
            issued_at=paper.issued_at,
            served=served_words(paper),
        )
        for paper in cases.papers_of(case=case)
    )


def _alike(case: cases.Case, viewer: Viewer, offered: tuple[str, ...]) -> int:
    if "sign" not in offered or not case.alike or not case.proposal.get("grant"):
        return 0
    return len(cases.alike_to(case=case, username=viewer.username))


def _next_url(case: cases.Case, queue: str, item: str, powers: Powers) -> str:
    if queue not in open_to(powers):
        return ""
    address = reverse("casework:next_case", kwargs={"name": queue, "number": case.number})
    return f"{address}?{urlencode({'item': item})}" if item else address


def _back_url(queue: str, item: str, powers: Powers) -> str:
    if queue not in open_to(powers):
        return reverse("casework:home")
    address = reverse("casework:queue", kwargs={"name": queue})
    return f"{address}?{urlencode({'item': item})}" if item else address


LISTS = {"decide": "refuse", "ask_extension": "extension"}
"""Acts whose phrases stand in a list of another name."""


def _form(
    visit: Visit, case: cases.Case, item: cases.Item | None, name: str, *, failed: str
) -> ActForm:
    sent = visit.request.POST if failed == name else None
    assert visit.account is not None
    handing = name in ("hand_over", "reassign")
    most = item.clock.extension.days if item and item.clock.extension else 0
    return ActForm(
        name=name,
        title=act_title(name, case),
        open=failed == name,
        words=sent.get("words", "") if sent else "",
        phrases=phrases_for(LISTS.get(name, name.removeprefix("ask_"))),
        asked=_asked(item, sent.getlist("missing") if sent else [])
        if name == "ask_correction"
        else (),
        colleagues=colleagues(case=case, but=visit.account.username, on=visit.today)
        if handing
        else (),
        points=points(place=case.place) if handing else (),
        ways=tuple(Option(code=how, words=how_words(how)) for how in cases.SERVED_HOW)
        if name == "serve"
        else (),
        grant=sent.get("grant", "") if sent else "",
        chosen=tuple(sent.getlist("phrase")) if sent else (),
        most_days=most if name == "ask_extension" else 0,
        days=sent.get("days", "") if sent else str(most),
    )


def _asked(item: cases.Item | None, chosen: list[str]) -> tuple[Asked, ...]:
    if item is None:
        return ()
    asked = [*(one for one in item.materials if one.source != "register"), *item.fields]
    return tuple(
        Asked(key=one.key, words=words_of(one.name), chosen=one.key in chosen) for one in asked
    )
