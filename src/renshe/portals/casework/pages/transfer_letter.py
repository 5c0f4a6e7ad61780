"""A contact letter of another province at the office: what the record says of it, following it, or refusing it by two hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.transfers import api as transfers
from renshe.flows.transfer_letters import letter_refused
from renshe.laws import library
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import step_asked
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/transfer_letter.html"
LOOK, PROPOSE, REVIEW = "pension.look", "pension.award", "pension.review"
NEEDS = {"propose": PROPOSE, "take": PROPOSE, "send": REVIEW, "return": REVIEW}
SENSITIVE = ("propose", "send", "take")


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """A reason that may be chosen, and what the record says of it."""

    code: str
    words: str
    told: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """What `casework/pages/transfer_letter.html` may use, masked. `act` is the viewer's step: propose, send or none.
    `closed` are reasons that the record denies.

    `counter_url` leads to where the transfer is decided; `may_take`: the letter could not be used and could be now.
    """

    name: str
    id_number: str
    agency: str
    letter_id: str
    came_on: date
    due_on: date | None
    late: bool
    state: str
    words: str
    unused_why: str
    reasons: tuple[ReasonLine, ...]
    closed: tuple[str, ...]
    reason: str
    said: str
    proposed_by: str
    proposed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    returned_why: str
    confirmed_on: date | None
    act: str
    may_take: bool
    counter_url: str
    waits_for: str
    typed: str
    most_words: int
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def transfer_letter(visit: Visit, *, number: int) -> LetterPage | HttpResponse:
    """Show a letter; a post proposes a refusal, sends it as another person, sends the proposal back, or follows the letter."""
    letter = found_letter(visit, number)
    if visit.request.method != "POST":
        return _page(visit, letter)
    place = transfers.place_of_letter(letter)
    act = step_asked(visit, needs=NEEDS, sensitive=SENSITIVE, place=place)
    post = visit.request.POST
    typed = post.get("words", "")
    assert visit.account is not None
    recorded = transfers.Recorded(by=visit.account.username, at=visit.now, today=visit.today)
    reason = post.get("reason", "")
    done, problems = tried(
        lambda: acted(number=number, act=act, reason=reason, words=typed, recorded=recorded)
    )
    if done is None:
        again = found_letter(visit, number)
        page = _page(visit, again, problems=problems, typed=typed, chosen=reason)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("casework:transfer_letter", kwargs={"number": number}))


def found_letter(visit: Visit, number: int) -> transfers.TransferMessage:
    """A letter of a place that the visitor may look into. Raises Http404, PermissionDenied."""
    letter = transfers.letter_by(number=number)
    if letter is None:
        raise Http404
    if not may_at(visit, action=LOOK, place=transfers.place_of_letter(letter)):
        raise PermissionDenied
    return letter


def acted(*, number: int, act: str, reason: str, words: str, recorded: transfers.Recorded) -> Any:
    """Take a step. Raises Refused with what stands in the way."""
    given: dict[str, Any] = {"number": number, "recorded": recorded, "explain": library.explain}
    steps: dict[str, Callable[[], Any]] = {
        "propose": lambda: transfers.propose_refusal(reason=reason, words=words, **given),
        "send": lambda: letter_refused(number=number, recorded=recorded),
        "return": lambda: transfers.return_refusal(why=words, **given),
        "take": lambda: transfers.take_again(**given),
    }
    return steps[act]()


def state_words(letter: transfers.TransferMessage) -> tuple[str, str]:
    """Where a letter stands: code and words; one that is followed says how far its transfer is."""
    answer = getattr(letter, "answer", None)
    if answer is not None and answer.state != "taken":
        words = {
            "open": _("待答复"), "proposed": _("退回待复核"), "refused": _("已退回"),
        }[answer.state]  # fmt: skip
        return str(answer.state), words
    assert letter.transfer is not None
    undecided = letter.transfer.state == "letter_received"
    return "open" if undecided else "followed", two_words(transfers.STATES[letter.transfer.state])


def two_words(pair: tuple[str, str]) -> str:
    """In the reader's language."""
    zh, en = pair
    return zh if (get_language() or "").startswith("zh") else f"{en[:1].upper()}{en[1:]}"


def _page(
    visit: Visit, letter: transfers.TransferMessage, *, problems: tuple[Problem, ...] = (), typed: str = "",
    chosen: str = "",
) -> LetterPage:  # fmt: skip
    answer, transfer = getattr(letter, "answer", None), letter.transfer
    place = transfers.place_of_letter(letter)
    state, words = state_words(letter)
    live = state in ("open", "proposed")
    told = transfers.standing(letter=letter, today=visit.today) if live else None
    due = (answer.due_on if answer is not None else None) or (transfer.step_due_on if transfer else None)  # fmt: skip
    act, waits = _step(visit, answer, place, live=live, state=state)
    return LetterPage(
        name=mask_name(str(letter.body.get("name", ""))), id_number=mask_id_number(str(letter.body.get("id_number", ""))),
        agency=str(letter.body.get("agency", "")) or letter.from_code, letter_id=letter.message_id,
        came_on=answer.opened_on if answer is not None else transfer.opened_on if transfer else letter.made_on,
        due_on=due if live else None, late=live and due is not None and due < visit.today, state=state, words=words,
        unused_why=letter.problem, reasons=_reasons(told, chosen) if told is not None and act == "propose" else (),
        closed=_closed(told) if told is not None and act == "propose" else (),
        reason=two_words(transfers.REASONS[answer.reason]) if answer is not None and answer.reason else "",
        said=answer.words if answer is not None else "", proposed_by=answer.proposed_by if answer is not None else "",
        proposed_at=answer.proposed_at if answer is not None else None,
        decided_by=answer.decided_by if answer is not None else "", decided_at=answer.decided_at if answer is not None else None,
        returned_why=answer.returned_why if answer is not None else "",
        confirmed_on=answer.confirmed_on if answer is not None else None,
        act=act, may_take=act == "propose" and transfer is None and told is not None and told.person is not None,
        counter_url=reverse("counter:home") if transfer is not None and transfer.state == "letter_received" else "",
        waits_for=waits, typed=typed[: transfers.MOST_WORDS], most_words=transfers.MOST_WORDS, problems=problems,
    )  # fmt: skip


def _step(
    visit: Visit, answer: transfers.LetterAnswer | None, place: str, *, live: bool, state: str
) -> tuple[str, str]:
    """The viewer's step, or whom it waits for."""
    if not live:
        return "", ""
    if state != "proposed":
        if may_at(visit, action=PROPOSE, place=place):
            return "propose", ""
        return "", _("等待待遇核定岗核对后受理或者提出退回")
    me = visit.account.username if visit.account else ""
    if answer is not None and answer.proposed_by != me and may_at(visit, action=REVIEW, place=place):  # fmt: skip
        return "send", ""
    return "", _("等待复核人（不能是提出人本人）")


def _reasons(told: transfers.Standing, chosen: str) -> tuple[ReasonLine, ...]:
    return tuple(
        ReasonLine(
            code=code, words=two_words(pair), chosen=code == chosen,
            told=_("登记如此") if told.holds[code] else _("由人核实"),
        )
        for code, pair in transfers.REASONS.items()
        if told.holds[code] is not False
    )  # fmt: skip


def _closed(told: transfers.Standing) -> tuple[str, ...]:
    return tuple(
        two_words(pair) for code, pair in transfers.REASONS.items() if told.holds[code] is False
    )
