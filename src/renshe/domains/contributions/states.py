"""The life of what is owed, as one table: from declared to credited, refunded or written off.

A declared row carries the first state; from assessment on the bill does, for all its lines. Being *credited* is
also a fact of its own (`credited_batch_id`): where the personal pension share is fully received, the lines are
credited even while other money of the bill is still owed (劳办发〔1997〕116号), and the bill then stays
`part_received` until the rest arrives.
"""

from __future__ import annotations

from dataclasses import dataclass

from renshe.domains.contributions.refusals import refused


@dataclass(frozen=True)
class Move:
    """One allowed change of state: by which act, and whose duty it is (role codes of identity, or a run)."""

    source: str
    target: str
    act: str
    who: tuple[str, ...]
    zh: str
    en: str


STATES = {
    "declared": ("已申报", "declared"),
    "assessed": ("已核定", "assessed"),
    "sent": ("已推送税务", "sent to the tax bureau"),
    "part_received": ("部分到账", "partly received"),
    "received": ("足额到账", "fully received"),
    "credited": ("已记账", "credited"),
    "refunded": ("已退费", "refunded"),
    "written_off": ("已核销", "written off"),
}

# The life of a request to set something right (`CorrectionRequest`): four hands, none twice where money is meant.
REQUEST_STATES = {
    "handled": ("已受理", "handled"),
    "reviewed": ("已复核", "reviewed"),
    "approved": ("已批准", "approved"),
    "posted": ("已入账", "posted"),
    "refused": ("不予办理", "refused"),
}

_RUN = ("run_operator",)
_REFUND = ("counter_clerk", "approver")
_WRITE_OFF = ("reviewer", "approver")

MOVES = (
    Move("declared", "assessed", "assess", _RUN, "核定应缴", "bases and amounts are set by law"),
    Move("assessed", "sent", "send", _RUN, "推送税务征收", "the plan goes to the collector"),
    Move(
        "assessed",
        "part_received",
        "allocate",
        _RUN,
        "部分到账",
        "some money came, agency collecting",
    ),
    Move("assessed", "received", "allocate", _RUN, "足额到账", "all money came, agency collecting"),
    Move("sent", "part_received", "allocate", _RUN, "部分到账", "some money came"),
    Move("sent", "received", "allocate", _RUN, "足额到账", "all money came"),
    Move("part_received", "received", "allocate", _RUN, "补足到账", "the rest came"),
    Move(
        "received", "credited", "credit", _RUN, "记入个人账户", "accounts and career are credited"
    ),
    Move(
        "credited",
        "refunded",
        "refund",
        _REFUND,
        "退费",
        "should not have been paid; every line reversed, each by a correction",
    ),
    Move("assessed", "written_off", "write_off", _WRITE_OFF, "核销", "given up on an instrument"),
    Move("sent", "written_off", "write_off", _WRITE_OFF, "核销", "given up on an instrument"),
    Move(
        "part_received", "written_off", "write_off", _WRITE_OFF, "核销余额", "the rest is given up"
    ),
)

REQUEST_MOVES = (
    Move("handled", "reviewed", "review", ("reviewer",), "复核", "a second person agrees"),
    Move("reviewed", "approved", "approve", ("approver",), "批准", "a third person decides"),
    Move("approved", "posted", "post", ("fund_accountant",), "入账", "lines, bills and both books"),
    *(
        Move(
            source,
            "refused",
            "refuse",
            ("reviewer", "approver", "fund_accountant"),
            "不予办理",
            "not done, with the reason",
        )
        for source in ("handled", "reviewed", "approved")
    ),
)

OPEN_STATES = ("assessed", "sent", "part_received")
_ALLOWED = {(move.source, move.act): set() for move in MOVES}
for _move in MOVES:
    _ALLOWED[_move.source, _move.act].add(_move.target)


def check_move(*, source: str, target: str, act: str, subject: str) -> None:
    """Refuse a change of state that the table does not list. Raises Refusal `state_forbids`."""
    if target not in _ALLOWED.get((source, act), ()):
        raise refused("state_forbids", subject=f"{subject}: {source} → {target} ({act})")


def check_request_move(*, source: str, act: str, subject: str) -> str:
    """The state to which an act leads a request. Raises Refusal `state_forbids`."""
    for move in REQUEST_MOVES:
        if (move.source, move.act) == (source, act):
            return move.target
    raise refused("state_forbids", subject=f"{subject}: {source} ({act})")


def sources_of(*, act: str) -> tuple[str, ...]:
    """The states from which an act may start, in the order of the table."""
    return tuple(dict.fromkeys(move.source for move in MOVES if move.act == act))
