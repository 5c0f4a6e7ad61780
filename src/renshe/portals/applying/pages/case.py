"""One case on one page: where it stands, who holds it, by when; what is needed, what was decided, every paper and word."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.applying.asked_papers import asked_again_in
from renshe.portals.applying.filling import addresses, sheet_of
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.progress import ProgressStep, holder_of, office_of, progress_of
from renshe.portals.applying.seeing import EDITABLE, is_applicant, own_case
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.clock import ClockBadge, clock_badge
from renshe.portals.layout.casefile.evidence import EvidenceLine, evidence_lines
from renshe.portals.layout.casefile.paper import PaperLine, served_words, title_of
from renshe.portals.layout.casefile.rating import (
    RatingForm,
    RatingSeen,
    rating_form,
    rating_seen,
)
from renshe.portals.layout.casefile.sheet import SheetLine
from renshe.portals.layout.casefile.timeline import TimelineLine, timeline_lines
from renshe.portals.layout.casefile.words import (
    either,
    item_name,
    item_of,
    state_of_case,
    words_of,
)
from renshe.portals.layout.forms.reading import Answer, answers_read
from renshe.portals.layout.states import State

MESSAGES = ("message", "ask_correction")
TALKING = (*cases.OPEN, *cases.DECIDED, "closed")
ON_THE_WAY = (
    "receipt",
    "correction_notice",
    "suspension",
    "extension",
    "service_record",
    "one_time_notice",
)
"""Papers that a case makes before it is decided, or about their service."""
REFUSING = ("not_accepted", "refused", "reversal")
WITHDRAWN_FROM = ("draft", "submitted", "correcting", "accepted", "suspended")


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message of the thread; `ours` is the reader's own side."""

    line: TimelineLine
    ours: bool


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """What `applying/pages/case.html` may use.

    Addresses are empty where the act is not the viewer's, or not possible in the case's state. `decided` is empty before the
    decision; `to_correct` names what the office asks for once and in full.
    """

    number: str
    name: str
    guide_url: str
    state: State
    state_code: str
    holder: str
    office: str
    clock: ClockBadge
    steps: tuple[ProgressStep, ...]
    mine: bool
    go_on_url: str
    submit_url: str
    promised_url: str
    withdraw_url: str
    message_url: str
    to_correct: tuple[str, ...]
    correction_words: str
    decided: str
    granted: bool
    remedy: str
    rating: RatingSeen | None
    rating_form: RatingForm | None
    letters: tuple[PaperLine, ...]
    results: tuple[PaperLine, ...]
    answers: tuple[Answer, ...]
    evidence: tuple[EvidenceLine, ...]
    messages: tuple[Message, ...]
    happened: tuple[TimelineLine, ...]
    sheet: tuple[SheetLine, ...]
    empty_message: bool


@APPLYING.page(template="applying/pages/case.html", access=APPLY)
def case(visit: Visit, *, number: str) -> CasePage:
    """Show a case to its applicant, or to whom it is about."""
    return case_page(visit, own_case(visit, number))


def case_page(visit: Visit, case: cases.Case) -> CasePage:
    """The page of a case that the viewer may see."""
    parts = {"number": case.number}
    item = item_of(case.item)
    mine = is_applicant(visit, case)
    letters = cases.papers_of(case=case)
    told = cases.timeline(case=case, public_only=True)
    happened = timeline_lines(case=case, public_only=True)
    evidence = evidence_lines(
        case=case,
        today=visit.today,
        url_of=lambda pk: reverse("applying:evidence", kwargs={**parts, "evidence": pk}),
    )
    rated = cases.rating_of(case=case) if cases.may_be_rated(case) else None
    can_edit = mine and case.state in EDITABLE and item is not None
    return CasePage(
        number=case.number,
        name=item_name(case.item),
        guide_url=reverse("public:guide", kwargs={"code": case.item}) if item else "",
        state=state_of_case(case.state),
        state_code=case.state,
        holder=holder_of(case, mine=mine),
        office=office_of(case),
        clock=clock_badge(
            case=case, today=visit.today, pause=_pause(case), extension=_extension(case)
        ),
        steps=progress_of(case),
        mine=mine,
        go_on_url=_go_on(case, item) if can_edit and item else "",
        submit_url=reverse("applying:review", kwargs=parts) if can_edit else "",
        promised_url=reverse("applying:papers", kwargs=parts)
        if mine and not can_edit and _promises_open(case, evidence)
        else "",
        withdraw_url=reverse("applying:withdraw", kwargs=parts)
        if mine and case.state in WITHDRAWN_FROM and item is not None
        else "",
        message_url=reverse("applying:message", kwargs=parts)
        if mine and case.state in TALKING
        else "",
        to_correct=_named(item, asked_again_in(case, letters)),
        correction_words=_correction_words(case, told),
        decided=either(str(case.decision.get("zh", "")), str(case.decision.get("en", ""))),
        granted=bool(case.decision.get("grant")),
        remedy=_remedy(letters),
        rating=rating_seen(rated) if rated else None,
        rating_form=rating_form(
            visit.request,
            url=reverse("applying:rate", kwargs=parts),
            show_url=reverse("applying:case", kwargs=parts),
        )
        if cases.may_be_rated(case) and rated is None
        else None,
        letters=tuple(_letter(case, one) for one in letters),
        results=tuple(_letter(case, one) for one in _results(letters)),
        answers=answers_read(item, case.form) if item else (),
        evidence=evidence,
        messages=_messages(visit, told, happened),
        happened=happened,
        sheet=() if case.state == "draft" else sheet_of(visit, case),
        empty_message="empty" in visit.request.GET,
    )


def _pause(case: cases.Case) -> cases.Pause | None:
    return cases.pause_of(case=case) if case.state in cases.PAUSED else None


def _extension(case: cases.Case) -> cases.CaseExtension | None:
    """Why the limit was lengthened; what is only asked for is the office's own business yet."""
    return cases.extension_of(case=case) if case.extended_days else None


def _results(letters: Sequence[cases.Paper]) -> list[cases.Paper]:
    """What the applicant came for: certificates before the decision itself; receipts and notices on the way are none."""
    outcome = [one for one in letters if one.kind not in ON_THE_WAY and one.revoked_at is None]
    return sorted(outcome, key=lambda one: one.kind not in ("certificate", "answer"))


def _remedy(letters: Sequence[cases.Paper]) -> str:
    """The way against the last paper that refuses, in the sentence that stands on it."""
    named = [one.content["remedy"] for one in letters if one.kind in REFUSING]
    return either(named[-1]["zh"], named[-1]["en"]) if named else ""


def _go_on(case: cases.Case, item: cases.Item) -> str:
    """A draft goes on at its first page; a correction at the overview, where what is asked again is marked."""
    return addresses(case, item)[0 if case.state == "draft" else -1]


def _promises_open(case: cases.Case, evidence: tuple[EvidenceLine, ...]) -> bool:
    ended = case.state in ("not_accepted", "withdrawn", "reversed")
    return not ended and any(one.promise_open for one in evidence)


def _named(item: cases.Item | None, keys: tuple[str, ...]) -> tuple[str, ...]:
    """What is to be corrected, by name; a key that the item no longer has stands for itself."""
    names = {one.key: words_of(one.name) for one in (*item.materials, *item.fields)} if item else {}
    return tuple(names.get(key, key) for key in keys)


def _correction_words(case: cases.Case, told: Sequence[cases.Happened]) -> str:
    """What the office said when it asked for the correction that is waiting now."""
    asked = [one.words for one in told if one.verb == "ask_correction"]
    return asked[-1] if asked and case.state == "correcting" else ""


def _letter(case: cases.Case, one: cases.Paper) -> PaperLine:
    parts = {"number": case.number, "letter": one.code}
    return PaperLine(
        title=title_of(one),
        number=one.number,
        url=reverse("applying:letter", kwargs=parts),
        issued_at=one.issued_at,
        served=served_words(one),
    )


def _messages(
    visit: Visit, told: Sequence[cases.Happened], happened: Sequence[TimelineLine]
) -> tuple[Message, ...]:
    """What was said by either side, oldest first; `happened` are the same events, ready to be shown."""
    username = visit.account.username if visit.account else ""
    return tuple(
        Message(line=line, ours=event.actor == username)
        for event, line in zip(told, happened, strict=True)
        if event.verb in MESSAGES and event.words
    )
