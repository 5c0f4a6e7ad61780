"""What staff do with a case: accept, ask once for what is missing, suspend, note, hand over, propose, review, decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.cases.chain import record
from renshe.domains.cases.item import Item
from renshe.domains.cases.models import Annotation, Case, Evidence
from renshe.domains.cases.operations.acting import (
    Actor,
    locked,
    move,
    require_impartial,
    required,
    start_clock,
    tell,
)
from renshe.domains.cases.operations.opening import asked_of, keep_examination
from renshe.domains.cases.operations.papers import (
    after_correction,
    basis_words,
    issue,
    limit_words,
    serve,
)
from renshe.domains.cases.operations.quality import settle_by_reversal
from renshe.domains.cases.ports import Service
from renshe.domains.cases.refusals import problem
from renshe.domains.cases.states import OPEN, signer_of
from renshe.kernel.codes.problem import Refused


@transaction.atomic
def take(*, number: str, actor: Actor) -> Case:
    """Take a case out of the pool, or out of nobody's hands."""
    case = locked(number)
    require_impartial(case, actor)
    if case.state not in OPEN or case.holder not in ("", actor.username):
        raise Refused(problem("not_holder"), subject=number)
    case.holder = actor.username
    record(case, verb="take", actor=actor.username, at=actor.at)
    return case


@transaction.atomic
def hand_over(*, number: str, to: str, place: str, words: str, actor: Actor) -> Case:
    """Give a case to a colleague, or ("" and another place) to another point or level of the network."""
    case = locked(number)
    if case.state not in OPEN or case.holder not in ("", actor.username):
        raise Refused(problem("not_holder"), subject=number)
    before, case.holder = case.place, to
    case.place = place or case.place
    if case.handler == actor.username:
        case.handler = to
    record(
        case, verb="hand_over", actor=actor.username, at=actor.at, words=words,
        data={"to": to, "from_place": before, "place": case.place},
    )  # fmt: skip
    return case


@transaction.atomic
def accept(*, number: str, item: Item, actor: Actor) -> Case:
    """Accept a case: the clock starts, and the applicant gets a receipt with the due day."""
    case = locked(number)
    start_clock(case, item, case.accepted_on or actor.today)
    case.handler, case.holder = case.handler or actor.username, actor.username
    move(case, "accept", actor, public=True)
    due = case.due_on.isoformat() if case.due_on else ""
    issue(
        case=case, kind="receipt", actor=actor, facts={"due_on": due, "number": case.number}, remedy=item.remedy,
        paragraphs_zh=[
            f"你提交的“{item.name.zh}”（办件编号{case.number}）已于{actor.today.isoformat()}受理。",
            f"法定办结时限为{limit_words(case)}，最迟{due}办结；{basis_words(item)[0]}。",
        ],
        paragraphs_en=[
            f"Your application “{item.name.en}” (number {case.number}) was accepted on {actor.today.isoformat()}.",
            f"It is to be decided within {case.limit_days} {case.limit_unit} days, by {due}; {basis_words(item)[1]}.",
        ],
    )  # fmt: skip
    tell(
        case, at=actor.at, zh=f"{item.name.zh}（{case.number}）已受理，最迟{due}办结。",
        en=f"{item.name.en} ({case.number}) was accepted and is due by {due}.",
    )  # fmt: skip
    return case


@transaction.atomic
def ask_correction(
    *, number: str, item: Item, missing: Sequence[str], words: str, actor: Actor
) -> Case:
    """Say once, in one notice, everything that is missing or wrong; the clock stands still until the applicant answers.

    Legal source: 行政许可法 32 (一次性告知). Refuses an empty request.
    """
    case = locked(number)
    if not missing and not words.strip():
        raise Refused(problem("reason_missing"), subject=number)
    case.corrections_asked += 1
    move(case, "ask_correction", actor, words=words, public=True, data={"missing": list(missing)})
    names = {one.key: one.name for one in item.materials} | {
        one.key: one.name for one in item.fields
    }
    listed_zh = [names[key].zh if key in names else key for key in missing]
    listed_en = [names[key].en if key in names else key for key in missing]
    after_zh, after_en = after_correction(item)
    issue(
        case=case, kind="correction_notice", actor=actor, facts={"missing": list(missing)},
        paragraphs_zh=[
            f"办件{case.number}需要补正以下内容：{'、'.join(listed_zh) or '见说明'}。",
            *([words.strip()] if words.strip() else []),
            after_zh,
        ],
        paragraphs_en=[
            f"Case {case.number} lacks: {', '.join(listed_en) or 'see below'}.",
            *([words.strip()] if words.strip() else []),
            after_en,
        ],
    )  # fmt: skip
    tell(
        case, at=actor.at, zh=f"{item.name.zh}（{case.number}）需要补正，请查看一次性告知书。",
        en=f"{item.name.en} ({case.number}) needs a correction; see the notice.",
    )  # fmt: skip
    return case


@transaction.atomic
def not_accept(*, number: str, item: Item, words: str, actor: Actor) -> Case:
    """Refuse to accept, in writing, with the reason and the ways to object."""
    case = locked(number)
    reason = required(words, case)
    move(case, "not_accept", actor, words=reason, public=True)
    case.handler, case.closed_at, case.due_on = actor.username, actor.at, None
    case.save(update_fields=["handler", "closed_at", "due_on"])
    issue(
        case=case, kind="not_accepted", actor=actor, remedy=item.remedy,
        paragraphs_zh=[f"你提交的“{item.name.zh}”（{case.number}）不予受理。理由：{reason}"],
        paragraphs_en=[f"Your application “{item.name.en}” ({case.number}) is not accepted. Reason: {reason}"],
    )  # fmt: skip
    tell(
        case, at=actor.at, zh=f"{item.name.zh}（{case.number}）不予受理，理由和救济途径见决定书。",
        en=f"{item.name.en} ({case.number}) was not accepted; see the decision for reason and remedies.",
    )  # fmt: skip
    return case


@transaction.atomic
def suspend(*, number: str, words: str, actor: Actor) -> Case:
    """Stop the clock for a listed cause that is nobody's delay, such as an appraisal. The reason is told."""
    case = locked(number)
    reason = required(words, case)
    move(case, "suspend", actor, words=reason, public=True)
    issue(
        case=case, kind="suspension", actor=actor,
        paragraphs_zh=[f"办件{case.number}中止办理，原因：{reason}。中止期间不计入办理时限。"],
        paragraphs_en=[f"Case {case.number} is suspended: {reason}. The clock stands still."],
    )  # fmt: skip
    tell(
        case, at=actor.at, zh=f"办件{case.number}中止办理：{reason}",
        en=f"Case {case.number} is suspended: {reason}",
    )  # fmt: skip
    return case


@transaction.atomic
def resume(*, number: str, actor: Actor) -> Case:
    """The cause is gone: the clock goes on with what was left."""
    case = locked(number)
    move(case, "resume", actor, public=True)
    return case


@transaction.atomic
def note(*, number: str, words: str, actor: Actor, public: bool = False) -> Case:
    """A private note of the office, or a message between office and applicant."""
    case = locked(number)
    said = required(words, case)
    if actor.username != case.applicant:
        require_impartial(case, actor)
    record(
        case, verb="message" if public else "note", actor=actor.username, at=actor.at, words=said,
        public=public,
    )  # fmt: skip
    if public and actor.username != case.applicant:
        tell(case, at=actor.at, zh=f"办件{case.number}：{said}", en=f"Case {case.number}: {said}")
    return case


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a page, in thousandths of its width and height."""

    page: int
    left: int
    top: int
    width: int
    height: int


@transaction.atomic
def annotate(*, evidence_id: int, mark: Mark, words: str, actor: Actor) -> Annotation:
    """Mark a place on a paper for colleagues; the paper itself is untouched."""
    evidence = Evidence.objects.select_related("case").get(pk=evidence_id)
    case = locked(evidence.case.number)
    said = required(words, case)
    require_impartial(case, actor)
    made = Annotation.objects.create(
        evidence=evidence, page=mark.page, left=mark.left, top=mark.top, width=mark.width,
        height=mark.height, words=said, by=actor.username, at=actor.at,
    )  # fmt: skip
    record(
        case, verb="annotate", actor=actor.username, at=actor.at, words=said,
        data={"evidence": evidence_id, "page": mark.page},
    )  # fmt: skip
    return made


@transaction.atomic
def propose(
    *, number: str, item: Item, service: Service, grant: bool, words: str, actor: Actor
) -> Case:
    """The handler's opinion: on to review, or, on the immediate path, the decision itself.

    What stands in the way of granting refuses the proposal; refusing needs a reason.
    """
    case = locked(number)
    _look_again(case, item, service, actor, grant=grant)
    reason = words.strip() if grant else required(words, case)
    case.proposal = {"grant": grant, "words": reason, "by": actor.username}
    if signer_of(case.path) == "handler":
        return _decide(case, item, service, grant=grant, words=reason, actor=actor)
    case.handler, case.holder = actor.username, ""
    move(case, "propose", actor, words=reason, data={"grant": grant})
    return case


def _look_again(case: Case, item: Item, service: Service, actor: Actor, *, grant: bool) -> None:
    found = service.examine(asked_of(case, item, actor))
    keep_examination(case, item, found, on=actor.today)
    refusing = [one.problem for one in found.findings if one.refuses]
    if grant and refusing:
        raise Refused(problem("stands_in_the_way"), *refusing, subject=case.number)


@transaction.atomic
def send_back(*, number: str, words: str, actor: Actor) -> Case:
    """Reviewer or approver sends it back to the handler, with the reason."""
    case = locked(number)
    reason = required(words, case)
    case.holder, case.reviewer = case.handler, ""
    move(case, "return", actor, words=reason)
    return case


@transaction.atomic
def sign(
    *, number: str, item: Item, service: Service, grant: bool, words: str, actor: Actor
) -> Case:
    """The reviewer's or approver's signature. The last one on the case's path decides and does what was asked.

    A reviewer on the approval path agrees and passes it on; one who disagrees with the proposal sends it back instead.
    """
    case = locked(number)
    if case.state == "reviewing" and signer_of(case.path) == "approver":
        if bool(case.proposal.get("grant")) != grant:
            raise Refused(problem("wrong_step"), subject=number)
        case.reviewer, case.holder = actor.username, ""
        move(case, "agree", actor, words=words, data={"grant": grant})
        return case
    return _decide(case, item, service, grant=grant, words=words, actor=actor)


def _decide(
    case: Case, item: Item, service: Service, *, grant: bool, words: str, actor: Actor
) -> Case:
    """The decision with its effects, papers and notice, in one transaction; a refusal in it undoes all of it."""
    verb = "grant" if grant else "refuse"
    reason = words.strip() or str(case.proposal.get("words", ""))
    if not grant:
        reason = required(reason, case)
    signer = {"accepted": "handler", "reviewing": "reviewer", "approving": "approver"}.get(
        case.state
    )
    _move_and_sign(case, verb, actor, signer=signer, words=reason)
    told_zh, told_en, reference = reason, reason, {}
    if grant:
        _look_again(case, item, service, actor, grant=True)
        effect = service.grant(asked_of(case, item, actor))
        told_zh, told_en, reference = effect.zh, effect.en, dict(effect.reference)
        for kind, content in effect.papers:
            issue(
                case=case, kind=kind, actor=actor, facts=content.get("facts"),
                paragraphs_zh=content["zh"], paragraphs_en=content["en"],
                valid_until=content.get("valid_until"), title=content.get("title"),
                basis=content.get("basis", ""), remedy=item.remedy,
            )  # fmt: skip
    case.decision = {
        "grant": grant,
        "zh": told_zh,
        "en": told_en,
        "reference": reference,
        "by": actor.username,
    }
    case.decided_at, case.due_on, case.holder = actor.at, None, ""
    case.save()
    _tell_decision(case, item, grant=grant, zh=told_zh, en=told_en, actor=actor)
    return case


def _move_and_sign(case: Case, verb: str, actor: Actor, *, signer: str | None, words: str) -> None:
    move(case, verb, actor, words=words, public=True, data={"proposal": case.proposal})
    if signer is not None:
        setattr(case, signer, actor.username)


def _tell_decision(case: Case, item: Item, *, grant: bool, zh: str, en: str, actor: Actor) -> None:
    kind = "granted" if grant else "refused"
    opening_zh = f"“{item.name.zh}”（{case.number}）：{'准予' if grant else '不予批准'}。"
    opening_en = f"“{item.name.en}” ({case.number}): {'granted' if grant else 'refused'}."
    issue(
        case=case, kind=kind, actor=actor, facts={"number": case.number}, remedy=item.remedy,
        paragraphs_zh=[opening_zh, zh if grant else f"理由：{zh}"],
        paragraphs_en=[opening_en, en if grant else f"Reason: {en}"],
    )  # fmt: skip
    tell(case, at=actor.at, zh=opening_zh + zh, en=f"{opening_en} {en}")


@transaction.atomic
def close(*, number: str, how: str, actor: Actor) -> Case:
    """Serve the papers of a decided case and close it."""
    case = locked(number)
    serve(number=number, how=how, to=case.applicant_name, actor=actor)
    case.closed_at = actor.at
    move(case, "serve", actor, public=True, data={"how": how})
    return case


@transaction.atomic
def reverse(*, number: str, item: Item, service: Service, words: str, actor: Actor) -> Case:
    """Self-correction: what was granted is undone by the item's own code, and everybody is told.

    A third person does it: none of those who handled, reviewed, approved or decided the case.
    """
    case = locked(number)
    reason = required(words, case)
    granted = bool(case.decision.get("grant"))
    move(case, "reverse", actor, words=reason, public=True, data={"decision": case.decision})
    zh, en = "原决定撤销。", "The decision is withdrawn."
    if granted:
        effect = service.reverse(asked_of(case, item, actor), case.decision.get("reference", {}))
        zh, en = effect.zh, effect.en
    case.closed_at = actor.at
    case.save(update_fields=["closed_at"])
    settle_by_reversal(case, actor)
    issue(
        case=case, kind="reversal", actor=actor, remedy=item.remedy,
        paragraphs_zh=[f"经自行纠正，办件{case.number}原决定予以撤销。理由：{reason}", zh],
        paragraphs_en=[f"By self-correction the decision in {case.number} is withdrawn. Reason: {reason}", en],
    )  # fmt: skip
    tell(
        case,
        at=actor.at,
        zh=f"办件{case.number}的决定已自行纠正：{reason}",
        en=f"The decision in {case.number} was corrected: {reason}",
    )
    return case


@dataclass(frozen=True, slots=True)
class Together:
    """What became of each case of a batch decision: the number, and the refusal's words where it was refused."""

    number: str
    refused: str = ""


def sign_alike(
    *, numbers: Sequence[str], item: Item, service: Service, words: str, actor: Actor
) -> list[Together]:
    """Grant identical low-risk cases together, each in a transaction of its own; one that is refused stops no other."""
    done = []
    for number in numbers:
        try:
            with transaction.atomic():
                case = locked(number)
                if not case.alike or case.item != item.code or not case.proposal.get("grant"):
                    raise Refused(problem("not_alike"), subject=number)
                sign(
                    number=number, item=item, service=service, grant=True, words=words, actor=actor
                )
            done.append(Together(number))
        except Refused as refusal:
            done.append(Together(number, str(refusal)))
    return done
