"""The states of a case as one table, the same for every service item.

Which way a case takes through it depends on the path its item declares: `immediate` (one person decides),
`review` (a second one agrees) or `approval` (a third one signs; also above the item's amount).
"""

from __future__ import annotations

from dataclasses import dataclass

STATES = {
    "draft": ("草稿", "draft"),
    "submitted": ("已提交，待受理", "submitted, not yet accepted"),
    "correcting": ("待申请人补正", "waiting for the applicant's correction"),
    "accepted": ("已受理，办理中", "accepted, being handled"),
    "suspended": ("中止", "suspended"),
    "reviewing": ("待复核", "waiting for review"),
    "approving": ("待审批", "waiting for approval"),
    "granted": ("准予，待送达", "granted, to be served"),
    "refused": ("不予批准，待送达", "refused, to be served"),
    "not_accepted": ("不予受理", "not accepted"),
    "withdrawn": ("申请人撤回", "withdrawn by the applicant"),
    "closed": ("已办结", "closed"),
    "reversed": ("已自行纠正", "reversed by self-correction"),
}
OPEN = ("submitted", "correcting", "accepted", "suspended", "reviewing", "approving")
DECIDED = ("granted", "refused")
ENDED = ("not_accepted", "withdrawn", "closed", "reversed")
PAUSED = ("correcting", "suspended")
"""States in which the clock stands still: the next move is not the office's."""

PATHS = ("immediate", "review", "approval")


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: where a verb leads, and whose it is.

    `whose` is applicant, handler, reviewer, approver, office (anybody of staff who may handle) or clock.
    """

    to: str
    whose: str


# (state, verb) → move. `decide` after a handler's proposal is resolved by the path: see `after_proposal`.
MOVES: dict[tuple[str, str], Move] = {
    ("draft", "submit"): Move("submitted", "applicant"),
    ("draft", "withdraw"): Move("withdrawn", "applicant"),
    ("submitted", "accept"): Move("accepted", "office"),
    ("submitted", "ask_correction"): Move("correcting", "office"),
    ("submitted", "not_accept"): Move("not_accepted", "office"),
    ("submitted", "withdraw"): Move("withdrawn", "applicant"),
    ("correcting", "correct"): Move("submitted", "applicant"),
    ("correcting", "withdraw"): Move("withdrawn", "applicant"),
    ("correcting", "not_accept"): Move("not_accepted", "office"),
    ("accepted", "ask_correction"): Move("correcting", "handler"),
    ("accepted", "suspend"): Move("suspended", "handler"),
    ("accepted", "withdraw"): Move("withdrawn", "applicant"),
    ("suspended", "resume"): Move("accepted", "handler"),
    ("suspended", "withdraw"): Move("withdrawn", "applicant"),
    ("accepted", "propose"): Move("reviewing", "handler"),
    ("reviewing", "return"): Move("accepted", "reviewer"),
    ("reviewing", "agree"): Move("approving", "reviewer"),
    ("approving", "return"): Move("accepted", "approver"),
    ("approving", "grant"): Move("granted", "approver"),
    ("approving", "refuse"): Move("refused", "approver"),
    ("reviewing", "grant"): Move("granted", "reviewer"),
    ("reviewing", "refuse"): Move("refused", "reviewer"),
    ("accepted", "grant"): Move("granted", "handler"),
    ("accepted", "refuse"): Move("refused", "handler"),
    ("granted", "serve"): Move("closed", "office"),
    ("refused", "serve"): Move("closed", "office"),
    ("granted", "reverse"): Move("reversed", "approver"),
    ("refused", "reverse"): Move("reversed", "approver"),
    ("closed", "reverse"): Move("reversed", "approver"),
}

# Acts that leave a case where it is, in any open state.
NOTED = (
    "note", "message", "annotate", "attach", "hand_over", "take", "escalate", "promise_kept", "reassign",
    "ask_extension", "extend", "deny_extension",
)  # fmt: skip
# Acts that follow the end of a case: the look of somebody else at what was decided, and the applicant's own word on it.
FOLLOWING = ("sample", "check", "answer_check", "uphold", "rate", "answer_rating")
INTERNAL = (
    "note", "annotate", "take", "hand_over", "propose", "return", "agree", "reassign", "ask_extension", "deny_extension",
    "sample", "check", "answer_check", "uphold",
)  # fmt: skip
"""Acts of which the applicant's timeline says nothing: the office's own way to a decision, and its look back on it."""

VERBS = {
    "open": ("建立", "open"),
    "submit": ("提交", "submit"),
    "withdraw": ("撤回", "withdraw"),
    "accept": ("受理", "accept"),
    "ask_correction": ("一次性告知补正", "ask for correction, once"),
    "correct": ("补正", "correct"),
    "not_accept": ("不予受理", "refuse to accept"),
    "suspend": ("中止", "suspend"),
    "resume": ("恢复", "resume"),
    "propose": ("提出办理意见", "propose"),
    "return": ("退回经办", "send back"),
    "agree": ("复核同意", "agree"),
    "grant": ("准予", "grant"),
    "refuse": ("不予批准", "refuse"),
    "serve": ("送达并办结", "serve and close"),
    "reverse": ("自行纠正", "reverse"),
    "note": ("内部备注", "private note"),
    "message": ("致申请人", "message to the applicant"),
    "annotate": ("标注材料", "annotate evidence"),
    "attach": ("补充材料", "attach evidence"),
    "hand_over": ("移交", "hand over"),
    "take": ("领取", "take"),
    "escalate": ("逾期督办", "escalate"),
    "promise_kept": ("承诺已兑现", "promise kept"),
    "reassign": ("督办改派", "reassign an overdue case"),
    "ask_extension": ("申请延长期限", "ask for an extension"),
    "extend": ("延长期限", "extend the limit"),
    "deny_extension": ("不同意延长", "deny the extension"),
    "sample": ("抽中质量检查", "drawn for a quality check"),
    "check": ("质量检查结论", "finding of a quality check"),
    "answer_check": ("反馈质量检查", "answer a quality check"),
    "uphold": ("复查维持原决定", "uphold the decision"),
    "rate": ("评价", "rate the service"),
    "answer_rating": ("回访差评", "follow up a bad rating"),
}


def move_of(*, state: str, verb: str) -> Move | None:
    """Where a verb leads from a state, or None where the table has no such row."""
    return MOVES.get((state, verb))


def verbs_from(state: str) -> tuple[str, ...]:
    """What can be done in a state, in the order of the table."""
    return tuple(verb for at, verb in MOVES if at == state)


def signer_of(path: str) -> str:
    """Who decides finally on a path: handler, reviewer or approver."""
    return {"immediate": "handler", "review": "reviewer", "approval": "approver"}[path]
