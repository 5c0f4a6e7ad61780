"""What a press of a button does to a case. Each act is the domain's; here the form is read and nothing else is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused
from renshe.portals.casework.colleagues import points
from renshe.portals.casework.phrases import composed
from renshe.portals.layout.casefile.handing import may_take_over
from renshe.services.catalogue import Declared

NOT_CHOSEN = Problem(
    code="nothing_chosen",
    zh="没有选择",
    en="nothing was chosen",
    clause="owner-default",
    next_step_zh="请先选择一项",
    next_step_en="Choose one first",
)
NO_OPINION = Problem(
    code="no_opinion",
    zh="没有选择意见",
    en="no opinion was chosen",
    clause="owner-default",
    next_step_zh="请在“意见”里选一项，再提交",
    next_step_en="Choose one under Opinion, then send it again",
)
NO_PLACE = Problem(
    code="nobody_to_hand_to",
    zh="没有选择移交给谁或者哪个网点",
    en="neither a colleague nor a point was chosen",
    clause="owner-default",
    next_step_zh="请选择同事或网点",
    next_step_en="Choose a colleague or a point",
)
NO_DAYS = Problem(
    code="no_days",
    zh="没有写明延长多少天",
    en="the number of days is missing",
    clause="行政许可法 42",
    next_step_zh="请填写一个整数，不超过本事项允许的天数",
    next_step_en="Write a whole number within the days that the item allows",
)
# A region of a page as a clerk names it, in thousandths: left, top, width, height.
REGIONS = {
    "whole": (0, 0, 1000, 1000), "top": (0, 0, 1000, 333), "middle": (0, 333, 1000, 334), "bottom": (0, 667, 1000, 333),
    "top_left": (0, 0, 500, 333), "top_right": (500, 0, 500, 333), "middle_left": (0, 333, 500, 334),
    "middle_right": (500, 333, 500, 334), "bottom_left": (0, 667, 500, 333), "bottom_right": (500, 667, 500, 333),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Doing:
    """A case, its item, who acts, and what was sent."""

    case: cases.Case
    declared: Declared
    actor: cases.Actor
    sent: QueryDict

    def words(self, list_name: str = "") -> str:
        """The chosen phrases and what was typed."""
        return composed(list_name, self.sent.getlist("phrase"), self.sent.get("words", ""))


def _accept(on: Doing) -> None:
    cases.accept(number=on.case.number, item=on.declared.item, actor=on.actor)


def _ask_correction(on: Doing) -> None:
    cases.ask_correction(
        number=on.case.number, item=on.declared.item, missing=on.sent.getlist("missing"),
        words=on.words("correction"), actor=on.actor,
    )  # fmt: skip


def _not_accept(on: Doing) -> None:
    cases.not_accept(
        number=on.case.number, item=on.declared.item, words=on.words("not_accept"), actor=on.actor
    )


def _decide(on: Doing) -> None:
    grant = _granting(on)
    cases.propose(
        number=on.case.number, item=on.declared.item, service=on.declared.service, grant=grant,
        words=on.words("" if grant else "refuse"), actor=on.actor,
    )  # fmt: skip


def _granting(on: Doing) -> bool:
    chosen = on.sent.get("grant", "")
    if chosen not in ("yes", "no"):
        raise Refused(NO_OPINION, subject=on.case.number)
    return chosen == "yes"


def _sign(on: Doing) -> None:
    """The signature is under the handler's opinion; who disagrees sends the case back."""
    cases.sign(
        number=on.case.number, item=on.declared.item, service=on.declared.service,
        grant=bool(on.case.proposal.get("grant")), words=on.words(), actor=on.actor,
    )  # fmt: skip


def _send_back(on: Doing) -> None:
    cases.send_back(number=on.case.number, words=on.words("return"), actor=on.actor)


def _suspend(on: Doing) -> None:
    cases.suspend(number=on.case.number, words=on.words("suspend"), actor=on.actor)


def _resume(on: Doing) -> None:
    cases.resume(number=on.case.number, actor=on.actor)


def _serve(on: Doing) -> None:
    how = on.sent.get("how", "")
    if how not in cases.SERVED_HOW:
        raise Refused(NOT_CHOSEN, subject=on.case.number)
    cases.close(number=on.case.number, how=how, actor=on.actor)


def _reverse(on: Doing) -> None:
    cases.reverse(
        number=on.case.number, item=on.declared.item, service=on.declared.service,
        words=on.words(), actor=on.actor,
    )  # fmt: skip


def _take(on: Doing) -> None:
    cases.take(number=on.case.number, actor=on.actor)


def _hand_over(on: Doing) -> None:
    to, place = _whither(on)
    cases.hand_over(number=on.case.number, to=to, place=place, words=on.words(), actor=on.actor)


def _whither(on: Doing) -> tuple[str, str]:
    """The colleague or the point that was chosen among those that may work on the case; never both."""
    to, place = on.sent.get("to", ""), on.sent.get("place", "")
    if place:
        to, fits = "", any(one.code == place for one in points(place=on.case.place))
    else:
        another = to != on.actor.username
        fits = another and may_take_over(on.case, username=to, on=on.actor.today)
    if not fits:
        raise Refused(NO_PLACE, subject=on.case.number)
    return to, place


def _reassign(on: Doing) -> None:
    to, place = _whither(on)
    cases.reassign(number=on.case.number, to=to, place=place, words=on.words(), actor=on.actor)


def _ask_extension(on: Doing) -> None:
    days = on.sent.get("days", "").strip()
    if not days.isdecimal() or len(days) > 3:
        raise Refused(NO_DAYS, subject=on.case.number)
    cases.ask_extension(
        number=on.case.number, item=on.declared.item, days=int(days),
        words=on.words("extension"), actor=on.actor,
    )  # fmt: skip


def _decide_extension(on: Doing) -> None:
    cases.decide_extension(
        number=on.case.number, item=on.declared.item, grant=_granting(on), words=on.words(),
        actor=on.actor,
    )  # fmt: skip


def _note(on: Doing) -> None:
    cases.note(number=on.case.number, words=on.words(), actor=on.actor)


def _message(on: Doing) -> None:
    cases.note(number=on.case.number, words=on.words(), actor=on.actor, public=True)


def _annotate(on: Doing) -> None:
    region = REGIONS.get(on.sent.get("region", ""))
    evidence, page = on.sent.get("evidence", ""), on.sent.get("page", "1")
    mine = cases.evidence_of(case=on.case)
    if region is None or evidence not in {str(one.pk) for one in mine} or not page.isdecimal():
        raise Refused(NOT_CHOSEN, subject=on.case.number)
    left, top, width, height = region
    mark = cases.Mark(min(max(int(page), 1), 999), left, top, width, height)
    cases.annotate(evidence_id=int(evidence), mark=mark, words=on.words(), actor=on.actor)


def _promise_kept(on: Doing) -> None:
    evidence = on.sent.get("evidence", "")
    if evidence not in {str(one.pk) for one in cases.evidence_of(case=on.case)}:
        raise Refused(NOT_CHOSEN, subject=on.case.number)
    cases.promise_kept(evidence_id=int(evidence), actor=on.actor)


ACTS: dict[str, Callable[[Doing], None]] = {
    "accept": _accept,
    "ask_correction": _ask_correction,
    "not_accept": _not_accept,
    "decide": _decide,
    "sign": _sign,
    "return": _send_back,
    "suspend": _suspend,
    "resume": _resume,
    "serve": _serve,
    "reverse": _reverse,
    "take": _take,
    "hand_over": _hand_over,
    "reassign": _reassign,
    "ask_extension": _ask_extension,
    "decide_extension": _decide_extension,
    "note": _note,
    "message": _message,
    "annotate": _annotate,
    "promise_kept": _promise_kept,
}
STAYS = ("take", "note", "message", "annotate", "promise_kept", "accept", "resume", "ask_extension")
"""Acts after which one goes on with the same case."""
EVENT_OF = {"decide": "propose", "sign": "agree", "decide_extension": "extend"}
"""What an act is called afterwards, where its own name is the page's alone."""
